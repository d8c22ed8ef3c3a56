package prepare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// telltale has 600 rows in which "score" decides the answer with some noise, "bowl" does so at both ends, "town" tells a
// little, gaps of "fax" tell too, and the others are noise: one with very many levels.
func telltale(t *testing.T) (*table.Table, []float64) {
	t.Helper()
	const rows = 600
	rng := rand.New(rand.NewPCG(5, 6))
	score, bowl, noise, fax, y := make([]float64, rows), make([]float64, rows), make([]float64, rows), make([]float64, rows), make([]float64, rows)
	town, badge, same := make([]string, rows), make([]string, rows), make([]float64, rows)
	for i := range rows {
		score[i], bowl[i], noise[i], fax[i] = rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), 1
		if score[i]+bowl[i]*bowl[i]-1+rng.NormFloat64() > 0 {
			y[i] = 1
		}
		town[i], badge[i] = []string{"a", "b", "c"}[rng.IntN(3)], fmt.Sprint("badge ", i)
		if y[i] == 1 && rng.IntN(2) == 0 {
			town[i], fax[i] = "a", math.NaN()
		}
	}
	out, err := table.New([]*table.Column{table.TextOf("badge", badge), table.NewNumber("noise", noise), table.NewNumber("score", score), table.NewNumber("bowl", bowl),
		table.TextOf("town", town), table.NewNumber("fax", fax), table.NewNumber("same", same), table.TextOf("sex", town).WithRole(table.Protected)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out, y
}

func TestInformation(t *testing.T) {
	in, y := telltale(t)
	for _, c := range []struct {
		keep  int
		least float64
		want  string
	}{
		{0, 0.02, "score,bowl,town,fax,sex"},
		{2, 0, "bowl,fax,sex"},
		{0, 0, "badge,noise,score,bowl,town,fax,same,sex"},
	} {
		f, own, err := (&Select{Keep: c.keep, Least: c.least}).FitTarget(in, y, 1)
		if err != nil || own != nil {
			t.Fatal(err, own)
		}
		out, err := f.Apply(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(out.Names(), ","); got != c.want {
			t.Errorf("keep %d, least %v: %s stay, want %s\n%s", c.keep, c.least, got, c.want, strings.Join(f.Explain(), "\n"))
		}
	}
}

// Answers that are numbers are cut into ranges, so that any shape of dependence counts.
func TestInformationAboutNumbers(t *testing.T) {
	in, _ := telltale(t)
	y := make([]float64, in.Rows())
	for i, v := range in.Column("bowl").Numbers() {
		y[i] = v * v
	}
	f, _, err := (&Select{Keep: 1}).FitTarget(in, y, 1)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(f.Explain(), "\n"); !strings.Contains(notes, "bowl: takes away") {
		t.Error(notes)
	}
}

func TestInformationRefuses(t *testing.T) {
	in, y := telltale(t)
	if _, _, err := NewSelect().FitTarget(in, make([]float64, len(y)), 1); err == nil || !strings.Contains(err.Error(), "all the same") {
		t.Errorf("one answer: %v", err)
	}
	if _, _, err := (&Select{Least: 0.9}).FitTarget(in, y, 1); err == nil || !strings.Contains(err.Error(), "lower least") {
		t.Errorf("nothing tells that much: %v", err)
	}
}

// Correlation looks only at rows that know both columns, and counts the same with gaps as without.
func TestCorrelationWithGaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	a, b, c := make([]float64, 200), make([]float64, 200), make([]float64, 200)
	for i := range a {
		a[i] = rng.NormFloat64()
		b[i], c[i] = 3*a[i]+0.1*rng.NormFloat64(), a[i]+2*rng.NormFloat64()
		if i%5 == 0 {
			b[i] = math.NaN()
		}
	}
	in, err := table.New([]*table.Column{table.NewNumber("a", a), table.NewNumber("b", b), table.NewNumber("c", c)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"pearson", "spearman"} {
		s := NewCorrelation()
		s.Method = method
		f, err := s.Fit(in)
		if err != nil {
			t.Fatal(err)
		}
		if d := f.(*Selected).Dropped; len(d) != 1 || d[0].Column != "b" {
			t.Errorf("%s: %v", method, d)
		}
	}
}
