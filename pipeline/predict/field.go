package predict

import (
	"cmp"
	"math"
	"slices"

	"assay/pipeline/table"
)

// Field is a raw question the form asks, described by the training rows.
type Field struct {
	table.Field
	Reads  string  `json:"reads"`             // what its cells become after cleaning: number, text or time
	Low    float64 `json:"low,omitempty"`     // smallest number seen in training, after cleaning
	High   float64 `json:"high,omitempty"`    // largest
	Middle float64 `json:"middle,omitempty"`  // median
	Levels []Level `json:"levels,omitempty"`  // texts seen in training after cleaning, most frequent first
	Gaps   float64 `json:"gaps"`              // share of training rows without a value
	Sample string  `json:"example,omitempty"` // a raw cell of training, as people wrote it; none of texts that hardly repeat
}

// Level is a text a field had in training and how often.
type Level struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// maxLevels is how many levels of a field a bundle keeps: enough for a menu, too few to be a copy of the data.
const maxLevels = 200

// Cut reports whether a field may have had more levels in training than it lists.
func Cut(f Field) bool { return len(f.Levels) == maxLevels }

// Describe returns the raw fields that the model reads, described by the training rows: raw is the table as read,
// cleaned the same rows after cleaning, called the name a field has by then. Only columns with role Feature are asked for.
func Describe(raw, cleaned *table.Table, called func(field string) string) []Field {
	var out []Field
	for _, c := range raw.Columns() {
		if c.Role != table.Feature {
			continue
		}
		f := Field{Field: table.Field{Name: c.Name, Kind: c.Kind, Role: c.Role}, Reads: c.Kind.String()}
		now := cleaned.Column(called(c.Name))
		if now == nil {
			now = c // left out; a formula may have read it before
		}
		f.Sample = firstCell(c, now)
		f.describe(now)
		out = append(out, f)
	}
	return out
}

func (f *Field) describe(c *table.Column) {
	f.Reads = c.Kind.String()
	gaps := 0
	for i := range c.Len() {
		if c.Missing(i) {
			gaps++
		}
	}
	f.Gaps = float64(gaps) / float64(max(1, c.Len()))
	switch c.Kind {
	case table.Number:
		f.spread(c.Numbers())
	case table.Text:
		if f.Levels = levels(c); f.Levels == nil {
			f.Sample = "" // a name or a note is somebody's
		}
	}
}

func (f *Field) spread(values []float64) {
	known := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	if len(known) == 0 {
		return
	}
	slices.Sort(known)
	f.Low, f.High, f.Middle = known[0], known[len(known)-1], known[len(known)/2]
}

// levels counts the texts of a column, most frequent first. A column whose texts hardly repeat (names, notes) yields
// none: listing them would copy people's data into the bundle.
func levels(c *table.Column) []Level {
	counts := make([]int, len(c.Dictionary()))
	known := 0
	for _, code := range c.Codes() {
		if code >= 0 {
			counts[code]++
			known++
		}
	}
	var out []Level
	for code, n := range counts {
		if n > 0 {
			out = append(out, Level{c.Dictionary()[code], n})
		}
	}
	if len(out)*2 > known {
		return nil
	}
	slices.SortFunc(out, func(a, b Level) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return out[:min(len(out), maxLevels)]
}

// firstCell is the first raw cell that still has a value after cleaning.
func firstCell(c, cleaned *table.Column) string {
	for i := range c.Len() {
		if !c.Missing(i) && !cleaned.Missing(i) {
			return c.Cell(i)
		}
	}
	return ""
}
