package kit

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"a\tb\nc\rd", "a→b↵c◊d"},
		{"\x1b[31mred", "◊[31mred"},
		{"b\u202ead", "b◊ad"},
		{"zero\u200bwidth\ufeff", "zero◊width◊"},
		{"soft\u00adhyphen", "soft◊hyphen"},
		{"line\u2028end", "line◊end"},
		{"\x80\xff", "��"},
		{"\u0085", "�"},
		{"Müller 北京", "Müller 北京"},
		{"e\u0301", "e\u0301"},
		{"🇩🇪", "DE"},
		{"nbsp\u00a0here", "nbsp·here"},
		{"tag\U000e0041", "tag◊"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	for _, emoji := range []string{"👨‍👩‍👧", "👍🏽", "❤️", "1️⃣", "क्षि", "ำ"} {
		got := Clean(emoji)
		if ansi.StringWidth(got) != ansi.StringWidthWc(got) || got == "" {
			t.Errorf("Clean(%q) = %q is measured differently by different terminals", emoji, got)
		}
	}
}

func TestNarrowCharactersTakeOneCell(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if s := string(r); narrow(r) && (!agree(s) || ansi.StringWidth(s) != 1 || draw(s, r) != s) {
			t.Errorf("U+%04X %q is not narrow", r, r)
		}
	}
}

func TestCleanCellShowsBlanks(t *testing.T) {
	for in, want := range map[string]string{"Salaried ": "Salaried·", "  x": "··x", "a  b": "a··b", "   ": "···", "a b": "a b", "": ""} {
		if got := CleanCell(in); got != want {
			t.Errorf("CleanCell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCutKeepsColours(t *testing.T) {
	s := "ab\x1b[31mcdef\x1b[mgh"
	if got, want := Cut(s, 3, 5), "\x1b[31mde\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Cut(s, 6, 10), "gh  "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Cut("北京", 1, 4), " 京"; got != want {
		t.Errorf("a wide character cut in two: got %q, want %q", got, want)
	}
}

func TestWrap(t *testing.T) {
	got := strings.Join(Wrap("the quick brown fox\nincomprehensibilities", 9), "|")
	if want := "the quick|brown fox|incompreh|ensibilit|ies"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"abc", 1, "…"}, {"abc", 0, ""}, {"北京北京", 4, "北…"}} {
		if got := Truncate(c.in, c.w); got != c.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
}

func TestOverlay(t *testing.T) {
	got := Overlay("aaaa\nbbbb\ncccc", 4, "XY\nZ", 3, 1)
	if want := "aaaa\nbbbX\ncccZ"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASCII(t *testing.T) {
	got := ASCII("╭─✓ ∅ 北\x1b[1mé\x1b[m\n│")
	if want := "+-v - ??\x1b[1m?\x1b[m\n|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var seeds = []string{"", "abc", "\x1b[31mx\x1b[m", "\x1b[", "\x1b]0;title\a", "👨‍👩‍👧", "e\u0301\u0301", "\u202e\u2066", "北京", "a\tb\r\n",
	"\xff\xfe", "🇩🇪🇫🇷", "\u1100\u1161", "क्षि", "\u0600a", "\u0e33", "\u200d", "─│⣿", "#\ufe0f\u20e3", "\xe2\x9400", "\xe2\xa30", "\x01\u0e33"}

func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if a, b := ansi.StringWidth(got), ansi.StringWidthWc(got); a != b || a != Width(got) {
			t.Fatalf("Clean(%q) = %q has %d, %d or %d cells", s, got, a, b, Width(got))
		}
		if strings.ContainsAny(got, "\x1b\n\r\t\u202e\u200b\ufeff") {
			t.Fatalf("Clean(%q) = %q", s, got)
		}
		if again := Clean(got); again != got {
			t.Fatalf("cleaning twice changes %q to %q", got, again)
		}
	})
}

func FuzzFit(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, i, 3)
	}
	f.Fuzz(func(t *testing.T, s string, w, h int) {
		w, h = 1+abs(w%60), 1+abs(h%8)
		exact(t, "Fit", Fit(s, w, h), w, h)
		k := w / 2
		line, _, _ := strings.Cut(s, "\n")
		exact(t, "Cut", Cut(line, k, w+k), w, 1)
		for _, l := range Wrap(Clean(s), w) {
			if Width(l) > w && w > 1 {
				t.Fatalf("Wrap to %d gave %q", w, l)
			}
		}
	})
}

func TestTruncateLeftKeepsTheEnd(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want string
	}{{"a/b.csv", 7, "a/b.csv"}, {"a/b.csv", 6, "…b.csv"}, {"日本語.csv", 7, "…語.csv"}, {"abc", 1, "…"}, {"abc", 0, ""}} {
		got := TruncateLeft(c.text, c.w)
		if got != c.want {
			t.Errorf("%q in %d cells is %q instead of %q", c.text, c.w, got, c.want)
		}
	}
}
