package cli

import (
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
)

// sayAcross tells what no column shows by itself.
func sayAcross(b *strings.Builder, c *pipeline.Collected, profiles []collect.ColumnProfile) {
	for _, a := range collect.CrossAlerts(c.Table, profiles) {
		if a.Kind == "duplicate rows" {
			continue // the warnings say how many rows repeat, counted the way they would be dropped
		}
		where := ""
		if a.Column != "" {
			where = a.Column + ": "
		}
		say(b, 2, "%s: %s%s; %s", a.Severity, where, a.Message, a.Hint)
	}
}

// fixObject is what can be done with one key, null where a person must think first.
func fixObject(f *collect.Fix) any {
	if f == nil {
		return nil
	}
	return object{"verb": f.Verb, "column": f.Column, "value": f.Value}
}

// sentinelObjects are the values of a column that were read as missing, and those that may mean it.
func sentinelObjects(p collect.ColumnProfile, o collect.Origin) []object {
	out := []object{}
	for _, s := range collect.Sentinels(p, o) {
		out = append(out, object{"value": s.Value, "count": s.Count, "kind": s.Kind, "why": s.Why, "confidence": s.Confidence, "fix": fixObject(s.Fix)})
	}
	return out
}
