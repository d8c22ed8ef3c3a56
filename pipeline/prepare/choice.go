package prepare

import (
	"fmt"

	"assay/models/param"
)

// Choice is one line of a preparation: which entry, on which columns, with which settings that differ from the
// defaults. It is what the workflow file keeps.
type Choice struct {
	Name string            `yaml:"name" json:"name"`
	Off  bool              `yaml:"off,omitempty" json:"off,omitempty"`
	On   Selection         `yaml:"on,omitempty" json:"on,omitempty"` // empty: every column it can work on
	Set  map[string]string `yaml:"set,omitempty" json:"set,omitempty"`
}

// Default is the preparation that suits most tables: read every cell, drop repeats, fill gaps, turn text into numbers,
// draw in what is far out, straighten very skewed numbers and bring all to one scale. What a step does to which column it decides on training
// rows, so that one recipe suits all tables.
func Default() []Choice {
	return chosen("tidy", "parse", "money", "dates", "duplicates", "clip", "impute", "rare", "onehot", "power", "scale")
}

// Naive is the least that makes a table learnable, for comparison: no cell is cleaned and no repeat is dropped.
func Naive() []Choice { return chosen("impute", "rare", "onehot", "scale") }

func chosen(names ...string) []Choice {
	var out []Choice
	for _, name := range names {
		out = append(out, Choice{Name: name})
	}
	return out
}

// Settings returns the entry of a choice and its settings with the choices applied.
func (c Choice) Settings() (Entry, param.Settings, error) {
	e, err := Find(c.Name)
	if err != nil {
		return Entry{}, nil, err
	}
	s := e.New()
	if err := param.Apply(s, c.Set); err != nil {
		return Entry{}, nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return e, s, nil
}

// Check reports the first choice that cannot be run: an unknown name, an illegal setting, or rows dropped after values
// were learned from them. Choices that are off may stand anywhere.
func Check(choices []Choice) error {
	learner := ""
	for _, c := range choices {
		e, _, err := c.Settings()
		if err != nil {
			return err
		}
		switch {
		case c.Off:
		case e.Kind == Learns && learner == "":
			learner = c.Name
		case e.Kind == Sieves && learner != "":
			return fmt.Errorf("%s must stand before %s: rows are dropped first, then values learned from those that stay", c.Name, learner)
		}
	}
	return nil
}

// Wall is the place of the first choice that learns: what stands before it sees all rows, what stands at or after it
// training rows only.
func Wall(choices []Choice) int {
	for i, c := range choices {
		if e, err := Find(c.Name); err == nil && e.Kind == Learns && !c.Off {
			return i
		}
	}
	return len(choices)
}
