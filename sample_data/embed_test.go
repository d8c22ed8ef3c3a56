package sampledata

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the embedded sample anew")

// TestEmbedded proves that the embedded file is what the generator writes today, byte for byte.
func TestEmbedded(t *testing.T) {
	var b bytes.Buffer
	if err := NewLoans().Write(&b, nil); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(Name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b.Bytes(), Sample()) {
		t.Fatal("loans.csv is not what the generator writes; if the change is meant, run: go generate ./sample_data")
	}
}
