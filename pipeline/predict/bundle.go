package predict

import (
	"encoding/json"
	"errors"
	"fmt"

	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// Bundle is everything needed to answer for a new case, and how it came about. It holds data only: opening one runs
// no code from it. The same workflow on the same data makes the same bundle, byte for byte, so it carries no clock.
type Bundle struct {
	Fields    []Field           `json:"fields"`    // raw questions, in order
	Recipe    *prepare.Recipe   `json:"recipe"`    // from raw cells to numbers
	Learner   string            `json:"learner"`   // catalogue name
	Settings  map[string]string `json:"settings"`  // of the learner, where not default
	Model     json.RawMessage   `json:"model"`     // what was learned
	Target    string            `json:"target"`    // column that was predicted
	Classes   [2]string         `json:"classes"`   // negative and positive label
	Threshold float64           `json:"threshold"` // positive from this probability on
	Reference Reference         `json:"reference"` // whom reasons compare with
	Origin    Origin            `json:"origin"`    // the data behind it
	Workflow  string            `json:"workflow"`  // YAML that reruns to the same bundle
	Report    *evaluate.Report  `json:"report"`    // the exam; nil when it was never taken
}

// Reference is the average training case near the threshold. Reasons say how a case differs from those that could go
// either way.
type Reference struct {
	Rows    int       `json:"rows"`     // how many cases were averaged
	LogOdds float64   `json:"log_odds"` // their score: the intercept plus the sum of Parts
	Parts   []float64 `json:"parts"`    // what each matrix column adds for them, in log-odds
}

// Origin identifies the data a bundle was made from.
type Origin struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"` // raw rows
}

// check reports the first part that is absent or makes no sense by itself.
func (b *Bundle) check() error {
	switch {
	case b.Recipe == nil || len(b.Fields) == 0:
		return errors.New("it holds no recipe or no fields")
	case !(b.Threshold > 0 && b.Threshold < 1):
		return fmt.Errorf("its threshold %v does not lie between 0 and 1", b.Threshold)
	case b.Classes[0] == b.Classes[1]:
		return fmt.Errorf("its classes %q and %q are the same", b.Classes[0], b.Classes[1])
	}
	for _, f := range b.Fields {
		if f.Kind != table.Number && f.Kind != table.Text {
			return fmt.Errorf("its field %s is neither number nor text", f.Name)
		}
	}
	return nil
}
