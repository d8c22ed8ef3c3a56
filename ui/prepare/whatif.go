package prepare

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// whatIf asks which alternatives to try, and tries them.
func (s *Screen) whatIf() tea.Cmd {
	boxes := &supposing{options: options(s.choices()), on: map[int]bool{}}
	if len(boxes.options) == 0 {
		return kit.Say(kit.Info, "there is no step to vary; a adds one")
	}
	return kit.Tick("what if …", boxes, func() tea.Cmd {
		if len(boxes.alternatives()) == 0 {
			return kit.Say(kit.Info, "nothing was ticked, so there is nothing to try")
		}
		return tea.Batch(kit.Open(&trial{s: s}, nil), s.bench.WhatIf(boxes.alternatives()), askTrial())
	})
}

// option is one other value for one thing.
type option struct {
	text, detail  string
	section       string
	step, setting string
	now, value    string
}

// options lists what can be varied: each step that is on may be left out, have another setting or, when it learns, give
// its place to one of its family; those that are not in the recipe may come in. What learns is listed first. A step that
// stands twice is left alone, since a name would not say which is meant.
func options(choices []prepare.Choice) []option {
	count := map[string]int{}
	for _, c := range choices {
		if !c.Off {
			count[c.Name]++
		}
	}
	var learn, rest []option
	for _, c := range choices {
		e, settings, err := c.Settings()
		switch {
		case err != nil || c.Off || count[c.Name] > 1:
		case e.Kind == prepare.Learns:
			learn = append(learn, varied(e, settings, count)...)
		default:
			rest = append(rest, varied(e, settings, count)...)
		}
	}
	for _, e := range prepare.Catalogue() {
		if e.Kind == prepare.Learns && count[e.Name] == 0 {
			learn = append(learn, option{"with " + e.Title, e.About, "not in the recipe", e.Name, "", "off", "on"})
		}
	}
	return append(learn, rest...)
}

// varied lists what can be varied of one step.
func varied(e prepare.Entry, settings param.Settings, count map[string]int) []option {
	var out []option
	add := func(text, detail, setting, now, value string) {
		out = append(out, option{text, detail, e.Title, e.Name, setting, now, value})
	}
	add("without "+e.Title, "leave the step out", "", "on", "off")
	for _, p := range settings.Params() {
		values := p.Choices
		if p.Kind == param.Bool {
			values = []string{"true", "false"}
		} else if p.Kind != param.Choice {
			continue
		}
		for _, value := range values {
			if value != p.Get() {
				add(e.Title+": "+p.Name+" "+value, "now "+p.Get(), p.Name, p.Get(), value)
			}
		}
	}
	for _, other := range family(e.Name) {
		if e.Kind == prepare.Learns && other.Kind == e.Kind && count[other.Name] == 0 {
			add(other.Title+" in place of "+e.Title, other.About, "", "on", other.Name)
		}
	}
	return out
}

// family lists the entries that serve the same purpose.
func family(name string) []prepare.Entry {
	for _, f := range prepare.Families() {
		if slices.ContainsFunc(f.Entries, func(e prepare.Entry) bool { return e.Name == name }) {
			return f.Entries
		}
	}
	return nil
}

// supposing ticks the options to try.
type supposing struct {
	options []option
	on      map[int]bool
}

// Checks offers every option.
func (b *supposing) Checks(string) []kit.Check {
	out := make([]kit.Check, len(b.options))
	for i, o := range b.options {
		out[i] = kit.Check{Text: o.text, Detail: o.detail, Section: o.section, On: b.on[i]}
	}
	return out
}

// Tick turns an option over.
func (b *supposing) Tick(c kit.Check) {
	for i, o := range b.options {
		if o.text == c.Text {
			b.on[i] = !b.on[i]
		}
	}
}

// alternatives gathers what is ticked: for each thing its value now and the others.
func (b *supposing) alternatives() []pipeline.Alternative {
	var out []pipeline.Alternative
	for i, o := range b.options {
		if !b.on[i] {
			continue
		}
		at := slices.IndexFunc(out, func(a pipeline.Alternative) bool { return a.Step == o.step && a.Setting == o.setting })
		if at < 0 {
			at = len(out)
			out = append(out, pipeline.Alternative{Step: o.step, Setting: o.setting, Values: []string{o.now}})
		}
		out[at].Values = append(out[at].Values, o.value)
	}
	return out
}

// mostRecipes is how many recipes are compared at once.
const mostRecipes = 64

// Sum says how many recipes the ticks make.
func (b *supposing) Sum() (string, error) {
	n := 1
	for _, a := range b.alternatives() {
		n *= len(a.Values)
	}
	switch {
	case n == 1:
		return "tick what to try beside the recipe as it stands", nil
	case n > mostRecipes:
		return "", fmt.Errorf("%d recipes are too many, %d can be compared at once; tick fewer", n, mostRecipes)
	}
	return fmt.Sprintf("%d recipes, each combination of what is ticked and what is now; the test rows stay sealed", n), nil
}
