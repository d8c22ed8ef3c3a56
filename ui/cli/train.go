package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/predict"
	"assay/ui/kit"
)

func newTrain(s Streams) *cobra.Command {
	var c choices
	var out string
	cmd := &cobra.Command{
		Use:     "train DATA...|WORKFLOW.yaml",
		GroupID: stageGroup,
		Short:   "Fit on every row but the validation share and save a bundle",
		Long: `train learns from every given row except its validation share; no test rows are held back unless
--test says so, and no exam is taken. Use run for a model with an exam.`,
		Example: `  assay train loans.csv --target repaid --out loans.assay
  assay train loans.csv --target repaid --set logistic.c=0.5 --json`,
		Args: between(1, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.mayWriteBundle(out); err != nil {
				return err
			}
			if !cmd.Flags().Changed("test") {
				c.set = append([]string{"split.test=0"}, c.set...)
			}
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return trainAndSave(cmd.Context(), w, &c, out, s)
		},
	}
	c.bind(cmd)
	cmd.Flags().Lookup("test").DefValue = "0"
	cmd.Flags().StringVar(&out, "out", "model"+predict.Ext(), "the bundle file to write")
	group(cmd, outputFlags, "out=FILE")
	return cmd
}

func trainAndSave(ctx context.Context, w pipeline.Workflow, c *choices, out string, s Streams) error {
	session := s.session(w)
	seconds, err := drive(ctx, session, pipeline.TrainStage, c.teller(s))
	if err != nil {
		return err
	}
	if err := c.pin(w, session.Collected()); err != nil {
		return err
	}
	t, p := session.Trained(), session.Prepared()
	d, err := pipeline.Deploy(w, session.Collected(), t, nil)
	if err != nil {
		return err
	}
	hash, err := predict.Save(out, d.Bundle)
	if err != nil {
		return err
	}
	if c.json {
		return printJSON(s.Out, object{"bundle": out, "hash": hash, "training": training(t, seconds), "split": split(p), "target": target(p),
			"evaluation": nil, "note": "no exam was taken; `assay run` takes one"})
	}
	var b strings.Builder
	say(&b, 0, "%s: %s learned from %s, validation loss %.4f. No exam was taken (see `assay run`).",
		kit.Clean(out), t.Learner, many(len(p.Parts.Train), "row"), t.Curve[t.Kept].Validation)
	_, err = fmt.Fprint(s.Out, b.String())
	return err
}
