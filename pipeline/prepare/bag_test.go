package prepare

import (
	"math"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

func words(text string) []string {
	var out []string
	wordsOf(text, func(w string) { out = append(out, w) })
	return out
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		" ... ":                       "",
		"Paid the CAR-loan (2nd), ok": "paid|the|car|loan|2nd|ok",
		"don't":                       "don|t",
		"Čeština: ŽLUŤOUČKÝ kůň":      "čeština|žluťoučký|kůň",
		"Cafe\u0301 \u0301x":          "cafe\u0301|x",
		"हिन्दी में":                  "हिन्दी|में",
		"٣ books":                     "٣|books",
		"a\xffb":                      "a|b",
		"x_y":                         "x|y",
	} {
		if got := strings.Join(words(text), "|"); got != want {
			t.Errorf("%q has the words %s, want %s", text, got, want)
		}
	}
}

// Words read again are the same words, whatever the text.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"Paid the CAR", "हिन्दी", "İstanbul ǅ ß", "a\xffb", "1½ ² Ⅷ", "\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := words(s)
		if again := words(strings.Join(once, " ")); !slices.Equal(once, again) {
			t.Errorf("%q has the words %q, which have the words %q", s, once, again)
		}
		if slices.Contains(once, "") {
			t.Errorf("%q has a word without a letter: %q", s, once)
		}
	})
}

// FuzzOrders wants the parser of stated orders to refuse or to give two levels or more, each with one place.
func FuzzOrders(f *testing.F) {
	for _, s := range []string{"education=none<school; size=S<M<L", `a="<1"<"x;""y"""`, "=<", "a=b<b", ";;", `a="b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		orders, err := parseOrders(s)
		if err != nil {
			return
		}
		for _, o := range orders {
			levels := slices.Compact(slices.Sorted(slices.Values(o.Levels)))
			if o.Column == "" || len(o.Levels) < 2 || len(levels) != len(o.Levels) {
				t.Errorf("%q was read as %+v", s, orders)
			}
		}
	})
}

// The weights are those that scikit-learn's TfidfVectorizer documents for its example.
func TestInverseDocumentFrequencies(t *testing.T) {
	in, err := table.New([]*table.Column{table.TextOf("d", []string{"This is the first document.", "This document is the second document.",
		"And this is the third one.", "Is this the first document?"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, later := learn(t, "text", map[string]string{"share": "0"}, in, textsOf(t, "d", "Nothing of that", "document document", ""))
	if got, want := strings.Join(out.Names(), "|"), "d: and|d: document|d: first|d: is|d: one|d: second|d: the|d: third|d: this"; got != want {
		t.Fatalf("columns %s, want %s", got, want)
	}
	for i, want := range [][]float64{
		{0, 0.46979139, 0.58028582, 0.38408524, 0, 0, 0.38408524, 0, 0.38408524},
		{0, 0.6876236, 0, 0.28108867, 0, 0.53864762, 0.28108867, 0, 0.28108867},
		{0.51184851, 0, 0, 0.26710379, 0.51184851, 0, 0.26710379, 0.51184851, 0.26710379},
		{0, 0.46979139, 0.58028582, 0.38408524, 0, 0, 0.38408524, 0, 0.38408524},
	} {
		for j, w := range want {
			if got := out.At(j).Numbers()[i]; math.Abs(got-w) > 5e-9 {
				t.Errorf("row %d of %s is %v, want %v", i, out.At(j).Name, got, w)
			}
		}
	}
	for j, c := range later.Columns() {
		want := []float64{0, 0, 0}
		if j == 1 {
			want[1] = 1
		}
		if !slices.Equal(c.Numbers(), want) {
			t.Errorf("%s of later texts is %v, want %v", c.Name, c.Numbers(), want)
		}
	}
}

func textsOf(t *testing.T, name string, texts ...string) *table.Table {
	t.Helper()
	out, err := table.New([]*table.Column{table.TextOf(name, texts)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The hash is part of saved models: the published values of FNV-1a, and places that must stay for ever.
func TestHashNeverChanges(t *testing.T) {
	for text, want := range map[string]uint64{"": 0xcbf29ce484222325, "a": 0xaf63dc4c8601ec8c, "foobar": 0x85944171f73967e8} {
		if got := fnv1a(text); got != want {
			t.Errorf("%q hashes to %x, want %x", text, got, want)
		}
	}
	for _, c := range []struct {
		text  string
		bits  int
		place int32
		sign  float64
	}{{"", 4, 6, -1}, {"clerk", 4, 13, -1}, {"clerk", 10, 157, -1}, {"nurse", 4, 6, -1}, {"żółty", 10, 481, 1}} {
		if place, sign := bucket(c.text, c.bits); place != c.place || sign != c.sign {
			t.Errorf("%q goes to %d (%g) of 2^%d, want %d (%g)", c.text, place, sign, c.bits, c.place, c.sign)
		}
	}
}

// Places and signs are spread evenly, also those of texts that differ in the last letter only.
func TestHashSpreads(t *testing.T) {
	const n, bits = 32000, 4
	counts, signs := make([]float64, 1<<bits), 0.0
	for i := range n {
		place, sign := bucket("town "+string(rune('a'+i%26))+strings.Repeat("x", i/26%7)+string(rune(0x4e00+i)), bits)
		counts[place]++
		signs += sign
	}
	chi := 0.0
	for _, c := range counts {
		e := float64(n) / (1 << bits)
		chi += (c - e) * (c - e) / e
	}
	if chi > 40 || math.Abs(signs) > 4*math.Sqrt(n) { // 99.9 % of chi-square with 15 degrees is 37.7
		t.Errorf("chi-square %.1f, signs add up to %g", chi, signs)
	}
}

// A name that is taken begins no new columns.
func TestFreePrefix(t *testing.T) {
	for _, c := range []struct{ taken, want string }{{"job", "job: "}, {"job: x", "job (2): "}, {"job: x|job (2): ", "job (3): "}} {
		if got := freePrefix("job", ": ", strings.Split(c.taken, "|")); got != c.want {
			t.Errorf("beside %s: %q, want %q", c.taken, got, c.want)
		}
	}
}
