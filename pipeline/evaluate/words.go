package evaluate

import (
	"fmt"
	"math"
)

// words writes a rate as a share of its rows.
func (r Rate) words() string {
	if r.N == 0 {
		return "not known (0 rows)"
	}
	return fmt.Sprintf("%s (%d of %d)", percent(r.Value), r.Hits, r.N)
}

// words writes a score and its interval.
func (s Score) words() string {
	switch {
	case math.IsNaN(s.Value):
		return "not defined on these rows"
	case !s.Defined():
		return fmt.Sprintf("%.3f", s.Value)
	}
	return fmt.Sprintf("%.3f (between %.3f and %.3f)", s.Value, s.Low, s.High)
}

// percent writes a share with as many digits as help.
func percent(share float64) string {
	if p := 100 * share; p != math.Trunc(p) {
		return fmt.Sprintf("%.1f %%", p)
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}
