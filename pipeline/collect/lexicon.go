package collect

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
)

// lexicon gives words codes in the order in which they first come. It is a hash table with open addressing: words of at
// most 24 bytes, which most categories are, are compared as three numbers and need no memory beyond their slot.
type lexicon struct {
	slots []slot // a power of two
	words []string
	shift uint // leaves of a hash the place of its slot
}

// slot is a word: its key, and its bytes' number so that "a" and "a\x00" differ; 0 is a free slot.
type slot struct {
	wordKey
	size, code int32
}

// The seed and what keys are multiplied by differ from run to run, so that no file can be made to collide. Codes do not
// depend on them.
var (
	lexiconSeed = maphash.MakeSeed()
	lexiconOdd  = func() (odd [3]uint64) {
		for i := range odd {
			odd[i] = maphash.Bytes(lexiconSeed, []byte{byte(i)}) | 1
		}
		return odd
	}()
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

// wordKey is what a word is found by: its first eight bytes, with zeros behind when there are less; if it is longer, its
// last eight too; and if these do not meet, those from the eighth on. Of a word of more than keyed bytes it is a hash.
type wordKey struct{ first, last, middle uint64 }

const keyed = 24

func keyOf(v []byte) (k wordKey) {
	switch n := len(v); {
	case n > keyed:
		k.first = maphash.Bytes(lexiconSeed, v)
	case n > 8:
		k.first, k.last = binary.LittleEndian.Uint64(v), binary.LittleEndian.Uint64(v[n-8:])
		if n > 16 {
			k.middle = binary.LittleEndian.Uint64(v[8:])
		}
	default:
		var all [8]byte
		copy(all[:], v)
		k.first = binary.LittleEndian.Uint64(all[:])
	}
	return k
}

// hash spreads a key; its highest bits depend on all of it.
func (k wordKey) hash() uint64 {
	return k.first*lexiconOdd[0] + k.last*lexiconOdd[1] + k.middle*lexiconOdd[2]
}

// slot returns the slot of a word, or the free one where it belongs.
func (x *lexicon) slot(k wordKey, v []byte) *slot {
	for i := k.hash() >> x.shift; ; i++ {
		s := &x.slots[i&uint64(len(x.slots)-1)]
		if s.size == 0 || s.wordKey == k && s.size == int32(len(v)) && (len(v) <= keyed || x.words[s.code] == string(v)) {
			return s
		}
	}
}

// bytes returns the code of a word that is not empty.
func (x *lexicon) bytes(v []byte) int32 {
	k := keyOf(v)
	s := x.slot(k, v)
	if s.size != 0 {
		return s.code
	}
	code := int32(len(x.words))
	*s = slot{k, int32(len(v)), code}
	x.words = append(x.words, string(v))
	if len(x.words)*2 > len(x.slots) {
		x.grow()
	}
	return code
}

// find returns the code of a word that is there already.
func (x *lexicon) find(v []byte) (code int32, ok bool) {
	k := keyOf(v)
	s := x.slot(k, v)
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
		i := s.hash() >> x.shift
		for x.slots[i&uint64(len(x.slots)-1)].size != 0 {
			i++
		}
		x.slots[i&uint64(len(x.slots)-1)] = s
	}
}
