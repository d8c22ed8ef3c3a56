package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/health"
)

func newHealth(s Streams) *cobra.Command {
	var c choices
	cmd := &cobra.Command{
		Use:     "health [DATA...|WORKFLOW.yaml]",
		GroupID: stageGroup,
		Short:   "What would make a model look better than it is: twins, leaks, proxies, conflicts",
		Long: `health prepares the table and looks for rows on both sides of the split, columns that give the
answer away, cells that could not be read, columns that say nothing or the same, stand-ins for
protected columns, and answers that contradict one another. Findings say what can be done. The
answers of the test rows are counted for the split and enter no finding. It ends with code 0
whatever it finds.`,
		Example: `  assay health loans.csv --target repaid
  assay health loans.csv --protected sex,age --json`,
		Args: between(0, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			session := s.session(w)
			_, err = drive(cmd.Context(), session, pipeline.PrepareStage, c.teller(s))
			p := session.Prepared()
			if err != nil && (p == nil || p.Fault == nil) { // a fault of preparation is a finding
				return err
			}
			if err := c.pin(w, session.Collected()); err != nil {
				return err
			}
			h, err := pipeline.CheckHealth(cmd.Context(), w, session.Collected(), p)
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(s.Out, healthDocument(h, p))
			}
			_, err = fmt.Fprint(s.Out, healthText(h, p))
			return err
		},
	}
	c.bind(cmd)
	return cmd
}

func healthDocument(h *pipeline.Health, p *pipeline.Prepared) object {
	counters, findings, sides := object{}, []object{}, []object{}
	for _, x := range h.Tallies {
		counters[x.Counter.String()] = object{"state": x.State.String(), "found": x.Found, "why": x.Why}
	}
	for _, f := range h.Findings {
		lines := []string{}
		for _, r := range f.Rows {
			lines = append(lines, p.Cleaned.Place(r))
		}
		doc := object{"severity": f.Severity.String(), "counter": f.Counter.String(), "kind": f.Kind, "text": f.Text, "columns": list(f.Columns), "rows": lines, "count": f.Count,
			"value": number(f.Score.Value), "ci": interval(f.Score.Value, f.Score.Low, f.Score.High), "fix": nil}
		if f.Fix != nil {
			doc["fix"] = object{"verb": f.Fix.Verb, "column": f.Fix.Column, "value": f.Fix.Value}
		}
		findings = append(findings, doc)
	}
	for _, f := range p.Wall.Sides {
		sides = append(sides, object{"name": f.Name, "rows": f.Rows, "classes": f.Classes, "positive_share": number(f.Positive()), "from": f.From, "to": f.To, "undated": f.Undated, "groups": f.Groups})
	}
	return object{"counters": counters, "findings": findings, "model": validation(h.Model), "split": object{"kind": p.Wall.Kind, "sides": sides, "notes": list(p.Wall.Notes)}}
}

func healthText(h *pipeline.Health, p *pipeline.Prepared) string {
	var b strings.Builder
	fmt.Fprintln(&b, "HEALTH: what would make a model look better than it is")
	var rows [][]string
	for _, x := range h.Tallies {
		words := x.Counter.About()
		if x.Found > 0 {
			words = fmt.Sprintf("%s: %s", words, many(x.Found, "finding"))
		}
		if x.Why != "" {
			words += " (" + x.Why + ")"
		}
		rows = append(rows, []string{x.Counter.String(), x.State.String(), words})
	}
	grid(&b, 2, rows)
	wallWords(&b, p)
	for _, f := range h.Findings {
		fmt.Fprintln(&b)
		say(&b, 2, "%s, %s: %s", f.Severity, f.Kind, f.Text)
		if f.Fix != nil {
			say(&b, 4, "what to do: %s", fixFlag(*f.Fix))
		}
	}
	return b.String()
}

// wallWords tell what each side of the split holds.
func wallWords(b *strings.Builder, p *pipeline.Prepared) {
	fmt.Fprintf(b, "\nThe split is %s:\n", p.Wall.Kind)
	var rows [][]string
	for _, f := range p.Wall.Sides {
		if f.Rows == 0 {
			continue
		}
		words := fmt.Sprintf("%s, %s of them %s", many(f.Rows, "row"), percent(f.Positive()), p.Target.Classes[1])
		if f.Groups > 0 {
			words += ", " + many(f.Groups, "group")
		}
		if f.From != "" {
			words += ", " + f.From + " to " + f.To
		}
		rows = append(rows, []string{f.Name, words})
	}
	grid(b, 2, rows)
	for _, n := range p.Wall.Notes {
		say(b, 2, "%s", n)
	}
}

// fixFlag is a fix as the flag that makes it.
func fixFlag(f health.Fix) string {
	switch {
	case f.Verb == "role" && f.Value == "ignored" && !strings.Contains(f.Column, ","):
		return fmt.Sprintf("--ignore %q", f.Column)
	case f.Verb == "role":
		return fmt.Sprintf("--role %q", f.Column+"="+f.Value)
	case strings.Contains(f.Value, "="):
		return fmt.Sprintf("--set %q", f.Value)
	}
	return "add the step " + f.Value + " to the workflow"
}
