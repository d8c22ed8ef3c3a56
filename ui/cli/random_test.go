package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRandomLines: whatever is typed, a command ends with a known code; a refusal is one line that names the program,
// prints nothing on standard output, and never is a fault of the program itself.
func TestRandomLines(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var b strings.Builder
	b.WriteString("id,x,=f,who,y\n")
	for i := range 60 {
		fmt.Fprintf(&b, "%d,%d.5,%s,%s,%s\n", i, i*7%13, []string{"a", "", "=1"}[i%3], []string{"m", "f"}[i%2], []string{"no", "yes"}[i*7%13/7])
	}
	bundle := filepath.Join(dir, "m.assay")
	data := write("d.csv", b.String())
	assay(t, exitDone, "train", data, "--target", "y", "--quiet", "--out", bundle)
	words := []string{
		data, bundle, write("one.csv", "y\nyes\n"), write("w.yaml", "assay: 1\ncollect: {data: d.csv, target: y}\ntrain: {learner: onerule}\nevaluate: {threshold: 0.4}\n"),
		write("bad.yaml", "assay: [1"), write("zero.csv", "\x00\x00\x00"), dir, "sample", "-", "", "--", "gone.csv",
		"--target=y", "--target", "x", "who", "--positive=yes", "--positive=", "--protected=who", "--protected=\"", "--ignore=x,x", "--role=x=id", "--role==", "--learner=majority",
		"--set=logistic.c=2", "--set=impute.x=1", "--set=csv.header=no", "--set=", "--seed=9", "--test=.5", "--test=0", "--validation=.9", "--threshold=.9", "--threshold=-1",
		"--json", "--plain", "--quiet", "--progress=json", "--progress=bar", "--progress=", "--raw", "--clean-only", "--field=x=1", "--field=who=\x1b[31m", "--field=", "--help", "--rows=3", "--leak",
		"--join=d.csv on id", "--join=" + data + " on id", "--join=", "--kind=x=text", "--kind=y=number", "--kind=x", `--row={"x":3,"y":"yes"}`, `--row={"x":"?"}`, `--row={`, "--tables",
	}
	commands := []string{"run", "profile", "prepare", "health", "whatif", "train", "predict", "predict", "generate", "paths", "completion", "help", "nonsense"}
	random := rand.New(rand.NewPCG(1, 2))
	counts := map[int]int{}
	for range 1500 {
		args := []string{commands[random.IntN(len(commands))]}
		switch {
		case args[0] == "predict" && random.IntN(4) > 0:
			args = append(args, bundle)
		case args[0] != "predict" && random.IntN(4) > 0:
			args = append(args, data)
		}
		for range random.IntN(5) {
			args = append(args, words[random.IntN(len(words))])
		}
		if args[0] == "train" {
			args = append(args, "--out="+filepath.Join(dir, "t.assay"))
		}
		var out, errs bytes.Buffer
		code := Run(t.Context(), args, Streams{In: strings.NewReader("x,=f,who\n1,,m\n"), Out: &out, Err: &errs})
		counts[code]++
		said := strings.Split(strings.TrimRight(errs.String(), "\n"), "\n")
		refusals := slices.DeleteFunc(said, func(l string) bool { // a bar is cleared before anything is said
			_, shown, cleared := strings.Cut(l, "\r\x1b[K")
			for cleared {
				l = shown
				_, shown, cleared = strings.Cut(l, "\r\x1b[K")
			}
			return !strings.HasPrefix(l, "assay: ")
		})
		switch {
		case !slices.Contains([]int{exitDone, exitFailed, exitUsage, exitBelowGate}, code), strings.Contains(errs.String(), "fault in assay"):
			t.Errorf("%q: exit code %d: %s", args, code, errs.String())
		case (code == exitFailed || code == exitUsage) && (out.Len() > 0 || len(refusals) < 1 || len(refusals) > 2):
			t.Errorf("%q: exit code %d printed %.100q and said %q", args, code, out.String(), said)
		case strings.Contains(strings.ReplaceAll(errs.String(), "\r\x1b[K", ""), "\x1b"):
			t.Errorf("%q: an escape came through: %q", args, errs.String())
		}
	}
	if counts[exitDone] < 100 || counts[exitFailed] < 20 || counts[exitUsage] < 100 || counts[exitBelowGate] < 5 {
		t.Errorf("the lines tried are one-sided: %v", counts)
	}
}
