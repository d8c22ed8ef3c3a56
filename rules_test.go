package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of the house, as docs/ARCHITECTURE.md draws them. Each is a function from the parsed tree to the places
// that break it, so TestRulesBite can plant a violation and see it caught.

// source is one parsed Go file.
type source struct {
	path    string // slash-separated, from the root
	file    *ast.File
	lines   int
	imports []string
}

// folder is the package's folder, "." for the root.
func (s source) folder() string { return path.Dir(s.path) }

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// arrow forbids imports: a file under `from` must not import anything that matches one of `never`, but for `except`.
type arrow struct {
	from   string
	never  []string // an import path, or a prefix ending in /...
	except []string
}

var terminal = []string{"charm.land/...", "github.com/charmbracelet/...", "github.com/spf13/cobra"}

var arrows = []arrow{
	{from: "models/...", never: append([]string{"os", "os/...", "net", "net/...", "database/sql", "assay/pipeline", "assay/pipeline/...", "assay/ui", "assay/ui/...", "assay/sample_data"}, terminal...)},
	{from: "models/param", never: []string{"assay/models"}},
	{from: "sample_data", never: append([]string{"assay/pipeline", "assay/pipeline/...", "assay/ui", "assay/ui/..."}, terminal...)},
	{from: "pipeline/...", never: append([]string{"assay/ui", "assay/ui/..."}, terminal...)},
	{from: "pipeline/table", never: []string{"assay/pipeline", "assay/pipeline/..."}, except: []string{"assay/pipeline/cores"}},
	{from: "pipeline/save", never: []string{"assay/..."}},
	{from: "pipeline/stats", never: []string{"assay/..."}},
	{from: "pipeline/cores", never: []string{"assay/..."}},
	{from: "pipeline/expr", never: append([]string{"os", "os/...", "net", "net/...", "io/..."}, stageNever...), except: []string{"assay/pipeline/table"}},
	{from: "pipeline/export", never: stageNever, except: []string{"assay/pipeline/table"}},
	{from: "pipeline/collect", never: stageNever, except: stageMay("save")},
	{from: "pipeline/profile", never: stageNever, except: stageMay()},
	{from: "pipeline/prepare", never: stageNever, except: stageMay("expr", "profile")},
	{from: "pipeline/prepare/...", never: stageNever, except: stageMay("expr", "profile", "prepare")},
	{from: "pipeline/train", never: stageNever, except: stageMay()},
	{from: "pipeline/health", never: stageNever, except: stageMay("train", "evaluate")},
	{from: "pipeline/evaluate", never: stageNever, except: stageMay()},
	{from: "pipeline/predict", never: stageNever, except: stageMay("save", "prepare", "evaluate")},
	{from: "ui/kit", never: []string{"assay/pipeline", "assay/pipeline/...", "assay/ui", "assay/ui/...", "assay/models"}},
	{from: "ui/bench", never: []string{"assay/ui", "assay/ui/..."}, except: []string{"assay/ui/kit"}},
	{from: "ui/collect", never: screenNever, except: screenMay},
	{from: "ui/prepare", never: screenNever, except: screenMay},
	{from: "ui/train", never: screenNever, except: screenMay},
	{from: "ui/evaluate", never: screenNever, except: screenMay},
	{from: "ui/predict", never: screenNever, except: screenMay},
	{from: "ui/cli", never: []string{"assay/ui/..."}, except: []string{"assay/ui/kit"}},
}

// stageNever is the rest of the pipeline; stageMay is what every stage stands on, and the packages named beside it.
var stageNever = []string{"assay/pipeline", "assay/pipeline/..."}

func stageMay(also ...string) []string {
	var out []string
	for _, name := range append([]string{"table", "stats", "cores"}, also...) {
		out = append(out, "assay/pipeline/"+name)
	}
	return out
}

var (
	screenNever = []string{"assay/ui", "assay/ui/...", "database/sql"}
	screenMay   = []string{"assay/ui/kit", "assay/ui/bench"}
)

func matches(pattern, name string) bool {
	prefix, open := strings.CutSuffix(pattern, "/...")
	if open {
		return strings.HasPrefix(name, prefix+"/")
	}
	return pattern == name
}

// covers is matches for folders: a/... covers a itself too.
func covers(pattern, folder string) bool {
	return matches(pattern, folder) || strings.TrimSuffix(pattern, "/...") == folder
}

func brokenArrows(all []source) []string {
	var out []string
	for _, s := range all {
		for _, a := range arrows {
			if s.test() || !covers(a.from, s.folder()) {
				continue
			}
			for _, name := range s.imports {
				hit := func(p string) bool { return matches(p, name) }
				if slices.ContainsFunc(a.never, hit) && !slices.ContainsFunc(a.except, hit) {
					out = append(out, fmt.Sprintf("%s imports %s; %s must not (docs/ARCHITECTURE.md, arrows)", s.path, name, a.from))
				}
			}
		}
	}
	return out
}

// undocumented lists packages without a package comment.
func undocumented(all []source) []string {
	documented := map[string]bool{}
	for _, s := range all {
		documented[s.folder()] = documented[s.folder()] || (!s.test() && s.file.Doc != nil)
	}
	var out []string
	for folder, ok := range documented {
		if !ok {
			out = append(out, folder+" has no package comment")
		}
	}
	slices.Sort(out)
	return out
}

const longest = 400

func tooLong(all []source) []string {
	var out []string
	for _, s := range all {
		if s.lines > longest {
			out = append(out, fmt.Sprintf("%s has %d lines; over %d it holds more than one job", s.path, s.lines, longest))
		}
	}
	return out
}

// printing lists calls of fmt.Print and its kin in the pipeline: results go up as values.
func printing(all []source) []string {
	return calls(all, "pipeline", func(pkg, name string) bool {
		return (pkg == "fmt" && strings.HasPrefix(name, "Print")) || (pkg == "os" && (name == "Stdout" || name == "Stderr"))
	}, "prints; the pipeline returns values")
}

// goroutines lists go statements in the ui outside kit.Go, which recovers.
func goroutines(all []source) []string {
	var out []string
	for _, s := range all {
		if s.test() || !covers("ui/...", s.folder()) || s.path == "ui/kit/do.go" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				out = append(out, s.path+" starts a goroutine by itself; use kit.Go, which recovers")
			}
			return true
		})
	}
	return out
}

// registering lists init functions: catalogues are explicit, so the order on screen is a choice.
func registering(all []source) []string {
	var out []string
	for _, s := range all {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				out = append(out, s.path+" has an init function; list it in a catalogue instead")
			}
		}
	}
	return out
}

func calls(all []source, folder string, bad func(pkg, name string) bool, why string) []string {
	var out []string
	for _, s := range all {
		if s.test() || !covers(folder+"/...", s.folder()) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if id, ok := sel.X.(*ast.Ident); ok && bad(id.Name, sel.Sel.Name) {
				out = append(out, s.path+" "+why)
			}
			return true
		})
	}
	return out
}

var rules = map[string]func([]source) []string{
	"arrows": brokenArrows, "package docs": undocumented, "file sizes": tooLong,
	"no printing in the pipeline": printing, "goroutines recover": goroutines, "no init": registering,
}

func TestRules(t *testing.T) {
	all := tree(t)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for _, broken := range rule(all) {
				t.Error(broken)
			}
		})
	}
}

// TestRulesBite plants a violation of each rule and expects exactly that rule to catch it.
func TestRulesBite(t *testing.T) {
	planted := map[string]source{
		"arrows":                      parse(t, "models/bad.go", "// Package models.\npackage models\nimport _ \"os\"\n"),
		"package docs":                parse(t, "pipeline/bare/bare.go", "package bare\n"),
		"file sizes":                  parse(t, "ui/long.go", "// Package ui.\npackage ui\n"+strings.Repeat("\n", longest)),
		"no printing in the pipeline": parse(t, "pipeline/train/loud.go", "// Package train.\npackage train\nimport \"fmt\"\nfunc f() { fmt.Println() }\n"),
		"goroutines recover":          parse(t, "ui/train/loose.go", "// Package train.\npackage train\nfunc f() { go f() }\n"),
		"no init":                     parse(t, "ui/kit/init.go", "// Package kit.\npackage kit\nfunc init() {}\n"),
	}
	for name, s := range planted {
		for other, rule := range rules {
			caught := len(rule([]source{s})) > 0
			if caught != (name == other) {
				t.Errorf("planted a violation of %q: rule %q caught it: %v", name, other, caught)
			}
		}
	}
	stage := parse(t, "pipeline/train/sideways.go", "// Package train.\npackage train\nimport _ \"assay/pipeline/evaluate\"\n")
	screen := parse(t, "ui/train/sideways.go", "// Package train.\npackage train\nimport _ \"assay/ui/predict\"\n")
	look := parse(t, "pipeline/profile/sideways.go", "// Package profile.\npackage profile\nimport _ \"assay/pipeline/collect\"\n")
	fine := parse(t, "pipeline/predict/fine.go", "// Package predict.\npackage predict\nimport _ \"assay/pipeline/prepare\"\n")
	also := parse(t, "pipeline/prepare/fine.go", "// Package prepare.\npackage prepare\nimport _ \"assay/pipeline/profile\"\n")
	if got := brokenArrows([]source{stage, screen, look, fine, also}); len(got) != 3 {
		t.Errorf("stages and a screen that import a sibling must be caught, and only they: %q", got)
	}
}

// tree parses every Go file of the project.
func tree(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		all = append(all, parse(t, filepath.ToSlash(name), string(text)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parse(t *testing.T, name, text string) source {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	s := source{path: name, file: f, lines: strings.Count(text, "\n")}
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		s.imports = append(s.imports, p)
	}
	return s
}
