// Package health looks for what makes a model look better than it is, or of no use: rows on both sides of the split,
// columns that give the answer away, cells that could not be read, columns that say nothing or the same, stand-ins for
// what is protected, and answers that contradict one another.
//
// Check is one function from a prepared table to findings. Each finding belongs to one of six counters, says with
// numbers and an interval what was seen, and carries what can be done about it as data. Answers of test rows are never
// looked at; features of test rows are, to find their twins.
package health

import (
	"cmp"
	"context"
	"slices"

	"assay/models"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// Severity says how much a finding matters.
type Severity int

// The severities.
const (
	Note    Severity = iota // worth knowing
	Warning                 // to be looked at
	Serious                 // what is measured afterwards is wrong while this stands
)

// String is the word people read.
func (s Severity) String() string { return [...]string{"note", "warning", "serious"}[s] }

// Counter is one of the six things that are counted.
type Counter int

// The counters in the order of the board.
const (
	Twins Counter = iota
	Leaks
	Gaps
	Columns
	Proxies
	Conflicts
	counters
)

// String is the counter's name.
func (c Counter) String() string {
	return [...]string{"twins", "leaks", "gaps", "columns", "proxies", "conflicts"}[c]
}

// About says what a counter counts.
func (c Counter) About() string {
	return [...]string{"rows on both sides of the split", "columns that give the answer away", "cells that are missing or could not be read",
		"columns that say nothing, or the same as another", "columns that stand in for a protected one", "answers that contradict one another"}[c]
}

// Fix is what can be done about a finding with one key, as data: Verb role gives Column the role Value, verb step switches the
// step Value on or makes the setting section.setting=value.
type Fix struct{ Verb, Column, Value string }

// Finding is one thing that was seen.
type Finding struct {
	Severity Severity
	Counter  Counter
	Kind     string         // what was looked for, a few words that never change
	Text     string         // what was seen, a sentence with its numbers
	Score    evaluate.Score // what was measured, NaN where the finding has no such number
	Columns  []string       // columns concerned
	Rows     []int          // the first rows concerned
	Count    int            // rows concerned
	Fix      *Fix           // nil where a person must think first
}

// State is the colour of a counter.
type State int

// The states of a counter.
const (
	Unmeasured State = iota // could not be looked for, or with too few rows
	Green                   // looked for, nothing found that must be dealt with
	Amber                   // to be looked at
	Red                     // what is measured afterwards is wrong
)

// String is the word people read.
func (s State) String() string { return [...]string{"not measured", "green", "amber", "red"}[s] }

// Tally is a counter and what it has come to.
type Tally struct {
	Counter Counter
	State   State
	Found   int    // findings to be dealt with: warnings and worse
	Why     string // why it is not measured, or was only in part; else empty
}

// Report is everything found, the most severe first, and the six counters.
type Report struct {
	Findings []Finding
	Tallies  [counters]Tally
	Model    evaluate.Score // AUC of a default logistic regression on validation rows; NaN when it could not be fitted
}

// Input is a prepared table: Raw as read, Cleaned with the same rows before encoding, Matrix as learners see them.
type Input struct {
	Raw, Cleaned            *table.Table
	Matrix                  models.Matrix // without columns when preparation has a fault
	Fault                   error
	Y                       []float64
	Classes                 []string
	Train, Validation, Test []int
	Kind                    string              // of the split
	SecondFile              bool                // the test rows come from data of their own
	Protected               []evaluate.Grouping // groups of people, codes for all rows
	Steps                   []string            // preparation steps that are on
	Marks                   map[string][]string // by raw column, the values that are known to mean missing
	Seed                    uint64
}

// on says whether a step is on.
func (in *Input) on(step string) bool { return slices.Contains(in.Steps, step) }

// open are the rows whose answers may be looked at, ascending.
func (in *Input) open() []int {
	rows := slices.Concat(in.Train, in.Validation)
	slices.Sort(rows)
	return rows
}

// ignore is the fix that takes a column out, by the raw field it was read from; nil when it was made from several.
func (in *Input) ignore(c *table.Column) *Fix { return in.role(c, "ignored") }

func (in *Input) role(c *table.Column, role string) *Fix {
	if in.Raw.Column(c.Field) == nil {
		return nil
	}
	return &Fix{Verb: "role", Column: c.Field, Value: role}
}

// check is a run of Check.
type check struct {
	*Input
	ctx      context.Context
	features []*table.Column
	report   Report
	gaps     [counters]string // why a counter is not measured
	blank    [counters]bool   // nothing at all could be measured
}

func (c *check) add(f Finding) {
	if f.Score.Name == "" {
		f.Score = evaluate.Undefined("none")
	}
	c.report.Findings = append(c.report.Findings, f)
}

// unmeasured says why a counter is blank.
func (c *check) unmeasured(k Counter, why string) { c.gaps[k], c.blank[k] = why, true }

// Check looks for everything. It ends early with the context's error.
func Check(ctx context.Context, in Input) (Report, error) {
	c := &check{Input: &in, ctx: ctx, features: in.Cleaned.ByRole(table.Feature)}
	c.report.Model = evaluate.Undefined("roc_auc")
	for _, look := range []func(*check){twins, leaks, predictiveIDs, lateDates, gaps, columns, proxies, conflicts} {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		look(c)
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	c.count()
	return c.report, nil
}

// Add takes in findings from elsewhere and counts again.
func (r *Report) Add(more ...Finding) {
	for _, f := range more {
		if f.Score.Name == "" {
			f.Score = evaluate.Undefined("none")
		}
		r.Findings = append(r.Findings, f)
		t := &r.Tallies[f.Counter]
		t.take(f.Severity)
	}
	r.sort()
}

func (t *Tally) take(s Severity) {
	if s >= Warning {
		t.Found++
		t.State = max(t.State, Amber+State(s-Warning))
	}
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Counter, b.Counter), cmp.Compare(b.Count, a.Count))
	})
}

// count colours the counters.
func (c *check) count() {
	for k := range c.report.Tallies {
		t := &c.report.Tallies[k]
		t.Counter, t.State, t.Why = Counter(k), Green, c.gaps[k]
		if c.blank[k] {
			t.State = Unmeasured
		}
	}
	for _, f := range c.report.Findings {
		c.report.Tallies[f.Counter].take(f.Severity)
	}
	c.report.sort()
}
