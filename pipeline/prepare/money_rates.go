package prepare

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"assay/pipeline/table"
)

// DatedRate is what one unit of a currency is worth in US dollars from a moment on, in seconds since 1970; NoTime stands
// for ever.
type DatedRate struct {
	From  int64   `json:"from"`
	Worth float64 `json:"worth"`
}

// rateSeries are the rates of each currency, earliest first.
type rateSeries map[string][]DatedRate

// mostRates is how many lines of a table of rates are read: thirty currencies a day for ten years.
const mostRates = 100_000

// parseRateTable reads lines of currency, date and rate, parted by commas, semicolons or tabs; the first may name them.
// It returns the currencies it does not know, too.
func parseRateTable(text string) (rates rateSeries, unknown []string, err error) {
	type day struct {
		code string
		from int64
	}
	rates, n := rateSeries{}, 0
	seen := map[day]bool{}
	for line := range strings.Lines(text) {
		n++
		fault := func(what string) error {
			return fmt.Errorf("rates_table:%d: %s; a line is currency,date,rate, such as EUR,2024-01-31,1.08", n, what)
		}
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || n == 1 && strings.HasPrefix(strings.ToLower(line), "currency") {
			continue
		}
		if n > mostRates {
			return nil, nil, fault(fmt.Sprintf("there are more than %d lines", mostRates))
		}
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' })
		if len(cells) != 3 {
			return nil, nil, fault(fmt.Sprintf("%d cells", len(cells)))
		}
		name := strings.TrimSpace(cells[0])
		code, from := currencyOf(name), DateFormat{}.read(cells[1])
		worth, number := table.ParseNumber(cells[2])
		switch {
		case from == table.NoTime:
			return nil, nil, fault(fmt.Sprintf("%q is not a date", cells[1]))
		case !number || worth <= 0:
			return nil, nil, fault(fmt.Sprintf("%q is not a rate above 0", cells[2]))
		case code == "":
			unknown = append(unknown, name)
			continue
		case seen[day{code, from}]:
			return nil, nil, fault(fmt.Sprintf("%s has two rates of %s", code, table.FormatTime(from)))
		}
		seen[day{code, from}] = true
		rates[code] = append(rates[code], DatedRate{from, worth})
	}
	for _, series := range rates {
		slices.SortFunc(series, func(a, b DatedRate) int { return int(min(1, max(-1, a.From-b.From))) })
	}
	slices.Sort(unknown)
	return rates, slices.Compact(unknown), nil
}

// on is the worth on or before a moment; false when the first rate is later.
func on(series []DatedRate, at int64) (float64, bool) {
	i := sort.Search(len(series), func(i int) bool { return series[i].From > at })
	if i == 0 {
		return 0, false
	}
	return series[i-1].Worth, true
}

// series are the rates by which a Money with a table converts: those of the table, with those that were set by hand in
// their place. A US dollar is worth one.
func (s *Money) series(given map[string]float64, to string) (rateSeries, []string, error) {
	rates, unknown, err := parseRateTable(s.Table)
	if err != nil {
		return nil, nil, err
	}
	if rates["USD"] == nil {
		rates["USD"] = []DatedRate{{table.NoTime, 1}}
	}
	for code, worth := range given {
		rates[code] = []DatedRate{{table.NoTime, worth}}
	}
	if rates[to] == nil {
		return nil, nil, fmt.Errorf("rates_table: there is no rate for %s, in which everything is told; add one, or set to to one of %s", to, strings.Join(slices.Sorted(maps.Keys(rates)), ", "))
	}
	return rates, unknown, nil
}

// useTable takes the rates of a table in place of the built-in ones: of each currency the latest.
func (f *Currencies) useTable(rates rateSeries, unknown []string) {
	latest := int64(table.NoTime)
	f.Rates = map[string]float64{}
	last := func(code string) float64 { return rates[code][len(rates[code])-1].Worth }
	for code, series := range rates {
		f.Rates[code] = 1
		if code != f.To {
			f.Rates[code] = last(code) / last(f.To)
		}
		latest = max(latest, series[len(series)-1].From)
	}
	f.Date = "as set"
	if latest != table.NoTime {
		f.Date = "of the table, the latest of " + table.FormatTime(latest)
	}
	if len(unknown) > 0 {
		f.Notes = append(f.Notes, fmt.Sprintf("the table of rates has currencies this step cannot read, left out: %s", quoteFew(unknown, 8)))
	}
}

// rateOn is what one unit of a currency was worth in the currency To at a moment.
func (f *Currencies) rateOn(code string, at int64) (float64, bool) {
	if code == f.To {
		return 1, true
	}
	a, known := on(f.Dated[code], at)
	b, too := on(f.Dated[f.To], at)
	if !known || !too {
		return 0, false
	}
	return a / b, true
}
