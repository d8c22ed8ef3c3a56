package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The sessions of testdata/script say what a person types and what must come out. They are written the way of
// testscript (github.com/rogpeppe/go-internal): lines of commands, then files as "-- name --" and their text. A ! in
// front of a check turns it around; words are separated by blanks, 'quoted' words may hold some, '' is a quote.

// asAssay is the variable that makes the test binary be the program.
const asAssay = "ASSAY_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asAssay) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestScript(t *testing.T) {
	paths, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sessions found: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			newSession(t).play(path, string(text))
		})
	}
}

// session is the state a script is in.
type session struct {
	t              *testing.T
	dir            string
	env            []string
	stdin          string
	stdout, stderr string
}

func newSession(t *testing.T) *session {
	dir := t.TempDir()
	env := []string{asAssay + "=1", "HOME=" + dir, "TERM=xterm", "TMPDIR=" + dir, "PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	return &session{t: t, dir: dir, env: env}
}

var fileHead = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// play writes the files of a script and runs its lines.
func (s *session) play(path, text string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	heads := fileHead.FindAllStringSubmatchIndex(text, -1)
	end := len(text)
	for _, at := range slices.Backward(heads) {
		s.write(text[at[2]:at[3]], text[at[1]:end])
		end = at[0]
	}
	for i, line := range strings.Split(text[:end], "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		line, negated := strings.CutPrefix(line, "! ")
		if err := s.do(negated, split(line)); err != nil {
			s.t.Fatalf("%s:%d: %s: %v\nstdout: %.1500s\nstderr: %.1500s", path, i+1, line, err, s.stdout, s.stderr)
		}
	}
}

// split cuts a line into words.
func split(line string) []string {
	var out []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		var word strings.Builder
		quoted := false
		for line != "" && (quoted || line[0] != ' ') {
			switch {
			case quoted && strings.HasPrefix(line, "''"):
				word.WriteByte('\'')
				line = line[1:]
			case line[0] == '\'':
				quoted = !quoted
			default:
				word.WriteByte(line[0])
			}
			line = line[1:]
		}
		out = append(out, word.String())
	}
	return out
}

// do runs one line. A command that cannot be turned around ignores the !.
func (s *session) do(negated bool, words []string) error {
	name, args := words[0], words[1:]
	switch name {
	case "code":
		return s.run(args)
	case "stdout", "stderr", "grep":
		return s.match(negated, name, args)
	case "exists":
		_, err := os.Stat(s.path(args[0]))
		return wanted(negated, err == nil, "exists")
	case "cmp":
		return wanted(negated, s.read(args[0]) == s.read(args[1]), "the same")
	case "cp":
		s.write(args[1], s.read(args[0]))
	case "rows":
		return wanted(negated, strconv.Itoa(strings.Count(s.read(args[0]), "\n")) == args[1], "so many lines")
	case "isjson":
		return isJSON(s.read(args[0]), args[1:])
	case "nothalf":
		left, err := filepath.Glob(filepath.Join(s.dir, ".assay-*"))
		return errors.Join(err, wanted(true, len(left) > 0, fmt.Sprintf("temporary files left: %q", left)))
	case "bytes":
		data, err := hex.DecodeString(args[1])
		s.write(args[0], string(data))
		return err
	case "poke":
		return s.poke(args)
	case "mkdir":
		return os.MkdirAll(s.path(args[0]), 0o755)
	case "cd":
		s.dir = filepath.Join(s.dir, args[0])
	case "env":
		s.env = append(s.env, args...)
	case "stdin":
		s.stdin = s.read(args[0])
	default:
		return errors.New("no such command")
	}
	return nil
}

func wanted(negated, is bool, what string) error {
	if is == negated {
		return fmt.Errorf("wanted %q to be %v", what, !negated)
	}
	return nil
}

// run is code N assay ARGS...: the program must end with that exit code.
func (s *session) run(args []string) error {
	cmd := exec.Command(os.Args[0], args[2:]...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = s.dir, s.env, strings.NewReader(s.stdin), &out, &errs
	err := cmd.Run()
	s.stdin, s.stdout, s.stderr = "", out.String(), errs.String()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
		return fmt.Errorf("exit code %s", got)
	}
	return nil
}

// match is stdout PATTERN, stderr PATTERN or grep PATTERN FILE, line by line.
func (s *session) match(negated bool, name string, args []string) error {
	pattern, err := regexp.Compile("(?m)" + args[0])
	if err != nil {
		return err
	}
	text := map[string]string{"stdout": s.stdout, "stderr": s.stderr}[name]
	if name == "grep" {
		text = s.read(args[1])
	}
	return wanted(negated, pattern.MatchString(text), "found")
}

// isJSON wants one JSON value, an object with the given keys where some are given.
func isJSON(text string, keys []string) error {
	if !json.Valid([]byte(text)) {
		return errors.New("not JSON")
	}
	doc := map[string]json.RawMessage{}
	if len(keys) > 0 {
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			return err
		}
	}
	for _, key := range keys {
		if _, ok := doc[key]; !ok {
			return fmt.Errorf("no key %q", key)
		}
	}
	return nil
}

// poke is poke FILE OFFSET BYTE: it changes one byte.
func (s *session) poke(args []string) error {
	data := []byte(s.read(args[0]))
	at, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	b, err := strconv.ParseUint(args[2], 10, 8)
	if err != nil {
		return err
	}
	data[at] = byte(b)
	s.write(args[0], string(data))
	return nil
}

func (s *session) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

// read returns a file, or what the last command printed.
func (s *session) read(name string) string {
	switch name {
	case "stdout":
		return s.stdout
	case "stderr":
		return s.stderr
	}
	data, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *session) write(name, text string) {
	if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}
