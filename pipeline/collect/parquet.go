package collect

import (
	"bytes"
	"context"

	"assay/models/param"
)

// Parquet is a Parquet file.
type Parquet struct{}

var parquetFormat = Format{Name: "parquet", Title: "Reading Parquet", Extensions: []string{".parquet", ".pq"},
	Knows: func(head []byte) bool { return bytes.HasPrefix(head, []byte("PAR1")) }, New: func() Reader { return &Parquet{} }}

// Params lists the settings.
func (p *Parquet) Params() []param.Param { return nil }

// ReadFile reads the file into columns.
func (p *Parquet) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	return Raw{}, refuse(f.Name, f.Data)
}
