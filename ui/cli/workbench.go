package cli

import (
	"context"
	"os"
	"slices"

	"github.com/charmbracelet/x/term"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui"
)

// themes are the values of --theme.
var themes = []string{"auto", "dark", "light", "mono"}

// openWorkbench shows the five screens. Where they cannot be read (--plain, a dumb terminal) it tells the story of a
// run instead; without any terminal the error names the headless twin.
func openWorkbench(ctx context.Context, w pipeline.Workflow, theme string, c *choices, s Streams) error {
	if !slices.Contains(themes, theme) {
		return usageErrorf("--theme %s: there are auto, dark, light, mono%s", theme, param.DidYouMean(theme, themes))
	}
	if c.plain || c.json || os.Getenv("TERM") == "dumb" {
		return runAll(ctx, w, c, "", s)
	}
	if err := ui.Check(os.Stdin, os.Stdout, os.Environ()); err != nil {
		return err
	}
	if err := there(w); err != nil {
		return err
	}
	env := s.env()
	if env.Stdin = nil; !term.IsTerminal(os.Stdin.Fd()) { // else the keyboard is there
		env.Stdin = collect.NewInput(s.In)
	}
	return ui.Open(ctx, w, theme, ui.Surroundings{Env: env, State: placesOf(os.Getenv)["state"]})
}
