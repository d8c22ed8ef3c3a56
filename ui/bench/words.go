package bench

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

// Words says what changed between two workflows, in a line.
func Words(was, now pipeline.Workflow) string {
	var out []string
	say := func(format string, about ...any) { out = append(out, fmt.Sprintf(format, about...)) }
	settings := func(about string, a, b map[string]string) {
		for _, text := range differing(a, b) {
			say("%s%s", about, text)
		}
	}
	a, b := was.Collect, now.Collect
	if a.Data != b.Data {
		say("opened %s", b.Data)
	}
	if a.Target != b.Target {
		say("target %s", orNone(b.Target))
	}
	if a.Positive != b.Positive {
		say("%s counts as yes", orNone(b.Positive))
	}
	settings("role of ", a.Roles, b.Roles)
	settings("held as: ", a.Kinds, b.Kinds)
	settings("reading: ", a.Set, b.Set)
	amount := func(from, to int, what string) {
		if from < to {
			say("%s", what+" more")
		} else if from > to {
			say("%s", what+" less")
		}
	}
	amount(len(a.Append), len(b.Append), "appended data, one")
	amount(len(a.Join), len(b.Join), "joined data, one")
	amount(len(a.Typed), len(b.Typed), "typed rows, one")
	if !reflect.DeepEqual(a.Protected, b.Protected) {
		say("protected: %s", orNone(strings.Join(b.Protected, ", ")))
	}
	out = append(out, stepWords(was.Prepare, now.Prepare)...)
	settings("split: ", was.Split, now.Split)
	if was.Train.Learner != now.Train.Learner {
		say("learner %s", now.Train.Learner)
	} else {
		settings(now.Train.Learner+": ", was.Train.Set, now.Train.Set)
	}
	settings("training: ", was.Train.Driver, now.Train.Driver)
	if was.Evaluate.Threshold != now.Evaluate.Threshold {
		say("threshold %v", now.Evaluate.Threshold)
	}
	settings("gate: ", was.Evaluate.Gate, now.Evaluate.Gate)
	if was.Seed != now.Seed {
		say("seed %d", now.Seed)
	}
	if len(out) == 0 {
		return "another choice about the data"
	}
	return strings.Join(out, "; ")
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// differing lists the settings that have another value: "share 0.05", "share as usual".
func differing(a, b map[string]string) []string {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, b)
	var out []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		now, set := b[name]
		switch was, had := a[name]; {
		case !set:
			out = append(out, name+" as usual")
		case !had || was != now:
			out = append(out, name+" "+orNone(now))
		}
	}
	return out
}

// stepWords says what changed among the steps.
func stepWords(was, now []prepare.Choice) []string {
	if reflect.DeepEqual(was, now) {
		return nil
	}
	from, to := ends(was, now)
	gone, come := was[from:len(was)-to], now[from:len(now)-to]
	switch {
	case len(gone) == 0:
		return []string{"added " + titles(come)}
	case len(come) == 0:
		return []string{"removed " + titles(gone)}
	case len(gone) == len(come) && len(gone) > 1 && reflect.DeepEqual(gone[0], come[len(come)-1]) && reflect.DeepEqual(gone[1:], come[:len(come)-1]):
		return []string{"moved " + title(gone[0]) + " down"}
	case len(gone) == len(come) && len(gone) > 1 && reflect.DeepEqual(gone[len(gone)-1], come[0]) && reflect.DeepEqual(gone[:len(gone)-1], come[1:]):
		return []string{"moved " + title(come[0]) + " up"}
	case len(gone) == len(come):
		var out []string
		for i := range gone {
			out = append(out, choiceWords(gone[i], come[i])...)
		}
		return out
	}
	return []string{titles(gone) + " became " + titles(come)}
}

// ends counts the steps that are the same at the start and at the end.
func ends(a, b []prepare.Choice) (from, to int) {
	n := min(len(a), len(b))
	for from < n && reflect.DeepEqual(a[from], b[from]) {
		from++
	}
	for to < n-from && reflect.DeepEqual(a[len(a)-1-to], b[len(b)-1-to]) {
		to++
	}
	return from, to
}

// choiceWords says what changed of one step.
func choiceWords(was, now prepare.Choice) []string {
	if was.Name != now.Name {
		return []string{title(was) + " became " + title(now)}
	}
	var out []string
	if was.Off != now.Off {
		out = append(out, title(now)+map[bool]string{true: " off", false: " on"}[now.Off])
	}
	if was.On != now.On {
		on := string(now.On)
		if on == "" {
			on = "every column"
		}
		out = append(out, title(now)+" works on "+on)
	}
	for _, text := range differing(was.Set, now.Set) {
		out = append(out, title(now)+": "+text)
	}
	return out
}

func title(c prepare.Choice) string {
	if e, err := prepare.Find(c.Name); err == nil {
		return e.Title
	}
	return c.Name
}

func titles(choices []prepare.Choice) string {
	var out []string
	for _, c := range choices {
		out = append(out, title(c))
	}
	return strings.Join(out, ", ")
}
