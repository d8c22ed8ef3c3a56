package prepare

import (
	"fmt"

	"assay/models/param"
)

// Choice is one line of a preparation: which entry, with which settings that differ from the defaults. It is what the
// workflow file keeps.
type Choice struct {
	Name string            `yaml:"name" json:"name"`
	Off  bool              `yaml:"off,omitempty" json:"off,omitempty"`
	Set  map[string]string `yaml:"set,omitempty" json:"set,omitempty"`
}

// Default is the preparation that suits most tables: read every cell, drop repeats, fill gaps, turn text into numbers,
// bring numbers to one scale.
func Default() []Choice {
	var out []Choice
	for _, e := range Catalogue() {
		out = append(out, Choice{Name: e.Name})
	}
	return out
}

// Naive is the least that makes a table learnable, for comparison: no cell is cleaned and no repeat is dropped.
func Naive() []Choice {
	var out []Choice
	for _, e := range Catalogue() {
		out = append(out, Choice{Name: e.Name, Off: e.Kind != Learns})
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

// Check reports the first choice that cannot be run: an unknown name, an illegal setting, or one that stands after a
// kind of work that must follow it.
func Check(choices []Choice) error {
	last, lastName := Cleans, ""
	for _, c := range choices {
		e, _, err := c.Settings()
		if err != nil {
			return err
		}
		if e.Kind < last {
			return fmt.Errorf("%s must stand before %s: cells are read first, then repeats dropped, then values learned", c.Name, lastName)
		}
		last, lastName = e.Kind, c.Name
	}
	return nil
}
