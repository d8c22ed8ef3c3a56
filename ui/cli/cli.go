// Package cli is the headless twin of the workbench: every stage as a command. Results go to standard output, talk to
// standard error. Exit codes: 0 done, 1 could not, 2 wrong usage, 3 examined but below the gate, 130 interrupted.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/ui/kit"
)

// Streams are where commands read and write.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
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

// usageErrorf makes an error that ends with exit code 2.
func usageErrorf(format string, args ...any) error {
	return pipeline.UsageError{Err: fmt.Errorf(format, args...)}
}

// Run runs one command line, without the program's name, and returns the exit code.
func Run(ctx context.Context, args []string, s Streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	code := exitCode(ctx, err)
	if code == exitFailed || code == exitUsage {
		fmt.Fprintf(s.Err, "assay: %s\n", kit.Clean(err.Error()))
		if code == exitUsage {
			fmt.Fprintln(s.Err, "assay: `assay --help` lists the commands and flags")
		}
	}
	return code
}

func exitCode(ctx context.Context, err error) int {
	var usage pipeline.UsageError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errBelowGate):
		return exitBelowGate
	case errors.As(err, &usage), isCobraUsage(err):
		return exitUsage
	}
	return exitFailed
}

// isCobraUsage recognises the messages cobra and pflag give for a wrong command line; they carry no type of their own.
func isCobraUsage(err error) bool {
	for _, start := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs an argument", "invalid argument", "accepts ", "requires at least", "bad flag syntax"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}

func newRoot(s Streams) *cobra.Command {
	var c choices
	var theme string
	root := &cobra.Command{
		Use:   "assay [DATA|WORKFLOW.yaml]",
		Short: "A machine-learning workbench for the terminal",
		Long: `assay walks you through machine learning in five stages: collect data, prepare it, train a model,
evaluate it on rows it never saw, and predict. Without DATA it opens on an embedded sample of loan
applications. Every stage is also a command.`,
		Example: `  assay                                      open the workbench on the sample
  assay loans.csv --target repaid            open it on your own table
  assay run loans.csv --target repaid        all five stages without a screen
  assay train loans.csv --out loans.assay    fit and save a bundle
  assay predict loans.assay new.csv          score a file`,
		Args:          cobra.MaximumNArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			return openWorkbench(cmd.Context(), w, theme, c.plain, s)
		},
	}
	c.bind(root)
	root.Flags().StringVar(&theme, "theme", "auto", "colours: auto, dark, light or mono")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newRun(s), newProfile(s), newPrepare(s), newTrain(s), newPredict(s), newGenerate(s), newPaths(s), newCompletion(root, s))
	return root
}
