package collect

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
)

// lexicon gives words codes in the order in which they first come. It is a hash table with open addressing: words of at
// most 16 bytes, which most categories are, are compared as two numbers and need no memory beyond their slot.
type lexicon struct {
	slots []slot // a power of two
	words []string
	shift uint // leaves of a hash the place of its slot
}

// slot is a word: its key, and its bytes' number so that "a" and "a\x00" differ; 0 is a free slot.
type slot struct {
	key, more uint64
	size      int32
	code      int32
}

// The seed and what keys are multiplied by differ from run to run, so that no file can be made to collide. Codes do not
// depend on them.
var (
	lexiconSeed = maphash.MakeSeed()
	lexiconOdd  = maphash.Bytes(lexiconSeed, []byte("odd")) | 1
	lexiconMore = maphash.Bytes(lexiconSeed, []byte("more")) | 1
)

func newLexicon() *lexicon {
	x := &lexicon{}
	x.make(64)
	return x
}

func (x *lexicon) make(slots int) {
	x.slots = make([]slot, slots)
	x.shift = uint(64 - bits.TrailingZeros(uint(slots)))
}

// clone returns a lexicon that knows the same words and learns others by itself.
func (x *lexicon) clone() *lexicon {
	return &lexicon{slots: slices.Clone(x.slots), words: slices.Clip(x.words), shift: x.shift}
}

// keyed says the size above which a key is a hash and does not tell its word.
const keyed = 16

// wordKey is what a word is found by: its first and last eight bytes, with zeros behind when there are less than nine; of
// a long one a hash.
func wordKey(v []byte) (key, more uint64) {
	switch n := len(v); {
	case n > keyed:
		return maphash.Bytes(lexiconSeed, v), 0
	case n > 8:
		return binary.LittleEndian.Uint64(v), binary.LittleEndian.Uint64(v[n-8:])
	default:
		var all [8]byte
		copy(all[:], v)
		return binary.LittleEndian.Uint64(all[:]), 0
	}
}

// spread is the hash of a key. Its highest bits depend on all of the key.
func spread(key, more uint64) uint64 { return key*lexiconOdd + more*lexiconMore }

// slot returns the slot of a word, or the free one where it belongs.
func (x *lexicon) slot(key, more uint64, v []byte) *slot {
	for i := spread(key, more) >> x.shift; ; i++ {
		s := &x.slots[i&uint64(len(x.slots)-1)]
		if s.size == 0 || s.key == key && s.more == more && s.size == int32(len(v)) && (len(v) <= keyed || x.words[s.code] == string(v)) {
			return s
		}
	}
}

// bytes returns the code of a word that is not empty.
func (x *lexicon) bytes(v []byte) int32 {
	key, more := wordKey(v)
	s := x.slot(key, more, v)
	if s.size != 0 {
		return s.code
	}
	code := int32(len(x.words))
	*s = slot{key, more, int32(len(v)), code}
	x.words = append(x.words, string(v))
	if len(x.words)*2 > len(x.slots) {
		x.grow()
	}
	return code
}

// find returns the code of a word that is there already.
func (x *lexicon) find(v []byte) (code int32, ok bool) {
	key, more := wordKey(v)
	s := x.slot(key, more, v)
	return s.code, s.size != 0
}

// string is bytes for a word that is a string already, and keeps that.
func (x *lexicon) string(w string) int32 {
	n := len(x.words)
	code := x.bytes([]byte(w))
	if int(code) == n {
		x.words[n] = w
	}
	return code
}

func (x *lexicon) grow() {
	old := x.slots
	x.make(4 * len(old))
	for _, s := range old {
		if s.size == 0 {
			continue
		}
		i := spread(s.key, s.more) >> x.shift
		for x.slots[i&uint64(len(x.slots)-1)].size != 0 {
			i++
		}
		x.slots[i&uint64(len(x.slots)-1)] = s
	}
}
