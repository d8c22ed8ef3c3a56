package table

import (
	"strings"
	"testing"
)

func TestStack(t *testing.T) {
	one, err := New([]*Column{NewNumber("a", []float64{1, 2}).WithRole(Target), TextOf("b", []string{"x", ""}), NewTime("c", []int64{0, NoTime})}, []int32{2, 3})
	if err != nil {
		t.Fatal(err)
	}
	two, err := New([]*Column{TextOf("b", []string{"y", "x"}), NewTime("c", []int64{86400, 0}), NewNumber("a", []float64{3, 4}), NewNumber("more", []float64{0, 0})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Stack(one, two, "one.csv", "two.csv")
	if err != nil {
		t.Fatal(err)
	}
	if got.At(0).Role != Target || got.Width() != 3 || got.Rows() != 4 || got.At(1).Cell(3) != "x" || got.At(1).Cell(2) != "y" || !got.At(2).Missing(1) {
		t.Errorf("roles, columns or cells are lost: %v", got.Names())
	}
	if got.Place(0) != "2 of one.csv" || got.Place(3) != "2 of two.csv" || got.Key(0) != one.Key(0) {
		t.Errorf("rows stood at %s and %s", got.Place(0), got.Place(3))
	}
	if len(one.At(1).Dictionary()) != 1 {
		t.Error("the first table was changed")
	}
	if _, err := Stack(one, two.Without("a"), "", ""); err == nil {
		t.Error("a column is absent")
	}
	if _, err := Stack(one, two.With(TextOf("a", []string{"", ""})), "", ""); err == nil || !strings.Contains(err.Error(), "column a holds number") {
		t.Errorf("another kind: %v", err)
	}
}
