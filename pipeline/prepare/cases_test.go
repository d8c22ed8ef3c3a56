package prepare

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// TestCases runs the case files of testdata. A case is, between lines of dashes:
//
//	rows as CSV; "name@role" in the header gives a role, "name:date" makes dates of it; after a line "+++" come rows a
//	step did not train on
//	----
//	name of the step, then one "setting = value" per line; "on = names" chooses the columns,
//	and \n in a value breaks its line
//	----
//	the rows that come out, or "error: part of the message"
//	----
//	optional: parts of what Explain says, one per line
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(string(b), "----\n")
			if len(parts) < 3 {
				t.Fatal("a case needs rows, a step and what comes out, between lines of dashes")
			}
			got, notes := runCase(t, parts[0], parts[1])
			if got != parts[2] && !(strings.HasPrefix(parts[2], "error: ") && strings.HasPrefix(got, "error: ") && strings.Contains(got, strings.TrimSpace(parts[2][7:]))) {
				t.Errorf("got\n%s\nwant\n%s\n%s", got, parts[2], notes)
			}
			if len(parts) > 3 {
				for want := range strings.Lines(parts[3]) {
					if !strings.Contains(notes, strings.TrimSpace(want)) {
						t.Errorf("explain lacks %q:\n%s", strings.TrimSpace(want), notes)
					}
				}
			}
		})
	}
}

func runCase(t *testing.T, rows, step string) (out, notes string) {
	in, train := readCase(t, rows)
	lines := strings.Split(strings.TrimSpace(step), "\n")
	e, err := Find(strings.TrimSpace(lines[0]))
	if err != nil {
		t.Fatal(err)
	}
	settings, on := e.New(), Selection("")
	for _, l := range lines[1:] {
		name, value, _ := strings.Cut(l, "=")
		if strings.TrimSpace(name) == "on" {
			on = Selection(value)
			continue
		}
		if err := param.Set(settings, strings.TrimSpace(name), strings.ReplaceAll(value, `\n`, "\n")); err != nil {
			return fmt.Sprintf("error: %v\n", err), ""
		}
	}
	var a interface {
		Apply(*table.Table) (*table.Table, error)
		Explain() []string
	}
	switch s := settings.(type) {
	case Cleaner:
		var seen *table.Table
		if seen, err = on.only(in.Select(train)); err == nil {
			a, err = s.Survey(seen)
		}
	case Step:
		var seen *table.Table
		if seen, err = on.features(in.Select(train)); err == nil {
			a, err = s.Fit(seen)
		}
	case Supervised:
		var seen, own *table.Table
		if seen, err = on.features(in.Select(train)); err != nil {
			break
		}
		if a, own, err = s.FitTarget(seen, answersOf(seen), 1); err == nil {
			return writeOwn(t, a, in, own, train), strings.Join(a.Explain(), "\n")
		}
	case Sieve:
		kept, why, err := s.Keep(in)
		if err != nil {
			return fmt.Sprintf("error: %v\n", err), ""
		}
		return writeCase(in.Select(kept)), strings.Join(why, "\n")
	}
	if err == nil {
		in, err = a.Apply(in)
	}
	if err != nil {
		return fmt.Sprintf("error: %v\n", err), ""
	}
	return writeCase(in), strings.Join(a.Explain(), "\n")
}

// answersOf reads the column with role target: numbers as they are, texts by their place in sort order.
func answersOf(t *table.Table) []float64 {
	c := t.OneByRole(table.Target)
	if c.Kind == table.Number {
		return c.Numbers()
	}
	y := make([]float64, c.Len())
	for i := range y {
		y[i] = float64(slices.Index(rank(c).levels, c.Cell(i)))
	}
	return y
}

// writeOwn writes the rows as a learner sees them: those for training as the step encoded them without their answers.
func writeOwn(t *testing.T, f Fitted, in, own *table.Table, train []int) string {
	t.Helper()
	out, err := f.Apply(in)
	if err == nil && own != nil {
		out, err = overlay(out, own, train)
	}
	if err != nil {
		t.Fatal(err)
	}
	return writeCase(out)
}

// readCase reads the rows and tells which of them are for training.
func readCase(t *testing.T, s string) (*table.Table, []int) {
	t.Helper()
	before, after, _ := strings.Cut(s, "+++\n")
	seen, err := csv.NewReader(strings.NewReader(before)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(after))
	r.FieldsPerRecord = len(seen[0])
	unseen, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	records := append(seen[1:], unseen...)
	schema := make(table.Schema, len(seen[0]))
	var dates []string
	for j, head := range seen[0] {
		name, role, ok := strings.Cut(head, "@")
		name, date := strings.CutSuffix(name, ":date")
		if date {
			dates = append(dates, name)
		}
		schema[j] = table.Field{Name: name, Kind: table.Number}
		if ok {
			if schema[j].Role, err = table.ParseRole(role); err != nil {
				t.Fatal(err)
			}
		}
		for _, rec := range records {
			if _, ok := table.ParseNumber(rec[j]); !ok && !table.IsMissing(rec[j]) {
				schema[j].Kind = table.Text
			}
		}
	}
	out, _, err := schema.Table(records)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range dates {
		c := out.Column(name)
		out = out.With(table.NewTime(name, convert(c, table.NoTime, DateFormat{}.read)).From(c))
	}
	train := make([]int, len(seen)-1)
	for i := range train {
		train[i] = i
	}
	return out, train
}

func writeCase(t *table.Table) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	head := t.Names()
	for j, c := range t.Columns() {
		if c.Role != table.Feature {
			head[j] += "@" + c.Role.String()
		}
	}
	w.Write(head)
	for i := range t.Rows() {
		row := make([]string, t.Width())
		for j := range row {
			row[j] = t.At(j).Cell(i)
		}
		w.Write(row)
	}
	w.Flush()
	return b.String()
}
