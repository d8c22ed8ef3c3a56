package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
)

// program is one of those compared: a command that does the work once and prints a measured as JSON.
type program struct {
	name string
	args []string
}

// threads is how many each program may use.
const threads = "2"

// compare lets the programs take turns, A B C A B C, so that a busy moment hurts all alike, and prints the medians and
// their ratio to the first.
func compare(programs []program, rounds int) error {
	all := make([]measured, len(programs))
	for range rounds {
		for k, p := range programs {
			m, err := once(p)
			if err != nil {
				if k == 0 {
					return err
				}
				if all[k].Rows == 0 && len(all[k].Wall) == 0 {
					fmt.Printf("%s left out: %v\n", p.name, err)
					all[k].Rows = -1
				}
				continue
			}
			all[k].Wall, all[k].CPU = append(all[k].Wall, m.Wall...), append(all[k].CPU, m.CPU...)
			all[k].Rows, all[k].RSS = m.Rows, max(all[k].RSS, m.RSS)
		}
	}
	fmt.Printf("%-10s %9s %9s %9s %9s   %s\n", "", "wall s", "cpu s", "peak MB", "rows", "assay / it: wall, cpu, memory")
	ours := all[0]
	for k, p := range programs {
		m := all[k]
		if len(m.Wall) == 0 {
			continue
		}
		fmt.Printf("%-10s %9.3f %9.3f %9.0f %9d", p.name, median(m.Wall), median(m.CPU), m.RSS, m.Rows)
		if k > 0 {
			fmt.Printf("   %.2f  %.2f  %.2f", median(ours.Wall)/median(m.Wall), median(ours.CPU)/median(m.CPU), ours.RSS/m.RSS)
		}
		fmt.Println()
	}
	return nil
}

func once(p program) (m measured, err error) {
	cmd := exec.Command(p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+threads, "BENCH_THREADS="+threads)
	out, err := cmd.Output()
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(out, &m)
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
