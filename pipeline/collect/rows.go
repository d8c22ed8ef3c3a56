package collect

import (
	"context"
	"io"
	"slices"
)

// OpenRows yields the rows of data one by one, as text. Delimited text gives its cells exactly as written; everything
// else is read into a table first.
func OpenRows(ctx context.Context, data string, o Options, env Env) (Rows, error) {
	s, err := Open(data, o)
	if err != nil {
		return nil, err
	}
	f, whole, err := fileOf(ctx, s, env)
	if err != nil {
		return nil, err
	}
	if whole && formatOf(f).Name == csvFormat.Name {
		c := NewCSV()
		if err := o.apply(csvFormat.Name, c); err != nil {
			return nil, err
		}
		rows, err := c.rows(ctx, f.Name, f.Data)
		if r, ok := rows.(*csvRows); ok {
			r.layout.notes = append(slices.Clip(f.Notes), r.layout.notes...)
			r.layout.warnings = append(slices.Clip(f.Warns), r.layout.warnings...)
		}
		return rows, err
	}
	var raw Raw
	if whole {
		raw, err = readFile(ctx, f, o, env)
	} else {
		raw, err = s.Read(ctx, env)
	}
	if err != nil {
		return nil, err
	}
	return &tableRows{raw: raw, row: make([]string, raw.Table.Width())}, nil
}

// fileOf returns the single unpacked file behind a source, when it is one.
func fileOf(ctx context.Context, s Source, env Env) (f File, ok bool, err error) {
	switch s := s.(type) {
	case *fileSource:
		paths, err := s.paths()
		if err != nil || len(paths) > 1 {
			return f, false, err
		}
		if f, err = openFile(ctx, paths[0], env); err != nil {
			return f, false, err
		}
		f.Table = s.address.Table
	case *stdinSource:
		if f, err = s.file(ctx, env); err != nil {
			return f, false, err
		}
	default:
		return f, false, nil
	}
	f, err = unpack(ctx, f, env)
	return f, err == nil, err
}

// tableRows walks a table as text.
type tableRows struct {
	raw Raw
	at  int
	row []string
}

func (r *tableRows) Fields() []string { return r.raw.Table.Names() }
func (r *tableRows) Close() error     { return nil }
func (r *tableRows) Origin() Origin   { return r.raw.Origin }

func (r *tableRows) Line() int { return r.raw.Table.Line(r.at - 1) }

func (r *tableRows) Next() ([]string, error) {
	t := r.raw.Table
	if r.at >= t.Rows() {
		return nil, io.EOF
	}
	for j := range r.row {
		r.row[j] = t.At(j).Cell(r.at)
	}
	r.at++
	return r.row, nil
}
