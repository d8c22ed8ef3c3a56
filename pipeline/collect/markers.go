package collect

import (
	"bytes"
	"fmt"

	"assay/pipeline/table"
)

// markers counts cells that are not empty and yet mean missing, such as NA, word by word.
type markers struct {
	count int
	first string
	words []table.ValueCount
}

func (m *markers) add(v []byte) {
	if len(bytes.TrimSpace(v)) == 0 {
		return
	}
	if m.count++; m.count == 1 {
		m.first = string(v)
	}
	for i := range m.words {
		if m.words[i].Value == string(v) {
			m.words[i].Count++
			return
		}
	}
	m.words = countToken(m.words, string(v), 1)
}

// merge adds what a later part of the column found.
func (m *markers) merge(later markers) {
	if m.count == 0 {
		m.first = later.first
	}
	m.count += later.count
	for _, w := range later.words {
		m.words = countToken(m.words, w.Value, w.Count)
	}
}

func (m *markers) say(column string) []string {
	if m.count == 0 {
		return nil
	}
	return []string{fmt.Sprintf("column %q: %s such as %q read as missing", shorten(column), plural(m.count, "cell"), m.first)}
}

// maxTokens bounds the different words that are counted in a column.
const maxTokens = 64

// countToken adds n rows with a word.
func countToken(tokens []table.ValueCount, word string, n int) []table.ValueCount {
	for i := range tokens {
		if tokens[i].Value == word {
			tokens[i].Count += n
			return tokens
		}
	}
	if len(tokens) == maxTokens {
		return tokens
	}
	return append(tokens, table.ValueCount{Value: word, Count: n})
}
