package prepare

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"assay/pipeline/table"
)

// sifted runs one sieve as a preparation does and returns its effect.
func sifted(t *testing.T, in *table.Table, c Choice) Effect {
	t.Helper()
	out, err := Clean(context.Background(), in, []Choice{c})
	if err != nil {
		t.Fatal(err)
	}
	if err := Fault(out.Effects); err != nil {
		t.Fatal(err)
	}
	return out.Effects[0]
}

func people(t *testing.T) *table.Table {
	return tableOf(t, table.TextOf("id", []string{"1", "2", "1", "3", "4", "5", "6"}).WithRole(table.ID),
		table.TextOf("job", []string{"clerk", "cook", "clerk", "cook", "nurse", "nurse", "pilot"}),
		table.NewNumber("age", []float64{20, 30, 21, 30, 50, 50, 60}),
		table.NewTime("day", []int64{1, 1, 9, 9, 1, 1, 1}),
		table.TextOf("outcome", []string{"yes", "no", "no", "no", "yes", "no", ""}).WithRole(table.Target))
}

// The effect of dropping duplicates lists the groups, the row that stays first, and which rows contradict each other.
func TestGroupsOfDuplicates(t *testing.T) {
	type group struct {
		rows           []int
		conflict, kept bool
	}
	for _, c := range []struct {
		choice Choice
		want   []group
		after  int
	}{
		{Choice{Name: "duplicates"}, []group{{[]int{0, 2}, true, false}}, 6},
		{Choice{Name: "duplicates", Set: map[string]string{"survivor": "newest"}}, []group{{[]int{2, 0}, true, false}}, 6},
		{Choice{Name: "duplicates", On: "job,age"}, []group{{[]int{0, 2}, true, false}, {[]int{1, 3}, false, false}, {[]int{4, 5}, true, false}}, 4},
		{Choice{Name: "duplicates", On: "job,age,outcome"}, []group{{[]int{0, 2}, true, false}, {[]int{1, 3}, false, false}, {[]int{4, 5}, true, true}}, 5},
		{Choice{Name: "duplicates", Set: map[string]string{"by": "job", "survivor": "last", "id": "false"}}, []group{{[]int{2, 0}, true, false}, {[]int{3, 1}, false, false}, {[]int{5, 4}, true, false}}, 4},
	} {
		e := sifted(t, people(t), c.choice)
		var got []group
		for _, g := range e.Groups {
			got = append(got, group{g.Rows, g.Conflict, g.Kept})
		}
		if !reflect.DeepEqual(got, c.want) || e.After.Rows != c.after {
			t.Errorf("%v: %v and %d rows, want %v and %d", c.choice, got, e.After.Rows, c.want, c.after)
		}
	}
}

// A row that goes for its content hands its company on to the row that stays for its identifier.
func TestGroupsJoin(t *testing.T) {
	in := tableOf(t, table.TextOf("id", []string{"1", "1", "1", "1"}).WithRole(table.ID), table.NewNumber("a", []float64{5, 6, 6, 5}))
	e := sifted(t, in, Choice{Name: "duplicates", Set: map[string]string{"survivor": "last"}})
	if got := fmt.Sprint(e.Groups[0].Rows, len(e.Groups), e.Notes); got != "[3 0 1 2] 1 [2 rows dropped: the same as another one in all columns; the last stays 1 row dropped: same id as another one, other content; the last stays]" {
		t.Error(got)
	}
}
