package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// Parquet is a Parquet file. Its columns are read side by side, page after page, straight into columns. Nothing that
// the file says about itself is believed: counts and sizes are held against its length first, and every decoder is
// bounded by the bytes it is given.
//
// Whole numbers, floating point and decimals become numbers; a 4-byte FLOAT becomes the shortest decimal that is the
// same FLOAT. A whole number beyond 2^53 makes its column text, with every digit. Decimals of more than 15 digits are
// rounded to the nearest float64, with a note. Truth values, dates, times, UUIDs and bytes become text. Fields of a
// STRUCT become columns of their own; LIST and MAP columns are left out with a warning.
type Parquet struct{}

var parquetFormat = Format{Name: "parquet", Title: "Reading Parquet", Extensions: []string{".parquet", ".pq", ".parq"},
	Media: []string{"application/vnd.apache.parquet"},
	Knows: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
	},
	New: func() Reader { return &Parquet{} }}

// Params lists the settings; there are none.
func (p *Parquet) Params() []param.Param { return nil }

const parquetHint = "write the file again, or export the data as csv and read that"

// parquetReading is one file being read.
type parquetReading struct {
	name    string
	data    []byte // without the footer
	footer  *parquetFooter
	columns []*parquetColumn
	places  []int // of the columns among all that the file stores
	origin  Origin
}

// ReadFile reads the file into columns.
func (p *Parquet) ReadFile(ctx context.Context, f File, env Env) (Raw, error) {
	r := &parquetReading{name: f.Name}
	if err := r.open(f.Data); err != nil {
		return Raw{}, r.fault(err)
	}
	if r.footer.rows == 0 {
		return Raw{}, &Error{File: f.Name, What: fmt.Sprintf("a Parquet file with %s but no rows", plural(len(r.columns), "column")),
			Hint: "check how the file was written; there is nothing to learn from"}
	}
	if err := r.walk(ctx); err != nil {
		return Raw{}, r.fault(err)
	}
	if err := r.fits(env); err != nil {
		return Raw{}, err
	}
	r.preview(ctx, env.Monitor)
	if err := r.read(ctx, env.Monitor); err != nil {
		return Raw{}, r.fault(err)
	}
	t, err := r.table()
	if err != nil {
		return Raw{}, r.fault(err)
	}
	return Raw{Table: t, Origin: r.origin}, nil
}

// fault says what is wrong in the form of all errors.
func (r *parquetReading) fault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if e := (*Error)(nil); errors.As(err, &e) {
		return err
	}
	return &Error{File: r.name, What: "this Parquet file cannot be read: " + err.Error(), Hint: parquetHint}
}

// open reads the footer and settles which columns there will be.
func (r *parquetReading) open(data []byte) error {
	footer, err := readFooter(data)
	if err != nil {
		return err
	}
	all, err := leaves(footer.fields)
	if err != nil {
		return err
	}
	for k, g := range footer.groups {
		if len(g.chunks) != len(all) {
			return fmt.Errorf("damaged: row group %d has %d columns, the schema %d", k+1, len(g.chunks), len(all))
		}
	}
	var left []string
	r.footer, r.data = footer, data[:footer.at]
	r.places, left = flatLeaves(all)
	if len(left) > 0 {
		r.origin.Warnings = append(r.origin.Warnings, fmt.Sprintf("%s of lists or maps left out, since a row has no single value there: %s",
			plural(len(left), "column"), some(left)))
	}
	if len(r.places) == 0 {
		return &Error{File: r.name, What: fmt.Sprintf("a Parquet file of lists and maps only (%s), which are no columns of a table", some(left)),
			Hint: "unfold the lists into rows, or the maps into columns, and write the file again"}
	}
	var names []string
	for _, j := range r.places {
		names = append(names, strings.ToValidUTF8(all[j].path, "\uFFFD"))
	}
	names, warnings := distinctNames(names)
	r.origin.Warnings = append(r.origin.Warnings, warnings...)
	for k, j := range r.places {
		r.columns = append(r.columns, newParquetColumn(all[j], names[k]))
	}
	r.origin.Notes = append(r.origin.Notes, fmt.Sprintf("%s in %s", plural(len(all), "column"), plural(len(footer.groups), "row group")))
	if footer.untold {
		r.origin.Warnings = append(r.origin.Warnings, fmt.Sprintf("the footer says 0 rows; all %d that its row groups have are read", footer.rows))
	}
	if footer.writer != "" {
		r.origin.Notes = append(r.origin.Notes, fmt.Sprintf("written by %q", shorten(footer.writer)))
	}
	return nil
}

// chunks calls do for the parts of a column in turn and says in which one it failed.
func (r *parquetReading) chunks(k int, do func(g *parquetGroup, c *parquetChunk) error) (err error) {
	at := 0
	defer func() {
		if crash := recover(); crash != nil {
			err = fmt.Errorf("%v", crash)
		}
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("damaged in column %q, row group %d: %w", shorten(r.columns[k].name), at+1, err)
		}
	}()
	for ; at < len(r.footer.groups); at++ {
		g := &r.footer.groups[at]
		if err := do(g, &g.chunks[r.places[k]]); err != nil {
			return err
		}
	}
	return nil
}

// side does something for every column, side by side, and returns what went wrong in the first.
func (r *parquetReading) side(do func(k int) error) error {
	faults := make([]error, len(r.columns))
	cores.Each(len(r.columns), func(k int) { faults[k] = do(k) })
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// walk lists the pages of all columns.
func (r *parquetReading) walk(ctx context.Context) error {
	return r.side(func(k int) error {
		return r.chunks(k, func(g *parquetGroup, c *parquetChunk) error {
			if c.kind != r.columns[k].leaf.kind {
				return fmt.Errorf("its type is %s in the schema and %s where its pages are told", r.columns[k].leaf.kind, c.kind)
			}
			if err := codecFault(c.codec); err != nil {
				return err
			}
			return c.walk(ctx, r.data, g.rows)
		})
	})
}

// fits returns an error when the columns, or what their pages unpack to, would not fit into memory.
func (r *parquetReading) fits(env Env) error {
	need := int64(0)
	for k, c := range r.columns {
		need += r.footer.rows * 8
		for _, g := range r.footer.groups {
			for _, p := range g.chunks[r.places[k]].pages {
				if c.text || p.kind == pageDictionary {
					need += int64(p.size)
				}
			}
		}
	}
	room := env.Memory
	if room == 0 {
		room = memory()
	}
	if r.footer.rows > maxParquetRows || room > 0 && need > room {
		return &Error{File: r.name, What: fmt.Sprintf("its %d rows would take up to %s of memory to read, and %s are free", r.footer.rows, Size(need), Size(room)),
			Hint: "read a part of it, or raise GOMEMLIMIT if more memory may be used"}
	}
	return nil
}

// maxParquetRows is how many rows a table may have.
const maxParquetRows = 1 << 31

// read fills the columns.
func (r *parquetReading) read(ctx context.Context, m *Monitor) error {
	return r.side(func(k int) error {
		c := r.columns[k]
		defer c.unpacker.close()
		return r.chunks(k, func(_ *parquetGroup, chunk *parquetChunk) error {
			return c.read(ctx, r.data, chunk, func(bytes, rows int) bool {
				if k > 0 {
					rows = 0
				}
				m.Add(int64(bytes), int64(rows))
				return true
			})
		})
	})
}

// previewFrom is how long a file must be for its first rows to be shown while the rest is read.
const previewFrom = 4 << 20

// preview shows the rows that the first page of every column has. What is wrong with them is told by the reading.
func (r *parquetReading) preview(ctx context.Context, m *Monitor) {
	if m == nil || len(r.data) < previewFrom {
		return
	}
	first := make([]*table.Column, len(r.columns))
	err := r.side(func(k int) (err error) {
		return r.chunks(k, func(_ *parquetGroup, chunk *parquetChunk) error {
			if first[k] != nil {
				return nil
			}
			c := newParquetColumn(r.columns[k].leaf, r.columns[k].name)
			defer c.unpacker.close()
			err := c.read(ctx, r.data, chunk, func(int, int) bool { return false })
			first[k], _, _ = c.column()
			return err
		})
	})
	if err != nil {
		return
	}
	n := previewRows
	for _, c := range first {
		n = min(n, c.Len())
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	for k, c := range first {
		first[k] = c.Select(rows)
	}
	if t, err := table.New(first, nil); err == nil && n > 0 {
		m.Show(t)
	}
}

// table joins the columns and gathers what is to be told.
func (r *parquetReading) table() (*table.Table, error) {
	columns := make([]*table.Column, len(r.columns))
	for k, c := range r.columns {
		col, notes, warnings := c.column()
		if int64(col.Len()) != r.footer.rows {
			return nil, fmt.Errorf("damaged: column %q has %d rows where the footer says %d", shorten(c.name), col.Len(), r.footer.rows)
		}
		columns[k] = col
		r.origin.Notes = append(r.origin.Notes, notes...)
		r.origin.Warnings = append(r.origin.Warnings, warnings...)
	}
	return table.New(columns, nil)
}
