package prepare

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

func TestTurned(t *testing.T) {
	some := columnsOf(t)
	for _, c := range []struct {
		on   prepare.Selection
		term string
		in   bool
		want prepare.Selection
	}{
		{"", "age", false, "!age"},
		{"!age", "age", true, ""},
		{"age", "age", false, "!all"},
		{"!all", "age", true, "age"},
		{"age", "city", true, "age, city"},
		{"age, city", "age", false, "city"},
		{"numbers", "age", false, "numbers, !age"},
		{"numbers, !age", "age", true, "numbers"},
		{"age, !city", "age", false, "!all, !city"},
		{"numbers", "all", true, ""},
		{"numbers", "all", false, "!all"},
		{"city", "numbers", true, "city, numbers"},
		{"", "numbers", false, "!numbers"},
		{"age", "in*", true, "age, in*"},
		{"age, in*", "in*", false, "age"},
	} {
		if got := turned(some, some.Columns(), c.on, c.term, c.in); got != c.want {
			t.Errorf("%q with %s %t is %q, wanted %q", c.on, c.term, c.in, got, c.want)
		}
	}
}

func columnsOf(t *testing.T) *table.Table {
	t.Helper()
	out, err := table.New([]*table.Column{table.NewNumber("age", []float64{1}), table.NewNumber("income", []float64{1}),
		table.TextOf("city", []string{"a"}), table.TextOf("!odd, one", []string{"a"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A tick does what it shows, and nothing else, whatever was ticked before.
func TestATickTurnsOneColumnOver(t *testing.T) {
	some := columnsOf(t)
	b := &selecting{t: some, can: some.Columns()}
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		typed := []string{"", "", "i*", "?ge"}[r.IntN(4)]
		before := b.Checks(typed)
		c := before[r.IntN(len(before))]
		was := b.on
		b.Tick(c)
		after := b.Checks(typed)
		for _, now := range after {
			if now.Text == c.Text && now.Section == c.Section && now.On == c.On && (c.Section == "columns" || now.On) {
				t.Fatalf("ticking %s leaves it %t: %q became %q", c.Text, c.On, was, b.on)
			}
		}
		if c.Section != "columns" {
			continue
		}
		for _, now := range after {
			k := slices.IndexFunc(before, func(o kit.Check) bool { return o.Text == now.Text && o.Section == now.Section })
			if now.Section == "columns" && now.Text != c.Text && before[k].On != now.On {
				t.Fatalf("ticking %s turns %s over: %q became %q", c.Text, now.Text, was, b.on)
			}
		}
	}
}

func TestColumnsOfAStep(t *testing.T) {
	d := shown(t)
	d.choice("scale")
	d.press("c")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, "all numbers") || !strings.Contains(got, "credit_score") || strings.Contains(got, "applicant") {
		t.Error(got)
	}
	d.press("'income space enter")
	if got := d.choice("scale").On; got != "!income" {
		t.Errorf("unticking one column gives %q", got)
	}
	d.states(pipeline.Done, pipeline.Done)
	d.shows("Scale numbers on !income", "It sees only !income, 9 columns: credit_score")
	if c := d.b.Prepared().Encoded.Column("income"); c.Numbers()[0] < 1000 {
		t.Errorf("income was scaled: %v", c.Numbers()[0])
	}
	if last(d.log) != "assay run workflow.yaml" {
		t.Errorf("the twin forgets the columns: %q", last(d.log))
	}

	d.press("enter up ctrl+u 'incme")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, `no column is called "incme" (did you mean "income"?)`) {
		t.Error(got)
	}
	d.press("enter ctrl+u 'in*,credit_score")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, "3 columns: income, credit_score, income missing") {
		t.Error(got)
	}
	d.press("ctrl+o 'years space enter")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, "redit_score, years_employed") {
		t.Error(got)
	}
	d.press("esc")
	if got := d.choice("scale").On; got != "!income" {
		t.Errorf("leaving the form with esc changes the columns to %q", got)
	}
	d.do(d.b.Undo())
	if got := d.choice("scale").On; got != "" {
		t.Errorf("after undo the columns are %q", got)
	}
}

func TestAStepCanStandTwice(t *testing.T) {
	d := shown(t)
	d.choice("scale").Off = true
	d.choice("rare")
	d.press("D")
	if got := d.s.choices(); len(got) != len(prepare.Default())+1 || got[8].Name != "rare" || d.s.at != 8 {
		t.Fatalf("%v, the cursor at %d", got, d.s.at)
	}
	d.press("enter ctrl+u '0.2 up 'purpose enter")
	if got := d.s.choices(); got[8].On != "purpose" || got[8].Set["share"] != "0.2" || got[7].On != "" || len(got[7].Set) != 0 {
		t.Errorf("the two are not told apart: %v", got)
	}
	d.states(pipeline.Done, pipeline.Done)
	d.do(d.b.Undo())
	d.do(d.b.Undo())
	if got := d.s.choices(); len(got) != len(prepare.Default()) {
		t.Errorf("after undo: %v", got)
	}
}
