package cores

import (
	"runtime/debug"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 1000} {
		calls := make([]int, n)
		Each(n, func(k int) { calls[k]++ })
		for k, c := range calls {
			if c != 1 {
				t.Fatalf("%d of %d was done %d times", k, n, c)
			}
		}
	}
}

func TestPanicComesOut(t *testing.T) {
	defer func() {
		if r := recover(); r != "seven" {
			t.Errorf("recovered %v", r)
		}
	}()
	Each(20, func(k int) {
		if k == 7 {
			panic("seven")
		}
	})
	t.Error("nothing came out")
}

// TestFaultsAsCaller checks that calls, nested ones too, treat faults of memory as the caller does.
func TestFaultsAsCaller(t *testing.T) {
	for _, want := range []bool{false, true} {
		before := debug.SetPanicOnFault(want)
		Each(2, func(int) {
			Each(2, func(int) {
				if got := debug.SetPanicOnFault(want); got != want {
					t.Errorf("a fault is a panic: %v, want %v", got, want)
				}
			})
		})
		if debug.SetPanicOnFault(before) != want {
			t.Errorf("the caller's setting was changed from %v", want)
		}
	}
}
