package profile

import (
	"fmt"
	"slices"

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
func ProposeRoles(t *table.Table) []Proposal { return ProposeFrom(Of(t)) }

// ProposeFrom is ProposeRoles for a table that was profiled already.
func ProposeFrom(profiles []Column) []Proposal {
	facts := make([]columnFacts, len(profiles))
	for j, p := range profiles {
		facts[j] = factsOf(p)
	}
	target, why := proposeTarget(facts)
	var out []Proposal
	timed, named, features := false, false, 0
	for j, f := range facts {
		if j == target {
			out = append(out, Proposal{f.name, table.Target, why})
			continue
		}
		role, reason := proposeRole(f)
		switch {
		case role == table.Feature, role == table.When && timed:
			features++
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
	if features == 0 { // better to learn from a count than from nothing
		out = slices.DeleteFunc(out, func(p Proposal) bool { return p.Role == table.ID && !idName(p.Column) })
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
	meaning  string
	rows     int
	present  int
	distinct int
	dates    bool // most values are dates
	prose    bool // values are long: remarks, not names of rows
}

func factsOf(p Column) columnFacts {
	f := columnFacts{name: p.Name, kind: p.Kind, meaning: p.Meaning, rows: p.Rows, present: p.Rows - p.Missing, distinct: p.Distinct, dates: p.Meaning == "date"}
	f.prose = p.Length != nil && p.Length.Mean > 24 && (p.Distinct > 20 || p.Distinct*5 > f.present)
	return f
}

// isPersonal reports meanings whose values are somebody's and hold for nobody else.
func isPersonal(meaning string) bool {
	return meaning == "name" || meaning == "email" || meaning == "link"
}

// proposeRole guesses the role of a column that is not the target: first what the law says, then what the values
// leave possible.
func proposeRole(f columnFacts) (table.Role, string) {
	switch what := protected(f.name); {
	case f.present == 0:
		return table.Ignored, "every value is missing"
	case f.distinct == 1 && f.rows > 1:
		return table.Ignored, "every row has the same value"
	case what != "":
		return table.Protected, fmt.Sprintf("%s is protected: kept out of the model, used in the audit only", what)
	case f.dates && (table.NameHas(f.name, whenWords...) || hasEnding(f.name, "datum", "date", "zeit", "time")):
		return table.When, "a date by name and values: when the row happened"
	}
	if f.meaning == "code" && table.NameHas(f.name, personalCodes...) {
		return table.Ignored, "it names somebody and says nothing about the next row"
	}
	if role, reason := f.naming(); role != table.Feature {
		return role, reason
	}
	switch {
	case isPersonal(f.meaning):
		return table.Ignored, fmt.Sprintf("it holds a %s for each: that names somebody and says nothing about the next row", f.meaning)
	case f.meaning == "free text" && f.distinct > 50 && f.distinct*5 > f.present:
		return table.Ignored, "text in sentences, nearly every row its own; no step of the preparation reads sentences"
	case table.NameHas(f.name, "weight") && table.NameHas(f.name, "sample", "sampling", "case", "instance", "survey") && f.kind == table.Number:
		return table.Weight, "a weight of rows by name"
	}
	return table.Feature, ""
}

// naming says whether a column names rows, or what rows share.
func (f columnFacts) naming() (table.Role, string) {
	unique := f.distinct == f.present && f.present == f.rows && f.rows > 1
	last := ""
	if words := table.NameWords(f.name); len(words) > 0 {
		last = words[len(words)-1]
	}
	switch {
	case !idName(f.name) && f.meaning == "id" && f.kind == table.Number:
		return table.ID, "it counts the rows"
	case idName(f.name) && (unique || f.distinct*100 >= f.present*95 && f.rows > 20):
		return table.ID, "an id by name, and (nearly) every row has its own"
	case idName(f.name) && f.rows > 20 && f.distinct*50 > f.present && table.NameHas(f.name, groupWords...):
		return table.Group, fmt.Sprintf("rows share it (%d values in %d rows): they belong on one side of the split", f.distinct, f.present)
	case f.meaning == "id" && f.kind == table.Number && (last == "number" || last == "nr" || last == "no" || last == "index"):
		return table.Ignored, "a running number by name: it counts things and measures nothing"
	case unique && f.kind == table.Text && f.rows > 50 && (f.meaning == "id" || f.meaning == "category" || f.meaning == "code"):
		return table.ID, "every row has a text of its own"
	}
	return table.Feature, ""
}

// personalCodes reach or name a person.
var personalCodes = []string{"phone", "telephone", "telefon", "telefono", "teléfono", "téléphone", "telefone", "mobile", "handy", "iban", "ssn", "cpf"}

// groupWords name what several rows can belong to.
var groupWords = []string{"customer", "client", "person", "patient", "household", "borrower", "applicant", "user", "member", "account", "individual", "subject", "family"}
