package collect

import (
	"math"
	"slices"
	"testing"

	"assay/pipeline/table"
)

func people(t *testing.T) *table.Table {
	t.Helper()
	tab, err := table.New([]*table.Column{
		table.TextOf("name", []string{"bob", "", "Anna", "carl", "anna", "BOB "}),
		table.NewNumber("age", []float64{30, 20, math.NaN(), 20, -5, 100}),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		name  string
		order order
		want  []int32
	}{
		{"as read", asRead, nil},
		{"words up, missing last, equal words stay", order{sort: 0, filter: -1}, []int32{2, 4, 5, 0, 3, 1}},
		{"words down, missing last", order{sort: 0, desc: true, filter: -1}, []int32{3, 0, 5, 4, 2, 1}},
		{"numbers up", order{sort: 1, filter: -1}, []int32{4, 1, 3, 0, 5, 2}},
		{"numbers down, equal numbers stay", order{sort: 1, desc: true, filter: -1}, []int32{5, 0, 1, 3, 4, 2}},
		{"only 20", order{sort: -1, filter: 1, value: "20"}, []int32{1, 3}},
		{"only missing names", order{sort: -1, filter: 0}, []int32{1}},
		{"only 20, by name", order{sort: 0, filter: 1, value: "20"}, []int32{3, 1}},
		{"nobody", order{sort: -1, filter: 0, value: "dora"}, []int32{}},
	} {
		got := c.order.rows(people(t), nil)
		if !slices.Equal(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v instead of %v", c.name, got, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	d := &sheet{t: people(t)}
	for _, c := range []struct {
		text            string
		column, from    int
		step, at        int
		wrapped, wanted bool
	}{
		{"bob", 0, 0, 1, 5, false, true},
		{"bob", 0, 5, 1, 0, true, true},
		{"bob", 0, 5, -1, 0, false, true},
		{"bob", 0, 0, -1, 5, true, true},
		{"ANNA", 0, 0, 1, 2, false, true},
		{"carl", 0, 3, 1, 3, true, true}, // the only one is where the cursor is
		{"0", 1, 1, 1, 3, false, true},
		{"x", 0, 2, 1, 2, false, false},
	} {
		at, wrapped, ok := find(d, c.column, c.text, c.from, c.step)
		if at != c.at || wrapped != c.wrapped || ok != c.wanted {
			t.Errorf("%q from %d by %d: %d %v %v instead of %d %v %v", c.text, c.from, c.step, at, wrapped, ok, c.at, c.wrapped, c.wanted)
		}
	}
	if _, _, ok := find(&sheet{t: people(t), rows: []int32{}}, 0, "bob", 0, 1); ok {
		t.Error("found something among no rows")
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		n, of int
		want  string
	}{{0, 100, "0 %"}, {1, 100000, "<0.1 %"}, {34, 1000, "3.4 %"}, {500, 1000, "50 %"}, {99999, 100000, ">99.9 %"}, {7, 7, "100 %"}, {0, 0, "0 %"}} {
		if got := percent(c.n, c.of); got != c.want {
			t.Errorf("%d of %d is %q instead of %q", c.n, c.of, got, c.want)
		}
	}
}
