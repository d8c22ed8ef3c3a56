package predict_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"assay/pipeline/predict"
)

// FuzzDecode feeds arbitrary files: refused or decoded, never a panic, and what is decoded comes back the same.
func FuzzDecode(f *testing.F) {
	data := encoded(f)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add(file(1, []byte("{}")))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := predict.Decode(data)
		if err != nil {
			return
		}
		if _, _, err := predict.Encode(b); err != nil {
			t.Errorf("decoded, but cannot be encoded: %v", err)
		}
	})
}

// FuzzOpen feeds arbitrary content in a file that is whole: opened or refused, and what is opened answers, never a panic.
func FuzzOpen(f *testing.F) {
	data := encoded(f)
	payload := data[header : len(data)-trailer]
	f.Add(payload)
	for _, swap := range [][2]string{{`"logistic"`, `"majority"`}, {`"kind":1`, `"kind":0`}, {`"kind":1`, `"kind":-7`},
		{`"steps":[`, `"steps":[null,`}, {`"data":{`, `"data":null,"x":{`}, {`"parts":[`, `"parts":[1,`}, {`0.`, `9e307`}, {`[`, `[[`}} {
		f.Add(bytes.ReplaceAll(payload, []byte(swap[0]), []byte(swap[1])))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		open(t, payload)
	})
}

// open opens a payload and asks it a few things; it reports whether it opened.
func open(t *testing.T, payload []byte) bool {
	b, err := predict.Decode(file(1, payload))
	if err != nil {
		return false
	}
	s, err := predict.Open(b)
	if err != nil {
		return false
	}
	for _, cell := range []string{"", "1", "€ 1.200,50", "x"} {
		record := make([]string, len(s.Fields()))
		for i := range record {
			record[i] = cell
		}
		if all, err := s.Decide([][]string{record}); err == nil && len(all) != 1 {
			t.Errorf("%d decisions for a case", len(all))
		}
	}
	return true
}

// TestMangledContentNeverPanics changes a few signs of a real bundle and mends the checksum, as an attacker could. The
// fuzzer is slow at keeping so much JSON whole.
func TestMangledContentNeverPanics(t *testing.T) {
	data := encoded(t)
	payload := data[header : len(data)-trailer]
	r := rand.New(rand.NewPCG(3, 4))
	opened := 0
	for range 400 {
		if open(t, mangled(r, bytes.Clone(payload))) {
			opened++
		}
	}
	if opened < 40 || opened > 360 {
		t.Errorf("%d of 400 opened: the mangling is too coarse or does nothing", opened)
	}
}

func mangled(r *rand.Rand, p []byte) []byte {
	const signs = `0123456789-e."[]{},:ntx`
	for range 1 + r.IntN(3) {
		at := r.IntN(len(p))
		switch r.IntN(3) {
		case 0:
			p[at] = signs[r.IntN(len(signs))]
		case 1: // a digit, so that the JSON stays whole
			for p[at] < '0' || p[at] > '9' {
				at = (at + 1) % len(p)
			}
			p[at] = signs[r.IntN(12)]
		case 2:
			p = append(p[:at], p[at+1:]...)
		}
	}
	return p
}
