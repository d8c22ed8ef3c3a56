package kit

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// loans is a table of any size made of arithmetic.
type loans struct{ rows, columns int }

func (l loans) Rows() int { return l.rows }

func (l loans) Columns() []GridColumn {
	out := []GridColumn{{Name: "applicant", Kind: "id", Lines: []string{"0 %"}}}
	for j := 1; j < l.columns; j++ {
		out = append(out, GridColumn{Name: fmt.Sprintf("column %d", j), Kind: "number", Right: j%2 == 1, Lines: []string{"3 % ▂▅█▂"}})
	}
	return out
}

func (l loans) Cell(i, j int) (string, CellState) {
	switch {
	case j == 0:
		return fmt.Sprintf("A-%06d", i), Normal
	case (i+j)%11 == 0:
		return "", Missing
	case (i+j)%13 == 0:
		return fmt.Sprint(i * j), Changed
	case (i+j)%17 == 0:
		return "199", Faulty
	case j%5 == 0:
		return "Salaried ", Normal
	}
	return fmt.Sprint(i*7919%100000 + j), Normal
}

func press(name string) tea.KeyPressMsg {
	codes := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter,
		"esc": tea.KeyEscape, "tab": tea.KeyTab, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd,
		"backspace": tea.KeyBackspace, "space": tea.KeySpace, "delete": tea.KeyDelete}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func TestGridMoves(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{1000, 21})
	f := plain(80, 24)
	g.View(f)
	for _, c := range []struct {
		key      string
		row, col int
	}{{"down", 1, 0}, {"j", 2, 0}, {"k", 1, 0}, {"right", 1, 1}, {"end", 1, 20}, {"l", 1, 20}, {"home", 1, 0}, {"G", 999, 0},
		{"down", 999, 0}, {"pgup", 980, 0}, {"g", 0, 0}, {"up", 0, 0}, {"pgdown", 19, 0}} {
		if !g.Update(press(c.key)) || g.Row != c.row || g.Col != c.col {
			t.Errorf("after %s the cursor is at %d, %d instead of %d, %d", c.key, g.Row, g.Col, c.row, c.col)
		}
		exact(t, c.key, g.View(f), 80, 24)
	}
	if g.Update(press("x")) {
		t.Error("x is no key of the grid")
	}
}

func TestGridMouse(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{1000, 21})
	g.View(plain(80, 24))
	g.Update(tea.MouseClickMsg{X: 1, Y: 5, Button: tea.MouseLeft})
	if g.Row != 2 || g.Col != 0 {
		t.Errorf("a click on the third row went to %d, %d", g.Row, g.Col)
	}
	g.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if g.top != 3 || g.Row != 3 {
		t.Errorf("the wheel went to top %d, row %d", g.top, g.Row)
	}
	g.Update(tea.MouseClickMsg{X: 79, Y: 22, Button: tea.MouseLeft})
	if g.top != 1000-g.page {
		t.Errorf("a click at the end of the scroll bar went to top %d", g.top)
	}
}

func TestGridWidthsStayWhileScrolling(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{5000, 6})
	f := plain(80, 24)
	g.View(f)
	g.Update(press("G"))
	g.View(f)
	wide := append([]int(nil), g.widths...)
	g.Update(press("g"))
	g.View(f)
	for j, w := range g.widths {
		if w != wide[j] {
			t.Errorf("column %d was %d wide and is %d", j, wide[j], w)
		}
	}
}

func TestGridShrinks(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{1000, 21})
	f := plain(80, 24)
	g.View(f)
	g.Update(press("G"))
	g.Update(press("end"))
	g.SetData(loans{3, 2})
	exact(t, "smaller data", g.View(f), 80, 24)
	if g.Row != 2 || g.Col != 1 {
		t.Errorf("the cursor is at %d, %d", g.Row, g.Col)
	}
	g.SetData(loans{0, 2})
	exact(t, "no rows", g.View(f), 80, 24)
	if g.Text() != "" {
		t.Error("there is no cell")
	}
}

func TestGridGolden(t *testing.T) {
	for _, s := range sizes {
		g := &Grid{Note: "showing all"}
		g.SetData(loans{3127, 21})
		g.Move(4, 6)
		drawn := g.View(plain(s[0], s[1]))
		exact(t, "grid", drawn, s[0], s[1])
		golden(t, fmt.Sprintf("grid_%dx%d", s[0], s[1]), drawn)
	}
}

func TestGridEverySize(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{50, 21})
	g.Move(40, 9)
	for w := 1; w < 90; w += 3 {
		for h := 1; h < 20; h++ {
			exact(t, fmt.Sprint(w, "x", h), g.View(plain(w, h)), w, h)
		}
	}
}

// BenchmarkGridMove measures a key and the drawing after it on a million rows.
func BenchmarkGridMove(b *testing.B) {
	g := &Grid{}
	g.SetData(loans{1_000_000, 21})
	f := plain(160, 50)
	keys := []tea.KeyPressMsg{press("down"), press("pgdown"), press("right"), press("pgup")}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		g.Update(keys[i%len(keys)])
		g.View(f)
		i++
	}
}

func TestPinnedColumnsStay(t *testing.T) {
	g := &Grid{}
	g.SetData(loans{100, 40})
	f := plain(80, 24)
	g.Pinned = []int{5, 2}
	g.Move(3, 39)
	lines := strings.Split(ansi.Strip(g.View(f)), "\n")
	head, row := lines[0], lines[g.head+g.Row-g.top]
	if !strings.Contains(head, "column 5 column 2"+f.Glyphs.Vertical) || !strings.Contains(head, "column 39") {
		t.Errorf("the header is %q", head)
	}
	if !strings.Contains(row, "A-000003") || !strings.Contains(row, f.Glyphs.Vertical) {
		t.Errorf("the row is %q", row)
	}
	for _, w := range []int{12, 20, 33, 80, 200} { // where there is no room they are columns like others
		for _, col := range []int{0, 1, 2, 5, 20, 39} {
			g.Move(3, col)
			exact(t, fmt.Sprint("pinned ", w), g.View(plain(w, 12)), w, 12)
			found := false
			for _, l := range g.lanes {
				found = found || l.column == col
			}
			if !found {
				t.Errorf("at width %d column %d under the cursor is out of sight", w, col)
			}
		}
	}
	seen := map[int]bool{}
	for _, l := range g.lanes {
		if seen[l.column] {
			t.Errorf("column %d is drawn twice", l.column)
		}
		seen[l.column] = true
	}
}
