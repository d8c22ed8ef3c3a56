package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// readJSON reads text with settings given as name, value pairs.
func readJSON(text string, set ...string) (Raw, error) {
	o := Options{}
	for i := 0; i+1 < len(set); i += 2 {
		o["json."+set[i]] = set[i+1]
	}
	return readFile(context.Background(), File{Name: "f.json", Data: []byte(text)}, o, Env{})
}

// flat is a table on one line: its names, then its rows; missing cells are ∅ and numbers stand without quotes.
func flat(t *table.Table) string {
	lines := []string{strings.Join(t.Names(), " ")}
	for i := range t.Rows() {
		var cells []string
		for _, c := range t.Columns() {
			switch {
			case c.Missing(i):
				cells = append(cells, "∅")
			case c.Kind == table.Number:
				cells = append(cells, c.Cell(i))
			default:
				cells = append(cells, "'"+c.Cell(i)+"'")
			}
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return strings.Join(lines, " | ")
}

func TestJSONForms(t *testing.T) {
	for _, c := range []struct{ what, text, set, want, says string }{
		{"array of objects", `[{"a":1,"b":"x"},{"a":2.5,"b":"y"}]`, "", "a b | 1 'x' | 2.5 'y'", ""},
		{"lines", "{\"a\":1}\n\n{\"a\":2}\r\n", "", "a | 1 | 2", "a record on each line"},
		{"one after the other", `{"a":1} {"a":2}{"a":3}`, "", "a | 1 | 2 | 3", "3 JSON values"},
		{"arrays one after the other", "[{\"a\":1}]\n[{\"a\":2},{\"a\":3}]", "", "a | 1 | 2 | 3", ""},
		{"records over several lines", "{\n\"a\":1\n}\n{\n\"a\":2\n}", "", "a | 1 | 2", ""},
		{"first record on one line, others on several", "{\"a\":1}\n{\n\"a\":\n2\n}", "", "a | 1 | 2", ""},
		{"columns", `{"a":[1,2],"b":["x",null]}`, "", "a b | 1 'x' | 2 ∅", "read as a column"},
		{"columns by row number", `{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}`, "", "a b | 1 'x' | 2 'y'", "row number"},
		{"split", `{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}`, "", "a b | 1 'x' | 2 'y'", "named in columns"},
		{"rows with a header", `[["a","b"],[1,"x"],[2,"y"]]`, "", "a b | 1 'x' | 2 'y'", "first row names"},
		{"rows without", `[[1,"x"],[2,"y"]]`, "", "column_1 column_2 | 1 'x' | 2 'y'", "does not name"},
		{"rows as lines", "[\"a\",\"b\"]\n[1,\"x\"]\n[2,\"y\"]", "", "a b | 1 'x' | 2 'y'", "first row names"},
		{"ragged rows", `[["a","b"],[1],[2,"y",3]]`, "", "a b column_3 | 1 ∅ ∅ | 2 'y' 3", "2 records of another shape"},
		{"wrapped", `{"count":2,"data":{"items":[{"a":1},{"a":2}],"few":[{"z":1}]}}`, "", "a | 1 | 2", "data.items; there are also data.few (1)"},
		{"asked for", `{"data":{"items":[{"a":1}],"few":[{"z":1}]}}`, "data.few", "z | 1", ""},
		{"asked with $", `{"data":{"few":[{"z":1}]}}`, "$.data.few[*]", "z | 1", ""},
		{"asked by pointer", `{"data":{"a/b":[{"z":1}]}}`, "/data/a~1b", "z | 1", ""},
		{"asked by position", `[{"a":1},{"b":[{"z":1}]}]`, "[1].b", "z | 1", ""},
		{"asked in every element", `{"p":[{"o":[{"z":1}]},{"o":[{"z":2},{"z":3}]}]}`, "p[*].o", "z | 1 | 2 | 3", ""},
		{"key with a point", `{"a.b":[{"z":1}]}`, `["a.b"]`, "z | 1", ""},
		{"the object itself", `{"a":1,"l":[{"z":1}]}`, "$", `a l | 1 '[{"z":1}]'`, "kept as JSON text"},
		{"single values", `[1,null,3]`, "", "value | 1 | ∅ | 3", "single values"},
		{"one object", `{"a":1,"b":{"c":"x"}}`, "", "a b.c | 1 'x'", "read as one record"},
		{"nested", `[{"a":{"b":{"c":1}},"l":[1, "x"],"e":{}}]`, "", `a.b.c l e | 1 '[1,"x"]' ∅`, ""},
		{"union of keys in order", `[{"a":1},{"b":2,"a":3},{"c":{"d":1}}]`, "", "a b c.d | 1 ∅ ∅ | 3 2 ∅ | ∅ ∅ 1", "2 records of another shape"},
		{"null first", `[{"a":null,"b":1},{"a":"x","b":2}]`, "", "a b | ∅ 1 | 'x' 2", ""},
		{"words", `[{"a":true,"b":null},{"a":false,"b":null}]`, "", "a b | 'true' ∅ | 'false' ∅", ""},
		{"strings of digits stay text", `[{"zip":"00501"},{"zip":"12345"}]`, "", "zip | '00501' | '12345'", ""},
		{"long whole numbers keep their digits", `[{"id":9007199254740993},{"id":1}]`, "", "id | '9007199254740993' | '1'", ""},
		{"escapes", `[{"a\u0041":"\u00e9\ud83d\ude00\n\/"}]`, "", "aA | 'é😀\n/'", ""},
		{"same path twice", `[{"a.b":1,"a":{"b":2}}]`, "", "a.b a.b_2 | 1 2", "is called"},
		{"scalar and object under one key", `[{"a":1},{"a":{"b":2}}]`, "", "a a.b | 1 ∅ | ∅ 2", "another shape"},
		{"NaN", `[{"a":NaN},{"a":-Infinity},{"a":3}]`, "", "a | ∅ | ∅ | 3", "2 NaN or Infinity"},
		{"too large", `[{"a":1e400},{"a":2}]`, "", "a | '1e400' | '2'", "beyond the range"},
		{"records and an error", `{"errors":[{"message":"slow"}],"data":[{"a":1}]}`, "", "a | 1", `"slow"`},
		{"a damaged record in an array", `[{"a":1},{"a":2,"a":3},[4],{"a":5}]`, "", "a | 1 | 5", "2 damaged records skipped"},
		{"a damaged line", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", "", "a | 1 | 3", "1 damaged record skipped (line 2); the first, at 2:6"},
		{"a damaged record leaves no trace", "{\"a\":1}\n{\"b\":\"x\",\"a\":\"y\" 1}\n{\"a\":3}\n", "", "a | 1 | 3", "2:18"},
		{"marker", `[{"a":"NA"},{"a":1}]`, "", "a | ∅ | 1", "read as missing"},
	} {
		var set []string
		if c.set != "" {
			set = []string{"records", c.set}
		}
		raw, err := readJSON(c.text, set...)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got := flat(raw.Table); got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
		if said := strings.Join(append(raw.Origin.Notes, raw.Origin.Warnings...), "\n"); !strings.Contains(said, c.says) {
			t.Errorf("%s: does not say %q: %s", c.what, c.says, said)
		}
	}
}

func TestJSONFaults(t *testing.T) {
	deep := strings.Repeat("[", 300) + strings.Repeat("]", 300)
	for _, c := range []struct{ what, text, set, want string }{
		{"nothing", " \n", "", "f.json: the file is empty"},
		{"no records", "[]", "", "holds no records"},
		{"empty records", "[{},{}]", "", "no keys"},
		{"a number", "42", "", "f.json:1:1: the document is a number"},
		{"delimited text", "a,b\n1,2\n", "", "f.json:1:1: this is no JSON: it starts with 'a'"},
		{"cut array", `[{"a":1},{"a"`, "", "f.json:1:14: the text ends"},
		{"cut string", `[{"a":"x`, "", "f.json:1:7: a string that opens here and never ends"},
		{"trailing comma", "[{\"a\":1},\n]", "", "f.json:2:1: a comma before the closing ]"},
		{"text after the end", `[{"a":1}] x`, "", "f.json:1:11: text after the end"},
		{"second array after a comma", `[{"a":1}],[{"a":2}]`, "", "f.json:1:10: text after the end"},
		{"single quotes", `[{'a':1}]`, "", "json.dumps"},
		{"Python words", `[{"a":None}]`, "", "f.json:1:7: None"},
		{"comment", "[{\"a\":1} // x\n]", "", "a comment"},
		{"leading zero", `[{"a":01}]`, "", "f.json:1:7: a number with a leading zero"},
		{"plus", `[{"a":+1}]`, "", "f.json:1:7"},
		{"bare point", `[{"a":1.}]`, "", "a digit"},
		{"control character", "[{\"é\":\"a\tb\"}]", "", "f.json:1:9: a control character"},
		{"bad escape", `[{"a":"\x41"}]`, "", "f.json:1:8: an escape"},
		{"half an escape", `[{"a":"\u00g0"}]`, "", "an escape"},
		{"duplicate key in every record", `[{"a":1,"a":2}]`, "", `f.json:1:9: the key "a" a second time`},
		{"duplicate nested", `[{"o":{"a":1},"o":{"b":2}}]`, "", `the key "o" a second time`},
		{"deep", deep, "", "f.json:1:257: objects and arrays nested too deep"},
		{"uneven columns", `{"a":[1,2],"b":[1]}`, "", `"b" has 1 value, "a" has 2`},
		{"an error", `{"error":{"code":429,"message":"rate limit"}}`, "", `"rate limit"`},
		{"errors", `{"data":null,"errors":[{"message":"no such field"}]}`, "", `"no such field"`},
		{"a message", `{"message":"Not Found","status":"404"}`, "", `"Not Found"`},
		{"empty list", `{"count":0,"results":[]}`, "", "the array results is empty"},
		{"wrong path", `{"data":{"items":[{"a":1}]}}`, "data.item", `data has no "item"; its keys are items; hint: set records to the path of an array; there are data.items (1 element)`},
		{"path to a number", `{"n":1}`, "n", "a number at n"},
		{"mostly damaged lines", "{\"a\":1}\n" + strings.Repeat("{\"a\":1,\"a\":2}\n", 2), "", "f.json:2:8: the key \"a\" a second time in one object (duplicate key); 2 of 3 lines are damaged"},
		{"a page", "<!DOCTYPE html><html>", "", "HTML page"},
	} {
		_, err := readJSON(c.text, "records", c.set)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "; hint: ") {
			t.Errorf("%s: got %v, want %s", c.what, err, c.want)
		}
	}
}

// TestJSONKeysAsData bounds what records with ever new keys may take.
func TestJSONKeysAsData(t *testing.T) {
	var b bytes.Buffer
	for i := range maxKeys + 10 {
		fmt.Fprintf(&b, "{\"k%d\":1}\n", i)
	}
	for _, env := range []Env{{}, {Memory: 64 << 20}} {
		_, err := readFile(context.Background(), File{Name: "f.jsonl", Data: b.Bytes()}, nil, env)
		if err == nil || !strings.Contains(err.Error(), "keys") || !strings.Contains(err.Error(), "hint: if the keys are ids") {
			t.Errorf("memory %d: %v", env.Memory, err)
		}
	}
}

// TestJSONBlocks reads a text of many blocks as the library does, whatever the number of cores.
func TestJSONBlocks(t *testing.T) {
	data := loansJSON(40_000)
	data = bytes.Replace(data, []byte(`"rate": 1`), []byte(`"rate": "x`), 1) // one damaged line
	data = append(data, []byte(`{"late": 1, "income": "none"}`+"\n")...)
	if len(data) < 3*jsonBlock {
		t.Fatal("too little for several blocks")
	}
	raw, err := readJSON(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(raw.Origin.Rejects) != 1 || raw.Table.Rows() != 40_000 || raw.Table.At(raw.Table.Width()-1).Name != "late" {
		t.Fatalf("%d rejects, %d rows, columns %v", len(raw.Origin.Rejects), raw.Table.Rows(), raw.Table.Names())
	}
	i := 0
	for n, line := range bytes.Split(data, []byte("\n")) {
		var record struct {
			ID      string
			Income  any
			Address struct{ Street string }
		}
		if json.Unmarshal(line, &record) != nil {
			continue
		}
		cell := func(name string) string { return raw.Table.Column(name).Cell(i) }
		if raw.Table.Line(i) != n+1 || cell("id") != record.ID || cell("income") != fmt.Sprint(record.Income) || cell("address.street") != record.Address.Street {
			t.Fatalf("row %d, line %d: %s", i, raw.Table.Line(i), line)
		}
		i++
	}
}

func TestJSONCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	lines := loansJSON(10_000)
	for _, data := range [][]byte{lines, []byte("[" + strings.ReplaceAll(strings.TrimSpace(string(lines)), "\n", ",") + "]")} {
		if _, err := NewJson().ReadFile(ctx, File{Name: "f", Data: data}, Env{}); err != context.Canceled {
			t.Errorf("got %v", err)
		}
	}
}

// TestJSONPreview shows the first records before the last are read, and counts all of them.
func TestJSONPreview(t *testing.T) {
	lines := string(loansJSON(10_000))
	for _, text := range []string{lines, "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n") + "]", `{"data":[` + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",") + "]}"} {
		m := &Monitor{}
		raw, err := NewJson().ReadFile(context.Background(), File{Name: "f", Data: []byte(text)}, Env{Monitor: m})
		if err != nil {
			t.Fatal(err)
		}
		p := m.Preview()
		if p == nil || p.Rows() != previewRows || p.At(0).Cell(previewRows-1) != raw.Table.At(0).Cell(previewRows-1) {
			t.Fatalf("preview %v", p)
		}
		if got := m.Progress(); got.Rows != 10_000 || got.Done != int64(len(text)) {
			t.Errorf("progress %+v, want 10000 rows and %d bytes", got, len(text))
		}
	}
}

func TestJSONDecoded(t *testing.T) {
	utf16 := []byte("\xff\xfe")
	for _, r := range `[{"a":"é"}]` {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for _, text := range []string{string(utf16), "\xef\xbb\xbf[{\"a\":\"é\"}]", "[{\"a\":\"\xe9\"}]"} {
		if raw, err := readJSON(text); err != nil || flat(raw.Table) != "a | 'é'" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestKnowsJSON(t *testing.T) {
	for text, want := range map[string]bool{`{"a":1}`: true, " {\n}": true, `[{"a"`: true, `[[1,2]]`: true, `["a","b"]`: true, `[]`: true, `[1,2]`: true, `[1, 2`: true,
		"[1] age,[2] name\n": false, "[1,5),3\n": false, "{a},{b}\n": false, "[a],[b]\n": false, "{\"a\",\"b\"}\n": false, "[[x]],y\n": false, "a,b": false, "": false, "[]x,y": false} {
		if got := knowsJSON([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestOutline(t *testing.T) {
	nodes, err := Outline([]byte(`{"n":2,"data":{"items":[{"a":1,"o":[{"z":"x"}]},{"b":null}],"tags":["t"],"a b":[[1]]}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range nodes {
		got = append(got, fmt.Sprintf("%d %s %s %d %v %s", n.Depth, n.Path, n.Kind, n.Length, n.Records, n.Sample))
	}
	want := []string{"0 $ object 2 false ", "1 n number 0 false 2", "1 data object 3 false ", "2 data.items array 2 true ", "3 data.items[*].a number 0 false 1",
		"3 data.items[*].o array 1 true ", "4 data.items[*].o[*].z text 0 false x", "3 data.items[*].b null 0 false ", "2 data.tags array 1 false t", `2 data["a b"] array 1 true `}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, n := range nodes {
		if n.Records {
			if _, err := readJSON(`{"n":2,"data":{"items":[{"a":1,"o":[{"z":"x"}]},{"b":null}],"tags":["t"],"a b":[[1]]}}`, "records", n.Path); err != nil {
				t.Errorf("%s cannot be read: %v", n.Path, err)
			}
		}
	}
	if _, err := Outline([]byte(`{"a":`)); err == nil || !strings.Contains(err.Error(), "document:1:6: ") {
		t.Errorf("got %v", err)
	}
	if lines, err := Outline([]byte("{\"a\":1}\n{\"a\":2}\n")); err != nil || lines[0].Kind != "array" || lines[0].Length != 2 || lines[1].Path != "a" {
		t.Errorf("lines: %v %v", lines, err)
	}
}

// FuzzJSON reads anything: without panic, with a hint in every refusal, and its own output the same again.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"a":1,"b":{"c":"x"}}]`, "{\"a\":1}\n{\"a\":\"\\ud83d\"}\n", `{"d":{"i":[{"a":[1,{}]}]}}`, `{"a":[1,2],"b":[null,NaN]}`, `[["a"],[1e400]]`, `{"error":"x"}`, `{"a":{"0":1}}`,
		`{"columns":["a"],"data":[[1]]}`, "[1]\n[2]", `[{"a":1,"a":2},{"":3}]`} {
		f.Add([]byte(s), "auto")
		f.Add([]byte(s), "d.i[*]")
	}
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		Outline(data)
		knowsJSON(data)
		raw, err := NewJson().with(path).ReadFile(context.Background(), File{Name: "f", Data: data}, Env{Memory: 1 << 30})
		if err != nil {
			if !strings.Contains(err.Error(), "; hint: ") || strings.HasSuffix(err.Error(), "hint: ") {
				t.Fatalf("no hint: %v", err)
			}
			return
		}
		if raw.Table.Rows() == 0 || raw.Table.Width() == 0 {
			t.Fatal("an empty table")
		}
		again, err := NewJson().ReadFile(context.Background(), File{Name: "f", Data: jsonOf(raw.Table)}, Env{Memory: 1 << 30})
		if err != nil {
			if strings.Contains(err.Error(), "binary") {
				return
			}
			t.Fatalf("own output refused: %v\n%s", err, jsonOf(raw.Table))
		}
		if flat(again.Table) != flat(raw.Table) {
			t.Fatalf("own output reads differently:\n%s\n%s", flat(raw.Table), flat(again.Table))
		}
	})
}

func (j *Json) with(path string) *Json {
	j.Records = path
	return j
}

// jsonOf is a table as an array of objects.
func jsonOf(t *table.Table) []byte {
	b := []byte("[")
	for i := range t.Rows() {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = append(b, '{')
		for j, c := range t.Columns() {
			if j > 0 {
				b = append(b, ',')
			}
			name, _ := json.Marshal(c.Name)
			b = append(append(b, name...), ':')
			switch {
			case c.Missing(i):
				b = append(b, "null"...)
			case c.Kind == table.Number:
				b = append(b, c.Cell(i)...)
			default:
				cell, _ := json.Marshal(c.Cell(i))
				b = append(b, cell...)
			}
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// BenchmarkJSON reads 100,000 records, a line each and as one array.
func BenchmarkJSON(b *testing.B) {
	lines := loansJSON(100_000)
	array := []byte("[" + string(bytes.ReplaceAll(bytes.TrimSpace(lines), []byte("\n"), []byte(",\n"))) + "]")
	for name, data := range map[string][]byte{"lines": lines, "array": array} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := NewJson().ReadFile(context.Background(), File{Name: "loans.json", Data: data}, Env{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func loansJSON(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	purposes := []string{"car", "home", "education", "debt"}
	for i := range n {
		fmt.Fprintf(&b, `{"id": "A%06d", "income": %d, "rate": %.2f, "purpose": %q, "zip": "%05d", "address": {"city": "Springfield", "street": "Long Street %d"}, "note": "first, second", "repaid": %t}`+"\n",
			i, r.IntN(200_000), r.Float64()*20, purposes[r.IntN(4)], r.IntN(99_999), r.IntN(100), r.IntN(2) == 0)
	}
	return b.Bytes()
}
