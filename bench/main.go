// Command bench measures assay against the tools people use today, in turn on the same file, and prints the ratios of
// the medians. Seconds differ from machine to machine and hour to hour; ratios of one run are what may be quoted.
//
//	go run ./bench -rows 1000000 -rounds 5 -peers FOLDER
//
// Peers that are not there are left out with a word: pandas needs python3 with pandas, polars and DuckDB need node and
// a FOLDER in which `npm install nodejs-polars @duckdb/node-api` was run.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	sampledata "assay/sample_data"
)

func main() {
	rows := flag.Int("rows", 1_000_000, "rows of the table to read")
	rounds := flag.Int("rounds", 3, "how often each program takes its turn")
	peers := flag.String("peers", os.Getenv("ASSAY_PEERS"), "folder with node_modules for polars and DuckDB")
	file := flag.String("file", "", "measure on this file in place of a generated one")
	child := flag.String("load", "", "only read this file once and print what it took, as JSON")
	flag.Parse()
	if err := run(*rows, *rounds, *peers, *file, *child); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rows, rounds int, peers, file, child string) error {
	if child != "" {
		return load(child, 1)
	}
	if file == "" {
		folder, err := os.MkdirTemp("", "assay-bench")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(folder) }() // the system clears what stays
		file = filepath.Join(folder, "loans.csv")
		fmt.Printf("writing %d rows ...\n", rows)
		if err := generate(file, rows); err != nil {
			return err
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Printf("reading %s (%.1f MB) into typed columns, %d rounds, two threads\n\n", filepath.Base(file), float64(info.Size())/1e6, rounds)
	return compare(loaders(file, peers), rounds)
}

// generate writes the table: by the generator that the peers' own bench uses where it is at hand, else by ours.
func generate(path string, rows int) error {
	if tool := filepath.Join("..", "shared", "tools", "gen_loans.py"); exists(tool) {
		if exec.Command(python, tool, "--rows", strconv.Itoa(rows), "--out", path).Run() == nil {
			return nil
		}
	}
	loans := sampledata.NewLoans()
	loans.Rows = rows
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := loans.Write(f, nil); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// python is the one Debian's packages belong to.
const python = "/usr/bin/python3"

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// loaders are the programs to compare, the first being ours.
func loaders(file, peers string) []program {
	self, _ := os.Executable()
	out := []program{{"assay", []string{self, "-load", file}},
		{"pandas", []string{python, "bench/peers.py", "pandas", file, "1"}}}
	for _, name := range []string{"polars", "duckdb"} {
		if peers == "" {
			fmt.Printf("%s left out: name a folder with its npm package with -peers\n", name)
			continue
		}
		out = append(out, program{name, []string{"node", "bench/peers.mjs", name, file, "1", peers}})
	}
	return out
}
