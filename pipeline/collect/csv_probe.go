package collect

import (
	"bytes"
	"fmt"
)

// probeBytes is how much of a large text is looked at before all of it is: enough to tell a field or line that never
// ends from a long one.
const probeBytes = 2 * maxField

// probe refuses a large text whose first records show that it is no table: no line ends in the beginning, or a field is
// longer than any a table is made for. It saves going through all of it; whatever it does not refuse is read as if it had
// not been there.
func (c *CSV) probe(name string, data []byte) error {
	if len(data) <= probeBytes {
		return nil
	}
	head := data[:probeBytes]
	if !bytes.ContainsAny(head, "\r\n") {
		return &Error{File: name, Line: 1, What: fmt.Sprintf("no line ends in the first %d MB; a table has a line for every record", probeBytes>>20),
			Hint: "check that this is a table, and save it with one record per line"}
	}
	l, err := c.layout(name, head)
	if err != nil {
		return nil // reading all of it says so with more knowledge
	}
	s := l.scanner()
	for range previewRecords {
		if !s.next() {
			break
		}
		for _, f := range s.cells {
			if f.end-f.start > maxField {
				return &Error{File: name, Line: s.at, What: fmt.Sprintf("a field of this line is longer than %d MB", maxField>>20),
					Hint: "check that the file has a line for every record, or set delimiter by hand"}
			}
		}
	}
	if s.fault != nil && s.endless {
		return s.fault
	}
	return nil
}
