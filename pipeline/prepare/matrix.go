package prepare

import (
	"fmt"
	"math"

	"assay/models"
	"assay/pipeline/table"
)

// Matrix hands the feature columns of an encoded table to learners. Its postcondition is the stage's promise: only
// numbers, all finite, at least one column; anything else is an error that names the column and what to do.
func Matrix(t *table.Table) (models.Matrix, error) {
	m := models.Matrix{Rows: t.Rows()}
	for _, c := range t.ByRole(table.Feature) {
		col := models.Column{Name: c.Name, Field: c.Field}
		switch c.Kind {
		case table.Number:
			for i, v := range c.Numbers() {
				if math.IsNaN(v) {
					return m, fmt.Errorf("prepare: column %s has a gap in row %d; add the impute step", c.Name, i+1)
				}
				if math.IsInf(v, 0) {
					return m, fmt.Errorf("prepare: column %s is infinite in row %d; set its role to ignored or clip it", c.Name, i+1)
				}
			}
			col.Values = c.Numbers()
		case table.Levels:
			col.Codes, col.Levels = c.Codes(), c.Dictionary()
		default:
			return m, fmt.Errorf("prepare: column %s still holds %s; add the onehot step or set its role to ignored", c.Name, c.Kind)
		}
		m.Columns = append(m.Columns, col)
	}
	if len(m.Columns) == 0 {
		return m, fmt.Errorf("prepare: no column is left to learn from; give at least one the role feature")
	}
	return m, nil
}
