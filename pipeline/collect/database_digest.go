package collect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"assay/pipeline/table"
)

// rowDigest proves what rows a server gave. It is the SHA-256 of the rows as CSV text in one fixed form: UTF-8, a header
// line, commas, line feeds; numbers without needless digits, text exactly as it came, in quotes where it holds a quote,
// comma or line end or is empty; nothing between the commas where a value is missing. Columns that are left out are
// not in it. The text itself is kept only when asked for.
type rowDigest struct {
	hash hash.Hash
	buf  []byte
	size int64
	row  bool // something stands in this row
	keep bool
	kept bytes.Buffer
}

func newDigest(keep bool) *rowDigest { return &rowDigest{hash: sha256.New(), keep: keep} }

func (d *rowDigest) comma() {
	if d.row {
		d.buf = append(d.buf, ',')
	}
	d.row = true
}

func (d *rowDigest) null() { d.comma() }

func (d *rowDigest) integer(v int64) {
	d.comma()
	d.buf = strconv.AppendInt(d.buf, v, 10)
}

func (d *rowDigest) float(v float64) {
	d.comma()
	if whole := int64(v); float64(whole) == v && whole < 1e15 && whole > -1e15 {
		d.buf = strconv.AppendInt(d.buf, whole, 10)
		return
	}
	d.buf = append(d.buf, table.FormatNumber(v)...)
}

func (d *rowDigest) text(s string) { d.bytes([]byte(s)) }

func (d *rowDigest) bytes(s []byte) {
	d.comma()
	if len(s) > 0 && bytes.IndexByte(s, '"') < 0 && bytes.IndexByte(s, ',') < 0 && bytes.IndexByte(s, '\n') < 0 && bytes.IndexByte(s, '\r') < 0 {
		d.buf = append(d.buf, s...)
		return
	}
	d.buf = append(d.buf, '"')
	d.buf = append(d.buf, bytes.ReplaceAll(s, []byte(`"`), []byte(`""`))...)
	d.buf = append(d.buf, '"')
}

func (d *rowDigest) end() {
	d.buf, d.row = append(d.buf, '\n'), false
	if len(d.buf) >= 1<<15 {
		d.flush()
	}
}

func (d *rowDigest) flush() {
	d.hash.Write(d.buf)
	d.size += int64(len(d.buf))
	if d.keep {
		d.kept.Write(d.buf)
	}
	d.buf = d.buf[:0]
}

// sum is the size of the text and its SHA-256.
func (d *rowDigest) sum() (int64, string) {
	d.flush()
	return d.size, hex.EncodeToString(d.hash.Sum(nil))
}

// copied is the text, when it was to be kept.
func (d *rowDigest) copied() []byte { return d.kept.Bytes() }
