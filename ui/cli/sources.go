package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
)

// applySources takes in --join, --exam, --kind and --row.
func (c *choices) applySources(w *pipeline.Workflow) error {
	for _, text := range c.joins {
		j, err := collect.ParseJoin(text)
		if err != nil {
			return usageErrorf("--join: %w", err)
		}
		j.Data = w.Collect.HideIn(j.Data)
		w.Collect.Join = append(w.Collect.Join, j)
	}
	if c.cmd.Flags().Changed("exam") {
		w.Collect.Exam = w.Collect.HideIn(c.exam)
	}
	for _, pair := range c.kinds {
		at := strings.LastIndexByte(pair, '=') // no kind holds one, a column may
		if at < 0 {
			return usageErrorf("--kind %s: write it as column=kind, for example --kind zip=text", pair)
		}
		if w.Collect.Kinds == nil {
			w.Collect.Kinds = pipeline.Settings{}
		}
		w.Collect.Kinds[strings.TrimSpace(pair[:at])] = strings.TrimSpace(pair[at+1:])
	}
	for _, text := range c.rows {
		row, err := parseRow(text)
		if err != nil {
			return usageErrorf("--row %s: %w; write it as a JSON object, for example '{\"income\": 54000, \"purpose\": \"car\"}'", text, err)
		}
		w.Collect.Typed = append(w.Collect.Typed, row)
	}
	return nil
}

// parseRow reads a row typed as a JSON object: cells by column. Numbers keep the digits they were typed with, null is a
// missing cell.
func parseRow(text string) (pipeline.Settings, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("it is no JSON object")
	}
	row := pipeline.Settings{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, notJSON(err)
		}
		name := key.(string) // the decoder lets nothing else stand for a key
		if _, twice := row[name]; twice {
			return nil, fmt.Errorf("%q stands there twice", name)
		}
		value, err := d.Token()
		if err != nil {
			return nil, notJSON(err)
		}
		switch v := value.(type) {
		case nil:
			row[name] = ""
		case json.Delim:
			return nil, fmt.Errorf("%q holds a list or an object; a cell is a number, a text, true, false or null", name)
		default:
			row[name] = fmt.Sprint(v)
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, notJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind the object")
	}
	return row, nil
}

func notJSON(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends early")
	}
	return err
}

// sourceObject is where data came from, for documents.
func sourceObject(o collect.Origin) object {
	rejects := []object{}
	for _, r := range o.Rejects {
		rejects = append(rejects, object{"line": r.Line, "column": r.Col, "why": r.Why})
	}
	return object{"path": o.Path, "kind": o.Kind, "sha256": o.SHA256, "bytes": o.Bytes, "rows": o.Rows, "kept": o.Kept,
		"notes": list(o.Notes), "warnings": list(o.Warnings), "rejects": rejects}
}

// leafObjects are the single sources something was put together from.
func leafObjects(all ...collect.Origin) []object {
	out := []object{}
	for _, o := range all {
		for _, leaf := range o.Leaves() {
			out = append(out, sourceObject(leaf))
		}
	}
	return out
}

// sourceWords tells the single sources of a table: what kind each is, its size and its hash.
func sourceWords(b *strings.Builder, o collect.Origin) {
	var rows [][]string
	for _, leaf := range o.Leaves() {
		words := fmt.Sprintf("%s, %s, SHA-256 %.12s", many(leaf.Rows, "row"), collect.Size(leaf.Bytes), leaf.SHA256)
		if leaf.Kept {
			words += ", a raw copy is kept"
		}
		rows = append(rows, []string{leaf.Path, leaf.Kind, words})
	}
	grid(b, 2, rows)
}

// rejectWords lists the first records that are not in the table.
func rejectWords(b *strings.Builder, o collect.Origin) {
	const shown = 10
	if len(o.Rejects) == 0 {
		return
	}
	say(b, 2, "%s could not be read and %s not in the table:", many(len(o.Rejects), "record"), isAre(len(o.Rejects)))
	for _, r := range o.Rejects[:min(shown, len(o.Rejects))] {
		place := ""
		if r.Line > 0 {
			place = fmt.Sprintf("line %d: ", r.Line)
		}
		say(b, 4, "%s%s", place, r.Why)
	}
	if more := len(o.Rejects) - shown; more > 0 {
		say(b, 4, "and %s more; --json lists them", count(more))
	}
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// shelf is a piece of data with the tables it holds.
type shelf struct {
	data   string
	tables []collect.TableInfo
}

// shelves lists the tables of every piece of data the choices name.
func shelves(ctx context.Context, w pipeline.Workflow, env collect.Env) ([]shelf, error) {
	var out []shelf
	for _, data := range w.Collect.All() {
		tables, err := w.Collect.Tables(ctx, data, env)
		if err != nil {
			return nil, err
		}
		out = append(out, shelf{collect.ParseAddress(data).Place, tables})
	}
	return out, nil
}

func shelvesDocument(all []shelf) object {
	sources := []object{}
	for _, s := range all {
		tables := []object{}
		for _, t := range s.tables {
			doc := object{"name": t.Name, "kind": t.Kind, "rows": nil, "columns": list(t.Columns)}
			if t.Rows >= 0 {
				doc["rows"] = t.Rows
			}
			tables = append(tables, doc)
		}
		sources = append(sources, object{"path": s.data, "tables": tables})
	}
	return object{"sources": sources}
}

func shelvesText(all []shelf) string {
	var b strings.Builder
	for _, s := range all {
		if len(s.tables) == 0 {
			say(&b, 0, "%s holds one table, which needs no name", s.data)
			continue
		}
		say(&b, 0, "%s holds %s; name one as %s#%s", s.data, many(len(s.tables), "table"), s.data, s.tables[0].Name)
		var rows [][]string
		for _, t := range s.tables {
			size := "rows not counted"
			if t.Rows >= 0 {
				size = many(int(t.Rows), "row")
			}
			rows = append(rows, []string{t.Name, t.Kind, size, strings.Join(t.Columns, ", ")})
		}
		grid(&b, 2, rows)
	}
	return b.String()
}
