package collect

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/bench"
	"assay/ui/kit"
)

// choice is data somebody chose: where it lies, how it is read, and the secrets that takes.
type choice struct {
	data    string // without secrets: ${NAME} stands in their place
	set     pipeline.Settings
	secrets map[string]string
}

// wanted is what a choice is for: to be opened, appended or joined.
type wanted func(choice) tea.Cmd

// choiceOf takes the secrets out of an address.
func choiceOf(data string) choice {
	named := pipeline.Named(home(strings.TrimSpace(data)))
	return choice{data: named.Data, secrets: named.Secrets}
}

// with returns the choice with another setting.
func (c choice) with(name, value string) choice {
	c.set = maps.Clone(c.set)
	if c.set == nil {
		c.set = pipeline.Settings{}
	}
	c.set[name] = value
	return c
}

// open asks for other data.
func (s *Screen) open() tea.Cmd { return s.askSource("open data", s.use) }

// use reads the chosen data in place of what is open. Its columns are others, so what was said about the old ones goes.
func (s *Screen) use(c choice) tea.Cmd {
	twin := "assay " + shell(c.data)
	for _, name := range slices.Sorted(maps.Keys(c.set)) {
		twin += " --set " + shell(name+"="+c.set[name])
	}
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
		w.Collect = pipeline.CollectChoices{Data: c.data, Set: c.set, Secrets: c.secrets}
		return nil
	}), kit.LogTwin(twin))
}

// placeholder is where the value of a secret goes.
var placeholder = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// choose settles what a choice leaves open, a secret nobody knows or which of several tables is meant, and goes on.
func (s *Screen) choose(c choice, then wanted) tea.Cmd {
	if c.data == "" {
		return kit.Say(kit.Bad, "no data was named; type a path or an address, or choose "+pipeline.Sample)
	}
	for _, m := range placeholder.FindAllStringSubmatch(c.data, -1) {
		if name := m[1]; !s.knows(c, name) {
			return kit.AskText(kit.Prompt{Name: "a secret is needed", Secret: true,
				Label: "the value of " + name + ", kept in memory only; the environment variable of that name does the same"}, func(value string) tea.Cmd {
				c.secrets = maps.Clone(c.secrets)
				if c.secrets == nil {
					c.secrets = map[string]string{}
				}
				c.secrets[name] = value
				return s.choose(c, then)
			})
		}
	}
	a := collect.ParseAddress(c.data)
	server := a.Scheme == "postgres" || a.Scheme == "mysql" || a.Scheme == "sqlite"
	if a.Table != "" || c.set["database.query"] != "" || !server && !a.Local() {
		return then(c)
	}
	env := s.env(c)
	return s.send("looking for the tables of "+c.data, func(ctx context.Context) func() tea.Cmd {
		if a.Local() && !holdsTables(a.Place) {
			return func() tea.Cmd { return then(c) }
		}
		tables, err := collect.Tables(ctx, c.data, collect.Options(c.set), env)
		switch {
		case err != nil && server:
			return told("no tables are seen", err)
		case err != nil || len(tables) == 0 && !server: // reading it says more
			return func() tea.Cmd { return then(c) }
		case len(tables) == 1 && !server:
			return func() tea.Cmd { return then(c.table(tables[0].Name)) }
		}
		return func() tea.Cmd { return s.pickTable(c, tables, server, then) }
	})
}

// knows reports whether the value of a secret is at hand.
func (s *Screen) knows(c choice, name string) bool {
	_, ok := s.secret(c)(name)
	if !ok {
		_, ok = os.LookupEnv(name)
	}
	return ok
}

// secret finds the values of secrets in a choice, then where they were given before.
func (s *Screen) secret(c choice) func(string) (string, bool) {
	given, outer := s.bench.Workflow.Collect.Secrets, s.bench.Env.Secret
	return func(name string) (string, bool) {
		if v, ok := c.secrets[name]; ok {
			return v, true
		}
		if v, ok := given[name]; ok {
			return v, true
		}
		if outer != nil {
			return outer(name)
		}
		return "", false
	}
}

// env is what looking at a choice may use.
func (s *Screen) env(c choice) collect.Env {
	env := s.bench.Env
	env.Secret = s.secret(c)
	return env
}

// table names one of the tables at a place.
func (c choice) table(name string) choice {
	a := collect.ParseAddress(c.data)
	if a.Scheme != "" {
		name = url.PathEscape(name)
	}
	c.data = a.Place + "#" + name
	return c
}

// pickTable asks which of several tables is meant. A server can be asked a query instead.
func (s *Screen) pickTable(c choice, tables []collect.TableInfo, server bool, then wanted) tea.Cmd {
	var items []kit.Item
	for _, t := range tables {
		items = append(items, kit.Item{Text: t.Name, Detail: tableWords(t)})
	}
	if server {
		items = append(items, kit.Item{Text: "a query …", Detail: "the rows that a SELECT gives"})
	}
	return kit.Pick("which table of "+kit.TruncateLeft(kit.Clean(c.data), 40)+"?", items, func(i int) tea.Cmd {
		if i < len(tables) {
			return then(c.table(tables[i].Name))
		}
		return kit.AskText(kit.Prompt{Name: "query", Label: "one SELECT; nothing is ever written", Value: "select * from "}, func(text string) tea.Cmd {
			return then(c.with("database.query", text))
		})
	})
}

// tableWords describes a table in a line.
func tableWords(t collect.TableInfo) string {
	words := []string{t.Kind}
	if t.Rows >= 0 {
		words = append(words, kit.Thousands(int(t.Rows))+" "+plural(int(t.Rows), "row"))
	}
	if n := len(t.Columns); n > 0 {
		words = append(words, fmt.Sprintf("%d %s: %s", n, plural(n, "column"), strings.Join(t.Columns[:min(n, 8)], ", ")))
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}

// told shows an error that needs room.
func told(title string, err error) func() tea.Cmd {
	return func() tea.Cmd { return kit.ShowText(title, strings.Replace(err.Error(), "; hint: ", "\n\n", 1)) }
}

// remember puts what was read on the list of what was opened before.
func (s *Screen) remember() tea.Cmd {
	w, t := s.bench.Workflow.Clone().Collect, s.from.Table
	if w.Data == pipeline.Sample || w.Data == "-" {
		return nil
	}
	recent, opened := s.bench.Recent, bench.Opened{Data: w.Data, Set: w.Set, Rows: t.Rows(), Columns: t.Width(), When: time.Now()}
	return kit.Do(func() tea.Msg {
		if err := recent.Add(opened); err != nil {
			return kit.Toast{Kind: kit.Warn, Text: "what was opened is not remembered: " + err.Error()}
		}
		return nil
	})
}
