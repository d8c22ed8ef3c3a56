package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"assay/pipeline/export"
	"assay/pipeline/predict"
)

// scored writes rows with their answers, as CSV or as a JSON list.
type scored struct {
	service *predict.Service
	fields  []string
	added   []string // the names of the new columns
	renamed []string // what was said of names that were taken, a sentence each
	csv     *csv.Writer
	plain   io.Writer
	json    bool
	raw     bool
	n       int // rows written
	unusual int // of them, rows with a warning
}

func newScored(w io.Writer, service *predict.Service, fields []string, asJSON, raw bool) *scored {
	o := &scored{service: service, fields: slices.Clone(fields), csv: csv.NewWriter(w), plain: w, json: asJSON, raw: raw}
	for _, name := range []string{"probability", "decision", "reasons"} {
		free := name
		for n := 2; slices.Contains(fields, free); n++ {
			free = fmt.Sprintf("%s_%d", name, n)
		}
		if free != name && !asJSON {
			o.renamed = append(o.renamed, fmt.Sprintf("the data has a column %s already, so the new one is called %s", name, free))
		}
		o.added = append(o.added, free)
	}
	return o
}

func (o *scored) write(row []string, d predict.Decision) error {
	o.n++
	if len(d.Warnings) > 0 {
		o.unusual++
	}
	if o.json {
		return o.writeJSON(row, d)
	}
	if o.n == 1 {
		if err := o.csv.Write(defused(append(slices.Clone(o.fields), o.added...), o.raw)); err != nil {
			return err
		}
	}
	var reasons []string
	for _, r := range d.Top() {
		reasons = append(reasons, fmt.Sprintf("%s %+.2f", r.Field, r.Effect))
	}
	return o.csv.Write(defused(append(row, strconv.FormatFloat(d.Probability, 'g', -1, 64), d.Label, strings.Join(reasons, "; ")), o.raw))
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

// defused makes a row safe for spreadsheets unless it is wanted raw.
func defused(row []string, raw bool) []string {
	if raw {
		return row
	}
	return export.Defused(row)
}
