package export

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"assay/pipeline/table"
)

// rowsAtOnce is how many rows are handed over together: enough to be quick, few enough to stay small.
const rowsAtOnce = 1024

// ordered is a group of columns in the table's order; the library's own sorts them by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

// Fields lists the columns.
func (o ordered) Fields() []parquet.Field { return o.fields }

// parquetFile writes numbers as doubles, text as strings, points in time as timestamps; every column may have gaps.
// (https://parquet.apache.org/docs/file-format/)
func parquetFile(w io.Writer, fields []field, n int, _ Options) error {
	if len(fields) == 0 {
		return fmt.Errorf("the table has no columns")
	}
	group, root := parquet.Group{}, ordered{}
	for _, f := range fields {
		group[f.name] = node(f.kind())
	}
	byName := map[string]parquet.Field{}
	for _, f := range group.Fields() {
		byName[f.Name()] = f
	}
	for _, f := range fields {
		root.fields = append(root.fields, byName[f.name])
	}
	root.Group = group
	out := parquet.NewWriter(w, parquet.NewSchema("table", root), parquet.Compression(&parquet.Zstd))
	for from := 0; from < n; from += rowsAtOnce {
		if _, err := out.WriteRows(rows(fields, from, min(from+rowsAtOnce, n))); err != nil {
			return err
		}
	}
	return out.Close()
}

func node(k table.Kind) parquet.Node {
	switch k {
	case table.Number:
		return parquet.Optional(parquet.Leaf(parquet.DoubleType))
	case table.Time:
		return parquet.Optional(parquet.Timestamp(parquet.Millisecond))
	}
	return parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
}

// rows makes rows of the library: level 1 says that an optional value is there.
func rows(fields []field, from, to int) []parquet.Row {
	out := make([]parquet.Row, to-from)
	for k := range out {
		row := make(parquet.Row, len(fields))
		for j, f := range fields {
			row[j] = cell(f, from+k, j)
		}
		out[k] = row
	}
	return out
}

func cell(f field, i, j int) parquet.Value {
	if f.missing(i) {
		return parquet.NullValue().Level(0, 0, j)
	}
	switch f.kind() {
	case table.Number:
		return parquet.DoubleValue(f.number(i)).Level(0, 1, j)
	case table.Time:
		return parquet.Int64Value(f.column.Times()[i]*1000).Level(0, 1, j)
	}
	return parquet.ByteArrayValue([]byte(f.cell(i))).Level(0, 1, j)
}
