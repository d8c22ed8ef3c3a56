package collect

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// freezer makes a table of messages: a row of each that can be read, with when it was received, and its topic when
// there are several. The lines of the table are those of the raw copy.
type freezer struct {
	name, kind string
	now        time.Time
	messages   []kept
	stats      Stats
	fault      error // that ended listening early

	rows    *assembly
	origin  Origin
	copied  copier
	skipped map[string]*tally
	reasons []string // classes of skips, as they came up
	nans    tally
	checks  streamChecks
}

// received is how the time of a message is written.
const received = "2006-01-02T15:04:05.000Z"

// Bounds of a frozen table: how many columns names in messages may make, and how many cells in all.
const (
	mostColumns = 2000
	fewColumns  = 200
	mostCells   = 50_000_000
)

// raw reads the messages into columns and keeps the raw copy.
func (f *freezer) raw(env Env) (Raw, error) {
	if len(f.messages) == 0 {
		return Raw{}, &Error{File: f.name, What: "no message is there to make a table of", Hint: "wait until some came"}
	}
	f.rows, f.skipped = newAssembly(), map[string]*tally{}
	times, topics := &builder{name: "received"}, &builder{name: "topic"}
	most := max(fewColumns, min(mostColumns, mostCells/len(f.messages)))
	for _, m := range f.messages {
		line := f.copied.add(m)
		if m.form == nil {
			class, _, _ := strings.Cut(m.why, ": ")
			f.reject(line, class, m.why)
			continue
		}
		fields, err := m.form.record(m.payload)
		if err == nil && len(f.rows.columns)+f.unknown(fields) > most {
			err = fault("too many columns", "more than %d different names in all messages", most)
		}
		if err != nil {
			f.reject(line, err.(unreadable).class, err.Error())
			continue
		}
		times.string(m.received.UTC().Format(received))
		topics.string(m.topic)
		f.add(fields, line)
		f.checks.add(m, line)
		f.rows.end(line)
	}
	if f.rows.rows == 0 {
		first := f.origin.Rejects[0]
		return Raw{}, &Error{File: f.name, What: fmt.Sprintf("none of %s can be read; the first: %s", plural(len(f.messages), "message"), first.Why),
			Hint: "assay reads JSON objects, numbers, comma-separated values and name=value pairs, one record a message"}
	}
	if f.severalTopics() {
		f.front(times, topics)
	} else {
		f.front(times)
	}
	return f.finish(env)
}

// severalTopics reports whether the messages differ in their topic.
func (f *freezer) severalTopics() bool {
	return slices.ContainsFunc(f.messages, func(m kept) bool { return m.topic != f.messages[0].topic })
}

// front puts the columns that no payload holds before the others, under names no payload uses.
func (f *freezer) front(columns ...*builder) {
	for _, b := range columns {
		for f.rows.index[b.name] != nil {
			b.name = "message_" + b.name
		}
	}
	f.rows.columns = append(columns, f.rows.columns...)
}

// unknown counts fields that are no column yet.
func (f *freezer) unknown(fields []datum) (n int) {
	for i := range fields {
		if f.rows.index[fields[i].name] == nil {
			n++
		}
	}
	return n
}

func (f *freezer) add(fields []datum, line int) {
	for i := range fields {
		v := &fields[i]
		b := f.rows.column(v.name)
		switch v.kind {
		case cellField:
			b.cell([]byte(v.text))
		case textField:
			b.string(v.text)
		case nanField:
			f.nans.add(line, v.name)
			b.missing()
		default:
			b.missing()
		}
	}
}

func (f *freezer) reject(line int, class, why string) {
	if f.skipped[class] == nil {
		f.skipped[class] = &tally{}
		f.reasons = append(f.reasons, class)
	}
	f.skipped[class].add(line, why)
	if len(f.origin.Rejects) < maxRejects {
		f.origin.Rejects = append(f.origin.Rejects, Reject{Line: line, Why: why})
	}
}

// finish tells where the table came from and what was found.
func (f *freezer) finish(env Env) (Raw, error) {
	t, notes, err := f.rows.table()
	if err != nil {
		return Raw{}, &Error{File: f.name, What: err.Error(), Hint: "see what the messages hold"}
	}
	data := f.copied.data
	sum := sha256.Sum256(data)
	o := &f.origin
	o.Path, o.Kind, o.Bytes, o.SHA256, o.Read, o.Rows = f.name, f.kind, int64(len(data)), hex.EncodeToString(sum[:]), f.now, t.Rows()
	o.Notes = append([]string{f.pace()}, notes...)
	if names := f.messages[len(f.messages)-1].form; names != nil && names.kind == formCells && !strings.HasPrefix(names.names[0], "column_") {
		o.Notes = append(o.Notes, "the first line names the columns")
	}
	o.Warnings = append(f.skips(), f.trouble()...)
	o.Warnings = append(o.Warnings, f.checks.say(t)...)
	raw := Raw{t, *o}
	return raw, env.Store.keep(&raw.Origin, messagesFormat.Name, data)
}

func (f *freezer) pace() string {
	first, last := f.messages[0].received, f.messages[len(f.messages)-1].received
	return fmt.Sprintf("%s messages from %s to %s", counted(int64(len(f.messages))), first.UTC().Format(received), last.UTC().Format(received))
}

// skips tells of messages that are not in the table.
func (f *freezer) skips() []string {
	slices.SortStableFunc(f.reasons, func(a, b string) int { return cmp.Compare(f.skipped[b].count, f.skipped[a].count) })
	var out []string
	for _, class := range f.reasons {
		t := f.skipped[class]
		text := fmt.Sprintf("%s skipped, %s (%s)", plural(t.count, "message"), class, t.where())
		if t.first != class {
			text += "; the first: " + strings.TrimPrefix(t.first, class+": ")
		}
		out = append(out, text)
	}
	if f.nans.count > 0 {
		out = append(out, fmt.Sprintf("%s NaN or infinite, invalid in JSON, read as missing (column %q, %s)", plural(f.nans.count, "value"), shorten(f.nans.first), f.nans.where()))
	}
	return out
}

// trouble tells of what the stream itself went through.
func (f *freezer) trouble() []string {
	var out []string
	s := f.stats
	if g := s.Gaps; g.Count > 0 {
		longest := g.Longest.Round(time.Millisecond)
		if longest > 10*time.Second {
			longest = longest.Round(time.Second)
		}
		out = append(out, fmt.Sprintf("%s in which no message came, the longest %v", plural(g.Count, "gap"), longest))
	}
	if s.Reconnects > 0 {
		out = append(out, fmt.Sprintf("the stream was lost and found again %s; what was sent in between may be missing", plural(s.Reconnects, "time")))
	}
	if f.fault != nil {
		out = append(out, "listening ended early: "+why(f.fault))
	}
	for _, t := range s.Turns {
		out = append(out, "at "+t)
	}
	if s.Dropped > 0 {
		out = append(out, fmt.Sprintf("%s older rows dropped out of the window, which live.window sets", counted(s.Dropped)))
	}
	if s.Passed > 0 {
		out = append(out, fmt.Sprintf("%s messages passed by while listening was paused", counted(s.Passed)))
	}
	return out
}
