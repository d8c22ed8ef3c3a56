package pipeline_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/health"
	"assay/pipeline/prepare"
)

func healthOf(t *testing.T, w pipeline.Workflow) (*pipeline.Session, *pipeline.Health) {
	t.Helper()
	s := ran(t, w, pipeline.PrepareStage)
	h, err := pipeline.CheckHealth(context.Background(), w, s.Collected(), s.Prepared())
	if err != nil {
		t.Fatal(err)
	}
	return s, h
}

func findingOf(h *pipeline.Health, kind string) *health.Finding {
	at := slices.IndexFunc(h.Findings, func(f health.Finding) bool { return f.Kind == kind })
	if at < 0 {
		return nil
	}
	return &h.Findings[at]
}

func TestTheSampleIsHealthyButForProxies(t *testing.T) {
	_, h := healthOf(t, pipeline.New(pipeline.Sample))
	for _, x := range h.Tallies {
		if want := map[bool]health.State{true: health.Amber, false: health.Green}[x.Counter == health.Proxies]; x.State != want {
			t.Errorf("%s is %s, wanted %s", x.Counter, x.State, want)
		}
	}
}

// Every fix on offer is carried out by the workflow, and ends the finding it belongs to.
func TestFixesHealWhatTheyAreFor(t *testing.T) {
	loans := pipeline.New(shared(t, "messy_loans.csv"))
	calls := pipeline.New(shared(t, "bank_marketing.csv"))
	limits := pipeline.New(shared(t, "taiwan_default.csv"))
	for _, c := range []struct {
		w    pipeline.Workflow
		kind string
	}{{loans, "single feature"}, {calls, "known later"}, {limits, "twins"}} {
		_, h := healthOf(t, c.w)
		f := findingOf(h, c.kind)
		if f == nil || f.Fix == nil {
			t.Errorf("%s: %+v", c.kind, f)
			continue
		}
		if !h.Current(c.w) {
			t.Error("fresh findings are stale")
		}
		next := c.w.Clone()
		if err := next.Heal(*f.Fix); err != nil {
			t.Errorf("%s: %v", c.kind, err)
			continue
		}
		if h.Current(next) {
			t.Error("findings are current after a change")
		}
		if _, healed := healthOf(t, next); findingOf(healed, c.kind) != nil {
			t.Errorf("%s is still there after %+v: %s", c.kind, *f.Fix, findingOf(healed, c.kind).Text)
		}
	}
}

func TestAFaultIsOnTheBoard(t *testing.T) {
	w := pipeline.New(written(t, "marked.csv", marked(400)))
	w.Collect.Target = "kept"
	w.Prepare = slices.DeleteFunc(w.Prepare, func(c prepare.Choice) bool { return c.Name == "impute" })
	s := ran(t, w, pipeline.CollectStage)
	p, err := pipeline.Prepare(context.Background(), w, s.Collected())
	if err == nil || p == nil {
		t.Fatalf("%v", err)
	}
	h, err := pipeline.CheckHealth(context.Background(), w, s.Collected(), p)
	if err != nil {
		t.Fatal(err)
	}
	f := findingOf(h, "not prepared")
	if f == nil || f.Fix == nil || h.Tallies[health.Gaps].State != health.Red || h.Model.Defined() {
		t.Fatalf("%+v", f)
	}
	if err := w.Heal(*f.Fix); err != nil {
		t.Fatal(err)
	}
	if _, healed := healthOf(t, w); findingOf(healed, "not prepared") != nil {
		t.Error("the gaps are still there")
	}
}

// Rows of a second file that stand in the first as well are twins, which no step can drop.
func TestTwinsInASecondFile(t *testing.T) {
	first, second := halves(t)
	lines := bytes.SplitAfter(sample(), []byte("\n"))
	w := pipeline.New(first)
	w.Collect.Exam = written(t, "again.csv", bytes.Join(lines[:400], nil))
	_, h := healthOf(t, w)
	if f := findingOf(h, "twins"); f == nil || f.Severity != health.Serious || f.Fix != nil || !strings.Contains(f.Text, "again.csv") {
		t.Errorf("%+v", f)
	}
	w.Collect.Exam = second
	if _, h := healthOf(t, w); h.Tallies[health.Twins].State == health.Red {
		t.Error("other rows are no twins")
	}
}
