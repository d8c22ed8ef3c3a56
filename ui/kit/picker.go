package kit

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"
)

// Item is one line of a picker.
type Item struct {
	Text    string
	Detail  string // said after the text
	Key     string // the key that does the same
	Section string // a heading is drawn where it changes, while nothing is filtered
	Why     string // when not empty, it cannot be chosen now, and this is why
}

// Picker chooses one of a list. Typing filters it; its result is the index of the chosen item.
type Picker struct {
	Name  string
	Items []Item
	Empty string // said when the list itself is empty

	filter  Input
	found   []fuzzy.Match
	filters string // the filter that found belongs to, with a mark so that "" counts too
	at      int
	top     int
	page    int
	lines   []int // by drawn line: index into found, or -1
}

// Pick makes a command that lets the user choose an item, and runs then with its index.
func Pick(title string, items []Item, then func(index int) tea.Cmd) tea.Cmd {
	return Open(&Picker{Name: title, Items: items}, func(result any) tea.Cmd { return then(result.(int)) })
}

// Title names the dialog.
func (p *Picker) Title() string { return p.Name }

// Keys says which keys do what.
func (p *Picker) Keys() string { return "type to filter · ↑↓ move · enter choose · esc close" }

// Size asks for a line for each item.
func (p *Picker) Size(f Frame) (w, h int) {
	headings, now := 0, ""
	widest := Width(p.Keys())
	for _, it := range p.Items {
		if it.Section != now {
			now = it.Section
			headings++
		}
		widest = max(widest, Width(it.Text)+max(Width(it.Detail), Width(it.Why)+9)+Width(it.Key)+10)
	}
	return min(widest, 92, f.W-6), min(len(p.Items)+headings, 24) + 2
}

// Len and String make the items searchable.
func (p *Picker) Len() int { return len(p.Items) }

// String is what an item is found by.
func (p *Picker) String(i int) string { return p.Items[i].Text }

func (p *Picker) search() {
	want := "=" + p.filter.Value()
	if p.filters == want {
		return
	}
	p.filters = want
	p.at, p.top = 0, 0
	p.found = p.found[:0]
	if want == "=" {
		for i := range p.Items {
			p.found = append(p.found, fuzzy.Match{Index: i})
		}
		return
	}
	wanted := strings.TrimSpace(p.filter.Value())
	p.found = fuzzy.FindFrom(wanted, p)
	named := map[int]bool{}
	for _, m := range p.found {
		named[m.Index] = true
	}
	for i, it := range p.Items { // then those whose detail has the very words
		if !named[i] && strings.Contains(strings.ToLower(it.Detail), strings.ToLower(wanted)) {
			p.found = append(p.found, fuzzy.Match{Index: i})
		}
	}
}

// Update filters, moves and chooses.
func (p *Picker) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	p.search()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d := 3
		if msg.Button == tea.MouseWheelUp {
			d = -3
		}
		p.move(d)
	case tea.MouseClickMsg:
		if y := msg.Y - 2; y >= 0 && y < len(p.lines) && p.lines[y] >= 0 {
			p.at = p.lines[y]
			return p.choose()
		}
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		p.filter.Update(msg)
		p.search()
	}
	return Outcome{}, nil
}

func (p *Picker) key(msg tea.KeyPressMsg) (Outcome, tea.Cmd) {
	switch msg.String() {
	case "esc":
		if p.filter.Value() != "" {
			p.filter.SetValue("")
			p.search()
			return Outcome{}, nil
		}
		return Outcome{Done: true}, nil
	case "enter":
		return p.choose()
	case "up", "ctrl+p", "shift+tab":
		p.move(-1)
	case "down", "ctrl+n", "tab":
		p.move(1)
	case "pgup":
		p.move(-max(1, p.page-1))
	case "pgdown":
		p.move(max(1, p.page-1))
	default:
		p.filter.Update(msg)
		p.search()
	}
	return Outcome{}, nil
}

func (p *Picker) move(d int) { p.at = max(0, min(p.at+d, len(p.found)-1)) }

func (p *Picker) choose() (Outcome, tea.Cmd) {
	if p.at >= len(p.found) {
		return Outcome{}, nil
	}
	i := p.found[p.at].Index
	if why := p.Items[i].Why; why != "" {
		return Outcome{}, Say(Warn, p.Items[i].Text+": "+why)
	}
	return Outcome{Done: true, Result: i}, nil
}

// View draws the filter and the items in sight.
func (p *Picker) View(f Frame) string {
	p.search()
	head := f.Accent.Render(f.Glyphs.Cursor) + " " + p.filter.View(f, max(1, f.W-2), true)
	lines, owner := p.draw(f)
	p.page = max(1, f.H-2)
	at := 0
	for y, o := range owner {
		if o == p.at {
			at = y
		}
	}
	p.top = max(0, min(p.top, len(lines)-p.page))
	if at < p.top {
		p.top = at
		if at == 1 {
			p.top = 0
		}
	}
	if at >= p.top+p.page {
		p.top = at - p.page + 1
	}
	end := min(len(lines), p.top+p.page)
	p.lines = owner[p.top:end]
	return Fit(head+"\n\n"+strings.Join(lines[p.top:end], "\n"), f.W, f.H)
}

func (p *Picker) draw(f Frame) (lines []string, owner []int) {
	if len(p.found) == 0 {
		text := "nothing matches"
		if len(p.Items) == 0 && p.Empty != "" {
			text = p.Empty
		}
		for _, line := range Wrap(text, max(1, f.W)) {
			lines, owner = append(lines, f.Dim.Render(line)), append(owner, -1)
		}
		return lines, owner
	}
	keys, texts := 0, 0
	for _, it := range p.Items {
		keys = max(keys, Width(it.Key))
		texts = max(texts, Width(Clean(it.Text))+2*min(1, len(it.Why)))
	}
	texts = min(texts, max(8, f.W/2))
	section := ""
	for k, m := range p.found {
		it := p.Items[m.Index]
		if it.Section != section && p.filters == "=" {
			section = it.Section
			lines, owner = append(lines, f.Accent.Render(Truncate(section, f.W))), append(owner, -1)
		}
		lines, owner = append(lines, p.item(f, it, m, k == p.at, keys, texts)), append(owner, k)
	}
	return lines, owner
}

func (p *Picker) item(f Frame, it Item, m fuzzy.Match, here bool, keys, texts int) string {
	mark := "  "
	if here {
		mark = f.Glyphs.Cursor + " "
	}
	text, detail := highlight(f, Clean(it.Text), m.MatchedIndexes), f.Dim.Render(Clean(it.Detail))
	if it.Why != "" {
		text, detail = f.Faint.Render("("+Clean(it.Text)+")"), f.Faint.Render("not now: "+Clean(it.Why))
	}
	line := mark
	if keys > 0 {
		line += f.Key.Render(Pad(it.Key, keys)) + "  "
	}
	if it.Detail != "" || it.Why != "" {
		text = Pad(text, texts) + "  " + detail
	}
	line = Pad(line+text, f.W)
	if here {
		return f.Select.Render(line)
	}
	return line
}

// highlight marks the letters that matched.
func highlight(f Frame, text string, at []int) string {
	if len(at) == 0 {
		return f.Text.Render(text)
	}
	var b strings.Builder
	k := 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		if k < len(at) && at[k] == i {
			b.WriteString(f.Key.Render(text[i : i+size]))
			k++
		} else {
			b.WriteString(f.Text.Render(text[i : i+size]))
		}
		i += size
	}
	return b.String()
}
