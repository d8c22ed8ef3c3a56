package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is wrong with the file of the exam is told as what is wrong with the first is.
func TestTheExamIsToldAbout(t *testing.T) {
	var b strings.Builder
	b.WriteString("amount,kind,answer\n")
	for i := range 100 {
		fmt.Fprintf(&b, "%d.5,%s,%s\n", i*7%23, []string{"car", "home", "boat"}[i%3], []string{"yes", "no"}[i/2%2])
	}
	dir := t.TempDir()
	first, exam := filepath.Join(dir, "first.csv"), filepath.Join(dir, "exam.csv")
	for path, text := range map[string]string{first: b.String(), exam: b.String() + "1.5,car,yes,x,y\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const warning = "exam.csv: 1 row with too many fields"
	out, errs := assay(t, exitBelowGate, "run", first, "--exam", exam, "--json")
	var doc struct {
		Data struct {
			Sources  []struct{ Path string }
			Warnings []string
		}
	}
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if s := doc.Data.Sources; len(s) != 2 || s[1].Path != exam {
		t.Errorf("sources %v", s)
	}
	if !strings.Contains(strings.Join(doc.Data.Warnings, "\n"), warning) || !strings.Contains(errs, warning) {
		t.Errorf("warnings %q and\n%s", doc.Data.Warnings, errs)
	}
	out, _ = assay(t, exitBelowGate, "run", first, "--exam", exam, "--quiet")
	out = strings.Join(strings.Fields(out), " ") // as if no line were broken
	if !strings.Contains(out, warning) || !strings.Contains(out, "101 rows from "+exam) {
		t.Errorf("the story says\n%s", out)
	}
}

// TestWorthSaying trains on tables with something wrong; standard error must say what.
func TestWorthSaying(t *testing.T) {
	row := func(i int, extra string) string {
		return fmt.Sprintf("%d.5,%s,%s,%s\n", i*7%23, []string{"car", "home", "boat"}[i%3], extra, []string{"yes", "no"}[i/2%2])
	}
	for _, c := range []struct {
		what  string
		extra func(i int) string
		odd   string
		args  []string
		want  []string
	}{
		{"a row too long", func(i int) string { return fmt.Sprint(i % 5) }, "1.5,car,1,yes,x,y\n", nil, []string{"warning: 1 row with too many fields (line 62"}},
		{"nothing in a column", func(int) string { return "" }, "", nil, []string{"left out: extra (every value is missing)"}},
		{"one value in a column", func(int) string { return "USD" }, "", nil, []string{"left out: extra (every row has the same value)"}},
		{"the answer in a column", func(i int) string { return []string{"u", "v"}[i/2%2] }, "", nil, []string{"extra", "settle"}},
		{"no answer", func(i int) string { return fmt.Sprint(i % 5) }, "1.5,car,1,\n2.5,home,2,\n", nil, []string{"2 rows have no"}},
		{"two answers", func(i int) string { return fmt.Sprint(i % 5) }, row(0, "0")[:len(row(0, "0"))-4] + "no\n", nil, []string{"rows that agree in all else have different values"}},
		{"a group of one", func(i int) string { return "FM"[i%2 : i%2+1] }, "1.5,car,X,yes\n", []string{"--protected", "extra"}, []string{"extra", "X (1 row)"}},
	} {
		var b strings.Builder
		b.WriteString("amount,kind,extra,answer\n")
		for i := range 60 {
			b.WriteString(row(i, c.extra(i)))
		}
		dir := t.TempDir()
		file := filepath.Join(dir, "f.csv")
		if err := os.WriteFile(file, []byte(b.String()+c.odd), 0o600); err != nil {
			t.Fatal(err)
		}
		_, errs := assay(t, exitDone, append([]string{"train", file, "--target", "answer", "--out", filepath.Join(dir, "m.assay")}, c.args...)...)
		for _, want := range c.want {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: standard error does not say %q:\n%s", c.what, want, errs)
			}
		}
	}
}

// TestJSONShowsAll: what a terminal would act on or not show is escaped, and means the same.
func TestJSONShowsAll(t *testing.T) {
	text := "a\u202eb\u009bc\u200bd\U000e0041\u2028\ufeffé目👍\n\x7f"
	var b strings.Builder
	if err := printJSON(&b, text); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal([]byte(b.String()), &back); err != nil || back != text {
		t.Errorf("%q comes back as %q: %v", text, back, err)
	}
	if want := `"a\u202eb\u009bc\u200bd\udb40\udc41\u2028\ufeffé目👍\n\u007f"` + "\n"; b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}
