package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/predict"
)

func newRun(s Streams) *cobra.Command {
	var c choices
	var out string
	cmd := &cobra.Command{
		Use:   "run [DATA|WORKFLOW.yaml]",
		Short: "All five stages, headless; without an argument on the embedded sample",
		Example: `  assay run
  assay run loans.csv --target repaid --protected sex --json
  assay run loans.csv --target repaid --workflow loans.yaml && assay run loans.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return runAll(cmd.Context(), w, &c, out, s)
		},
	}
	c.bind(cmd)
	cmd.Flags().StringVar(&out, "out", "", "save the bundle to this file")
	return cmd
}

// talk prints progress for people, unless they want none.
func talk(c *choices, s Streams) func(format string, args ...any) {
	if c.quiet {
		return func(string, ...any) {}
	}
	return func(format string, args ...any) { fmt.Fprintf(s.Err, format+"\n", args...) }
}

func runAll(ctx context.Context, w pipeline.Workflow, c *choices, out string, s Streams) error {
	session := pipeline.NewSession(w)
	say := talk(c, s)
	var seconds float64
	for _, stage := range pipeline.Stages() {
		start := time.Now()
		if err := session.RunTo(ctx, stage); err != nil {
			return err
		}
		took := time.Since(start).Seconds()
		if stage == pipeline.TrainStage {
			seconds = took
		}
		say("%d %-9s %6.2f s", int(stage)+1, stage, took)
	}
	gain, err := pipeline.Gained(ctx, w, session.Prepared())
	if err != nil {
		say("the comparison with a naive reading could not be made: %v", err)
	}
	r := result{session: session, gain: gain, seconds: seconds}
	if out != "" {
		if _, err := predict.Save(out, session.Deployed().Bundle); err != nil {
			return err
		}
		r.saved = out
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
	gain    *pipeline.Gain
	seconds float64
	saved   string
}

func (r result) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, r.document())
	}
	_, err := io.WriteString(w, r.story())
	return err
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
