package prepare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"assay/pipeline/table"
)

// The examples of Winkler (1990) and of the National Archives.
func TestSimilarityOfText(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"martha", "marhta", 0.9611}, {"dixon", "dicksonx", 0.8133}, {"dwayne", "duane", 0.84}, {"", "", 1}, {"", "a", 0}, {"ab", "cd", 0}, {"same", "same", 1}} {
		for _, got := range []float64{jaroWinkler([]rune(c.a), []rune(c.b)), jaroWinkler([]rune(c.b), []rune(c.a))} {
			if math.Abs(got-c.want) > 5e-5 {
				t.Errorf("%s and %s are %.4f alike, want %.4f", c.a, c.b, got, c.want)
			}
		}
	}
	for word, want := range map[string]string{"Robert": "r163", "Rupert": "r163", "Ashcraft": "a261", "Tymczak": "t522", "Pfister": "p236", "Honeyman": "h555", "Lee": "l000", "": "", "12b": "12b", "Müller": "m460"} {
		if got := soundex(word); got != want {
			t.Errorf("%s sounds like %s, want %s", word, got, want)
		}
	}
	for _, c := range []struct{ a, b, want float64 }{{1, 1, 1}, {90, 100, 0.9}, {-1, 1, 0}, {0, 0, 1}, {0, 5, 0}, {math.Inf(1), math.Inf(1), 1}, {math.Inf(1), 1, 0}, {1e308, -1e308, 0}} {
		if got := alikeNumbers(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v and %v are %v alike, want %v", c.a, c.b, got, c.want)
		}
	}
}

func FuzzSimilarity(f *testing.F) {
	f.Add("martha", "marhta")
	f.Add("É", "\xff\u0301")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := firstRunes(plainLetters(a), longestWord), firstRunes(plainLetters(b), longestWord)
		for _, alike := range []func(a, b []rune) float64{jaroWinkler, alikeEdits} {
			if v := alike(x, y); !(v >= 0 && v <= 1+1e-12) || math.Abs(alike(x, x)-1) > 1e-12 {
				t.Errorf("%q and %q are %v alike, the first and itself %v", a, b, v, alike(x, x))
			}
		}
		soundex(a)
	})
}

// Copies with a slip of the hand are found in a large table, and hardly anybody else.
func TestNearDuplicatesOfMany(t *testing.T) {
	const people, copies = 20_000, 300
	rng := rand.New(rand.NewPCG(5, 6))
	var names []string
	var income, born []float64
	for range people {
		name := make([]byte, 12)
		for k := range name {
			name[k] = byte('a' + rng.IntN(26))
		}
		names, income, born = append(names, string(name)), append(income, float64(10_000+rng.IntN(90_000))), append(born, float64(rng.IntN(25_000)))
	}
	for k := range copies {
		name := []byte(names[k*50])
		name[2+rng.IntN(10)] = 'x'
		names, income, born = append(names, string(name)), append(income, income[k*50]+5), append(born, born[k*50])
	}
	in := tableOf(t, table.TextOf("name", names), table.NewNumber("income", income), table.NewNumber("born", born))
	e := sifted(t, in, Choice{Name: "near_duplicates"})
	if dropped := e.Before.Rows - e.After.Rows; dropped != copies {
		t.Errorf("%d rows dropped, want the %d copies\n%v", dropped, copies, e.Notes)
	}
	for _, g := range e.Groups {
		if len(g.Rows) != 2 || g.Rows[0] != (g.Rows[1]-people)*50 {
			t.Fatalf("%v is a group", g.Rows)
		}
	}
}

// Contradicting rows stay, whatever is dropped around them, and a second round finds what the first brought together.
func TestNearDuplicatesSettle(t *testing.T) {
	names, labels := []string{"Jonathan Smith", "Jonathon Smith"}, []string{"yes", "no"}
	for range 30 {
		names, labels = append(names, "Jonathan Smytth"), append(labels, "")
	}
	names, labels = append(names, "Johnathan Smytth", "Zoe"), append(labels, "yes", "no")
	in := tableOf(t, table.TextOf("name", names), table.TextOf("outcome", labels).WithRole(table.Target))
	for _, window := range []string{"2", "4", "100"} {
		c := Choice{Name: "near_duplicates", Set: map[string]string{"window": window, "threshold": "0.9"}}
		once := sifted(t, in, c)
		again := sifted(t, once.Is, c)
		if got := fmt.Sprint(again.After.Rows - once.After.Rows); got != "0" {
			t.Errorf("window %s: %s rows fewer the second time", window, got)
		}
	}
}

// A row that is like thousands of others, which are not like one another, takes a window of them in each pass; what was
// compared before is not compared again.
func TestNearDuplicatesOfOneRow(t *testing.T) {
	const rows, width = 1500, 81
	rng := rand.New(rand.NewPCG(1, 2))
	values := make([][]float64, width)
	for j := range values {
		values[j] = make([]float64, rows)
		for i := range rows {
			values[j][i] = 100
		}
	}
	for i := 1; i < rows; i++ {
		for _, j := range rng.Perm(width - 1)[:20] {
			values[j+1][i] = 124
		}
	}
	var columns []*table.Column
	for j, v := range values {
		if j == 0 {
			for i := range v {
				v[i] += float64(i) / rows / 1000
			}
		}
		columns = append(columns, table.NewNumber(fmt.Sprint("c", j), v))
	}
	one, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := NewNearDuplicates()
	s.Block = []string{"c0"}
	n, compared := newNeighbours(s, columns, columns[:1]), 0
	n.likes[0] = func(i, j int) float64 { compared++; return alikeNumbers(values[0][i], values[0][j]) }
	into, better := themselves(rows), func(i, j int) bool { return i < j }
	passes := 0
	for before := -1; before != gone(into); passes++ {
		before = gone(into)
		elect(into, n.find(into), better)
	}
	if passes < 50 || gone(into) < rows/2 {
		t.Fatalf("%d rows went in %d passes: the table does not ask what it should", gone(into), passes)
	}
	if compared > 2*rows*s.Window {
		t.Errorf("%d comparisons of %d rows in %d passes", compared, rows, passes)
	}
	if again, err := s.Sift(one, nil); err != nil || len(again.Rows) != rows-gone(into) {
		t.Errorf("%d rows stay, want %d: %v", len(again.Rows), rows-gone(into), err)
	}
}
