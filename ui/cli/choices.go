package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/models"
	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/train"
)

// choices are the flags that most commands share: each is a choice of the workflow.
type choices struct {
	target, positive, learner, saveTo string
	exam                              string
	protected, ignore, roles, set     []string
	joins, kinds, rows                []string
	seed                              uint64
	test, validation, threshold       float64
	json, plain, quiet                bool
	progress                          string
	cmd                               *cobra.Command
}

func (c *choices) bind(cmd *cobra.Command) {
	c.cmd = cmd
	f := cmd.Flags()
	f.StringVar(&c.target, "target", "", "column to predict")
	f.StringVar(&c.positive, "positive", "", "label of the target that counts as yes (several: a,b)")
	f.StringSliceVar(&c.protected, "protected", nil, "the columns kept out of the model and audited for bias, all of them, separated by commas")
	f.StringSliceVar(&c.ignore, "ignore", nil, "columns to leave out, separated by commas")
	f.StringSliceVar(&c.roles, "role", nil, "what a column is for; roles are feature, target, id, group, time, protected, weight, ignored")
	f.StringArrayVar(&c.joins, "join", nil, "put the columns of other data beside the rows, by a key: \"customers.csv on customer_id\"; LEFT=RIGHT where it goes by two names; with \"keep matched\" behind it, rows without a partner go (repeatable)")
	f.StringVar(&c.exam, "exam", "", "other data whose rows are the exam; the rows of DATA then train and watch the training")
	f.StringArrayVar(&c.kinds, "kind", nil, "hold a column as number or text, where the guess is wrong: zip=text (repeatable)")
	f.StringArrayVar(&c.rows, "row", nil, "add a row typed by hand, a JSON object: '{\"income\": 54000, \"purpose\": \"car\"}' (repeatable)")
	group(cmd, dataFlags, "target=COLUMN", "positive=LABEL", "protected=COLUMNS", "ignore=COLUMNS", "role=COLUMN=ROLE", "join=DATA on KEY", "exam=DATA", "kind=COLUMN=KIND", "row=JSON")
	f.StringVar(&c.learner, "learner", "", "which learner: "+strings.Join(learnerNames(), ", "))
	f.StringArrayVar(&c.set, "set", nil, "any setting of any step or learner; docs/settings.md lists them (repeatable)")
	f.Uint64Var(&c.seed, "seed", 1, "seed of everything random")
	f.Float64Var(&c.test, "test", .2, "share of rows sealed for the exam")
	f.Float64Var(&c.validation, "validation", .2, "share of rows that watch the training")
	f.Float64Var(&c.threshold, "threshold", .5, "probability from which on the answer is yes")
	group(cmd, modelFlags, "learner=NAME", "set=SECTION.SETTING=VALUE", "seed=N", "test=SHARE", "validation=SHARE", "threshold=PROBABILITY")
	f.StringVar(&c.saveTo, "workflow", "", "write the choices to this YAML file, to be run again")
	f.BoolVar(&c.json, "json", false, "print one JSON document")
	f.BoolVar(&c.plain, "plain", false, "no colours, no boxes, one thing a line")
	f.BoolVar(&c.quiet, "quiet", false, "no talk on standard error")
	f.StringVar(&c.progress, "progress", "auto", "how progress is told on standard error: auto (a bar on a terminal, else lines), bar, lines, json")
	group(cmd, outputFlags, "workflow=FILE", "json", "plain", "quiet", "progress=HOW")
}

func learnerNames() []string {
	var out []string
	for _, e := range models.Catalogue() {
		out = append(out, e.Name)
	}
	return out
}

// workflow makes the workflow the arguments and flags ask for: a workflow file or data, more data below it, then the flags
// given.
func (c *choices) workflow(args []string) (pipeline.Workflow, error) {
	w, err := openAll(args)
	if err != nil {
		return w, err
	}
	if err := c.apply(&w); err != nil {
		return w, err
	}
	if err := firstOf(w.Check(), checkSplit(w)); err != nil {
		return w, pipeline.UsageError{Err: err}
	}
	return w, c.write(w)
}

func (c *choices) apply(w *pipeline.Workflow) error {
	given := c.cmd.Flags().Changed
	if given("progress") && progressModes[c.progress] == nil {
		return usageErrorf("--progress %s: there are auto, bar, lines, json", c.progress)
	}
	if given("target") {
		w.Collect.Target = strings.TrimSpace(c.target)
	}
	if given("positive") {
		w.Collect.Positive = c.positive
	}
	if given("seed") {
		w.Seed = c.seed
	}
	if given("threshold") {
		if !(c.threshold > 0 && c.threshold < 1) {
			return usageErrorf("--threshold %s: it must lie between 0 and 1, for example 0.5", c.cmd.Flag("threshold").Value)
		}
		w.Evaluate.Threshold = c.threshold
	}
	if given("learner") && c.learner != w.Train.Learner {
		if _, err := models.Find(c.learner); err != nil {
			return usageErrorf("--learner: %w", err)
		}
		w.Train = pipeline.TrainChoices{Learner: c.learner, Driver: w.Train.Driver}
	}
	return firstError(func() error { return c.applySources(w) }, func() error { return c.applyRoles(w) }, func() error { return c.applyShares(w) }, func() error { return c.applySettings(w) })
}

// applyShares sets the shares of the split, in the words of their own flags.
func (c *choices) applyShares(w *pipeline.Workflow) error {
	for _, name := range []string{"test", "validation"} {
		if !c.cmd.Flags().Changed(name) {
			continue
		}
		value := c.cmd.Flag(name).Value.String()
		if err := w.Set("split." + name + "=" + value); err != nil {
			return usageErrorf("--%w", errors.Unwrap(err))
		}
	}
	return nil
}

func (c *choices) applySettings(w *pipeline.Workflow) error {
	learner := w.Train.Learner
	for _, s := range c.set {
		if err := w.Set(s); err != nil {
			return pipeline.UsageError{Err: err}
		}
		if w.Train.Learner != learner && c.cmd.Flags().Changed("learner") {
			return usageErrorf("--set %s is about the learner %s, but --learner says %s; leave one of them out", s, w.Train.Learner, learner)
		}
	}
	return nil
}

// applyRoles gives columns the roles of --protected, --ignore and --role. One column has one role.
func (c *choices) applyRoles(w *pipeline.Workflow) error {
	if w.Collect.Roles == nil {
		w.Collect.Roles = pipeline.Settings{}
	}
	given := map[string]string{}
	if c.cmd.Flags().Changed("target") {
		given[w.Collect.Target] = "target"
	}
	give := func(column, role string) error {
		column, role = strings.TrimSpace(column), strings.TrimSpace(role)
		if other := given[column]; other != "" && other != role {
			return usageErrorf("%s cannot be both %s and %s; leave one of the two out", column, other, role)
		}
		given[column], w.Collect.Roles[column] = role, role
		return nil
	}
	for _, name := range c.protected {
		if err := give(name, "protected"); err != nil {
			return err
		}
		w.Collect.Protected = append(w.Collect.Protected, strings.TrimSpace(name))
	}
	for _, name := range c.ignore {
		if err := give(name, "ignored"); err != nil {
			return err
		}
	}
	for _, pair := range c.roles {
		at := strings.LastIndexByte(pair, '=') // no role holds one, a column may
		if at < 0 {
			return usageErrorf("--role %s: write it as column=role, for example --role age=protected", pair)
		}
		if err := give(pair[:at], pair[at+1:]); err != nil {
			return err
		}
	}
	return nil
}

// checkSplit refuses shares that leave nothing to learn from before any work is done.
func checkSplit(w pipeline.Workflow) error {
	s := train.NewSplit()
	if err := param.Apply(s, w.Split); err != nil {
		return err
	}
	if s.Test+s.Validation >= 1 {
		return fmt.Errorf("test %v and validation %v leave no rows to learn from; together they must stay below 1, for example --test 0.2 --validation 0.2", s.Test, s.Validation)
	}
	return nil
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
