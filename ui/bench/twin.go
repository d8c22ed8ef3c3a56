package bench

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
)

// Twin returns the command line that repeats a workflow without a screen. Choices that flags cannot say, such as a step
// left out, need the file that ctrl+s writes.
func Twin(w pipeline.Workflow) string {
	fresh := pipeline.New(w.Collect.Data)
	if !sameSteps(w, fresh) || len(w.Collect.Replay) > 0 || slices.ContainsFunc(w.Collect.Join, notInALine) {
		return "assay run workflow.yaml"
	}
	words := []string{"assay", "run"}
	if w.Collect.Data != pipeline.Sample || len(w.Collect.Append) > 0 {
		words = append(words, quote(w.Collect.Data))
	}
	for _, data := range w.Collect.Append {
		words = append(words, quote(data))
	}
	add := func(flag, value string) { words = append(words, flag, quote(value)) }
	for _, j := range w.Collect.Join {
		add("--join", j.String())
	}
	if w.Collect.Exam != "" {
		add("--exam", w.Collect.Exam)
	}
	for _, column := range slices.Sorted(maps.Keys(w.Collect.Kinds)) {
		add("--kind", column+"="+w.Collect.Kinds[column])
	}
	for _, row := range w.Collect.Typed {
		text, err := json.Marshal(row)
		if err == nil { // texts always marshal
			add("--row", string(text))
		}
	}
	if w.Collect.Target != "" {
		add("--target", w.Collect.Target)
	}
	if w.Collect.Positive != "" {
		add("--positive", w.Collect.Positive)
	}
	if len(w.Collect.Protected) > 0 {
		add("--protected", strings.Join(w.Collect.Protected, ","))
	}
	for _, column := range slices.Sorted(maps.Keys(w.Collect.Roles)) {
		add("--role", column+"="+w.Collect.Roles[column])
	}
	if w.Train.Learner != fresh.Train.Learner {
		add("--learner", w.Train.Learner)
	}
	sets := func(section string, s pipeline.Settings) {
		for _, name := range slices.Sorted(maps.Keys(s)) {
			add("--set", section+name+"="+s[name])
		}
	}
	sets("", w.Collect.Set)
	for i, c := range w.Prepare {
		own := maps.Clone(c.Set)
		maps.DeleteFunc(own, func(name, value string) bool { return fresh.Prepare[i].Set[name] == value })
		sets(c.Name+".", own)
	}
	sets("split.", w.Split)
	sets(w.Train.Learner+".", w.Train.Set)
	sets("driver.", w.Train.Driver)
	sets("gate.", w.Evaluate.Gate)
	if w.Evaluate.Threshold != fresh.Evaluate.Threshold {
		add("--threshold", strconv.FormatFloat(w.Evaluate.Threshold, 'g', -1, 64))
	}
	if w.Seed != fresh.Seed {
		add("--seed", strconv.FormatUint(w.Seed, 10))
	}
	return strings.Join(words, " ")
}

// notInALine reports whether a join cannot be said by --join, because its names hold the words that part them there.
func notInALine(j collect.Join) bool {
	again, err := collect.ParseJoin(j.String())
	return err != nil || again != j
}

// sameSteps reports whether a prepares with the same steps on the same columns as b, whatever their settings. What b
// sets must be set in a too: a flag cannot take it back.
func sameSteps(a, b pipeline.Workflow) bool {
	if len(a.Prepare) != len(b.Prepare) {
		return false
	}
	for i, c := range a.Prepare {
		for name := range b.Prepare[i].Set {
			if _, kept := c.Set[name]; !kept {
				return false
			}
		}
		if c.Name != b.Prepare[i].Name || c.Off != b.Prepare[i].Off || c.On != b.Prepare[i].On {
			return false
		}
	}
	return true
}

// quote protects what a shell would take apart.
func quote(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n\"'\\$&|;<>()*?[]#~`!{}") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
