package collect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/models/param"
)

// relation is a table or view as its session knows it.
type relation struct {
	TableInfo
	full   string // schema.table, which may be asked for too
	quoted string // as it stands in a statement
	list   string // the columns as they stand in a statement
	bytes  int64  // how much the server keeps for it; 0 when not known
	near   bool   // found without naming its schema
}

func tableInfos(all []relation) []TableInfo {
	out := make([]TableInfo, len(all))
	for i, r := range all {
		out[i] = r.TableInfo
	}
	return out
}

// quoteWith quotes a name for a statement, doubling the quote within.
func quoteWith(quote, name string) string {
	return quote + strings.ReplaceAll(name, quote, quote+quote) + quote
}

// chooseRelation finds the relation that is asked for. Without a name it takes the only one there is; others are passed over
// with a warning when they are views, of other schemas, or have names that were not made for people.
func chooseRelation(g *gathering, all []relation, name string) (relation, error) {
	if len(all) == 0 {
		return relation{}, &Error{File: g.name, What: "there is no table here", Hint: "check that this is the right database, and that its user may read the tables"}
	}
	if name != "" {
		return namedRelation(g, all, name)
	}
	for _, want := range []func(relation) bool{
		func(r relation) bool { return r.near && r.Kind != "view" && plainTable.MatchString(r.Name) },
		func(r relation) bool { return r.near && r.Kind != "view" },
		func(r relation) bool { return r.near },
		func(relation) bool { return true },
	} {
		var found []relation
		for _, r := range all {
			if want(r) {
				found = append(found, r)
			}
		}
		if len(found) == 1 {
			if len(all) > 1 {
				g.warn("%s was read; there are also %s", quotedName(found[0].Name), listRelations(all, found[0].Name))
			}
			return found[0], nil
		}
		if len(found) > 1 {
			break
		}
	}
	return relation{}, &Error{File: g.name, What: fmt.Sprintf("there are %d tables here: %s", len(all), listRelations(all, "")),
		Hint: "choose one: add #NAME to the address, or set database.table"}
}

// plainTable is a name that needs no quotes.
var plainTable = regexp.MustCompile(`^[\pL_][\pL\pN_$. -]*$`)

// namedRelation finds the relation with that name: exactly, by its full name, or apart from the case of letters.
func namedRelation(g *gathering, all []relation, name string) (relation, error) {
	for _, same := range []func(relation) bool{
		func(r relation) bool { return r.Name == name },
		func(r relation) bool { return r.full == name },
		func(r relation) bool { return strings.EqualFold(r.Name, name) },
	} {
		if i := slices.IndexFunc(all, same); i >= 0 {
			return all[i], nil
		}
	}
	var names []string
	for _, r := range all {
		names = append(names, r.Name)
	}
	return relation{}, &Error{File: g.name, What: fmt.Sprintf("there is no table %s%s", quotedName(name), strings.ToValidUTF8(param.DidYouMean(name, names), "?")),
		Hint: "there are " + listRelations(all, "")}
}

// quotedName shows a name in a message.
func quotedName(name string) string { return fmt.Sprintf("%q", shorten(name)) }

// listRelations names the relations but one, the first ten.
func listRelations(all []relation, but string) string {
	var names []string
	for _, r := range all {
		if r.Name != but {
			names = append(names, plainName(shorten(r.Name)))
		}
	}
	if len(names) > 10 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:10], ", "), len(names)-10)
	}
	return strings.Join(names, ", ")
}

// cellBytes is what a cell takes in memory while it is gathered: eight bytes for a number, as much for a code and the
// share of its text, and again as much while a slice grows.
const cellBytes = 16

// fits refuses a table that would not fit into memory, before it is read.
func (d *Database) fits(r relation, g *gathering) error {
	rows := r.Rows
	if d.Limit > 0 && (rows < 0 || int64(d.Limit) < rows) {
		rows = int64(d.Limit)
	}
	need, about := rows*int64(max(1, len(r.Columns)))*cellBytes, fmt.Sprintf("about %d rows", rows)
	if rows < 0 {
		need, about = r.bytes*2, Size(r.bytes)
	}
	if g.room <= 0 || need <= g.room {
		return nil
	}
	return &Error{File: g.name, What: fmt.Sprintf("%s has %s and would take about %s of memory, and %s are free", quotedName(r.Name), about, Size(need), Size(g.room)),
		Hint: "set database.limit to a number of rows, or database.query to a SELECT of the columns and rows you need"}
}
