package prepare

import (
	"testing"

	"assay/pipeline/prepare"
)

func TestSummaryCounts(t *testing.T) {
	for _, c := range []struct {
		rows, columns, cells int
		want                 string
	}{
		{0, 1, 0, "+1 column"},
		{-1, 0, 1, "−1 row, 1 cell"},
		{-2, 3, 4, "−2 rows, +3 columns, 4 cells"},
	} {
		e := prepare.Effect{Changed: c.cells}
		e.Before.Rows, e.Before.Columns = 10, 10
		e.After.Rows, e.After.Columns = 10+c.rows, 10+c.columns
		if got := summary(&e, 80); got != c.want {
			t.Errorf("%q, wanted %q", got, c.want)
		}
	}
}
