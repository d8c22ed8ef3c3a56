package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/models/param"
)

// A live source has no end. Three nouns carry it: a Stream hears Messages one by one, for as long as it is let; a
// Recorder counts all of them and keeps the latest, in bounded memory; a freeze makes a table of what is kept.

// Stream is somewhere messages come from.
type Stream interface {
	// Listen hands to every message in the order they come, from one goroutine at a time, until ctx is cancelled, the
	// stream ends (nil) or cannot go on (an *Error). When it returns it has nothing running and calls to no more. The
	// payload of a message belongs to whoever was handed it.
	Listen(ctx context.Context, env Env, to func(Message)) error
}

// Event is what a Message is about.
type Event int

// The events.
const (
	Arrived   Event = iota // a payload came
	Connected              // the stream is there, for the first time or again
	Lost                   // the stream went away, Why; it is being tried again
	TooLong                // a payload longer than allowed came and was left out; Payload is its beginning
)

// Message is what a stream hears: a payload, or something that happened to the stream itself.
type Message struct {
	Event    Event
	Received time.Time
	Topic    string // "" where there are no topics
	Payload  []byte
	First    bool   // the payload is the first line of its file, which may name the columns
	Why      string // what happened, in words, of other events than Arrived
}

// Live says how a stream that has no end is listened to, and when it is frozen into a table.
type Live struct {
	Follow   bool
	Rows     int
	Seconds  float64
	Window   int
	MaxBytes int
	Gap      float64
}

// NewLive returns the settings in use when nobody chose others.
func NewLive() *Live { return &Live{Window: 100_000, MaxBytes: 64 << 10} }

var liveSection = Section{"live", "Listening to live sources", func() param.Settings { return NewLive() }}

// Params lists the settings.
func (l *Live) Params() []param.Param {
	return []param.Param{
		param.OfBool(&l.Follow, "follow", "whether a file, pipe, standard input or web address is listened to as it grows, instead of being read once"),
		param.OfInt(&l.Rows, "rows", 0, mostKept, "how many rows are waited for before they are frozen into a table; 0 is as many as come in the seconds, or 1000 when those are 0 too"),
		param.OfFloat(&l.Seconds, "seconds", 0, 7*24*3600, "how many seconds are listened before what came is frozen into a table; 0 is no limit"),
		param.OfInt(&l.Window, "window", 1, mostKept, "how many of the latest messages are kept; older ones drop out and are counted"),
		param.OfInt(&l.MaxBytes, "max-bytes", 16, 16<<20, "how long a message may be; longer ones are skipped and counted"),
		param.OfFloat(&l.Gap, "gap", 0, 7*24*3600, "how many seconds without a message count as a gap; 0 is five times the usual interval, and at least one second"),
	}
}

const (
	mostKept    = 1_000_000
	defaultRows = 1000
)

// limit is how many rows are waited for, 0 for no limit.
func (l *Live) limit() int {
	if l.Rows == 0 && l.Seconds == 0 {
		return defaultRows
	}
	return l.Rows
}

// liveSource is a stream with its settings.
type liveSource struct {
	name   string // for messages, without secrets
	kind   string
	stream Stream
	live   *Live
	hint   string // what to do when nothing comes
}

// following reports whether the options ask to listen to what could also be read once.
func (o Options) following() bool {
	var l Live
	follow := slices.IndexFunc(l.Params(), func(p param.Param) bool { return p.Name == "follow" })
	return l.Params()[follow].Set(o["live.follow"]) == nil && l.Follow
}

// openLive returns the source that listens to an address, for which the options ask.
func openLive(a Address, o Options) (*liveSource, error) {
	public, _ := HideSecrets(a.Place)
	s := &liveSource{name: public, kind: "live", live: NewLive()}
	if err := o.apply(liveSection.Name, s.live); err != nil {
		return nil, err
	}
	most := s.live.MaxBytes
	switch {
	case a.Scheme == "mqtt", a.Scheme == "mqtts":
		stream, err := newMQTT(a, public)
		s.kind, s.stream = "mqtt", stream
		s.hint = "check that something publishes to this topic; mqtt://HOST/# listens to all topics"
		return s, err
	case a.Scheme == "http", a.Scheme == "https":
		api, err := newAPISource(a, o)
		if err != nil {
			return nil, err
		}
		s.stream, s.hint = &webStream{place: a.Place, name: public, most: most, api: api}, "check that this address sends events or lines without end"
	case a.Scheme != "" || a.Place == SampleName:
		return nil, &Error{File: public, What: "this cannot be followed", Hint: "follow a file, standard input, a web address or an MQTT topic, or set live.follow to false"}
	case a.Place == "-":
		s.name, s.stream, s.hint = StdinName, &pipedStream{most}, "check that the program before the pipe writes lines and does not hold them back"
	case strings.ContainsAny(a.Place, "*?["):
		return nil, &Error{File: public, What: "only one file can be followed", Hint: "name the file that grows"}
	default:
		s.stream, s.hint = &tailStream{path: a.Place, most: most, every: tailEvery}, "check that something appends lines to this file"
	}
	return s, nil
}

// openFollowed returns the source that listens to a file, standard input or a web address.
func openFollowed(a Address, o Options) (Source, error) {
	s, err := openLive(a, o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// IsLive reports whether data is listened to with these settings, and so has no end.
func IsLive(data string, o Options) bool {
	a := ParseAddress(data)
	return a.Scheme == "mqtt" || a.Scheme == "mqtts" || o.following()
}

// Listen starts listening to live data and returns what records it. Stop or cancelling ctx ends it.
func Listen(ctx context.Context, data string, o Options, env Env) (*Recorder, error) {
	source, err := Open(data, o)
	if err != nil {
		return nil, err
	}
	s, ok := source.(*liveSource)
	if !ok {
		public, _ := HideSecrets(data)
		return nil, &Error{File: public, What: "this is read once, not listened to", Hint: "set live.follow to true to listen to it as it grows"}
	}
	r := s.recorder(env)
	r.listen(ctx, s.stream)
	return r, nil
}

// recorder returns what records the stream, with room for as many rows as are waited for.
func (s *liveSource) recorder(env Env) *Recorder {
	settings := *s.live
	settings.Window = max(settings.Window, settings.limit())
	r := NewRecorder(settings, env)
	r.name, r.kind = s.name, s.kind
	return r
}

// counted writes a large number the way people read it: 12,345.
func counted(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
