package collect

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// isText reports whether values of the column are text by their type alone. Numbers are INT32, INT64, FLOAT, DOUBLE,
// FLOAT16 and DECIMAL; a decimal without digits after the point is held to what a whole number is.
func (l *parquetLeaf) isText() bool {
	switch l.logical {
	case decimalLogical, halfLogical:
		return false
	case noLogical, variantLogical:
		return l.kind == typeBoolean || l.kind == typeInt96 || l.kind == typeByteArray || l.kind == typeFixed
	}
	return true
}

// maxExact is the largest whole number up to which a float64 tells all of them apart.
const maxExact = 1 << 53

// cells turns values into numbers or, when the column is text or a value makes it so, into codes.
func (c *parquetColumn) cells(v parquetValues, numbers []float64, codes []int32) ([]float64, []int32, error) {
	if !c.text {
		out, ok, err := c.numeric(v, numbers)
		if err != nil || ok {
			return out, codes, err
		}
		c.toText()
	}
	codes, err := c.coded(v, codes)
	return numbers, codes, err
}

// numeric turns values into numbers; false says that a whole number is too large to be one.
func (c *parquetColumn) numeric(v parquetValues, out []float64) (_ []float64, ok bool, err error) {
	l := &c.leaf
	switch {
	case l.kind == typeFloat || l.kind == typeDouble:
		return append(out, v.floats...), true, nil
	case l.logical == halfLogical:
		for _, b := range v.bytes {
			out = append(out, half(binary.LittleEndian.Uint16(b)))
		}
		return out, true, nil
	case l.logical == decimalLogical:
		return c.decimals(v, out)
	}
	for _, x := range v.ints {
		if l.unsigned && l.kind == typeInt32 {
			x = int64(uint32(x))
		}
		if x > maxExact || x < -maxExact || l.unsigned && x < 0 {
			return out, false, nil
		}
		out = append(out, float64(x))
	}
	return out, true, nil
}

// decimals turns scaled whole numbers into the float64 nearest to them. Without digits after the point they are whole
// numbers, and the same bound holds.
func (c *parquetColumn) decimals(v parquetValues, out []float64) (_ []float64, ok bool, err error) {
	for _, x := range v.ints {
		if out, ok = c.decimal(x, out); !ok {
			return out, false, nil
		}
	}
	for _, b := range v.bytes {
		if len(b) > maxDecimal {
			return nil, false, fmt.Errorf("a decimal of %d bytes", len(b))
		}
		if short, is := signed(b); is {
			out, ok = c.decimal(short, out)
		} else {
			out, ok = c.long(bigOf(b).String(), out)
		}
		if !ok {
			return out, false, nil
		}
	}
	return out, true, nil
}

// maxDecimal is how many bytes a decimal may take: more than 150 digits.
const maxDecimal = 64

func (c *parquetColumn) decimal(x int64, out []float64) ([]float64, bool) {
	if x <= maxExact && x >= -maxExact && c.leaf.scale < len(tens) {
		return append(out, float64(x)/tens[c.leaf.scale]), true
	}
	return c.long(strconv.FormatInt(x, 10), out)
}

// long adds a decimal of many digits, and notes when they are more than a float64 keeps.
func (c *parquetColumn) long(digits string, out []float64) ([]float64, bool) {
	if c.leaf.scale == 0 {
		return out, false
	}
	c.rounded = c.rounded || len(strings.TrimRight(strings.TrimLeft(digits, "-"), "0")) > 15
	v, err := strconv.ParseFloat(digits+"e-"+strconv.Itoa(c.leaf.scale), 64)
	if err != nil {
		v = nan // maxDecimal keeps it in range
	}
	return append(out, v), true
}

// signed reads a whole number, the highest byte first, when eight bytes hold it.
func signed(b []byte) (v int64, ok bool) {
	fill := byte(0)
	if len(b) > 0 && b[0]&0x80 != 0 {
		v, fill = -1, 0xff
	}
	for len(b) > 8 && b[0] == fill && (b[1]^fill)&0x80 == 0 {
		b = b[1:]
	}
	for _, x := range b {
		v = v<<8 | int64(x)
	}
	return v, len(b) <= 8
}

func bigOf(b []byte) *big.Int {
	v := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return v
}

// half is the value of a 2-byte floating point number.
func half(b uint16) float64 {
	exponent, fraction := int(b>>10&31), float64(b&1023)
	v := 0.0
	switch exponent {
	case 0:
		v = math.Ldexp(fraction, -24)
	case 31:
		if v = math.Inf(1); fraction != 0 {
			return nan
		}
	default:
		v = math.Ldexp(1024+fraction, exponent-25)
	}
	if b&0x8000 != 0 {
		v = -v
	}
	return v
}

// coded turns values into codes of texts.
func (c *parquetColumn) coded(v parquetValues, codes []int32) ([]int32, error) {
	l := &c.leaf
	for _, x := range v.ints {
		codes = append(codes, c.whole(x, l.write))
	}
	for _, b := range v.bytes {
		codes = append(codes, c.wordOf(b))
	}
	return codes, nil
}

// write is the text of a value that is stored as a whole number.
func (l *parquetLeaf) write(x int64) string {
	switch {
	case l.kind == typeBoolean:
		return strconv.FormatBool(x != 0)
	case l.logical == dateLogical:
		return time.Unix(x*86400, 0).UTC().Format("2006-01-02")
	case l.logical == timestampLogical:
		perSecond := int64(time.Second) / l.perTick
		return stamp(floorDiv(x, perSecond), floorMod(x, perSecond)*l.perTick, l.utc)
	case l.logical == timeLogical && x >= 0 && x < int64(24*time.Hour)/l.perTick:
		return time.Unix(0, x*l.perTick).UTC().Format("15:04:05.999999999")
	case l.unsigned && l.kind == typeInt64:
		return strconv.FormatUint(uint64(x), 10)
	case l.unsigned:
		return strconv.FormatUint(uint64(uint32(x)), 10)
	}
	return strconv.FormatInt(x, 10)
}

// stamp writes a point in time, with Z when it is known to be UTC.
func stamp(seconds, nanos int64, utc bool) string {
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z07:00"
	}
	return time.Unix(seconds, nanos).UTC().Format(layout)
}

// floorDiv is a/b rounded down, and floorMod what is left over: times before 1970 are negative.
func floorDiv(a, b int64) int64 {
	if a%b < 0 {
		return a/b - 1
	}
	return a / b
}

func floorMod(a, b int64) int64 { return (a%b + b) % b }

// wordOf is the code of a value that is stored as bytes.
func (c *parquetColumn) wordOf(b []byte) int32 {
	switch l := &c.leaf; {
	case l.kind == typeInt96:
		// Nanoseconds of the day, then the Julian day; 2440588 began at 1970-01-01.
		days := int64(binary.LittleEndian.Uint32(b[8:])) - 2440588
		return c.add(stamp(days*86400, int64(binary.LittleEndian.Uint64(b)), false))
	case l.logical == uuidLogical:
		return c.add(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
	case l.logical == intervalLogical:
		months, days, millis := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])
		return c.add(fmt.Sprintf("P%dM%dDT%sS", months, days, strconv.FormatFloat(float64(millis)/1000, 'f', -1, 64)))
	case l.logical == decimalLogical:
		return c.add(bigOf(b).String())
	}
	return c.word(b)
}
