// Package evaluate holds the exam: how good a model is on rows it never saw, with an interval on every number, whether
// it learned or memorised, and how it treats groups of people. It sees labels and probabilities, never models.
package evaluate

// Side is one part of the data as the exam sees it.
type Side struct {
	Y []float64 // truth per row: 1 for the positive class, else 0
	P []float64 // the model's probability of the positive class per row
}

// Rival is a baseline's probabilities on the test rows.
type Rival struct {
	Name string
	P    []float64
}

// Grouping is a protected column beside the test rows.
type Grouping struct {
	Column string
	Codes  []int // an index into Names per test row; -1 where it is not known
	Names  []string
}

// Paper is everything the exam is taken on.
type Paper struct {
	Train, Validation, Test Side
	Rivals                  []Rival    // baselines on the test rows
	Groups                  []Grouping // protected columns of the test rows
	Threshold               float64    // predicted positive from this probability on
	Seed                    uint64     // of the bootstrap
}

// Score is a number with its 95 % interval. NaN means not defined on these rows (one class only, nobody predicted).
type Score struct {
	Name      string // roc_auc, average_precision, log_loss, brier, accuracy, balanced_accuracy, f1, mcc, ece
	Value     float64
	Low, High float64
}

// Scores are a side's numbers in a fixed order.
type Scores []Score

// Get returns the score with that name; the zero Score with NaNs when absent.
func (s Scores) Get(name string) Score {
	for _, x := range s {
		if x.Name == name {
			return x
		}
	}
	return undefined(name)
}

// Confusion counts decisions on the test rows.
type Confusion struct{ TP, FP, FN, TN int }

// Verdict is the answer to a question that evidence may not settle.
type Verdict string

// The verdicts. CannotTell is "not enough data", a first-class answer.
const (
	Pass       Verdict = "pass"
	Fail       Verdict = "fail"
	CannotTell Verdict = "not enough data"
	Learned    Verdict = "learned"
	Memorised  Verdict = "memorised"
	Underfit   Verdict = "underfit"
)

// Finding is a verdict with its evidence, a sentence per line.
type Finding struct {
	Verdict  Verdict
	Evidence []string
}

// Baseline compares the model with one rival on the test rows.
type Baseline struct {
	Name string
	AUC  Score
	Lead Score // model AUC minus rival AUC, with a paired DeLong interval
}

// Rate is a share of n rows with its Wilson interval; NaN when n is 0.
type Rate struct {
	N, Hits          int
	Value, Low, High float64
}

// Group is how the model treats one group of people.
type Group struct {
	Name                                   string
	N, Positives                           int
	BaseRate, SelectionRate, TPR, FPR, PPV Rate
}

// Audit compares the groups of one protected column.
type Audit struct {
	Column                      string
	Groups                      []Group
	DemographicParityDifference Score // largest minus smallest selection rate
	DemographicParityRatio      Score // smallest over largest selection rate
	EqualOpportunityDifference  Score // largest minus smallest TPR
	EqualizedOddsDifference     Score // the larger of the TPR and FPR differences
	PredictiveParityDifference  Score // largest minus smallest PPV
	Finding                     Finding
}

// Criterion is one line of the gate.
type Criterion struct {
	Name      string // what is asked, in words
	Essential bool   // must pass; of the others it is enough not to fail
	Verdict   Verdict
	Measured  string // the evidence, in words
}

// Gate says whether a model may go on to Predict.
type Gate struct {
	Passed   bool
	Criteria []Criterion
}

// Report is the exam's result.
type Report struct {
	Rows                    [3]int // train, validation, test
	Train, Validation, Test Scores
	Confusion               Confusion
	Threshold               float64
	BaseRate                Rate // share of positives in the test rows
	Baselines               []Baseline
	Memory                  Finding // learned, memorised, underfit or not enough data
	Audits                  []Audit
	Gate                    Gate
}
