package main

import (
	"context"

	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// duplicates drops the rows that repeat an earlier one.
func duplicates(t *table.Table) (int, error) {
	rows, _, err := prepare.NewDuplicates().Keep(t)
	return len(rows), err
}

// fitAndApply runs the default recipe, cleaning and repeats included, learned from all rows as the peer does.
func fitAndApply(t *table.Table) (int, error) {
	id, err := t.Need("application_id")
	if err != nil {
		return 0, err
	}
	target, err := t.Need("repaid")
	if err != nil {
		return 0, err
	}
	t = t.With(id.WithRole(table.ID), target.WithRole(table.Target))
	choices := prepare.Default()
	cleaned, err := prepare.Clean(context.Background(), t, choices)
	if err != nil {
		return 0, err
	}
	lesson := prepare.Lesson{Train: make([]int, cleaned.Table.Rows()), Y: make([]float64, cleaned.Table.Rows())}
	for i := range lesson.Train {
		lesson.Train[i] = i
	}
	encoded, err := prepare.Fit(context.Background(), cleaned.Table, lesson, choices)
	if err != nil {
		return 0, err
	}
	m, err := prepare.Matrix(encoded.Table)
	return m.Rows, err
}
