package prepare

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/models/param"
	"assay/pipeline/table"
)

const rateLines = "EUR,2024-01-01,1.1\nEUR,2024-02-01,1.2"

func exchanged(t *testing.T, set map[string]string, in *table.Table) *Currencies {
	t.Helper()
	s := NewMoney()
	if err := param.Apply(s, set); err != nil {
		t.Fatal(err)
	}
	c, err := s.Survey(in)
	if err != nil {
		t.Fatal(err)
	}
	return c.(*Currencies)
}

// Amounts with a day are converted at the rate of their day, whether the day is text or was read before; a new case
// without that column at the latest. All of it comes back from JSON.
func TestMoneyOfADay(t *testing.T) {
	day := func(s string) int64 { return DateFormat{}.read(s) }
	price := table.TextOf("price", []string{"€10", "€10", "$5"})
	unmarked := table.NewNumber("fee", []float64{1, 2, 3})
	for _, when := range []*table.Column{
		table.TextOf("when", []string{"2024-01-31", "15.02.2024", "2023-01-01"}),
		table.NewTime("when", []int64{day("2024-01-31"), day("2024-02-15"), day("2023-01-01")}),
	} {
		in, err := table.New([]*table.Column{price, unmarked, when}, nil)
		if err != nil {
			t.Fatal(err)
		}
		f := exchanged(t, map[string]string{"rates_table": rateLines, "date": "when", "columns": "price,fee", "unmarked": "EUR"}, in)
		out, err := f.Apply(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := writeCase(out.Without("when")); got != "price,fee\n11,1.1\n12,2.4\n5,\n" {
			t.Errorf("got %s", got)
		}
		if out, err = f.Apply(in.Without("when")); err != nil || writeCase(out) != "price,fee\n12,1.2\n12,2.4\n5,3.6\n" {
			t.Errorf("without a day: %s %v", writeCase(out), err)
		}
		if _, err := f.Apply(in.With(table.NewNumber("when", []float64{1, 2, 3}))); err == nil || !strings.Contains(err.Error(), "column when holds number where it held dates") {
			t.Error(err)
		}
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := moneyEntry.Restore(data); err != nil || !reflect.DeepEqual(back, any(f)) {
			t.Errorf("%+v came back as %+v (%v)", f, back, err)
		}
	}
}

// A cell that could be two amounts is missing, and people are told where it stands.
func TestMoneyTellsLinesOfUnclearCells(t *testing.T) {
	cells, lines := []string{"€1.234", "€5", "€6", "€1.234", "€7", "€8", "€9", "€10", "€11", "€12", "€2,345"}, make([]int32, 11)
	for i := range lines {
		lines[i] = int32(20 - i)
	}
	in, err := table.New([]*table.Column{table.TextOf("price", cells)}, lines)
	if err != nil {
		t.Fatal(err)
	}
	f := exchanged(t, map[string]string{"columns": "price"}, in)
	out, err := f.Apply(in)
	if err != nil || !out.At(0).Missing(0) || !out.At(0).Missing(10) || out.At(0).Missing(1) {
		t.Error("an unclear amount was guessed, or a clear one lost", err)
	}
	if told := strings.Join(f.Explain(), "\n"); !strings.Contains(told, `price: 3 cells where a separator may part thousands or decimals, now missing: "€1.234", "€2,345", lines 10, 17, 20`) {
		t.Error(told)
	}
}

// Forty thousand days of one currency take no longer than a thousand of each of forty, and a day that stands twice is
// still refused.
func TestMoneyReadsManyRates(t *testing.T) {
	const lines = 40_000
	read := func(codes []string) (text string, took time.Duration) {
		var b strings.Builder
		day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range lines {
			fmt.Fprintf(&b, "%s,%s,1.1\n", codes[i%len(codes)], day.AddDate(0, 0, i/len(codes)).Format(time.DateOnly))
		}
		start := time.Now()
		if _, _, err := parseRateTable(b.String()); err != nil {
			t.Fatal(err)
		}
		return b.String(), time.Since(start)
	}
	_, many := read(slices.Sorted(maps.Keys(builtinRates))[:40])
	text, one := read([]string{"EUR"})
	if one > 5*many {
		t.Errorf("one currency takes %v, forty take %v", one, many)
	}
	if _, _, err := parseRateTable(text + "EUR,1900-01-02,1.2"); err == nil || !strings.Contains(err.Error(), "EUR has two rates of 1900-01-02") {
		t.Error(err)
	}
}

// An amount that no number can hold any more is missing, whether the column was text or numbers, with a day or without.
func TestMoneyTooLarge(t *testing.T) {
	numbers := table.NewNumber("n", []float64{1.7e308, 1, math.NaN()})
	in, err := table.New([]*table.Column{numbers}, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exchanged(t, map[string]string{"columns": "n", "unmarked": "EUR"}, in).Apply(in)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.Column("n").Numbers(); !math.IsNaN(got[0]) || got[1] != 1.1 || !math.IsNaN(got[2]) {
		t.Error(got)
	}
}
