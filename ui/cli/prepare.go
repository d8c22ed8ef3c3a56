package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/export"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

func newPrepare(s Streams) *cobra.Command {
	var c choices
	var o prepareFlags
	cmd := &cobra.Command{
		Use:     "prepare DATA...|WORKFLOW.yaml",
		GroupID: stageGroup,
		Short:   "Write the prepared table; with --clean-only before text becomes numbers",
		Long: `prepare writes the table as a learner gets it: spellings, numbers, money and dates read, repeats
dropped, gaps filled and text turned into numbers, the last two by what training rows taught. What
each step did is told on standard error. With --with, nothing is learned: the rows of DATA are
prepared the way a bundle prepares them, and a file that lacks a column it reads is refused. With
--propose, a recipe made for the table is told, a reason beside each step; those marked with ? need
a person's word and are left out of the workflow that --workflow writes.`,
		Example: `  assay prepare loans.csv --clean-only > clean.csv
  assay prepare loans.csv --target repaid --out numbers.parquet
  assay prepare new.csv --with loans.assay --out new-numbers.csv`,
		Args: between(1, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.with != "" {
				return prepareWith(cmd.Context(), args, &c, o, s)
			}
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			if o.propose && (o.out != "-" || o.cleanOnly || o.format != "") {
				return usageErrorf("--propose writes no table; leave --out, --format and --clean-only out")
			}
			if o.propose {
				return proposeRecipe(cmd.Context(), w, &c, s)
			}
			format, err := o.formatOf()
			if err != nil {
				return err
			}
			to, err := create(cmd.Context(), o.out, s.Out)
			if err != nil {
				return err
			}
			defer func() { err = to.close(err) }()
			tell := c.teller(s)
			session := s.session(w)
			t, effects, err := preparedTable(cmd.Context(), session, o.cleanOnly, tell)
			if err != nil {
				return err
			}
			if err := c.pin(w, session.Collected()); err != nil {
				return err
			}
			for _, e := range effects {
				tell.say("  %-10s  %s", e.Name, effectWords(e))
			}
			return o.writeTable(to, t, effects, format, c.json)
		},
	}
	c.bind(cmd)
	o.bind(cmd)
	return cmd
}

// prepareFlags are the choices of `assay prepare` alone.
type prepareFlags struct {
	cleanOnly, raw    bool
	propose           bool
	out, format, with string
}

func (o *prepareFlags) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.cleanOnly, "clean-only", false, "cells read and repeats dropped, nothing encoded; needs no target")
	f.StringVar(&o.out, "out", "-", "file to write; - is standard output")
	f.StringVar(&o.format, "format", "", "csv, tsv, jsonl or parquet; left out, the ending of --out says it")
	f.StringVar(&o.with, "with", "", "prepare the rows as this bundle does, learning nothing")
	f.BoolVar(&o.propose, "propose", false, "write no table, but a recipe made for it, with a reason beside each step; --workflow keeps it")
	f.BoolVar(&o.raw, "raw", false, "write cells as they are, even those a spreadsheet would run as formulas")
	group(cmd, outputFlags, "clean-only", "out=FILE", "format=NAME", "with=BUNDLE", "propose", "raw")
}

// formatOf is how the table is written.
func (o *prepareFlags) formatOf() (export.Format, error) {
	if o.format == "" {
		f, err := export.For(o.out)
		if err != nil {
			return f, usageErrorf("--out %s: %w; --format names another", o.out, err)
		}
		return f, nil
	}
	f, err := export.Find(o.format)
	if err != nil {
		return f, usageErrorf("--format: %w", err)
	}
	return f, nil
}

func preparedTable(ctx context.Context, s *pipeline.Session, cleanOnly bool, tell progress) (*table.Table, []prepare.Effect, error) {
	if cleanOnly {
		if _, err := drive(ctx, s, pipeline.CollectStage, tell); err != nil {
			return nil, nil, err
		}
		steps, err := s.Workflow.Steps()
		if err != nil {
			return nil, nil, err
		}
		cleaned, err := prepare.Clean(ctx, s.Collected().Table, steps)
		if err == nil {
			err = prepare.Fault(cleaned.Effects)
		}
		return cleaned.Table, cleaned.Effects, err
	}
	if _, err := drive(ctx, s, pipeline.PrepareStage, tell); err != nil {
		return nil, nil, err
	}
	return s.Prepared().Encoded, s.Prepared().Effects, nil
}

// tableDocument is a table as JSON: an object per row as files of JSON lines have them, null where a value is missing.
func tableDocument(t *table.Table, effects []prepare.Effect) (object, error) {
	lines, err := export.Find("jsonl")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	o := export.Options{Expand: true}
	if err := lines.Write(&b, t, o); err != nil {
		return nil, err
	}
	rows := make([]json.RawMessage, 0, t.Rows())
	for line := range bytes.Lines(b.Bytes()) {
		rows = append(rows, line)
	}
	return object{"rows": t.Rows(), "columns": export.Names(t, o), "steps": steps(effects), "data": rows}, nil
}

// writeTable writes a prepared table as the flags ask.
func (o *prepareFlags) writeTable(to io.Writer, t *table.Table, effects []prepare.Effect, format export.Format, asJSON bool) error {
	if !asJSON {
		return format.Write(to, t, export.Options{Raw: o.raw, Expand: true})
	}
	doc, err := tableDocument(t, effects)
	if err != nil {
		return err
	}
	return printJSON(to, doc)
}
