package pipeline_test

import (
	"reflect"
	"testing"

	"assay/pipeline"
)

// FuzzParseAlternative: what is read is written as it would be read again.
func FuzzParseAlternative(f *testing.F) {
	for _, text := range []string{"impute.numbers=median,mean", "rare=on,off", "rare=scale,off,on", " impute . numbers = mean ", "=", ".=a", "a.b.c=d", "impute.fill=1e3,-2", "tidy.missing=a=b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := pipeline.ParseAlternative(text)
		if err != nil {
			return
		}
		again, err := pipeline.ParseAlternative(a.String())
		if err != nil || !reflect.DeepEqual(a, again) {
			t.Errorf("%q is %+v, written %q, read %+v: %v", text, a, a, again, err)
		}
	})
}
