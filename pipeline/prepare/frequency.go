package prepare

import (
	"fmt"

	"assay/models/param"
	"assay/pipeline/table"
)

var frequencyEntry = Entry{
	Name:  "frequency",
	Title: "Frequency",
	About: "Replaces every level of a text feature by how often it occurs in the training rows.",
	Why: "Hundreds of towns would make hundreds of columns. How common a town is makes one, and often says enough: big city or village. " +
		"Two levels that are equally frequent become the same number, so where levels matter by themselves another encoder is better.",
	Kind:    Learns,
	New:     func() param.Settings { return NewFrequency() },
	Restore: restoreAs[Frequencies],
}

// Frequency turns text features into how frequent their levels are. A gap counts as a level of its own.
type Frequency struct{ Measure string }

// NewFrequency returns the default settings.
func NewFrequency() *Frequency { return &Frequency{Measure: "share"} }

// Params lists the settings.
func (s *Frequency) Params() []param.Param {
	return []param.Param{param.OfChoice(&s.Measure, "measure", []string{"share", "count"},
		"share: the part of the training rows that have the level, 0 to 1; count: how many have it. 0 for a level never seen")}
}

// Frequencies is what a Frequency learned.
type Frequencies struct {
	Measure string       `json:"measure"`
	Columns []LevelCount `json:"columns"`
}

// LevelCount is how often the levels of one column occur.
type LevelCount struct {
	Column string   `json:"column"`
	Levels []string `json:"levels,omitempty"` // sorted
	Scores Scores   `json:"scores"`
}

// Fit counts the levels of each text feature in the training rows.
func (s *Frequency) Fit(train *table.Table) (Fitted, error) {
	out := &Frequencies{Measure: s.Measure}
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind != table.Text {
			continue
		}
		r := rank(c)
		rows := make([]float64, len(r.levels)+1)
		for _, at := range r.at {
			rows[at]++
		}
		if s.Measure == "share" {
			for k := range rows {
				rows[k] /= max(1, float64(c.Len()))
			}
		}
		out.Columns = append(out.Columns, LevelCount{c.Name, r.levels, scores(rows, 0)})
	}
	return out, nil
}

// Apply replaces the levels of the columns it knows.
func (f *Frequencies) Apply(t *table.Table) (*table.Table, error) {
	for _, fr := range f.Columns {
		c := t.Column(fr.Column)
		if c == nil {
			continue
		}
		if err := held("frequency", c, table.Text.String()); err != nil {
			return nil, err
		}
		t = t.With(table.NewNumber(c.Name, fr.Scores.column(c, fr.Levels)).From(c))
	}
	return t, nil
}

// Explain names the rarest and the most frequent level of each column.
func (f *Frequencies) Explain() []string {
	var out []string
	for _, fr := range f.Columns {
		out = append(out, fmt.Sprintf("%s: the %s of training rows, %s; 0 for a level never seen", fr.Column, f.Measure, fr.Scores.span(fr.Levels)))
	}
	if len(out) == 0 {
		return []string{noText}
	}
	return out
}

// noText is what an encoder says that found nothing to encode.
const noText = "there is no text feature"
