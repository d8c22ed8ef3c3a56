package collect

import (
	"bytes"
	"fmt"
)

// lines cuts a stream of bytes into lines, whichever way the bytes are cut when they come. A line of more than most
// bytes is never held: its beginning is handed out as too long.
type lines struct {
	most  int
	cr    bool // a lone carriage return ends a line too, as in event streams
	buf   []byte
	over  int  // bytes of a line that is too long, beyond buf
	ended bool // the last byte was a carriage return that ended a line
}

// feed takes the next bytes and hands out every line that is complete, without its end. The line is reused.
func (l *lines) feed(data []byte, out func(line []byte, tooLong int)) {
	for len(data) > 0 {
		if l.ended && data[0] == '\n' {
			data, l.ended = data[1:], false
			continue
		}
		l.ended = false
		n := bytes.IndexByte(data, '\n')
		if l.cr {
			n = bytes.IndexAny(data, "\r\n")
		}
		if n < 0 {
			l.add(data)
			return
		}
		l.ended = data[n] == '\r'
		l.add(data[:n])
		data = data[n+1:]
		l.flush(out)
	}
}

func (l *lines) add(data []byte) {
	room := min(len(data), l.most+1-len(l.buf)) // one more for a carriage return before the line feed
	l.buf = append(l.buf, data[:room]...)
	l.over += len(data) - room
}

// flush hands out what there is as a line.
func (l *lines) flush(out func(line []byte, tooLong int)) {
	line, size := l.buf, len(l.buf)+l.over
	if l.over == 0 && !l.cr {
		line = bytes.TrimSuffix(line, []byte{'\r'})
		size = len(line)
	}
	if size > l.most {
		out(line[:min(len(line), shownBytes)], size)
	} else {
		out(line, 0)
	}
	l.drop()
}

// drop forgets what there is of a line.
func (l *lines) drop() {
	if cap(l.buf) > 64<<10 {
		l.buf = nil
	}
	l.buf, l.over = l.buf[:0], 0
}

// pending is how many bytes of a line without an end there are.
func (l *lines) pending() int { return len(l.buf) + l.over }

// shownBytes is how much of a payload is shown in examples.
const shownBytes = 200

// lineMessages turns lines into messages, the first of them marked.
type lineMessages struct {
	lines
	env   Env
	to    func(Message)
	begun bool
}

func newLineMessages(most int, env Env, to func(Message)) *lineMessages {
	return &lineMessages{lines: lines{most: most}, env: env, to: to}
}

// restart begins a new file: what is left of the old one is its last line.
func (l *lineMessages) restart() {
	l.finish()
	l.begun = false
}

// finish hands out the last line when it has no end.
func (l *lineMessages) finish() {
	if l.pending() > 0 {
		l.flush(l.message)
	}
}

func (l *lineMessages) take(data []byte) { l.feed(data, l.message) }

func (l *lineMessages) message(line []byte, tooLong int) {
	if !l.begun {
		line = bytes.TrimPrefix(line, bom)
	}
	m := Message{Received: l.env.now(), Payload: bytes.Clone(line), First: !l.begun}
	if tooLong > 0 {
		m.Event, m.Why = TooLong, longer(int64(tooLong), l.most)
	}
	l.begun = true
	l.to(m)
}

// longer says why a message was skipped.
func longer(size int64, most int) string {
	return fmt.Sprintf("%s long, more than the %s that live.max-bytes allows", Size(size), Size(int64(most)))
}
