package collect

import "assay/pipeline/table"

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
	1e19, 1e20, 1e21, 1e22}

// number is table.ParseNumber for bytes. Up to 15 digits without an exponent it needs no library: the digits and the
// power of ten are both exact in a float64, so their quotient is the nearest number (Clinger, "How to read floating
// point numbers accurately", 1990).
func number(b []byte) (float64, bool) {
	i, negative := 0, false
	if len(b) > 0 && b[0] == '-' {
		i, negative = 1, true
	}
	if len(b)-i > 16 || len(b) == i {
		return slowNumber(b)
	}
	start, digits, point := i, int64(0), -1
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c <= 9 {
			digits = digits*10 + int64(c)
		} else if b[i] == '.' && point < 0 {
			point = i
		} else {
			return slowNumber(b)
		}
	}
	n, fraction := len(b)-start, 0
	if point >= 0 {
		n, fraction = n-1, len(b)-point-1
	}
	whole := n - fraction
	if n == 0 || n > 15 || whole > 1 && b[start] == '0' {
		return slowNumber(b)
	}
	x := float64(digits) / tens[fraction]
	if negative {
		x = -x
	}
	return x, true
}

// slowNumber lets table.ParseNumber judge anything out of the ordinary, first turning away what cannot be one.
func slowNumber(b []byte) (float64, bool) {
	for _, c := range b {
		if c > 'e' && c < 0x80 || c == 0 { // blanks beyond ASCII may surround a number
			return 0, false
		}
	}
	return table.ParseNumber(string(b))
}

// missing is table.IsMissing for bytes.
func missing(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if !missingFirst[b[0]] {
		return false
	}
	return table.IsMissing(string(b))
}

// missingFirst marks the bytes that a missing token can start with; anything outside ASCII may be a wide blank.
var missingFirst = func() (first [256]bool) {
	for _, c := range []byte("nN#-?.(<") {
		first[c] = true
	}
	for c := range first {
		if c <= ' ' || c >= 0x80 {
			first[c] = true
		}
	}
	return first
}()
