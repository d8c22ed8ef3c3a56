package collect

import (
	"encoding/binary"
	"math/bits"
)

// plainNumbers reads a column of numbers in a run of records into the places from row on. The first two of ends are those
// before and behind its first field, and so on for every record. A number in quotes is read like another; whatever is not
// plain goes the usual way.
func (c *cells) plainNumbers(row int, d []byte, ends []int32, t *straight) {
	out := c.numbers[row:]
	size := t.width + 1
	for i := 0; ; i++ {
		i += numbersUntil(out[i:], d, ends[min(i*size, len(ends)):], size)
		o := i * size
		if o+1 >= len(ends) {
			return
		}
		start, end := ends[o]+1, ends[o+1]
		if d[start] == t.quote && end > start {
			start, end = start+1, end-1
			if numbersUntil(out[i:i+1], d, []int32{start - 1, end}, 2) == 1 {
				continue
			}
		}
		c.number(row+i, d[start:end])
	}
}

// numbersUntil reads numbers until one is not plain and returns how many there were. It calls nothing, so that all it works
// with stays in registers.
//
// The last eight digits are weighed together (Lemire, "Number parsing at a gigabyte per second", 2021), then those before.
// Up to 15 digits and the power of ten are both exact in a float64, so their quotient is the nearest number.
func numbersUntil(out []float64, d []byte, ends []int32, size int) int {
	o := 0
	for i := range out {
		if uint(o) >= uint(len(ends)) || uint(o+1) >= uint(len(ends)) {
			return i
		}
		start, end := int(ends[o])+1, int(ends[o+1])
		o += size
		n := uint(end - start)
		w := binary.LittleEndian.Uint64(d[start : start+8])
		if n == 1 {
			digit := byte(w) - '0'
			if digit > 9 {
				return i
			}
			out[i] = float64(digit)
			continue
		}
		negative := byte(w) == '-'
		if negative {
			n--
			w = binary.LittleEndian.Uint64(d[start+1 : start+9])
		}
		zero, head := byte(w) == '0', uint64(0)
		w ^= ones * '0'
		switch {
		case n-1 < 8:
			w <<= (64 - 8*n) & 63 // the last digit on top, zeros below the first
		case n == 0 && !negative:
			out[i] = nan
			continue
		case n-1 < 16 && n > 0:
			w <<= (128 - 8*n) & 63
			if (w+ones*0x76|w)&highs != 0 {
				return i
			}
			head = weigh(w)
			w = binary.LittleEndian.Uint64(d[end-8:end]) ^ ones*'0'
		default:
			return i
		}
		point, scale, rest := zeros(w^ones*('.'^'0')), 1., uint64(1e8)
		if point != 0 { // the digits before it move up by one
			below := point ^ (point - 1)
			w ^= (w ^ w<<8) & below
			at := uint(bits.TrailingZeros64(point)) / 8
			if zero && n+at > 9 || n == 1 {
				return i
			}
			scale, rest = tens[(7-at)&7], 1e7
		} else if zero && n > 1 || n > 15 {
			return i // a code, or more digits than are exact
		}
		if (w+ones*0x76|w)&highs != 0 {
			return i
		}
		v := float64(int64(weigh(w) + head*rest))
		if point != 0 {
			v /= scale
		}
		if negative {
			v = -v
		}
		out[i] = v
	}
	return len(out)
}

// zeros has the high bit of each byte of v that is zero, and maybe of bytes above the lowest of these (Mycroft's test).
func zeros(v uint64) uint64 { return (v - ones) &^ v & highs }

// weigh adds up eight digits, the last one in the highest byte.
func weigh(w uint64) uint64 {
	w = w*10 + w>>8
	return ((w&0x000000ff000000ff)*(100+1000000<<32) + (w>>16&0x000000ff000000ff)*(1+10000<<32)) >> 32
}

// plainWords reads a column of words likewise.
func (c *cells) plainWords(row int, d []byte, ends []int32, t *straight) {
	out := c.codes[row:]
	size := t.width + 1
	for i := 0; ; i++ {
		i += wordsUntil(out[i:], d, ends[min(i*size, len(ends)):], size, c.lexicon, t.quote)
		o := i * size
		if o+1 >= len(ends) {
			return
		}
		c.word(row+i, t.inside(d, int(ends[o])+1, int(ends[o+1])))
	}
}

// wordsUntil reads words until one is new, long or missing, and returns how many there were. Like numbersUntil it calls
// nothing: it is lexicon.slot, with keys put together from the text.
func wordsUntil(out []int32, d []byte, ends []int32, size int, x *lexicon, quote byte) int {
	slots, shift := x.slots, x.shift
	odd := lexiconOdd
	o := 0
	for i := range out {
		if uint(o) >= uint(len(ends)) || uint(o+1) >= uint(len(ends)) {
			return i
		}
		start, end := int(ends[o])+1, int(ends[o+1])
		o += size
		first := binary.LittleEndian.Uint64(d[start : start+8])
		n := uint(end - start)
		if byte(first) == quote && n != 0 {
			start, end, n = start+1, end-1, n-2
			first = binary.LittleEndian.Uint64(d[start : start+8])
		}
		last, middle, hash := uint64(0), uint64(0), uint64(0)
		switch {
		case n == 0:
			out[i] = -1
			continue
		case n <= 8:
			first &= ^uint64(0) >> ((64 - 8*n) & 63)
		case n <= keyed:
			last = binary.LittleEndian.Uint64(d[end-8 : end])
			if n > 16 {
				middle = binary.LittleEndian.Uint64(d[start+8 : start+16])
			}
			hash = last*odd[1] + middle*odd[2]
		default:
			return i
		}
		for at := (hash + first*odd[0]) >> (shift & 63); ; at++ {
			s := &slots[at&uint64(len(slots)-1)]
			if s.first == first && s.last == last && s.middle == middle && s.size == int32(n) {
				out[i] = s.code
				break
			}
			if s.size == 0 {
				return i
			}
		}
	}
	return len(out)
}
