package collect

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/pipeline/table"
)

// parquetColumn gathers the values of one column, page after page. It is a Number as long as its type and values allow
// that, so that a whole number beyond 2^53 turns all of it into text with every digit.
type parquetColumn struct {
	leaf    parquetLeaf
	name    string
	text    bool
	numbers []float64
	codes   []int32
	words   []string
	index   map[string]int32
	seen    map[int64]int32 // codes of texts that are made of whole numbers
	present int             // values that are not missing in the file
	markers markers
	marked  bool // some word means missing
	odd     map[int32]bool
	rounded bool // decimals of more digits than a float64 keeps

	unpacker pageUnpacker
	values   parquetValues
	scratch  struct {
		levels, picks []int32
		numbers       []float64
		codes         []int32
	}
}

// marker is the code of a word such as NA until it has been counted.
const marker = -2

func newParquetColumn(l parquetLeaf, name string) *parquetColumn {
	return &parquetColumn{leaf: l, name: name, text: l.isText(), index: map[string]int32{}, seen: map[int64]int32{}, odd: map[int32]bool{}}
}

// dictionary holds the distinct values of a chunk, and what they became in the column.
type dictionary struct {
	values  parquetValues
	text    bool
	numbers []float64
	codes   []int32
}

// read adds the chunk of one row group, calling after each page of data with the bytes it took and the rows it had;
// false stops.
func (c *parquetColumn) read(ctx context.Context, data []byte, chunk *parquetChunk, after func(bytes, rows int) bool) error {
	if c.unpacker.codec != chunk.codec {
		c.unpacker.close()
		c.unpacker = pageUnpacker{}
	}
	c.unpacker.codec = chunk.codec
	for _, p := range chunk.pages {
		c.unpacker.largest = max(c.unpacker.largest, p.size)
	}
	if n := int(min(chunk.values, 8*chunk.bytes)); c.text {
		c.codes = slices.Grow(c.codes, n)
	} else {
		c.numbers = slices.Grow(c.numbers, n)
	}
	var dict *dictionary
	for i := range chunk.pages {
		p := &chunk.pages[i]
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var err error
		if p.kind == pageDictionary {
			dict, err = c.dictionary(data, p)
		} else {
			err = c.page(data, p, dict)
		}
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		if p.kind != pageDictionary && !after(p.end-p.from, p.values) {
			return nil
		}
	}
	return nil
}

func (c *parquetColumn) dictionary(data []byte, p *parquetPage) (*dictionary, error) {
	if p.encoding != encodingPlain && p.encoding != encodingPlainDictionary {
		return nil, fmt.Errorf("a dictionary in the encoding %s", p.encoding)
	}
	c.unpacker.keep = true
	_, b, err := p.unpack(data, &c.unpacker, 0)
	c.unpacker.keep = false
	if err != nil {
		return nil, err
	}
	d := &dictionary{}
	if err := c.leaf.decodeValues(b, encodingPlain, p.values, &d.values); err != nil {
		return nil, fmt.Errorf("in its dictionary %w", err)
	}
	return d, c.translate(d)
}

// translate turns the values of a dictionary into numbers or codes of the column.
func (c *parquetColumn) translate(d *dictionary) (err error) {
	d.numbers, d.codes, err = c.cells(d.values, nil, nil)
	d.text = c.text
	return err
}

// page adds the values of one page.
func (c *parquetColumn) page(data []byte, p *parquetPage, dict *dictionary) error {
	s := &c.scratch
	packed, b, err := p.unpack(data, &c.unpacker, c.leaf.levels)
	if err != nil {
		return err
	}
	n := p.values
	s.levels = s.levels[:0]
	if c.leaf.levels > 0 {
		if n, err = c.levels(packed, p); err != nil {
			return fmt.Errorf("in its definition levels: %w", err)
		}
	}
	if p.encoding == encodingPlainDictionary || p.encoding == encodingDictionary {
		err = c.pick(b, n, dict)
	} else if err = c.leaf.decodeValues(b, p.encoding, n, &c.values); err == nil {
		s.numbers, s.codes, err = c.cells(c.values, s.numbers[:0], s.codes[:0])
	}
	if err != nil {
		return err
	}
	if c.present += n; !c.text {
		c.numbers = scatter(c.numbers, s.numbers, s.levels, c.leaf.levels, nan)
		return nil
	}
	if c.marked {
		for i, code := range s.codes {
			if code == marker {
				s.codes[i] = -1
				c.markers.count++
			}
		}
	}
	c.codes = scatter(c.codes, s.codes, s.levels, c.leaf.levels, -1)
	return nil
}

// levels reads the definition levels and returns how many values are present.
func (c *parquetColumn) levels(b []byte, p *parquetPage) (present int, err error) {
	s, width := &c.scratch, levelBits(c.leaf.levels)
	if p.kind == pageData && p.levels == encodingBitPacked {
		s.levels, err = bitPacked(s.levels, b, width, p.values)
	} else if p.kind == pageData && p.levels != encodingRLE {
		return 0, fmt.Errorf("their encoding %d is unknown", p.levels)
	} else {
		s.levels, err = hybrid(s.levels, b, width, p.values)
	}
	if err != nil {
		return 0, err
	}
	full := int32(c.leaf.levels)
	for _, l := range s.levels {
		if l > full {
			return 0, fmt.Errorf("level %d where %d is the highest", l, full)
		}
		if l == full {
			present++
		}
	}
	if present == len(s.levels) {
		s.levels = s.levels[:0]
	}
	return present, nil
}

// pick reads the values of a page as places in the dictionary.
func (c *parquetColumn) pick(b []byte, n int, dict *dictionary) (err error) {
	s := &c.scratch
	s.picks, s.numbers, s.codes = s.picks[:0], s.numbers[:0], s.codes[:0]
	if dict == nil {
		return fmt.Errorf("its values are in a dictionary and the column has no dictionary page")
	}
	if n == 0 {
		return nil
	}
	if len(b) == 0 {
		return errShort
	}
	if s.picks, err = hybrid(s.picks, b[1:], int(b[0]), n); err != nil {
		return err
	}
	if dict.text != c.text {
		if err := c.translate(dict); err != nil {
			return err
		}
	}
	if c.text {
		s.codes, err = pickFrom(s.codes, dict.codes, s.picks)
	} else {
		s.numbers, err = pickFrom(s.numbers, dict.numbers, s.picks)
	}
	return err
}

func pickFrom[T any](dst, from []T, picks []int32) ([]T, error) {
	for _, k := range picks {
		if uint(k) >= uint(len(from)) {
			return nil, fmt.Errorf("place %d in a dictionary of %d values", uint32(k), len(from))
		}
		dst = append(dst, from[k])
	}
	return dst, nil
}

// scatter adds values, with none where the level is below full; without levels all are present.
func scatter[T any](dst, values []T, levels []int32, full int, none T) []T {
	if len(levels) == 0 {
		return append(dst, values...)
	}
	k := 0
	for _, l := range levels {
		if l < int32(full) {
			dst = append(dst, none)
			continue
		}
		dst = append(dst, values[k])
		k++
	}
	return dst
}

// word returns the code of bytes: of the text they are, or of their digits in hexadecimal when they are none.
func (c *parquetColumn) word(b []byte) int32 {
	if code, ok := c.index[string(b)]; ok {
		return code
	}
	if utf8.Valid(b) {
		return c.add(string(b))
	}
	code := c.add(fmt.Sprintf("0x%x", b))
	c.odd[code] = true
	return code
}

// add returns the code of a text, which may be new.
func (c *parquetColumn) add(s string) int32 {
	code, ok := c.index[s]
	if ok {
		return code
	}
	switch {
	case s == "":
		code = -1
	case table.IsMissing(s):
		if !c.marked {
			c.marked, c.markers.first = true, s
		}
		code = marker
	default:
		code = int32(len(c.words))
		c.words = append(c.words, s)
	}
	c.index[s] = code
	return code
}

// toText turns the numbers so far into texts.
func (c *parquetColumn) toText() {
	if c.text {
		return
	}
	c.text = true
	c.codes = make([]int32, 0, cap(c.numbers))
	for _, v := range c.numbers {
		if math.IsNaN(v) {
			c.codes = append(c.codes, -1)
			continue
		}
		c.codes = append(c.codes, c.whole(int64(v), func(k int64) string { return strconv.FormatInt(k, 10) }))
	}
	c.numbers = nil
}

// whole returns the code of the text that a whole number becomes; each is written once.
func (c *parquetColumn) whole(v int64, write func(int64) string) int32 {
	code, ok := c.seen[v]
	if !ok {
		code = c.add(write(v))
		c.seen[v] = code
	}
	return code
}

// rowWhere is where something happened, in a source that has rows and no lines.
func rowWhere(t tally) string { return strings.Replace(t.where(), "line", "row", 1) }

// column is what was gathered, with what the user should know. A column without any value is Text, as everywhere.
func (c *parquetColumn) column() (col *table.Column, notes, warnings []string) {
	name := fmt.Sprintf("column %q: ", shorten(c.name))
	if !c.text {
		var infinite tally
		missing := 0
		for i, v := range c.numbers {
			if math.IsInf(v, 0) {
				c.numbers[i], v = nan, nan
				infinite.add(i+1, "")
			}
			if math.IsNaN(v) {
				missing++
			}
		}
		if n := infinite.count; n > 0 {
			warnings = append(warnings, fmt.Sprintf("%s%s, infinite and so read as missing (%s)", name, plural(n, "value"), rowWhere(infinite)))
		}
		if n := missing - infinite.count - (len(c.numbers) - c.present); n > 0 {
			notes = append(notes, fmt.Sprintf("%s%s, NaN, read as missing", name, plural(n, "value")))
		}
		if c.rounded {
			notes = append(notes, name+"decimals of more than 15 digits are rounded to the nearest number")
		}
		if missing < len(c.numbers) {
			return table.NewNumber(c.name, c.numbers), notes, warnings
		}
		c.codes = make([]int32, len(c.numbers))
		for i := range c.codes {
			c.codes[i] = -1
		}
		return table.NewText(c.name, c.codes, nil), notes, warnings
	}
	if !c.leaf.isText() {
		notes = append(notes, name+"whole numbers beyond 2^53, held as text with every digit")
	}
	if len(c.odd) > 0 {
		var odd tally
		for i, code := range c.codes {
			if c.odd[code] {
				odd.add(i+1, c.words[code])
			}
		}
		warnings = append(warnings, fmt.Sprintf("%s%s, not UTF-8 text, written in hexadecimal (%s: %s)", name,
			plural(odd.count, "value"), rowWhere(odd), shorten(odd.first)))
	}
	return table.NewText(c.name, c.codes, c.words), append(notes, c.markers.say(c.name)...), warnings
}
