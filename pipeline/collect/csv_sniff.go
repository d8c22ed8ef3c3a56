package collect

import (
	"bytes"
	"strings"

	"assay/pipeline/table"
)

const (
	sampleBytes   = 64 << 10 // enough for a few hundred records of usual width
	mostSample    = 16 << 20 // of text with very long lines
	sampleRecords = 300
	leastScore    = .3 // below it no delimiter is at work and the file has one column
)

// sample returns the beginning of the text, whole lines, at least a few of them unless they are very long.
func sample(text []byte) []byte {
	for n := sampleBytes; n < len(text); n *= 2 {
		head := text[:n]
		cut := bytes.LastIndexAny(head, "\r\n")
		if cut > 0 && bytes.Count(head, []byte{'\n'})+bytes.Count(head, []byte{'\r'}) >= 4 {
			return head[:cut+1]
		}
		if n >= mostSample {
			return head
		}
	}
	return text
}

// trial is a sample read in one dialect.
type trial struct {
	dialect
	records [][]string
	lines   []int
	quoted  int // cells that were in quotes
	damage  int // stray quotes
	width   int // the most usual number of fields
	share   float64
	score   float64
}

// read cuts the sample by d and scores it: by how many records have the same number of fields, and by how many cells
// look like one value rather than several stuck together.
func read(head []byte, d dialect) trial {
	t := trial{dialect: d}
	s := newScanner("", head, d, 0, 1)
	typed, cells := 0, 0
	for len(t.records) < sampleRecords && s.next() {
		record := make([]string, len(s.cells))
		for j, c := range s.cells {
			record[j] = string(s.value(j))
			inQuotes := c.start > 0 && d.quote != 0 && head[c.start-1] == d.quote && c.end < len(head) && head[c.end] == d.quote
			if inQuotes {
				t.quoted++
			}
			cells++
			if inQuotes || oneValue(record[j], d.delimiter) {
				typed++
			}
		}
		t.records, t.lines = append(t.records, record), append(t.lines, s.at)
	}
	t.damage = s.bare.count + s.after.count + s.open.count + s.stray.count
	if s.fault != nil {
		t.damage++
	}
	t.measure(typed, cells)
	return t
}

func (t *trial) measure(typed, cells int) {
	count := map[int]int{}
	for _, r := range t.records {
		count[len(r)]++
		if c := count[len(r)]; c > count[t.width] || c == count[t.width] && len(r) > t.width {
			t.width = len(r)
		}
	}
	if t.width < 2 {
		return
	}
	t.share = float64(count[t.width]) / float64(len(t.records))
	t.score = t.share * t.share * (.7 + .3*float64(t.width-1)/float64(t.width)) * (.3 + .7*float64(typed)/float64(cells))
	t.score -= .1 * min(1, float64(t.damage)/float64(len(t.records)))
	if t.delimiter == ' ' || t.delimiter == ':' { // both are common inside values
		t.score *= .7
	}
}

// oneValue reports whether a cell looks like a single value: no other delimiter, no quote at either end, and with
// blanks as delimiters no emptiness.
func oneValue(s string, delimiter byte) bool {
	if s == "" {
		return delimiter != ' '
	}
	if len(s) > sampleBytes {
		return false
	}
	if first, last := s[0], s[len(s)-1]; first == '"' || last == '"' || first == '\'' || last == '\'' {
		return false
	}
	if strings.ContainsAny(s, ";|^\t\x1f\n") {
		return false
	}
	if delimiter == ',' || !strings.Contains(s, ",") {
		return true
	}
	return decimalComma([]byte(s)) >= 0
}

// sniff decides the dialect of text where the settings leave it open. It is told whether text holds backslashes.
func (c *CSV) sniff(text []byte, backslashes bool) trial {
	head := sample(text)
	base := dialect{}
	if c.Comment != "" && c.Comment != "auto" && c.Comment != "none" {
		base.comment = c.Comment[0]
	}
	base.loneCR = loneCRs(head)
	auto := c.Delimiter == "" || c.Delimiter == "auto"
	var best trial
	for _, d := range delimiters {
		if !auto && c.Delimiter != d.name {
			continue
		}
		if auto && bytes.IndexByte(head, d.char) < 0 {
			continue // it would make one column, which it takes no delimiter for
		}
		for _, q := range c.quotes() {
			if q == '\'' && len(c.quotes()) > 1 && bytes.IndexByte(head, q) < 0 {
				continue
			}
			d2 := base
			d2.delimiter, d2.quote = d.char, q
			t := read(head, d2)
			unused := q == '\'' && t.quoted == 0 && len(c.quotes()) > 1
			if best.delimiter == 0 || t.score > best.score+1e-9 && !unused {
				best = t
			}
		}
	}
	if best.score < leastScore && auto {
		d := base
		d.delimiter, d.quote = ',', c.quotes()[0]
		best = read(head, d)
	}
	return c.refine(text, head, best, backslashes)
}

func (c *CSV) quotes() []byte {
	switch c.Quote {
	case "none":
		return []byte{0}
	case `"`, "'":
		return []byte{c.Quote[0]}
	}
	return []byte{'"', '\''}
}

// refine settles the smaller questions: escapes, blanks after delimiters, lone carriage returns, comments.
func (c *CSV) refine(text, head []byte, t trial, backslashes bool) trial {
	d := t.dialect
	if d.quote != 0 && backslashes && escapes(text, d) {
		d.escape = '\\'
	}
	if d != t.dialect {
		t = read(head, d)
	}
	if share := blanksFollow(t.records); d.delimiter != ' ' && share >= .5 {
		d.trim = true
		if u := read(head, d); share >= .9 || u.score > t.score+1e-9 {
			t = u
		}
	}
	if !d.loneCR && bytes.IndexByte(head, '\r') >= 0 {
		with := t.dialect
		with.loneCR = true
		if u := read(head, with); u.score > t.score+1e-9 {
			t = u
		}
	}
	if c.Comment == "" || c.Comment == "auto" {
		with := t.dialect
		with.comment, with.guessed = '#', true
		width := t.width
		t = read(head, t.dialect)
		t.comment, t.guessed, t.width = '#', true, width
		t.dropComments()
	}
	return t
}

// dropComments takes out records that only a guessed comment sign explains.
func (t *trial) dropComments() {
	records, lines := t.records[:0], t.lines[:0]
	for i, r := range t.records {
		if len(r) != t.width && strings.HasPrefix(r[0], "#") {
			continue
		}
		records, lines = append(records, r), append(lines, t.lines[i])
	}
	t.records, t.lines = records, lines
}

// escapes reports whether \" stands for a quote: it does where text goes on after it, for a backslash that merely
// ends a field is followed by a delimiter, a line end or another quote.
func escapes(text []byte, d dialect) bool {
	mark := []byte{'\\', d.quote}
	for n := 0; n < 1000; n++ {
		i := bytes.Index(text, mark)
		if i < 0 || i+2 >= len(text) {
			return false
		}
		next := text[i+2]
		if next != d.delimiter && next != '\n' && next != '\r' && next != d.quote && i > 0 && text[i-1] != d.delimiter {
			return true
		}
		text = text[i+2:]
	}
	return false
}

// blanksFollow is the share of fields, but the first of each record, that start with a blank.
func blanksFollow(records [][]string) float64 {
	with, all := 0, 0
	for _, r := range records {
		for _, f := range r[min(1, len(r)):] {
			all++
			if strings.HasPrefix(f, " ") {
				with++
			}
		}
	}
	return float64(with) / float64(max(all, 1))
}

// loneCRs reports whether lines end with a carriage return alone: there are more of these than of line feeds, which may
// stand inside quoted fields.
func loneCRs(head []byte) bool {
	feeds, pairs := bytes.Count(head, []byte{'\n'}), bytes.Count(head, []byte("\r\n"))
	return bytes.Count(head, []byte{'\r'})-pairs > feeds || feeds == 0
}

// commaDecimals reports whether numbers in the records have a decimal comma: some column holds such numbers, hardly
// anything else and no decimal points, and not all of them in threes as thousands would be.
func commaDecimals(records [][]string, width int) bool {
	for j := range width {
		commas, odd, other, seen := 0, 0, 0, 0
		for _, r := range records {
			if j >= len(r) || table.IsMissing(r[j]) {
				continue
			}
			seen++
			at := decimalComma([]byte(r[j]))
			switch {
			case at < 0 && strings.Trim(r[j], "+-0123456789") != "":
				other++
			case at >= 0:
				commas++
				if len(r[j])-at-1 != 3 {
					odd++
				}
			}
		}
		if odd > 0 && odd*2 >= commas && other*10 <= seen {
			return true
		}
	}
	return false
}
