package export_test

import (
	"bytes"
	"slices"
	"testing"

	"assay/pipeline/export"
	"assay/pipeline/table"
)

// A level never takes the name of a column, or of another level: whoever reads by name would lose one of the two.
func TestNamesAreUnique(t *testing.T) {
	levels := table.NewText("a", []int32{0, 1}, []string{"b", "c"})
	levels.Kind = table.Levels
	other := table.NewText("a=b", []int32{0, 0}, []string{"c"})
	other.Kind = table.Levels
	in, err := table.New([]*table.Column{levels, table.NewNumber("a=b (2)", []float64{5, 6}), other, table.NewNumber("a=b=c", []float64{7, 8}), table.NewNumber("a=c", []float64{9, 9})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := export.Options{Expand: true}
	got := export.Names(in, o)
	if want := []string{"a=b", "a=c (2)", "a=b (2)", "a=b=c (2)", "a=b=c", "a=c"}; !slices.Equal(got, want) {
		t.Errorf("%q, wanted %q", got, want)
	}
	for _, f := range export.Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, in, o); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
