package cli

import (
	"context"
	"strings"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

// proposeRecipe tells the recipe that suits a table. The steps nobody need think about are kept in the workflow file.
func proposeRecipe(ctx context.Context, w pipeline.Workflow, c *choices, s Streams) error {
	session := s.session(w)
	if _, err := drive(ctx, session, pipeline.CollectStage, c.teller(s)); err != nil {
		return err
	}
	all := prepare.Propose(session.Collected().Profiles)
	w.Prepare = nil
	for _, p := range all {
		if !p.Doubt {
			w.Prepare = append(w.Prepare, p.Choice)
		}
	}
	if err := c.pin(w, session.Collected()); err != nil {
		return err
	}
	if c.json {
		steps := []object{}
		for _, p := range all {
			steps = append(steps, object{"name": p.Choice.Name, "on": string(p.Choice.On), "reason": p.Reason, "doubt": p.Doubt})
		}
		return printJSON(s.Out, object{"steps": steps})
	}
	var b strings.Builder
	var rows [][]string
	for _, p := range all {
		mark := ""
		if p.Doubt {
			mark = "?"
		}
		rows = append(rows, []string{mark, p.Choice.Name, p.Reason})
	}
	grid(&b, 2, rows)
	_, err := s.Out.Write([]byte(b.String()))
	return err
}
