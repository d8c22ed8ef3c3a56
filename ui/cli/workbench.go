package cli

import (
	"context"

	"assay/pipeline"
	"assay/ui"
)

// openWorkbench shows the five screens. A terminal that cannot show them gets an error that names the headless twin.
func openWorkbench(ctx context.Context, w pipeline.Workflow, theme string, plain bool, s Streams) error {
	if plain {
		return runAll(ctx, w, &choices{}, "", s)
	}
	return ui.Open(ctx, w, theme)
}
