package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/predict"
)

func newTrain(s Streams) *cobra.Command {
	var c choices
	var out string
	cmd := &cobra.Command{
		Use:   "train DATA|WORKFLOW.yaml",
		Short: "Fit on every row but the validation share and save a bundle",
		Long: `train learns from every given row except its validation share; no test rows are held back unless --test
says so. Use run for a model with an exam.`,
		Example: "  assay train loans.csv --target repaid --out loans.assay",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("test") {
				c.set = append(c.set, "split.test=0")
			}
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return trainAndSave(cmd.Context(), w, &c, out, s)
		},
	}
	c.bind(cmd)
	cmd.Flags().StringVar(&out, "out", "model"+predict.Ext(), "the bundle file to write")
	return cmd
}

func trainAndSave(ctx context.Context, w pipeline.Workflow, c *choices, out string, s Streams) error {
	session := pipeline.NewSession(w)
	if err := session.RunTo(ctx, pipeline.PrepareStage); err != nil {
		return err
	}
	t, err := drive(ctx, w, session.Prepared(), talk(c, s))
	if err != nil {
		return err
	}
	session.KeepTrained(t)
	d, err := pipeline.Deploy(w, session.Collected(), t, nil)
	if err != nil {
		return err
	}
	hash, err := predict.Save(out, d.Bundle)
	if err != nil {
		return err
	}
	p := session.Prepared()
	if c.json {
		return printJSON(s.Out, object{"bundle": out, "hash": hash, "training": training(t, 0),
			"split": object{"train": len(p.Parts.Train), "validation": len(p.Parts.Validation), "test": len(p.Parts.Test)}})
	}
	_, err = fmt.Fprintf(s.Out, "%s: %s on %d rows, validation loss %.4f; no exam was taken\n", out, t.Learner, len(p.Parts.Train), t.Curve[len(t.Curve)-1].Validation)
	return err
}

// drive trains and tells every round.
func drive(ctx context.Context, w pipeline.Workflow, p *pipeline.Prepared, say func(string, ...any)) (*pipeline.Trained, error) {
	t, err := pipeline.StartTraining(w, p)
	if err != nil {
		return nil, err
	}
	for {
		last := t.Curve[len(t.Curve)-1]
		say("round %3d  training loss %.5f  validation loss %.5f  %s", last.Round, last.Train, last.Validation, last.Note)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			return t.Finish(false)
		} else if err != nil {
			return nil, err
		}
	}
}
