package predict

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// sealed is a real row of the exam that fills the form.
type sealed struct {
	on    bool
	place int // among the test rows
	line  int // in the source, 0 where it is not known
	truth string
	cells map[string]string // the raw cells as they were filled in
}

// rows returns the prepared table whose test rows the deployed model was examined on, or why there is none.
func (s *Screen) rows() (*pipeline.Prepared, string) {
	x := s.bench.Examined()
	switch {
	case s.form == nil:
		return nil, "there is no bundle yet"
	case s.bench.State(pipeline.PredictStage) != pipeline.Done || x == nil:
		return nil, "these answers come from an older model, whose sealed rows are gone; renew it with r"
	case len(x.Trained.Prepared.Parts.Test) == 0:
		return nil, "no rows were sealed"
	}
	return x.Trained.Prepared, ""
}

// turn fills the form with the next sealed row in direction d, as it stands in the source.
func (s *Screen) turn(d int) tea.Cmd {
	p, why := s.rows()
	if p == nil {
		return kit.Say(kit.Warn, why)
	}
	n := len(p.Parts.Test)
	place := ((s.sealed.place+d)%n + n) % n
	if !s.sealed.on && d > 0 {
		place = 0
	}
	row := p.Parts.Test[place]
	cells := map[string]string{}
	for _, f := range s.deployed.Service.Fields() {
		if c := p.Raw.Column(f.Name); c != nil {
			cells[f.Name] = c.Cell(row)
		}
	}
	s.fill(func(name string) string { return cells[name] })
	s.sealed = sealed{on: true, place: place, line: p.Raw.Line(row), truth: p.Target.Classes[int(p.Target.Y[row])], cells: s.form.Values()}
	return nil
}

// changed reports whether the form no longer holds the sealed row.
func (s *Screen) changed() bool {
	for _, f := range s.form.Fields {
		if s.sealed.cells[f.Name] != f.Value {
			return true
		}
	}
	return false
}

// truth says what really happened to the sealed row in the form, and whether the model got it right.
func (s *Screen) truth(f kit.Frame) []string {
	if !s.sealed.on {
		return nil
	}
	where := fmt.Sprintf("Sealed row %d", s.sealed.place+1)
	if s.sealed.line > 0 {
		where += fmt.Sprintf(", line %d of the data", s.sealed.line)
	}
	really := "Really " + s.deployed.Bundle.Target + ": " + s.sealed.truth
	switch {
	case s.changed():
		return dim(f, where+", edited since: no truth is known for it.", 2)
	case s.sealed.truth == s.decision.Label:
		return marked(f, kit.Good, really+", as decided. "+where+".", 2)
	}
	return marked(f, kit.Bad, really+", so the decision is wrong. "+where+".", 2)
}
