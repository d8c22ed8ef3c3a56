package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The sessions of testdata/script say what a person types and what must come out, as testscript reads them, with a few
// commands of their own.

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"assay": main}) }

func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TERM", "xterm")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": code, "bytes": writeBytes, "poke": poke, "isjson": isJSON, "rows": rows, "nothalf": nothalf,
		},
	})
}

// code is code N PROGRAM ARGS...: the program must end with that exit code.
func code(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, wanted %s", got, args[0])
	}
}

// writeBytes is bytes FILE HEX.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// poke is poke FILE OFFSET BYTE: it changes one byte.
func poke(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	b, err := strconv.ParseUint(args[2], 10, 8)
	ts.Check(err)
	data[at] = byte(b)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// isJSON wants one JSON value, an object with the given keys where some are given.
func isJSON(ts *testscript.TestScript, _ bool, args []string) {
	text := []byte(ts.ReadFile(args[0]))
	if !json.Valid(text) {
		ts.Fatalf("%s is not JSON", args[0])
	}
	if len(args) == 1 {
		return
	}
	var doc map[string]json.RawMessage
	ts.Check(json.Unmarshal(text, &doc))
	for _, key := range args[1:] {
		if _, ok := doc[key]; !ok {
			ts.Fatalf("no key %q", key)
		}
	}
}

// rows is rows FILE N: the file has that many lines.
func rows(ts *testscript.TestScript, neg bool, args []string) {
	n := strconv.Itoa(strings.Count(ts.ReadFile(args[0]), "\n"))
	if (n == args[1]) == neg {
		ts.Fatalf("%s has %s lines", args[0], n)
	}
}

// nothalf wants no temporary file left behind.
func nothalf(ts *testscript.TestScript, _ bool, _ []string) {
	left, err := filepath.Glob(ts.MkAbs(".assay-*"))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("temporary files left: %q", left)
	}
}
