package train

import (
	"cmp"
	"fmt"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

// The kinds of splits. Auto is StratifiedGroup where a column has the role group, else Stratified.
const (
	Auto            = "auto"
	Random          = "random"           // by chance alone
	Stratified      = "stratified"       // by chance within each class, so that every side has its share of both
	Group           = "group"            // whole groups by chance
	StratifiedGroup = "stratified_group" // whole groups by chance, among groups with about the same share of positives
	Time            = "time"             // the oldest rows train, the newest are the exam
)

// Split divides rows into training, validation and test. Which side a row falls on depends on the seed and on a stable
// id (the group column, else the id column, else the place in the source) and on the classes, never on the features:
// the rows are ordered by a hash of the id within each stratum, and the first ones become test rows, the next
// validation rows. Rows of one id stay together. A split by time goes by the moment of a row alone; rows of the same
// moment stay together.
type Split struct {
	Kind       string  // one of the kinds; empty is Auto
	Test       float64 // share of test rows, 0 to .9
	Validation float64 // share of validation rows, 0 to .9
}

// NewSplit returns the usual 60/20/20.
func NewSplit() *Split { return &Split{Kind: Auto, Test: .2, Validation: .2} }

// Params declares the settings.
func (s *Split) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Test, "test", 0, .9, "share of rows sealed for the final exam; more rows give a narrower interval and leave less to learn from"),
		param.OfFloat(&s.Validation, "validation", .01, .9, "share of rows that watch the training: live loss, threshold, comparison; never trained on"),
		param.OfChoice(&s.Kind, "kind", []string{Auto, Random, Stratified, Group, StratifiedGroup, Time},
			"how rows are divided: stratified gives each side its share of both classes, group keeps the rows of a group together, time trains on the oldest rows and examines on the newest; auto is stratified_group when a column has the role group, else stratified"),
	}
}

// Parts are row numbers, each ascending; every row is in exactly one.
type Parts struct{ Train, Validation, Test []int }

// Check refuses shares that leave nothing to learn from.
func (s *Split) Check() error {
	if s.Test+s.Validation >= 1 {
		return fmt.Errorf("split: test %v and validation %v leave no rows to learn from; they must sum to less than 1", s.Test, s.Validation)
	}
	return nil
}

// Divide splits the rows of t, y being the class of each. It fails when a side would have no row of some class, since
// nothing could be measured there.
func (s *Split) Divide(t *table.Table, y []float64, seed uint64) (Parts, error) {
	return s.DivideBefore(t, y, t.Rows(), seed)
}

// DivideBefore is Divide where the rows from exam on are the test rows, because they come from data of their own; the
// rows before it are divided into training and validation.
func (s *Split) DivideBefore(t *table.Table, y []float64, exam int, seed uint64) (Parts, error) {
	d := *s
	if exam < t.Rows() {
		d.Test = 0
	}
	if err := d.Check(); err != nil {
		return Parts{}, err
	}
	kind, err := KindFor(t, d.Kind)
	if err != nil {
		return Parts{}, err
	}
	var p Parts
	for _, deck := range decks(t, y, exam, seed, kind) {
		d.deal(deck, &p)
	}
	for i := exam; i < t.Rows(); i++ {
		p.Test = append(p.Test, i)
	}
	for _, side := range []*[]int{&p.Train, &p.Validation, &p.Test} {
		slices.Sort(*side)
	}
	return p, check(p, y, d.Test > 0 || exam < t.Rows())
}

// KindFor is the kind of split that a choice comes to on a table; an error says which column the choice lacks.
func KindFor(t *table.Table, kind string) (string, error) {
	group, time := t.OneByRole(table.Group), t.OneByRole(table.When)
	switch kind {
	case "", Auto:
		if group != nil {
			return StratifiedGroup, nil
		}
		return Stratified, nil
	case Group, StratifiedGroup:
		if group == nil {
			return "", fmt.Errorf("split: kind %s keeps the rows of a group together, and no column has the role group; give it to the column that names the group", kind)
		}
	case Time:
		switch {
		case time == nil:
			return "", fmt.Errorf("split: kind time goes by a moment, and no column has the role time; give it to the column that says when")
		case time.Kind != table.Time && time.Kind != table.Number:
			return "", fmt.Errorf("split: column %s has the role time and holds %s, which has no order; add the dates step", time.Name, time.Kind)
		}
	}
	return kind, nil
}

// deal hands the units of one deck out in their order: the first become test rows, the next validation rows. A unit
// falls where its middle does.
func (s *Split) deal(deck []unit, p *Parts) {
	total := 0
	for _, u := range deck {
		if !u.aside {
			total += len(u.rows)
		}
	}
	test := int(s.Test*float64(total) + .5)
	validation := int(s.Validation*float64(total) + .5)
	dealt := 0
	for _, u := range deck {
		middle := float64(dealt) + float64(len(u.rows))/2
		switch {
		case u.aside:
			p.Train = append(p.Train, u.rows...)
			continue
		case middle < float64(test):
			p.Test = append(p.Test, u.rows...)
		case middle < float64(test+validation):
			p.Validation = append(p.Validation, u.rows...)
		default:
			p.Train = append(p.Train, u.rows...)
		}
		dealt += len(u.rows)
	}
}

func check(p Parts, y []float64, needTest bool) error {
	sides := []struct {
		name string
		rows []int
		need bool
	}{{"training", p.Train, true}, {"validation", p.Validation, true}, {"test", p.Test, needTest}}
	for _, side := range sides {
		seen := [2]int{}
		for _, r := range side.rows {
			seen[int(y[r])]++
		}
		if side.need && (seen[0] == 0 || seen[1] == 0) {
			positives := 0
			for _, class := range y {
				positives += int(class)
			}
			return fmt.Errorf("split: of %d rows, %d of them positive, the %s rows (%d) would %s; collect more rows of the rarer class or change the shares",
				len(y), positives, side.name, len(side.rows), map[bool]string{true: "be none", false: "hold only one class"}[len(side.rows) == 0])
		}
	}
	return nil
}

// decks puts the units of the rows before end into the order in which a kind of split deals them out, apart for each
// stratum.
func decks(t *table.Table, y []float64, end int, seed uint64, kind string) [][]unit {
	if kind == Time {
		return [][]unit{moments(t, end)}
	}
	us := units(t, end, keyOf(t, kind), seed)
	slices.SortFunc(us, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.rows[0], b.rows[0]))
	})
	if kind == Random || kind == Group {
		return [][]unit{us}
	}
	out := make([][]unit, 4)
	for _, u := range us {
		k := u.stratum(y)
		out[k] = append(out[k], u)
	}
	return out
}

// keyOf is the column whose equal values keep rows together; nil when there is none.
func keyOf(t *table.Table, kind string) *table.Column {
	if kind == Group || kind == StratifiedGroup {
		return t.OneByRole(table.Group)
	}
	return t.OneByRole(table.ID)
}
