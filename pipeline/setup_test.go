package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"assay/pipeline"
	sampledata "assay/sample_data"
)

// ran returns a session with a workflow run up to a stage.
func ran(t testing.TB, w pipeline.Workflow, last pipeline.Stage) *pipeline.Session {
	t.Helper()
	s := pipeline.NewSession(w)
	if err := s.RunTo(context.Background(), last); err != nil {
		t.Fatal(err)
	}
	return s
}

// shared is the path of a data set that lies beside the checkout; the test is skipped where it does not.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the data set %s is not here: %v", name, err)
	}
	return path
}

// written puts data into a file of a temporary folder.
func written(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func sample() []byte { return sampledata.Sample() }
