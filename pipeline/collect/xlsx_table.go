package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// sheetTable finds the table in a sheet and gathers its columns.
type sheetTable struct {
	file     string
	header   string // auto, yes, no
	rows     *sheetReader
	room     int64
	monitor  *Monitor
	names    []string   // by place in the sheet, "" where the header has none
	columns  []*builder // by place in the sheet, nil where nothing came yet
	percents map[int]bool
	values   int
	lines    []int32
	first    int // the row of the header
	gaps     tally
	origin   Origin
	numbered bool // there is no header
}

// sampledRows is how many rows the header is looked for in, from the first that is not empty.
const sampledRows = 50

func (t *sheetTable) warn(format string, args ...any) {
	t.origin.Warnings = append(t.origin.Warnings, fmt.Sprintf(format, args...))
}

// read reads the whole sheet.
func (t *sheetTable) read(ctx context.Context) error {
	sample, lines, err := t.sample()
	if err != nil {
		return err
	}
	if len(sample) == 0 {
		return &Error{File: t.file, What: "the sheet is empty", Hint: "choose another sheet with #NAME, or check that this is the right file"}
	}
	start := t.head(sample, lines)
	for i := start; i < len(sample); i++ {
		t.add(sample[i], lines[i])
	}
	at := 0
	for n := 0; ; n++ {
		if n&255 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			t.monitor.Add(int64(t.rows.x.at-at), 0)
			at = t.rows.x.at
		}
		more, err := t.rows.next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		t.add(t.rows.cells, t.rows.row)
		t.monitor.Add(0, 1)
		if len(t.lines) == previewRows {
			t.preview()
		}
		if err := t.fits(); err != nil {
			return err
		}
	}
	if len(t.lines) == 0 {
		return &Error{File: t.file, Line: t.first, What: "a header but no rows below it", Hint: "add rows below the header, or choose another sheet with #NAME"}
	}
	return nil
}

// maxSparse is how many places a table may have when fewer than a thousandth of them are filled.
const maxSparse = 50_000_000

// fits returns an error when a few cells that lie far apart make the table larger than memory or sense allows.
func (t *sheetTable) fits() error {
	area := int64(len(t.lines)) * int64(len(t.columns))
	if (area <= maxSparse || int64(t.values)*1000 > area) && (t.room <= 0 || area*8 <= t.room) {
		return nil
	}
	return &Error{File: t.file, Line: t.rows.row, What: fmt.Sprintf("%d rows by %d columns with %d values are too large a table", len(t.lines), len(t.columns), t.values),
		Hint: "delete the cells that lie far from the table, or save the sheet as csv UTF-8"}
}

// sample reads the first rows.
func (t *sheetTable) sample() (sample [][]sheetCell, lines []int, err error) {
	for len(sample) < sampledRows {
		more, err := t.rows.next()
		if err != nil || !more {
			return sample, lines, err
		}
		sample = append(sample, append([]sheetCell(nil), t.rows.cells...))
		lines = append(lines, t.rows.row)
	}
	return sample, lines, nil
}

// head finds the row that names the columns and returns where the data starts in the sample. What narrow rows come
// before it are titles.
func (t *sheetTable) head(sample [][]sheetCell, lines []int) (start int) {
	left, width := extent(sample)
	records := make([][]string, len(sample))
	for i, cells := range sample {
		records[i] = make([]string, 0, width)
		for _, c := range cells {
			for len(records[i]) < min(c.col-left, width) {
				records[i] = append(records[i], "")
			}
			if c.col >= left && c.col-left < width {
				records[i] = append(records[i], c.String())
			}
		}
	}
	h := preamble(records, width)
	if h > 0 {
		var title []string
		for _, c := range sample[0] {
			title = append(title, c.String())
		}
		t.warn("%s before the header left out: %q; the header is in row %d", plural(h, "row"), shorten(strings.Join(title, " ")), lines[h])
	}
	t.first = lines[h]
	if t.header == "no" || t.header != "yes" && dataLike(records[h:], width) {
		t.numbered = true
		if t.header != "no" {
			t.warn("row %d looks like data, so there is no header; columns are named by their place", lines[h])
		}
		return h
	}
	start = h + 1
	names := records[h]
	if t.header != "yes" && start < len(records) && twoRows(records[h:], width) {
		if distinct(names) < len(names) {
			names = records[start]
			t.warn("two header rows; names are taken from row %d", lines[start])
		} else {
			t.warn("row %d looks like a second header row (%q) and was left out of the data", lines[start], shorten(strings.Join(records[start], " ")))
		}
		start++
	}
	t.names = make([]string, left, left+len(names))
	for _, n := range names {
		t.names = append(t.names, strings.TrimSpace(n))
	}
	for _, c := range sample[h] { // names may reach further than the rows in the sample
		for len(t.names) <= c.col && start == h+1 {
			t.names = append(t.names, "")
		}
		if start == h+1 && t.names[c.col] == "" {
			t.names[c.col] = strings.TrimSpace(c.String())
		}
	}
	return start
}

// extent is the first column of the table and how many it has: those of the widest kind of row that is common.
func extent(sample [][]sheetCell) (left, width int) {
	ends, starts := map[int]int{}, map[int]int{}
	most := 0
	for _, cells := range sample {
		most = max(most, len(cells))
	}
	for _, cells := range sample {
		if len(cells)*2 > most {
			ends[cells[len(cells)-1].col]++
			starts[cells[0].col]++
		}
	}
	right := 0
	left = maxSheetColumns
	for end := range ends {
		right = max(right, end)
	}
	for s := range starts {
		left = min(left, s)
	}
	return left, right - left + 1
}

// add adds a row.
func (t *sheetTable) add(cells []sheetCell, row int) {
	for k := range cells {
		c := &cells[k]
		for len(t.columns) <= c.col {
			t.columns = append(t.columns, nil)
		}
		b := t.columns[c.col]
		if b == nil {
			b = &builder{}
			t.columns[c.col] = b
		}
		b.pad(len(t.lines))
		if c.isText {
			b.string(c.text)
		} else {
			b.number(c.number)
		}
		if c.percent {
			t.percents[c.col] = true
		}
	}
	t.values += len(cells)
	if n := len(t.lines); n > 0 && row > int(t.lines[n-1])+1 {
		t.gaps.add(int(t.lines[n-1])+1, "")
	}
	t.lines = append(t.lines, int32(row))
}

// table is what was gathered. Columns without a name and without a value are left out.
func (t *sheetTable) table() (*table.Table, error) {
	for len(t.columns) < len(t.names) {
		t.columns = append(t.columns, nil)
	}
	var names []string
	var columns []*builder
	for j, b := range t.columns {
		name := ""
		if j < len(t.names) {
			name = t.names[j]
		}
		if b == nil && name == "" {
			continue
		}
		if b == nil {
			b = &builder{}
		}
		b.pad(len(t.lines))
		if t.numbered {
			name = fmt.Sprintf("column_%d", len(names)+1)
		}
		names, columns = append(names, name), append(columns, b)
	}
	names, warnings := distinctNames(names)
	t.origin.Warnings = append(t.origin.Warnings, warnings...)
	out := make([]*table.Column, len(columns))
	for k, b := range columns {
		b.name = names[k]
		out[k] = b.column()
		t.origin.Notes = append(t.origin.Notes, b.markers.say(b.name)...)
	}
	return table.New(out, t.lines)
}

// preview shows the rows so far; the columns go on growing afterwards.
func (t *sheetTable) preview() {
	if t.monitor == nil {
		return
	}
	early := &sheetTable{names: t.names, numbered: t.numbered, lines: t.lines[:len(t.lines):len(t.lines)]}
	for _, b := range t.columns {
		if b != nil {
			c := *b
			c.numbers, c.codes = slices.Clip(c.numbers), slices.Clip(c.codes)
			if c.lexicon != nil {
				c.lexicon = &lexicon{words: slices.Clip(c.lexicon.words)}
			}
			b = &c
		}
		early.columns = append(early.columns, b)
	}
	if out, err := early.table(); err == nil {
		t.monitor.Show(out)
	}
}
