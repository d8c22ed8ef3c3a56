package evaluate

import "math"

// z95 is the 97.5 % point of the normal distribution, for two-sided 95 % intervals.
const z95 = 1.959963984540054

// Wilson is the share hits of n with Wilson's 95 % score interval, which stays inside [0, 1] and is honest for few
// rows and extreme shares (Wilson 1927; Brown, Cai and DasGupta 2001). Everything is NaN when n is 0.
func Wilson(hits, n int) Rate { return wilson(hits, n, z95) }

// wilson is the score interval at any normal point z.
func wilson(hits, n int, z float64) Rate {
	if n == 0 {
		return Rate{Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	}
	m, p := float64(n), float64(hits)/float64(n)
	scale := 1 + z*z/m
	center := (p + z*z/(2*m)) / scale
	half := z / scale * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Rate{N: n, Hits: hits, Value: p, Low: min(max(0, center-half), p), High: max(min(1, center+half), p)} // the share lies within, whatever rounding says
}

// score names a rate and its interval.
func (r Rate) score(name string) Score { return Score{name, r.Value, r.Low, r.High} }

// undefined is a score that these rows do not settle.
func undefined(name string) Score { return Score{name, math.NaN(), math.NaN(), math.NaN()} }

// Defined says whether the score could be measured, interval and all.
func (s Score) Defined() bool {
	return !math.IsNaN(s.Value) && !math.IsNaN(s.Low) && !math.IsNaN(s.High)
}

// within cuts the interval to what is possible and stretches it, should resampling have missed the value itself.
func (s Score) within(low, high float64) Score {
	s.Low = min(max(s.Low, low), s.Value)
	s.High = max(min(s.High, high), s.Value)
	return s
}

// minus is a - b with an interval recovered from the two, which come from different rows: the method of variance
// estimates recovery (Zou and Donner 2008). For shares with Wilson intervals it is method 10 of Newcombe (1998).
func (s Score) minus(name string, b Score) Score {
	d := s.Value - b.Value
	return Score{name, d, d - math.Hypot(s.Value-s.Low, b.High-b.Value), d + math.Hypot(s.High-s.Value, b.Value-b.Low)}
}
