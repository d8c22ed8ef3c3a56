package collect

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
)

// parquetPage is a run of values of one column, or a dictionary of such.
type parquetPage struct {
	kind       parquetPageType
	encoding   parquetEncoding
	levels     parquetEncoding // of the definition levels of a first-version page
	values     int             // missing ones included
	size       int             // bytes once unpacked
	packed     bool            // the bytes are compressed
	defs, reps int             // bytes of levels, in a second-version page
	from, end  int             // where its bytes lie
	sum        int64           // checksum, -1 when there is none
}

// maxPage is how large a page may be once unpacked; writers aim at a megabyte.
const maxPage = 1 << 30

// walk lists the pages of a chunk from their headers alone and checks that they lie in the file and add up, so that
// nothing is allocated on a false promise.
func (c *parquetChunk) walk(ctx context.Context, data []byte, rows int64) error {
	at := c.data
	if c.dict > 0 && c.dict < at {
		at = c.dict
	}
	limit := int64(len(data)) // the footer is cut off already
	if c.data < 4 || at < 4 || c.data >= limit && c.values > 0 || c.bytes > limit-min(at, limit) {
		return fmt.Errorf("its pages are said to lie at byte %d and take %d bytes, the file has room for %d", at, c.bytes, limit)
	}
	if c.values != rows {
		return fmt.Errorf("it has %d values where the row group has %d rows", c.values, rows)
	}
	for values := int64(0); values < c.values; {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p, err := readPageHeader(data, int(at))
		if err != nil {
			return fmt.Errorf("page %d: %w", len(c.pages)+1, err)
		}
		at = int64(p.end)
		if p.kind == pageIndex {
			continue
		}
		if p.kind != pageDictionary {
			if values += int64(p.values); values > c.values {
				return fmt.Errorf("its pages have %d values where the column says %d", values, c.values)
			}
		}
		c.pages = append(c.pages, p)
	}
	return nil
}

func readPageHeader(data []byte, at int) (parquetPage, error) {
	p := parquetPage{kind: -1, encoding: -1, values: -1, size: -1, packed: true, sum: -1}
	if at >= len(data) {
		return p, errors.New("it lies past the end of the file")
	}
	t := &thrift{b: data[at:]}
	length := -1
	heads := 0
	t.fields(func(id int, kind byte) bool {
		switch id {
		case 1:
			p.kind = parquetPageType(t.int32(kind))
		case 2:
			p.size = t.int32(kind)
		case 3:
			length = t.int32(kind)
		case 4:
			p.sum = int64(uint32(t.int32(kind)))
		case 5, 7, 8:
			heads = heads*10 + id
			t.inside(kind, func(part int, kind byte) bool { return p.field(t, id, part, kind) })
		default:
			return false
		}
		return true
	})
	p.from = len(data) - len(t.b)
	p.end = p.from + length
	switch {
	case t.err != nil:
		return p, fmt.Errorf("in its header %w", t.err)
	case length < 0 || p.size < 0 || p.size > maxPage:
		return p, fmt.Errorf("its size is said to be %d bytes, unpacked %d", length, p.size)
	case p.end > len(data):
		return p, fmt.Errorf("%d bytes are said to follow where %d are left", length, len(t.b))
	case p.kind < 0 || p.kind > pageDataV2:
		return p, fmt.Errorf("there is no page type %d", p.kind)
	case p.kind != pageIndex && heads != [...]int{5, 0, 7, 8}[p.kind]:
		return p, errors.New("its header is of another kind than itself")
	case p.kind != pageIndex && (p.values < 0 || p.encoding < 0):
		return p, errors.New("its header does not tell how many values it has and how they are stored")
	case p.defs < 0 || p.reps < 0 || p.defs+p.reps > min(length, p.size):
		return p, fmt.Errorf("its levels take %d bytes of %d", p.defs+p.reps, length)
	}
	return p, nil
}

func (p *parquetPage) field(t *thrift, head, id int, kind byte) bool {
	switch {
	case id == 1:
		p.values = t.int32(kind)
	case id == 2 && head != 8, id == 4 && head == 8:
		p.encoding = parquetEncoding(t.int32(kind))
	case id == 3 && head == 5:
		p.levels = parquetEncoding(t.int32(kind))
	case id == 5 && head == 8:
		p.defs = t.int32(kind)
	case id == 6 && head == 8:
		p.reps = t.int32(kind)
	case id == 7 && head == 8:
		p.packed = kind == thriftTrue
	default:
		return false
	}
	return true
}

// unpack returns the bytes of a page: its definition levels, nil where every value is present, and its values.
func (p *parquetPage) unpack(data []byte, u *pageUnpacker, maxLevel int) (levels, values []byte, err error) {
	raw := data[p.from:p.end]
	if p.sum >= 0 && int64(crc32.ChecksumIEEE(raw)) != p.sum {
		return nil, nil, errors.New("its checksum is wrong")
	}
	if p.kind == pageDataV2 {
		levels, raw = raw[p.reps:p.reps+p.defs], raw[p.reps+p.defs:]
		size := p.size - p.reps - p.defs
		if !p.packed {
			return levels, raw, nil
		}
		values, err = u.unpack(raw, size)
		return levels, values, err
	}
	if raw, err = u.unpack(raw, p.size); err != nil || p.kind == pageDictionary || maxLevel == 0 {
		return nil, raw, err
	}
	if p.levels == encodingBitPacked {
		return cut(raw, (p.values*levelBits(maxLevel)+7)/8)
	}
	if len(raw) < 4 {
		return nil, nil, errors.New("it is too short to hold its definition levels")
	}
	return cut(raw[4:], int(le32(raw)))
}

func cut(b []byte, n int) (head, rest []byte, err error) {
	if n > len(b) {
		return nil, nil, fmt.Errorf("its definition levels take %d bytes of %d", n, len(b))
	}
	return b[:n], b[n:], nil
}
