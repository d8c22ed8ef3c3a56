package collect

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestFrozenCopyThaws expects the raw copy to hold all there is in the table, and its hash to be that of the origin.
func TestFrozenCopyThaws(t *testing.T) {
	c := newClock()
	r := NewRecorder(*NewLive(), Env{Now: c.now})
	for i, m := range []Message{{Payload: []byte("a;b"), First: true}, {Payload: []byte("1;2")}, {Payload: []byte("3;x y")}, {Payload: []byte("4")}, {Topic: "j", Payload: []byte(`{"a": 1, "received": "x"}`)},
		{Topic: "p", Payload: []byte("k=1 l=2")}, {Payload: []byte("\xff\x00")}, {Topic: "v", Payload: []byte("on")}, {Payload: []byte("c|d"), First: true}, {Payload: []byte("5|6")}, {Event: TooLong, Payload: []byte("1;"), Why: "9 MB long"}} {
		c.pass(time.Duration(i) * time.Millisecond)
		m.Received = c.now()
		r.Hear(m)
	}
	f := freezer{name: "s", kind: "live", messages: r.window.latest(0, time.Time{})}
	raw, err := f.raw(Env{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := messagesFormat.New().ReadFile(t.Context(), File{Name: "copy", Data: f.copied.data}, Env{})
	if err != nil {
		t.Fatal(err)
	}
	if !sameTable(raw.Table, again.Table) || raw.Origin.SHA256 != again.Origin.SHA256 || !reflect.DeepEqual(raw.Origin.Rejects, again.Origin.Rejects) {
		t.Errorf("the copy gives another table:\n%s\n%s\n%s", f.copied.data, show(raw.Table), show(again.Table))
	}
	want := []string{"message_received", "topic", "a", "b", "received", "k", "l", "value", "c", "d"}
	if !reflect.DeepEqual(raw.Table.Names(), want) || raw.Table.Rows() != 6 || len(raw.Origin.Rejects) != 3 {
		t.Errorf("%v, %d rows, rejects %+v", raw.Table.Names(), raw.Table.Rows(), raw.Origin.Rejects)
	}
	for _, bad := range []string{"{", `{"form":"odd"}`, `{"form":"csv","names":["a"]}`, `{"received":"yesterday"}`} {
		if _, err := thaw("copy", []byte(bad)); err == nil || !strings.Contains(err.Error(), "copy:1: ") || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestTooManyColumnsAreRejected(t *testing.T) {
	r := NewRecorder(*NewLive(), Env{})
	for i := range 3000 {
		r.Hear(Message{Received: time.Now(), Payload: fmt.Appendf(nil, `{"k%d": 1}`, i)})
	}
	raw, err := r.Freeze(0, 0)
	if err != nil || raw.Table.Width() != mostColumns+1 || raw.Table.Rows() != mostColumns || len(raw.Origin.Rejects) != 1000 {
		t.Errorf("%v: %d rows, %d columns, %d rejects", err, raw.Table.Rows(), raw.Table.Width(), len(raw.Origin.Rejects))
	}
}

// TestFrozenReplays expects the raw copy in the store to give the table again, without the stream.
func TestFrozenReplays(t *testing.T) {
	o := Options{"live.follow": "true"}
	env := Env{Store: NewStore(t.TempDir()), Stdin: strings.NewReader("ts,value\n1,20.5\n2,x\n3\n")}
	raw, err := Read(t.Context(), "-", o, env)
	if err != nil || !raw.Origin.Kept {
		t.Fatalf("%v: %+v", err, raw.Origin)
	}
	env.Stdin, env.Replay = nil, map[string]string{"-": raw.Origin.SHA256}
	again, err := Read(t.Context(), "-", o, env)
	if err != nil || !sameTable(raw.Table, again.Table) || again.Origin.SHA256 != raw.Origin.SHA256 || len(again.Origin.Rejects) != 1 {
		t.Errorf("%v: %+v", err, again.Origin)
	}
}
