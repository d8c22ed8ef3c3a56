package train

import (
	"errors"
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"

	"assay/models"
	"assay/models/param"
)

// Driver is how training is driven, whatever the learner.
type Driver struct {
	Patience int // rounds without a lower validation loss before training ends; 0 never
	Rounds   int // most rounds; 0 leaves it to the learner
}

// NewDriver returns the defaults: the learner decides when it is done.
func NewDriver() *Driver { return &Driver{} }

// Params declares the settings.
func (d *Driver) Params() []param.Param {
	return []param.Param{
		param.OfInt(&d.Patience, "patience", 0, 100000, "rounds without a lower validation loss before training stops and the best round is kept; 0 waits for the learner to finish"),
		param.OfInt(&d.Rounds, "rounds", 0, 1000000, "most rounds of learning; 0 leaves it to the learner"),
	}
}

// Point is one round on the curves. Losses are mean log losses in nats; accuracies count p >= .5 as positive.
type Point struct {
	Round                  int // 0 is the untrained model
	Train, Validation      float64
	TrainRight, ValidRight float64 // accuracy
	TrainWrong, ValidWrong int     // mistakes left
	Note                   string
}

// Run is one training under way. Step it until io.EOF, or Stop it; a Run is not safe for use by two goroutines.
type Run struct {
	Curve []Point // round 0 first

	driver     Driver
	trainer    models.Trainer
	train      models.Examples
	validation models.Examples
	best       models.Model // lowest validation loss so far
	bestAt     int          // its place in Curve
	last       models.Model
	lastAt     int // its place in Curve
	stopped    bool
	trainP     *mat.Dense
	validP     *mat.Dense
}

// Start prepares a training and measures the untrained model as round 0.
func (d Driver) Start(learner models.Learner, train, validation models.Examples, seed uint64) (*Run, error) {
	trainer, err := learner.Start(train, seed)
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	r := &Run{driver: d, trainer: trainer, train: train, validation: validation}
	r.trainP = mat.NewDense(train.X.Rows, 2, nil)
	r.validP = mat.NewDense(validation.X.Rows, 2, nil)
	r.measure(models.Round{Note: "nothing learned yet"})
	return r, nil
}

// Step learns one more round and measures it on both sides. io.EOF says training is over.
func (r *Run) Step() (Point, error) {
	if r.over() {
		return Point{}, io.EOF
	}
	round, err := r.trainer.Step()
	if errors.Is(err, io.EOF) {
		r.stopped = true
		return Point{}, io.EOF
	}
	if err != nil {
		return Point{}, fmt.Errorf("train: round %d: %w", len(r.Curve), err)
	}
	return r.measure(round), nil
}

func (r *Run) over() bool {
	rounds := len(r.Curve) - 1
	if r.driver.Rounds > 0 && rounds >= r.driver.Rounds {
		r.stopped = true
	}
	if r.driver.Patience > 0 && rounds-r.bestAt >= r.driver.Patience {
		r.Stop()
	}
	return r.stopped
}

// Stop ends the training; Model is then the one with the lowest validation loss.
func (r *Run) Stop() {
	r.stopped = true
	r.last, r.lastAt = r.best, r.bestAt
}

// Model is the model so far: the newest, or after Stop or running out of patience the best.
func (r *Run) Model() models.Model { return r.last }

// Kept is the place in Curve of the round that Model is from.
func (r *Run) Kept() int { return r.lastAt }

// Best is the place in Curve of the round with the lowest validation loss.
func (r *Run) Best() int { return r.bestAt }

func (r *Run) measure(round models.Round) Point {
	m := r.trainer.Model()
	p := Point{Round: len(r.Curve), Note: round.Note}
	p.Train, p.TrainWrong = score(m, r.train, r.trainP)
	p.Validation, p.ValidWrong = score(m, r.validation, r.validP)
	p.TrainRight = 1 - float64(p.TrainWrong)/float64(max(1, r.train.X.Rows))
	p.ValidRight = 1 - float64(p.ValidWrong)/float64(max(1, r.validation.X.Rows))
	r.Curve = append(r.Curve, p)
	r.last, r.lastAt = m, len(r.Curve)-1
	if r.best == nil || p.Validation < r.Curve[r.bestAt].Validation {
		r.best, r.bestAt = m, len(r.Curve)-1
	}
	return p
}

// score returns the weighted mean log loss in nats (probabilities clipped to [2^-52, 1-2^-52]) and the mistakes at .5.
func score(m models.Model, ex models.Examples, p *mat.Dense) (loss float64, wrong int) {
	const tiny = 0x1p-52
	if ex.X.Rows == 0 {
		return math.NaN(), 0
	}
	m.Predict(p, ex.X)
	total := 0.0
	for i, y := range ex.Y {
		q := p.At(i, int(y))
		loss -= ex.Weight(i) * math.Log(min(max(q, tiny), 1-tiny))
		total += ex.Weight(i)
		if (p.At(i, 1) >= .5) != (y == 1) {
			wrong++
		}
	}
	return loss / total, wrong
}

// Positive returns the probability of the positive class for every row of x.
func Positive(m models.Model, x models.Matrix) []float64 {
	if x.Rows == 0 {
		return nil
	}
	p := mat.NewDense(x.Rows, m.Outputs(), nil)
	m.Predict(p, x)
	out := make([]float64, x.Rows)
	for i := range out {
		out[i] = p.At(i, m.Outputs()-1)
	}
	return out
}
