package profile

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// loansLike is a table of n rows: an id, an amount, a purpose, a zip, a date, a note, and a price with its currency.
func loansLike(n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	b.WriteString("id,amount,purpose,zip,opened,note,price,gap,bad\n")
	for i := range n {
		gap := []string{"1", "2"}[i%2]
		if r.IntN(10) == 0 {
			gap = ""
		}
		fmt.Fprintf(&b, "L%05d,%d,%s,%05d,2021-%02d-%02d,the customer called %d times about %d,$%d.50,%s,%s\n", i, 1000+r.IntN(9000), []string{"car", "home", "debt"}[r.IntN(3)],
			r.IntN(9999), 1+r.IntN(12), 1+r.IntN(28), i, r.IntN(1000), r.IntN(100), gap, []string{"yes", "no"}[r.IntN(2)])
	}
	return b.String()
}

func tableOf(t *testing.T, text string) *table.Table {
	t.Helper()
	raw, err := collect.ReadBytes("f", []byte(text), *collect.NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	return WithRoles(raw.Table, ProposeRoles(raw.Table))
}

func learned(t *testing.T, text string) Contract {
	t.Helper()
	tab := tableOf(t, text)
	c := LearnContract(tab, Of(tab))
	data, err := c.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadContract(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c, again) {
		t.Fatalf("saved as another contract:\n%+v\n%+v", c, again)
	}
	return again
}

// TestContractIsKept wants no remark about the table itself, and nothing of weight about another of its kind.
func TestContractIsKept(t *testing.T) {
	text := loansLike(2000, 1)
	c := learned(t, text)
	if got := c.Check(tableOf(t, text)); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	for _, v := range c.Check(tableOf(t, loansLike(300, 2))) {
		if v.Severity > Note {
			t.Errorf("false alarm: %+v", v)
		}
	}
}

// TestContractCopiesNobody wants no text that hardly repeats in the file.
func TestContractCopiesNobody(t *testing.T) {
	data, err := learned(t, loansLike(2000, 1)).JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"customer called", "L00001", "L01999"} {
		if bytes.Contains(data, []byte(s)) {
			t.Errorf("the contract holds %q", s)
		}
	}
	for _, s := range []string{`"car"`, `"99999"`, `"A99999"`, `"$"`, `"2021-12-28"`} {
		if !bytes.Contains(data, []byte(s)) {
			t.Errorf("the contract does not hold %s:\n%s", s, data)
		}
	}
}

// TestContractIsBroken breaks it in one way at a time.
func TestContractIsBroken(t *testing.T) {
	c := learned(t, loansLike(2000, 1))
	lines := strings.Split(strings.TrimSpace(loansLike(300, 2)), "\n")
	// with changes one field of the first n rows.
	with := func(field, n int, value string) string {
		var out []string
		for i, l := range lines {
			cells := strings.Split(l, ",")
			if i > 0 && i <= n {
				cells[field] = value
			}
			out = append(out, strings.Join(cells, ","))
		}
		return strings.Join(out, "\n") + "\n"
	}
	rename := func(old, name string) string { return strings.Replace(with(0, 0, ""), old, name, 1) }
	for _, k := range []struct {
		text     string
		column   string
		kind     string
		severity Severity
		count    int
		line     int
	}{
		{rename("amount", "betrag"), "amount", "missing column", Serious, 0, 0},
		{rename("amount", "betrag"), "betrag", "unknown column", Note, 300, 0},
		{rename(",bad", ",worse"), "bad", "missing column", Note, 0, 0},
		{with(1, 1, "lots"), "amount", "wrong kind", Warning, 1, 2},
		{with(1, 200, "lots"), "amount", "wrong kind", Serious, 200, 2},
		{with(1, 3, ""), "amount", "missing values", Warning, 3, 2},
		{with(1, 300, ""), "amount", "missing values", Serious, 300, 2},
		{with(7, 100, ""), "gap", "missing values", Warning, 0, 2},
		{with(1, 2, "500000"), "amount", "out of range", Warning, 2, 2},
		{with(1, 200, "500000"), "amount", "out of range", Serious, 200, 2},
		{with(2, 2, "boat"), "purpose", "unseen level", Warning, 2, 2},
		{with(2, 200, "boat"), "purpose", "unseen level", Serious, 200, 2},
		{with(3, 2, "SW1A 1AA"), "zip", "new pattern", Warning, 2, 2},
		{with(4, 2, "31/12/2021"), "opened", "new pattern", Warning, 2, 2},
		{with(6, 2, "7 EUR"), "price", "new form", Warning, 2, 2},
	} {
		got := c.Check(tableOf(t, k.text))
		i := slices.IndexFunc(got, func(v Violation) bool {
			return v.Column == k.column && v.Kind == k.kind && v.Severity == k.severity && (k.count == 0 || v.Count == k.count) && (k.line == 0) == (len(v.Lines) == 0) && (k.line == 0 || v.Lines[0] == k.line)
		})
		if i < 0 {
			t.Errorf("%s: no %s %q with %d rows from line %d, only %+v", k.column, k.severity, k.kind, k.count, k.line, got)
		}
		for j, v := range got {
			if v.Message == "" || !slices.Contains(ViolationKinds, v.Kind) || j > 0 && got[j-1].Severity < v.Severity {
				t.Errorf("%+v", v)
			}
			if v.Severity > Note && v.Column != k.column && k.kind != "unknown column" {
				t.Errorf("%s was not touched: %+v", v.Column, v)
			}
		}
	}
}

func TestReadContractRefuses(t *testing.T) {
	for _, s := range []string{"", "x", "[]", "{}", `{"assay_contract":2}`, `{"assay_contract":"1"}`} {
		if _, err := ReadContract([]byte(s)); err == nil || !strings.Contains(err.Error(), "--save-contract") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// FuzzReadContract reads anything, and what it takes can be checked and saved.
func FuzzReadContract(f *testing.F) {
	f.Add([]byte(`{"assay_contract":1,"rows":3,"columns":[{"name":"a","kind":"number","meaning":"number","range":{"min":1,"low":1,"high":2,"max":2}},{"name":"b","kind":"text","levels":["x"],"complete":true}]}`))
	f.Add([]byte(`{"assay_contract":1,"columns":[{"name":"a","kind":"x","missing":-1}]}`))
	raw, err := collect.ReadBytes("f", []byte("a,b\n1,x\n,y\n3,\n"), *collect.NewCSV())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadContract(data)
		if err != nil {
			return
		}
		c.Check(raw.Table)
		if _, err := c.JSON(); err != nil {
			t.Fatal(err)
		}
	})
}
