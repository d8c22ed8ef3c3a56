package evaluate

import "math"

// largestGap is the largest minus the smallest rate; rates of no rows are left out. The interval covers the true
// largest gap 95 % of the time for any number of groups and rows: each pair gets Newcombe's interval (1998, method 10)
// at a level shared over all pairs after Bonferroni, and the largest gap lies between the largest of their low and of
// their high ends. Resampling would not do here: a largest gap drawn again is too large, and a group in which everybody
// was treated alike never varies. asked is the number of such questions answered at once.
func largestGap(name string, rates []Rate, asked int) Score {
	rates, z := comparable95(rates, asked)
	if len(rates) < 2 {
		return undefined(name)
	}
	out := Score{Name: name}
	for i, a := range rates {
		for _, b := range rates[:i] {
			d := wilson(a.Hits, a.N, z).score(name).minus(name, wilson(b.Hits, b.N, z).score(name))
			out.Value = max(out.Value, d.Value, -d.Value)
			out.Low = max(out.Low, d.Low, -d.High)
			out.High = max(out.High, d.High, -d.Low)
		}
	}
	return out.within(0, 1)
}

// smallestRatio is the smallest rate over the largest; rates of no rows are left out, and it is not defined when all
// rates are 0. The interval is made like that of largestGap, a pair's being that of Donner and Zou (2012).
func smallestRatio(name string, rates []Rate) Score {
	rates, z := comparable95(rates, 1)
	least, most := math.Inf(1), 0.0
	for _, r := range rates {
		least, most = min(least, r.Value), max(most, r.Value)
	}
	if len(rates) < 2 || most == 0 {
		return undefined(name)
	}
	out := Score{name, least / most, 1, 1}
	for i, a := range rates {
		for j, b := range rates {
			if i != j {
				low, high := ratioInterval(wilson(a.Hits, a.N, z), wilson(b.Hits, b.N, z))
				out.Low, out.High = min(out.Low, low), min(out.High, high)
			}
		}
	}
	return out.within(0, 1)
}

// comparable95 leaves out rates of no rows and returns the normal point at which every pair of the others may be
// compared, in so many questions at once, and all intervals hold together 95 % of the time.
func comparable95(rates []Rate, asked int) ([]Rate, float64) {
	var out []Rate
	for _, r := range rates {
		if r.N > 0 {
			out = append(out, r)
		}
	}
	pairs := max(1, asked*len(out)*(len(out)-1)/2)
	return out, math.Sqrt2 * math.Erfinv(1-.05/float64(pairs))
}

// ratioInterval recovers the interval of a / b from those of two independent shares (Donner and Zou 2012, equation 9,
// the low end written without its removable pole). The high end is +Inf when b may be 0.
func ratioInterval(a, b Rate) (low, high float64) {
	product := a.Value * b.Value
	if s := a.Low * (2*a.Value - a.Low); s > 0 {
		low = s / (product + math.Sqrt(max(0, product*product-s*b.High*(2*b.Value-b.High))))
	}
	s := b.Low * (2*b.Value - b.Low)
	if s <= 0 {
		return low, math.Inf(1)
	}
	return low, (product + math.Sqrt(max(0, product*product-s*a.High*(2*a.Value-a.High)))) / s
}
