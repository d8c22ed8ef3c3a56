package collect

import (
	"bytes"
	"context"

	"assay/models/param"
)

// Xlsx is an Excel workbook.
type Xlsx struct{}

var xlsxFormat = Format{Name: "xlsx", Title: "Reading Excel workbooks", Extensions: []string{".xlsx"},
	Knows: func(head []byte) bool { return bytes.HasPrefix(head, []byte("\x00xlsx")) }, New: func() Reader { return &Xlsx{} }}

// Params lists the settings.
func (x *Xlsx) Params() []param.Param { return nil }

// ReadFile reads the file into columns.
func (x *Xlsx) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	return Raw{}, refuse(f.Name, f.Data)
}
