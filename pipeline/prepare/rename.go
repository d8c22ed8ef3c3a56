package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var renameEntry = Entry{
	Name:  "rename",
	Title: "Rename columns",
	About: "Gives columns other names; a new case is still asked for by the names of the file.",
	Why: "A report is read by people, and SK_ID_CURR_2 says nothing to them. Formulas and reasons get shorter too. " +
		"Only the name changes: what was learned would be the same.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewRename() },
	Restore: restoreAs[Renames],
}

// Rename gives columns other names, all at once.
type Rename struct{ Names string }

// NewRename returns the default settings.
func NewRename() *Rename { return &Rename{} }

// Params lists the settings.
func (s *Rename) Params() []param.Param {
	return []param.Param{
		param.OfText(&s.Names, "names", `old and new names: "amt=amount, dob=born"; a name with one of =," in it stands in double quotes`),
	}
}

// Renames is the new name of each column.
type Renames struct {
	Columns []NewName `json:"columns"`
}

// NewName is what one column is called from now on.
type NewName struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Survey checks that every column is there and that no two get one name.
func (s *Rename) Survey(t *table.Table) (Cleaning, error) {
	names, err := parseNames(s.Names)
	if err != nil {
		return nil, err
	}
	for i, n := range names {
		c, err := t.Need(n.Old)
		if err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
		if c.Role == table.Target {
			return nil, fmt.Errorf("names: %s is the target, which later stages know by its name; rename it in the data instead", n.Old)
		}
		if slices.ContainsFunc(names[:i], func(o NewName) bool { return o.Old == n.Old }) {
			return nil, fmt.Errorf("names: %s gets two new names; leave one out", n.Old)
		}
	}
	out := &Renames{names}
	_, err = out.Apply(t)
	return out, err
}

// Apply renames the columns it knows, all at once and in their places. Two columns of one name are an error.
func (f *Renames) Apply(t *table.Table) (*table.Table, error) {
	to := map[string]string{}
	for _, n := range f.Columns {
		to[n.Old] = n.New
	}
	out, err := t.Renamed(to)
	if err != nil {
		return nil, fmt.Errorf("rename: %w", err)
	}
	return out, nil
}

// called is the new name of one column.
func (f *Renames) called(name string) string {
	for _, n := range f.Columns {
		if n.Old == name {
			return n.New
		}
	}
	return name
}

// Explain lists the names.
func (f *Renames) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"no names are set, so every column keeps its own"}
	}
	var out []string
	for _, n := range f.Columns {
		out = append(out, fmt.Sprintf("%s is called %s", n.Old, n.New))
	}
	return out
}

// parseNames reads `old=new, "old, older"=new`.
func parseNames(s string) ([]NewName, error) {
	out := []NewName{}
	for rest := strings.TrimSpace(s); rest != ""; {
		var n NewName
		var ok bool
		if n.Old, rest, ok = cutName(rest, "="); ok && strings.HasPrefix(rest, "=") {
			n.New, rest, ok = cutName(rest[1:], ",")
		} else {
			ok = false
		}
		if rest = strings.TrimSpace(strings.TrimPrefix(rest, ",")); !ok {
			return nil, fmt.Errorf(`names: %q does not read as old=new; write for example "amt=amount, dob=born", and a name with one of =," in it in double quotes`, s)
		}
		out = append(out, n)
	}
	return out, nil
}

// cutName reads a name, bare or in double quotes, up to the sign that ends it or the end.
func cutName(s, end string) (name, rest string, ok bool) {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, `"`) {
		i := strings.IndexAny(s, `=,"`)
		if i < 0 {
			i = len(s)
		}
		name, rest = strings.TrimSpace(s[:i]), s[i:]
	} else {
		var b strings.Builder
		i := 1
		for ; i < len(s); i++ {
			if s[i] == '"' {
				if i+1 == len(s) || s[i+1] != '"' {
					break
				}
				i++
			}
			b.WriteByte(s[i])
		}
		if i == len(s) {
			return "", s, false
		}
		name, rest = b.String(), strings.TrimSpace(s[i+1:])
	}
	return name, rest, strings.TrimSpace(name) != "" && (rest == "" || strings.HasPrefix(rest, end))
}
