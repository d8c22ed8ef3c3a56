package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"

	"assay/pipeline/collect"
)

// measured is what one program took for one kind of work, over its repeats.
type measured struct {
	Wall []float64 `json:"wall"` // seconds
	CPU  []float64 `json:"cpu"`  // seconds, all threads added up
	Rows int       `json:"rows"`
	RSS  float64   `json:"rss_mb"` // of the whole process at its largest
}

// load reads a file so many times, as the workbench does, and prints what it took.
func load(path string, repeats int) error {
	var m measured
	for range repeats {
		runtime.GC()
		begin, used := time.Now(), cpuSeconds()
		raw, err := collect.Read(context.Background(), path, nil, collect.Env{})
		if err != nil {
			return err
		}
		m.Wall, m.CPU, m.Rows = append(m.Wall, time.Since(begin).Seconds()), append(m.CPU, cpuSeconds()-used), raw.Table.Rows()
	}
	m.RSS = peakMB()
	out, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(os.Stdout, string(out))
	return err
}
