package profile

import (
	"slices"
	"strings"
	"unicode"

	"assay/pipeline/table"
)

// Meanings lists what a column can be about, in a person's words.
var Meanings = []string{"number", "money", "percent", "date", "year", "time", "code", "yes/no", coded, "category", "name", "free text", "email", "link", "id"}

// coded is the meaning of numbers that stand for categories.
const coded = "category (coded)"

// numberMeaning guesses what a Number or Time column is about: by what its values can be, then by its name.
func numberMeaning(p *Column, c *table.Column) string {
	n := p.Numbers
	switch {
	case p.Kind == table.Time:
		return "date"
	case n == nil:
		return "number"
	case p.Distinct == 2 && n.Min == 0 && n.Max == 1:
		return "yes/no"
	case n.Whole && n.Min >= 19000101 && n.Max <= 22001231 && (table.NameHas(p.Name, whenWords...) || table.NameHas(p.Name, "dob", "birth") || hasEnding(p.Name, "datum", "date")),
		n.Whole && n.Min >= 5e8 && n.Max <= 4e9 && table.NameHas(p.Name, "timestamp", "epoch", "unix"):
		return "date"
	case n.Whole && n.Quantiles[0] >= 0 && n.Quantiles[5] >= 1700 && n.Quantiles[5] <= 2200 && (table.NameHas(p.Name, yearWords...) || hasEnding(p.Name, yearEndings...)):
		return "year"
	case n.Whole && n.Min >= 0 && (table.NameHas(p.Name, codeWords...) || hasEnding(p.Name, "leitzahl", "zip", "code")):
		return "code"
	case n.Whole && n.Min >= 0 && namesRows(p, c):
		return "id"
	case moneyName(p.Name) && !(n.Whole && n.Max <= 10 && repeated(p)):
		return "money"
	case n.isPercent(percentName(p.Name)) && !(n.Whole && p.Distinct <= 10 && repeated(p)):
		return "percent"
	case n.Whole && n.isCode(p):
		return coded
	}
	return "number"
}

// repeated reports whether few values make up many rows.
func repeated(p *Column) bool {
	return p.Rows-p.Missing >= 10 && p.Distinct*2 <= p.Rows-p.Missing
}

// isPercent reports whether values can be shares in percent or as fractions; sure is what the name says.
func (n *Numbers) isPercent(sure int) bool {
	switch sure {
	case 2:
		return n.Quantiles[0] >= -100 && n.Quantiles[6] <= 1000 && n.Median() <= 100
	case 1:
		return n.Min >= 0 && n.Quantiles[6] <= 1.5
	}
	return false
}

// isCode reports whether whole numbers stand for categories: few values under a name of a category, two values that
// count nothing, or a short run of codes that goes below zero.
func (n *Numbers) isCode(p *Column) bool {
	switch {
	case !repeated(p) || countName(p.Name) || p.Distinct < 2:
		return false
	case p.Distinct <= 50 && idName(p.Name):
		return true
	case p.Distinct <= 20 && n.Max < 1000 && (table.NameHas(p.Name, codedWords...) || hasEnding(p.Name, "class", "type", "klasse", "status", "code")):
		return true
	case p.Distinct == 2:
		return n.Max <= 9 && n.Min >= -9
	}
	return n.Min < 0 && n.Min >= -9 && n.Max <= 9 && p.Distinct >= 3 && n.Max-n.Min <= float64(p.Distinct) && p.Rows >= 100
}

// namesRows reports whether whole numbers name rows: under the name of an id nearly all differ, or they count the
// rows from 0 or 1 up.
func namesRows(p *Column, c *table.Column) bool {
	there := p.Rows - p.Missing
	if idName(p.Name) {
		return p.Distinct == there && p.Rows > 1 || p.Distinct > 50
	}
	n := p.Numbers
	if p.Missing > 0 || p.Rows < 20 || p.Distinct != p.Rows || n.Min > 1 || n.Max-n.Min != float64(p.Rows-1) || table.NameHas(p.Name, timeWords...) {
		return false
	}
	for i, v := range c.Numbers() {
		if v != n.Min+float64(i) {
			return false
		}
	}
	return true
}

// textMeaning guesses what a Text column is about from the shapes of most of its rows.
func textMeaning(p *Column, s *surveyed) string {
	most := func(rows int) bool { return s.total > 0 && rows*10 >= s.total*7 }
	numeric := s.rows[plain] + s.rows[grouped] + s.rows[measured] + s.rows[infinite]
	switch {
	case s.total == 0:
		return "category"
	case idName(p.Name) && p.namesText(s):
		return "id"
	case most(s.rows[email]):
		return "email"
	case most(s.rows[link]):
		return "link"
	case most(s.rows[clock]):
		return "time"
	case most(s.rows[date]):
		return "date"
	case s.levels[band] > 0 && p.Distinct <= 50 && s.levels[band]*2 >= p.Distinct-s.levels[unknown]:
		return "category"
	case s.rows[plain] == s.total && p.Distinct <= 20 && table.NameHas(p.Name, codedWords...) && !countName(p.Name):
		return "category" // codes that their source, or somebody, holds as text
	case s.rows[percent] > 0 && most(s.rows[percent]+numeric):
		return "percent"
	case s.rows[money]*10 > s.total && most(s.rows[money]+numeric):
		return "money"
	case s.rows[code] > s.long && most(s.rows[code]+s.rows[plain]), s.isCode(p), s.rows[code] > 0 && most(s.rows[code]):
		return "code"
	case s.isYesNo():
		return "yes/no"
	case most(numeric + s.rows[money] + s.rows[code] + s.rows[band]):
		switch {
		case moneyName(p.Name):
			return "money"
		case percentName(p.Name) == 2:
			return "percent"
		}
		return "number"
	}
	return wordsMeaning(p, s)
}

// wordsMeaning tells names, prose, ids and categories apart.
func wordsMeaning(p *Column, s *surveyed) string {
	switch {
	case personName(p.Name) && s.rows[word]*10 >= s.total*9 && !repeatedOften(p, s):
		return "name"
	case table.NameHas(p.Name, textWords...) && p.Length.Mean >= 12 && blankInside(p),
		p.Length.Mean >= 30 && p.Distinct*5 > s.total,
		p.Length.Mean >= 12 && p.Distinct*2 > s.total && p.Distinct > 20 && blankInside(p):
		return "free text"
	case p.Distinct == s.total && p.Rows > 20:
		return "id"
	}
	return "category"
}

// namesText reports whether texts under the name of an id name rows or what rows share: nearly all differ, or so many
// do that they are no categories.
func (p *Column) namesText(s *surveyed) bool {
	return p.Distinct == s.total && s.total > 1 || p.Distinct*20 >= s.total*19 || p.Distinct > 50 && (p.Distinct*10 > s.total || table.NameHas(p.Name, groupWords...))
}

// isCode reports whether texts under the name of a code hold digits.
func (s *surveyed) isCode(p *Column) bool {
	if !table.NameHas(p.Name, codeWords...) && !hasEnding(p.Name, "leitzahl", "zip") || s.total == 0 {
		return false
	}
	digits := 0
	for _, v := range p.Top {
		if strings.ContainsFunc(v.Value, unicode.IsDigit) {
			digits++
		}
	}
	return digits*2 > len(p.Top)
}

// isYesNo reports whether values answer a question: mostly words for yes and no, beside
// them 0 and 1, an x, or a word for unknown.
func (s *surveyed) isYesNo() bool {
	return s.rows[yesNo]*2 > s.total && s.rows[plain] == s.bits && (s.rows[yesNo]+s.bits+s.ticks+s.rows[unknown])*20 >= s.total*19
}

// repeatedOften reports whether values come so often that they name kinds, not people.
func repeatedOften(p *Column, s *surveyed) bool {
	return p.Distinct <= 20 && p.Distinct*5 < s.total
}

// blankInside reports whether the values look like several words.
func blankInside(p *Column) bool {
	n := 0
	for _, t := range p.Top {
		if strings.Contains(strings.TrimSpace(t.Value), " ") {
			n++
		}
	}
	return n*2 > len(p.Top)
}

// amounts lists the meanings whose values have an order that counts.
var amounts = []string{"number", "money", "percent", "year"}

func isNumberish(meaning string) bool { return slices.Contains(amounts, meaning) }
