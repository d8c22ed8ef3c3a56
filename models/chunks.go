package models

import (
	"runtime"
	"sync"
)

// chunkRows is how many rows one piece of parallel work takes. It is fixed, and the pieces are put together in their
// order, so that results do not depend on the number of cores. 8,192 rows are long enough to hide the cost of handing
// them out and short enough to keep many cores busy.
const chunkRows = 8192

// overChunks calls work for [0, n) cut into chunks, on all cores. Each worker makes itself a scratch S once and reuses
// it. After a chunk, merge is called with that scratch: one call at a time, in the order of the chunks. merge may be
// nil when the chunks have nothing to put together.
func overChunks[S any](n int, scratch func() S, work func(s S, low, high int), merge func(s S)) {
	chunks := (n + chunkRows - 1) / chunkRows
	run := func(s S, k int) { work(s, k*chunkRows, min((k+1)*chunkRows, n)) }
	workers := min(runtime.GOMAXPROCS(0), chunks)
	if workers <= 1 {
		s := scratch()
		for k := range chunks {
			run(s, k)
			if merge != nil {
				merge(s)
			}
		}
		return
	}
	var (
		mu   sync.Mutex
		turn = sync.NewCond(&mu)
		next int // the next chunk nobody has taken
		done int // chunks merged so far
		wait sync.WaitGroup
	)
	for range workers {
		wait.Go(func() {
			s := scratch()
			for {
				mu.Lock()
				k := next
				next++
				mu.Unlock()
				if k >= chunks {
					return
				}
				run(s, k)
				if merge == nil {
					continue
				}
				mu.Lock()
				for done != k {
					turn.Wait()
				}
				merge(s)
				done++
				turn.Broadcast()
				mu.Unlock()
			}
		})
	}
	wait.Wait()
}
