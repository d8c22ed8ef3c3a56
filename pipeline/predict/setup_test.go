package predict_test

import (
	"context"
	"sync"
	"testing"

	"assay/pipeline"
	"assay/pipeline/predict"
)

// sample runs the embedded sample through all stages, once for all tests. Sessions are read only here.
var sample = sync.OnceValues(func() (*pipeline.Session, error) {
	s := pipeline.NewSession(pipeline.New(pipeline.Sample))
	return s, s.RunTo(context.Background(), pipeline.PredictStage)
})

func session(t testing.TB) *pipeline.Session {
	t.Helper()
	s, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func service(t testing.TB) *predict.Service { return session(t).Deployed().Service }

// records are the raw cells of the first n rows, in the order the service asks for them.
func records(t testing.TB, n int) [][]string {
	t.Helper()
	raw := session(t).Prepared().Raw
	n = min(n, raw.Rows())
	out := make([][]string, n)
	for i := range out {
		for _, f := range service(t).Fields() {
			out[i] = append(out[i], raw.Column(f.Name).Cell(i))
		}
	}
	return out
}

// edited is the sample's bundle with a change. The copy is deep enough for the fields at the top.
func edited(t testing.TB, change func(*predict.Bundle)) *predict.Bundle {
	t.Helper()
	data, _, err := predict.Encode(session(t).Deployed().Bundle)
	if err != nil {
		t.Fatal(err)
	}
	b, err := predict.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	return b
}
