package collect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// maxDeltaBlock bounds the block size a page may declare; writers use 128 or 1024.
const maxDeltaBlock = 1 << 20

// deltas reads n whole numbers stored as differences in packed blocks, and returns the bytes that follow them.
func deltas(dst []int64, b []byte, n int) ([]int64, []byte, error) {
	var head [3]uint64 // values in a block, parts of a block, values in all
	for i := range head {
		v, k := binary.Uvarint(b)
		if k <= 0 {
			return nil, nil, errShort
		}
		head[i], b = v, b[k:]
	}
	first, k := binary.Varint(b)
	if k <= 0 {
		return nil, nil, errShort
	}
	b = b[k:]
	if head[2] != uint64(n) {
		return nil, nil, fmt.Errorf("it stores %d values where %d are expected", head[2], n)
	}
	if head[0] == 0 || head[0] > maxDeltaBlock || head[1] == 0 || head[0]%head[1] != 0 || head[0]/head[1]%8 != 0 {
		return nil, nil, fmt.Errorf("blocks of %d values in %d parts", head[0], head[1])
	}
	if n == 0 {
		return dst, b, nil
	}
	dst = append(dst, first)
	for n--; n > 0; {
		step, k := binary.Varint(b)
		if k <= 0 || uint64(len(b)-k) < head[1] {
			return nil, nil, errShort
		}
		widths := b[k : k+int(head[1])]
		b = b[k+int(head[1]):]
		for _, w := range widths {
			if n == 0 {
				break
			}
			part := int(head[0] / head[1])
			count, size := min(part, n), part*int(w)/8
			if w > 64 || (count*int(w)+7)/8 > len(b) {
				return nil, nil, errShort
			}
			for i := range count {
				first += step + int64(bitsAt(b, i*int(w), int(w)))
				dst = append(dst, first)
			}
			b, n = b[min(size, len(b)):], n-count
		}
	}
	return dst, b, nil
}

// bitsAt reads up to 64 bits from a bit on.
func bitsAt(b []byte, at, width int) uint64 {
	if width == 0 {
		return 0
	}
	v := load(b, at/8) >> (at % 8)
	if over := at%8 + width - 64; over > 0 {
		v |= uint64(b[at/8+8]) << (64 - at%8)
	}
	return v & (^uint64(0) >> (64 - width))
}

// deltaLengths reads texts whose lengths come first.
func deltaLengths(dst [][]byte, b []byte, n int) ([][]byte, error) {
	lengths, b, err := deltas(nil, b, n)
	if err != nil {
		return nil, err
	}
	for _, size := range lengths {
		if size < 0 || size > int64(len(b)) {
			return nil, fmt.Errorf("a value is said to take %d bytes where %d are left", size, len(b))
		}
		dst, b = append(dst, b[:size]), b[size:]
	}
	return dst, nil
}

// deltaBytes reads texts of which each repeats the start of the one before.
func (l *parquetLeaf) deltaBytes(b []byte, n int, v *parquetValues) error {
	prefixes, b, err := deltas(nil, b, n)
	if err != nil {
		return err
	}
	tails, err := deltaLengths(nil, b, n)
	if err != nil {
		return err
	}
	v.bytes = v.bytes[:0]
	total := 0
	var last []byte
	for i, tail := range tails {
		if prefixes[i] < 0 || prefixes[i] > int64(len(last)) {
			return fmt.Errorf("a value repeats %d bytes of %d", prefixes[i], len(last))
		}
		if total += int(prefixes[i]) + len(tail); total > maxPage {
			return errors.New("its values take more than a gigabyte")
		}
		last = append(last[:prefixes[i]:prefixes[i]], tail...)
		if l.kind == typeFixed && len(last) != l.length {
			return fmt.Errorf("a value has %d bytes, not %d", len(last), l.length)
		}
		v.bytes = append(v.bytes, last)
	}
	return nil
}

// shortest reads a number back from the fewest digits that tell it among 4-byte numbers.
func shortest(x float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', -1, 32), 64)
	if err != nil {
		return x
	}
	return v
}
