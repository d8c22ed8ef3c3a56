package prepare

import (
	"reflect"
	"strings"
	"testing"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct {
		setting string
		want    []Mark
	}{
		{"", nil},
		{" ; ", nil},
		{"age=99", []Mark{{"age", "99"}}},
		{" age = 99 | -1 ;*=unknown;", []Mark{{"age", "99"}, {"age", "-1"}, {"*", "unknown"}}},
		{`"a;b=""c"""="x|y"|z`, []Mark{{`a;b="c"`, "x|y"}, {`a;b="c"`, "z"}}},
	} {
		got, err := ParseMarks(c.setting)
		if c.setting == " ; " { // nothing between semicolons is a slip
			if err == nil {
				t.Errorf("%q was read as %v", c.setting, got)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v %v, want %v", c.setting, got, err, c.want)
		}
	}
	for _, s := range []string{"age", "age=", "=99", `"age=99`, `"age"x=9`, "a=1|", "a=|1"} {
		if got, err := ParseMarks(s); err == nil || !strings.HasPrefix(err.Error(), "missing: ") {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
}

func TestMarksAreAddedOnceAndTakenBack(t *testing.T) {
	s := ""
	var err error
	for _, m := range []Mark{{"age", "99"}, {"age", "99.0"}, {"job", "Unknown"}, {"job", " unknown "}, {"*", "x;y"}} {
		if s, err = AddMark(s, m); err != nil {
			t.Fatal(err)
		}
	}
	if want := `age=99; job=Unknown; *="x;y"`; s != want {
		t.Errorf("%s, want %s", s, want)
	}
	for _, m := range []Mark{{"age", "99"}, {"job", "UNKNOWN"}, {"*", "x;y"}, {"no", "such"}} {
		if s, err = RemoveMark(s, m); err != nil {
			t.Fatal(err)
		}
	}
	if s != "" {
		t.Errorf("%q is left", s)
	}
}

// FuzzMarks wants what was read to be written so that it reads the same.
func FuzzMarks(f *testing.F) {
	for _, s := range []string{"age=99|-1; *=unknown", `"a;b=""c"""="x|y"|z`, "a = b", `""=x`, `a=" "`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		marks, err := ParseMarks(s)
		if err != nil {
			return
		}
		written := FormatMarks(marks)
		again, err := ParseMarks(written)
		if err != nil {
			t.Fatalf("%q was written as %q: %v", s, written, err)
		}
		if FormatMarks(again) != written || len(again) != len(marks) {
			t.Fatalf("%q was read as %v, written as %q, read as %v", s, marks, written, again)
		}
	})
}
