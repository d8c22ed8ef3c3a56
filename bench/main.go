// Command bench measures assay against the tools people use today, in turn on the same file, and prints the ratios of
// the medians. Seconds differ from machine to machine and hour to hour; ratios of one run are what may be quoted.
//
//	go run ./bench -rows 1000000 -rounds 5 -peers FOLDER
//	go run ./bench -work prepare
//
// The kinds of work: load reads a CSV file into typed columns; duplicates drops the rows that repeat an earlier one;
// prepare runs the default recipe, from cells to what a learner gets, beside a ColumnTransformer.
//
// Peers that are not there are left out with a word: pandas and scikit-learn need python3 with these, polars and DuckDB
// need node and a FOLDER in which `npm install nodejs-polars @duckdb/node-api` was run.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	sampledata "assay/sample_data"
)

func main() {
	rows := flag.Int("rows", 1_000_000, "rows of the table to read")
	rounds := flag.Int("rounds", 3, "how often each program takes its turn")
	peers := flag.String("peers", os.Getenv("ASSAY_PEERS"), "folder with node_modules for polars and DuckDB")
	file := flag.String("file", "", "measure on this file in place of a generated one")
	work := flag.String("work", strings.Join(works, ","), "what is measured")
	once := flag.String("once", "", "only do this work once, on -file, and print what it took as JSON")
	flag.Parse()
	var err error
	if *once != "" {
		err = child(*once, *file)
	} else {
		err = run(*rows, *rounds, *peers, *file, strings.Split(*work, ","))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// works are the kinds of work.
var works = []string{"load", "duplicates", "prepare"}

func run(rows, rounds int, peers, file string, work []string) error {
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
	fmt.Printf("%s (%.1f MB), %d rounds, two threads\n", filepath.Base(file), float64(info.Size())/1e6, rounds)
	for _, kind := range work {
		fmt.Printf("\n%s\n", kind)
		if err := compare(programs(kind, file, peers), rounds); err != nil {
			return err
		}
	}
	return nil
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

// programs are those to compare on one kind of work, the first being ours.
func programs(kind, file, peers string) []program {
	self, _ := os.Executable()
	out := []program{{"assay", []string{self, "-once", kind, "-file", file}}}
	peer := "pandas"
	if kind == "prepare" {
		peer = "sklearn"
	}
	out = append(out, program{peer, []string{python, "bench/peers.py", kind, file, "1"}})
	if kind != "load" {
		return out
	}
	for _, name := range []string{"polars", "duckdb"} {
		if peers == "" {
			fmt.Printf("%s left out: name a folder with its npm package with -peers\n", name)
			continue
		}
		out = append(out, program{name, []string{"node", "bench/peers.mjs", name, file, "1", peers}})
	}
	return out
}
