package collect

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/collect"
	sampledata "assay/sample_data"
	"assay/ui/kit"
)

// reader is the dialog that corrects how the data is read. It says what was found, and where it can, shows what the
// first rows are like with each change before it is made.
type reader struct {
	kit.FormDialog
	section  string
	notes    []string
	settings param.Settings
	head     []byte // the beginning of the text; nil when it cannot be tried out
	asked    int    // trials so far
	tried    *tried // the newest answer
}

// tried is what the beginning of the text gives with some settings.
type tried struct {
	to    *reader
	asked int
	head  []byte
	names []string
	rows  [][]string
	err   error
}

// triedBytes is how much text is tried, triedRows how many rows are shown.
const (
	triedBytes = 64 << 10
	triedRows  = 4
)

// sectionFor names the section of settings that a kind of data is read with.
func sectionFor(kind string) string {
	switch kind {
	case "postgres", "mysql", "mariadb":
		return "database"
	case "http", "https":
		return "api"
	case "mqtt", "mqtts":
		return "live"
	case "":
		return "csv"
	}
	return kind
}

// kind is how the data was read, or csv while it was not.
func (s *Screen) kind() string {
	if !s.ready() {
		return ""
	}
	o := s.from.Origin
	if o.Kind == "" && len(o.Parts) > 0 {
		o = o.Parts[0]
	}
	return o.Kind
}

// correct asks how the data is to be read.
func (s *Screen) correct() tea.Cmd {
	section := sectionFor(s.kind())
	settings, fresh := sectionOf(section), sectionOf(section)
	if len(settings.Params()) == 0 {
		return kit.Say(kit.Info, "there is nothing to choose about reading "+section)
	}
	set := s.bench.Workflow.Collect.Set
	for _, p := range settings.Params() {
		if value, ok := set[section+"."+p.Name]; ok {
			if err := p.Set(value); err != nil {
				return kit.Say(kit.Bad, err.Error())
			}
		}
	}
	d := &reader{section: section, settings: settings}
	d.Name, d.Form = "how it is read: "+section, kit.FormOf(settings.Params())
	d.Form.EnterSubmits = true
	if s.ready() {
		for _, note := range s.from.Origin.Notes {
			if !strings.HasPrefix(note, "column ") { // what it decided, not what it met
				d.notes = append(d.notes, note)
			}
		}
	}
	return tea.Batch(kit.Open(d, func(any) tea.Cmd { return s.reread(section, param.Changed(settings, fresh)) }), d.try(s.bench.Workflow.Collect.Data))
}

// reread reads the data with other settings of a section.
func (s *Screen) reread(section string, changed map[string]string) tea.Cmd {
	flags := ""
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		flags += " --set " + shell(section+"."+name+"="+changed[name])
	}
	change := s.bench.Change(func(w *pipeline.Workflow) error {
		set := pipeline.Settings{}
		maps.Copy(set, w.Collect.Set)
		maps.DeleteFunc(set, func(name, _ string) bool { return strings.HasPrefix(name, section+".") })
		for name, value := range changed {
			set[section+"."+name] = value
		}
		w.Collect.Set = set
		if len(set) == 0 {
			w.Collect.Set = nil
		}
		return nil
	})
	if change == nil {
		return kit.Say(kit.Info, "nothing was changed")
	}
	return tea.Batch(change, kit.LogTwin(s.twin(strings.TrimSpace(flags))))
}

// try reads the beginning of the data with the settings as they are, in the background.
func (d *reader) try(data string) tea.Cmd {
	csv, ok := d.settings.(*collect.CSV)
	if !ok {
		return nil
	}
	d.asked++
	settings, asked, head := *csv, d.asked, d.head
	return kit.Do(func() tea.Msg {
		if head == nil {
			head = beginning(data)
		}
		out := tried{to: d, asked: asked, head: head}
		if head != nil {
			out.names, out.rows, out.err = firstRows(settings, head)
		}
		return out
	})
}

// beginning returns the first whole lines of plain text; nil of anything else.
func beginning(data string) []byte {
	head := sampledata.Sample()
	if data != pipeline.Sample {
		a := collect.ParseAddress(data)
		info, err := os.Stat(a.Place)
		if !a.Local() || err != nil || !info.Mode().IsRegular() {
			return nil
		}
		f, err := os.Open(a.Place)
		if err != nil {
			return nil
		}
		defer f.Close()
		if head, err = io.ReadAll(io.LimitReader(f, triedBytes)); err != nil {
			return nil
		}
	}
	for _, packed := range []string{"\x1f\x8b", "\x28\xb5\x2f\xfd", "PK\x03\x04"} {
		if bytes.HasPrefix(head, []byte(packed)) {
			return nil
		}
	}
	if len(head) >= triedBytes {
		head = head[:triedBytes]
		if cut := bytes.LastIndexByte(head, '\n'); cut > 0 {
			head = head[:cut+1]
		}
	}
	return head
}

// firstRows reads the names of the columns and the first rows.
func firstRows(c collect.CSV, head []byte) (names []string, rows [][]string, err error) {
	all, err := c.OpenBytes(context.Background(), "the beginning", head)
	if err != nil {
		return nil, nil, err
	}
	defer all.Close()
	for len(rows) < triedRows {
		row, err := all.Next()
		if err != nil {
			break // the end, or what reading the whole will tell
		}
		rows = append(rows, append([]string(nil), row...))
	}
	return all.Fields(), rows, nil
}

// show takes in the answer to the newest trial.
func (d *reader) show(msg tried) {
	if msg.asked == d.asked {
		d.head, d.tried = msg.head, &msg
	}
}

// Update edits the settings and tries each change.
func (d *reader) Update(msg tea.Msg) (kit.Outcome, tea.Cmd) {
	before := d.Form.Values()
	out, cmd := d.FormDialog.Update(msg)
	if !out.Done && d.head != nil && !maps.Equal(before, d.Form.Values()) {
		return out, tea.Batch(cmd, d.try(""))
	}
	return out, cmd
}

// Size asks for the form, what was found above it and the trial below.
func (d *reader) Size(f kit.Frame) (w, h int) {
	w, h = d.FormDialog.Size(f)
	h += len(d.found(w)) + 1
	if d.head != nil {
		h += triedRows + 3
	}
	return w, h
}

// found is what the reader decided, in lines.
func (d *reader) found(w int) []string {
	if len(d.notes) == 0 {
		return kit.Wrap("what is on auto is told from the data", max(1, w))
	}
	lines := kit.Wrap("found: "+kit.Clean(strings.Join(d.notes, " · ")), max(1, w))
	return lines[:min(len(lines), 3)]
}

// View draws what was found, the form and the trial.
func (d *reader) View(f kit.Frame) string {
	var top []string
	for _, line := range d.found(f.W) {
		top = append(top, f.Dim.Render(line))
	}
	top = append(top, "")
	trial := d.trial(f)
	form := f.H - len(top) - len(trial)
	if form < 4 {
		return d.Form.View(f)
	}
	return kit.Stack(strings.Join(top, "\n"), kit.Fit(d.Form.View(f.Sized(f.W, form)), f.W, form), strings.Join(trial, "\n"))
}

// trial draws the first rows as they would be read.
func (d *reader) trial(f kit.Frame) []string {
	if d.head == nil {
		return nil
	}
	t := d.tried
	if t.err != nil {
		said, _, _ := strings.Cut(strings.TrimPrefix(t.err.Error(), "the beginning:"), "; hint: ")
		return []string{f.Accent.Render("read like this"), f.Mark(kit.Bad, kit.Truncate(kit.Clean(said), f.W-2))}
	}
	count := len(t.names)
	out := []string{f.Accent.Render("read like this: ") + f.Text.Render(kit.Thousands(count)+" "+plural(count, "column"))}
	widths := make([]int, 0, count)
	for j, used := 0, 0; j < count; j++ {
		w := kit.Width(kit.Clean(t.names[j]))
		for _, row := range t.rows {
			w = max(w, kit.Width(kit.CleanCell(row[j])))
		}
		w = max(2, min(w, 20, f.W-used))
		if used += w + 2; used > f.W+2 {
			break
		}
		widths = append(widths, w)
	}
	line := func(style kit.Style, cells []string) string {
		text := ""
		for j, w := range widths {
			text += style.Render(kit.Pad(kit.CleanCell(cells[j]), w)) + "  "
		}
		return kit.Cut(text, 0, f.W)
	}
	out = append(out, line(f.Header, t.names))
	for _, row := range t.rows {
		out = append(out, line(f.Text, row))
	}
	return out
}
