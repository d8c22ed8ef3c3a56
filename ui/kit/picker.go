package kit

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"
)

// Item is one line of a picker.
type Item struct {
	Text    string
	Detail  string // said after the text
	Also    string // other words it is found by, never drawn
	Key     string // the key that does the same
	Section string // a heading is drawn where it changes, while nothing is filtered
	Why     string // when not empty, it cannot be chosen now, and this is why
	Quiet   bool   // shown only among what was searched for
}

// Picker chooses one of a list. Typing filters it; its result is the index of the chosen item.
type Picker struct {
	Name  string
	Items []Item
	Empty string // said when the list itself is empty
	// Free returns the item that stands for the typed text itself, and whether it comes before what was found. Choosing
	// it gives the text as the result. Nil offers only the list.
	Free  func(text string) (item Item, first bool)
	Whole bool // the detail of the item under the cursor stands below the list in full

	filter  Input
	found   []fuzzy.Match
	filters string // the filter that found belongs to, with a mark so that "" counts too
	at      int
	top     int
	page    int
	lines   []int // by drawn line: index into found, or a negative number for a heading
	free    Item  // what the text typed stands for
	widths  [2]int
	wide    int // items the widths belong to, with one more
}

// freeItem is where a found item is the text typed and not in the list.
const freeItem = -1

// SetItems replaces the list, for one that grows; the cursor stays on its item where that is still listed.
func (p *Picker) SetItems(items []Item) {
	p.search()
	here := ""
	if p.at < len(p.found) && p.found[p.at].Index >= 0 {
		here = p.Items[p.found[p.at].Index].Text
	}
	at := p.at
	p.Items, p.filters, p.wide = items, "", 0
	p.search()
	for k, m := range p.found {
		if at > 0 && m.Index >= 0 && items[m.Index].Text == here {
			p.at = k
			break
		}
	}
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
	return min(widest, 92, f.W-6), min(len(p.Items)+headings, 24) + 2 + p.foot(f.H)
}

// foot is how many lines the whole detail takes below the list.
func (p *Picker) foot(h int) int {
	if p.Whole && h >= 12 {
		return 3
	}
	return 0
}

// Len and String make the items searchable.
func (p *Picker) Len() int { return len(p.Items) }

// String is what an item is found by.
func (p *Picker) String(i int) string { return p.Items[i].Text + " " + p.Items[i].Also }

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
			if !p.Items[i].Quiet {
				p.found = append(p.found, fuzzy.Match{Index: i})
			}
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
	if p.Free != nil && wanted != "" {
		item, first := p.Free(wanted)
		p.free = item
		at := len(p.found)
		if first {
			at = 0
		}
		p.found = slices.Insert(p.found, at, fuzzy.Match{Index: freeItem})
	}
}

// item is what was found at k.
func (p *Picker) item(k int) Item {
	if i := p.found[k].Index; i >= 0 {
		return p.Items[i]
	}
	return p.free
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
	it := p.item(p.at)
	if it.Why != "" {
		return Outcome{}, Say(Warn, it.Text+": "+it.Why)
	}
	if i := p.found[p.at].Index; i >= 0 {
		return Outcome{Done: true, Result: i}, nil
	}
	return Outcome{Done: true, Result: strings.TrimSpace(p.filter.Value())}, nil
}

// View draws the filter and the items in sight.
func (p *Picker) View(f Frame) string {
	p.search()
	head := f.Accent.Render(f.Glyphs.Cursor) + " " + p.filter.View(f, max(1, f.W-2), true)
	foot := p.foot(f.H)
	p.page = max(1, f.H-2-foot)
	if len(p.found) == 0 {
		p.lines = nil
		return Fit(head+"\n\n"+p.nothing(f), f.W, f.H)
	}
	owner := p.owners()
	at := 0
	for y, o := range owner {
		if o == p.at {
			at = y
		}
	}
	p.top = max(0, min(p.top, len(owner)-p.page))
	if at < p.top {
		p.top = at
		if at == 1 {
			p.top = 0
		}
	}
	if at >= p.top+p.page {
		p.top = at - p.page + 1
	}
	p.lines = owner[p.top:min(len(owner), p.top+p.page)]
	p.measure()
	var lines []string
	for _, k := range p.lines {
		if k < 0 {
			lines = append(lines, f.Accent.Render(Truncate(p.item(-1-k).Section, f.W)))
		} else {
			lines = append(lines, p.line(f, k))
		}
	}
	body := Fit(head+"\n\n"+strings.Join(lines, "\n"), f.W, f.H-foot)
	if foot == 0 {
		return body
	}
	return Stack(body, Fit("\n"+f.Text.Render(strings.Join(Wrap(Clean(p.item(p.at).Detail), max(1, f.W)), "\n")), f.W, foot))
}

// nothing says that nothing was found, or why the list is empty.
func (p *Picker) nothing(f Frame) string {
	text := "nothing matches"
	if len(p.Items) == 0 && p.Empty != "" {
		text = p.Empty
	}
	return f.Dim.Render(strings.Join(Wrap(text, max(1, f.W)), "\n"))
}

// owners lists what stands on each line: the place in found, or -1-k for the heading above k.
func (p *Picker) owners() []int {
	var out []int
	section := ""
	for k := range p.found {
		if it := p.item(k); it.Section != section && p.filters == "=" {
			section = it.Section
			out = append(out, -1-k)
		}
		out = append(out, k)
	}
	return out
}

// measure finds the widths of the keys and texts of the whole list, so that nothing moves while it is filtered.
func (p *Picker) measure() {
	if p.wide == len(p.Items)+1 {
		return
	}
	p.wide, p.widths = len(p.Items)+1, [2]int{}
	for _, it := range p.Items {
		p.widths[0] = max(p.widths[0], Width(it.Key))
		p.widths[1] = max(p.widths[1], Width(Clean(it.Text))+2*min(1, len(it.Why)))
	}
}

// line draws what was found at k.
func (p *Picker) line(f Frame, k int) string {
	it, m, here := p.item(k), p.found[k], k == p.at
	keys, texts := p.widths[0], min(p.widths[1], max(8, f.W/2))
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
