package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/collect"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// Sample names the embedded sample where a path would stand.
const Sample = "sample"

// workflowVersion is written to files and must be read from them.
const workflowVersion = 1

// Workflow is every choice a user has made: no data, no results. It is saved as YAML people can read and edit, and
// running it twice gives the same answer to the last bit.
type Workflow struct {
	Version  int              `yaml:"assay"`
	Seed     uint64           `yaml:"seed"`
	Collect  CollectChoices   `yaml:"collect"`
	Prepare  []prepare.Choice `yaml:"prepare"`
	Split    Settings         `yaml:"split,omitempty"`
	Train    TrainChoices     `yaml:"train"`
	Evaluate EvaluateChoices  `yaml:"evaluate"`
}

// Settings are choices that differ from the defaults, by setting name.
type Settings map[string]string

// CollectChoices say which data, and what each column is for. What is left out is proposed from the data.
type CollectChoices struct {
	Data     string         `yaml:"data"`               // what collect.Open takes, or "sample"; secrets are ${NAME}
	Append   []string       `yaml:"append,omitempty"`   // more data, its rows below those of the first
	Join     []collect.Join `yaml:"join,omitempty"`     // more data, its columns beside them by a key
	Exam     string         `yaml:"exam,omitempty"`     // other data whose rows are the test side
	Set      Settings       `yaml:"set,omitempty"`      // of the sources, by section.setting
	Kinds    Settings       `yaml:"kinds,omitempty"`    // number or text, by column, where the guess was wrong
	Typed    []Settings     `yaml:"typed,omitempty"`    // rows typed in by hand: cells by column
	Replay   Settings       `yaml:"replay,omitempty"`   // SHA-256 of the raw copy to read again, by data
	Target   string         `yaml:"target,omitempty"`   // column to predict
	Positive string         `yaml:"positive,omitempty"` // its label that counts as yes; several separated by commas
	Roles    Settings       `yaml:"roles,omitempty"`    // role by column
	// Protected is the complete list of protected columns: with it, none is proposed beyond it, and a note says which
	// others look protected. Empty leaves it to the proposals.
	Protected []string `yaml:"protected,omitempty"`
	// Secrets are the values of ${NAME} in data and settings. They live in memory only.
	Secrets map[string]string `yaml:"-"`
}

// Named starts choices on other data; what was said about the columns of the old is gone. Passwords and tokens in the
// address are taken out of it, so that it can be shown and saved.
func Named(data string) CollectChoices {
	public, secrets := collect.HideSecrets(data)
	if len(secrets) == 0 {
		secrets = nil
	}
	return CollectChoices{Data: public, Secrets: secrets}
}

// HideIn takes the passwords and tokens out of more data and remembers them. A secret whose ${NAME} already stands for
// another gets a name of its own.
func (c *CollectChoices) HideIn(data string) string {
	public, secrets := collect.HideSecrets(data)
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		own := name
		for n := 2; c.Secrets[own] != "" && c.Secrets[own] != secrets[name]; n++ {
			own = fmt.Sprintf("%s_%d", name, n)
		}
		public = strings.ReplaceAll(public, "${"+name+"}", "${"+own+"}")
		if c.Secrets == nil {
			c.Secrets = map[string]string{}
		}
		c.Secrets[own] = secrets[name]
	}
	return public
}

// Hide takes the secrets somebody wrote into addresses and settings out of the choices, so that nothing shows or saves them.
func (c *CollectChoices) Hide() {
	c.Rename(c.HideIn)
	for name, value := range c.Set {
		public, secrets := collect.HideOption(name, value)
		c.Set[name] = public
		c.remember(secrets)
	}
}

// remember keeps the values of secrets in memory.
func (c *CollectChoices) remember(secrets map[string]string) {
	if len(secrets) == 0 {
		return
	}
	all := maps.Clone(c.Secrets)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, secrets)
	c.Secrets = all
}

// All lists every piece of data the choices name: the first, what is appended, what is joined, the exam.
func (c CollectChoices) All() []string {
	out := append([]string{c.Data}, c.Append...)
	for _, j := range c.Join {
		out = append(out, j.Data)
	}
	if c.Exam != "" {
		out = append(out, c.Exam)
	}
	return out
}

// Rename gives every piece of data another name.
func (c *CollectChoices) Rename(name func(string) string) {
	c.Data = name(c.Data)
	for i := range c.Append {
		c.Append[i] = name(c.Append[i])
	}
	for i := range c.Join {
		c.Join[i].Data = name(c.Join[i].Data)
	}
	if c.Exam != "" {
		c.Exam = name(c.Exam)
	}
	replay := Settings{}
	for data, sha := range c.Replay {
		replay[name(data)] = sha
	}
	if len(replay) > 0 {
		c.Replay = replay
	}
}

// TrainChoices say which learner, with which settings, driven how.
type TrainChoices struct {
	Learner string   `yaml:"learner"`
	Set     Settings `yaml:"set,omitempty"`
	Driver  Settings `yaml:"driver,omitempty"`
}

// EvaluateChoices say from which probability on the answer is yes, and what the gate asks.
type EvaluateChoices struct {
	Threshold float64  `yaml:"threshold"`
	Gate      Settings `yaml:"gate,omitempty"`
}

// New returns the workflow with all defaults on the given data.
func New(data string) Workflow {
	return Workflow{
		Version:  workflowVersion,
		Seed:     1,
		Collect:  Named(data),
		Prepare:  prepare.Default(),
		Train:    TrainChoices{Learner: "logistic"},
		Evaluate: EvaluateChoices{Threshold: .5},
	}
}

// Clone returns a copy that shares nothing, so that it can be changed.
func (w Workflow) Clone() Workflow {
	w.Collect = w.Collect.clone()
	w.Prepare = slices.Clone(w.Prepare)
	for i := range w.Prepare {
		w.Prepare[i].Set = maps.Clone(w.Prepare[i].Set)
	}
	w.Split = maps.Clone(w.Split)
	w.Train.Set, w.Train.Driver = maps.Clone(w.Train.Set), maps.Clone(w.Train.Driver)
	w.Evaluate.Gate = maps.Clone(w.Evaluate.Gate)
	return w
}

func (c CollectChoices) clone() CollectChoices {
	c.Append, c.Join, c.Protected, c.Typed = slices.Clone(c.Append), slices.Clone(c.Join), slices.Clone(c.Protected), slices.Clone(c.Typed)
	c.Set, c.Kinds, c.Replay, c.Roles = maps.Clone(c.Set), maps.Clone(c.Kinds), maps.Clone(c.Replay), maps.Clone(c.Roles)
	for i := range c.Typed {
		c.Typed[i] = maps.Clone(c.Typed[i])
	}
	c.Secrets = maps.Clone(c.Secrets)
	return c
}

// YAML writes the workflow as its file.
func (w Workflow) YAML() ([]byte, error) {
	data, err := yaml.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("workflow: %w", err)
	}
	return data, nil
}

// ReadWorkflow reads a workflow file. Unknown keys, illegal settings and other versions are refused, with line and
// column where the file has them.
func ReadWorkflow(data []byte) (Workflow, error) {
	var w Workflow
	if err := yaml.UnmarshalWithOptions(data, &w, yaml.Strict()); err != nil {
		return w, fmt.Errorf("not a workflow file: %s", strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	if w.Version != workflowVersion {
		return w, fmt.Errorf("the workflow says `assay: %d`; this assay reads version %d", w.Version, workflowVersion)
	}
	w.Collect.Set = sectioned(w.Collect.Set)
	w.Collect.Hide()
	return w, w.Check()
}

// sectioned names the section of settings from the time when CSV was the only source.
func sectioned(set Settings) Settings {
	var out Settings
	for name, value := range set {
		if out == nil {
			out = Settings{}
		}
		if !strings.Contains(name, ".") {
			name = "csv." + name
		}
		out[name] = value
	}
	return out
}

// Check reports the first choice that cannot be run.
func (w Workflow) Check() error {
	if w.Collect.Data == "" {
		return fmt.Errorf("collect: no data is named; set data to a path, or to %q", Sample)
	}
	if err := prepare.Check(w.Prepare); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	for column, role := range w.Collect.Roles {
		if _, err := table.ParseRole(role); err != nil {
			return fmt.Errorf("collect: role of %s: %w", column, err)
		}
	}
	if _, err := w.learner(); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	if !(w.Evaluate.Threshold > 0 && w.Evaluate.Threshold < 1) {
		return fmt.Errorf("evaluate: threshold %v must lie between 0 and 1", w.Evaluate.Threshold)
	}
	return firstError(
		w.checkSplit,
		func() error { return param.Apply(train.NewDriver(), w.Train.Driver) },
		func() error { return param.Apply(criteria(), w.Evaluate.Gate) },
		w.checkCollect,
	)
}

func (w Workflow) checkCollect() error {
	if err := collect.Options(w.Collect.Set).Check(); err != nil {
		return err
	}
	streams := 0
	for _, data := range w.Collect.All() {
		if _, err := collect.Open(data, collect.Options(w.Collect.Set)); err != nil {
			return err
		}
		if data == "-" {
			streams++
		}
	}
	if streams > 1 {
		return fmt.Errorf("collect: standard input is named %d times and can be read once; write it to a file and name that", streams)
	}
	for _, j := range w.Collect.Join {
		if err := j.Check(); err != nil {
			return fmt.Errorf("collect: %w", err)
		}
	}
	for column, kind := range w.Collect.Kinds {
		if kind != table.Number.String() && kind != table.Text.String() {
			return fmt.Errorf("collect: column %s cannot be of kind %q; it can be number or text", column, kind)
		}
	}
	return nil
}

func (w Workflow) checkSplit() error {
	s := train.NewSplit()
	if err := param.Apply(s, w.Split); err != nil {
		return err
	}
	return s.Check()
}

func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// learner returns the chosen learner with its settings.
func (w Workflow) learner() (models.Learner, error) {
	e, err := models.Find(w.Train.Learner)
	if err != nil {
		return nil, err
	}
	l := e.New()
	if err := param.Apply(l, w.Train.Set); err != nil {
		return nil, fmt.Errorf("%s: %w", w.Train.Learner, err)
	}
	return l, nil
}

// Key identifies the choices that decide the result of a stage: its own and those of every stage before it.
// Nothing is random before rows are divided, so the seed belongs to Prepare. Screens ask for it with every drawing, so
// it is made without going through YAML; fmt writes maps in the order of their keys.
func (w Workflow) Key(s Stage) string {
	h := sha256.New()
	c := w.Collect
	fmt.Fprintf(h, "%d %q", w.Version, []any{c.Data, c.Append, c.Join, c.Exam, c.Set, c.Kinds, c.Typed, c.Replay, c.Target, c.Positive, c.Roles, c.Protected})
	if s >= PrepareStage {
		fmt.Fprintf(h, " %d %q", w.Seed, w.Split)
		for _, c := range w.Prepare {
			fmt.Fprintf(h, " %q %t %q %q", c.Name, c.Off, c.On, c.Set)
		}
	}
	if s >= TrainStage {
		fmt.Fprintf(h, " %q", []any{w.Train.Learner, w.Train.Set, w.Train.Driver})
	}
	if s >= EvaluateStage {
		fmt.Fprintf(h, " %v %q", w.Evaluate.Threshold, w.Evaluate.Gate)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
