package sampledata

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// clerk writes an application down the way people do: with gaps and in forms of its own. With missing and spelling
// at 0 a clerk writes the plain forms of the truth.
type clerk struct {
	random            *rand.Rand
	missing, spelling float64
}

// How much likelier than the mean each column has gaps; they average 1. The other columns have none.
const (
	incomeGaps, scoreGaps, jobGaps, yearsGaps, zipGaps, sexGaps, ageGaps = .9, 1.2, .8, 1.3, 1.7, .4, .7
)

// appendRecord adds one line of the dirty file.
func (c *clerk) appendRecord(b []byte, a applicant, leak bool) []byte {
	job, use := jobs[a.job], purposes[a.purpose]
	b = appendID(b, a.row)
	b = c.cell(b, 0, func(n int) string { return dateForm(a.date(), n) })
	b = c.cell(b, incomeGaps, func(n int) string { return moneyForm(a.income, a.currency, n) })
	b = c.cell(b, scoreGaps, func(n int) string { return scoreForm(a.score, n) })
	b = c.cell(b, jobGaps, func(n int) string { return wordForm(job.name, job.spellings, n) })
	b = c.cell(b, yearsGaps, func(n int) string { return yearsForm(a.halfYears, n) })
	b = c.cell(b, 0, func(n int) string { return moneyForm(a.loan, a.currency, n) })
	b = c.cell(b, 0, func(n int) string { return wordForm(use.name, use.spellings, n) })
	b = c.cell(b, zipGaps, func(n int) string { return zipForm(zips[a.zip], n) })
	b = c.cell(b, sexGaps, func(n int) string { return sexForm(a.female, n) })
	b = c.cell(b, ageGaps, func(int) string { return strconv.Itoa(a.age) })
	if leak {
		b = strconv.AppendInt(append(b, ','), int64(a.calls), 10)
	}
	b = c.cell(b, 0, func(n int) string { return wordForm(yesNo(a.repaid), nil, n) })
	return append(b, '\n')
}

// cell adds a comma and a cell: a gap, the plain form 0, or any other form. It draws the same number of random
// numbers whatever comes out.
func (c *clerk) cell(b []byte, gaps float64, form func(n int) string) []byte {
	lost, other, n := c.random.Float64(), c.random.Float64(), 1+c.random.IntN(1<<20)
	b = append(b, ',')
	switch {
	case lost < c.missing*gaps:
		if other < c.spelling { // some people write something instead of nothing
			return append(b, [...]string{"n/a", "NA", "-", "?"}[n%4]...)
		}
		return b
	case other >= c.spelling:
		n = 0
	}
	return appendCell(b, form(n))
}

// appendCell quotes what CSV must quote.
func appendCell(b []byte, s string) []byte {
	if strings.IndexByte(s, ',') < 0 {
		return append(b, s...)
	}
	return append(append(append(b, '"'), s...), '"') // no form holds a quote
}

// appendTruth adds one line of the truth.
func (a applicant) appendTruth(b []byte, leak bool) []byte {
	dollars := a
	dollars.income, dollars.loan, dollars.currency = a.incomeUSD(), a.loanUSD(), 0
	b = new(clerk{random: rand.New(zeros{})}).appendRecord(b, dollars, leak)
	b = append(b[:len(b)-1], ',')
	b = append(strconv.AppendFloat(b, a.probability, 'f', 6, 64), ',')
	return append(strconv.AppendFloat(b, a.fair, 'f', 6, 64), '\n')
}

// zeros is a source for a clerk that has nothing to decide.
type zeros struct{}

func (zeros) Uint64() uint64 { return 0 }

func (a applicant) date() time.Time { return firstDay.AddDate(0, 0, a.day) }

func appendID(b []byte, row int) []byte {
	b = append(b, 'A')
	digits := strconv.Itoa(row + 1)
	for range 8 - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
