package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"assay/models/param"
)

// Xlsx is an Excel workbook, of which one sheet is read. Formulas give the result that was stored with them. Numbers
// are numbers, dates and times by their format become ISO text, truth values and errors such as #REF! text; what is
// stored as text stays text.
type Xlsx struct {
	Sheet  string
	Header string // auto, yes, no
}

var xlsxFormat = Format{Name: "xlsx", Title: "Reading Excel workbooks", Extensions: []string{".xlsx", ".xlsm"},
	Media: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, Holds: isWorkbook,
	New: func() Reader { return &Xlsx{Header: "auto"} }}

// Params lists the settings.
func (x *Xlsx) Params() []param.Param {
	return []param.Param{
		param.OfText(&x.Sheet, "sheet", "which sheet is read; empty is the one after # in the address, or the first that is not empty"),
		param.OfChoice(&x.Header, "header", []string{"auto", "yes", "no"}, "whether the first row names the columns"),
	}
}

// protectedWorkbook reports whether data is a workbook behind a password: a container of the older office programs,
// with a part of that name in UTF-16.
func protectedWorkbook(data []byte) bool {
	const part = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) && bytes.Contains(data, []byte(part))
}

// isWorkbook reports whether data is a workbook, whatever the file is called.
func isWorkbook(data []byte) bool {
	return protectedWorkbook(data) || zippedWorkbook(data)
}

func zippedWorkbook(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	types, sheets := false, false
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			name := partName(f.Name)
			types, sheets = types || name == "[content_types].xml", sheets || strings.HasPrefix(name, "xl/")
		}
		return types && sheets
	}
	head := data[:min(len(data), 1<<16)] // cut short: what it was is told by the names in it
	return bytes.Contains(head, []byte("xl/work"))
}

const xlsxHint = "open it in a spreadsheet and save it again, or save the sheet as csv UTF-8"

// xlsxFault says what is wrong in the form of all errors.
func xlsxFault(name string, err error) error {
	if e := (*Error)(nil); errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{File: name, What: "this Excel workbook cannot be read: " + err.Error(), Hint: xlsxHint}
}

func openXlsx(ctx context.Context, f File, env Env) (*workbook, error) {
	if protectedWorkbook(f.Data) {
		return nil, &Error{File: f.Name, What: "this is an Excel workbook that a password protects, which is not supported", Hint: "open it in a spreadsheet and save it without a password"}
	}
	if !zippedWorkbook(f.Data) {
		if err := refuse(f.Name, f.Data); err != nil {
			return nil, err
		}
		return nil, &Error{File: f.Name, What: "this is no Excel workbook (xlsx), whatever its name says", Hint: "name the file by what it is, such as .csv"}
	}
	room := env.Memory
	if room == 0 {
		room = memory()
	}
	return openWorkbook(ctx, f.Data, room/2)
}

// Tables lists the sheets.
func (x *Xlsx) Tables(ctx context.Context, f File) ([]TableInfo, error) {
	w, err := openXlsx(ctx, f, Env{})
	if err != nil {
		return nil, xlsxFault(f.Name, err)
	}
	var out []TableInfo
	for _, s := range w.sheets {
		out = append(out, TableInfo{Name: s.name, Kind: "sheet", Rows: -1})
	}
	return out, nil
}

// ReadFile reads a sheet into columns; line numbers are those of its rows.
func (x *Xlsx) ReadFile(ctx context.Context, f File, env Env) (raw Raw, err error) {
	defer func() {
		if crash := recover(); crash != nil {
			err = fmt.Errorf("%v", crash)
		}
		if err != nil {
			raw, err = Raw{}, xlsxFault(f.Name, err)
		}
	}()
	w, err := openXlsx(ctx, f, env)
	if err != nil {
		return Raw{}, err
	}
	t := &sheetTable{file: f.Name, header: x.Header, percents: map[int]bool{}, room: w.room, monitor: env.Monitor}
	sheet, err := x.choose(w, f, t)
	if err != nil {
		return Raw{}, err
	}
	s := &sheetReader{book: w}
	if s.shared, err = w.shared(); err != nil {
		return Raw{}, err
	}
	if s.formats, err = w.cellFormats(); err != nil {
		return Raw{}, err
	}
	part, err := w.part(sheet.path)
	if err != nil {
		return Raw{}, err
	}
	env.Monitor.Total(int64(len(part)))
	s.x, t.rows = newXML(part), s
	if err := t.read(ctx); err != nil {
		return Raw{}, sheetFault(sheet, err)
	}
	raw.Table, err = t.table()
	if err != nil {
		return Raw{}, err
	}
	t.tell(sheet)
	t.origin.Warnings = append(t.origin.Warnings, mixed(raw.Table)...)
	raw.Origin = t.origin
	return raw, nil
}

// sheetFault says which sheet is at fault.
func sheetFault(s sheetPart, err error) error {
	if e := (*Error)(nil); errors.As(err, &e) {
		named := *e
		named.What = fmt.Sprintf("sheet %q: %s", shorten(s.name), e.What)
		return &named
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("damaged: sheet %q: %w", shorten(s.name), err)
}

// choose picks the sheet: the one asked for, else the first that has cells, telling which others there are.
func (x *Xlsx) choose(w *workbook, f File, t *sheetTable) (sheetPart, error) {
	want := f.Table
	if want == "" {
		want = x.Sheet
	}
	var names []string
	for _, s := range w.sheets {
		names = append(names, s.name)
		if s.name == want {
			return s, nil
		}
	}
	if want != "" {
		for _, s := range w.sheets {
			if strings.EqualFold(s.name, want) {
				return s, nil
			}
		}
		return sheetPart{}, &Error{File: f.Name, What: fmt.Sprintf("there is no sheet %q%s", shorten(want), param.DidYouMean(want, names)), Hint: "the sheets are " + quoted(names)}
	}
	if len(w.sheets) == 1 {
		return w.sheets[0], nil
	}
	var full, hidden []sheetPart
	for _, s := range w.sheets {
		switch {
		case !w.filled(s):
		case s.hidden:
			hidden = append(hidden, s)
		default:
			full = append(full, s)
		}
	}
	full = append(full, hidden...)
	if len(full) == 0 {
		return sheetPart{}, &Error{File: f.Name, What: "the workbook is empty: " + plural(len(w.sheets), "sheet") + " without a value", Hint: "check that this is the right file"}
	}
	if len(full) > 1 {
		names = names[:0]
		for _, s := range full[1:] {
			names = append(names, s.name)
		}
		t.warn("the first of %d sheets with data is read, %q; others are %s: choose one with #NAME at the end of the address", len(full), shorten(full[0].name), quoted(names))
	}
	return full[0], nil
}

func quoted(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%q", shorten(n)))
	}
	return some(out)
}

// tell adds what was found on the way.
func (t *sheetTable) tell(sheet sheetPart) {
	s := t.rows
	t.origin.Notes = append([]string{fmt.Sprintf("sheet %q", shorten(sheet.name))}, t.origin.Notes...)
	if !t.numbered {
		t.origin.Notes = append(t.origin.Notes, fmt.Sprintf("header in row %d", t.first))
	}
	if len(t.percents) > 0 {
		t.origin.Notes = append(t.origin.Notes, plural(len(t.percents), "column")+" in percent, read as fractions: 5% is 0.05")
	}
	if t.gaps.count > 0 {
		t.warn("empty rows inside the table left out (%s)", rowWhere(t.gaps))
	}
	if s.empty.count > 0 {
		t.warn("%s without a stored result, read as missing (%s, first %s); save the workbook in a spreadsheet first", plural(s.empty.count, "formula"), rowWhere(s.empty), s.empty.first)
	}
	if s.errs.count > 0 {
		t.warn("%s such as %q (%s)", plural(s.errs.count, "error cell"), s.errs.first, rowWhere(s.errs))
	}
	var merged tally
	for _, m := range s.merged {
		if m.last > t.first {
			merged.add(m.first, m.ref)
		}
	}
	if merged.count > 0 {
		t.warn("%s: only the first cell of each holds a value, the others are read as missing (%s, first %s)", plural(merged.count, "merged area"), rowWhere(merged), merged.first)
	}
}
