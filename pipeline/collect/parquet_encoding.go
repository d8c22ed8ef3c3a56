package collect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// parquetValues are the values of a page that are present, in the one of the three forms that its type has.
type parquetValues struct {
	ints   []int64 // BOOLEAN, INT32, INT64
	floats []float64
	bytes  [][]byte
}

var errShort = errors.New("its values are cut short")

// decodeValues reads n values. Nothing is allocated that the bytes of the page do not pay for, save runs of equal
// values, of which n is the bound.
func (l *parquetLeaf) decodeValues(b []byte, encoding parquetEncoding, n int, v *parquetValues) error {
	switch {
	case encoding == encodingPlain:
		return l.plain(b, n, v)
	case encoding == encodingRLE && l.kind == typeBoolean:
		if len(b) < 4 || int(le32(b)) > len(b)-4 {
			return errShort
		}
		codes, err := hybrid(nil, b[4:], 1, n)
		v.ints = v.ints[:0]
		for _, c := range codes {
			v.ints = append(v.ints, int64(c))
		}
		return err
	case encoding == encodingDelta && (l.kind == typeInt32 || l.kind == typeInt64):
		var err error
		if v.ints, _, err = deltas(v.ints[:0], b, n); err == nil && l.kind == typeInt32 {
			for i, x := range v.ints {
				v.ints[i] = int64(int32(x))
			}
		}
		return err
	case encoding == encodingDeltaLengths && l.kind == typeByteArray:
		var err error
		v.bytes, err = deltaLengths(v.bytes[:0], b, n)
		return err
	case encoding == encodingDeltaBytes && (l.kind == typeByteArray || l.kind == typeFixed):
		return l.deltaBytes(b, n, v)
	case encoding == encodingSplit && l.kind != typeBoolean && l.kind != typeByteArray && l.kind != typeInt96:
		return l.split(b, n, v)
	}
	if encoding.known() {
		return fmt.Errorf("its encoding %s is none for %s", encoding, l.kind)
	}
	return fmt.Errorf("its encoding %d is unknown", encoding)
}

// width is how many bytes a value takes, 0 where they differ.
func (l *parquetLeaf) width() int {
	switch l.kind {
	case typeInt32, typeFloat:
		return 4
	case typeInt64, typeDouble:
		return 8
	case typeInt96:
		return 12
	case typeFixed:
		return l.length
	}
	return 0
}

func (l *parquetLeaf) plain(b []byte, n int, v *parquetValues) error {
	switch l.kind {
	case typeBoolean:
		if (n+7)/8 > len(b) {
			return errShort
		}
		v.ints = v.ints[:0]
		for i := range n {
			v.ints = append(v.ints, int64(b[i/8]>>(i%8)&1))
		}
		return nil
	case typeByteArray:
		v.bytes = v.bytes[:0]
		for range n {
			if len(b) < 4 {
				return errShort
			}
			size := int(le32(b))
			if size > len(b)-4 {
				return fmt.Errorf("a value is said to take %d bytes where %d are left", size, len(b)-4)
			}
			v.bytes, b = append(v.bytes, b[4:4+size]), b[4+size:]
		}
		return nil
	}
	w := l.width()
	if n > len(b)/w {
		return errShort
	}
	v.ints, v.floats, v.bytes = v.ints[:0], v.floats[:0], v.bytes[:0]
	for ; n > 0; n-- {
		l.fixed(b[:w], v)
		b = b[w:]
	}
	return nil
}

// fixed adds one value of fixed width.
func (l *parquetLeaf) fixed(b []byte, v *parquetValues) {
	switch l.kind {
	case typeInt32:
		v.ints = append(v.ints, int64(int32(binary.LittleEndian.Uint32(b))))
	case typeInt64:
		v.ints = append(v.ints, int64(binary.LittleEndian.Uint64(b)))
	case typeFloat:
		v.floats = append(v.floats, single(math.Float32frombits(binary.LittleEndian.Uint32(b))))
	case typeDouble:
		v.floats = append(v.floats, math.Float64frombits(binary.LittleEndian.Uint64(b)))
	default:
		v.bytes = append(v.bytes, b)
	}
}

// split reads values whose first bytes come first, then all their second bytes, and so on.
func (l *parquetLeaf) split(b []byte, n int, v *parquetValues) error {
	w := l.width()
	if n > len(b)/w {
		return errShort
	}
	v.ints, v.floats, v.bytes = v.ints[:0], v.floats[:0], v.bytes[:0]
	all := make([]byte, n*w)
	for i := range n {
		one := all[i*w : (i+1)*w]
		for k := range one {
			one[k] = b[k*n+i]
		}
		l.fixed(one, v)
	}
	return nil
}

// levelBits is how many bits hold the numbers up to v.
func levelBits(v int) int { return bits.Len(uint(v)) }

// hybrid reads n numbers of some width that are stored as runs of equal ones and packed groups of eight.
func hybrid(dst []int32, b []byte, width, n int) ([]int32, error) {
	if width > 32 {
		return nil, fmt.Errorf("numbers of %d bits each", width)
	}
	for n > 0 {
		head, k := binary.Uvarint(b)
		if k <= 0 {
			return nil, errShort
		}
		b = b[k:]
		if head&1 == 1 {
			groups := head >> 1
			count := n
			if groups < uint64(n+7)/8 {
				count = int(groups) * 8
			}
			size := (count*width + 7) / 8
			if size > len(b) {
				return nil, errShort
			}
			dst = unpackBits(dst, b, width, count)
			n -= count
			if full := groups * uint64(width); full < uint64(len(b)) {
				b = b[full:]
			} else {
				b = nil
			}
			continue
		}
		run, size := head>>1, (width+7)/8
		if run == 0 || run > uint64(n+7)/8*8 { // some writers round the last one up
			return nil, fmt.Errorf("a run of %d where %d values are left", run, n)
		}
		run = min(run, uint64(n))
		if size > len(b) {
			return nil, errShort
		}
		value := uint32(0)
		for i := range size {
			value |= uint32(b[i]) << (8 * i)
		}
		if int64(value)>>width != 0 {
			return nil, fmt.Errorf("the number %d in %d bits", value, width)
		}
		for range run {
			dst = append(dst, int32(value))
		}
		b, n = b[size:], n-int(run)
	}
	return dst, nil
}

// unpackBits adds n numbers of up to 32 bits, which lie side by side from the lowest bit on.
func unpackBits(dst []int32, b []byte, width, n int) []int32 {
	mask := uint64(1)<<width - 1
	for i := range n {
		at := i * width
		dst = append(dst, int32(load(b, at/8)>>(at%8)&mask))
	}
	return dst
}

// load reads eight bytes from at on; what lies past the end is zero.
func load(b []byte, at int) uint64 {
	if at+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[at:])
	}
	v := uint64(0)
	for i := at; i < len(b); i++ {
		v |= uint64(b[i]) << (8 * (i - at))
	}
	return v
}

// bitPacked reads levels in the oldest form, from the highest bit on.
func bitPacked(dst []int32, b []byte, width, n int) ([]int32, error) {
	if (n*width+7)/8 > len(b) {
		return nil, errShort
	}
	for i := range n {
		v := int32(0)
		for k := i * width; k < (i+1)*width; k++ {
			v = v<<1 | int32(b[k/8]>>(7-k%8)&1)
		}
		dst = append(dst, v)
	}
	return dst, nil
}

// single is the shortest decimal that is the same 4-byte number, as a float64: what was written as 0.1 reads as 0.1.
func single(f float32) float64 {
	x := float64(f)
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	for _, p := range tens[:8] {
		if y := math.Round(x*p) / p; float32(y) == f {
			return y
		}
	}
	return shortest(x)
}
