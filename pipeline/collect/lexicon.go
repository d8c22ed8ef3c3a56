package collect

import "hash/maphash"

// lexicon finds the code of a word among words that are kept elsewhere. It is a hash table with open addressing whose
// entries hold half of a word's hash beside its code: most words that differ are told apart without being looked at,
// and growing needs no word at all.
type lexicon struct {
	entries []uint64 // hash in the upper half, code+1 in the lower; 0 is free
	used    int
}

// lexiconSeed is one for the program: codes never depend on it, for they are given in order of appearance.
var lexiconSeed = maphash.MakeSeed()

// code returns the code of v in words, and appends v when it is new.
func (x *lexicon) code(v []byte, words *[]string) int32 {
	if x.used*4 >= len(x.entries)*3 {
		x.grow()
	}
	mask := uint64(len(x.entries) - 1)
	hash := maphash.Bytes(lexiconSeed, v) >> 32
	for i := hash & mask; ; i = (i + 1) & mask {
		e := x.entries[i]
		if e == 0 {
			*words = append(*words, string(v))
			x.used++
			x.entries[i] = hash<<32 | uint64(len(*words))
			return int32(len(*words) - 1)
		}
		if code := uint32(e) - 1; e>>32 == hash && (*words)[code] == string(v) {
			return int32(code)
		}
	}
}

func (x *lexicon) grow() {
	old := x.entries
	x.entries = make([]uint64, max(16, 2*len(old)))
	mask := uint64(len(x.entries) - 1)
	for _, e := range old {
		if e == 0 {
			continue
		}
		i := e >> 32 & mask
		for x.entries[i] != 0 {
			i = (i + 1) & mask
		}
		x.entries[i] = e
	}
}
