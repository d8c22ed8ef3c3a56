// Package cli is the headless twin of the workbench: every stage as a command. Results go to standard output, talk to
// standard error. Exit codes: 0 done, 1 could not, 2 wrong usage, 3 examined but below the gate or a contract broken, 130 interrupted.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/kit"
)

// Streams are where commands read and write.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// env is what reading data may use here.
func (s Streams) env() collect.Env {
	return collect.Env{Stdin: s.In, Store: collect.NewStore(placesOf(os.Getenv)["state"])}
}

// session starts a session that may use what commands may.
func (s Streams) session(w pipeline.Workflow) *pipeline.Session {
	session := pipeline.NewSession(w)
	session.Env = s.env()
	return session
}

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitBelowGate   = 3
	exitInterrupted = 130
)

// errBelowGate ends a run whose model was examined and did not pass; the result is printed already.
var errBelowGate = errors.New("examined, but below the gate")

// Run runs one command line, without the program's name, and returns the exit code. Everything said about a failure
// is on standard error, on one line, and says what to do.
func Run(ctx context.Context, args []string, s Streams) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(s.Err, "assay: a fault in assay itself: %s; please report it with the command line you used\n", kit.Clean(fmt.Sprint(fault)))
			code = exitFailed
		}
	}()
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	cmd, err := root.ExecuteContextC(ctx)
	code = exitCode(ctx, err)
	switch code {
	case exitInterrupted:
		fmt.Fprintln(s.Err, "assay: interrupted")
	case exitFailed, exitUsage:
		fmt.Fprintf(s.Err, "assay: %s\n", kit.Clean(err.Error()))
	}
	if code == exitUsage {
		fmt.Fprintf(s.Err, "assay: `%s --help` shows what it takes\n", cmd.CommandPath())
	}
	return code
}

func exitCode(ctx context.Context, err error) int {
	var usage pipeline.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errBelowGate):
		return exitBelowGate
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}

func newRoot(s Streams) *cobra.Command {
	var c choices
	var theme string
	root := &cobra.Command{
		Use:   "assay [DATA...|WORKFLOW.yaml]",
		Short: "A machine-learning workbench for the terminal",
		Long: `assay walks you through machine learning in five stages: collect data, prepare it, train a model,
evaluate it on rows it never saw, and predict. Without DATA it opens on an embedded sample of loan
applications. Every stage is also a command.

DATA is a file (csv, tsv, json, jsonl, parquet, xlsx, sqlite, and gz, zst or zip of these), a pattern such
as 'data/*.csv', - for standard input, a database (postgres://, mysql://, sqlite:), a web address, a live
source (mqtt://host/topic), or "sample" for the embedded one. FILE#NAME is one of several tables; the
rows of several DATA stand below one another.
WORKFLOW.yaml holds choices made before; --workflow writes one.`,
		Example: `  assay                                      open the workbench on the sample
  assay loans.csv --target repaid            open it on your own table
  assay run loans.csv --target repaid        all five stages without a screen
  assay run 'data/*.csv' more.csv            rows of several files, one table
  assay train loans.csv --out loans.assay    fit and save a bundle
  assay predict loans.assay new.csv          score a file`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return openWorkbench(cmd.Context(), w, theme, &c, s)
		},
	}
	root.Args = func(_ *cobra.Command, args []string) error { return commandOrData(root, args) }
	c.bind(root)
	root.Flags().StringVar(&theme, "theme", "auto", "colours: auto, dark, light or mono")
	group(root, outputFlags, "theme=NAME")
	root.AddGroup(&cobra.Group{ID: stageGroup, Title: "The stages"}, &cobra.Group{ID: otherGroup, Title: "Beside them"})
	children := []*cobra.Command{newRun(s), newProfile(s), newPrepare(s), newHealth(s), newWhatIf(s), newTrain(s), newPredict(s), newGenerate(s), newPaths(s), newCompletion(root, s)}
	root.AddCommand(children...)
	dress(root, children)
	return root
}
