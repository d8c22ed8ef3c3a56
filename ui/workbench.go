package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	collecting "assay/pipeline/collect"
	"assay/ui/bench"
	"assay/ui/collect"
	"assay/ui/evaluate"
	"assay/ui/kit"
	"assay/ui/predict"
	"assay/ui/prepare"
	"assay/ui/train"
)

// Surroundings are what the workbench may use of the machine.
type Surroundings struct {
	Env   collecting.Env // what reading data may use
	State string         // the folder for what is remembered from one time to the next; "" remembers nothing
}

// Open shows the workbench on a workflow until it is left.
func Open(ctx context.Context, w pipeline.Workflow, theme string, s Surroundings) error {
	if err := Check(os.Stdin, os.Stdout, os.Environ()); err != nil {
		return err
	}
	b := bench.New(ctx, w)
	b.Env = s.Env
	if s.State != "" {
		b.Recent = bench.RecentIn(s.State)
	}
	return Run(workbench(b, Environment(kit.Theme(theme), os.Stdout, os.Environ())))
}

// Workbench makes the shell with the five screens on one bench. The first thing it does is to collect.
func Workbench(ctx context.Context, w pipeline.Workflow, opts Options) *Model {
	return workbench(bench.New(ctx, w), opts)
}

func workbench(b *bench.Bench, opts Options) *Model {
	opts.Before = b.Take
	opts.Status = func() string { return b.Workflow.Collect.Data }
	opts.Actions = func() []kit.Action { return benchActions(b) }
	screens := []kit.Screen{collect.New(b), prepare.New(b), train.New(b), evaluate.New(b), predict.New(b)}
	stages := make([]Stage, len(screens))
	for i, stage := range pipeline.Stages() {
		stages[i] = Stage{Title: stage.String(), Screen: screens[i], State: func() (State, string) { return stateOf(b, stage) }}
	}
	return New(stages, opts)
}

// stateOf translates the session's state and says why a stage is locked or stale.
func stateOf(b *bench.Bench, stage pipeline.Stage) (State, string) {
	switch b.State(stage) {
	case pipeline.Ready:
		return Ready, ""
	case pipeline.Done:
		return Done, ""
	case pipeline.Stale:
		return Stale, "something before it changed; its result is from before that"
	}
	var first pipeline.NotReady
	if errors.As(b.Need(stage), &first) {
		return Locked, "do " + first.First.String() + " first"
	}
	return Locked, ""
}

// benchActions are the actions that work on every screen.
func benchActions(b *bench.Bench) []kit.Action {
	undo := kit.Action{Key: kit.On("u"), Name: "undo", Help: "take the last change of the workflow back", Do: b.Undo, Hide: true}
	if !b.CanUndo() {
		undo.Why = "nothing was changed yet"
	}
	redo := kit.Action{Key: kit.On("U"), Name: "redo", Help: "make the change again that undo took back", Do: b.Redo, Hide: true}
	if !b.CanRedo() {
		redo.Why = "nothing was undone"
	}
	history := kit.Action{Key: kit.On("ctrl+y"), Name: "history", Help: "list every change so far, also those undone or set aside, and go back to any", Hide: true,
		Do: func() tea.Cmd { return history(b) }}
	return []kit.Action{undo, redo, history, {
		Key: kit.On("ctrl+s"), Name: "save workflow", Help: "write every choice made so far to a YAML file that `assay run` repeats", Hide: true,
		Do: func() tea.Cmd { return askWhere(b) },
	}}
}

// history lists what was ever changed, in words; choosing a line makes the workflow what it was then.
func history(b *bench.Bench) tea.Cmd {
	moments := b.Timeline()
	items := make([]kit.Item, len(moments))
	for i, m := range moments {
		items[i] = kit.Item{Text: m.Words, Section: m.When.String()}
	}
	return kit.Pick("history", items, func(i int) tea.Cmd { return b.GoTo(moments[i]) })
}

func askWhere(b *bench.Bench) tea.Cmd {
	return kit.AskText(kit.Prompt{Name: "save workflow", Label: "file", Value: "workflow.yaml", Check: yamlName}, func(path string) tea.Cmd {
		_, err := os.Stat(path)
		switch {
		case err == nil && !pipeline.IsWorkflowFile(path):
			return kit.Say(kit.Bad, path+" is there already and is no workflow; choose another name")
		case err == nil:
			return kit.AskConfirm(kit.Confirm{Question: "replace " + path + "?", Detail: "It holds another workflow.", Yes: "replace", Asked: kit.On("ctrl+s")},
				func() tea.Cmd { return writeWorkflow(b, path) })
		}
		return writeWorkflow(b, path)
	})
}

// yamlName refuses names that would not be read as a workflow again.
func yamlName(path string) error {
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".yaml" && ext != ".yml" {
		return errors.New("end the name in .yaml, so that it is read as a workflow again")
	}
	return nil
}

func writeWorkflow(b *bench.Bench, path string) tea.Cmd {
	if err := pipeline.WriteWorkflow(path, b.Workflow.Pinned(b.Collected())); err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	return tea.Batch(kit.Say(kit.Good, "saved "+path), kit.LogTwin("assay run "+path))
}
