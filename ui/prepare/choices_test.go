package prepare

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"assay/pipeline/prepare"
)

// Every entry can be found in the picker, under what it is for, and lands where the checks accept it.
func TestThePickerOffersTheCatalogue(t *testing.T) {
	d := shown(t)
	d.press("a")
	text := ""
	for range len(prepare.Catalogue()) {
		text += ansi.Strip(d.dialogs.View(frame(120, 35), "")) + "\n"
		d.press("down")
	}
	for _, family := range prepare.Families() {
		for _, e := range family.Entries {
			if !strings.Contains(text, e.Title) || !strings.Contains(text, family.Title) {
				t.Errorf("the picker does not offer %s under %q", e.Title, family.Title)
			}
		}
	}
	d.press("esc")
	for _, e := range prepare.Catalogue() {
		for from := range prepare.Default() {
			choices := prepare.Default()[from:]
			at := place(choices, e)
			if err := prepare.Check(slices.Insert(choices, at, prepare.Choice{Name: e.Name})); err != nil {
				t.Errorf("%s is put at %d of %v: %v", e.Name, at, choices, err)
			}
		}
	}
}

func TestPlace(t *testing.T) {
	for _, c := range []struct {
		name string
		want int
	}{{"tidy", 1}, {"parse", 2}, {"duplicates", 5}, {"impute", 7}, {"scale", len(prepare.Default())}} {
		e, err := prepare.Find(c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := place(prepare.Default(), e); got != c.want {
			t.Errorf("%s is put at %d, wanted %d", c.name, got, c.want)
		}
	}
}

// A step is found by its title and by the name it has in files and on the command line.
func TestStepsAreFoundByName(t *testing.T) {
	d := shown(t)
	d.press("a 'derive enter")
	if got := d.s.choices()[d.s.at].Name; got != "derive" {
		t.Errorf("derive leads to %s", got)
	}
}
