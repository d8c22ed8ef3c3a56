package kit

import (
	"math"
	"strconv"
	"strings"
)

// Ticks returns round positions on an axis from low to high, at most about n of them, and the decimals they need. Steps
// are 1, 2 or 5 times a power of ten (Heckbert, Nice numbers for graph labels, Graphics Gems, 1990).
func Ticks(low, high float64, n int) (at []float64, decimals int) {
	if !(high > low) || math.IsInf(low, 0) || math.IsInf(high, 0) || math.IsInf(high-low, 0) || n < 1 {
		return nil, 0
	}
	raw := (high - low) / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, k := range []float64{1, 2, 5} {
		if k*power >= raw*(1-1e-9) {
			step = k * power
			break
		}
	}
	if step <= 0 || math.IsInf(step, 0) || math.IsNaN(step) {
		return nil, 0
	}
	decimals = max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	first := math.Ceil(low/step - 1e-9)
	for i := 0; i <= n+1; i++ {
		v := (first + float64(i)) * step
		if v > high+step*1e-9 {
			break
		}
		at = append(at, v+0) // +0 turns -0 into 0
	}
	return at, decimals
}

// Num writes a number for people: at most about four figures that matter, no trailing noise, commas in large numbers.
func Num(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "none"
	case math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'f', -1, 64)
	case v == 0:
		return "0"
	case a >= 1e9 || a < 1e-4:
		return strconv.FormatFloat(v, 'g', 3, 64)
	case a >= 1000:
		return Thousands(int(math.Round(v)))
	}
	digits := max(0, 3-int(math.Floor(math.Log10(a))))
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// tickLabel writes a tick with the decimals of its axis.
func tickLabel(v float64, decimals int) string {
	if math.Abs(v) >= 1e6 || decimals > 6 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}
