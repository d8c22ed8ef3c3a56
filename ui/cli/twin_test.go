package cli

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/bench"
)

// shellWords takes a line apart the way a shell does, as far as bench.Twin quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	quoted, some := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted, some = !quoted, true
		case c == '\\' && !quoted:
			i++
			word.WriteByte(line[i])
		case c == ' ' && !quoted:
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteByte(c)
			some = true
		}
	}
	if some {
		words = append(words, word.String())
	}
	return words
}

// The command that a screen names as its twin makes the same workflow.
func TestTwinSaysTheSourcesAgain(t *testing.T) {
	for _, c := range []pipeline.CollectChoices{
		{Data: "loans.csv"},
		{Data: pipeline.Sample, Append: []string{"more data.csv", "old/*.csv"}},
		{Data: "shop.db#loans", Append: []string{"-"}, Join: []collect.Join{{Data: "it's.csv", Key: "customer_id=id"}, {Data: "b on c.csv", Key: "x,y=z", Keep: "matched"}}},
		{Data: "postgres://me:${POSTGRES_PASSWORD}@db/loans#a", Kinds: pipeline.Settings{"zip": "text", "a=b": "number"}},
		{Data: "loans.csv", Exam: "later loans.csv"},
		{Data: "loans.csv", Typed: []pipeline.Settings{{"income": "54,000 <EUR>", "what he's": "\"x\" & y"}, {"income": ""}}},
	} {
		w := pipeline.New(c.Data)
		w.Collect = c
		line := bench.Twin(w)
		if !strings.HasPrefix(line, "assay run ") {
			t.Errorf("%+v cannot be said: %s", c, line)
			continue
		}
		var flags choices
		cmd := &cobra.Command{Use: "run"}
		flags.bind(cmd)
		if err := cmd.ParseFlags(shellWords(line)[2:]); err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		got, err := flags.workflow(cmd.Flags().Args())
		if err != nil && !strings.Contains(err.Error(), "not read yet") {
			t.Errorf("%s: %v", line, err)
		}
		got.Collect.Roles = nil // what no flag gave is an empty table there
		if !reflect.DeepEqual(got, w) {
			t.Errorf("%s\nmakes %+v\nof    %+v", line, got.Collect, w.Collect)
		}
	}
	for _, j := range []collect.Join{{Data: "x.csv", Key: "date on file"}, {Data: "x.csv", Key: "a keep all"}} {
		w := pipeline.New("loans.csv")
		w.Collect.Join = []collect.Join{j}
		if line := bench.Twin(w); line != "assay run workflow.yaml" {
			t.Errorf("%+v is said as %s", j, line)
		}
	}
	w := pipeline.New("-")
	w.Collect.Replay = pipeline.Settings{"-": "00"}
	if words := shellWords(bench.Twin(w)); !slices.Equal(words, []string{"assay", "run", "workflow.yaml"}) {
		t.Errorf("a raw copy is said as %q", words)
	}
}

func TestParseRow(t *testing.T) {
	for text, want := range map[string]pipeline.Settings{
		`{"a": 54000, "b": "x", "c": true, "d": null, "e": 1.50, "f": 12345678901234567890}`: {"a": "54000", "b": "x", "c": "true", "d": "", "e": "1.50", "f": "12345678901234567890"},
		` {} `: {},
	} {
		if got, err := parseRow(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"": "no JSON object", "[1]": "no JSON object", "income=54000": "no JSON object", `{"a": 1`: "ends early", `{"a": }`: "invalid", `{"a": [1]}`: "a list or an object",
		`{"a": 1, "a": 2}`: "twice", `{"a": 1} {"b": 2}`: "behind the object", `{"a" 1}`: "invalid", `{1: 2}`: "",
	} {
		if got, err := parseRow(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
}

func TestDataOrCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	for arg, want := range map[string]bool{
		"sample": true, "-": true, "loans.csv": true, "dir/loans": true, "*.csv": true, "data?": true, "shop#loans": true, "postgres://h/d": true, "mysql:x": true, "https://x": true,
		"trian": false, "loans": false, "": false,
	} {
		if got := looksLikeData(arg); got != want {
			t.Errorf("%q is taken for data: %v", arg, got)
		}
	}
}
