// Package param makes settings data. A type with settings declares them once, as a list of Params that point at its
// own fields; the form on screen, the --set flag, the workflow file, the check with its message and docs/settings.md
// are all made from that one list.
package param

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Settings is what everything with choices implements: learners, cleaners, steps, sources, the split, the exam.
// Params returns the settings in the order a form shows them, each pointing at a field of the receiver, so reading and
// writing go through it. A fresh value from a catalogue holds the defaults.
type Settings interface{ Params() []Param }

// Kind says how a setting is edited and checked.
type Kind int

// The kinds of settings.
const (
	Bool   Kind = iota // on or off
	Int                // a whole number within Min..Max
	Float              // a number within Min..Max
	Text               // any text
	Choice             // one of Choices
	List               // names separated by commas, often columns
)

// Param is one setting: what it is called, what it means, what it may be, and where it lives.
type Param struct {
	Name     string   // the standard term, lower case; part of saved files, so it never changes
	Help     string   // one sentence: what it does, and what happens with more of it
	Kind     Kind     //
	Min, Max float64  // bounds of Int and Float, both included
	Choices  []string // legal values of Choice
	Columns  bool     // a List that names columns: the form offers those of the table

	get func() string
	set func(string) error
}

// OfBool declares an on/off setting stored at p.
func OfBool(p *bool, name, help string) Param {
	return Param{Name: name, Help: help, Kind: Bool,
		get: func() string { return strconv.FormatBool(*p) },
		set: func(s string) error {
			switch strings.ToLower(s) {
			case "true", "yes", "on", "1":
				*p = true
			case "false", "no", "off", "0":
				*p = false
			default:
				return fmt.Errorf("%q is neither true nor false", s)
			}
			return nil
		}}
}

// OfInt declares a whole number between low and high, both included, stored at p.
func OfInt(p *int, name string, low, high int, help string) Param {
	return Param{Name: name, Help: help, Kind: Int, Min: float64(low), Max: float64(high),
		get: func() string { return strconv.Itoa(*p) },
		set: func(s string) error {
			v, err := strconv.Atoi(s)
			if err != nil {
				return fmt.Errorf("%q is not a whole number", s)
			}
			if v < low || v > high {
				return fmt.Errorf("%d is outside %d to %d", v, low, high)
			}
			*p = v
			return nil
		}}
}

// OfFloat declares a number between low and high, both included, stored at p.
func OfFloat(p *float64, name string, low, high float64, help string) Param {
	return Param{Name: name, Help: help, Kind: Float, Min: low, Max: high,
		get: func() string { return strconv.FormatFloat(*p, 'g', -1, 64) },
		set: func(s string) error {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return fmt.Errorf("%q is not a number", s)
			}
			if !(v >= low && v <= high) { // also refuses NaN
				return fmt.Errorf("%v is outside %v to %v", v, low, high)
			}
			*p = v
			return nil
		}}
}

// OfText declares free text stored at p.
func OfText(p *string, name, help string) Param {
	return Param{Name: name, Help: help, Kind: Text,
		get: func() string { return *p },
		set: func(s string) error { *p = s; return nil }}
}

// OfChoice declares one of a few values stored at p.
func OfChoice(p *string, name string, choices []string, help string) Param {
	return Param{Name: name, Help: help, Kind: Choice, Choices: choices,
		get: func() string { return *p },
		set: func(s string) error {
			if !slices.Contains(choices, s) {
				return fmt.Errorf("%q is not one of %s%s", s, strings.Join(choices, ", "), DidYouMean(s, choices))
			}
			*p = s
			return nil
		}}
}

// OfList declares a list of names stored at p; as text the names are separated by commas.
func OfList(p *[]string, name, help string) Param {
	return Param{Name: name, Help: help, Kind: List,
		get: func() string { return strings.Join(*p, ",") },
		set: func(s string) error { *p = SplitList(s); return nil }}
}

// OfColumns declares a list of column names stored at p.
func OfColumns(p *[]string, name, help string) Param {
	q := OfList(p, name, help)
	q.Columns = true
	return q
}

// SplitList cuts text at commas, trims each part and leaves empty parts out.
func SplitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// Get returns the setting as text, in the form Set takes.
func (p Param) Get() string { return p.get() }

// Set reads text into the setting. A value that is not legal leaves the setting as it was and returns an error that
// says what would be.
func (p Param) Set(s string) error {
	if err := p.set(strings.TrimSpace(s)); err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	return nil
}

// Legal says in words what the setting takes, for forms and docs.
func (p Param) Legal() string {
	switch p.Kind {
	case Bool:
		return "true or false"
	case Int, Float:
		return bound(p.Min) + " to " + bound(p.Max)
	case Choice:
		return strings.Join(p.Choices, ", ")
	case List:
		if p.Columns {
			return "column names separated by commas"
		}
		return "names separated by commas"
	}
	return "text"
}

// bound writes a bound the way people do: plain digits up to a billion, then with an exponent.
func bound(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) <= 1e9 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
