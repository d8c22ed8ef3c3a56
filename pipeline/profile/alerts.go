package profile

import (
	"fmt"
	"math"

	"assay/pipeline/table"
)

// Severity says how much an alert matters.
type Severity int

// The severities.
const (
	Note    Severity = iota // worth knowing
	Warning                 // a model will be worse, or wrong, if nothing is done
	Serious                 // the column is of no use as it is
)

// String is the word people read.
func (s Severity) String() string { return [...]string{"note", "warning", "serious"}[s] }

// Alert is something about a column or the table that needs an eye, and what to do about it.
type Alert struct {
	Severity Severity
	Kind     string // one of the words in AlertKinds
	Message  string // what was found, with an example quoted
	Count    int    // rows concerned
	Hint     string // what to do, naming the step by its title, or the role
	Column   string // the column concerned; empty for the table as a whole
	Fix      *Fix   // what does it with one key; nil where a person must think first
}

// AlertKinds lists what alerts can be about.
var AlertKinds = []string{"all missing", "constant", "mostly missing", "some missing", "unique", "dominant value", "spelling variants", "blanks", "hidden characters",
	"currency", "mixed types", "number format", "units", "dates", "ambiguous dates", "unknown words", "spreadsheet errors", "not finite", "long numbers", "leading zeros", "sentinel",
	"coded category", "code as number", "high cardinality", "near unique", "skewed", "far values", "several currencies",
	"duplicate rows", "duplicate column", "imbalance", "tells the target", "known later", "past decision"}

// commonAlerts are those any kind of column can have.
func commonAlerts(p *Column) []Alert {
	var out []Alert
	there := p.Rows - p.Missing
	share := float64(p.Missing) / float64(max(p.Rows, 1))
	add := func(sev Severity, kind, message string, n int, fix *Fix, hint string) {
		out = append(out, Alert{sev, kind, message, n, hint, p.Name, fix})
	}
	switch {
	case p.Rows > 0 && there == 0:
		add(Serious, "all missing", "every value is missing", p.Missing, ignore(p.Name), "set its role to ignored")
		return out
	case share > .5:
		add(Warning, "mostly missing", fmt.Sprintf("%.0f%% of values are missing", share*100), p.Missing, ignore(p.Name),
			"set its role to ignored unless being missing means something; Fill gaps adds a column for that")
	case p.Missing > 0:
		add(Note, "some missing", fmt.Sprintf("%s missing", table.Plural(p.Missing, "value")), p.Missing, byStep(p.Name, "impute"), "Fill gaps fills them in")
	}
	switch {
	case p.Distinct == 1 && p.Rows > 1:
		add(Serious, "constant", fmt.Sprintf("the only value is %q", table.Shorten(p.Top[0].Value)), there, ignore(p.Name), "set its role to ignored; it tells nothing")
	case p.Distinct == there && there > 20 && (p.Kind == table.Text || p.Meaning == "id") && p.Meaning != "date":
		role := "ignored"
		if p.Meaning == "id" {
			role = "id"
		}
		add(Note, "unique", "every row has its own value", there, asRole(p.Name, role), "set its role to id, or to ignored if it is a name or a remark")
	case p.Distinct > 1 && there > 20 && p.Top[0].Count*20 >= there*19:
		add(Note, "dominant value", fmt.Sprintf("%q is %.1f%% of all values", table.Shorten(p.Top[0].Value), 100*float64(p.Top[0].Count)/float64(there)),
			p.Top[0].Count, ignore(p.Name), "little can be learned from the rest; consider the role ignored")
	case p.Kind == table.Text && p.Meaning == "category" && p.Distinct > 50 && there > 100 && p.Distinct*5 > there*4:
		add(Note, "near unique", fmt.Sprintf("%d different values in %d rows", p.Distinct, there), there, ignore(p.Name), "few values come twice, so little can be learned from them; consider the role ignored")
	case p.Kind == table.Text && (p.Meaning == "category" || p.Meaning == "code") && p.Distinct > 50 && there > 100:
		add(Note, "high cardinality", fmt.Sprintf("%d different values", p.Distinct), there, byStep(p.Name, "rare"), "Merge rare levels keeps the frequent ones and puts the rest together")
	}
	return out
}

// suspectAlerts ask for a word of confirmation about values that may mean missing.
func suspectAlerts(p *Column) []Alert {
	var out []Alert
	for _, s := range p.Suspects {
		a := Alert{Severity: Warning, Kind: "sentinel", Message: s.Value + " " + s.Why, Count: s.Count, Column: p.Name, Fix: s.Fix}
		a.Hint = fmt.Sprintf("let Tidy text read %s as missing if it is no real value", table.Shorten(s.Value))
		if s.Kind == wordSentinel {
			a.Kind, a.Message = "unknown words", fmt.Sprintf("a word that may mean missing: %q", table.Shorten(s.Value))
			a.Hint = fmt.Sprintf("let Tidy text read %q as missing", table.Shorten(s.Value))
		}
		if s.Confidence < .7 {
			a.Severity = Note
			if s.Kind == wordSentinel {
				a.Hint += ", or keep it as a category"
			}
		}
		out = append(out, a)
	}
	return out
}

// numberAlerts looks at what a column of numbers is, and at its tails.
func numberAlerts(p *Column) []Alert {
	out := suspectAlerts(p)
	n := p.Numbers
	if p.Kind != table.Number || n == nil {
		return out
	}
	there := p.Rows - p.Missing
	add := func(kind, message string, count int, fix *Fix, hint string) {
		out = append(out, Alert{Note, kind, message, count, hint, p.Name, fix})
	}
	switch {
	case p.Meaning == coded:
		add("coded category", fmt.Sprintf("%d whole numbers from %s to %s that seem to stand for categories", p.Distinct, table.FormatNumber(n.Min), table.FormatNumber(n.Max)),
			there, asKind(p.Name, "text"), "hold it as text unless more and less mean something; a number would claim that 2 is twice 1")
	case p.Meaning == "code" || p.Meaning == "id" && p.Distinct < there:
		add("code as number", fmt.Sprintf("a code held as a number, such as %s", p.Top[0].Value), there, asKind(p.Name, "text"), "hold it as text; nobody adds codes up")
	case isNumberish(p.Meaning) && p.Distinct > 20 && len(p.Suspects) == 0 && math.Abs(n.Skew) > 3:
		side := "above"
		if n.Skew < 0 {
			side = "below"
		}
		add("skewed", fmt.Sprintf("a long tail %s: half lie at %s or less, the farthest at %s", side, table.FormatNumber(n.Median()), table.FormatNumber(n.end())),
			max(n.Far, 1), byStep(p.Name, "scale.method=robust"), "Scale numbers by the robust method is not moved by a few far values; trees do not mind them")
	case isNumberish(p.Meaning) && p.Distinct > 20 && len(p.Suspects) == 0 && n.Far > 0 && n.Far*100 <= there && n.reach() > 5:
		add("far values", fmt.Sprintf("%s far outside the middle half, such as %s", table.Plural(n.Far, "value"), table.FormatNumber(n.end())),
			n.Far, byStep(p.Name, "scale.method=robust"), "look whether they are slips; Scale numbers by the robust method is not moved by them")
	}
	return out
}

// reach is how far outside the middle half the farther end lies, in widths of that half.
func (n *Numbers) reach() float64 {
	q1, q3 := n.Quantiles[2], n.Quantiles[4]
	return max(n.Max-q3, q1-n.Min) / (q3 - q1)
}

// end is the end of the range that lies farther from the middle.
func (n *Numbers) end() float64 {
	if n.Max/2-n.Median()/2 >= n.Median()/2-n.Min/2 {
		return n.Max
	}
	return n.Min
}
