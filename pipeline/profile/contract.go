package profile

import (
	"encoding/json"
	"fmt"

	"assay/pipeline/table"
)

// Contract is what a table was like when it was understood: what another table must be like to be read the same way.
// It is data: saved as JSON, compared with any later table.
type Contract struct {
	Version int      `json:"assay_contract"`
	Rows    int      `json:"rows"` // of the table it was learned from
	Columns []Clause `json:"columns"`
}

// contractVersion is written to files and must be read from them.
const contractVersion = 1

// Clause is what one column was like.
type Clause struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"` // number, text, time
	Meaning  string   `json:"meaning"`
	Role     string   `json:"role"`
	Required bool     `json:"required,omitempty"` // no cell was missing
	Missing  float64  `json:"missing"`            // share of cells
	Whole    bool     `json:"whole,omitempty"`    // numbers had no fraction
	Range    *Range   `json:"range,omitempty"`    // of numbers; of times in seconds since 1970 UTC
	Dates    *Days    `json:"dates,omitempty"`    // of texts that are dates written year first
	Levels   []string `json:"levels,omitempty"`   // the texts, most frequent first; none where they hardly repeat
	Complete bool     `json:"complete,omitempty"` // Levels are all there were
	Patterns []string `json:"patterns,omitempty"` // of codes, dates and ids: 9 for a digit, A for letters
	Forms    []string `json:"forms,omitempty"`    // currencies and units that stood beside numbers
}

// Range is where numbers lay: all of them, and all but one percent at either end.
type Range struct {
	Min  float64 `json:"min"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Max  float64 `json:"max"`
}

// Days are the first and the last date.
type Days struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// What a contract keeps is bounded: enough for a menu, too few to be a copy of the data.
const (
	mostLevels   = 200
	mostPatterns = 20
)

// NewContract makes a contract of clauses that were learned from so many rows.
func NewContract(clauses []Clause, rows int) Contract {
	return Contract{Version: contractVersion, Rows: rows, Columns: clauses}
}

// LearnContract describes a table by its profiles.
func LearnContract(t *table.Table, profiles []Column) Contract {
	clauses := make([]Clause, len(profiles))
	for j, p := range profiles {
		clauses[j] = clauseOf(t.At(j), p)
	}
	return NewContract(clauses, t.Rows())
}

func clauseOf(c *table.Column, p Column) Clause {
	out := Clause{Name: p.Name, Kind: p.Kind.String(), Meaning: p.Meaning, Role: c.Role.String(), Required: p.Missing == 0 && p.Rows > 0}
	if p.Rows > 0 {
		out.Missing = float64(p.Missing) / float64(p.Rows)
	}
	if n := p.Numbers; n != nil {
		out.Whole = n.Whole
		out.Range = &Range{Min: n.Min, Low: n.Quantiles[0], High: n.Quantiles[6], Max: n.Max}
		return out
	}
	counts := c.Counts()
	switch {
	case p.Meaning == "date":
		out.Dates = daysOf(c.Dictionary(), counts)
		out.Patterns = patternsOf(c.Dictionary(), counts)
	case p.Meaning == "code" || p.Meaning == "id" || p.Meaning == "time":
		out.Patterns = patternsOf(c.Dictionary(), counts)
	case isNumberish(p.Meaning):
		out.Forms = formsOf(c.Dictionary(), counts)
	}
	if hasLevels(p) {
		out.Levels, out.Complete = levelsOf(c.Dictionary(), counts)
	}
	return out
}

// hasLevels reports whether texts repeat enough to be listed: those of a category, an answer, a code few rows share.
// Names, remarks and ids are somebody's and are never listed.
func hasLevels(p Column) bool {
	return (p.Meaning == "category" || p.Meaning == "yes/no" || p.Meaning == "code") && p.Distinct > 0 && p.Distinct*2 <= p.Rows-p.Missing
}

// levelsOf lists texts, most frequent first, and says whether the list is complete.
func levelsOf(levels []string, counts []int) ([]string, bool) {
	var all []table.ValueCount
	for k, n := range counts {
		if n > 0 {
			all = append(all, table.ValueCount{Value: levels[k], Count: n})
		}
	}
	sortCounts(all)
	out := make([]string, min(len(all), mostLevels))
	for i := range out {
		out[i] = all[i].Value
	}
	return out, len(all) <= mostLevels
}

// patternsOf lists how texts are written, most frequent first; nil when there are too many ways to be a rule.
func patternsOf(levels []string, counts []int) []string {
	rows := map[string]int{}
	for k, n := range counts {
		if n > 0 {
			if rows[pattern(levels[k])] += n; len(rows) > mostPatterns {
				return nil
			}
		}
	}
	return frequent(rows)
}

// formsOf lists what stands beside numbers, most frequent first.
func formsOf(levels []string, counts []int) []string {
	rows := map[string]int{}
	for k, n := range counts {
		if f := formOfText(levels[k]); n > 0 && (rows[f] > 0 || len(rows) < mostLevels) {
			rows[f] += n
		}
	}
	return frequent(rows)
}

func frequent(rows map[string]int) []string {
	var all []table.ValueCount
	for v, n := range rows {
		all = append(all, table.ValueCount{Value: v, Count: n})
	}
	sortCounts(all)
	var out []string
	for _, v := range all {
		out = append(out, v.Value)
	}
	return out
}

// daysOf are the first and last of the dates that are written year first.
func daysOf(levels []string, counts []int) *Days {
	var out *Days
	for k, n := range counts {
		y, m, d, ok := dayOf(levels[k])
		if n == 0 || !ok || !exists(y, m, d) {
			continue
		}
		day := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
		switch {
		case out == nil:
			out = &Days{day, day}
		case day < out.First:
			out.First = day
		case day > out.Last:
			out.Last = day
		}
	}
	return out
}

// ReadContract reads what a Contract was saved as.
func ReadContract(data []byte) (Contract, error) {
	var c Contract
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("not a contract: %w; write one with `assay profile DATA --save-contract FILE`", err)
	}
	if c.Version != contractVersion {
		return c, fmt.Errorf("not a contract this assay reads: it says version %d, wanted %d; write one with `assay profile DATA --save-contract FILE`", c.Version, contractVersion)
	}
	return c, nil
}

// JSON writes the contract as people can read it.
func (c Contract) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	return append(data, '\n'), nil
}
