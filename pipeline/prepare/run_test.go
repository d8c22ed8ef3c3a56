package prepare

import (
	"context"
	"testing"

	"assay/pipeline/table"
)

// An error names the piece of preparation it arose in, once.
func TestErrorsNameThePieceOnce(t *testing.T) {
	one, err := table.New([]*table.Column{table.NewNumber("a", []float64{1e300, -1e300, 1}), table.TextOf("b", []string{"x", "y", "z"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Fit(context.Background(), one, []int{0, 1, 2}, []Choice{{Name: "scale"}})
	if want := "prepare: scale: the numbers of column a are too large to average; ignore the column or correct them"; err == nil || err.Error() != want {
		t.Errorf("%v, wanted %q", err, want)
	}
	_, err = Clean(context.Background(), one, []Choice{{Name: "tidy", Set: map[string]string{"synonyms": "yes"}}})
	if want := `prepare: tidy: synonyms: "yes" does not read as word=other|other; write for example "Yes=Y|1"`; err == nil || err.Error() != want {
		t.Errorf("%v, wanted %q", err, want)
	}
}
