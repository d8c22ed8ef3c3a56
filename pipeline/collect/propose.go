package collect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// Proposal is a role guessed for a column and why. The user has the last word.
type Proposal struct {
	Column string
	Role   table.Role
	Reason string
}

// ProposeRoles guesses roles from names and values. Columns it says nothing about stay features; at most one column
// is proposed as target and one as time.
func ProposeRoles(t *table.Table) []Proposal {
	facts := make([]columnFacts, t.Width())
	each(t.Width(), func(j int) { facts[j] = factsOf(t.At(j)) })
	target, why := proposeTarget(facts)
	var out []Proposal
	timed, named := false, false
	for j, f := range facts {
		if j == target {
			out = append(out, Proposal{f.name, table.Target, why})
			continue
		}
		role, reason := proposeRole(f)
		switch {
		case role == table.Feature, role == table.When && timed:
			continue
		case role == table.When:
			timed = true
		case role == table.ID && named:
			role, reason = table.Ignored, reason+"; another column is the id already"
		case role == table.ID:
			named = true
		}
		out = append(out, Proposal{f.name, role, reason})
	}
	return out
}

// WithRoles returns the table with the proposed roles.
func WithRoles(t *table.Table, proposals []Proposal) *table.Table {
	var changed []*table.Column
	for _, p := range proposals {
		if c := t.Column(p.Column); c != nil {
			changed = append(changed, c.WithRole(p.Role))
		}
	}
	return t.With(changed...)
}

// columnFacts are the few things a proposal rests on.
type columnFacts struct {
	name     string
	kind     table.Kind
	rows     int
	present  int
	distinct int
	dates    bool // most values are dates
	prose    bool // values are long: remarks, not names of rows
}

func factsOf(c *table.Column) columnFacts {
	f := columnFacts{name: c.Name, kind: c.Kind, rows: c.Len()}
	if c.Kind == table.Text || c.Kind == table.Levels {
		dated, length := 0, 0
		for k, n := range c.Counts() {
			if n == 0 {
				continue
			}
			f.present += n
			f.distinct++
			if s := c.Dictionary()[k]; f.distinct <= 1000 {
				length += len(s)
				if shapeOf(s) == date {
					dated++
				}
			}
		}
		seen := min(f.distinct, 1000)
		f.dates, f.prose = dated*2 > seen, length > seen*24
		return f
	}
	sorted := present(c)
	f.present, f.dates = len(sorted), c.Kind == table.Time
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			f.distinct++
		}
	}
	if c.Kind == table.Number && len(sorted) > 0 && numberishDay(sorted[0]) && numberishDay(sorted[len(sorted)-1]) {
		f.dates = true
	}
	return f
}

// numberishDay reports whether a number reads as a day: 20260131.
func numberishDay(v float64) bool {
	return v == math.Trunc(v) && v >= 19000101 && v <= 22001231
}

func proposeRole(f columnFacts) (table.Role, string) {
	if f.present == 0 {
		return table.Ignored, "every value is missing"
	}
	if f.distinct == 1 && f.rows > 1 {
		return table.Ignored, "every row has the same value"
	}
	if what := protected(f.name); what != "" {
		return table.Protected, fmt.Sprintf("%s is protected: kept out of the model, used in the audit only", what)
	}
	if hasWord(f.name, "date", "time", "timestamp", "datetime", "at", "on", "day", "received") && f.dates && !hasWord(f.name, "birth", "dob") {
		return table.When, "a date by name and values: when the row happened"
	}
	unique := f.distinct == f.present && f.present == f.rows && f.rows > 1
	if idName(f.name) {
		switch {
		case unique, f.distinct*100 >= f.present*95 && f.rows > 20:
			return table.ID, "an id by name, and (nearly) every row has its own"
		case f.rows > 20 && f.distinct*50 > f.present && hasWord(f.name, groupWords...):
			return table.Group, fmt.Sprintf("rows share it (%d values in %d rows): they belong on one side of the split", f.distinct, f.present)
		}
	}
	if unique && f.kind == table.Text && !f.prose && !f.dates && f.rows > 50 {
		return table.ID, "every row has a text of its own"
	}
	if hasWord(f.name, "weight") && hasWord(f.name, "sample", "sampling", "case", "instance", "survey") && f.kind == table.Number {
		return table.Weight, "a weight of rows by name"
	}
	return table.Feature, ""
}

var groupWords = []string{"customer", "client", "person", "patient", "household", "borrower", "applicant", "user", "member", "account", "individual", "subject", "family"}

// protectedWords are what law and decency keep out of decisions about people, by the words that name them.
var protectedWords = []struct {
	what  string
	words []string
}{
	{"sex", []string{"sex", "gender", "geschlecht", "sexe", "sexo", "sesso", "genre", "genero", "género"}},
	{"race", []string{"race", "ethnicity", "ethnic", "ethnicgroup"}},
	{"religion", []string{"religion", "faith", "creed"}},
	{"nationality", []string{"nationality", "citizenship", "citizen", "immigrant", "nationalität", "staatsangehörigkeit", "nationalité", "nacionalidad"}},
	{"marital status", []string{"marital", "marriage", "married", "familienstand", "civil"}},
	{"disability", []string{"disability", "disabled", "handicap"}},
	{"pregnancy", []string{"pregnant", "pregnancy"}},
	{"sexual orientation", []string{"orientation"}},
	{"veteran status", []string{"veteran"}},
	{"age", []string{"dob", "birthdate", "birthday", "birthyear", "alter", "geburtsdatum", "edad", "âge", "età", "idade"}},
}

// protected says which protected attribute a column name stands for, "" for none.
func protected(name string) string {
	for _, p := range protectedWords {
		if hasWord(name, p.words...) {
			return p.what
		}
	}
	words := nameWords(name)
	switch {
	case hasWord(name, "foreign") && hasWord(name, "worker", "born", "national"):
		return "foreign worker"
	case hasWord(name, "country", "place") && hasWord(name, "native", "birth", "origin"):
		return "country of origin"
	case hasWord(name, "date", "year", "day") && hasWord(name, "birth"):
		return "age"
	case hasWord(name, "age") && ageOfPerson(words):
		return "age"
	}
	return ""
}

// ageOfPerson reports whether "age" in a name is a person's: alone or beside words that say nothing else.
func ageOfPerson(words []string) bool {
	for _, w := range words {
		if !slices.Contains([]string{"age", "years", "year", "yrs", "group", "band", "bin", "class", "range", "applicant", "customer", "client", "person", "borrower", "in", "at", "of", "application"}, w) {
			return false
		}
	}
	return true
}

// targetNames are names of outcomes, by how surely they are.
var targetNames = []struct {
	score float64
	names []string
}{
	{3, []string{"target", "label", "y", "outcome", "class", "credit_risk", "default_next_month", "default_payment_next_month", "repaid", "approved",
		"defaulted", "is_fraud", "fraud", "churn", "churned", "subscribed", "survived", "loan_status", "diagnosis", "response", "decision", "bad", "good_bad"}},
	{2, []string{"default", "result", "status", "income", "quality", "species", "paid", "accepted", "denied", "risk"}},
}

// proposeTarget picks the column most likely to be what is predicted, -1 when none is likely.
func proposeTarget(facts []columnFacts) (int, string) {
	best, bestScore, why := -1, 1.4, ""
	for j, f := range facts {
		if f.distinct < 2 || protected(f.name) != "" || f.prose || f.dates {
			continue
		}
		score, reason := 0.0, ""
		name := strings.Join(nameWords(f.name), "_")
		for _, t := range targetNames {
			if slices.Contains(t.names, name) && f.distinct <= max(20, f.present/10) {
				score, reason = t.score, fmt.Sprintf("%q is a usual name for an outcome", shorten(f.name))
			}
		}
		if f.distinct == 2 {
			score++
			reason = join(reason, "it has two values")
		}
		if j == len(facts)-1 && f.distinct <= 20 && f.distinct*2 <= max(f.present, 4) {
			score += 1.5
			reason = join(reason, "it is the last column")
		}
		if score > bestScore {
			best, bestScore, why = j, score, reason
		}
	}
	return best, why
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " and " + b
}
