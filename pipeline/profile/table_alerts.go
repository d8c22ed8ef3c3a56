package profile

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"math"
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// TableAlerts are the alerts of all columns and of the table as a whole, the most severe first, at one severity those
// that concern more rows first. The target is the column with that role.
func TableAlerts(t *table.Table, profiles []Column) []Alert {
	var out []Alert
	for j, p := range profiles {
		for _, a := range p.Alerts {
			if !answered(a, t.At(j).Role) {
				out = append(out, a)
			}
		}
	}
	return sortAlerts(append(out, CrossAlerts(t, profiles)...))
}

// CrossAlerts are those of TableAlerts that no column shows by itself: repeated rows, columns that say the same, columns
// that tell the target.
func CrossAlerts(t *table.Table, profiles []Column) []Alert {
	rows, columns := fingerprints(t)
	out := append(repeatedRows(t, rows), sameColumns(t, columns)...)
	out = append(out, severalCurrencies(t, profiles)...)
	if target := t.OneByRole(table.Target); target != nil {
		out = append(out, imbalance(target)...)
		out = append(out, tellingTarget(t, target)...)
	}
	return sortAlerts(append(out, namedAlerts(t, profiles)...))
}

func sortAlerts(all []Alert) []Alert {
	slices.SortStableFunc(all, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Count, a.Count))
	})
	return all
}

// answered reports whether the role of a column is answer enough: what is ignored needs nobody's eye, and an id may be
// different in every row.
func answered(a Alert, role table.Role) bool {
	switch role {
	case table.Ignored:
		return true
	case table.ID:
		return a.Kind == "unique" || a.Kind == "near unique" || a.Kind == "high cardinality" || a.Kind == "code as number" || a.Kind == "long numbers"
	case table.Group:
		return a.Kind == "near unique" || a.Kind == "high cardinality" || a.Kind == "code as number"
	}
	return false
}

// fingerprints are hashes of rows, over the columns that are not ignored, and of columns. What is equal has equal
// hashes; of a million different rows two share one with a chance below one in ten million.
func fingerprints(t *table.Table) (rows, columns []uint64) {
	rows, columns = make([]uint64, t.Rows()), make([]uint64, t.Width())
	cells := make([][]uint64, t.Width())
	cores.Each(t.Width(), func(j int) {
		cells[j] = hashes(t.At(j))
		for _, h := range cells[j] {
			columns[j] = mix(columns[j] ^ h)
		}
	})
	for j, c := range t.Columns() {
		if c.Role == table.Ignored {
			continue
		}
		for i, h := range cells[j] {
			rows[i] = mix(rows[i] ^ h)
		}
	}
	return rows, columns
}

// hashes are one per cell; cells that show the same text have the same within a kind.
func hashes(c *table.Column) []uint64 {
	out := make([]uint64, c.Len())
	switch c.Kind {
	case table.Number:
		for i, v := range c.Numbers() {
			if v == 0 || v != v {
				v = math.Abs(v) // -0 is 0, and one missing is like another
			}
			out[i] = mix(math.Float64bits(v) + 1)
		}
	case table.Time:
		for i, s := range c.Times() {
			out[i] = mix(uint64(s) + 2)
		}
	default:
		words := make([]uint64, len(c.Dictionary()))
		for k, s := range c.Dictionary() {
			words[k] = maphash.String(textSeed, s)
		}
		for i, code := range c.Codes() {
			if code >= 0 {
				out[i] = words[code]
			}
		}
	}
	return out
}

// textSeed only spreads hashes; nothing that is shown or saved depends on it.
var textSeed = maphash.MakeSeed()

// mix spreads the bits of a number over all others (the finaliser of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33 + 0x9e3779b97f4a7c15
}

// repeatedRows counts rows that say the same as an earlier one.
func repeatedRows(t *table.Table, hashes []uint64) []Alert {
	sorted := slices.Clone(hashes)
	slices.Sort(sorted)
	repeats := 0
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			repeats++
		}
	}
	if repeats == 0 || t.Width() == 0 {
		return nil
	}
	return []Alert{{Severity: Warning, Kind: "duplicate rows", Message: fmt.Sprintf("%s the same as an earlier one", areRows(repeats)), Count: repeats,
		Hint: "Drop duplicates keeps the first of each, so that none is learned from and asked about", Fix: byStep("", "duplicates")}}
}

func areRows(n int) string {
	if n == 1 {
		return "1 row is"
	}
	return fmt.Sprintf("%d rows are", n)
}

// sameColumns finds columns that say what another says in every row.
func sameColumns(t *table.Table, hashes []uint64) []Alert {
	var out []Alert
	first := map[uint64]int{}
	for j := range hashes {
		if t.At(j).Role == table.Ignored {
			continue
		}
		k, seen := first[hashes[j]]
		if !seen {
			first[hashes[j]] = j
			continue
		}
		a, b := t.At(k), t.At(j)
		if a.Kind != b.Kind || t.Rows() == 0 || nothing(b) {
			continue
		}
		if b.Role == table.Target {
			a, b = b, a
		}
		severity, hint := Warning, "set its role to ignored; once is enough"
		if a.Role == table.Target {
			severity, hint = Serious, "set its role to ignored; it is the answer itself"
		}
		out = append(out, Alert{severity, "duplicate column", fmt.Sprintf("says the same as %q in every row", table.Shorten(a.Name)), t.Rows(), hint, b.Name, ignore(b.Name)})
	}
	return out
}

// nothing reports a column without any value.
func nothing(c *table.Column) bool {
	for i := range c.Len() {
		if !c.Missing(i) {
			return false
		}
	}
	return true
}

// severalCurrencies tells of amounts in a table whose currency stands in a column of its own.
func severalCurrencies(t *table.Table, profiles []Column) []Alert {
	amount := ""
	for _, p := range profiles {
		if p.Meaning == "money" && amount == "" {
			amount = p.Name
		}
	}
	for _, p := range profiles {
		if amount == "" || p.Kind != table.Text || p.Distinct < 2 || p.Distinct > 50 || !table.NameHas(p.Name, "currency", "währung", "devise", "moneda", "valuta") {
			continue
		}
		return []Alert{{Warning, "several currencies", fmt.Sprintf("%q names %d currencies, so amounts such as %q are not alike", table.Shorten(p.Name), p.Distinct, table.Shorten(amount)),
			p.Rows - p.Missing, "bring the amounts into one currency at the source, or keep this column as a feature", p.Name, nil}}
	}
	return nil
}

// spelledTwice reports whether a label is there in two spellings, so that counts say nothing yet.
func spelledTwice(labels []string) bool {
	seen := map[string]bool{}
	for _, l := range labels {
		if seen[table.Fold(l)] {
			return true
		}
		seen[table.Fold(l)] = true
	}
	return false
}

// imbalance tells of labels that are rare.
func imbalance(target *table.Column) []Alert {
	labels, counts := Labels(target)
	if len(labels) < 2 || len(labels) > 20 || target.Kind != table.Text && len(labels) > 2 || spelledTwice(labels) {
		return nil
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	most, least := counts[0], counts[len(counts)-1]
	a := Alert{Severity: Note, Kind: "imbalance", Column: target.Name, Count: least,
		Message: fmt.Sprintf("%q is %.1f%% of all answers, %q %.1f%%", table.Shorten(labels[0]), 100*float64(most)/float64(total), table.Shorten(labels[len(labels)-1]), 100*float64(least)/float64(total)),
		Hint:    "judge by more than accuracy, and move the threshold rather than the data"}
	if total >= 100 && (least < 20 || least*100 < total) {
		a.Severity = Warning
		a.Hint += "; with so few of one answer, little about it can be said for sure"
	}
	if most*5 <= total*4 && a.Severity == Note {
		return nil
	}
	return []Alert{a}
}

// namedAlerts are those that names suggest: what is known too late, and what somebody decided.
func namedAlerts(t *table.Table, profiles []Column) []Alert {
	var out []Alert
	target := ""
	if c := t.OneByRole(table.Target); c != nil {
		target = c.Name
	}
	names := t.Names()
	for j, p := range profiles {
		role := t.At(j).Role
		if role == table.Ignored {
			continue
		}
		there := p.Rows - p.Missing
		if why := knownLater(p.Name, names, target); why != "" && role == table.Feature {
			out = append(out, Alert{Warning, "known later", "known only after the outcome? " + why, there, "if it is not known when the model is asked, set its role to ignored", p.Name, ignore(p.Name)})
		}
		if !pastDecision(p.Name, p.Distinct, p.Top) {
			continue
		}
		switch role {
		case table.Target:
			out = append(out, Alert{Note, "past decision", "looks like what somebody decided, not what happened; a model of it repeats the decisions", there,
				"those who were turned down have no outcome: predict what happened to the others if a column tells, and never take turned down for failed", p.Name, nil})
		case table.Feature:
			out = append(out, Alert{Note, "past decision", "looks like what somebody decided; those who were turned down have no outcome of their own", there,
				"set its role to ignored unless the decision is known when the model is asked", p.Name, ignore(p.Name)})
		}
	}
	return out
}
