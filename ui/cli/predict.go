package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline/collect"
	"assay/pipeline/evaluate"
	"assay/pipeline/predict"
)

// batchRows is how many rows are scored at a time: enough to be quick, few enough to need little memory.
const batchRows = 1024

// predictFlags are the choices of one `assay predict`.
type predictFlags struct {
	fields, set      []string
	json, raw, quiet bool
	out              string
}

func newPredict(s Streams) *cobra.Command {
	var o predictFlags
	var plain bool
	cmd := &cobra.Command{
		Use:     "predict BUNDLE [DATA|-]",
		GroupID: stageGroup,
		Short:   "Score a file, standard input, or one case with --field name=value",
		Long: `predict writes the input's columns plus probability (of the positive class), decision and reasons;
rows and their order are kept. With --field it answers for one case instead. Cells that a
spreadsheet would run as formulas get a ' in front, unless --raw.`,
		Example: `  assay predict loans.assay new.csv > scored.csv
  assay predict loans.assay - --json < new.csv
  assay predict loans.assay --field income=54000 --field credit_score=710`,
		Args: between(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 && isBundle(args[1]) && !isBundle(args[0]) {
				return usageErrorf("%s is the bundle, and it comes first: assay predict %s %s", args[1], args[1], args[0])
			}
			service, err := openBundle(args[0])
			if err != nil {
				return err
			}
			tell := (&choices{quiet: o.quiet, progress: "lines"}).teller(s)
			if len(args) == 1 {
				return predictCase(service, o, tell, s)
			}
			if len(o.fields) > 0 {
				return usageErrorf("--field asks about one case and %s names many; leave one of them out", args[1])
			}
			return predictFile(cmd.Context(), service, args[1], o, tell, s)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.fields, "field", nil, "one answer of the case (repeatable)")
	f.StringArrayVar(&o.set, "set", nil, "how DATA is read, any setting of a source (repeatable)")
	f.StringVar(&o.out, "out", "-", "file to write; - is standard output")
	f.BoolVar(&o.json, "json", false, "print JSON instead of CSV or words")
	f.BoolVar(&o.raw, "raw", false, "write cells as they are, even those a spreadsheet would run as formulas")
	f.BoolVar(&plain, "plain", false, "no colours, no boxes: as it is always")
	f.BoolVar(&o.quiet, "quiet", false, "no talk on standard error")
	group(cmd, dataFlags, "field=NAME=VALUE", "set=SECTION.SETTING=VALUE")
	group(cmd, outputFlags, "out=FILE", "json", "raw", "plain", "quiet")
	return cmd
}

func openBundle(path string) (*predict.Service, error) {
	b, _, err := predict.Load(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fileError(path, err)
	}
	if err != nil {
		return nil, err
	}
	service, err := predict.Open(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return service, nil
}

// trust says where a model was never examined, or did not pass.
func trust(r *evaluate.Report, tell progress) {
	switch {
	case r == nil:
		tell.say("note: this model was never examined; `assay run` trains one and takes the exam")
	case !r.Gate.Passed:
		var why []string
		for _, c := range r.Gate.Blocking() {
			why = append(why, fmt.Sprintf("%s: %s", c.Name, c.Verdict))
		}
		tell.say("note: this model did not pass its gate (%s)", strings.Join(why, "; "))
	}
}

// predictFile scores the rows of a file, or of standard input for "-".
func predictFile(ctx context.Context, service *predict.Service, path string, o predictFlags, tell progress, s Streams) (err error) {
	rows, name, err := openRows(ctx, path, o.set, s.In)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, rows.Close()) }()
	places, err := match(service, rows.Fields(), name)
	if err != nil {
		return err
	}
	to, err := create(ctx, o.out, s.Out)
	if err != nil {
		return err
	}
	defer func() { err = to.close(err) }()
	trust(service.Bundle().Report, tell)
	out := newScored(to, service, rows.Fields(), o.json, o.raw)
	for _, n := range out.renamed {
		tell.say("note: %s", n)
	}
	if err := score(service, rows, places, out); err != nil {
		return err
	}
	if origin, ok := collect.RowsOrigin(rows); ok {
		for _, w := range origin.Warnings {
			tell.say("note: %s: %s", name, w)
		}
	}
	if out.unusual > 0 {
		tell.say("note: %s of %s hold something training never saw; --json says what", count(out.unusual), many(out.n, "row"))
	}
	return nil
}

// openRows opens data, or standard input for "-", and returns its name for messages.
func openRows(ctx context.Context, data string, set []string, in io.Reader) (collect.Rows, string, error) {
	options, err := collectOptions(set)
	if err != nil {
		return nil, "", err
	}
	data, secrets := collect.HideSecrets(data)
	name := data
	if data == "-" {
		name = collect.StdinName
	}
	rows, err := collect.OpenRows(ctx, data, options, collect.Env{Stdin: in, Secret: func(n string) (string, bool) { v, ok := secrets[n]; return v, ok }})
	return rows, name, err
}

// collectOptions reads section.setting=value texts about sources.
func collectOptions(set []string) (collect.Options, error) {
	o := collect.Options{}
	for _, text := range set {
		name, value, ok := strings.Cut(text, "=")
		if !ok || !strings.Contains(name, ".") {
			return nil, usageErrorf("--set %s: write it as section.setting=value, for example --set csv.delimiter=;", text)
		}
		o[name] = value
		if err := o.Check(); err != nil {
			return nil, usageErrorf("--set %s: %w", text, err)
		}
	}
	return o, nil
}

// match finds every field of the model among the columns of the data.
func match(service *predict.Service, columns []string, name string) ([]int, error) {
	var places []int
	var lacks []string
	for _, f := range service.Fields() {
		at := slices.Index(columns, f.Name)
		if at < 0 {
			lacks = append(lacks, f.Name)
		}
		places = append(places, at)
	}
	if len(lacks) > 0 {
		what, them := "column", "it (its cells"
		if len(lacks) > 1 {
			what, them = "columns", "them (their cells"
		}
		return nil, fmt.Errorf("%s has no %s %s, which the model reads; add %s may be empty). It has %s",
			name, what, strings.Join(lacks, ", "), them, strings.Join(columns, ", "))
	}
	return places, nil
}

// score decides rows in batches and writes each with its answer.
func score(service *predict.Service, rows collect.Rows, places []int, out *scored) error {
	for {
		batch, records, err := nextBatch(rows, places)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return out.close()
		}
		all, err := service.Decide(records)
		if err != nil {
			return err
		}
		for i, d := range all {
			if err := out.write(batch[i], d); err != nil {
				return err
			}
		}
	}
}

func nextBatch(rows collect.Rows, places []int) (batch, records [][]string, err error) {
	for len(batch) < batchRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return batch, records, nil
		}
		if err != nil {
			return nil, nil, err
		}
		row = slices.Clone(row)
		record := make([]string, len(places))
		for j, at := range places {
			record[j] = row[at]
		}
		batch, records = append(batch, row), append(records, record)
	}
	return batch, records, nil
}
