package train

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

// Split divides rows into training, validation and test. Which side a row falls on depends on the seed and on a stable
// id (the group column, else the id column, else the place in the source), never on its features: the rows are
// ordered by a hash of the id within each class, and the first ones become test rows, the next validation rows. Rows
// of one id stay together.
type Split struct {
	Test       float64 // share of test rows, 0 to .9
	Validation float64 // share of validation rows, 0 to .9
}

// NewSplit returns the usual 60/20/20.
func NewSplit() *Split { return &Split{Test: .2, Validation: .2} }

// Params declares the settings.
func (s *Split) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Test, "test", 0, .9, "share of rows sealed for the final exam; more rows give a narrower interval and leave less to learn from"),
		param.OfFloat(&s.Validation, "validation", .01, .9, "share of rows that watch the training: live loss, threshold, comparison; never trained on"),
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
	if err := s.Check(); err != nil {
		return Parts{}, err
	}
	byClass := map[float64][]unit{}
	for _, u := range units(t, seed) {
		c := y[u.rows[0]]
		byClass[c] = append(byClass[c], u)
	}
	var p Parts
	for _, c := range []float64{0, 1} {
		s.deal(byClass[c], &p)
	}
	for _, side := range []*[]int{&p.Train, &p.Validation, &p.Test} {
		slices.Sort(*side)
	}
	return p, s.check(p, y)
}

// unit is the rows that share an id.
type unit struct {
	hash uint64
	rows []int
}

// deal hands the units of one class out, in order of their hash.
func (s *Split) deal(us []unit, p *Parts) {
	slices.SortFunc(us, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.rows[0], b.rows[0]))
	})
	total := 0
	for _, u := range us {
		total += len(u.rows)
	}
	test := int(s.Test*float64(total) + .5)
	validation := int(s.Validation*float64(total) + .5)
	dealt := 0
	for _, u := range us {
		switch {
		case dealt < test:
			p.Test = append(p.Test, u.rows...)
		case dealt < test+validation:
			p.Validation = append(p.Validation, u.rows...)
		default:
			p.Train = append(p.Train, u.rows...)
		}
		dealt += len(u.rows)
	}
}

func (s *Split) check(p Parts, y []float64) error {
	sides := []struct {
		name string
		rows []int
		need bool
	}{{"training", p.Train, true}, {"validation", p.Validation, true}, {"test", p.Test, s.Test > 0}}
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

// units groups rows by their stable id.
func units(t *table.Table, seed uint64) []unit {
	key := t.OneByRole(table.Group)
	if key == nil {
		key = t.OneByRole(table.ID)
	}
	out := make([]unit, 0, t.Rows())
	at := map[string]int{}
	for i := range t.Rows() {
		if key == nil || key.Missing(i) {
			out = append(out, unit{hash: hashPlace(t, i, seed), rows: []int{i}})
			continue
		}
		id := key.Cell(i)
		if j, ok := at[id]; ok {
			out[j].rows = append(out[j].rows, i)
			continue
		}
		at[id] = len(out)
		out = append(out, unit{hash: hashText(id, seed), rows: []int{i}})
	}
	return out
}

func hashPlace(t *table.Table, i int, seed uint64) uint64 {
	place := uint64(t.Key(i))
	if place == 0 {
		place = uint64(i)
	}
	return mix(place ^ mix(seed))
}

func hashText(s string, seed uint64) uint64 {
	h := fnv.New64a()
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	h.Write(b[:]) // never fails, says hash.Hash
	h.Write([]byte(s))
	return mix(h.Sum64())
}

// mix is the finaliser of splitmix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}
