package collect

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"assay/pipeline/cores"
)

// census is what a text holds. It is found in one walk on all cores, since most texts are longer than the processor can
// keep at hand: every piece is asked everything before the next one is looked at.
type census struct {
	ascii       bool // nothing else
	valid       bool // UTF-8
	zeros       bool // holds some, and so on
	returns     bool
	doubled     bool // CR CR LF
	backslashes bool
	feeds       []int32 // line feeds, by piece
}

// pieceBytes is how much stays closest to the processor.
const pieceBytes = 32 << 10

func censusOf(text []byte) census {
	all := census{ascii: true, valid: true, feeds: make([]int32, (len(text)+pieceBytes-1)/pieceBytes)}
	const pieces = blockBytes / pieceBytes
	blocks := make([]census, (len(all.feeds)+pieces-1)/pieces)
	cores.Each(len(blocks), func(k int) {
		b := census{ascii: true, valid: true}
		for i := k * pieces; i < min((k+1)*pieces, len(all.feeds)); i++ {
			all.feeds[i] = b.look(text, i*pieceBytes, min((i+1)*pieceBytes, len(text)))
		}
		blocks[k] = b
	})
	for _, b := range blocks {
		all.ascii, all.valid = all.ascii && b.ascii, all.valid && b.valid
		all.zeros, all.returns = all.zeros || b.zeros, all.returns || b.returns
		all.doubled, all.backslashes = all.doubled || b.doubled, all.backslashes || b.backslashes
	}
	return all
}

// look adds what text[from:to] holds, what begins in it included, and counts its line feeds.
func (v *census) look(text []byte, from, to int) int32 {
	piece := text[from:to]
	if !ascii(piece) {
		v.ascii = false
		v.valid = v.valid && utf8.Valid(text[runeStart(text, from):runeStart(text, to)])
	}
	v.zeros = v.zeros || bytes.IndexByte(piece, 0) >= 0
	v.backslashes = v.backslashes || bytes.IndexByte(piece, '\\') >= 0
	if bytes.IndexByte(piece, '\r') >= 0 {
		v.returns = true
		v.doubled = v.doubled || bytes.Contains(text[from:min(to+2, len(text))], []byte("\r\r\n"))
	}
	return int32(bytes.Count(piece, []byte{'\n'}))
}

// runeStart is where the character that holds the byte at i starts, i when there is none or the text is not UTF-8.
func runeStart(text []byte, i int) int {
	for k := i; k >= 0 && k > i-utf8.UTFMax && k < len(text); k-- {
		if utf8.RuneStart(text[k]) {
			return k
		}
	}
	return i
}

// ascii reports whether text holds no byte above 127.
func ascii(text []byte) bool {
	high := uint64(0)
	for len(text) >= 32 {
		high |= binary.LittleEndian.Uint64(text) | binary.LittleEndian.Uint64(text[8:]) | binary.LittleEndian.Uint64(text[16:]) | binary.LittleEndian.Uint64(text[24:])
		text = text[32:]
	}
	for _, c := range text {
		high |= uint64(c)
	}
	return high&highs == 0
}

// lineFeeds counts those in text[from:to]; text is what was counted, or its beginning.
func (v *census) lineFeeds(text []byte, from, to int) int {
	n := 0
	for from < to {
		next := min((from/pieceBytes+1)*pieceBytes, to)
		if next-from == pieceBytes {
			n += int(v.feeds[from/pieceBytes])
		} else {
			n += bytes.Count(text[from:next], []byte{'\n'})
		}
		from = next
	}
	return n
}
