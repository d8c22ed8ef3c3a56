package collect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// parquetFooter is what the end of a Parquet file says about the rest.
type parquetFooter struct {
	at       int // where it starts; all pages lie before it
	fields   []parquetField
	groups   []parquetGroup
	rows     int64
	writer   string
	foreign  bool // some columns lie in another file
	crypted  bool // some columns are encrypted
	hasRows  bool
	untold   bool // the number of rows is that of the groups
	hasNodes bool
}

// parquetGroup is a run of rows, a chunk of pages per column.
type parquetGroup struct {
	rows   int64
	chunks []parquetChunk
}

type parquetChunk struct {
	kind       parquetType
	codec      parquetCodec
	values     int64
	bytes      int64 // as they lie in the file
	data, dict int64 // where its pages start; dict is 0 without a dictionary
	pages      []parquetPage
}

// maxParquetFields and maxParquetGroups bound what a footer may list; the format itself allows 32767 row groups.
const (
	maxParquetFields = 1 << 18
	maxParquetGroups = 1 << 16
)

// readFooter finds and reads the footer. Everything in it is checked against the size of the file.
func readFooter(data []byte) (*parquetFooter, error) {
	if len(data) < 12 {
		return nil, fmt.Errorf("cut short: a Parquet file has 12 bytes at least, this one %d", len(data))
	}
	end := len(data) - 8
	if string(data[:4]) == "PARE" || string(data[end+4:]) == "PARE" {
		return nil, errors.New("it is encrypted, which is not supported; its columns need a key")
	}
	if string(data[end+4:]) != "PAR1" {
		return nil, errors.New("cut short or damaged: a Parquet file ends with PAR1 and this one does not")
	}
	size := int64(binary.LittleEndian.Uint32(data[end:]))
	if size > int64(end-4) || size == 0 {
		return nil, fmt.Errorf("damaged: its footer is said to take %d bytes of %d", size, len(data))
	}
	f := &parquetFooter{at: end - int(size)}
	t := &thrift{b: data[f.at:end]}
	t.fields(func(id int, kind byte) bool { return f.field(t, id, kind) })
	switch {
	case t.err != nil:
		return nil, fmt.Errorf("damaged: in its footer %w", t.err)
	case !f.hasRows || !f.hasNodes:
		return nil, errors.New("damaged: its footer does not tell the columns and the number of rows")
	case f.crypted:
		return nil, errors.New("some of its columns are encrypted, which is not supported")
	case f.foreign:
		return nil, errors.New("its columns lie in other files")
	}
	return f, f.count()
}

func (f *parquetFooter) field(t *thrift, id int, kind byte) bool {
	switch id {
	case 2:
		t.items(kind, thriftStruct, func() {
			if len(f.fields) == maxParquetFields {
				t.fail("more than %d columns are listed", maxParquetFields)
			}
			f.fields = append(f.fields, readParquetField(t))
		})
		f.hasNodes = len(f.fields) > 0
	case 3:
		f.rows, f.hasRows = t.int(kind), true
	case 4:
		t.items(kind, thriftStruct, func() {
			if len(f.groups) == maxParquetGroups {
				t.fail("more than %d row groups are listed", maxParquetGroups)
			}
			f.groups = append(f.groups, f.group(t))
		})
	case 6:
		f.writer = string(t.bytes(kind))
	default:
		return false
	}
	return true
}

func (f *parquetFooter) group(t *thrift) parquetGroup {
	g := parquetGroup{rows: -1}
	t.fields(func(id int, kind byte) bool {
		switch id {
		case 1:
			t.items(kind, thriftStruct, func() { g.chunks = append(g.chunks, f.chunk(t)) })
		case 3:
			g.rows = t.int(kind)
		default:
			return false
		}
		return true
	})
	return g
}

func (f *parquetFooter) chunk(t *thrift) parquetChunk {
	c := parquetChunk{kind: -1, codec: -1, values: -1, bytes: -1, data: -1}
	crypted := false
	t.fields(func(id int, kind byte) bool {
		switch id {
		case 1:
			f.foreign = f.foreign || len(t.bytes(kind)) > 0
		case 3:
			t.inside(kind, func(id int, kind byte) bool { return c.field(t, id, kind) })
		case 8, 9:
			crypted, f.crypted = true, true
			return false
		default:
			return false
		}
		return true
	})
	if !crypted && (c.kind < 0 || c.codec < 0 || c.data < 0 || c.values < 0 || c.bytes < 0) {
		t.fail("a column has no type, codec, page offset or size, or a negative one")
	}
	return c
}

func (c *parquetChunk) field(t *thrift, id int, kind byte) bool {
	switch id {
	case 1:
		c.kind = parquetType(t.int32(kind))
	case 4:
		c.codec = parquetCodec(t.int32(kind))
	case 5:
		c.values = t.int(kind)
	case 7:
		c.bytes = t.int(kind)
	case 9:
		c.data = t.int(kind)
	case 11:
		c.dict = t.int(kind)
	default:
		return false
	}
	return true
}

// count checks that the row groups add up to the rows of the file. Some writers leave the sum at zero.
func (f *parquetFooter) count() error {
	sum := int64(0)
	for k, g := range f.groups {
		if g.rows < 0 || g.rows > math.MaxInt64-sum {
			return fmt.Errorf("damaged: row group %d is said to have %d rows, the file %d", k+1, g.rows, f.rows)
		}
		sum += g.rows
	}
	if f.rows == 0 && sum > 0 {
		f.rows, f.untold = sum, true
	}
	if sum != f.rows {
		return fmt.Errorf("damaged: its footer says %d rows and its row groups have %d", f.rows, sum)
	}
	return nil
}
