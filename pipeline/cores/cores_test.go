package cores

import "testing"

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
