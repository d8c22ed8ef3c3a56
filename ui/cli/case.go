package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"

	"assay/pipeline/predict"
)

// predictCase answers for the one case that --field describes.
func predictCase(service *predict.Service, o predictFlags, tell progress, s Streams) (err error) {
	if len(o.fields) == 0 {
		return usageErrorf("name DATA, - for standard input, or --field name=value; the model reads %s", strings.Join(fieldNames(service), ", "))
	}
	answers := map[string]string{}
	for _, text := range o.fields {
		name, value, err := splitPair(text)
		if err != nil {
			return err
		}
		if _, twice := answers[name]; twice {
			return usageErrorf("--field %s is given twice; a case has one answer for each field", name)
		}
		answers[name] = value
	}
	record, err := service.Record(answers)
	if err != nil {
		return usageErrorf("--field: %w", err)
	}
	all, err := service.Decide([][]string{record})
	if err != nil {
		return err
	}
	to, err := create(context.Background(), o.out, s.Out)
	if err != nil {
		return err
	}
	defer func() { err = to.close(err) }()
	trust(service.Bundle().Report, tell)
	if o.json {
		return printJSON(to, decisionObject(service, all[0]))
	}
	_, err = io.WriteString(to, decisionWords(service, all[0]))
	return err
}

// splitPair cuts name=value, as --field has it.
func splitPair(text string) (name, value string, err error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return "", "", usageErrorf("--field %s: write it as name=value, for example --field income=54000", text)
	}
	return strings.TrimSpace(name), value, nil
}

func fieldNames(service *predict.Service) []string {
	var out []string
	for _, f := range service.Fields() {
		out = append(out, f.Name)
	}
	return out
}

func decisionObject(service *predict.Service, d predict.Decision) object {
	reasons := []object{}
	for _, r := range d.Top() {
		reasons = append(reasons, object{"field": r.Field, "value": r.Value, "effect": number(r.Effect)})
	}
	b := service.Bundle()
	return object{"probability": number(d.Probability), "decision": d.Label, "positive": b.Classes[1], "threshold": b.Threshold, "reasons": reasons, "warnings": list(d.Warnings)}
}

func decisionWords(service *predict.Service, d predict.Decision) string {
	var b strings.Builder
	bundle := service.Bundle()
	say(&b, 0, "%s (probability of %s %.4f, threshold %g)", d.Label, bundle.Classes[1], d.Probability, bundle.Threshold)
	writeReasons(&b, 2, d, bundle.Classes)
	if rest, n := d.Rest(); len(d.Reasons) > 0 {
		say(&b, 2, "The other %s add %+.2f. Together that takes the score from %.2f, where the training cases nearest the threshold are, to %.2f.",
			many(n, "field"), rest, bundle.Reference.LogOdds, d.LogOdds)
	}
	for _, w := range d.Warnings {
		say(&b, 2, "unusual: %s", w)
	}
	return b.String()
}

// writeReasons lists what speaks for which answer, the strongest first.
func writeReasons(b *strings.Builder, indent int, d predict.Decision, classes [2]string) {
	var rows [][]string
	for _, r := range d.Top() {
		if math.Abs(r.Effect) < .005 { // it would read 0.00
			continue
		}
		side := classes[1]
		if r.Effect < 0 {
			side = classes[0]
		}
		rows = append(rows, []string{fieldValue(r), fmt.Sprintf("%+.2f", r.Effect), "speaks for " + side})
	}
	grid(b, indent, rows)
}

// fieldValue is a field and its answer, as the case gave it.
func fieldValue(r predict.Reason) string {
	value := r.Value
	if strings.TrimSpace(value) == "" {
		if r.Made {
			return r.Field
		}
		value = "(missing)"
	}
	return r.Field + " = " + value
}
