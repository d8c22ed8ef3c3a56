package predict

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"assay/models"
	"assay/pipeline/table"
)

// Decision is the answer for one case.
type Decision struct {
	Probability float64  // of the positive class
	Positive    bool     // Probability is at or above the threshold
	Label       string   // the class label decided on
	LogOdds     float64  // the score behind the probability; NaN when the model has none
	Reasons     []Reason // strongest first; their effects sum to LogOdds minus the reference's
	Warnings    []string // what is unusual about the case, a sentence per line
}

// Reason is what one raw field adds to the score, compared with cases at the threshold. A column calculated from several
// fields is a reason of its own.
type Reason struct {
	Field  string
	Value  string  // the raw answer, or what was calculated; "" where missing
	Effect float64 // log-odds: above 0 speaks for the positive class
	Made   bool    // Field is a column made of several fields, such as a product; Value is "" unless cleaning made it
}

// MaxReasons is how many reasons people are told; the rest is small print.
const MaxReasons = 4

// Top returns the strongest reasons, at most MaxReasons, none that adds nothing.
func (d Decision) Top() []Reason {
	out := d.Reasons[:min(len(d.Reasons), MaxReasons)]
	for len(out) > 0 && out[len(out)-1].Effect == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// Rest returns what the reasons beyond Top add together, and how many they are.
func (d Decision) Rest() (effect float64, n int) {
	for _, r := range d.Reasons[len(d.Top()):] {
		effect += r.Effect
	}
	return effect, len(d.Reasons) - len(d.Top())
}

// explain fills the reasons of row i. Only a linear score falls into parts exactly; other models get none. What belongs to
// several fields at once is a reason of its own, so that the reasons always add up to the whole.
func (s *Service) explain(d *Decision, cleaned *table.Table, x models.Matrix, i int, record []string) {
	d.LogOdds = math.NaN()
	linear, ok := s.model.(models.Linear)
	if !ok {
		return
	}
	total, parts := linear.Parts(x, i)
	effects := map[string]float64{}
	for j, part := range parts {
		total += part
		if len(s.bundle.Reference.Parts) > 0 {
			part -= s.bundle.Reference.Parts[j]
		}
		effects[x.Columns[j].Field] += part
	}
	d.LogOdds = total
	for j, f := range s.schema {
		if effect, ok := effects[f.Name]; ok {
			d.Reasons = append(d.Reasons, Reason{Field: f.Name, Value: record[j], Effect: effect})
			delete(effects, f.Name)
		}
	}
	for _, c := range x.Columns {
		effect, ok := effects[c.Field]
		if !ok {
			continue
		}
		made := Reason{Field: c.Field, Effect: effect, Made: true}
		if column := cleaned.Column(c.Field); column != nil {
			made.Value = column.Cell(i)
		}
		d.Reasons = append(d.Reasons, made)
		delete(effects, c.Field)
	}
	slices.SortStableFunc(d.Reasons, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Effect), math.Abs(a.Effect)) })
}

// unusual says which answers training never saw.
func (s *Service) unusual(cleaned *table.Table, record []string, i int) []string {
	out := s.silence(record)
	for j, f := range s.bundle.Fields {
		c := cleaned.Column(s.bundle.Recipe.Called(f.Name))
		if c == nil || table.IsMissing(record[j]) {
			continue
		}
		switch {
		case c.Missing(i):
			out = append(out, fmt.Sprintf("%s: %q %s; treated as missing", f.Name, record[j], f.unread(record[j])))
		case c.Kind == table.Number && c.Numbers()[i] > f.High:
			out = append(out, fmt.Sprintf("%s: %s is above every training case (highest %s)", f.Name, c.Cell(i), table.FormatNumber(f.High)))
		case c.Kind == table.Number && c.Numbers()[i] < f.Low:
			out = append(out, fmt.Sprintf("%s: %s is below every training case (lowest %s)", f.Name, c.Cell(i), table.FormatNumber(f.Low)))
		case c.Kind == table.Text && len(f.Levels) > 0 && len(f.Levels) < maxLevels && !f.knows(c.Cell(i)):
			out = append(out, fmt.Sprintf("%s: %q never occurred in training", f.Name, c.Cell(i)))
		}
	}
	return out
}

// unread says why a cell has no value after cleaning.
func (f Field) unread(cell string) string {
	if _, number := table.ParseNumber(cell); number && f.Reads == table.Number.String() {
		return "stands for no value in the training data"
	}
	return "could not be read as a " + f.Reads
}

// silence says when most answers are missing: what comes out then is what is usual for such gaps, not about this case.
func (s *Service) silence(record []string) []string {
	empty := 0
	for _, text := range record {
		if table.IsMissing(text) {
			empty++
		}
	}
	if 2*empty <= len(record) {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d fields are empty: the answer says little about this case", empty, len(record))}
}

func (f Field) knows(text string) bool {
	return slices.ContainsFunc(f.Levels, func(l Level) bool { return l.Text == text })
}

// Refer averages the training cases whose score is nearest the threshold: one in twenty, at least 50 where there are
// as many. x holds the training rows. A model that is not linear has no parts and gets the zero Reference.
func Refer(m models.Model, x models.Matrix, threshold float64) Reference {
	linear, ok := m.(models.Linear)
	if !ok || x.Rows == 0 {
		return Reference{}
	}
	cut := math.Log(threshold / (1 - threshold))
	type near struct {
		row  int
		away float64
	}
	rows := make([]near, x.Rows)
	for i := range rows {
		score, parts := linear.Parts(x, i)
		for _, p := range parts {
			score += p
		}
		rows[i] = near{i, math.Abs(score - cut)}
	}
	slices.SortFunc(rows, func(a, b near) int { return cmp.Or(cmp.Compare(a.away, b.away), cmp.Compare(a.row, b.row)) })
	n := min(x.Rows, max(50, x.Rows/20))
	ref := Reference{Rows: n, Parts: make([]float64, len(x.Columns))}
	for _, r := range rows[:n] {
		_, parts := linear.Parts(x, r.row)
		for j, p := range parts {
			ref.Parts[j] += p / float64(n)
		}
	}
	ref.LogOdds, _ = linear.Terms()
	for _, p := range ref.Parts {
		ref.LogOdds += p
	}
	return ref
}
