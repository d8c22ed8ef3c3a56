package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/save"
)

// choices are the flags that most commands share: each is a choice of the workflow.
type choices struct {
	target, positive, learner, saveTo string
	protected, ignore, roles, set     []string
	seed                              uint64
	test, validation, threshold       float64
	json, plain, quiet                bool
	cmd                               *cobra.Command
}

func (c *choices) bind(cmd *cobra.Command) {
	c.cmd = cmd
	f := cmd.Flags()
	f.StringVar(&c.target, "target", "", "column to predict")
	f.StringVar(&c.positive, "positive", "", "label of the target that counts as yes (several: a,b)")
	f.StringSliceVar(&c.protected, "protected", nil, "columns kept out of the model and audited for bias")
	f.StringSliceVar(&c.ignore, "ignore", nil, "columns to leave out")
	f.StringSliceVar(&c.roles, "role", nil, "column=role; roles are feature, target, id, group, time, protected, weight, ignored")
	f.StringVar(&c.learner, "learner", "", "which learner: "+strings.Join(learnerNames(), ", "))
	f.StringArrayVar(&c.set, "set", nil, "section.setting=value, any setting of any step or learner (repeatable)")
	f.Uint64Var(&c.seed, "seed", 1, "seed of everything random")
	f.Float64Var(&c.test, "test", .2, "share of rows sealed for the exam")
	f.Float64Var(&c.validation, "validation", .2, "share of rows that watch the training")
	f.Float64Var(&c.threshold, "threshold", .5, "probability from which on the answer is yes")
	f.StringVar(&c.saveTo, "workflow", "", "write the workflow to this YAML file")
	f.BoolVar(&c.json, "json", false, "print one JSON document")
	f.BoolVar(&c.plain, "plain", false, "no colours, no boxes, one thing a line")
	f.BoolVar(&c.quiet, "quiet", false, "no talk on standard error")
}

func learnerNames() []string {
	var out []string
	for _, e := range models.Catalogue() {
		out = append(out, e.Name)
	}
	return out
}

// workflow makes the workflow the arguments and flags ask for: a workflow file or data, then the flags given.
func (c *choices) workflow(args []string) (pipeline.Workflow, error) {
	w := pipeline.New(pipeline.Sample)
	if len(args) > 0 {
		var err error
		if w, err = open(args[0]); err != nil {
			return w, err
		}
	}
	if err := c.apply(&w); err != nil {
		return w, err
	}
	if err := w.Check(); err != nil {
		return w, pipeline.UsageError{Err: err}
	}
	return w, c.write(w)
}

// open reads a workflow file, or starts a new workflow on a data file.
func open(path string) (pipeline.Workflow, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if ext != ".yaml" && ext != ".yml" {
		return pipeline.New(path), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return pipeline.Workflow{}, err
	}
	w, err := pipeline.ReadWorkflow(data)
	if err != nil {
		return w, usageErrorf("%s: %w", path, err)
	}
	if d := w.Collect.Data; d != pipeline.Sample && !filepath.IsAbs(d) {
		w.Collect.Data = filepath.Join(filepath.Dir(path), d)
	}
	return w, nil
}

func (c *choices) apply(w *pipeline.Workflow) error {
	given := c.cmd.Flags().Changed
	if given("target") {
		w.Collect.Target = c.target
	}
	if given("positive") {
		w.Collect.Positive = c.positive
	}
	if given("seed") {
		w.Seed = c.seed
	}
	if given("threshold") {
		w.Evaluate.Threshold = c.threshold
	}
	if given("learner") && c.learner != w.Train.Learner {
		w.Train = pipeline.TrainChoices{Learner: c.learner, Driver: w.Train.Driver}
	}
	if err := c.applyRoles(w); err != nil {
		return err
	}
	if given("test") {
		c.set = append(c.set, "split.test="+c.cmd.Flag("test").Value.String())
	}
	if given("validation") {
		c.set = append(c.set, "split.validation="+c.cmd.Flag("validation").Value.String())
	}
	for _, s := range c.set {
		if err := w.Set(s); err != nil {
			return pipeline.UsageError{Err: err}
		}
	}
	return nil
}

func (c *choices) applyRoles(w *pipeline.Workflow) error {
	if w.Collect.Roles == nil {
		w.Collect.Roles = pipeline.Settings{}
	}
	for _, name := range c.protected {
		w.Collect.Roles[name] = "protected"
	}
	for _, name := range c.ignore {
		w.Collect.Roles[name] = "ignored"
	}
	for _, pair := range c.roles {
		name, role, ok := strings.Cut(pair, "=")
		if !ok {
			return usageErrorf("--role %s: write it as column=role", pair)
		}
		w.Collect.Roles[name] = role
	}
	return nil
}

// write saves the workflow when --workflow asks for it, its data path relative to the file.
func (c *choices) write(w pipeline.Workflow) error {
	if c.saveTo == "" {
		return nil
	}
	if w.Collect.Data != pipeline.Sample {
		folder, err := filepath.Abs(filepath.Dir(c.saveTo))
		if err != nil {
			return err
		}
		if data, err := filepath.Abs(w.Collect.Data); err == nil {
			if rel, err := filepath.Rel(folder, data); err == nil {
				w.Collect.Data = rel
			}
		}
	}
	data, err := w.YAML()
	if err != nil {
		return err
	}
	return save.File(c.saveTo, data, 0o644)
}

// splitPair cuts name=value, as --field has it.
func splitPair(text string) (name, value string, err error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return "", "", usageErrorf("--field %s: write it as name=value", text)
	}
	return strings.TrimSpace(name), value, nil
}
