package collect

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat is what the format of a cell makes of the number in it.
type numberFormat uint8

const (
	plainFormat numberFormat = iota
	percentFormat
	dateFormat    // a day
	momentFormat  // a day and a clock
	clockFormat   // a time of day
	elapsedFormat // hours that may pass 24
)

// cellFormats reads what numbers in the styles of cells are, by the number of the style. A workbook without styles has
// plain numbers.
func (w *workbook) cellFormats() ([]numberFormat, error) {
	if w.styles == "" {
		return nil, nil
	}
	part, err := w.part(w.styles)
	if err != nil {
		return nil, err
	}
	own := map[int]numberFormat{}
	var out []numberFormat
	in := false
	x := newXML(part)
	for x.next() {
		switch {
		case x.is("numFmt"):
			own[x.number("numFmtId", -1)] = formatCode(x.word("formatCode"))
		case x.is("cellXfs"):
			in = !x.self
		case x.ends("cellXfs"):
			in = false
		case in && x.is("xf"):
			id := x.number("numFmtId", 0)
			f, ok := own[id]
			if !ok {
				f = builtinFormat(id)
			}
			out = append(out, f)
		}
	}
	if x.err != nil {
		return nil, fmt.Errorf("damaged: in its styles: %w", x.err)
	}
	return out, nil
}

// builtinFormat is a format that workbooks know by its number alone.
func builtinFormat(id int) numberFormat {
	switch {
	case id == 9 || id == 10:
		return percentFormat
	case id == 22:
		return momentFormat
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return clockFormat
	case id == 46:
		return elapsedFormat
	}
	return plainFormat
}

// formatCode tells what a format such as yyyy-mm-dd shows, from the first of its sections.
func formatCode(code string) numberFormat {
	day, clock, elapsed, month, percent := false, false, false, false, false
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			i = len(code)
		case '"':
			i = skipTo(code, i+1, '"')
		case '\\', '_', '*':
			i++
		case '[':
			end := skipTo(code, i+1, ']')
			inside := code[i+1 : min(end, len(code))]
			elapsed = elapsed || inside != "" && strings.Trim(inside, inside[:1]) == "" && strings.Contains("hms", inside[:1])
			i = end
		case 'y', 'd':
			day = true
		case 'h', 's':
			clock = true
		case 'm':
			month = true
		case 'g': // General
			if strings.HasPrefix(code[i:], "general") {
				i += len("general") - 1
			}
		case '%':
			percent = true
		}
	}
	switch {
	case elapsed:
		return elapsedFormat
	case day && clock:
		return momentFormat
	case clock:
		return clockFormat
	case day || month:
		return dateFormat
	case percent:
		return percentFormat
	}
	return plainFormat
}

func skipTo(s string, from int, c byte) int {
	if i := strings.IndexByte(s[min(from, len(s)):], c); i >= 0 {
		return from + i
	}
	return len(s)
}

// lastDay is the serial number of the last day that spreadsheets know, in the year 9999.
const lastDay = 2958465

// dateText writes a number of days as the date or time its format shows; false when it is none that can be.
func (w *workbook) dateText(serial float64, f numberFormat) (string, bool) {
	if serial < 0 || serial >= lastDay+1 || math.IsNaN(serial) {
		return "", false
	}
	ms := int64(math.Round(serial * 86400e3))
	if f == elapsedFormat {
		return fmt.Sprintf("%02d:%02d:%02d", ms/3600e3, ms/60e3%60, ms/1e3%60), true
	}
	if f == clockFormat && serial < 1 {
		return time.UnixMilli(ms).UTC().Format("15:04:05.999"), true
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.from == 1 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if serial < 60 {
		start = start.AddDate(0, 0, 1) // there was no 29 February 1900, which is day 60
	}
	t := start.Add(time.Duration(ms%86400e3)*time.Millisecond).AddDate(0, 0, int(ms/86400e3))
	if f == dateFormat && ms%86400e3 == 0 {
		return t.Format("2006-01-02"), true
	}
	return t.Format("2006-01-02T15:04:05.999"), true
}

// column letters: A is 0, AA is 26.
func columnLetters(j int) string {
	s := ""
	for j++; j > 0; j = (j - 1) / 26 {
		s = string(rune('A'+(j-1)%26)) + s
	}
	return s
}

// cellPlace reads a reference such as B3; col is -1 when it is none.
func cellPlace(ref []byte) (col, row int) {
	i, col := 0, 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(string(ref[i:]))
	if i == 0 || err != nil || col > maxSheetColumns || row < 1 || row > maxSheetRows {
		return -1, 0
	}
	return col - 1, row
}

// maxSheetColumns and maxSheetRows are what spreadsheets allow.
const (
	maxSheetColumns = 16384
	maxSheetRows    = 1048576
)
