package prepare

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"assay/pipeline/table"
)

func TestClusters(t *testing.T) {
	// spellings with their rows: "text*rows|text*rows"
	column := func(s string) *table.Column {
		var all []string
		for part := range strings.SplitSeq(s, "|") {
			var n int
			text, times, _ := strings.Cut(part, "*")
			fmt.Sscan(times, &n)
			for range n {
				all = append(all, text)
			}
		}
		return table.TextOf("c", all)
	}
	for _, c := range []struct{ name, in, want string }{
		{"case, accents and order", "São Paulo*5|sao paulo*2|Paulo, São*1|Rio*3", "fingerprint São Paulo(5) < sao paulo(2) Paulo, São(1)"},
		{"dots", "NYC*5|N.Y.C.*2|N.Y.C*1", "fingerprint NYC(5) < N.Y.C.(2) N.Y.C(1)"},
		{"blanks", "New York*5|NewYork*2|new-york*1", "fingerprint NewYork(2) < new-york(1); ngram New York(5) < NewYork(3)"},
		{"a letter lost or changed", "Boston*9|Bostn*2|Bastin*1|Denver*9", "distance Boston(9) < Bostn(2)"},
		{"two just as near", "Marlan*5|Marlin*4|Marlen*1", "distance Marlan(5) < Marlin(4); distance Marlan(5) < Marlen(1) or Marlin"},
		{"none more frequent", "Berlin*1|Berlim*1", "distance Berlim(1) < Berlin(1) or Berlin"},
		{"digits must agree", "Grade 10*5|Grade 11*4|Route 1.5*2|Route 15*1", ""},
		{"numbers are no words", "1.000*5|1,000*4", ""},
		{"grades differ in signs", "A*5|A-*4|A+*3|C#*1|C*1|-5 kg*2|5 kg*2", ""},
		{"short words", "yes*5|yea*1|cat*1|act*1", ""},
		{"signs that mean something", "x < 5*2|x > 5*2|10 % a*3|10 a*2", ""},
		{"nothing", "", ""},
	} {
		var got []string
		for _, cl := range Clusters(column(c.in), 0.2) {
			line := fmt.Sprintf("%s %s(%d) <", cl.Method, cl.Word, cl.Rows)
			for _, f := range cl.Forms {
				line += fmt.Sprintf(" %s(%d)", f.Text, f.Rows)
			}
			if cl.Instead != nil {
				line += " or " + strings.Join(cl.Instead, ", ")
			}
			got = append(got, line)
		}
		if joined := strings.Join(got, "; "); joined != c.want {
			t.Errorf("%s: %s, want %s", c.name, joined, c.want)
		}
	}
	if Clusters(table.NewNumber("n", []float64{1}), 0.2) != nil {
		t.Error("numbers have clusters")
	}
}

// What a person ticked is merged, all the way, in whatever order it was ticked.
func TestClustersTicked(t *testing.T) {
	c := table.TextOf("c", []string{"New York", "New York", "New York", "NewYork", "NewYork", "new-york", "New Yrok", "Rio"})
	clusters := Clusters(c, 0.25)
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}} {
		setting := ""
		var err error
		for _, k := range order {
			if setting, err = AddMerge(setting, clusters[k].Merge("c")); err != nil {
				t.Fatal(err)
			}
		}
		cleaning, err := (&MergeSpellings{Merge: setting}).Survey(tableOf(t, c))
		if err != nil {
			t.Fatal(err)
		}
		out, err := cleaning.Apply(tableOf(t, c))
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Column("c").Counts(); !reflect.DeepEqual(got, []int{7, 1}) {
			t.Errorf("%s: %v %v", setting, out.Column("c").Dictionary(), got)
		}
		for _, k := range order {
			if setting, err = RemoveMerge(setting, clusters[k].Merge("c")); err != nil {
				t.Fatal(err)
			}
		}
		if setting != "" {
			t.Errorf("%q is left", setting)
		}
	}
}

func TestMerges(t *testing.T) {
	for _, c := range []struct {
		setting string
		want    []Merge
	}{
		{"", nil},
		{"city: NYC=nyc|N.Y.C.; Boston = BOS ;job:Nurse=nurse;", []Merge{{"city", "NYC", []string{"nyc", "N.Y.C."}}, {"city", "Boston", []string{"BOS"}}, {"job", "Nurse", []string{"nurse"}}}},
		{`"a:b": "x=""y"""="1|2"|"; "`, []Merge{{"a:b", `x="y"`, []string{"1|2", "; "}}}},
	} {
		got, err := ParseMerges(c.setting)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v %v, want %v", c.setting, got, err, c.want)
		}
		again, err := ParseMerges(FormatMerges(got))
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%q was written as %q", c.setting, FormatMerges(got))
		}
	}
	for _, s := range []string{" ; ", "city", "city:", "city: NYC", "city: NYC=", "NYC=nyc", "city: =nyc", "city: a=b||c", `city: "a=b`, `city: "a"b=c`, `: a=b`, `"": a=b`} {
		if got, err := ParseMerges(s); err == nil || !strings.HasPrefix(err.Error(), "merge: ") {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	for _, m := range []Merge{{"c", "a", []string{"b"}}, {"c", "z", []string{"x"}}, {"d", "a", []string{"a"}}} {
		_, err := AddMerge("c: z=a; y=x", m)
		if wrong := m.Word == "z"; (err != nil) != wrong {
			t.Errorf("%v: %v", m, err)
		}
	}
}

// FuzzMerges wants what was read to be written so that it reads the same, and words to be settled.
func FuzzMerges(f *testing.F) {
	for _, s := range []string{"city: NYC=nyc|N.Y.C.; Boston=BOS; job: Nurse=nurse", `"a:b": "x=""y"""="1|2"|"; "`, "c: a=b; b=c; c=a", "c: a=b; b=c", `c: " a"=a`, "c:a=b|b|a", "a=b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		merges, err := ParseMerges(s)
		if err != nil {
			return
		}
		written := FormatMerges(merges)
		again, err := ParseMerges(written)
		if err != nil || !reflect.DeepEqual(again, merges) {
			t.Fatalf("%q was read as %q, written as %q, read as %q: %v", s, merges, written, again, err)
		}
		columns, err := mergedWords(merges)
		if err != nil {
			return
		}
		for _, words := range columns {
			for form, word := range words {
				if _, more := words[word]; more || form == word {
					t.Fatalf("%q: %q becomes %q, which becomes another one", s, form, word)
				}
			}
		}
	})
}

func FuzzFingerprint(f *testing.F) {
	for _, s := range []string{"São Paulo", "N.Y.C.", "A-", "\xff", " - ", "1.5 t", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := fingerprint(s)
		if again := fingerprint(strings.ToUpper(once)); strings.ToLower(strings.ToUpper(once)) == once && again != once {
			t.Errorf("the fingerprint of %q is %q, that of its capitals %q", s, once, again)
		}
		ngrams(s)
	})
}
