package models

import (
	"fmt"
	"math"
	"strings"

	"assay/models/param"
)

var logisticEntry = Entry{
	Name:  "logistic",
	Title: "Logistic regression",
	About: "Gives every column a weight, adds them up and turns the sum into a probability.\n" +
		"Simple, fast, well calibrated, and every decision can be read off its weights.",
	New:     func() Learner { return NewLogistic() },
	Restore: restoreLogistic,
}

// Logistic is binary logistic regression with an L2 penalty. The log-odds of class 1 are a weighted sum of the columns,
//
//	p = 1 / (1 + exp(-s)),  s = intercept + sum over columns of weight_j x_j,
//
// a category counting as one 0/1 column per level, and the weights minimise
//
//	C sum over rows of w_i [-y_i ln p_i - (1-y_i) ln(1-p_i)] + 1/2 sum over j of weight_j^2
//
// with the intercept free: the objective of scikit-learn's LogisticRegression. It is strictly convex in the weights, so
// there is one answer whatever the solver. See McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, chapter 4;
// le Cessie & van Houwelingen, Ridge Estimators in Logistic Regression, Applied Statistics 41 (1992).
type Logistic struct {
	Solver    string
	C         float64
	Rounds    int
	Tolerance float64
	Balanced  bool
}

// NewLogistic returns the learner with its default settings.
func NewLogistic() *Logistic {
	return &Logistic{Solver: "newton", C: 1, Rounds: 1000, Tolerance: 1e-10}
}

// Params declares the settings.
func (l *Logistic) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&l.Solver, "solver", []string{"newton", "lbfgs", "gradient"},
			fmt.Sprintf("how the weights are found: newton needs the fewest rounds and hands over to lbfgs above %d numeric columns, lbfgs suits wide data, gradient is steepest descent, slow and good to watch; all end at the same weights", maxNewtonWidth)),
		param.OfFloat(&l.C, "c", 1e-6, 1e6,
			"inverse strength of the L2 penalty on the weights: less shrinks them harder towards 0, more follows the training rows closer"),
		param.OfInt(&l.Rounds, "rounds", 1, 1_000_000, "the most rounds; learning ends before when the weights have settled"),
		param.OfFloat(&l.Tolerance, "tolerance", 1e-15, 1,
			"learning ends when no weight, per standard deviation of its column, changes the loss per row by more than this slope; less is more exact and takes more rounds"),
		param.OfBool(&l.Balanced, "balanced",
			"weigh the rows so that both classes count the same, n / (2 n_class); this damages calibration (probabilities no longer match how often things happen): moving the threshold is usually better"),
	}
}

// maxMagnitude is the largest number in a column: differences of such numbers are still finite.
const maxMagnitude = 1e300

// Start refuses examples without rows, columns that are not finite, and targets that do not have two classes which
// both occur. The seed is not used: nothing is random.
func (l *Logistic) Start(ex Examples, _ uint64) (Trainer, error) {
	if n := len(ex.Classes); n > 2 {
		return nil, fmt.Errorf("logistic reads two classes yet; this target has %d (%s): pick one as --positive", n, some(ex.Classes))
	}
	if err := checkClassification("logistic", ex); err != nil {
		return nil, err
	}
	classes := classWeights(ex)
	for k, w := range classes {
		if other := ex.Classes[min(1-k, len(classes)-1)]; w == 0 || len(classes) == 1 {
			return nil, fmt.Errorf("logistic: every training row is %q, so there is nothing to tell apart; check the target or give rows of a second class", other)
		}
	}
	for _, c := range ex.X.Columns {
		for i, x := range c.Values {
			if math.Abs(x) > maxMagnitude {
				return nil, fmt.Errorf("logistic: column %q, row %d is %g, too large to calculate with; scale the column", c.Name, i, x)
			}
		}
	}
	return newLogisticTrainer(*l, ex, classes), nil
}

// some lists the first few names.
func some(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}
