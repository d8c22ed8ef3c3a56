package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// measured is what one program took for one kind of work, over its repeats.
type measured struct {
	Wall []float64 `json:"wall"` // seconds
	CPU  []float64 `json:"cpu"`  // seconds, all threads added up
	Rows int       `json:"rows"`
	RSS  float64   `json:"rss_mb"` // of the whole process at its largest
}

// child does one kind of work once, as the workbench does it, and prints what it took.
func child(kind, path string) error {
	job, err := jobOf(kind, path)
	if err != nil {
		return err
	}
	runtime.GC()
	begin, used := time.Now(), cpuSeconds()
	rows, err := job()
	if err != nil {
		return err
	}
	m := measured{Wall: []float64{time.Since(begin).Seconds()}, CPU: []float64{cpuSeconds() - used}, Rows: rows, RSS: peakMB()}
	out, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(os.Stdout, string(out))
	return err
}

// jobOf gets everything ready that is not part of what is timed.
func jobOf(kind, path string) (func() (rows int, err error), error) {
	if kind == "load" {
		return func() (int, error) {
			t, err := read(path)
			if err != nil {
				return 0, err
			}
			return t.Rows(), nil
		}, nil
	}
	t, err := read(path)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "duplicates":
		return func() (int, error) { return duplicates(t) }, nil
	case "prepare":
		return func() (int, error) { return fitAndApply(t) }, nil
	}
	return nil, fmt.Errorf("there is no work called %q", kind)
}

func read(path string) (*table.Table, error) {
	raw, err := collect.Read(context.Background(), path, nil, collect.Env{})
	return raw.Table, err
}
