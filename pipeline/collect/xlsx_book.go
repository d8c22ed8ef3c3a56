package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// workbook is an Excel workbook: a zip archive of XML parts.
type workbook struct {
	parts   map[string]*zip.File // by path in lower case
	sheets  []sheetPart
	from    int64 // the day that dates count from: 0 is 1900, 1 is 1904
	strings string
	styles  string
	room    int64        // bytes the parts may unpack to
	ended   func() error // what ended the reading early, nil while it goes on
}

// sheetPart is a sheet of cells and where it lies.
type sheetPart struct {
	name   string
	path   string
	hidden bool
}

// maxSheets bounds how many sheets are listed.
const maxSheets = 10_000

// openWorkbook reads what sheets there are.
func openWorkbook(ctx context.Context, data []byte, room int64) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("damaged or cut short: its zip directory cannot be read")
	}
	w := &workbook{parts: map[string]*zip.File{}, room: room, ended: ctx.Err}
	for _, f := range z.File {
		name := partName(f.Name)
		if w.parts[name] != nil {
			return nil, fmt.Errorf("damaged: it holds %q twice", shorten(f.Name))
		}
		w.parts[name] = f
	}
	main := "xl/workbook.xml"
	for _, r := range w.relations("_rels/.rels", "") {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = r.target
		}
	}
	if strings.HasSuffix(main, ".bin") || w.parts["xl/workbook.bin"] != nil {
		return nil, errors.New("it is a binary workbook (xlsb), which is not supported")
	}
	return w, w.open(main)
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/"))
}

// part unpacks a part of the archive. Nothing in a workbook packs to less than a two-hundredth, save what is meant to
// do harm, so memory grows only with what the file itself pays for.
func (w *workbook) part(name string) ([]byte, error) {
	f := w.parts[partName(name)]
	if f == nil {
		return nil, fmt.Errorf("damaged: the part %q is missing", shorten(name))
	}
	limit := max(int64(f.CompressedSize64)*200, 16<<20)
	if w.room > 0 {
		limit = min(limit, w.room)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("damaged: the part %q cannot be unpacked: %w", shorten(name), err)
	}
	defer r.Close()
	var out bytes.Buffer
	out.Grow(int(min(f.UncompressedSize64, uint64(limit), f.CompressedSize64*20)) + bytes.MinRead)
	n, err := out.ReadFrom(io.LimitReader(endedReader{r, w.ended}, limit+1))
	if w.ended() != nil {
		return nil, w.ended()
	}
	if n > limit {
		return nil, fmt.Errorf("the part %q unpacks to more than %s, from %s; that is more than memory or sense allows", shorten(name), Size(limit), Size(int64(f.CompressedSize64)))
	}
	if err != nil {
		return nil, fmt.Errorf("damaged: the part %q cannot be unpacked: %w", shorten(name), err)
	}
	if b := out.Bytes(); bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return nil, fmt.Errorf("the part %q is written in UTF-16, which no spreadsheet does", shorten(name))
	}
	return out.Bytes(), nil
}

// endedReader reads until something ends the reading early.
type endedReader struct {
	io.Reader
	ended func() error
}

// Read reads what comes next.
func (r endedReader) Read(b []byte) (int, error) {
	if err := r.ended(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

type partLink struct{ id, kind, target string }

// relations reads a list of related parts, whose targets are relative to dir. A missing list is empty.
func (w *workbook) relations(name, dir string) []partLink {
	if w.parts[partName(name)] == nil {
		return nil
	}
	part, err := w.part(name)
	if err != nil {
		return nil
	}
	var out []partLink
	for x := newXML(part); x.next(); {
		if !x.is("Relationship") || x.word("TargetMode") == "External" {
			continue
		}
		target := x.word("Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + "/" + target
		}
		out = append(out, partLink{x.word("Id"), x.word("Type"), partName(target)})
	}
	return out
}

// open reads the main part: the sheets in their order, and how dates count.
func (w *workbook) open(main string) error {
	part, err := w.part(main)
	if err != nil {
		return err
	}
	dir, base := path.Split(main)
	targets := map[string]string{}
	for _, r := range w.relations(dir+"_rels/"+base+".rels", dir) {
		switch {
		case strings.HasSuffix(r.kind, "/worksheet"):
			targets[r.id] = r.target
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			w.strings = r.target
		case strings.HasSuffix(r.kind, "/styles"):
			w.styles = r.target
		}
	}
	x := newXML(part)
	for x.next() && len(w.sheets) < maxSheets {
		switch {
		case x.is("workbookPr") && (x.word("date1904") == "1" || x.word("date1904") == "true"):
			w.from = 1
		case x.is("sheet") && targets[x.word("id")] != "":
			w.sheets = append(w.sheets, sheetPart{x.word("name"), targets[x.word("id")], x.word("state") == "hidden" || x.word("state") == "veryHidden"})
		}
	}
	if x.err != nil {
		return fmt.Errorf("damaged: in its list of sheets: %w", x.err)
	}
	if len(w.sheets) == 0 {
		return errors.New("it has no sheet of cells")
	}
	return nil
}

// shared reads the texts that cells refer to by number.
func (w *workbook) shared() ([]string, error) {
	if w.strings == "" {
		return nil, nil
	}
	part, err := w.part(w.strings)
	if err != nil {
		return nil, err
	}
	var out []string
	x := newXML(part)
	for x.next() {
		if x.is("si") {
			if out = append(out, x.richText("si")); len(out)&4095 == 0 && w.ended() != nil {
				return nil, w.ended()
			}
		}
	}
	if x.err != nil {
		return nil, fmt.Errorf("damaged: in its shared texts: %w", x.err)
	}
	return out, nil
}

// richText joins the runs of text up to a closing tag, leaving out phonetic readings.
func (x *xmlReader) richText(end string) string {
	if x.self {
		return ""
	}
	text, many, in, aside := "", []string(nil), false, false
	for x.next() && !x.ends(end) {
		switch {
		case x.is("t"):
			in = !x.self && !aside
		case x.ends("t"):
			in = false
		case x.is("rPh"):
			aside = !x.self
		case x.ends("rPh"):
			aside = false
		case x.kind == xmlText && in:
			if many = append(many, x.content()); len(many) == 1 {
				text = many[0]
			}
		}
	}
	if len(many) > 1 {
		text = strings.Join(many, "")
	}
	return unescapeCell(text)
}

// filled reports whether a sheet has a cell with a value, looking at its beginning only.
func (w *workbook) filled(s sheetPart) bool {
	f := w.parts[s.path]
	if f == nil {
		return false
	}
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head, _ := io.ReadAll(io.LimitReader(r, 1<<20)) // what is wrong with it is told when it is read
	return bytes.Contains(head, []byte("<v>")) || bytes.Contains(head, []byte("<is>")) || bytes.Contains(head, []byte(":v>"))
}
