// Package cores spreads work over the cores of the machine.
package cores

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Each calls do for 0 to n-1 on all cores. A panic in one call comes out of Each, in the caller's goroutine; whether a fault
// of memory is a panic is as the caller has set it.
func Each(n int, do func(int)) {
	var wait sync.WaitGroup
	var next atomic.Int64
	var crash atomic.Pointer[any]
	fault := debug.SetPanicOnFault(false)
	debug.SetPanicOnFault(fault)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			debug.SetPanicOnFault(fault)
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
