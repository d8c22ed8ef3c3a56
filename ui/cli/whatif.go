package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/pipeline"
)

func newWhatIf(s Streams) *cobra.Command {
	var c choices
	var tries []string
	cmd := &cobra.Command{
		Use:     "whatif [DATA...|WORKFLOW.yaml] --try STEP.SETTING=VALUES",
		GroupID: stageGroup,
		Short:   "Other preparations scored by cross-validation beside the one that stands",
		Long: `whatif scores every combination of the alternatives on the rows that are not sealed: five folds,
the whole preparation fitted anew in each, a logistic regression on top. It tells how far each is
from the recipe as it stands, with an interval that holds for all of them together, and says when
the difference is within noise.

--try STEP.SETTING=VALUE,VALUE varies a setting, --try STEP=on,off a step, and
--try STEP=OTHER,OTHER puts other steps in its place.`,
		Example: `  assay whatif loans.csv --try impute.numbers=median,mean --try rare=on,off
  assay whatif loans.yaml --try scale.method=standard,robust --json`,
		Args: between(0, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) error {
			alternatives, err := alternativesOf(tries)
			if err != nil {
				return err
			}
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			session, tell := s.session(w), c.teller(s)
			if _, err := drive(cmd.Context(), session, pipeline.CollectStage, tell); err != nil {
				return err
			}
			if err := c.pin(w, session.Collected()); err != nil {
				return err
			}
			got, err := pipeline.WhatIf(cmd.Context(), w, session.Collected(), alternatives, pipeline.Watch{Now: time.Now, Tell: tenths(tell)})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(s.Out, whatIfDocument(got))
			}
			_, err = fmt.Fprint(s.Out, whatIfText(got))
			return err
		},
	}
	c.bind(cmd)
	cmd.Flags().StringArrayVar(&tries, "try", nil, "what to vary: STEP.SETTING=VALUE,VALUE or STEP=on,off or STEP=OTHER,OTHER (repeatable; all combinations are scored)")
	group(cmd, modelFlags, "try=ALTERNATIVE")
	return cmd
}

func alternativesOf(tries []string) ([]pipeline.Alternative, error) {
	if len(tries) == 0 {
		return nil, usageErrorf("name what to vary with --try, for example --try impute.numbers=median,mean")
	}
	var out []pipeline.Alternative
	for _, text := range tries {
		a, err := pipeline.ParseAlternative(text)
		if err != nil {
			return nil, usageErrorf("--try %w", err)
		}
		out = append(out, a)
	}
	return out, nil
}

// tenths tells every tenth of the work.
func tenths(tell progress) func(done, total int) {
	return func(done, total int) {
		if done*10/total != (done-1)*10/total {
			tell.say("  %d of %d fits", done, total)
		}
	}
}

// mostFlips is how many of the rows that a recipe decides otherwise are listed.
const mostFlips = 20

func whatIfDocument(w *pipeline.Comparison) object {
	recipes := []object{}
	for i, v := range w.Recipes {
		doc := object{"name": v.Name, "verdict": v.Verdict, "mean_roc_auc": number(v.AUC.Value), "mean_roc_auc_ci": interval(v.AUC.Value, v.AUC.Low, v.AUC.High),
			"seconds": v.Seconds, "steps": stepNames(v), "current": i == w.Current, "fault": nil,
			"lead": number(v.Lead.Value), "lead_ci": interval(v.Lead.Value, v.Lead.Low, v.Lead.High)}
		if v.Fault != nil {
			doc["fault"] = v.Fault.Error()
		}
		flips := w.Flips(w.Current, i)
		listed := []object{}
		for _, f := range flips[:min(len(flips), mostFlips)] {
			listed = append(listed, object{"line": f.Place, "answer": w.Classes[int(f.Y)], "current": number(f.A), "recipe": number(f.B)})
		}
		doc["flips"], doc["flipped"] = len(flips), listed
		recipes = append(recipes, doc)
	}
	return object{"recipes": recipes, "rows": w.Rows, "of": w.Of, "folds": w.Folds, "split": w.Kind, "threshold": w.Threshold}
}

func stepNames(v pipeline.Variant) []string {
	out := []string{}
	for _, c := range v.Prepare {
		if !c.Off {
			out = append(out, c.Name)
		}
	}
	return out
}

func whatIfText(w *pipeline.Comparison) string {
	var b strings.Builder
	looked := many(w.Rows, "row")
	if w.Rows < w.Of {
		looked = fmt.Sprintf("%s of %s, evenly spaced", looked, count(w.Of))
	}
	fmt.Fprintf(&b, "WHAT IF: %s, %s, %d folds (%s), sealed rows untouched\n", many(len(w.Recipes), "recipe"), looked, w.Folds, w.Kind)
	for i, v := range w.Recipes {
		fmt.Fprintln(&b)
		say(&b, 2, "%s: %s", v.Name, v.Verdict)
		if v.Fault != nil {
			say(&b, 4, "%v", v.Fault)
			continue
		}
		say(&b, 4, "mean AUC %s, %.1f s", estimate(v.AUC), v.Seconds)
		if i != w.Current && v.Lead.Defined() {
			say(&b, 4, "%+.4f [%+.4f, %+.4f] beside the recipe as it stands; %s decided otherwise at %v",
				v.Lead.Value, v.Lead.Low, v.Lead.High, many(len(w.Flips(w.Current, i)), "row"), w.Threshold)
		}
	}
	return b.String()
}
