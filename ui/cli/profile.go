package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

func newProfile(s Streams) *cobra.Command {
	var c choices
	var kept promise
	var tables bool
	cmd := &cobra.Command{
		Use:     "profile [DATA...|WORKFLOW.yaml]",
		GroupID: stageGroup,
		Short:   "What is in a table: types, missing, distinct, alerts, suggested roles",
		Long: `profile tells where the rows come from, what was decided while reading them, what could not be
read, and what each column holds. With --tables it lists the tables of a database, a workbook or
an archive, one of which is then named as DATA#TABLE.`,
		Example: `  assay profile loans.csv
  assay profile loans.db --tables
  assay profile loans.db#applications
  assay profile 'data/*.csv' more.csv --join "customers.csv on customer_id"
  assay profile loans.csv --set csv.delimiter=";" --json`,
		Args: between(0, anyNumber),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := c.workflow(args)
			if err != nil {
				return err
			}
			if tables {
				return printTables(cmd.Context(), w, &c, s)
			}
			collected, err := pipeline.Collect(cmd.Context(), w, s.env())
			if err != nil {
				return err
			}
			if err := c.pin(w, collected); err != nil {
				return err
			}
			repeats, err := repeated(cmd.Context(), collected.Table)
			if err != nil {
				return err
			}
			profiles := collected.Profiles
			if done, err := kept.keep(s, &c, collected, profiles); done || err != nil {
				return err
			}
			if c.json {
				return printJSON(s.Out, profileDocument(collected, profiles, repeats))
			}
			_, err = fmt.Fprint(s.Out, profileText(collected, profiles, repeats))
			return err
		},
	}
	c.bind(cmd)
	kept.bind(cmd)
	cmd.Flags().BoolVar(&tables, "tables", false, "list the tables that DATA holds")
	group(cmd, dataFlags, "tables")
	return cmd
}

func printTables(ctx context.Context, w pipeline.Workflow, c *choices, s Streams) error {
	all, err := shelves(ctx, w, s.env())
	if err != nil {
		return err
	}
	if c.json {
		return printJSON(s.Out, shelvesDocument(all))
	}
	_, err = fmt.Fprint(s.Out, shelvesText(all))
	return err
}

// repeated counts the rows that say the same as an earlier one, as read, the way the duplicates step would find them.
func repeated(ctx context.Context, t *table.Table) (int, error) {
	once, err := prepare.Clean(ctx, t, []prepare.Choice{{Name: "duplicates"}})
	if err != nil {
		return 0, err
	}
	return t.Rows() - once.Table.Rows(), nil
}

// warnings are what the reader warns of, and repeated rows.
func warnings(c *pipeline.Collected, repeats int) []string {
	out := append([]string{}, c.Warnings()...)
	if repeats > 0 {
		out = append(out, fmt.Sprintf("%s of %s repeat an earlier one; the step duplicates drops such rows before the split", many(repeats, "row"), count(c.Table.Rows())))
	}
	return out
}

func reasons(c *pipeline.Collected) map[string]string {
	out := map[string]string{}
	for _, p := range c.Proposals {
		out[p.Column] = p.Reason
	}
	return out
}

func profileDocument(c *pipeline.Collected, profiles []profile.Column, repeats int) object {
	why := reasons(c)
	columns := []object{}
	for _, p := range profiles {
		doc := object{"name": p.Name, "kind": p.Kind.String(), "meaning": p.Meaning, "role": p.Role.String(), "role_reason": why[p.Name],
			"rows": p.Rows, "missing": p.Missing, "distinct": p.Distinct, "top": topObjects(p.Top), "alerts": alertObjects(p.Alerts), "sentinels": sentinelObjects(p, c.Origin)}
		if n := p.Numbers; n != nil {
			doc["min"], doc["max"], doc["mean"], doc["sd"], doc["median"] = number(n.Min), number(n.Max), number(n.Mean), number(n.SD), number(n.Median())
		}
		columns = append(columns, doc)
	}
	parts := []object{}
	for _, p := range c.Origin.Parts {
		for _, leaf := range p.Leaves() {
			doc := sourceObject(leaf)
			doc["read"] = leaf.Read
			parts = append(parts, doc)
		}
	}
	source := sourceObject(c.Origin)
	source["warnings"], source["read"], source["parts"] = warnings(c, repeats), c.Origin.Read, parts
	return object{"rows": c.Table.Rows(), "repeated_rows": repeats, "columns": columns, "target": c.Target,
		"alerts": alertObjects(profile.CrossAlerts(c.Table, profiles)), "source": source}
}

func topObjects(top []table.ValueCount) []object {
	out := []object{}
	for _, v := range top {
		out = append(out, object{"value": v.Value, "count": v.Count})
	}
	return out
}

func alertObjects(alerts []profile.Alert) []object {
	out := []object{}
	for _, a := range alerts {
		out = append(out, object{"severity": a.Severity.String(), "kind": a.Kind, "message": a.Message, "count": a.Count, "hint": a.Hint, "column": a.Column, "fix": fixObject(a.Fix)})
	}
	return out
}

func profileText(c *pipeline.Collected, profiles []profile.Column, repeats int) string {
	var b strings.Builder
	say(&b, 0, "%s: %s, %s", c.Origin.Path, many(c.Table.Rows(), "row"), many(c.Table.Width(), "column"))
	sourceWords(&b, c.Origin)
	for _, n := range slices.Concat(c.Origin.Notes, warnings(c, repeats)) {
		say(&b, 2, "%s", n)
	}
	sayAcross(&b, c, profiles)
	rejectWords(&b, c.Origin)
	why := reasons(c)
	for _, p := range profiles {
		fmt.Fprintln(&b)
		say(&b, 2, "%s: %s (%s), %s", p.Name, p.Meaning, p.Kind, p.Role)
		if why[p.Name] != "" {
			say(&b, 4, "proposed because: %s", why[p.Name])
		}
		say(&b, 4, "%s missing of %s, %s different%s", count(p.Missing), count(p.Rows), count(p.Distinct), spread(p))
		for _, a := range p.Alerts {
			say(&b, 4, "%s: %s; %s", a.Severity, a.Message, a.Hint)
		}
	}
	return b.String()
}

// spread says the range of numbers and times, or the most frequent texts.
func spread(p profile.Column) string {
	if n := p.Numbers; n != nil {
		form := func(v float64) string { return table.FormatNumber(v) }
		if p.Kind == table.Time {
			form = func(v float64) string { return table.FormatTime(int64(v)) }
		}
		return fmt.Sprintf("; from %s to %s, half below %s", form(n.Min), form(n.Max), form(n.Median()))
	}
	var top []string
	for _, v := range p.Top[:min(3, len(p.Top))] {
		top = append(top, fmt.Sprintf("%q %s", v.Value, count(v.Count)))
	}
	if len(top) == 0 {
		return ""
	}
	return "; most often " + strings.Join(top, ", ")
}
