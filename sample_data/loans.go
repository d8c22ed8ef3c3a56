// Package sampledata makes synthetic loan applications and embeds about 3,000 of them as the sample the workbench
// opens with. Nobody in them exists: every row is drawn from a small model of who applies and who repays, and is then
// made as dirty as real files are. The truth is known, so cleaning, rules, audits and forecasts can be checked against
// it. sources.md says what is planted.
package sampledata

import (
	"bufio"
	"fmt"
	"io"

	"assay/models/param"
)

// Loans is the settings of the generator. Application number k depends on the settings and on k alone: more rows
// continue a file and never change its beginning, and any number of rows is written in constant memory.
type Loans struct {
	Rows       int
	Seed       int
	Missing    float64
	Duplicates float64
	Currencies float64
	Spelling   float64
	Rule       float64
	Bias       float64
	Leak       bool
	Drift      float64
}

// NewLoans returns the settings of the embedded sample.
func NewLoans() Loans {
	return Loans{Rows: 3000, Seed: 1, Missing: .04, Duplicates: .04, Currencies: .25, Spelling: .3, Rule: .98, Bias: 2.3}
}

// Params lists the settings.
func (l *Loans) Params() []param.Param {
	return []param.Param{
		param.OfInt(&l.Rows, "rows", 1, maxRows, "number of applications; duplicates come on top"),
		param.OfInt(&l.Seed, "seed", 0, 1<<31-1, "where the random numbers start; another seed gives other applicants"),
		param.OfFloat(&l.Missing, "missing", 0, .9, "mean share of empty cells among the columns that may have gaps"),
		param.OfFloat(&l.Duplicates, "duplicates", 0, 1, "share of applications that are in the file twice, half of them spelled differently the second time"),
		param.OfFloat(&l.Currencies, "currencies", 0, 1, "share of applicants who state money in euros or pounds instead of dollars"),
		param.OfFloat(&l.Spelling, "spelling", 0, 1, "share of cells that are written in another way than the plain one"),
		param.OfFloat(&l.Rule, "rule", 0, 1, "chance to repay with an income above 80,000 and a credit score above 720; 0 plants no rule"),
		param.OfFloat(&l.Bias, "bias", 0, 5, "log-odds of repaying that the records take from women; 0 treats everyone alike"),
		param.OfBool(&l.Leak, "leak", "add collection_calls, a column that is only known after the outcome and gives it away"),
		param.OfFloat(&l.Drift, "drift", -2, 2, "log-odds of repaying lost per year of application date; 0 keeps the world as it is"),
	}
}

// check refuses settings outside their bounds, for callers that fill the struct themselves.
func (l Loans) check() error {
	for _, p := range l.Params() {
		if err := p.Set(p.Get()); err != nil {
			return fmt.Errorf("generate: %w", err)
		}
	}
	return nil
}

const (
	maxRows   = 99_999_999 // what 8 digits of application_id hold
	maxBehind = 40         // a duplicate follows its original within that many applications
)

// Write writes the applications as CSV to w and, unless truth is nil, one clean row per application to truth: money in
// US dollars, nothing missing, with the chance to repay that decided the outcome (probability) and what that would
// have been without the planted bias (fair_probability).
func (l Loans) Write(w, truth io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	if truth == nil {
		truth = io.Discard
	}
	p := printer{loans: l, dirty: bufio.NewWriterSize(w, 1<<16), truth: bufio.NewWriterSize(truth, 1<<16)}
	err := p.header()
	for row := 0; row < l.Rows && err == nil; row++ {
		err = p.application(row)
	}
	for late := 0; late < maxBehind && err == nil; late++ { // duplicates whose place lies behind the end
		err = p.twins(l.Rows + late)
	}
	for _, b := range []*bufio.Writer{p.dirty, p.truth} {
		if e := b.Flush(); err == nil {
			err = e
		}
	}
	if err != nil {
		return fmt.Errorf("generate: cannot write: %w", err)
	}
	return nil
}

// printer writes one application after the other.
type printer struct {
	loans        Loans
	dirty, truth *bufio.Writer
	line         []byte
	waiting      [maxBehind + 1][]twin // duplicates by the row they follow, modulo its length
}

// twin is a second record of an application.
type twin struct {
	of      int
	retyped bool // spelled anew instead of copied
}

func (p *printer) header() error {
	names := "application_id,application_date,income,credit_score,employment,years_employed,loan_amount,purpose,zip_code,sex,age"
	if p.loans.Leak {
		names += ",collection_calls"
	}
	names += ",repaid"
	if _, err := p.dirty.WriteString(names + "\n"); err != nil {
		return err
	}
	_, err := p.truth.WriteString(names + ",probability,fair_probability\n")
	return err
}

// application writes a row, its truth, and the duplicates whose place is behind it.
func (p *printer) application(row int) error {
	a := p.loans.applicant(row)
	if err := p.record(a, recordStream); err != nil {
		return err
	}
	p.line = a.appendTruth(p.line[:0], p.loans.Leak)
	if _, err := p.truth.Write(p.line); err != nil {
		return err
	}
	r := p.loans.stream(row, twinStream)
	if twice, behind, retyped := r.Float64(), 1+r.IntN(maxBehind), r.Float64(); twice < p.loans.Duplicates {
		place := (row + behind) % len(p.waiting)
		p.waiting[place] = append(p.waiting[place], twin{of: row, retyped: retyped < .5})
	}
	return p.twins(row)
}

// twins writes the duplicates whose place is behind the row.
func (p *printer) twins(row int) error {
	place := row % len(p.waiting)
	for _, t := range p.waiting[place] {
		stream := uint64(recordStream)
		if t.retyped {
			stream = retypedStream
		}
		if err := p.record(p.loans.applicant(t.of), stream); err != nil {
			return err
		}
	}
	p.waiting[place] = p.waiting[place][:0]
	return nil
}

// record writes a row of the dirty file; the stream decides how it is spelled.
func (p *printer) record(a applicant, stream uint64) error {
	clerk := clerk{random: p.loans.stream(a.row, stream), missing: p.loans.Missing, spelling: p.loans.Spelling}
	p.line = clerk.appendRecord(p.line[:0], a, p.loans.Leak)
	_, err := p.dirty.Write(p.line)
	return err
}
