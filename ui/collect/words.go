package collect

import (
	"assay/pipeline/table"
	"assay/ui/kit"
)

// roleMeaning says in a sentence what a column of a role is for.
func roleMeaning(r table.Role) string {
	return [...]string{
		"an input: the model may learn from it",
		"what the model is to predict; one column has this role",
		"names the row, no input; rows of one id stay together in the split",
		"rows that belong together stay on one side of the split; no input",
		"when the row happened; not an input",
		"kept out of the model; used to check that people are treated alike",
		"how important the row is; not an input",
		"stays in the table and is used for nothing",
	}[r]
}

// Terms explains the words on the screen.
func (s *Screen) Terms() []kit.Term {
	out := []kit.Term{
		{Word: "column", Meaning: "One thing known about every row, such as income. Also called a field or a variable."},
		{Word: "meaning", Meaning: "What the values of a column look like: number, money, percent, date, code, yes/no, category, free text or id. It is a guess from the values."},
		{Word: "role", Meaning: "What a column is for. Roles are proposed from names and values; r changes one."},
		{Word: "missing", Meaning: "A cell without a value: empty, blank, or a word such as NA, n/a, ?, -. It is drawn as a mark, never as nothing."},
		{Word: "≈", Meaning: "Another spelling of a value that is more frequent: it differs in upper and lower case or in blanks only. Tidy makes them one."},
		{Word: "distinct", Meaning: "How many different values a column has. A column with one value says nothing; one with a new value in every row names the rows."},
		{Word: "median", Meaning: "The value in the middle: half of the rows lie below it, half above. A few extreme values do not move it."},
		{Word: "quantile", Meaning: "The value below which a given share of the rows lies. One row in twenty is below the 5 % quantile."},
		{Word: "mean", Meaning: "The sum of the values divided by their number. A few extreme values can pull it far."},
		{Word: "spread", Meaning: "The standard deviation: how far values typically lie from the mean."},
		{Word: "histogram", Meaning: "How often values fall into ranges of equal width. High columns are common values."},
		{Word: "SHA-256", Meaning: "A fingerprint of the file. Two files with the same one are the same, so a result can prove which data it came from."},
		{Word: "alert", Meaning: "Something about a column that needs an eye. Notes are worth knowing; warnings make a model worse; serious ones make a column useless as it is."},
	}
	for i, name := range table.Roles() {
		out = append(out, kit.Term{Word: "role " + name, Meaning: sentence(roleMeaning(table.Role(i)))})
	}
	return out
}

func sentence(s string) string { return string(s[0]-'a'+'A') + s[1:] + "." }
