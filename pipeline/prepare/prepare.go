// Package prepare turns raw columns into numbers a learner can use.
//
// Three kinds of work, and their interfaces, so that the classic mistakes cannot be written down:
//
//   - A Cleaner reads cells: trims text, parses numbers, money and dates, calculates new columns. It may look at all
//     rows, but only to see which *format* a column is written in; what it decided is a Cleaning, which treats any later
//     row, alone or in company, just the same. Cleanings go into the bundle. A Cleaner that stands behind a step sees
//     training rows only, as steps do.
//   - A Sieve drops rows (duplicates). It runs once, before the split, so twins cannot straddle it, and has nothing to
//     save: a row that asks for a prediction is never dropped.
//   - A Step learns values (medians, levels, means) from training rows only; a Supervised one also from their answers.
//     What it learned is a Fitted, which never adds, drops or reorders a row. Fitteds go into the bundle.
//
// Cleanings and Fitteds are plain exported structs that marshal to JSON and come back equal; the catalogue knows how.
// All of them leave the table they are given alone and return a new one.
package prepare

import (
	"assay/models/param"
	"assay/pipeline/table"
)

// Cleaner is the settings of cell cleaning.
type Cleaner interface {
	param.Settings
	// Survey looks at the formats of the whole table and fixes how cells are read from now on.
	Survey(t *table.Table) (Cleaning, error)
}

// Cleaning reads cells by fixed rules. Apply keeps the number and order of rows, ignores columns that are absent, and
// treats each row by itself.
type Cleaning interface {
	Apply(t *table.Table) (*table.Table, error)
	Explain() []string // what was decided, a sentence per line
}

// Sieve is the settings of something that drops rows.
type Sieve interface {
	param.Settings
	// Keep returns the rows that stay, ascending, and what happened, a sentence per line.
	Keep(t *table.Table) (rows []int, notes []string, err error)
}

// Step is the settings of something learned from training rows.
type Step interface {
	param.Settings
	// Fit learns from the training rows. It looks at columns with role Feature only.
	Fit(train *table.Table) (Fitted, error)
}

// Supervised is the settings of something learned from training rows and their answers, such as a target encoding.
type Supervised interface {
	param.Settings
	// FitTarget learns from the features of the training rows and their answers y, one per row: the place of the class,
	// or the number to predict. What it returns as own are the training rows as a learner must see them, when that is
	// not what Apply makes of them: a row's own answer must not shine through its encoding, so each is encoded by what
	// other rows taught. own has the columns that Apply would make; nil says that Apply is right. The seed deals the
	// rows into folds.
	FitTarget(train *table.Table, y []float64, seed uint64) (fitted Fitted, own *table.Table, err error)
}

// Fitted is what a Step learned. Apply keeps the number and order of rows and uses nothing of the rows it is given
// beyond each row itself.
type Fitted interface {
	Apply(t *table.Table) (*table.Table, error)
	Explain() []string // what was learned, a sentence per line
}
