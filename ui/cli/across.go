package cli

import (
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/profile"
)

// sayAcross tells what no column shows by itself.
func sayAcross(b *strings.Builder, c *pipeline.Collected, profiles []profile.Column) {
	for _, a := range profile.CrossAlerts(c.Table, profiles) {
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
func fixObject(f *profile.Fix) any {
	if f == nil {
		return nil
	}
	return object{"verb": f.Verb, "column": f.Column, "value": f.Value}
}

// sentinelObjects are the values of a column that were read as missing, and those that may mean it.
func sentinelObjects(p profile.Column, o collect.Origin) []object {
	out := []object{}
	for _, s := range profile.Sentinels(p, o.Tokens[p.Name]) {
		out = append(out, object{"value": s.Value, "count": s.Count, "kind": s.Kind, "why": s.Why, "confidence": s.Confidence, "fix": fixObject(s.Fix)})
	}
	return out
}
