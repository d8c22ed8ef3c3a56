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

	rows  [][]int32  // per order the rows of the last pass, sorted
	pairs [][2]int32 // that were found alike, by which the groups hang together
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
// It may be asked again when more rows have given way: then only rows that have become neighbours are compared, so that
// a thousand passes cost little more than one.
func (n *neighbours) find(into []int) []int {
	leads := themselves(len(into))
	root := func(i int32) int {
		at := int(i)
		for leads[at] != at {
			leads[at] = leads[leads[at]]
			at = leads[at]
		}
		return at
	}
	join := func(i, j int32) {
		a, b := root(i), root(j)
		leads[max(a, b)] = min(a, b)
	}
	n.pairs = slices.DeleteFunc(n.pairs, func(p [2]int32) bool { return into[p[0]] != int(p[0]) || into[p[1]] != int(p[1]) })
	for _, p := range n.pairs {
		join(p[0], p[1])
	}
	compare := func(i, j int32) {
		if root(i) != root(j) && n.alike(int(i), int(j)) {
			join(i, j)
			n.pairs = append(n.pairs, [2]int32{i, j})
		}
	}
	if n.rows == nil {
		n.rows = make([][]int32, len(n.orders))
		for k, order := range n.orders {
			n.rows[k] = n.sorted(order, into)
			for p, i := range n.rows[k] {
				for _, j := range n.rows[k][p+1 : min(len(n.rows[k]), p+n.s.Window)] {
					compare(i, j)
				}
			}
		}
	} else {
		for k := range n.orders {
			n.again(k, into, compare)
		}
	}
	for i := range leads {
		leads[i] = root(int32(i))
	}
	return leads
}

// again compares the rows of an order that stay and were further apart in the last pass than they are now.
func (n *neighbours) again(k int, into []int, compare func(i, j int32)) {
	rows, were := n.rows[k][:0], make([]int, 0, len(n.rows[k])) // where each of the rows stood
	for p, i := range n.rows[k] {
		if into[i] == int(i) {
			rows, were = append(rows, i), append(were, p)
		}
	}
	n.rows[k] = rows
	for p, i := range rows {
		for q := min(len(rows), p+n.s.Window) - 1; q > p && were[q]-were[p] >= n.s.Window; q-- {
			compare(i, rows[q])
		}
	}
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
