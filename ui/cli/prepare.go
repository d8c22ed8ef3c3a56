package cli

import (
	"encoding/csv"
	"io"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

func newPrepare(s Streams) *cobra.Command {
	var c choices
	var cleanOnly bool
	var out string
	cmd := &cobra.Command{
		Use:   "prepare DATA|WORKFLOW.yaml",
		Short: "Write the prepared table; with --clean-only before text becomes numbers",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			session := pipeline.NewSession(w)
			if err := session.RunTo(cmd.Context(), pipeline.CollectStage); err != nil {
				return err
			}
			t, err := preparedTable(cmd, session, cleanOnly)
			if err != nil {
				return err
			}
			to, closeOut, err := create(out, s.Out)
			if err != nil {
				return err
			}
			defer func() { err = firstOf(err, closeOut()) }()
			return writeTable(to, t)
		},
	}
	c.bind(cmd)
	cmd.Flags().BoolVar(&cleanOnly, "clean-only", false, "cells read and repeats dropped, nothing encoded; needs no target")
	cmd.Flags().StringVar(&out, "out", "-", "file to write; - for standard output")
	return cmd
}

func preparedTable(cmd *cobra.Command, s *pipeline.Session, cleanOnly bool) (*table.Table, error) {
	if cleanOnly {
		cleaned, err := prepare.Clean(cmd.Context(), s.Collected().Table, s.Workflow.Prepare)
		return cleaned.Table, err
	}
	err := s.RunTo(cmd.Context(), pipeline.PrepareStage)
	if err != nil {
		return nil, err
	}
	return s.Prepared().Encoded, nil
}

// writeTable writes a table as CSV, a missing value as an empty cell.
func writeTable(w io.Writer, t *table.Table) error {
	out := csv.NewWriter(w)
	if err := out.Write(t.Names()); err != nil {
		return err
	}
	row := make([]string, t.Width())
	for i := range t.Rows() {
		for j := range row {
			row[j] = t.At(j).Cell(i)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
