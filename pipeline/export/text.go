package export

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"

	"assay/pipeline/table"
)

// delimited writes a header line and a line per row, quoted where needed (RFC 4180).
func delimited(comma rune) func(io.Writer, []field, int, Options) error {
	return func(w io.Writer, fields []field, rows int, o Options) error {
		out := csv.NewWriter(w)
		out.Comma = comma
		put := func(row []string) error {
			if !o.Raw {
				row = Defused(row)
			}
			return out.Write(row)
		}
		row := make([]string, len(fields))
		for j, f := range fields {
			row[j] = f.name
		}
		if err := put(row); err != nil {
			return err
		}
		for i := range rows {
			for j, f := range fields {
				row[j] = f.cell(i)
			}
			if err := put(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}
}

// jsonLines writes an object per row and line, keys in the order of the columns, null where a value is missing.
func jsonLines(w io.Writer, fields []field, rows int, _ Options) error {
	out := bufio.NewWriter(w)
	keys := make([][]byte, len(fields))
	for j, f := range fields {
		keys[j] = append(quoted(f.name), ':')
	}
	for i := range rows {
		for j, f := range fields {
			lead := byte(',')
			if j == 0 {
				lead = '{'
			}
			_ = out.WriteByte(lead) // a bufio.Writer remembers its error for Flush
			_, _ = out.Write(keys[j])
			_, _ = out.Write(value(f, i))
		}
		if _, err := out.WriteString("}\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// value is a cell as JSON.
func value(f field, i int) []byte {
	switch {
	case f.missing(i):
		return []byte("null")
	case f.finite(i):
		return []byte(table.FormatNumber(f.number(i)))
	}
	return quoted(f.cell(i))
}

func quoted(s string) []byte {
	text, _ := json.Marshal(s) // a string always marshals
	return text
}
