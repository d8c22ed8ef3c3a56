package predict

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// Service answers for cases with an opened bundle. It never changes, so any number of goroutines may ask it.
type Service struct {
	bundle *Bundle
	schema table.Schema
	model  models.Model
}

// Open checks that a bundle is complete and fits together.
func Open(b *Bundle) (*Service, error) {
	e, err := models.Find(b.Learner)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	m, err := e.Restore(b.Model)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("bundle: %w; train again", err)
	}
	s := &Service{bundle: b, model: m}
	for _, f := range b.Fields {
		s.schema = append(s.schema, f.Field)
	}
	_, x, err := s.encode([][]string{make([]string, len(s.schema))})
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	if err := m.Fits(x); err != nil {
		return nil, fmt.Errorf("bundle: model and recipe do not fit: %w", err)
	}
	if n := len(b.Reference.Parts); n != 0 && n != len(x.Columns) {
		return nil, fmt.Errorf("bundle: %d reference parts for %d columns; train again", n, len(x.Columns))
	}
	return s, nil
}

// Bundle returns the opened bundle; read it, never write it.
func (s *Service) Bundle() *Bundle { return s.bundle }

// Fields returns the raw questions, in the order records hold the answers.
func (s *Service) Fields() []Field { return s.bundle.Fields }

// Record puts named raw answers in the order of Fields; fields not named are missing. An unknown name is an error that
// lists the known ones.
func (s *Service) Record(answers map[string]string) ([]string, error) {
	record := make([]string, len(s.schema))
	for name, text := range answers {
		j := slices.IndexFunc(s.schema, func(f table.Field) bool { return f.Name == name })
		if j < 0 {
			return nil, fmt.Errorf("the model has no field %q%s; it reads %s", name, param.DidYouMean(name, s.names()), strings.Join(s.names(), ", "))
		}
		record[j] = text
	}
	return record, nil
}

func (s *Service) names() []string {
	out := make([]string, len(s.schema))
	for i, f := range s.schema {
		out[i] = f.Name
	}
	return out
}

// Decide answers for records of raw texts in the order of Fields. A record gets the same bits alone as in company.
func (s *Service) Decide(records [][]string) ([]Decision, error) {
	if len(records) == 0 {
		return nil, nil
	}
	for i, r := range records {
		if len(r) != len(s.schema) {
			return nil, fmt.Errorf("case %d has %d answers where the model reads %d fields", i+1, len(r), len(s.schema))
		}
	}
	cleaned, x, err := s.encode(records)
	if err != nil {
		return nil, err
	}
	p := mat.NewDense(x.Rows, s.model.Outputs(), nil)
	s.model.Predict(p, x)
	out := make([]Decision, len(records))
	for i := range out {
		out[i] = s.decision(p.At(i, s.model.Outputs()-1))
		out[i].Warnings = s.unusual(cleaned, records[i], i)
		s.explain(&out[i], cleaned, x, i, records[i])
	}
	return out, nil
}

// encode reads records as the file was read and takes them through the frozen recipe. Cells that cannot be read are
// missing in cleaned, where unusual finds them.
func (s *Service) encode(records [][]string) (cleaned *table.Table, x models.Matrix, err error) {
	cleaned, encoded, err := s.Prepare(records)
	if err != nil {
		return nil, x, err
	}
	x, err = prepare.Matrix(encoded)
	return cleaned, x, err
}

// Prepare takes records of raw texts in the order of Fields through the frozen recipe: their cells read, and as the
// numbers the model gets. Rows keep their number and order.
func (s *Service) Prepare(records [][]string) (cleaned, encoded *table.Table, err error) {
	raw, _, err := s.schema.Table(records)
	if err != nil {
		return nil, nil, err
	}
	if cleaned, err = s.bundle.Recipe.Clean(raw); err != nil {
		return nil, nil, err
	}
	encoded, err = s.bundle.Recipe.Encode(cleaned)
	return cleaned, encoded, err
}

func (s *Service) decision(p float64) Decision {
	d := Decision{Probability: p, Positive: p >= s.bundle.Threshold, Label: s.bundle.Classes[0]}
	if d.Positive {
		d.Label = s.bundle.Classes[1]
	}
	return d
}
