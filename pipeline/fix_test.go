package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// troubled is a table with most of the troubles that alerts know.
func troubled(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("customer_id,zip,sex,income,price,applied_on,due,empty,same,sparse,region,city,remark,flag,copy,rank,decision,date_closed,mixed,score,defaulted\n")
	for i := range 300 {
		income, remark, city := fmt.Sprint(20000+i*37), "fine", fmt.Sprintf("town %d", i%90)
		if i%30 == 0 {
			income = "-999"
		}
		if i%7 == 0 {
			remark = "unknown"
		}
		if i%11 == 0 {
			city = "TOWN " + fmt.Sprint(i%90)
		}
		price := fmt.Sprintf("$%d", 10+i%50)
		if i%3 == 0 {
			price = fmt.Sprintf("€%d", 12+i%40)
		}
		sparse := ""
		if i%3 == 0 {
			sparse = "x" + fmt.Sprint(i%2)
		}
		mixed := fmt.Sprint(i % 60)
		switch i % 10 {
		case 1:
			mixed += " months"
		case 2:
			mixed = "1," + fmt.Sprint(100+i)
		}
		score := fmt.Sprint(i%40 + 1)
		if i == 5 {
			score = "5000"
		}
		no := []string{"no", "yes"}[i%2]
		fmt.Fprintf(&b, "K%d,%d,%d,%s,%s,%02d/%02d/2021,2021-%02d-11,,one,%s,%d,%s, %s,%s,%s,%d,%s,2022-01-%02d,\"%s\",%s,%s\n",
			i%250, 10115+i%99, 1+i%2, income, price, 1+i%28, 1+i%12, 1+i%12, sparse, 1+i%5, city, remark, no, no, i, []string{"approved", "denied"}[i%7%2], 1+i%28, mixed, score, no)
	}
	b.WriteString(strings.Repeat("K1,10115,1,20000,$10,01/01/2021,2021-01-11,,one,x0,1,town 1, fine,no,no,7,approved,2022-01-01,1,1,no\n", 2))
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func alertsOf(t *testing.T, w Workflow) (*Collected, []profile.Alert) {
	t.Helper()
	c, err := Collect(context.Background(), w, collect.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return c, profile.TableAlerts(c.Table, c.Profiles)
}

// TestEveryFix applies the fix of every alert by itself: the workflow stays valid and runs, and what a change of role,
// kind or missing value can answer is answered.
func TestEveryFix(t *testing.T) {
	w := New(troubled(t))
	w.Collect.Target = "defaulted"
	_, alerts := alertsOf(t, w)
	titles := map[string]string{}
	for _, e := range prepare.Catalogue() {
		titles[e.Name] = e.Title
	}
	kinds := map[string]int{}
	for i, a := range alerts {
		if i > 0 && a.Severity > alerts[i-1].Severity {
			t.Errorf("%q comes after a milder one", a.Message)
		}
		kinds[a.Kind]++
		if a.Fix == nil {
			continue
		}
		fixed := w.Clone()
		if err := fixed.Fix(*a.Fix); err != nil {
			t.Errorf("%s of %s: %v", a.Kind, a.Column, err)
			continue
		}
		c, after := alertsOf(t, fixed)
		if a.Fix.Verb == "step" {
			step, _, _ := strings.Cut(a.Fix.Value, ".")
			if !strings.Contains(a.Hint, titles[step]) {
				t.Errorf("the hint %q does not name the step %q", a.Hint, titles[step])
			}
			continue
		}
		cleaned, err := prepare.Clean(context.Background(), c.Table, fixed.Prepare)
		if err != nil {
			t.Errorf("%s of %s: %v", a.Kind, a.Column, err)
			continue
		}
		if a.Fix.Verb == "missing" {
			if now := cleaned.Table.Column(a.Column); slices.Contains(cells(now), a.Fix.Value) {
				t.Errorf("%s of %s is still there", a.Fix.Value, a.Column)
			}
			continue
		}
		if a.Fix.Verb == "kind" {
			after = heldAsText(c, a.Column)
			if got := choiceOf(fixed, "parse").Set["except"]; got != a.Column || fixed.Collect.Kinds[a.Column] != "text" {
				t.Errorf("the step that reads numbers would undo %v", a.Fix)
			}
		}
		for _, b := range after {
			if b.Kind == a.Kind && b.Column == a.Column {
				t.Errorf("%s of %s is not answered by %v", a.Kind, a.Column, a.Fix)
			}
		}
	}
	for _, kind := range []string{"mostly missing", "spelling variants", "blanks", "currency", "units", "number format", "dates", "ambiguous dates", "unknown words",
		"sentinel", "coded category", "code as number", "high cardinality", "skewed", "duplicate rows", "duplicate column", "tells the target", "known later", "past decision"} {
		if kinds[kind] == 0 {
			t.Errorf("no alert about %q, only %v", kind, kinds)
		}
	}
}

// heldAsText are the alerts of a table in which one column is text.
func heldAsText(c *Collected, column string) []profile.Alert {
	old := c.Table.Column(column)
	t := c.Table.With(table.TextOf(column, cells(old)).From(old))
	return profile.TableAlerts(t, profile.Of(t))
}

func choiceOf(w Workflow, step string) prepare.Choice {
	for _, c := range w.Prepare {
		if c.Name == step {
			return c
		}
	}
	return prepare.Choice{}
}

func cells(c *table.Column) []string {
	var out []string
	for i := range c.Len() {
		out = append(out, c.Cell(i))
	}
	return out
}

func TestFixRefuses(t *testing.T) {
	for _, f := range []profile.Fix{{Verb: "burn"}, {Verb: "role", Column: "a", Value: "king"}, {Verb: "kind", Column: "a", Value: "colour"}, {Verb: "missing", Column: "a"},
		{Verb: "step", Value: "magic"}, {Verb: "step", Value: "dates.order=ymd"}} {
		w := New(Sample)
		before, _ := w.YAML()
		if err := w.Fix(f); err == nil {
			t.Errorf("%v was accepted", f)
		}
		if after, _ := w.YAML(); string(before) != string(after) {
			t.Errorf("%v was refused and changed the workflow", f)
		}
	}
}

// TestConfirmMissing wants what was confirmed to be missing in training and in a row served later, and back again when
// it is denied.
func TestConfirmMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte("age,job (old; new),y\n30,clerk,no\n99,unknown,yes\n41,Unknown ,no\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := New(path)
	fresh := w.Key(PrepareStage)
	for _, m := range []prepare.Mark{{Column: "age", Value: "99"}, {Column: "job (old; new)", Value: "unknown"}} {
		if err := w.ConfirmMissing(m.Column, m.Value); err != nil {
			t.Fatal(err)
		}
		if err := w.ConfirmMissing(m.Column, m.Value); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.MissingMarks(); len(got) != 2 {
		t.Errorf("%v", got)
	}
	if w.Key(PrepareStage) == fresh {
		t.Error("preparation is not stale")
	}
	data, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	if w, err = ReadWorkflow(data); err != nil {
		t.Fatal(err)
	}
	c, err := Collect(context.Background(), w, collect.Env{})
	if err != nil {
		t.Fatal(err)
	}
	cleaned, err := prepare.Clean(context.Background(), c.Table, w.Prepare)
	if err != nil {
		t.Fatal(err)
	}
	recipe := &prepare.Recipe{Cleanings: cleaned.Cleanings}
	served, _, err := table.SchemaOf(c.Table).Table([][]string{{"99.0", " UNKNOWN", ""}, {"98", "clerk", ""}})
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []*table.Table{c.Table.Select([]int{1, 0}), served} {
		now, err := recipe.Clean(raw)
		if err != nil {
			t.Fatal(err)
		}
		if !now.At(0).Missing(0) || !now.At(1).Missing(0) || now.At(0).Missing(1) || now.At(1).Missing(1) {
			t.Errorf("age %v, job %v", cells(now.At(0)), cells(now.At(1)))
		}
	}
	for _, m := range w.MissingMarks() {
		if err := w.DenyMissing(m.Column, m.Value); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.MissingMarks(); len(got) != 0 {
		t.Errorf("still %v", got)
	}
}
