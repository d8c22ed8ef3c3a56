package sampledata

import _ "embed"

//go:generate go test -run TestEmbedded -update .

// Name is what the embedded sample is called where a file name is shown.
const Name = "loans.csv"

//go:embed loans.csv
var sample []byte

// Sample returns the embedded loan applications: what the settings of NewLoans write, as CSV with a header. The bytes
// are shared: read, never write.
func Sample() []byte { return sample }
