package profile

import "assay/pipeline/table"

// Fix is what can be done about an alert with one key, as data: whoever holds the choices carries it out.
type Fix struct {
	Verb   string // role, kind, missing or step
	Column string // the column concerned; empty for a step of the whole table
	// Value is the role, the kind (number, text), the value that means missing, or a step: its name switches it on,
	// name.setting=value sets it.
	Value string
}

// String says what the fix does, in a few words for a footer.
func (f Fix) String() string {
	switch f.Verb {
	case "role":
		return "give it the role " + f.Value
	case "kind":
		return "hold it as " + f.Value
	case "missing":
		return "read " + table.Shorten(f.Value) + " as missing"
	}
	return "set " + f.Value
}

func asRole(column, role string) *Fix { return &Fix{"role", column, role} }

func asKind(column, kind string) *Fix { return &Fix{"kind", column, kind} }

func asMissing(column, value string) *Fix { return &Fix{"missing", column, value} }

func byStep(column, step string) *Fix { return &Fix{"step", column, step} }

// ignore is the fix of a column that is of no use.
func ignore(column string) *Fix { return asRole(column, "ignored") }
