package profile

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// upTo returns n values from f, and some more.
func upTo(n int, f func(i int) float64, more ...float64) []float64 {
	for i := range n {
		more = append(more, f(i))
	}
	return more
}

func TestNumbersThatMayMeanMissing(t *testing.T) {
	ages := func(i int) float64 { return float64(18 + i%60) }
	for _, c := range []struct {
		name   string
		values []float64
		want   string // values with counts, of confidence .7 and more
	}{
		{"age", upTo(200, ages, 999, 999), "999 2"},
		{"age", upTo(200, ages, 99, 99, 99), "99 3"},
		{"age", upTo(200, func(i int) float64 { return float64(18 + i%83) }), ""}, // 100 is the oldest, 99 is real
		{"income", upTo(200, func(i int) float64 { return 12000 + float64(i)*311 }, -1, -1), "-1 2"},
		{"income", upTo(200, func(i int) float64 { return 12000 + float64(i)*311 }, 9999999), "9999999 1"},
		{"income", upTo(200, func(i int) float64 { return 12000 + float64(i)*311 }, 0, 0, 0), ""},
		{"pressure", upTo(200, func(i int) float64 { return 990 + float64(i%50)/10 }, -9999, -999), "-999 1|-9999 1"},
		{"flow", upTo(200, func(i int) float64 { return float64(i%50) / 10 }, 1e30), "1e+30 1"},
		{"temperature", upTo(200, func(i int) float64 { return float64(i%60 - 30) }), ""},
		{"temperature", upTo(200, func(i int) float64 { return float64(i%60 - 30) }, -99.9), ""},
		{"temperature", upTo(200, func(i int) float64 { return float64(i%60 - 30) }, -999.9), "-999.9 1"},
		{"balance", upTo(200, func(i int) float64 { return float64(i*317%9000 - 999) }), ""},
		{"score", upTo(200, func(i int) float64 { return float64(i % 101) }), ""},
		{"days since", upTo(200, func(i int) float64 { return float64(i*7%800 + 1) }, -1, -1), "-1 2"},
		{"delta", upTo(200, func(i int) float64 { return float64(i%3 - 1) }), ""},
		{"weight_kg", upTo(200, func(i int) float64 { return float64(45 + i%60) }, 0, 0, 0), "0 3"},
		{"weight", upTo(200, func(i int) float64 { return float64(i % 60) }), "0 4"}, // what weighs nothing was not weighed
		{"blood pressure", upTo(200, func(i int) float64 { return float64(60 + i%60) }, 0), "0 1"},
		{"year_renovated", upTo(200, func(i int) float64 { return float64(1950 + i%60) }, 0, 0), "0 2"},
		{"year", upTo(200, func(i int) float64 { return float64(1950 + i%60) }, 9999), "9999 1"},
		{"count", upTo(5000, func(i int) float64 { return float64(i) }), ""},
	} {
		p := OfColumn(table.NewNumber(c.name, c.values))
		if got := sure(p); got != c.want {
			t.Errorf("%s (%s): got %q, want %q", c.name, p.Meaning, got, c.want)
		}
		for _, s := range p.Suspects {
			if s.Fix == nil || s.Why == "" || s.Count < 1 {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
	}
}

func sure(p Column) string {
	var out []string
	for _, s := range p.Suspects {
		if s.Confidence >= .7 {
			out = append(out, fmt.Sprintf("%s %d", s.Value, s.Count))
		}
	}
	return strings.Join(out, "|")
}

func TestTextsThatMayMeanMissing(t *testing.T) {
	days := func(more ...string) []string {
		for i := range 60 {
			more = append(more, fmt.Sprintf("2021-%02d-%02d", 1+i%12, 1+i%28))
		}
		return more
	}
	for _, c := range []struct {
		name   string
		values []string
		want   string
	}{
		{"opened", days("1900-01-01", "1900-01-01", "1900-01-01", "1900-01-01", "1900-01-01"), "1900-01-01 5"},
		{"opened", days("31/12/9999"), "31/12/9999 1"},
		{"opened", days("2021-02-30"), "2021-02-30 1"},
		{"opened", days("1970-01-01"), ""},
		{"opened", days("03/04/2021"), ""},
		{"income", []string{"1200", "1300", "unbekannt", "1,400", "2500", "2600", "k.A."}, "k.A. 1|unbekannt 1"},
		{"income", append(strings.Split(strings.Repeat("1200,1,350 EUR,1700,1800,", 8)+"1,900", ","), "-999", "-999.0"), "-999 2"},
		{"job", []string{"clerk", "unknown", "clerk", "cook"}, ""}, // a note: it may be an answer
		{"debtors", []string{"none", "guarantor", "none"}, ""},
	} {
		p := OfColumn(table.TextOf(c.name, c.values))
		if got := sure(p); got != c.want {
			t.Errorf("%s (%s) %v: got %q, want %q", c.name, p.Meaning, c.values[:2], got, c.want)
		}
	}
}

// TestTokensAreCounted wants every word that was read as missing, by column, with its rows; together with the empty
// cells they are all the missing ones.
func TestTokensAreCounted(t *testing.T) {
	raw, err := collect.ReadBytes("f", []byte("a,b\n1,x\nNA,?\n?,x\n,y\nNA,\nn/a,x\n"), *collect.NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []string{`[{NA 2} {? 1} {n/a 1}] 1`, `[{? 1}] 1`} {
		p := OfColumn(raw.Table.At(j))
		empty, all := 0, 0
		for _, s := range Sentinels(p, raw.Origin.Tokens[p.Name]) {
			if all += s.Count; s.Value == "" {
				empty = s.Count
			}
		}
		if got := fmt.Sprint(raw.Origin.Tokens[p.Name], empty); got != want || all != p.Missing {
			t.Errorf("%s: got %s of %d, want %s", p.Name, got, p.Missing, want)
		}
	}
}

func TestSkewAndFar(t *testing.T) {
	p := OfColumn(table.NewNumber("x", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}))
	if p.Numbers.Skew < 2 || p.Numbers.Far != 1 {
		t.Errorf("%+v", p.Numbers)
	}
	for _, v := range [][]float64{{1, 1, 1, 9}, {math.MaxFloat64, -math.MaxFloat64, 1}, {5e-324, 0}} {
		if n := OfColumn(table.NewNumber("x", v)).Numbers; math.IsNaN(n.Skew) || math.IsInf(n.Skew, 0) || n.Far < 0 || n.Far > len(v) {
			t.Errorf("%v: %+v", v, n)
		}
	}
}
