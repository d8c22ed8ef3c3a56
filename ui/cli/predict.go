package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline/collect"
	"assay/pipeline/predict"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// batchRows is how many rows are scored at a time: enough to be quick, few enough to need little memory.
const batchRows = 1024

func newPredict(s Streams) *cobra.Command {
	var fields, set []string
	var asJSON, raw bool
	cmd := &cobra.Command{
		Use:   "predict BUNDLE [DATA|-]",
		Short: "Score a file, standard input, or one case with --field name=value",
		Long: `predict writes the input's columns plus probability (of the positive class), decision and reasons;
rows and their order are kept. With --field it answers for one case instead.`,
		Example: `  assay predict loans.assay new.csv > scored.csv
  assay predict loans.assay --field income=54000 --field credit_score=710`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, _, err := predict.Load(args[0])
			if err != nil {
				return err
			}
			service, err := predict.Open(b)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if len(args) == 1 {
				return predictCase(service, fields, asJSON, s)
			}
			if len(fields) > 0 {
				return usageErrorf("give either DATA or --field, not both")
			}
			rows, err := openRows(cmd.Context(), args[1], set, s.In)
			if err != nil {
				return err
			}
			defer rows.Close()
			return predictRows(service, rows, args[1], asJSON, raw, s)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&fields, "field", nil, "one answer of the case, name=value (repeatable)")
	f.StringArrayVar(&set, "set", nil, "how DATA is read, csv.setting=value (repeatable)")
	f.BoolVar(&asJSON, "json", false, "print JSON instead of CSV or words")
	f.BoolVar(&raw, "raw", false, "write cells as they are, even those a spreadsheet would run as formulas")
	return cmd
}

// openRows opens a file, or standard input for "-".
func openRows(ctx context.Context, path string, set []string, in io.Reader) (collect.Rows, error) {
	source := collect.NewCSV(path)
	if err := applyTo(source, "csv", set); err != nil {
		return nil, err
	}
	if path != "-" {
		return source.Open(ctx)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return source.OpenBytes(ctx, "standard input", data)
}

func predictCase(service *predict.Service, fields []string, asJSON bool, s Streams) error {
	if len(fields) == 0 {
		return usageErrorf("name DATA, - for standard input, or --field name=value; the model reads %s", strings.Join(fieldNames(service), ", "))
	}
	answers := map[string]string{}
	for _, text := range fields {
		name, value, err := splitPair(text)
		if err != nil {
			return err
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
	if asJSON {
		return printJSON(s.Out, decisionObject(service, all[0]))
	}
	_, err = io.WriteString(s.Out, decisionWords(service, all[0]))
	return err
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
		reasons = append(reasons, object{"field": r.Field, "value": r.Value, "effect": r.Effect})
	}
	return object{"probability": d.Probability, "decision": d.Label, "threshold": service.Bundle().Threshold, "reasons": reasons, "warnings": list(d.Warnings)}
}

func decisionWords(service *predict.Service, d predict.Decision) string {
	var b strings.Builder
	classes := service.Bundle().Classes
	fmt.Fprintf(&b, "%s (probability of %s %.4f, threshold %g)\n", kit.Clean(d.Label), kit.Clean(classes[1]), d.Probability, service.Bundle().Threshold)
	for _, r := range d.Top() {
		line(&b, "%s", reasonWords(r, classes))
	}
	for _, w := range d.Warnings {
		line(&b, "unusual: %s", w)
	}
	return b.String()
}

// predictRows scores rows in batches and writes each with its answer.
func predictRows(service *predict.Service, rows collect.Rows, name string, asJSON, raw bool, s Streams) error {
	places, err := match(service, rows.Fields(), name)
	if err != nil {
		return err
	}
	out := newScored(s.Out, service, rows.Fields(), asJSON, raw)
	for {
		batch, records, err := nextBatch(rows, places)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return out.close()
		}
		all, err := service.Decide(records)
		if err != nil {
			return err
		}
		for i, d := range all {
			if err := out.write(batch[i], d); err != nil {
				return err
			}
		}
	}
}

// match finds every field of the model among the columns of the data.
func match(service *predict.Service, columns []string, name string) ([]int, error) {
	var places []int
	var lacks []string
	for _, f := range service.Fields() {
		at := slices.Index(columns, f.Name)
		if at < 0 {
			lacks = append(lacks, f.Name)
		}
		places = append(places, at)
	}
	if len(lacks) > 0 {
		return nil, fmt.Errorf("%s has no column %s, which the model reads; add it (its cells may be empty). It has %s",
			name, strings.Join(lacks, ", "), strings.Join(columns, ", "))
	}
	return places, nil
}

func nextBatch(rows collect.Rows, places []int) (batch, records [][]string, err error) {
	for len(batch) < batchRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return batch, records, nil
		}
		if err != nil {
			return nil, nil, err
		}
		row = slices.Clone(row)
		record := make([]string, len(places))
		for j, at := range places {
			record[j] = row[at]
		}
		batch, records = append(batch, row), append(records, record)
	}
	return batch, records, nil
}

// scored writes rows with their answers, as CSV or as a JSON list.
type scored struct {
	service *predict.Service
	fields  []string
	csv     *csv.Writer
	plain   io.Writer
	json    bool
	raw     bool
	n       int
}

func newScored(w io.Writer, service *predict.Service, fields []string, asJSON, raw bool) *scored {
	return &scored{service: service, fields: slices.Clone(fields), csv: csv.NewWriter(w), plain: w, json: asJSON, raw: raw}
}

func (o *scored) write(row []string, d predict.Decision) error {
	o.n++
	if o.json {
		return o.writeJSON(row, d)
	}
	if o.n == 1 {
		if err := o.csv.Write(o.safe(append(slices.Clone(o.fields), "probability", "decision", "reasons"))); err != nil {
			return err
		}
	}
	var reasons []string
	for _, r := range d.Top() {
		reasons = append(reasons, fmt.Sprintf("%s %+.2f", r.Field, r.Effect))
	}
	return o.csv.Write(o.safe(append(row, strconv.FormatFloat(d.Probability, 'g', -1, 64), d.Label, strings.Join(reasons, "; "))))
}

func (o *scored) writeJSON(row []string, d predict.Decision) error {
	doc := decisionObject(o.service, d)
	input := object{}
	for j, f := range o.fields {
		input[f] = row[j]
	}
	doc["input"] = input
	open := ",\n"
	if o.n == 1 {
		open = "[\n"
	}
	if _, err := io.WriteString(o.plain, open); err != nil {
		return err
	}
	return printJSON(o.plain, doc)
}

func (o *scored) close() error {
	if o.json {
		_, err := io.WriteString(o.plain, "]\n")
		return err
	}
	o.csv.Flush()
	return o.csv.Error()
}

// safe keeps spreadsheets from running cells as formulas: a cell that starts like one and is no number gets a quote.
func (o *scored) safe(row []string) []string {
	if o.raw {
		return row
	}
	for j, cell := range row {
		if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			continue
		}
		if _, number := table.ParseNumber(cell); !number {
			row[j] = "'" + cell
		}
	}
	return row
}
