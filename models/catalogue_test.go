package models_test

import (
	"testing"

	"assay/models"
	"assay/models/modeltest"
	"assay/models/param"
)

// Every learner in the catalogue keeps every law, with its default settings.
func TestCatalogueLaws(t *testing.T) {
	for _, e := range models.Catalogue() {
		t.Run(e.Name, func(t *testing.T) {
			if err := modeltest.Check(e.New, e.Restore); err != nil {
				t.Error(err)
			}
		})
	}
}

// The laws hold on every branch of the logistic learner, not only on the default one.
func TestLogisticLaws(t *testing.T) {
	for _, settings := range []map[string]string{
		{"solver": "lbfgs"},
		{"solver": "gradient", "rounds": "50"},
		{"balanced": "true"},
		{"c": "1e6"},
		{"c": "1e-6"},
	} {
		learn := func() models.Learner {
			l := models.NewLogistic()
			if err := param.Apply(l, settings); err != nil {
				t.Fatal(err)
			}
			return l
		}
		e, err := models.Find("logistic")
		if err != nil {
			t.Fatal(err)
		}
		if err := modeltest.Check(learn, e.Restore); err != nil {
			t.Errorf("%v: %v", settings, err)
		}
	}
}

// Names, titles and help are complete, and a learner's own defaults are legal.
func TestCatalogueComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range models.Catalogue() {
		if e.Name == "" || e.Title == "" || e.About == "" || seen[e.Name] {
			t.Errorf("entry %+v is incomplete or named twice", e)
		}
		seen[e.Name] = true
		for _, p := range e.New().Params() {
			if p.Help == "" {
				t.Errorf("%s: setting %s has no help", e.Name, p.Name)
			}
			if err := p.Set(p.Get()); err != nil {
				t.Errorf("%s: the default of %s is not legal: %v", e.Name, p.Name, err)
			}
		}
	}
}
