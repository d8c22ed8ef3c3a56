package train

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"slices"

	"assay/pipeline/table"
)

// unit is rows that stay together: those that share an id, a group or a moment.
type unit struct {
	hash  uint64
	rows  []int
	aside bool // has no place in the order, and trains
}

// stratum puts units with about the same share of positives together: none, fewer than half, half or more, all.
func (u unit) stratum(y []float64) int {
	positives := 0
	for _, r := range u.rows {
		positives += int(y[r])
	}
	switch {
	case positives == 0:
		return 0
	case positives == len(u.rows):
		return 1
	case 2*positives < len(u.rows):
		return 2
	}
	return 3
}

// units groups the rows before end by the values of key. A row without one stands for itself.
func units(t *table.Table, end int, key *table.Column, seed uint64) []unit {
	out := make([]unit, 0, end)
	at := map[string]int{}
	for i := range end {
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

// moments groups the rows before end by the moment the time column says, the newest first. Rows without a moment are
// set aside.
func moments(t *table.Table, end int) []unit {
	c := t.OneByRole(table.When)
	var rows, none []int
	for i := range end {
		if c.Missing(i) {
			none = append(none, i)
		} else {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(momentOf(c, b), momentOf(c, a)) })
	var out []unit
	for i, r := range rows {
		if i > 0 && momentOf(c, rows[i-1]) == momentOf(c, r) {
			last := &out[len(out)-1]
			last.rows = append(last.rows, r)
			continue
		}
		out = append(out, unit{rows: []int{r}})
	}
	if len(none) > 0 {
		out = append(out, unit{rows: none, aside: true})
	}
	return out
}

// momentOf is the place in time of a row. Seconds of any calendar year are exact as a float.
func momentOf(c *table.Column, i int) float64 {
	if c.Kind == table.Time {
		return float64(c.Times()[i])
	}
	return c.Numbers()[i]
}

func hashPlace(t *table.Table, i int, seed uint64) uint64 {
	place := uint64(t.Key(i))
	if place == 0 {
		place = uint64(i)
	}
	return table.Mix(place ^ table.Mix(seed))
}

func hashText(s string, seed uint64) uint64 {
	h := fnv.New64a()
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	h.Write(b[:]) // never fails, says hash.Hash
	h.Write([]byte(s))
	return table.Mix(h.Sum64())
}
