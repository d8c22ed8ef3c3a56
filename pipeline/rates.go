package pipeline

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"assay/pipeline/prepare"
)

// maxRates is the largest file of rates that is read, in bytes.
const maxRates = 4 << 20

// Steps returns the choices of Prepare as they can be run: the files of rates that steps name are read, so that what a
// step does depends on its settings alone.
func (w Workflow) Steps() ([]prepare.Choice, error) {
	out := slices.Clone(w.Prepare)
	for i, c := range out {
		file := c.Set["rates_file"]
		if c.Name != "money" || c.Off || file == "" {
			continue
		}
		text, err := readRates(file)
		if err != nil {
			return nil, UsageError{fmt.Errorf("prepare: money: rates_file: %w; write a file with lines of currency,date,rate, or set rates_file to nothing", err)}
		}
		out[i].Set = maps.Clone(c.Set)
		out[i].Set["rates_table"] = text
	}
	return out, nil
}

func readRates(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxRates+1))
	switch {
	case err != nil:
		return "", err
	case len(data) > maxRates:
		return "", fmt.Errorf("%s has more than %d MB", path, maxRates>>20)
	}
	return string(data), nil
}

// RenameRates gives every file of rates another name.
func (w *Workflow) RenameRates(name func(string) string) {
	for i, c := range w.Prepare {
		if file := c.Set["rates_file"]; c.Name == "money" && file != "" {
			w.Prepare[i].Set = maps.Clone(c.Set)
			w.Prepare[i].Set["rates_file"] = name(file)
		}
	}
}
