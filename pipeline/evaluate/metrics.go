package evaluate

import "math"

// clip keeps the log loss finite: probabilities are cut to [2^-52, 1 - 2^-52].
const clip = 0x1p-52

// Bins is the number of equal bins of [0, 1] for calibration.
const Bins = 10

// logLoss is minus the natural logarithm of the probability q given to what happened.
func logLoss(q float64) float64 { return -math.Log(min(max(q, clip), 1-clip)) }

// LogLoss is the mean over rows of minus the natural logarithm of the probability given to the true class, in nats.
// NaN without rows.
func (r Ranking) LogLoss() float64 {
	sum := 0.0
	for _, p := range r.Pos {
		sum += logLoss(p)
	}
	for _, p := range r.Neg {
		sum += logLoss(1 - p)
	}
	return sum / float64(r.N())
}

// Brier is the mean squared distance between probability and truth (Brier 1950). NaN without rows.
func (r Ranking) Brier() float64 {
	sum := 0.0
	for _, p := range r.Pos {
		sum += (1 - p) * (1 - p)
	}
	for _, p := range r.Neg {
		sum += p * p
	}
	return sum / float64(r.N())
}

// Bin is one bar of the reliability diagram: rows that were given about the same probability.
type Bin struct {
	Low, High float64 // the probabilities it takes in; only the last bin includes High
	Mean      float64 // mean probability given; NaN when empty
	Share     Rate    // share of positives, with its interval
}

// Gap is the distance between what was said and what happened; 0 when the bin is empty.
func (b Bin) Gap() float64 {
	if b.Share.N == 0 {
		return 0
	}
	return math.Abs(b.Share.Value - b.Mean)
}

// Calibration sorts the rows into ten equal bins by probability: bin min(floor(10 p), 9).
func (r Ranking) Calibration() []Bin {
	var sums [Bins]float64
	var rows, hits [Bins]int
	for _, p := range r.Pos {
		b := binOf(p)
		sums[b] += p
		rows[b]++
		hits[b]++
	}
	for _, p := range r.Neg {
		b := binOf(p)
		sums[b] += p
		rows[b]++
	}
	out := make([]Bin, Bins)
	for b := range out {
		out[b] = Bin{Low: float64(b) / Bins, High: float64(b+1) / Bins,
			Mean: sums[b] / float64(rows[b]), Share: Wilson(hits[b], rows[b])}
	}
	return out
}

// binOf is the calibration bin of a probability; scores outside [0, 1] go to the end bins, NaN to the first.
func binOf(p float64) int {
	if !(p > 0) {
		return 0
	}
	return int(min(p*Bins, Bins-1))
}

// ECE is the expected calibration error: the mean gap of the calibration bins, each weighted by its rows. NaN without
// rows. Few rows push it up even for a perfectly calibrated model.
func (r Ranking) ECE() float64 {
	sum := 0.0
	for _, b := range r.Calibration() {
		sum += float64(b.Share.N) * b.Gap()
	}
	return sum / float64(r.N())
}

// MCE is the maximum calibration error: the largest gap of a calibration bin. NaN without rows.
func (r Ranking) MCE() float64 {
	if r.N() == 0 {
		return math.NaN()
	}
	largest := 0.0
	for _, b := range r.Calibration() {
		largest = max(largest, b.Gap())
	}
	return largest
}
