package preparetest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"assay/pipeline/table"
)

// Learned makes a cleaned table as steps get it, the same for the same seed: numbers, text (free text too) and time with
// gaps, columns that say nothing, and columns in every role a step must not look at. Levels differ somewhat between
// seeds.
func Learned(seed uint64) *table.Table {
	const rows = 60
	rng := rand.New(rand.NewPCG(seed, 7))
	income, age, same, none := make([]float64, rows), make([]float64, rows), make([]float64, rows), make([]float64, rows)
	job, home, born := make([]string, rows), make([]string, rows), make([]int64, rows)
	id, outcome, sex, score, note := make([]string, rows), make([]string, rows), make([]string, rows), make([]float64, rows), make([]string, rows)
	letter := make([]string, rows)
	jobs := []string{"clerk", "nurse", "driver", "cook", fmt.Sprintf("guest %d", seed)}
	for i := range rows {
		income[i], age[i], same[i], none[i] = 20000+1000*rng.NormFloat64(), float64(18+rng.IntN(60)), 4, math.NaN()
		job[i], home[i] = jobs[min(rng.IntN(6), 4)], []string{"own", "rent"}[rng.IntN(2)]
		born[i] = int64(rng.IntN(1_000_000_000))
		id[i], outcome[i], sex[i] = fmt.Sprintf("a%d-%d", seed, i), []string{"repaid", "defaulted"}[rng.IntN(2)], []string{"f", "m"}[rng.IntN(2)]
		score[i], note[i] = rng.Float64(), fmt.Sprint("note ", rng.IntN(1000))
		letter[i] = fmt.Sprintf("I %s my %s in %d", []string{"paid", "lost", "sold"}[rng.IntN(3)], []string{"house", "car", "job"}[rng.IntN(3)], 2000+rng.IntN(9))
		switch rng.IntN(8) {
		case 0:
			income[i] = math.NaN()
		case 1:
			job[i] = ""
		case 2:
			born[i] = table.NoTime
		case 3:
			letter[i] = ""
		}
	}
	return must(
		table.TextOf("id", id).WithRole(table.ID), table.NewNumber("income", income), table.NewNumber("age", age),
		table.NewNumber("same", same), table.NewNumber("none", none), table.TextOf("job", job), table.TextOf("home", home), table.TextOf("letter", letter),
		table.NewTime("born", born), table.TextOf("outcome", outcome).WithRole(table.Target),
		table.TextOf("sex", sex).WithRole(table.Protected), table.NewNumber("score", score).WithRole(table.Protected),
		table.TextOf("note", note).WithRole(table.Ignored), table.NewNumber("weight", age).WithRole(table.Weight))
}

// Raw makes a table as a reader hands it over, the same for the same seed: dressed numbers, money, dates, spellings,
// duplicates. The texts of another seed are partly new.
func Raw(seed uint64) *table.Table {
	const rows = 60
	rng := rand.New(rand.NewPCG(seed, 11))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	cells := make([][]string, 8)
	plain := make([]float64, rows)
	for i := range rows {
		if i > 0 && rng.IntN(10) == 0 { // a twin of the row before
			for j := range cells {
				cells[j] = append(cells[j], cells[j][i-1])
			}
			plain[i] = plain[i-1]
			continue
		}
		whole, day, month := 1+rng.IntN(900), 1+rng.IntN(28), 1+rng.IntN(12)
		if plain[i] = float64(whole); rng.IntN(9) == 0 {
			plain[i] = math.NaN()
		}
		row := []string{
			fmt.Sprintf("a%d-%d", seed, i),
			pick("repaid", "Repaid ", "PAID", "defaulted", "charged off"),
			pick("M", "male", "F", "Female", " Woman"),
			pick(fmt.Sprintf("$%d,500", whole), fmt.Sprintf("EUR %d.200,50", whole), fmt.Sprintf("%dk", whole), "", "XYZ 12"),
			pick(fmt.Sprintf("%d%%", whole%50+2), fmt.Sprintf("%d,5 %%", whole%50+2), fmt.Sprintf("0.%d", whole+100), "unknown"),
			pick(fmt.Sprintf("%d months", 12*(whole%5)), fmt.Sprintf("%d yrs", whole%5), fmt.Sprint(12*(whole%5))),
			pick(fmt.Sprintf("2021-%02d-%02d", month, day), fmt.Sprintf("%02d.%02d.2021", day, month), fmt.Sprintf("%02d/%02d/2021", month, day), "soon"),
			pick("High School", "high-school", "HS", "BSc", "bachelor", "  PhD"),
		}
		for j := range cells {
			cells[j] = append(cells[j], row[j])
		}
	}
	names := []string{"id", "outcome", "sex", "amount", "rate", "term", "on", "school"}
	roles := []table.Role{table.ID, table.Target, table.Protected, 0, 0, 0, 0, 0}
	born, agreed := make([]int64, rows), make([]string, rows)
	for i, v := range plain {
		born[i], agreed[i] = table.NoTime, []string{"yes", "No ", "", "YES"}[i%4]
		if !math.IsNaN(v) {
			born[i] = int64(v-400) * 86400 * 30
		}
	}
	columns := []*table.Column{table.NewNumber("plain", plain), table.NewTime("born", born), table.TextOf("agreed", agreed)}
	for j, name := range names {
		columns = append(columns, table.TextOf(name, cells[j]).WithRole(roles[j]))
	}
	return must(columns...)
}

func must(columns ...*table.Column) *table.Table {
	t, err := table.New(columns, nil)
	if err != nil {
		panic(err) // the columns above are equally long and have names of their own
	}
	return t
}

// Same returns nil when two tables have the same columns with the same values, else the first difference.
func Same(got, want *table.Table, what string) error {
	if got.Width() != want.Width() || got.Rows() != want.Rows() {
		return fmt.Errorf("%s: %d columns %v and %d rows, want %d %v and %d", what, got.Width(), got.Names(), got.Rows(), want.Width(), want.Names(), want.Rows())
	}
	for j, c := range got.Columns() {
		if err := sameColumn(c, want.At(j)); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

func sameColumn(a, b *table.Column) error {
	if a.Name != b.Name || a.Kind != b.Kind || a.Role != b.Role || a.Field != b.Field {
		return fmt.Errorf("column %s (%s, %s, made from %s) is %s (%s, %s, made from %s)", a.Name, a.Kind, a.Role, a.Field, b.Name, b.Kind, b.Role, b.Field)
	}
	for i := range a.Len() {
		switch {
		case a.Missing(i) != b.Missing(i), a.Cell(i) != b.Cell(i):
			return fmt.Errorf("row %d of %s is %q, want %q", i, a.Name, a.Cell(i), b.Cell(i))
		case a.Kind == table.Levels && a.Codes()[i] != b.Codes()[i]:
			return fmt.Errorf("row %d of %s has code %d, want %d", i, a.Name, a.Codes()[i], b.Codes()[i])
		}
	}
	return nil
}
