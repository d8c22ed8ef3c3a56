package collect

import (
	"bytes"
	"strconv"
	"time"
)

// events puts the lines of an event stream together into messages, as the HTML Standard says (section 9.2.6,
// "Interpreting an event stream"). The type of an event is its topic.
type events struct {
	most int
	now  func() time.Time
	to   func(Message)

	data   []byte
	some   bool // there was a data field
	over   int  // bytes of data beyond most
	topic  string
	id     string // of the event that is being read
	last   string // of the last event that was complete: what a reconnection names
	retry  time.Duration
	marked bool // the first line was seen
}

const longestRetry = time.Minute

// line takes one line without its end. size is the length of a line that was too long to be held, else 0.
func (e *events) line(line []byte, size int) {
	if !e.marked {
		line, e.marked = bytes.TrimPrefix(line, bom), true
	}
	if len(line) == 0 && size == 0 {
		e.dispatch()
		return
	}
	name, value, _ := bytes.Cut(line, []byte{':'})
	value = bytes.TrimPrefix(value, []byte{' '})
	switch string(name) {
	case "data":
		e.add(value, size)
	case "event":
		e.topic = string(value[:min(len(value), shownBytes)])
	case "id":
		if bytes.IndexByte(value, 0) < 0 && len(value) <= 4096 && size == 0 {
			e.id = string(value)
		}
	case "retry":
		if ms, err := strconv.ParseUint(string(value), 10, 32); err == nil && value[0] != '+' {
			e.retry = min(time.Duration(ms)*time.Millisecond, longestRetry)
		}
	}
}

func (e *events) add(value []byte, size int) {
	if e.some {
		value = append([]byte{'\n'}, value...)
	}
	e.some = true
	if e.over > 0 || size > 0 || len(e.data)+len(value) > e.most {
		if e.over == 0 {
			e.over = len(e.data)
			e.data = e.data[:min(len(e.data), shownBytes)]
		}
		if room := shownBytes - len(e.data); room > 0 {
			e.data = append(e.data, value[:min(room, len(value))]...)
		}
		e.over += max(size, len(value))
		return
	}
	e.data = append(e.data, value...)
}

// dispatch hands out the event that a blank line ended.
func (e *events) dispatch() {
	e.last = e.id
	if e.some {
		m := Message{Received: e.now(), Topic: e.topic, Payload: bytes.Clone(e.data)}
		if m.Topic == "message" {
			m.Topic = ""
		}
		if e.over > 0 {
			m.Event, m.Why = TooLong, longer(int64(e.over), e.most)
		}
		e.to(m)
	}
	e.forget()
}

// forget drops an event that is not complete, as when the connection is lost in its middle.
func (e *events) forget() {
	e.data, e.some, e.over, e.topic, e.id = e.data[:0], false, 0, "", e.last
}
