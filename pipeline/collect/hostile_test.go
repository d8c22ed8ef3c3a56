package collect

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// hostile is where the damaged files lie, each with what a right reader makes of it.
const hostile = "../../../shared/hostile/files"

type hostileCase struct {
	File     string   `json:"file"`
	Class    string   `json:"class"`
	What     string   `json:"what"`
	Outcome  string   `json:"outcome"`
	Rows     *int     `json:"rows"`
	Cols     *int     `json:"cols"`
	Cell     []any    `json:"cell"`
	Numeric  []string `json:"numeric_columns"`
	MustSay  []string `json:"must_say"`
	Line     int      `json:"line"`
	Col      int      `json:"col"`
	Optional bool     `json:"optional"`
	Leaks    []string `json:"must_not_say"`
	Escapes  []string `json:"must_not_create"`
	Seconds  float64  `json:"max_seconds"`
}

// hostileClasses are the kinds of damage that reading a file has to stand.
var hostileClasses = []string{"dialect", "encoding", "lines", "quotes", "structure", "values", "wrongkind", "terminal", "formula", "json", "containers"}

func TestHostileFiles(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(hostile, "manifest.json"))
	if err != nil {
		t.Skip("no hostile files beside the checkout: ", err)
	}
	var cases []hostileCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	pass, all := 0, 0
	for _, c := range cases {
		if !slices.Contains(hostileClasses, c.Class) {
			continue
		}
		all++
		start := time.Now()
		why := judge(c)
		if took, most := time.Since(start).Seconds(), cmp.Or(c.Seconds, 20); why == "" && took > most {
			why = fmt.Sprintf("took %.1f seconds, more than %v", took, most)
		}
		for _, path := range c.Escapes {
			if _, err := os.Lstat(path); err == nil {
				why = "wrote " + path
			}
		}
		if why != "" {
			t.Errorf("%s (%s): %s", c.File, c.What, why)
			continue
		}
		pass++
	}
	t.Logf("%d of %d hostile files right", pass, all)
}

// judge reads a file and says what is wrong with the outcome, "" when it is right. Alerts of the profile count as
// telling the user, for they are shown with the table.
func judge(c hostileCase) string {
	path := filepath.Join(hostile, c.File)
	read, err := Read(context.Background(), path, nil, Env{})
	if err != nil {
		said := strings.TrimPrefix(err.Error(), path)
		if !slices.Contains([]string{"error", "warn_or_error", "no_crash"}, c.Outcome) {
			return "refused: " + said
		}
		if c.Line > 0 && !strings.HasPrefix(said, fmt.Sprintf(":%d:", c.Line)) && c.Outcome == "error" {
			return "wrong line: " + said
		}
		if c.Col > 0 && !strings.HasPrefix(said, fmt.Sprintf(":%d:%d:", c.Line, c.Col)) && c.Outcome == "error" {
			return "wrong place: " + said
		}
		if !strings.Contains(said, "hint: ") {
			return "no hint: " + said
		}
		return unsaid(c, said)
	}
	said := strings.Join(read.Origin.Warnings, "\n")
	for _, p := range profile.Of(read.Table) {
		for _, a := range p.Alerts {
			if a.Severity != profile.Note {
				said += fmt.Sprintf("\n%s: %s", p.Name, a.Message)
			}
		}
	}
	switch c.Outcome {
	case "error":
		return "not refused"
	case "warn", "warn_or_error":
		if said == "" {
			return "no warning"
		}
		if why := unsaid(c, said); why != "" {
			return why
		}
	}
	return wrongTable(c, read.Table)
}

func unsaid(c hostileCase, said string) string {
	for _, m := range c.MustSay {
		if !regexp.MustCompile("(?i)" + m).MatchString(said) {
			return fmt.Sprintf("does not say %s: %s", m, said)
		}
	}
	for _, m := range c.Leaks {
		if regexp.MustCompile(m).MatchString(said) {
			return fmt.Sprintf("says %s: %s", m, said)
		}
	}
	return ""
}

func wrongTable(c hostileCase, t *table.Table) string {
	if c.Rows != nil && t.Rows() != *c.Rows {
		return fmt.Sprintf("%d rows, want %d", t.Rows(), *c.Rows)
	}
	if c.Cols != nil && t.Width() != *c.Cols {
		return fmt.Sprintf("%d columns, want %d", t.Width(), *c.Cols)
	}
	if len(c.Cell) == 3 {
		i, j := int(c.Cell[0].(float64)), int(c.Cell[1].(float64))
		if got := t.At(j).Cell(i); got != c.Cell[2] {
			return fmt.Sprintf("cell %d,%d is %q, want %q", i, j, got, c.Cell[2])
		}
	}
	for _, name := range c.Numeric {
		if col := t.Column(name); col == nil || col.Kind != table.Number {
			return fmt.Sprintf("column %s is not a number", name)
		}
	}
	return ""
}
