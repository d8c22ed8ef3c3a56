package pipeline

import (
	"testing"

	"assay/pipeline/predict"
	"assay/pipeline/table"
)

// TestFieldsContract wants a contract made of a bundle's fields to be kept by rows like those of training and broken
// by others.
func TestFieldsContract(t *testing.T) {
	rows := func(ages []float64, jobs ...string) *table.Table {
		tab, err := table.New([]*table.Column{table.NewNumber("age", ages), table.TextOf("job", jobs)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return tab
	}
	known := rows([]float64{20, 30, 40, 50}, "cook", "clerk", "cook", "clerk")
	c := FieldsContract(predict.Describe(known, known, func(field string) string { return field }), known.Rows())
	if got := c.Check(known); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	kinds := map[string]bool{}
	for _, v := range c.Check(rows([]float64{20, 900}, "cook", "pilot")) {
		kinds[v.Column+" "+v.Kind] = true
	}
	if !kinds["age out of range"] || !kinds["job unseen level"] {
		t.Errorf("%v", kinds)
	}
}
