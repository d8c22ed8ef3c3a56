package pipeline

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"

	"assay/pipeline/collect"
	"assay/pipeline/predict"
)

// Deployed is a bundle that answers.
type Deployed struct {
	key     string
	Bundle  *predict.Bundle
	Hash    string // of the bundle file, hex
	Service *predict.Service
}

// Deploy freezes recipe and model into a bundle and opens it. x may be nil when no exam was taken; the bundle then
// says so. The bundle names the data by its file name without the folder: it is known by its SHA-256, and the same data
// makes the same bundle wherever it lies.
func Deploy(w Workflow, c *Collected, t *Trained, x *Examined) (*Deployed, error) {
	model, err := json.Marshal(t.Model)
	if err != nil {
		return nil, fmt.Errorf("predict: %w", err)
	}
	named := w.Clone()
	named.Collect.Rename(func(data string) string {
		if collect.ParseAddress(data).Local() {
			return filepath.Base(data)
		}
		return data
	})
	named.RenameRates(filepath.Base)
	text, err := named.YAML()
	if err != nil {
		return nil, err
	}
	p := t.Prepared
	b := &predict.Bundle{
		Fields:    predict.Describe(p.Raw.Select(p.Parts.Train), p.Cleaned.Select(p.Parts.Train), p.Recipe.Called),
		Recipe:    p.Recipe,
		Learner:   t.Learner,
		Settings:  maps.Clone(w.Train.Set),
		Model:     model,
		Target:    p.Target.Column,
		Classes:   [2]string{p.Target.Classes[0], p.Target.Classes[1]},
		Threshold: w.Evaluate.Threshold,
		Reference: predict.Refer(t.Model, p.Matrix.Select(p.Parts.Train), w.Evaluate.Threshold),
		Origin:    predict.Origin{Path: named.Collect.Data, SHA256: c.Origin.SHA256, Rows: c.Table.Rows()},
		Workflow:  string(text),
	}
	if x != nil {
		b.Report = &x.Report
	}
	return open(w, b)
}

// open goes through the bytes, so what answers now is exactly what a saved file will answer later.
func open(w Workflow, b *predict.Bundle) (*Deployed, error) {
	data, hash, err := predict.Encode(b)
	if err != nil {
		return nil, err
	}
	again, err := predict.Decode(data)
	if err != nil {
		return nil, err
	}
	s, err := predict.Open(again)
	if err != nil {
		return nil, err
	}
	return &Deployed{key: w.Key(PredictStage), Bundle: again, Hash: hash, Service: s}, nil
}
