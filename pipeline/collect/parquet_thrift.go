package collect

import (
	"encoding/binary"
	"fmt"
)

// thrift reads the compact protocol of Apache Thrift, in which Parquet keeps its footer and page headers. It trusts
// nothing: no count or length may exceed the bytes that are left, nesting is bounded, and the first fault stops it.
type thrift struct {
	b     []byte
	depth int
	err   error
}

// The types a field or list item may have.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

const thriftDepth = 32

func (t *thrift) fail(format string, args ...any) {
	if t.err == nil {
		t.err = fmt.Errorf(format, args...)
	}
	t.b = nil
}

func (t *thrift) take(n uint64) []byte {
	if n > uint64(len(t.b)) {
		t.fail("%d bytes are said to follow where %d are left", n, len(t.b))
		return nil
	}
	out := t.b[:n:n]
	t.b = t.b[n:]
	return out
}

func (t *thrift) byte() byte {
	if b := t.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (t *thrift) uint() uint64 {
	v, n := binary.Uvarint(t.b)
	if n <= 0 {
		t.fail("a number is cut short or too long")
		return 0
	}
	t.b = t.b[n:]
	return v
}

func (t *thrift) zigzag() int64 {
	v := t.uint()
	return int64(v>>1) ^ -int64(v&1)
}

// fields walks the fields of a struct. The function reads the value of a field it knows and returns true; the value of
// any other is skipped.
func (t *thrift) fields(known func(id int, kind byte) bool) {
	if t.depth++; t.depth > thriftDepth {
		t.fail("nested more than %d deep", thriftDepth)
	}
	defer func() { t.depth-- }()
	id := 0
	for t.err == nil {
		head := t.byte()
		if t.err != nil || head == 0 {
			return
		}
		if step := int(head >> 4); step > 0 {
			id += step
		} else {
			id = int(int16(t.zigzag()))
		}
		if t.err == nil && !known(id, head&15) {
			t.skip(head & 15)
		}
	}
}

// items walks a list, whose items must be of the kind wanted.
func (t *thrift) items(kind, wanted byte, item func()) {
	if kind != thriftList {
		t.fail("a list is expected and type %d found", kind)
		return
	}
	n, of := t.listHead()
	if of != wanted && n > 0 {
		t.fail("a list of type %d is expected and one of type %d found", wanted, of)
	}
	for ; n > 0 && t.err == nil; n-- {
		item()
	}
}

// listHead reads how many items of which type follow. Every item takes a byte at least.
func (t *thrift) listHead() (n uint64, kind byte) {
	head := t.byte()
	if n = uint64(head >> 4); n == 15 {
		n = t.uint()
	}
	if n > uint64(len(t.b)) {
		t.fail("a list is said to hold %d items where %d bytes are left", n, len(t.b))
	}
	return n, head & 15
}

// int reads a whole number of any size.
func (t *thrift) int(kind byte) int64 {
	switch kind {
	case thriftByte:
		return int64(int8(t.byte()))
	case thriftI16, thriftI32, thriftI64:
		return t.zigzag()
	}
	t.fail("a number is expected and type %d found", kind)
	return 0
}

// int32 reads a whole number that must fit 32 bits.
func (t *thrift) int32(kind byte) int {
	v := t.int(kind)
	if v != int64(int32(v)) {
		t.fail("the number %d does not fit 32 bits", v)
		return 0
	}
	return int(v)
}

func (t *thrift) bytes(kind byte) []byte {
	if kind != thriftBinary {
		t.fail("text is expected and type %d found", kind)
		return nil
	}
	return t.take(t.uint())
}

// inside reads the fields of a struct that is the value of a field.
func (t *thrift) inside(kind byte, known func(id int, kind byte) bool) {
	if kind != thriftStruct {
		t.fail("a struct is expected and type %d found", kind)
		return
	}
	t.fields(known)
}

func (t *thrift) skip(kind byte) {
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		t.take(1)
	case thriftI16, thriftI32, thriftI64:
		t.uint()
	case thriftDouble:
		t.take(8)
	case thriftBinary:
		t.take(t.uint())
	case thriftStruct:
		t.fields(func(int, byte) bool { return false })
	case thriftList, thriftSet, thriftMap:
		t.skipMany(kind)
	default:
		t.fail("there is no type %d", kind)
	}
}

func (t *thrift) skipMany(kind byte) {
	if t.depth++; t.depth > thriftDepth {
		t.fail("nested more than %d deep", thriftDepth)
	}
	defer func() { t.depth-- }()
	if kind != thriftMap {
		n, of := t.listHead()
		for ; n > 0 && t.err == nil; n-- {
			t.skipItem(of)
		}
		return
	}
	n := t.uint()
	if n == 0 {
		return
	}
	of := t.byte()
	for ; n > 0 && t.err == nil; n-- {
		t.skipItem(of >> 4)
		t.skipItem(of & 15)
	}
}

// skipItem is skip for items of lists, where a truth value takes a byte.
func (t *thrift) skipItem(kind byte) {
	if kind == thriftTrue || kind == thriftFalse {
		kind = thriftByte
	}
	t.skip(kind)
}
