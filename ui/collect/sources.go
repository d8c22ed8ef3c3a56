package collect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/bench"
	"assay/ui/kit"
)

// sources is the dialog that asks where data comes from. It opens at once; what was opened before and the files nearby
// come as they are found.
type sources struct {
	kit.Picker
	entries []entry // of the list, in its order
	rest    []entry // those at its end: places that are not files
	recent  []entry
	files   []entry
	finder  *finder
	then    wanted
}

// entry is something to choose and what choosing it does.
type entry struct {
	item kit.Item
	do   func() tea.Cmd
}

// Size is the same however much is found.
func (d *sources) Size(f kit.Frame) (w, h int) { return min(92, f.W-6), 26 }

// Keys says which keys do what.
func (d *sources) Keys() string {
	return "type a name, path, pattern or address · enter open · esc close"
}

// listed brings what was found for a dialog.
type listed struct {
	to     *sources
	recent []bench.Opened
	files  []found
	done   bool
}

// askSource asks where data comes from and goes on with the answer.
func (s *Screen) askSource(title string, then wanted) tea.Cmd {
	d := &sources{finder: newFinder("."), then: then}
	d.Name, d.Empty, d.Free = title, "nothing found yet", free
	d.rest = s.elsewhere(then)
	d.arrange()
	recent := s.bench.Recent
	return tea.Batch(kit.Open(d, func(result any) tea.Cmd {
		if text, ok := result.(string); ok {
			return s.choose(choiceOf(text), then)
		}
		return d.entries[result.(int)].do()
	}), kit.Do(func() tea.Msg { return listed{to: d, recent: there(recent.Load())} }))
}

// there keeps the entries whose file has not gone since.
func there(all []bench.Opened) []bench.Opened {
	var out []bench.Opened
	for _, o := range all {
		if a := collect.ParseAddress(o.Data); a.Local() && !strings.ContainsAny(a.Place, "*?[") {
			if _, err := os.Stat(a.Place); err != nil {
				continue
			}
		}
		out = append(out, o)
	}
	return out
}

// list takes in what was found and looks on.
func (s *Screen) list(msg listed) tea.Cmd {
	d, now := msg.to, time.Now()
	for _, o := range msg.recent {
		d.recent = append(d.recent, entry{kit.Item{Text: nearby(o.Data), Section: "opened before",
			Detail: fmt.Sprintf("%s rows × %s · %s", kit.Thousands(o.Rows), kit.Thousands(o.Columns), ago(now.Sub(o.When)))},
			func() tea.Cmd { c := choiceOf(o.Data); c.set = o.Set; return s.choose(c, d.then) }})
	}
	for _, f := range msg.files {
		d.files = append(d.files, entry{kit.Item{Text: f.path, Detail: collect.Size(f.size) + " · " + ago(now.Sub(f.when))},
			func() tea.Cmd { return s.choose(choiceOf(f.path), d.then) }})
	}
	d.arrange()
	if msg.done {
		return nil
	}
	return kit.Do(func() tea.Msg {
		files, done := d.finder.look()
		return listed{to: d, files: files, done: done}
	})
}

// As long as nothing is typed only the first few are listed, so that every kind of source is in sight.
const (
	shownRecent = 5
	shownFiles  = 9
)

// arrange puts the list together anew.
func (d *sources) arrange() {
	heading := "files here"
	if n := len(d.files); n > shownFiles {
		heading += fmt.Sprintf(": the first %d of %s; type to find another", shownFiles, kit.Thousands(n))
	}
	d.entries = d.entries[:0:0]
	for i, e := range d.recent {
		e.item.Quiet = i >= shownRecent
		d.entries = append(d.entries, e)
	}
	for i, e := range d.files {
		e.item.Quiet, e.item.Section = i >= shownFiles, heading
		d.entries = append(d.entries, e)
	}
	d.entries = append(d.entries, d.rest...)
	items := make([]kit.Item, len(d.entries))
	for i, e := range d.entries {
		items[i] = e.item
	}
	d.SetItems(items)
}

// elsewhere are the sources that are no files.
func (s *Screen) elsewhere(then wanted) []entry {
	place := func(text, detail string, do func() tea.Cmd) entry {
		return entry{kit.Item{Text: text, Detail: detail, Section: "elsewhere"}, do}
	}
	typed := place("typed …", "rows typed in, for the open table", s.addRow)
	if !s.ready() {
		typed.item.Why = "open a table first: its columns make the form"
	}
	return []entry{
		place("database …", "PostgreSQL, MySQL, MariaDB", func() tea.Cmd { return s.askDatabase(then) }),
		place("web API …", "JSON or CSV over HTTP", func() tea.Cmd { return s.askAPI(then) }),
		place("live …", "MQTT, or a file that still grows", func() tea.Cmd { return s.askLive(then) }),
		place("the sample", "loans that come with assay", func() tea.Cmd { return s.choose(choiceOf(pipeline.Sample), then) }),
		typed,
	}
}

// free is the item that stands for what was typed. What looks like a place comes first.
func free(text string) (kit.Item, bool) {
	a := collect.ParseAddress(text)
	first := a.Scheme != "" || text == "-" || strings.ContainsAny(text, "*?[")
	for _, start := range []string{"/", "~", "./", "../"} {
		first = first || strings.HasPrefix(text, start)
	}
	detail := "this path"
	switch {
	case a.Scheme == "http" || a.Scheme == "https":
		detail = "asks this web address"
	case strings.HasPrefix(a.Scheme, "mqtt"):
		detail = "listens there"
	case a.Scheme != "":
		detail = "connects to this database"
	case strings.ContainsAny(text, "*?["):
		detail = "all files that match, appended"
	}
	public, _ := collect.HideSecrets(text)
	return kit.Item{Text: "open " + public, Detail: detail}, first
}

// nearby writes a place the way people say it: from this folder, or from the home folder.
func nearby(data string) string {
	if !filepath.IsAbs(data) {
		return data
	}
	if here, err := os.Getwd(); err == nil {
		if rest, ok := strings.CutPrefix(data, here+string(filepath.Separator)); ok {
			return rest
		}
	}
	if dir, err := os.UserHomeDir(); err == nil {
		if rest, ok := strings.CutPrefix(data, dir+string(filepath.Separator)); ok {
			return filepath.Join("~", rest)
		}
	}
	return data
}

// ago says how long something is past.
func ago(d time.Duration) string {
	count := func(n int, unit string) string { return fmt.Sprintf("%d %s ago", n, plural(n, unit)) }
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute")
	case d < 48*time.Hour:
		return count(int(d.Hours()), "hour")
	case d < 60*24*time.Hour:
		return count(int(d.Hours()/24), "day")
	case d < 2*365*24*time.Hour:
		return count(int(d.Hours()/24/30), "month")
	}
	return count(int(d.Hours()/24/365), "year")
}
