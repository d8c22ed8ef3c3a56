package collect

import (
	"bytes"
	"context"

	"assay/models/param"
)

// Json is JSON: a list of records, or one record a line.
type Json struct{}

var jsonFormat = Format{Name: "json", Title: "Reading JSON", Extensions: []string{".json", ".jsonl", ".ndjson"},
	Knows: func(head []byte) bool { return bytes.HasPrefix(head, []byte("\x00json")) }, New: func() Reader { return &Json{} }}

// Params lists the settings.
func (j *Json) Params() []param.Param { return nil }

// ReadFile reads the file into columns.
func (j *Json) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	return Raw{}, refuse(f.Name, f.Data)
}
