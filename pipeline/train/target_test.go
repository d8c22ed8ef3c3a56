package train

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

func TestReadTarget(t *testing.T) {
	tests := []struct {
		name     string
		cells    []string
		positive string
		classes  [2]string
		y        []float64
		missing  []int
	}{
		{"a favourable word wins", []string{"no", "yes", "no"}, "", [2]string{"no", "yes"}, []float64{0, 1, 0}, nil},
		{"the chosen label wins", []string{"no", "yes", "no"}, "no", [2]string{"yes", "no"}, []float64{1, 0, 1}, nil},
		{"case is overlooked", []string{"good", "bad"}, "BAD", [2]string{"good", "bad"}, []float64{0, 1}, nil},
		{"exact case goes first", []string{"a", "A", "a"}, "A", [2]string{"a", "A"}, []float64{0, 1, 0}, nil},
		{"gaps are left out", []string{"no", "", "yes"}, "", [2]string{"no", "yes"}, []float64{0, 0, 1}, []int{1}},
		{"one against the rest", []string{"a", "b", "c"}, "b", [2]string{"not b", "b"}, []float64{0, 1, 0}, nil},
		{"several as one", []string{"a", "b", "c"}, "a, c", [2]string{"b", "a or c"}, []float64{1, 0, 1}, nil},
		{"several against several", []string{"1", "2", "3", "4", "5"}, "3,4,5,4", [2]string{"not 3, 4 or 5", "3, 4 or 5"}, []float64{0, 0, 1, 1, 1}, nil},
		{"one named twice", []string{"a", "b"}, "a, a", [2]string{"b", "a"}, []float64{1, 0}, nil},
		{"unknown words by the alphabet", []string{"up", "down"}, "", [2]string{"down", "up"}, []float64{1, 0}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadTarget(table.TextOf("outcome", tt.cells), tt.positive)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Classes, tt.classes[:]) || !slices.Equal(got.Y, tt.y) || !slices.Equal(got.Missing, tt.missing) {
				t.Errorf("%+v, wanted classes %v, y %v, missing %v", got, tt.classes, tt.y, tt.missing)
			}
		})
	}
}

func TestReadTargetOfNumbers(t *testing.T) {
	got, err := ReadTarget(table.NewNumber("default", []float64{0, 1, 1}), "")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Classes, []string{"0", "1"}) || !slices.Equal(got.Y, []float64{0, 1, 1}) {
		t.Errorf("%+v", got)
	}
}

func TestReadTargetRefuses(t *testing.T) {
	var amounts []string
	for i := range 30 {
		amounts = append(amounts, fmt.Sprint(1000.5+float64(i)))
	}
	for _, tt := range []struct {
		name     string
		cells    []string
		positive string
		want     string
	}{
		{"no value", []string{"", ""}, "", "no value in any row"},
		{"one value", []string{"yes", "yes"}, "", `always "yes"`},
		{"many values", []string{"a", "b", "c"}, "", "--positive"},
		{"amounts", amounts, "", "target outcome is a number with 30 different values; assay tells two classes apart: add a column that says yes or no"},
		{"a label that is not there", []string{"yes", "no"}, "yse", `did you mean "yes"`},
		{"all labels", []string{"yes", "no"}, "yes,no", "no label on one side"},
	} {
		if _, err := ReadTarget(table.TextOf("outcome", tt.cells), tt.positive); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, wanted %q in it", tt.name, err, tt.want)
		}
	}
}
