package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/pipeline/predict"
)

// assay runs a command line and returns what it printed.
func assay(t *testing.T, want int, args ...string) (out, errs string) {
	t.Helper()
	return assayCtx(t, context.Background(), want, args...)
}

func assayCtx(t *testing.T, ctx context.Context, want int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := Run(ctx, args, Streams{In: strings.NewReader(""), Out: &o, Err: &e}); got != want {
		t.Fatalf("assay %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, want, e.String())
	}
	return o.String(), e.String()
}

// TestInterrupted: a command that is interrupted ends with 130, says so, and leaves no file.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{
		{"generate", "--rows", "2000", "--out", filepath.Join(dir, "a.csv"), "--truth", filepath.Join(dir, "b.csv")},
		{"train", "sample", "--out", filepath.Join(dir, "m.assay")},
		{"run", "--out", filepath.Join(dir, "m.assay"), "--json"},
		{"prepare", "sample", "--out", filepath.Join(dir, "p.csv")},
	} {
		out, errs := assayCtx(t, ctx, exitInterrupted, args...)
		if out != "" || !strings.HasSuffix(errs, "assay: interrupted\n") {
			t.Errorf("%s: printed %q and said %q", args[0], out, errs)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("files left: %v", left)
	}
}

// TestBatchEqualsSingle: 3,000 rows get the same bits in a file, alone, and asked by --field.
func TestBatchEqualsSingle(t *testing.T) {
	dir := t.TempDir()
	data, bundle := filepath.Join(dir, "new.csv"), filepath.Join(dir, "m.assay")
	assay(t, exitDone, "train", "sample", "--quiet", "--out", bundle)
	assay(t, exitDone, "generate", "--rows", "3000", "--seed", "5", "--duplicates", "0", "--out", data)
	out, _ := assay(t, exitDone, "predict", bundle, data, "--quiet", "--raw")
	scored, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	given, err := csv.NewReader(f).ReadAll()
	if err != nil || len(given) != 3001 || len(scored) != len(given) {
		t.Fatalf("%d rows in, %d out: %v", len(given), len(scored), err)
	}
	service, err := openBundle(bundle)
	if err != nil {
		t.Fatal(err)
	}
	header := given[0]
	at := len(header)
	for i, row := range given[1:] {
		answer := scored[i+1]
		if !slices.Equal(answer[:at], row) {
			t.Fatalf("row %d: %q came out as %q", i+1, row, answer[:at])
		}
		answers := map[string]string{}
		args := []string{"predict", bundle, "--quiet", "--json"}
		for _, name := range fieldNames(service) {
			cell := row[slices.Index(header, name)]
			answers[name] = cell
			args = append(args, "--field", name+"="+cell)
		}
		record, err := service.Record(answers)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := service.Decide([][]string{record})
		if err != nil {
			t.Fatal(err)
		}
		if got := strconv.FormatFloat(alone[0].Probability, 'g', -1, 64); got != answer[at] || alone[0].Label != answer[at+1] {
			t.Fatalf("row %d: %s alone, %s in the file", i+1, got, answer[at])
		}
		if i%50 == 0 {
			asked, _ := assay(t, exitDone, args...)
			var doc struct{ Probability json.Number }
			if err := json.Unmarshal([]byte(asked), &doc); err != nil {
				t.Fatal(err)
			}
			if p, _ := doc.Probability.Float64(); p != alone[0].Probability {
				t.Errorf("row %d: %s asked by --field, %s in the file", i+1, doc.Probability, answer[at])
			}
		}
	}
}

// TestPredictJSONManyBatches: a JSON list stays one valid value across batches, every input kept.
func TestPredictJSONManyBatches(t *testing.T) {
	dir := t.TempDir()
	bundle, data := filepath.Join(dir, "m.assay"), filepath.Join(dir, "new.csv")
	assay(t, exitDone, "train", "sample", "--quiet", "--out", bundle)
	assay(t, exitDone, "generate", "--rows", "2500", "--duplicates", "0", "--out", data)
	out, _ := assay(t, exitDone, "predict", bundle, data, "--quiet", "--json")
	var all []struct {
		Probability *float64
		Input       map[string]string
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2500 {
		t.Fatalf("%d answers", len(all))
	}
	for i, a := range all {
		if a.Probability == nil || len(a.Input) != 12 {
			t.Fatalf("answer %d: %+v", i, a)
		}
	}
}

func TestDefused(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd": "'+cmd", "-cmd": "'-cmd", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "-2+3": "'-2+3",
		"-5": "-5", "+5": "+5", "-1.5e3": "-1.5e3", "-": "-", "": "", "a=b": "a=b", "plain": "plain",
	} {
		if got := defused([]string{cell}, false)[0]; got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
		if got := defused([]string{cell}, true)[0]; got != cell {
			t.Errorf("--raw: %q became %q", cell, got)
		}
	}
}

// A file that lacks what the model reads is told how many columns to add.
func TestMissingColumnsAreCounted(t *testing.T) {
	dir := t.TempDir()
	bundle, one, two := filepath.Join(dir, "m.assay"), filepath.Join(dir, "one.csv"), filepath.Join(dir, "two.csv")
	assay(t, exitDone, "train", "sample", "--out", bundle, "--quiet")
	for file, c := range map[string][2]string{
		one: {"income,credit_score,employment,years_employed,loan_amount,purpose\n1,2,nurse,4,5,car\n", "no column zip_code, which the model reads; add it (its cells may be empty)"},
		two: {"income,credit_score,employment,years_employed,loan_amount\n1,2,nurse,4,5\n", "no columns purpose, zip_code, which the model reads; add them (their cells may be empty)"},
	} {
		if err := os.WriteFile(file, []byte(c[0]), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, errs := assay(t, exitFailed, "predict", bundle, file, "--quiet"); !strings.Contains(errs, c[1]) {
			t.Errorf("%s, wanted %q", errs, c[1])
		}
	}
}

func TestCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 999: "999 rows", 1000: "1,000 rows", -12345: "-12,345 rows", 1234567: "1,234,567 rows"} {
		if got := many(n, "row"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	var rounds []int
	for n := range 400 {
		if worthALine(n) {
			rounds = append(rounds, n)
		}
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300}; !slices.Equal(rounds, want) {
		t.Errorf("rounds told: %v", rounds)
	}
}

// TestStoryFitsAPage: no line of the story or the help is wider than a page, and none carries a control character.
func TestStoryFitsAPage(t *testing.T) {
	story, _ := assay(t, exitBelowGate, "run", "--quiet")
	texts := []string{story}
	for _, c := range []string{"run", "profile", "prepare", "health", "whatif", "train", "predict", "generate", "paths", "completion"} {
		help, _ := assay(t, exitDone, c, "--help")
		if !strings.Contains(help, "\nExamples:\n  assay "+c) {
			t.Errorf("%s has no example", c)
		}
		texts = append(texts, help)
	}
	for _, text := range texts {
		for _, l := range strings.Split(text, "\n") {
			if len([]rune(l)) > pageWidth || strings.TrimRight(l, " ") != l || strings.ContainsAny(l, "\x1b\r\t") {
				t.Errorf("%d wide: %q", len([]rune(l)), l)
			}
		}
	}
}

// TestMayReplace: what --out may write over.
func TestMayReplace(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, fine := range map[string]bool{
		filepath.Join(dir, "new.assay"):      true,
		filepath.Join(dir, "no", "x.assay"):  false,
		put("data.csv", "a,b\n1,2\n"):        false,
		put("empty.assay", ""):               false,
		put("old.assay", bundleMagic+"more"): true,
		dir:                                  false,
		"":                                   false,
	} {
		if err := (&choices{}).mayWriteBundle(path); (err == nil) != fine {
			t.Errorf("%q: %v", path, err)
		}
	}
	if data, _, err := predict.Encode(&predict.Bundle{}); err != nil || !bytes.HasPrefix(data, []byte(bundleMagic)) {
		t.Errorf("bundles start with something else now: %.8q %v", data, err)
	}
}
