package collect

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// spelt is a record as name=value, marked by kind.
func spelt(fields []datum) string {
	var words []string
	for _, f := range fields {
		words = append(words, f.name+map[fieldKind]string{cellField: "=", textField: "~", missingField: "!", nanField: "?"}[f.kind]+f.text)
	}
	return strings.Join(words, " ")
}

func TestPayloads(t *testing.T) {
	for _, c := range []struct {
		name    string
		first   bool
		payload []string
		want    string // of the last payload, or its error
	}{
		{"object", false, []string{`{"a": 1.50, "b": "x", "c": null, "d": true}`}, "a=1.50 b~x c! d~true"},
		{"nested", false, []string{`{"a": {"b": {"c": -1e3}}, "l": [1, {"x": 2}]}`}, `a.b.c=-1e3 l~[1,{"x":2}]`},
		{"empty object", false, []string{`{}`}, ""},
		{"twice", false, []string{`{"a": 1, "a": 2}`}, `invalid JSON: the name "a" comes twice`},
		{"twice by nesting", false, []string{`{"a.b": 1, "a": {"b": 2}}`}, `invalid JSON: the name "a.b" comes twice`},
		{"more follows", false, []string{`{"a": 1} {"a": 2}`}, `invalid JSON: more follows the object: "{\"a\": 2}"`},
		{"NaN", false, []string{`{"a": NaN, "b": 1}`}, "a? b=1"},
		{"infinite", false, []string{`{"a": -Infinity}`}, "a?"},
		{"cut", false, []string{`{"a": 1, "b": "de`}, "invalid JSON: a string that opens here and never ends"},
		{"cut in a list", false, []string{`{"a": [1,`}, "invalid JSON: the text ends where a value has to come"},
		{"comma", false, []string{`{"a": 1,}`}, "invalid JSON: a comma before the closing }"},
		{"list", false, []string{`[1,2]`}, `invalid JSON: "[1,2]" is not an object`},
		{"half a character", false, []string{`{"a": "\ud800"}`}, `invalid JSON: half a character`},
		{"deep", false, []string{strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)}, "invalid JSON: more than 32 objects"},
		{"number", false, []string{"21.5"}, "value=21.5"},
		{"text", false, []string{"Hello, world"}, "value=Hello, world"},
		{"text after number", false, []string{"21.5", "ERR"}, "value=ERR"},
		{"pairs", false, []string{`temp=21.5 hum=40,state="a b"`}, "temp=21.5 hum=40 state~a b"},
		{"pairs then not", false, []string{"a=1", "nonsense"}, `invalid pairs: "nonsense" is not name=value`},
		{"pair twice", false, []string{"a=1 a=2"}, `invalid pairs: the name "a" comes twice`},
		{"cells", false, []string{"1,2,x"}, "column_1=1 column_2=2 column_3=x"},
		{"cells of another width", false, []string{"1,2,x", "1,2"}, "invalid line: 2 fields where the first line has 3"},
		{"quotes", false, []string{`1;"a ""b""; c";3`}, `column_1=1 column_2=a "b"; c column_3=3`},
		{"open quote", false, []string{"1,2", `1,"x`}, "invalid line: a quote in"},
		{"header", true, []string{"ts,sensor,value", "1,s1,20"}, "ts=1 sensor=s1 value=20"},
		{"new header", true, []string{"a,b", "c;d;e", "1;2;3"}, "invalid line: 1 field where"},
		{"JSON among lines", false, []string{"1,2", `{"a": 1}`}, "a=1"},
		{"line among JSON", false, []string{`{"a": 1}`, "oops"}, `invalid JSON: "oops" is not an object`},
		{"bad bytes", false, []string{"\xff\xfe"}, "not valid UTF-8 text"},
		{"zero byte", false, []string{"a\x00b"}, "zero bytes in it"},
		{"empty", false, []string{" \t"}, "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, got := forms{}, ""
			for i, p := range c.payload {
				_, fields, err := f.record(Message{Payload: []byte(p), First: c.first && i == 0})
				if got = spelt(fields); err != nil {
					got = err.Error()
				}
			}
			if got != c.want && (c.want == "" || !strings.HasPrefix(got, c.want)) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestTopicsHaveTheirOwnForm expects lines of one topic not to be judged by those of another.
func TestTopicsHaveTheirOwnForm(t *testing.T) {
	f := forms{}
	for _, c := range []struct{ topic, payload, want string }{
		{"a", "1,2", "column_1=1 column_2=2"}, {"b", "x=1", "x=1"}, {"a", "3,4", "column_1=3 column_2=4"}, {"c", "7", "value=7"}, {"b", "x=2", "x=2"},
	} {
		_, fields, err := f.record(Message{Topic: c.topic, Payload: []byte(c.payload)})
		if got := spelt(fields); got != c.want || err != nil {
			t.Errorf("%s %s: got %s, %v", c.topic, c.payload, got, err)
		}
	}
	for i := range 3 * mostTopics {
		_, _, _ = f.record(Message{Topic: string(rune(i)), Payload: []byte("1")})
	}
	if len(f) > mostTopics+1 {
		t.Errorf("%d topics are remembered", len(f))
	}
}

// FuzzMessage reads any payload twice the same, never takes what is not JSON for an object, and freezes what it read.
func FuzzMessage(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":{"c":[1,2]}}`, `{"a":NaN}`, `{"a":1,}`, "1,2,x", `a="x y";b=2`, "21.5", "a\tb", "\xff", `{"\ud800":"\ufffd"}`, `"x","y""z"`, "{\"a\":1}\n{"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, first bool) {
		m := Message{Payload: data, First: first, Received: time.Unix(0, 0)}
		form, fields, err := forms{}.record(m)
		if err != nil {
			if !utf8.ValidString(err.Error()) {
				t.Fatalf("the reason is no text: %q", err)
			}
			if form != nil || fields != nil {
				t.Fatal("an error and a record")
			}
			return
		}
		if form.kind == formJSON && !json.Valid(data) && !bytes.Contains(data, []byte("N")) && !bytes.Contains(data, []byte("I")) {
			t.Fatalf("not JSON, and read as such: %q", data)
		}
		r := NewRecorder(*NewLive(), Env{})
		r.Hear(m)
		r.Hear(m)
		raw, err := r.Freeze(0, 0)
		if err != nil {
			if !strings.Contains(err.Error(), "; hint: ") {
				t.Fatalf("no hint: %v", err)
			}
			return
		}
		if s := r.Stats(); int64(raw.Table.Rows()) != s.Received-s.Skipped || len(raw.Origin.Rejects) != int(s.Skipped) {
			t.Fatalf("%d rows and %d rejects of %+v", raw.Table.Rows(), len(raw.Origin.Rejects), s)
		}
	})
}

// TestSensorStreamLive follows the damaged sensor stream and expects every fault in it to be told.
func TestSensorStreamLive(t *testing.T) {
	file := filepath.Join(hostile, "http/sensor_stream.jsonl")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skip("no hostile files beside the checkout: ", err)
	}
	lines := strings.Count(string(data), "\n")
	bad := 0
	for line := range strings.Lines(string(data)) {
		if !json.Valid([]byte(strings.ReplaceAll(line, "NaN", "null"))) {
			bad++
		}
	}
	raw, err := Read(t.Context(), "-", Options{"live.follow": "true"}, Env{Stdin: strings.NewReader(string(data))})
	if err != nil {
		t.Fatal(err)
	}
	if raw.Table.Rows() != lines-bad || len(raw.Origin.Rejects) != bad {
		t.Errorf("%d rows and %d rejects of %d lines, %d bad", raw.Table.Rows(), len(raw.Origin.Rejects), lines, bad)
	}
	said := strings.Join(raw.Origin.Warnings, "\n")
	for _, want := range []string{"skipped, invalid JSON", "skipped, empty", "NaN or infinite, invalid in JSON, read as missing", `column "ts" goes back`, `column "unit" changes`, `"value" has 6 values far outside`, `differ only in case`} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	t.Log(said)
}
