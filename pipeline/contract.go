package pipeline

import (
	"assay/pipeline/predict"
	"assay/pipeline/profile"
)

// FieldsContract tells what the fields of a bundle, described by so many training rows, ask of a table: it is to be
// compared with the table after cleaning, as the fields are.
func FieldsContract(fields []predict.Field, rows int) profile.Contract {
	var clauses []profile.Clause
	for _, f := range fields {
		c := profile.Clause{Name: f.Name, Kind: f.Reads, Role: f.Role.String(), Required: f.Gaps == 0, Missing: f.Gaps}
		switch {
		case f.Reads == "number":
			c.Meaning = "number"
			c.Range = &profile.Range{Min: f.Low, Low: f.Low, High: f.High, Max: f.High}
		case f.Levels != nil:
			c.Meaning = "category"
			for _, l := range f.Levels {
				c.Levels = append(c.Levels, l.Text)
			}
			c.Complete = !predict.Cut(f)
		default:
			c.Meaning = "free text"
		}
		clauses = append(clauses, c)
	}
	return profile.NewContract(clauses, rows)
}
