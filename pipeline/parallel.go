package pipeline

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls do for 0 to n-1 on all cores and returns when all calls have. A panic in one call comes out of parallel, in
// the caller's goroutine.
func parallel(n int, do func(int)) {
	var wait sync.WaitGroup
	var next atomic.Int64
	var crash atomic.Pointer[any]
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					crash.Store(&r)
				}
			}()
			for k := next.Add(1) - 1; k < int64(n); k = next.Add(1) - 1 {
				do(int(k))
			}
		})
	}
	wait.Wait()
	if r := crash.Load(); r != nil {
		panic(*r)
	}
}
