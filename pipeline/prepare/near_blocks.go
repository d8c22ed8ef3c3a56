package prepare

import (
	"cmp"
	"fmt"
	"slices"

	"assay/pipeline/table"
)

// neighbours finds rows that are nearly the same among those that stand near each other in one order or another.
type neighbours struct {
	s      *NearDuplicates
	names  []string
	likes  []likeness
	orders [][]int32 // per block column the rank of each row, -1 without a value
	ties   [][]int32 // ranks that order rows with equal ranks: those of the columns with the most different values
}

func newNeighbours(s *NearDuplicates, columns, block []*table.Column) *neighbours {
	n := &neighbours{s: s}
	telling := slices.Clone(columns)
	different := map[*table.Column]int{}
	for _, c := range columns {
		different[c] = differentIn(c, table.Spread(themselves(c.Len()), 10_000))
	}
	slices.SortStableFunc(telling, func(a, b *table.Column) int { return cmp.Compare(different[b], different[a]) })
	if len(block) == 0 {
		block = telling[:min(2, len(telling))]
	}
	for _, c := range telling[:min(4, len(telling))] {
		n.ties = append(n.ties, ranksOf(c, "value"))
	}
	for _, c := range block {
		n.add(c)
	}
	for _, numbers := range []bool{true, false} { // the quick comparisons first
		for _, c := range columns {
			if text := c.Kind == table.Text || c.Kind == table.Levels; text != numbers {
				n.likes = append(n.likes, likenessOf(c, s.Text))
			}
		}
	}
	return n
}

func (n *neighbours) add(c *table.Column) {
	n.names, n.orders = append(n.names, c.Name), append(n.orders, ranksOf(c, n.s.Key))
}

// tell says where neighbours were looked for, for others are not found.
func (n *neighbours) tell() string {
	return fmt.Sprintf("compared: rows up to %d places apart in the order of %s", n.s.Window-1, few(n.names, 10))
}

// find returns for each row that gives way to nobody so far the first row that it is like, directly or through others.
func (n *neighbours) find(into []int) []int {
	leads := themselves(len(into))
	root := func(i int) int {
		for leads[i] != i {
			leads[i] = leads[leads[i]]
			i = leads[i]
		}
		return i
	}
	for _, order := range n.orders {
		rows := n.sorted(order, into)
		for p, i := range rows {
			for _, j := range rows[p+1 : min(len(rows), p+n.s.Window)] {
				if a, b := root(int(i)), root(int(j)); a != b && n.alike(int(i), int(j)) {
					leads[max(a, b)] = min(a, b)
				}
			}
		}
	}
	for i := range leads {
		leads[i] = root(i)
	}
	return leads
}

// sorted returns the rows that stay and have a value, in order.
func (n *neighbours) sorted(order []int32, into []int) []int32 {
	var rows []int32
	for i, rank := range order {
		if rank >= 0 && into[i] == i {
			rows = append(rows, int32(i))
		}
	}
	slices.SortFunc(rows, func(a, b int32) int {
		if c := cmp.Compare(order[a], order[b]); c != 0 {
			return c
		}
		for _, ranks := range n.ties {
			if c := cmp.Compare(ranks[a], ranks[b]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	return rows
}

// differentIn counts the different values among some rows.
func differentIn(c *table.Column, rows []int) int {
	seen, key := map[uint64]bool{}, bitsOf(c)
	for _, i := range rows {
		if !c.Missing(i) {
			seen[key(i)] = true
		}
	}
	return len(seen)
}

// ranksOf gives equal values, or texts with equal keys, one rank; -1 where there is no value.
func ranksOf(c *table.Column, key string) []int32 {
	switch c.Kind {
	case table.Number:
		return rankValues(c, c.Numbers())
	case table.Time:
		return rankValues(c, c.Times())
	}
	keys := make([]string, len(c.Dictionary()))
	for k, s := range c.Dictionary() {
		keys[k] = keyed(s, key)
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(keys)))
	of := make([]int32, len(keys))
	for k, s := range keys {
		at, _ := slices.BinarySearch(sorted, s)
		of[k] = int32(at)
	}
	ranks := make([]int32, c.Len())
	for i, code := range c.Codes() {
		if ranks[i] = -1; code >= 0 {
			ranks[i] = of[code]
		}
	}
	return ranks
}

func keyed(s, key string) string {
	s = plainLetters(tidyText(s))
	switch key {
	case "letters":
		return string(firstRunes(s, 3))
	case "sound":
		return soundex(s)
	}
	return s
}

func rankValues[T cmp.Ordered](c *table.Column, values []T) []int32 {
	ranks := make([]int32, len(values))
	var rows []int32
	for i := range ranks {
		if ranks[i] = -1; !c.Missing(i) {
			rows = append(rows, int32(i))
		}
	}
	slices.SortFunc(rows, func(a, b int32) int { return cmp.Compare(values[a], values[b]) })
	next := int32(0)
	for k, i := range rows {
		if k > 0 && values[i] != values[rows[k-1]] {
			next++
		}
		ranks[i] = next
	}
	return ranks
}
