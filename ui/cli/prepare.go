package cli

import (
	"context"
	"encoding/csv"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

func newPrepare(s Streams) *cobra.Command {
	var c choices
	var cleanOnly, raw bool
	var out string
	cmd := &cobra.Command{
		Use:     "prepare DATA...|WORKFLOW.yaml",
		GroupID: stageGroup,
		Short:   "Write the prepared table; with --clean-only before text becomes numbers",
		Long: `prepare writes the table as a learner gets it, as CSV: spellings, numbers, money and dates read,
repeats dropped, gaps filled and text turned into numbers, the last two by what training rows
taught. What each step did is told on standard error.`,
		Example: `  assay prepare loans.csv --clean-only > clean.csv
  assay prepare loans.csv --target repaid --out numbers.csv`,
		Args: between(1, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			to, err := create(cmd.Context(), out, s.Out)
			if err != nil {
				return err
			}
			defer func() { err = to.close(err) }()
			tell := c.teller(s)
			session := s.session(w)
			t, effects, err := preparedTable(cmd.Context(), session, cleanOnly, tell)
			if err != nil {
				return err
			}
			if err := c.pin(w, session.Collected()); err != nil {
				return err
			}
			for _, e := range effects {
				tell.say("  %-10s  %s", e.Name, effectWords(e))
			}
			if c.json {
				return printJSON(to, tableDocument(t, effects))
			}
			return writeTable(to, t, raw)
		},
	}
	c.bind(cmd)
	cmd.Flags().BoolVar(&cleanOnly, "clean-only", false, "cells read and repeats dropped, nothing encoded; needs no target")
	cmd.Flags().StringVar(&out, "out", "-", "file to write; - is standard output")
	cmd.Flags().BoolVar(&raw, "raw", false, "write cells as they are, even those a spreadsheet would run as formulas")
	group(cmd, outputFlags, "clean-only", "out=FILE", "raw")
	return cmd
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

// writeTable writes a table as CSV, a missing value as an empty cell.
func writeTable(w io.Writer, t *table.Table, raw bool) error {
	out := csv.NewWriter(w)
	if err := out.Write(defused(slices.Clone(t.Names()), raw)); err != nil {
		return err
	}
	row := make([]string, t.Width())
	for i := range t.Rows() {
		for j := range row {
			row[j] = t.At(j).Cell(i)
		}
		if err := out.Write(defused(row, raw)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// tableDocument is a table as JSON: an object per row, null where a value is missing.
func tableDocument(t *table.Table, effects []prepare.Effect) object {
	rows := make([]object, t.Rows())
	for i := range rows {
		row := object{}
		for _, c := range t.Columns() {
			switch {
			case c.Missing(i) && c.Kind != table.Levels:
				row[c.Name] = nil
			case c.Kind == table.Number:
				row[c.Name] = number(c.Numbers()[i])
			default:
				row[c.Name] = c.Cell(i)
			}
		}
		rows[i] = row
	}
	return object{"rows": t.Rows(), "columns": t.Names(), "steps": steps(effects), "data": rows}
}
