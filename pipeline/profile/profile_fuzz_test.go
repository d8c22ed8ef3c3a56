package profile

import (
	"math"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// FuzzProfile looks at any table of texts, lines being rows and tabs between cells: without panic, and the counts add
// up.
func FuzzProfile(f *testing.F) {
	for _, s := range []string{
		"age\tzip\ty\n30\t00501\tyes\n-999\t10001\tno\n?\tunknown\t",
		"opened\tprice\n1900-01-01\t$1,200\n03/04/2021\t1.200,50 €\n31/12/9999\t-999",
		"id\temail\tname\n1\ta@b.org\tAda Meyer\n2\tc@d.org\tOmar Rahman",
		"x\n<=50K\n>50K\n20-30\n60+\n1e999\n#REF!\n\u200b",
		"t\n8:30\n17:45:01.5\n+49 30 1234567\nDE89370400440532013000\n192.168.0.1\nhttp://x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		if len(lines) > 400 {
			return
		}
		names := strings.Split(lines[0], "\t")
		if len(names) > 40 {
			return
		}
		var columns []*table.Column
		seen := map[string]bool{}
		for j, name := range names {
			values := make([]string, len(lines)-1)
			for i, l := range lines[1:] {
				if cells := strings.Split(l, "\t"); j < len(cells) {
					values[i] = cells[j]
				}
			}
			if !seen[name] {
				columns = append(columns, guessed(name, values))
			}
			seen[name] = true
		}
		tab, err := table.New(columns, nil)
		if err != nil {
			return
		}
		tab = WithRoles(tab, ProposeRoles(tab))
		profiles := Of(tab)
		for j, p := range profiles {
			there := 0
			for i := range tab.Rows() {
				if !tab.At(j).Missing(i) {
					there++
				}
			}
			if p.Missing != tab.Rows()-there || p.Distinct > there || p.Distinct > 0 != (there > 0) || !slices.Contains(Meanings, p.Meaning) {
				t.Fatalf("%+v of %d there", p, there)
			}
			if n := p.Numbers; n != nil {
				sum := 0
				for _, k := range n.Histogram.Counts {
					sum += k
				}
				if sum != there || n.Far > there || math.IsNaN(n.Skew) {
					t.Fatalf("%+v of %d there", n, there)
				}
			}
			for _, s := range p.Suspects {
				n := 0
				for i := range tab.Rows() {
					if v, ok := table.ParseNumber(s.Value); tab.At(j).Cell(i) == s.Value || ok && same(tab.At(j).Cell(i), v) {
						n++
					}
				}
				if n != s.Count || s.Count < 1 || s.Confidence <= 0 || s.Confidence > 1 {
					t.Fatalf("%+v, and there are %d", s, n)
				}
			}
		}
		for _, a := range TableAlerts(tab, profiles) {
			if a.Count < 1 || a.Count > max(1, tab.Rows()) || a.Message == "" || a.Hint == "" || !slices.Contains(AlertKinds, a.Kind) {
				t.Fatalf("%+v", a)
			}
		}
		c := LearnContract(tab, profiles)
		if broken := c.Check(tab); len(broken) != 0 {
			t.Fatalf("a table breaks its own contract: %+v", broken)
		}
		if _, err := c.JSON(); err != nil {
			t.Fatal(err)
		}
	})
}

func same(cell string, v float64) bool {
	w, ok := table.ParseNumber(cell)
	return ok && w == v
}

// guessed is a column of numbers where all its cells that are not missing are numbers, and of text otherwise.
func guessed(name string, values []string) *table.Column {
	texts, numbers := make([]string, len(values)), make([]float64, len(values))
	other, some := false, false
	for i, v := range values {
		x, ok := table.ParseNumber(v)
		if numbers[i] = x; !ok {
			numbers[i] = math.NaN()
		}
		if !table.IsMissing(v) {
			texts[i] = v
		}
		some, other = some || ok, other || !ok && texts[i] != ""
	}
	if other || !some {
		return table.TextOf(name, texts)
	}
	return table.NewNumber(name, numbers)
}
