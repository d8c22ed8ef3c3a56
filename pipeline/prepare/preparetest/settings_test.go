package preparetest_test

import (
	"fmt"
	"testing"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/prepare/preparetest"
)

// The promises hold with every way to work, not only the default one.
func TestOtherSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		set  map[string]string
	}{
		{"scale", map[string]string{"method": "minmax", "clip": "true"}},
		{"scale", map[string]string{"method": "maxabs", "clip": "true"}},
		{"scale", map[string]string{"method": "robust"}},
		{"normalize", map[string]string{"norm": "l1"}},
		{"log", map[string]string{"skewness": "0.1"}},
		{"power", map[string]string{"standardize": "false"}},
		{"power", map[string]string{"method": "box-cox"}},
		{"quantile", map[string]string{"output": "normal", "quantiles": "10"}},
		{"bins", map[string]string{"output": "number"}},
		{"bins", map[string]string{"strategy": "kmeans", "gaps": "gap"}},
		{"bins", map[string]string{"strategy": "uniform", "bins": "255"}},
		{"clip", map[string]string{"rule": "iqr", "action": "missing", "limit": "0.1"}},
		{"clip", map[string]string{"rule": "z", "action": "mark", "limit": "1"}},
		{"clip", map[string]string{"rule": "mad"}},
		{"polynomial", map[string]string{"interactions": "true"}},
		{"variance", map[string]string{"share": "0.5", "variance": "300"}},
		{"correlation", map[string]string{"limit": "0.1", "method": "spearman"}},
		{"information", map[string]string{"keep": "2"}},
	} {
		t.Run(fmt.Sprint(c.name, c.set), func(t *testing.T) {
			e, err := prepare.Find(c.name)
			if err != nil {
				t.Fatal(err)
			}
			fresh := func() param.Settings {
				s := e.New()
				if err := param.Apply(s, c.set); err != nil {
					t.Fatal(err)
				}
				return s
			}
			if _, ok := fresh().(prepare.Supervised); ok {
				err = preparetest.Supervised(func() prepare.Supervised { return fresh().(prepare.Supervised) }, e.Restore)
			} else {
				err = preparetest.Step(func() prepare.Step { return fresh().(prepare.Step) }, e.Restore)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}
