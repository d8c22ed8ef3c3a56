package prepare

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"testing"
	"unicode/utf8"

	"assay/pipeline/table"
)

var numberSeeds = []string{"28.8%", "1.234,56", "1,234.56", "(300)", "(300) USD", "-$5", "$ -5", "5-", "60 months", "12k", "1'000", "1 000", "12,34,567",
	".5", ",5", "5.", "1e5", "1e999", "0x10", "$", "()", "--5", "9.4K USD", "€1.2m", "R$ 1.000,00", "￥5", "٣", "1_000", "−7", "999999999999999999999999999999", "0.0000", "007", "\xff5"}

func FuzzNumber(f *testing.F) {
	for _, s := range numberSeeds {
		f.Add(s)
	}
	formats := []NumberFormat{{}, {Decimal: "point", Unit: "months", M: "months"}, {Decimal: "comma", Unit: "kg", M: "million"}, {Fractions: true}, {Whole: true, Sentinels: []float64{-999}}}
	f.Fuzz(func(t *testing.T, s string) {
		for _, nf := range formats {
			v, r := nf.read(s)
			if read := r != unreadable && r != ambiguous; read == math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%q read as %v (%d) by %+v", s, v, r, nf)
			}
		}
	})
}

func FuzzMoney(f *testing.F) {
	for _, s := range numberSeeds {
		f.Add(s)
	}
	c, unmarked, err := NewMoney().exchange()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []string{"", "point", "comma"} {
			v, r := c.read(MoneyFormat{Unmarked: unmarked, Decimal: map[string]string{"": d}}, s)
			if read := r != unreadable && r != ambiguous; read == math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%q read as %v (%d), decimal %q", s, v, r, d)
			}
		}
	})
}

// Whatever reads as a table of rates has rates above 0, each series in order.
func FuzzRateTable(f *testing.F) {
	for _, s := range []string{"currency,date,rate\nEUR,2024-01-01,1.1", "EUR;2024-02-01;1.2\r\nEUR\t2024-01-01\t1", "XXX,2024-01-01,1", "EUR,01/02/2024,1", "EUR,2024-01-01,-1", "\n\n,,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rates, _, err := parseRateTable(s)
		if err != nil {
			return
		}
		for code, series := range rates {
			for i, d := range series {
				if d.Worth <= 0 || math.IsInf(d.Worth, 0) || i > 0 && d.From <= series[i-1].From || d.From == table.NoTime {
					t.Fatalf("%q: %s has the rates %v", s, code, series)
				}
			}
		}
	})
}

// Whatever reads as a date is a day of the calendar, and what is written reads back.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024-05-17", "17.05.2024", "05/17/2024", "20 Feb 1977", "Feb 20, 1977", "1st March 2020", "20240517", "2024-05-17T10:00:00Z", "2024-05-17 10:30:15.5+02:00", "2024-02-30", "0000-00-00", "99999999", "1/1/1", "//", "- - -", "May", "2024/13/01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, df := range []DateFormat{{}, {Order: "mdy"}, {Order: "dmy", Strict: true}} {
			at := df.read(s)
			if at == table.NoTime {
				continue
			}
			if again := df.read(table.FormatTime(at)); again != at {
				t.Errorf("%q read as %s, which reads as %d, not %d", s, table.FormatTime(at), again, at)
			}
		}
	})
}

func FuzzTidy(f *testing.F) {
	for _, s := range []string{"", " a  b ", "\u00a0x\u200b", "High-School", "Ph.D.", "A-", "...", "-", "\xff", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := tidyText(s)
		if again := tidyText(once); again != once {
			t.Errorf("%q tidied is %q, tidied again %q", s, once, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(foldKey(once)) {
			t.Errorf("key of %q is not valid text", s)
		}
		if _, err := parseSynonyms(s); err == nil {
			return
		}
	})
}

// FuzzNames wants what was read as names to hold no name that is empty, and whatever is applied to keep names apart.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"a=b", `"a,b"="c=""d""", x = y`, "a", "a=b=c", `"`, "a=b,", ",", `"a"b=c`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		names, err := parseNames(s)
		if err != nil {
			return
		}
		var columns []*table.Column
		for _, n := range names {
			if n.Old == "" || n.New == "" {
				t.Fatalf("%q was read with an empty name: %+v", s, names)
			}
			columns = append(columns, table.NewNumber(n.Old, []float64{1}))
		}
		in, err := table.New(columns, nil)
		if err != nil {
			return
		}
		if out, err := (&Renames{names}).Apply(in); err == nil {
			if _, err := table.New(out.Columns(), nil); err != nil {
				t.Fatalf("%q: %v", s, err)
			}
		}
	})
}

// FuzzDerive wants formulas that can be surveyed to come back from JSON and give the same.
func FuzzDerive(f *testing.F) {
	for _, s := range []string{"a = n + 1 ;; b = a / 0", "n = length(s)", "`x y` = if(n > 1, s, missing)", "a = 1 ;; a = a + 1", "t = s", "d = n = 1 ;;", "n = n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in, err := table.New([]*table.Column{table.NewNumber("n", []float64{1, math.NaN(), 1e300}), table.TextOf("s", []string{"a", "b ", ""}),
			table.TextOf("t", []string{"x", "y", "x"}).WithRole(table.Target)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := (&Derive{s}).Survey(in)
		if err != nil {
			return
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		back, err := deriveEntry.Restore(data)
		if err != nil || utf8.ValidString(s) && !reflect.DeepEqual(back, any(c)) {
			t.Fatalf("%q comes back as %+v (%v), was %+v", s, back, err, c)
		}
		if _, err := c.Apply(in); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

// BenchmarkClean runs the cleaners over a million rows of a few thousand distinct texts.
func BenchmarkClean(b *testing.B) {
	const rows = 1_000_000
	codes, amounts, dates := make([]int32, rows), make([]string, 5000), make([]string, 5000)
	for i := range codes {
		codes[i] = int32(i * 7919 % 5000)
	}
	for i := range amounts {
		amounts[i], dates[i] = fmt.Sprintf("$%d,%03d.50", i%90+1, i), fmt.Sprintf("%02d/%02d/%d", i%12+1, i%28+1, 1900+i/50)
	}
	t, err := table.New([]*table.Column{table.NewText("amount", codes, amounts), table.NewText("date", codes, uniqueTexts(dates))}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		clean := t
		for _, e := range Default() {
			_, settings, err := e.Settings()
			if err != nil {
				b.Fatal(err)
			}
			switch s := settings.(type) {
			case Cleaner:
				c, err := s.Survey(clean)
				if err != nil {
					b.Fatal(err)
				}
				if clean, err = c.Apply(clean); err != nil {
					b.Fatal(err)
				}
			case Sieve:
				if _, _, err := s.Keep(clean); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

func uniqueTexts(in []string) []string {
	seen := map[string]bool{}
	for i, s := range in {
		for seen[s] {
			s += " 10:00"
		}
		in[i], seen[s] = s, true
	}
	return in
}
