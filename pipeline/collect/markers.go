package collect

import (
	"bytes"
	"fmt"
)

// markers counts cells that are not empty and yet mean missing, such as NA.
type markers struct {
	count int
	first string
}

func (m *markers) add(v []byte) {
	if len(bytes.TrimSpace(v)) == 0 {
		return
	}
	if m.count++; m.count == 1 {
		m.first = string(v)
	}
}

func (m *markers) say(column string) []string {
	if m.count == 0 {
		return nil
	}
	return []string{fmt.Sprintf("column %q: %s such as %q read as missing", shorten(column), plural(m.count, "cell"), m.first)}
}
