package collect

import (
	"slices"
	"time"
)

// State is what a Recorder does.
type State int

// The states.
const (
	Connecting State = iota // the stream is not there yet
	Listening               // messages come, or may
	Paused                  // messages pass by and are counted only
	Away                    // the stream was lost and is being tried again
	Ended                   // by itself, by a fault, or since it was stopped
)

// String is the word people read.
func (s State) String() string {
	return [...]string{"connecting", "listening", "paused", "lost", "ended"}[s]
}

// Stats is what a Recorder knows at one moment. Received = rows + Skipped, and rows = Kept + Dropped.
type Stats struct {
	State      State
	Why        string    // why the stream is away, or ended
	Began, Now time.Time // when listening began, and when this was asked
	Received   int64     // messages, those that passed by while paused left out
	Skipped    int64     // of them: not readable
	Dropped    int64     // rows that are no longer in the window
	Kept       int       // rows in the window
	Passed     int64     // messages that passed by while paused
	Bytes      int64     // of payloads received
	Held       int64     // bytes the window takes
	Rate       float64   // messages a second, now
	Average    float64   // and since the start
	Seconds    [60]int   // messages in each of the last seconds, the present one last
	Last       Message   // the latest, its payload cut short
	Skips      []Skip    // why messages were skipped, most frequent first
	Gaps       Gaps
	Reconnects int
	Turns      []string     // how the stream came and went, in words, the first few
	Fields     []FieldStats // the latest values, in the order fields came up
	Topics     int          // different topics, counted up to a limit
}

// Skip is a reason to skip messages.
type Skip struct {
	Why      string
	Count    int64
	Examples []Skipped // the first few
}

// Skipped is a message that could not be read.
type Skipped struct {
	Number  int64 // of the message, from 1
	Topic   string
	Payload string // cut short
	Why     string
}

// FieldStats is the latest of one field.
type FieldStats struct {
	Topic, Name string
	Last        string    // cut short
	Count       int64     // messages that had it
	History     []float64 // numbers it had, the latest last, at most one for half a second
}

const (
	mostTracked  = 40 // fields
	mostCharted  = 20 // of them with a history
	historySize  = 60
	historyEvery = 500 * time.Millisecond
	mostSkips    = 20
	mostExamples = 5
	mostTurns    = 10
)

// skips counts why messages were skipped.
type skips []Skip

func (s *skips) add(class string, one Skipped) {
	i := slices.IndexFunc(*s, func(k Skip) bool { return k.Why == class })
	if i < 0 {
		if len(*s) == mostSkips-1 {
			class = "other reasons"
		}
		if i = len(*s) - 1; len(*s) < mostSkips {
			*s = append(*s, Skip{Why: class})
			i++
		}
	}
	k := &(*s)[i]
	k.Count++
	if len(k.Examples) < mostExamples {
		k.Examples = append(k.Examples, one)
	}
}

// list returns a copy, most frequent first.
func (s skips) list() []Skip {
	out := slices.Clone(s)
	for i := range out {
		out[i].Examples = slices.Clone(out[i].Examples)
	}
	slices.SortStableFunc(out, func(a, b Skip) int { return int(min(max(b.Count-a.Count, -1), 1)) })
	return out
}

// tracked follows the values of the first fields that come up.
type tracked struct {
	index map[[2]string]int
	all   []FieldStats
	at    []time.Time // of the last point of each history
	drawn int         // how many have a history
}

func (t *tracked) add(topic string, fields []datum, at time.Time) {
	for _, f := range fields {
		key := [2]string{topic, f.name}
		i, known := t.index[key]
		if !known {
			if len(t.all) == mostTracked {
				continue
			}
			if t.index == nil {
				t.index = map[[2]string]int{}
			}
			i = len(t.all)
			t.index[key] = i
			t.all = append(t.all, FieldStats{Topic: topic, Name: f.name})
			t.at = append(t.at, time.Time{})
		}
		s := &t.all[i]
		s.Count++
		s.Last = shownText(f.text)
		if f.kind != cellField {
			continue
		}
		if v, ok := number([]byte(f.text)); ok {
			t.point(i, v, at)
		}
	}
}

// point adds to a history, or moves its last point when that is fresh.
func (t *tracked) point(i int, v float64, at time.Time) {
	s := &t.all[i]
	switch {
	case s.History == nil && t.drawn == mostCharted:
	case s.History != nil && at.Sub(t.at[i]) < historyEvery && !at.Before(t.at[i]):
		s.History[len(s.History)-1] = v
	default:
		if s.History == nil {
			t.drawn++
		}
		if len(s.History) == historySize {
			copy(s.History, s.History[1:])
			s.History = s.History[:historySize-1]
		}
		s.History, t.at[i] = append(s.History, v), at
	}
}

func (t *tracked) list() []FieldStats {
	out := slices.Clone(t.all)
	for i := range out {
		out[i].History = slices.Clone(out[i].History)
	}
	return out
}

// shownText cuts text short for showing.
func shownText(s string) string {
	if len(s) <= shownBytes {
		return s
	}
	for i := range s {
		if i > shownBytes-4 {
			return s[:i] + "..."
		}
	}
	return s
}
