package collect

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// sheetCell is a cell that has a value.
type sheetCell struct {
	col     int
	number  float64
	isText  bool
	text    string // of a text
	raw     []byte // of a number
	percent bool
}

func (c sheetCell) String() string {
	if c.isText {
		return c.text
	}
	return string(c.raw)
}

// mergedArea is a run of cells drawn as one, of which only the first has a value.
type mergedArea struct {
	first, last int // rows
	ref         string
}

// maxMerged is how many merged areas are remembered.
const maxMerged = 10_000

// sheetReader walks the rows of a sheet.
type sheetReader struct {
	book    *workbook
	x       *xmlReader
	shared  []string
	formats []numberFormat
	row     int // of the cells, from 1
	cells   []sheetCell
	closed  bool // the sheet came to its end
	empty   tally
	merged  []mergedArea
	errs    tally // cells such as #REF!
}

// next reads the next row that has a value.
func (s *sheetReader) next() (bool, error) {
	x := s.x
	for x.next() {
		switch {
		case x.is("row"):
			if err := s.readRow(); err != nil {
				return false, err
			}
			if len(s.cells) > 0 {
				return true, nil
			}
		case x.ends("worksheet"), x.is("worksheet") && x.self:
			s.closed = true
		case x.is("mergeCell"):
			from, to, _ := bytes.Cut(x.attr("ref"), []byte(":"))
			_, first := cellPlace(from)
			if _, last := cellPlace(to); len(s.merged) < maxMerged && first > 0 && last > 0 {
				s.merged = append(s.merged, mergedArea{first, last, x.word("ref")})
			}
		}
	}
	if x.err == nil && !s.closed {
		x.err = errors.New("its XML is cut short")
	}
	return false, x.err
}

func (s *sheetReader) readRow() error {
	x := s.x
	s.cells = s.cells[:0]
	last := s.row
	s.row = x.number("r", last+1)
	if s.row <= last || s.row > maxSheetRows {
		return fmt.Errorf("row %d follows row %d", s.row, last)
	}
	if x.self {
		return nil
	}
	col := -1
	for x.next() && !x.ends("row") {
		if !x.is("c") {
			continue
		}
		at := col + 1
		if ref := x.attr("r"); ref != nil {
			if at, _ = cellPlace(ref); at < 0 {
				return fmt.Errorf("row %d has a cell at %q", s.row, shorten(string(ref)))
			}
		}
		if at <= col || at >= maxSheetColumns {
			return fmt.Errorf("row %d has two cells in one place, or one past column XFD", s.row)
		}
		col = at
		if err := s.readCell(at); err != nil {
			return err
		}
	}
	return x.err
}

// readCell adds a cell when it has a value.
func (s *sheetReader) readCell(col int) error {
	x := s.x
	if x.self {
		return nil
	}
	kind, style := string(x.attr("t")), x.number("s", 0)
	var raw []byte
	text, formula, has, in := "", false, false, false
	for x.next() && !x.ends("c") {
		switch {
		case x.is("v"):
			in = !x.self
		case x.ends("v"):
			in = false
		case x.is("f"):
			formula = true
		case x.is("is"):
			text, has = x.richText("is"), true
		case x.kind == xmlText && in:
			raw, has = x.text, true
		}
	}
	if !has {
		if formula {
			s.empty.add(s.row, columnLetters(col)+strconv.Itoa(s.row))
		}
		return nil
	}
	c := sheetCell{col: col, isText: true, raw: raw}
	switch kind {
	case "s":
		k, err := strconv.Atoi(string(raw))
		if err != nil || k < 0 || k >= len(s.shared) {
			return fmt.Errorf("row %d refers to the shared text %q of %d", s.row, shorten(string(raw)), len(s.shared))
		}
		c.text = s.shared[k]
	case "inlineStr":
		c.text = text
	case "str", "d":
		c.text = unescapeCell(xmlString(raw))
	case "e":
		c.text = xmlString(raw)
		s.errs.add(s.row, c.text)
	case "b":
		c.text = strconv.FormatBool(string(raw) == "1" || string(raw) == "true")
	default:
		s.numeric(&c, style)
	}
	if !c.isText || c.text != "" {
		s.cells = append(s.cells, c)
	}
	return nil
}

// numeric settles what a stored number is: a date or time by its format, a number, or text when it is too long for one.
func (s *sheetReader) numeric(c *sheetCell, style int) {
	v, ok := number(c.raw)
	if !ok {
		c.text = xmlString(c.raw)
		return
	}
	f := plainFormat
	if style >= 0 && style < len(s.formats) {
		f = s.formats[style]
	}
	if f >= dateFormat {
		if c.text, ok = s.book.dateText(v, f); ok {
			return
		}
	}
	c.isText, c.number, c.percent = false, v, f == percentFormat
}
