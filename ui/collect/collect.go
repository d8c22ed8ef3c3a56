// Package collect is the screen of the first stage: the raw table, what each column holds, and what it is for.
package collect

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/profile"
	"assay/ui/bench"
	"assay/ui/kit"
)

// focus is the pane that keys go to.
type focus int

const (
	onData focus = iota
	onProfile
	onNext
	panes
)

// Screen shows the stage.
type Screen struct {
	bench *bench.Bench
	grid  kit.Grid
	sheet *sheet
	from  *pipeline.Collected // what the sheet shows
	focus focus
	was   pipeline.Workflow // the choices it was made from
	err   error             // why the last reading failed
	stray bool              // the last reading was stopped by a person

	peek    peek // at what is being read
	watched int  // readings watched so far; ticks of older ones end
	errand  *errand
	noted   bench.Opened // what was remembered last
	toLast  bool         // the last row is to be shown once it is read

	edition  int // of the table; what is computed for an older one is dropped
	looking  bool
	alerts   []profile.Alert     // about the table, the most severe first
	alertsOf *pipeline.Collected // the table they are about, or will be
	remedies remedies

	order   order
	asked   int  // number of the newest order asked for; older answers are dropped
	waiting bool // for the rows asked for
	sought  sought

	story   story
	options layout // where things were drawn last
}

// sought is the text last searched for.
type sought struct {
	column int
	text   string
}

// layout remembers where the last View put things, for the mouse.
type layout struct{ grid, profile, next kit.Rect }

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen {
	return &Screen{bench: b, order: asRead, story: story{column: -1}, remedies: remedies{column: -1}}
}

// Init starts to read the data.
func (s *Screen) Init() tea.Cmd { return s.follow() }

// follow makes the table belong to the workflow: it reads when something changed, and stops a reading that was for
// choices since taken back.
func (s *Screen) follow() tea.Cmd {
	if s.bench.State(pipeline.CollectStage) == pipeline.Done {
		s.bench.Cancel(pipeline.CollectStage)
		s.err, s.stray = nil, false
		return s.take()
	}
	s.err, s.stray = nil, false
	return tea.Batch(s.bench.Run(pipeline.CollectStage), s.watch())
}

// take shows the table on the bench. The way of looking at it stays when the data is the same, and only roles changed;
// the cursor stays when it was read another way.
func (s *Screen) take() tea.Cmd {
	c := s.bench.Collected()
	if c == nil || c == s.from {
		return nil
	}
	same := s.from != nil && c.Origin.SHA256 == s.from.Origin.SHA256 && sameRows(s.was.Collect, s.bench.Workflow.Collect) &&
		c.Table.Width() == s.from.Table.Width() && c.Table.Rows() == s.from.Table.Rows()
	again := s.from != nil && s.was.Collect.Data == s.bench.Workflow.Collect.Data && c.Table.Width() == s.from.Table.Width()
	next := &sheet{t: c.Table, profiles: make([]*known, c.Table.Width()), glyphs: &kit.NewStyles(kit.Mono, kit.NoColour, false).Glyphs}
	if same {
		next.rows, next.profiles = s.sheet.rows, s.sheet.profiles
	} else {
		s.edition++
		s.order, s.looking, s.focus, s.sought = asRead, false, onData, sought{}
		s.asked++
		s.waiting, s.alerts = false, nil
	}
	if s.sheet != nil {
		next.glyphs = s.sheet.glyphs
	}
	s.from, s.sheet, s.was = c, next, s.bench.Workflow.Clone()
	s.retell()
	s.grid.SetData(next)
	if !same && !again {
		s.grid.Pinned = nil
		s.grid.Move(s.peek.grid.Row, max(1, s.peek.grid.Col))
	}
	if s.toLast {
		s.grid.Move(c.Table.Rows()-1, s.grid.Col)
	}
	s.peek, s.toLast = peek{}, false
	return s.look()
}

// sameRows reports whether two choices differ at most in what columns are for.
func sameRows(a, b pipeline.CollectChoices) bool {
	for _, c := range []*pipeline.CollectChoices{&a, &b} {
		c.Target, c.Positive, c.Roles, c.Protected, c.Secrets = "", "", nil, nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// Update answers messages.
func (s *Screen) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case bench.Changed:
		s.retell() // what a fix would do may be done now
		return s, s.follow()
	case bench.Finished:
		if msg.Stage == pipeline.CollectStage {
			return s, s.finished(msg.Err)
		}
	case back:
		return s, s.came(msg)
	case heard:
		if !msg.ear.over && msg.ear.rec.Stats().State != collect.Ended {
			return s, msg.ear.tick()
		}
	case alerted:
		s.heed(msg)
	case listed:
		return s, s.list(msg)
	case tried:
		msg.to.show(msg)
	case tick:
		return s, s.ticked(msg)
	case looked:
		return s, s.keep(msg)
	case labelled:
		return s, s.askPositive(msg)
	case arranged:
		s.arrange(msg)
	case located:
		return s, s.land(msg)
	case tea.MouseMsg:
		return s, s.point(msg)
	}
	return s, nil
}

// finished shows what a reading gave, or why it gave nothing.
func (s *Screen) finished(err error) tea.Cmd {
	s.err = err
	if err != nil {
		return nil
	}
	cmd := s.take()
	return tea.Batch(cmd, s.remember())
}

// point gives the mouse to the pane under it.
func (s *Screen) point(msg tea.MouseMsg) tea.Cmd {
	if s.reading() {
		if inner, ok := s.options.grid.Mouse(msg); ok {
			s.peek.grid.Update(inner)
		}
		return nil
	}
	if !s.ready() {
		return nil
	}
	if inner, ok := s.options.grid.Mouse(msg); ok {
		if _, click := inner.(tea.MouseClickMsg); click {
			s.focus = onData
		}
		s.grid.Update(inner)
		return s.moved()
	}
	if inner, ok := s.options.profile.Mouse(msg); ok {
		switch m := inner.(type) {
		case tea.MouseClickMsg:
			s.focus = onProfile
		case tea.MouseWheelMsg:
			s.story.scroll(map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[m.Button])
		}
		return nil
	}
	if _, click := msg.(tea.MouseClickMsg); click {
		if _, ok := s.options.next.Mouse(msg); ok {
			return s.goOn()
		}
	}
	return nil
}

// moved keeps the cursor off the line numbers and looks at a column not seen before.
func (s *Screen) moved() tea.Cmd {
	if s.grid.Col == 0 {
		s.grid.Move(s.grid.Row, 1)
	}
	return s.look()
}

// column is the place of the column under the cursor.
func (s *Screen) column() int { return max(0, s.grid.Col-1) }

// ready reports whether there is a table to act on.
func (s *Screen) ready() bool {
	return s.sheet != nil && s.err == nil && !s.stray && !s.reading() && s.sheet.t.Width() > 0
}

// reading reports whether data is being read that is not shown yet. While the same data is read again, for another
// role, the table stays.
func (s *Screen) reading() bool {
	_, running := s.bench.Running(pipeline.CollectStage)
	return running && (s.sheet == nil || s.was.Collect.Data != s.bench.Workflow.Collect.Data)
}

// goOn shows the next stage, once it is known what to predict.
func (s *Screen) goOn() tea.Cmd {
	if s.from != nil && s.from.Target == "" {
		return kit.Say(kit.Warn, "nothing says yet what to predict: move to that column and press t")
	}
	return kit.GotoStage(int(pipeline.PrepareStage))
}

// Typing is never: what is typed goes into dialogs.
func (s *Screen) Typing() bool { return false }

// Busy says what would be cut short by leaving.
func (s *Screen) Busy() string {
	if _, running := s.bench.Running(pipeline.CollectStage); running {
		return "reading " + kit.Clean(s.bench.Workflow.Collect.Data)
	}
	return ""
}
