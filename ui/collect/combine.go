package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/bench"
	"assay/ui/kit"
)

// appendData asks for more data whose rows go below those that are open.
func (s *Screen) appendData() tea.Cmd { return s.askSource("append the rows of", s.planAppend) }

// joinData asks for other data whose columns go beside those that are open.
func (s *Screen) joinData() tea.Cmd { return s.askSource("join the columns of", s.askKey) }

// now is the open table as one of the sides.
func (s *Screen) now() collect.Raw {
	return collect.Raw{Table: own(s.from.Table), Origin: s.from.Origin}
}

// bring reads other data in the background and goes on with it.
func (s *Screen) bring(c choice, then func(ctx context.Context, other collect.Raw) func() tea.Cmd) tea.Cmd {
	options := collect.Options{}
	maps.Copy(options, s.bench.Workflow.Collect.Set)
	maps.Copy(options, c.set)
	env := s.env(c)
	return s.send("reading "+c.data, func(ctx context.Context) func() tea.Cmd {
		other, err := collect.Read(ctx, c.data, options, env)
		if err != nil {
			return told(c.data+" cannot be used", err)
		}
		return then(ctx, other)
	})
}

// adopt puts a choice among those of a workflow: its settings and secrets, and returns its address. A secret whose
// name stands for another already gets a name of its own.
func adopt(w *pipeline.CollectChoices, c choice) string {
	for name, value := range c.set {
		if w.Set == nil {
			w.Set = pipeline.Settings{}
		}
		w.Set[name] = value
	}
	data := c.data
	for _, name := range slices.Sorted(maps.Keys(c.secrets)) {
		own := name
		for n := 2; w.Secrets[own] != "" && w.Secrets[own] != c.secrets[name]; n++ {
			own = fmt.Sprintf("%s_%d", name, n)
		}
		if w.Secrets == nil {
			w.Secrets = map[string]string{}
		}
		w.Secrets[own] = c.secrets[name]
		data = strings.ReplaceAll(data, "${"+name+"}", "${"+own+"}")
	}
	return data
}

// planAppend says what appending would do before it is done.
func (s *Screen) planAppend(c choice) tea.Cmd {
	now := s.now()
	return s.bring(c, func(_ context.Context, other collect.Raw) func() tea.Cmd {
		plan := collect.PlanAppend([]collect.Raw{now, other})
		if err := plan.Err(); err != nil {
			return told("these do not belong below one another", err)
		}
		text := appendWords(plan, now, other)
		return func() tea.Cmd {
			return kit.AskReport(kit.Report{Name: "append", Text: text, Answers: []string{"append"}}, func(int) tea.Cmd {
				return s.combined(func(w *pipeline.CollectChoices) { w.Append = append(w.Append, adopt(w, c)) })
			})
		}
	})
}

// appendWords says what appending two tables makes of them.
func appendWords(plan collect.AppendReport, now, other collect.Raw) string {
	part := plan.Parts[1]
	lines := []string{fmt.Sprintf("%s: %s, to go below the %s that are open.", part.Name, rowsOf(other.Table.Rows()), rowsOf(now.Table.Rows()))}
	alike := other.Table.Width() - len(part.New)
	lines = append(lines, fmt.Sprintf("%d of its %d columns belong to one of the %d that are here.", alike, other.Table.Width(), now.Table.Width()), "")
	warnings := plan.Warnings()
	if len(warnings) == 0 {
		return strings.Join(append(lines, "Nothing differs: the columns are the same and hold the same kinds of values."), "\n")
	}
	lines = append(lines, "What differs:")
	for _, w := range warnings {
		lines = append(lines, "• "+w)
	}
	return strings.Join(lines, "\n")
}

func rowsOf(n int) string { return kit.Thousands(n) + " " + plural(n, "row") }

// askKey asks by which column rows find their partner. Columns both sides have are tried, and how many rows would find
// one is said.
func (s *Screen) askKey(c choice) tea.Cmd {
	now := s.now()
	return s.bring(c, func(ctx context.Context, other collect.Raw) func() tea.Cmd {
		plans := keysOf(ctx, now, other, c.data)
		items := make([]kit.Item, 0, len(plans)+1)
		for _, p := range plans {
			items = append(items, kit.Item{Text: p.Keys[0].From, Detail: keyWords(p)})
		}
		items = append(items, kit.Item{Text: "another key …", Detail: "columns that are called otherwise, or several"})
		return func() tea.Cmd {
			return kit.Pick("join by which column?", items, func(i int) tea.Cmd {
				if i < len(plans) {
					return s.reportJoin(c, plans[i], plans[i].Keys[0].From)
				}
				return s.askOtherKey(c, now, other)
			})
		}
	})
}

// triedKeys is how many columns both sides have are tried as keys.
const triedKeys = 40

// keysOf plans a join by each column both sides have, those that lead furthest first.
func keysOf(ctx context.Context, now, other collect.Raw, data string) []collect.JoinReport {
	var out []collect.JoinReport
	for _, name := range other.Table.Names() {
		if now.Table.Column(name) == nil || len(out) >= triedKeys || ctx.Err() != nil {
			continue
		}
		if p, err := collect.PlanJoin(now, other, collect.Join{Data: data, Key: name}); err == nil {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b collect.JoinReport) int {
		return cmp.Or(one(a.Err() != nil)-one(b.Err() != nil), cmp.Compare(b.Matched, a.Matched))
	})
	return out
}

// keyWords say in a line what a key leads to.
func keyWords(p collect.JoinReport) string {
	switch {
	case p.Right.Repeated > 0:
		return fmt.Sprintf("no: %s %s there more than once", kit.Thousands(p.Right.Repeated)+" "+plural(p.Right.Repeated, "value"), stand(p.Right.Repeated))
	case p.Matched == 0:
		return "no: no row finds a partner"
	}
	return fmt.Sprintf("%s of %s find a partner", kit.Thousands(p.Matched), rowsOf(p.Left.Rows))
}

func stand(n int) string {
	if n == 1 {
		return "stands"
	}
	return "stand"
}

// askOtherKey asks for a key in words.
func (s *Screen) askOtherKey(c choice, now, other collect.Raw) tea.Cmd {
	check := func(text string) error {
		for part := range strings.SplitSeq(text, ",") {
			left, right, renamed := strings.Cut(part, "=")
			if !renamed {
				right = left
			}
			if left, right = strings.TrimSpace(left), strings.TrimSpace(right); now.Table.Column(left) == nil || other.Table.Column(right) == nil {
				return errors.New("write the column here = the column there; several separated by commas")
			}
		}
		return nil
	}
	label := "column here = column there; there it has " + strings.Join(other.Table.Names(), ", ")
	return kit.AskText(kit.Prompt{Name: "join by", Label: label, Check: check}, func(text string) tea.Cmd {
		return s.send("looking for partners", func(context.Context) func() tea.Cmd {
			plan, err := collect.PlanJoin(now, other, collect.Join{Data: c.data, Key: text})
			if err != nil {
				return told("this is no key", err)
			}
			return func() tea.Cmd { return s.reportJoin(c, plan, text) }
		})
	})
}

// reportJoin says what a join would do before it is done.
func (s *Screen) reportJoin(c choice, plan collect.JoinReport, key string) tea.Cmd {
	if err := plan.Err(); err != nil {
		return told("these cannot be joined by "+key, err)()
	}
	answers, keeps := []string{"join"}, []string{""}
	if plan.Matched < plan.Left.Rows {
		answers, keeps = []string{"join, keep every row", "join, keep rows with a partner"}, []string{"", collect.KeepMatched}
	}
	return kit.AskReport(kit.Report{Name: "join by " + kit.Clean(key), Text: joinWords(plan, key), Answers: answers}, func(i int) tea.Cmd {
		return s.combined(func(w *pipeline.CollectChoices) {
			w.Join = append(w.Join, collect.Join{Data: adopt(w, c), Key: key, Keep: keeps[i]})
		})
	})
}

// joinWords say what a join makes of its two sides.
func joinWords(p collect.JoinReport, key string) string {
	lines := []string{fmt.Sprintf("%s of %s find their partner in %s by %s.", kit.Thousands(p.Matched), rowsOf(p.Left.Rows), p.Right.Name, key)}
	say := func(n int, format string, about ...any) {
		if n > 0 {
			lines = append(lines, "• "+rowsOf(n)+" "+fmt.Sprintf(format, about...))
		}
	}
	say(p.Left.Alone, "here without a partner: %s does not have their key%s", p.Right.Name, alone(p.Left))
	say(p.Left.Missing, "here without a key")
	say(p.Right.Alone, "of %s that no row here asks for%s", p.Right.Name, alone(p.Right))
	say(p.Right.Missing, "of %s without a key", p.Right.Name)
	var names []string
	for _, a := range p.Added {
		if a.From != a.To {
			names = append(names, a.From+", called "+a.To)
			continue
		}
		names = append(names, a.From)
	}
	return strings.Join(append(lines, "", fmt.Sprintf("It brings %d %s: %s.", len(names), plural(len(names), "column"), strings.Join(names, "; "))), "\n")
}

func alone(s collect.JoinSide) string {
	var out []string
	for _, e := range s.Examples[:min(3, len(s.Examples))] {
		out = append(out, fmt.Sprintf("%s on line %d", quote(e.Key), e.Lines[0]))
	}
	if out == nil {
		return ""
	}
	return ", such as " + strings.Join(out, ", ")
}

// combined makes the change and says how it is taken back.
func (s *Screen) combined(change func(*pipeline.CollectChoices)) tea.Cmd {
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error { change(&w.Collect); return nil }), kit.LogTwin(bench.Twin(s.bench.Workflow)))
}
