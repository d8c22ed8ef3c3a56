package expr

import (
	"math"
)

// each1 calculates value by value.
func each1(f func(float64) float64) bind {
	return func(m *machine, args []values, _ *node) values {
		a, out := args[0].floats, m.floats()
		return values{floats: func(lo, hi int) []float64 {
			for i, v := range a(lo, hi) {
				out[i] = finite(f(v))
			}
			return out[:hi-lo]
		}}
	}
}

// each2 calculates from two values that are both there.
func each2(f func(a, b float64) float64) bind {
	return func(m *machine, args []values, _ *node) values {
		a, b, out := args[0].floats, args[1].floats, m.floats()
		return values{floats: func(lo, hi int) []float64 {
			x, y := a(lo, hi), b(lo, hi)
			for i, v := range x {
				if w := y[i]; v != v || w != w {
					out[i] = math.NaN()
				} else {
					out[i] = finite(f(v, w))
				}
			}
			return out[:hi-lo]
		}}
	}
}

// whole calculates a block at a time, for the operators that most expressions are made of. A gap must come out of f by
// itself where one goes in.
func whole(f func(out, a, b []float64)) bind {
	return func(m *machine, args []values, _ *node) values {
		a, b, buffer := args[0].floats, args[1].floats, m.floats()
		return values{floats: func(lo, hi int) []float64 {
			out := buffer[:hi-lo]
			f(out, a(lo, hi), b(lo, hi))
			return out
		}}
	}
}

func add(out, a, b []float64) {
	b = b[:len(a)]
	for i, v := range a {
		out[i] = finite(v + b[i])
	}
}

func subtract(out, a, b []float64) {
	b = b[:len(a)]
	for i, v := range a {
		out[i] = finite(v - b[i])
	}
}

func multiply(out, a, b []float64) {
	b = b[:len(a)]
	for i, v := range a {
		out[i] = finite(v * b[i])
	}
}

func divide(out, a, b []float64) {
	b = b[:len(a)]
	for i, v := range a {
		out[i] = finite(v / b[i])
	}
}

// modulo has the sign of b, so that -1 % 12 is 11.
func modulo(a, b float64) float64 {
	r := math.Mod(a, b)
	if r != 0 && (r < 0) != (b < 0) {
		r += b
	}
	return r
}

// rounded rounds to decimal places, halves away from zero; a number too large to have any stays as it is.
func rounded(v, places float64) float64 {
	unit := math.Pow(10, math.Abs(places))
	if places < 0 {
		return math.Round(v/unit) * unit
	}
	if scaled := v * unit; math.Abs(scaled) < 1<<53 {
		return math.Round(scaled) / unit
	}
	return v
}

func roundBy(m *machine, args []values, n *node) values {
	if len(args) == 1 {
		return each1(math.Round)(m, args, n)
	}
	return each2(rounded)(m, args, n)
}

// fold goes through all arguments from the left.
func fold(f func(a, b float64) float64) bind {
	return func(m *machine, args []values, n *node) values {
		out := args[0]
		for _, a := range args[1:] {
			out = each2(f)(m, []values{out, a}, n)
		}
		return out
	}
}

// during calculates from points in time.
func during(f func(seconds int64) int) bind {
	return each1(func(v float64) float64 {
		if !(math.Abs(v) < 1<<62) {
			return math.NaN()
		}
		return float64(f(int64(v)))
	})
}

// coalesced takes the first value that is there, row by row.
func coalesced(m *machine, args []values, n *node) values {
	if n.kind == Text {
		return firstText(m, args)
	}
	buffer := m.floats()
	return values{floats: func(lo, hi int) []float64 {
		out := buffer[:hi-lo]
		copy(out, args[0].floats(lo, hi))
		for _, a := range args[1:] {
			for i, v := range a.floats(lo, hi) {
				if out[i] != out[i] {
					out[i] = v
				}
			}
		}
		return out
	}}
}

// chosen is if(condition, a, b).
func chosen(m *machine, args []values, n *node) values {
	if n.kind == Text {
		return chosenText(m, args)
	}
	buffer := m.floats()
	return values{floats: func(lo, hi int) []float64 {
		out, a, b := buffer[:hi-lo], args[1].floats(lo, hi), args[2].floats(lo, hi)
		choose(out, args[0].floats(lo, hi), a, b, math.NaN())
		return out
	}}
}

// choose takes a where the condition is 1, b where it is 0, and a gap where it is neither.
func choose[T any](out []T, condition []float64, a, b []T, gap T) {
	for i, c := range condition {
		switch c {
		case 1:
			out[i] = a[i]
		case 0:
			out[i] = b[i]
		default:
			out[i] = gap
		}
	}
}

// gaps is missing(x).
func gaps(m *machine, args []values, n *node) values {
	out := m.floats()
	if codes := args[0].codes; codes != nil {
		return values{floats: func(lo, hi int) []float64 {
			for i, c := range codes(lo, hi) {
				out[i] = truth(c < 0)
			}
			return out[:hi-lo]
		}}
	}
	floats := args[0].floats
	return values{floats: func(lo, hi int) []float64 {
		for i, v := range floats(lo, hi) {
			out[i] = truth(v != v)
		}
		return out[:hi-lo]
	}}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func both(a, b float64) float64 {
	switch {
	case a == 0 || b == 0:
		return 0
	case a == 1 && b == 1:
		return 1
	}
	return math.NaN()
}

func either(a, b float64) float64 {
	switch {
	case a == 1 || b == 1:
		return 1
	case a == 0 && b == 0:
		return 0
	}
	return math.NaN()
}

// logic joins two truths by the tables of three-valued logic (Kleene).
func logic(f func(a, b float64) float64) bind {
	return whole(func(out, a, b []float64) {
		for i, v := range a {
			out[i] = f(v, b[i])
		}
	})
}

// compared compares numbers and dates as they are, texts by their place in the order of texts.
func compared(f func(a, b float64) bool) bind {
	numbers := each2(func(a, b float64) float64 { return truth(f(a, b)) })
	return func(m *machine, args []values, n *node) values { return numbers(m, placed(m, args), n) }
}

// within is between(x, low, high), both ends included.
func within(m *machine, args []values, _ *node) values {
	args = placed(m, args)
	buffer := m.floats()
	return values{floats: func(lo, hi int) []float64 {
		out, low, high := buffer[:hi-lo], args[1].floats(lo, hi), args[2].floats(lo, hi)
		for i, v := range args[0].floats(lo, hi) {
			out[i] = both(atLeast(v, low[i]), atLeast(high[i], v))
		}
		return out
	}}
}

func atLeast(a, b float64) float64 {
	if a != a || b != b {
		return math.NaN()
	}
	return truth(a >= b)
}

// member is x in (...), whose list is written out.
func member(m *machine, args []values, n *node) values {
	if args[0].codes != nil {
		texts := map[string]bool{}
		for _, a := range n.args[1:] {
			texts[a.text] = true
		}
		return perText(func(s string) float64 { return truth(texts[s]) })(m, args, n)
	}
	set := map[float64]bool{}
	for _, a := range n.args[1:] {
		v, plain := a.constant()
		if !plain {
			v = a.value // a date in quotes
		}
		set[v] = true
	}
	return each1(func(v float64) float64 {
		if v != v {
			return v
		}
		return truth(set[v])
	})(m, args, n)
}

// daysBetween is the number of days from a to b, below 0 when b is the earlier.
func daysBetween(a, b float64) float64 { return (b - a) / 86400 }
