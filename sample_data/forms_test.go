package sampledata

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// readMoney reads an amount by the rules of sources.md: the last point or comma is the decimal sign when one or two
// digits follow it, all others part thousands, k is a thousand, and a mark says which currency.
func readMoney(s string) (hundredths int64, money int) {
	for i, c := range currencies {
		if strings.Contains(s, c.symbol) || strings.Contains(s, c.code) {
			money = i
			s = strings.NewReplacer(c.symbol, "", c.code, "").Replace(s)
		}
	}
	thousand := strings.HasSuffix(s, "k")
	s = strings.NewReplacer(" ", "", "k", "").Replace(s)
	whole, rest := s, ""
	if at := strings.LastIndexAny(s, ".,"); at >= 0 && len(s)-at-1 <= 2 {
		whole, rest = s[:at], s[at+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	v, err := strconv.ParseFloat(whole+"."+rest, 64)
	if err != nil {
		return -1, 0
	}
	if thousand {
		v *= 1000
	}
	return int64(v*100 + .5), money
}

func TestMoneyReadsBack(t *testing.T) {
	for money, c := range currencies {
		for _, amount := range []int64{100_00, 999_99, 1_000_00, 4_500_00, 9_999_50, 39_000_00, 54_300_00, 48_200_50, 120_000_00, 1_234_567_89} {
			for n := range 120 {
				s := moneyForm(amount, money, n)
				if got, in := readMoney(s); got != amount || in != money {
					t.Errorf("%d %s as form %d is %q, which reads %d %s", amount, c.code, n, s, got, currencies[in].code)
				}
			}
		}
	}
}

func TestMoneyForms(t *testing.T) {
	seen := map[string]bool{}
	for n := range 60 {
		seen[moneyForm(54_300_00, 0, n)] = true
		seen[moneyForm(48_200_50, 1, n)] = true
		seen[moneyForm(39_000_00, 2, n)] = true
	}
	for _, want := range []string{"54300.00", "$54,300", "USD 54,300.00", "54300.00 USD", "$54.3k", "EUR 48200.50", "EUR 48.200,50", "48.200,50 €",
		"48 200,50 EUR", "£39k", "GBP 39000.00", "£39,000"} {
		if !seen[want] {
			t.Errorf("no form of the amounts reads %q", want)
		}
	}
}

func TestDatesReadBack(t *testing.T) {
	layouts := []string{time.DateOnly, "02.01.2006", "2006/01/02", "2 Jan 2006", "January 2, 2006"}
	for d := 0; d < days; d += 7 {
		day := applicant{day: d}.date()
		for n := range 9 {
			s := dateForm(day, n)
			if !slices.ContainsFunc(layouts, func(l string) bool { got, err := time.Parse(l, s); return err == nil && got.Equal(day) }) {
				t.Fatalf("%s is written %q", day, s)
			}
		}
	}
}

func TestWordsReadBack(t *testing.T) {
	for n := range 24 {
		for _, zip := range zips {
			s, _, _ := strings.Cut(zipForm(zip, n), "-")
			if got := strings.Repeat("0", 5-len(s)) + s; got != zip {
				t.Errorf("%s is written %q", zip, s)
			}
		}
		for halves := range 12 {
			number, _, _ := strings.Cut(yearsForm(halves, n), " ")
			if v, err := strconv.ParseFloat(number, 64); err != nil || v != float64(halves)/2 {
				t.Errorf("%d half years are written %q", halves, number)
			}
		}
		if s := strings.ToLower(strings.TrimSpace(sexForm(true, n))); s != "female" && s != "f" {
			t.Errorf("female is written %q", s)
		}
	}
}

// TestSpellingsDiffer: no spelling belongs to two jobs or two purposes, else the truth could not be found again.
func TestSpellingsDiffer(t *testing.T) {
	owner := map[string]string{}
	claim := func(word, of string) {
		word = strings.ToLower(word)
		if other, taken := owner[word]; taken && other != of {
			t.Errorf("%q stands for %s and for %s", word, other, of)
		}
		owner[word] = of
	}
	for _, j := range jobs {
		for _, s := range append([]string{j.name}, j.spellings...) {
			claim(s, j.name)
		}
	}
	for _, p := range purposes {
		for _, s := range append([]string{p.name}, p.spellings...) {
			claim(s, p.name)
		}
	}
}
