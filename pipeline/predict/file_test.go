package predict_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/predict"
	"assay/pipeline/prepare"
)

// The layout of the file, written out again so that a change of format cannot go unseen.
const (
	magic   = "ASSAYBDL"
	header  = 8 + 4 + 8
	trailer = 32
)

func encoded(t testing.TB) []byte {
	t.Helper()
	data, _, err := predict.Encode(session(t).Deployed().Bundle)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// file wraps a payload the way Encode does, with a right checksum.
func file(version uint32, payload []byte) []byte {
	data := binary.BigEndian.AppendUint32([]byte(magic), version)
	data = binary.BigEndian.AppendUint64(data, uint64(len(payload)))
	data = append(data, payload...)
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

func TestBundleRoundTrip(t *testing.T) {
	was := session(t).Deployed()
	path := filepath.Join(t.TempDir(), "loans.assay")
	saved, err := predict.Save(path, was.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	b, hash, err := predict.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if saved != was.Hash || hash != was.Hash {
		t.Errorf("hash %s when saved, %s when loaded, %s in the session", saved, hash, was.Hash)
	}
	if !reflect.DeepEqual(b, was.Bundle) {
		t.Error("the loaded bundle differs from the saved one")
	}
	again, _, err := predict.Encode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, encoded(t)) {
		t.Error("encoding a loaded bundle gives other bytes")
	}
	s, err := predict.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	cases := records(t, 50)
	one, err := service(t).Decide(cases)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Decide(cases)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one, two) {
		t.Error("the loaded bundle decides differently")
	}
}

func TestBundleBytesAreTheSameTwice(t *testing.T) {
	if !bytes.Equal(encoded(t), encoded(t)) {
		t.Error("two encodings of one bundle differ")
	}
}

func TestLayoutOfTheFile(t *testing.T) {
	data := encoded(t)
	if !bytes.Equal(file(1, data[header:len(data)-trailer]), data) {
		t.Error("Encode no longer writes magic, version 1, length, payload and SHA-256; old files could not be read")
	}
}

func TestTamperingIsNoticed(t *testing.T) {
	data := encoded(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		bit := r.IntN(8 * len(data))
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := predict.Decode(bad); err == nil {
			t.Errorf("accepted with bit %d flipped", bit)
		}
	}
}

func TestTruncationIsNoticed(t *testing.T) {
	data := encoded(t)
	n := len(data)
	for _, length := range []int{0, 1, 7, 8, 11, 12, 19, 20, 21, header + trailer - 1, header + trailer, header + trailer + 1,
		n / 4, n / 2, n - trailer - 1, n - trailer, n - trailer + 1, n - 2, n - 1} {
		if _, err := predict.Decode(data[:length]); err == nil {
			t.Errorf("accepted with %d of %d bytes", length, n)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	data := encoded(t)
	payload := data[header : len(data)-trailer]
	long := bytes.Clone(data)
	binary.BigEndian.PutUint64(long[12:], 1<<63)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "not an assay bundle"},
		{"a text file", []byte(strings.Repeat("income,repaid\n", 20)), "not an assay bundle"},
		{"a newer version", file(2, payload), "format version 2, this assay reads version 1"},
		{"an absurd length", long, "damaged"},
		{"a byte after the end", append(bytes.Clone(data), 0), "damaged"},
		{"a second value", file(1, append(bytes.Clone(payload), "{}"...)), "something follows"},
		{"a key twice", file(1, []byte(`{"learner":"logistic","learner":"majority"}`)), `key "learner" stands twice`},
		{"a key twice further in", file(1, []byte(`{"recipe":{"steps":[],"steps":[]}}`)), `key "steps" stands twice`},
		{"an unknown key", file(1, []byte(`{"script":"rm"}`)), "script"},
		{"no object", file(1, []byte(`[]`)), "not valid"},
		{"half a value", file(1, payload[:len(payload)/2]), "not valid"},
		{"no content", file(1, nil), "not valid"},
		{"deep nesting", file(1, []byte(strings.Repeat("[", 100000))), "nested deeper"},
		{"an unknown step", file(1, []byte(`{"recipe":{"cleanings":[],"steps":[{"name":"exec","data":{}}]}}`)), "exec"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := predict.Decode(tt.data)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("says %q, wanted %q in it", err, tt.want)
			}
		})
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("hello"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, path + ".absent"} {
		if _, _, err := predict.Load(p); err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("Load(%s) says %v, which does not name the file", p, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*predict.Bundle)
		want   string
	}{
		{"a learner nobody knows", func(b *predict.Bundle) { b.Learner = "logistics" }, `did you mean "logistic"`},
		{"another learner's model", func(b *predict.Bundle) { b.Learner = "majority" }, "bundle"},
		{"no model", func(b *predict.Bundle) { b.Model = nil }, "bundle"},
		{"no recipe", func(b *predict.Bundle) { b.Recipe = nil }, "no recipe"},
		{"no fields", func(b *predict.Bundle) { b.Fields = nil }, "no fields"},
		{"a field less", func(b *predict.Bundle) { b.Fields = b.Fields[1:] }, "bundle"},
		{"a field twice", func(b *predict.Bundle) { b.Fields = append(b.Fields, b.Fields[0]) }, b0(t)},
		{"a field of no kind", func(b *predict.Bundle) { b.Fields[0].Kind = 99 }, b0(t)},
		{"the step that fills gaps gone", func(b *predict.Bundle) {
			b.Recipe.Steps = slices.DeleteFunc(b.Recipe.Steps, func(s prepare.Named[prepare.Fitted]) bool { return s.Name == "impute" })
		}, "bundle"},
		{"other reference parts", func(b *predict.Bundle) { b.Reference.Parts = b.Reference.Parts[1:] }, "reference parts"},
		{"no threshold", func(b *predict.Bundle) { b.Threshold = 0 }, "threshold"},
		{"a threshold of 1", func(b *predict.Bundle) { b.Threshold = 1 }, "threshold"},
		{"no classes", func(b *predict.Bundle) { b.Classes = [2]string{} }, "classes"},
		{"one class twice", func(b *predict.Bundle) { b.Classes[1] = b.Classes[0] }, "classes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := predict.Open(edited(t, tt.change))
			if err == nil {
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("says %q, wanted %q in it", err, tt.want)
			}
		})
	}
}

// b0 is the name of the first field.
func b0(t testing.TB) string { return service(t).Fields()[0].Name }
