package collect

import (
	"encoding/binary"
	"hash/maphash"
)

// lexicon gives words codes in the order in which they first come. It is a hash table with open addressing: words of at
// most eight bytes, which most categories are, are compared as one number and need no memory beyond their slot.
type lexicon struct {
	slots []slot // a power of two
	words []string
	mask  uint64
}

// slot is a word: the bytes themselves when they are few, else their hash.
type slot struct {
	key  uint64
	size int32 // bytes, so that "a" and "a\x00" differ; 0 is a free slot
	code int32
}

// lexiconSeed differs from run to run, so that no file can be made to collide. Codes do not depend on it.
var (
	lexiconSeed = maphash.MakeSeed()
	lexiconOdd  = maphash.Bytes(lexiconSeed, []byte("odd")) | 1
)

func newLexicon() *lexicon {
	const slots = 64
	return &lexicon{slots: make([]slot, slots), mask: slots - 1}
}

// bytes returns the code of a word that is not empty.
func (x *lexicon) bytes(v []byte) int32 {
	if len(v) > 8 {
		return x.long(maphash.Bytes(lexiconSeed, v), v)
	}
	var all [8]byte
	copy(all[:], v)
	return x.short(binary.LittleEndian.Uint64(all[:]), v)
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

// short returns the code of a word of one to eight bytes, key being those bytes with zeros behind.
func (x *lexicon) short(key uint64, v []byte) int32 {
	size := int32(len(v))
	i := spread(key)
	for {
		s := &x.slots[i&x.mask]
		if s.key == key && s.size == size {
			return s.code
		}
		if s.size == 0 {
			return x.add(s, slot{key, size, 0}, v)
		}
		i++
	}
}

func (x *lexicon) long(hash uint64, v []byte) int32 {
	size := int32(len(v))
	i := hash
	for {
		s := &x.slots[i&x.mask]
		if s.key == hash && s.size == size && x.words[s.code] == string(v) {
			return s.code
		}
		if s.size == 0 {
			return x.add(s, slot{hash, size, 0}, v)
		}
		i++
	}
}

// spread mixes the bytes of a short word into the low bits.
func spread(key uint64) uint64 {
	h := key * lexiconOdd
	return h ^ h>>32
}

func (x *lexicon) add(free *slot, s slot, v []byte) int32 {
	s.code = int32(len(x.words))
	*free = s
	x.words = append(x.words, string(v))
	if len(x.words)*2 > len(x.slots) {
		x.grow()
	}
	return s.code
}

func (x *lexicon) grow() {
	old := x.slots
	x.slots = make([]slot, 4*len(old))
	x.mask = uint64(len(x.slots) - 1)
	for _, s := range old {
		if s.size == 0 {
			continue
		}
		i := s.key
		if s.size <= 8 {
			i = spread(s.key)
		}
		for x.slots[i&x.mask].size != 0 {
			i++
		}
		x.slots[i&x.mask] = s
	}
}
