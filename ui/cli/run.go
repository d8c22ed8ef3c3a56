package cli

import (
	"context"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/predict"
)

func newRun(s Streams) *cobra.Command {
	var c choices
	var out string
	cmd := &cobra.Command{
		Use:     "run [DATA...|WORKFLOW.yaml]",
		GroupID: stageGroup,
		Short:   "All five stages, headless; without an argument on the embedded sample",
		Long: `run collects, prepares, trains, takes the exam and makes the bundle, and tells the story of it.
It ends with code 3 when the model was examined but did not pass the gate.`,
		Example: `  assay run
  assay run loans.csv --target repaid --protected sex --json
  assay run jan.csv feb.csv --join "customers.csv on customer_id"
  assay run loans.csv --target repaid --workflow loans.yaml && assay run loans.yaml`,
		Args: between(0, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("out") {
				if err := c.mayWriteBundle(out); err != nil {
					return err
				}
			}
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return runAll(cmd.Context(), w, &c, out, s)
		},
	}
	c.bind(cmd)
	cmd.Flags().StringVar(&out, "out", "", "save the bundle to this file")
	group(cmd, outputFlags, "out=FILE")
	return cmd
}

func runAll(ctx context.Context, w pipeline.Workflow, c *choices, out string, s Streams) error {
	if w.Split["test"] != "" {
		if test, err := strconv.ParseFloat(w.Split["test"], 64); err == nil && test == 0 {
			return usageErrorf("--test 0 leaves no rows for the exam, and run takes one; use `assay train` to learn from every row")
		}
	}
	session := s.session(w)
	tell := c.teller(s)
	seconds, err := drive(ctx, session, pipeline.PredictStage, tell)
	if err != nil {
		return err
	}
	if err := c.pin(w, session.Collected()); err != nil {
		return err
	}
	gain, err := pipeline.Gained(ctx, w, session.Prepared())
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		tell.say("what cleaning is worth could not be measured: %v", err)
	}
	r := result{session: session, gain: gain, seconds: seconds, saved: out}
	if out != "" {
		if _, err := predict.Save(out, session.Deployed().Bundle); err != nil {
			return err
		}
	}
	if err := r.print(s.Out, c.json); err != nil {
		return err
	}
	if !session.Examined().Report.Gate.Passed {
		return errBelowGate
	}
	return nil
}

// result is a finished run, ready to be printed.
type result struct {
	session *pipeline.Session
	gain    *pipeline.Gain // nil when it could not be measured
	seconds float64        // of training
	saved   string         // the bundle's file; "" when it was not asked for
}

func (r result) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, r.document())
	}
	_, err := io.WriteString(w, r.story())
	return err
}
