package prepare

import (
	"fmt"
	"math"
	"strings"

	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// Proposal is a step that suits a table, and why. Doubt says that a person should think before taking it.
type Proposal struct {
	Choice Choice
	Reason string // a sentence with the numbers behind it
	Doubt  bool
}

// Limits of what is proposed, by what a look at the columns told.
const (
	sparseShare = 0.6 // of gaps, from which a column is better left out
	wideLevels  = 50  // different values, above which a category is encoded by its mean answer
	skewedFrom  = 2   // skewness, as the power step has it
)

// Propose makes a recipe for a table from a look at its columns: the default steps, each with what it is for here, and
// those that only some tables need. Steps decide on training rows what they do to a column; the look only says what
// there is to do.
func Propose(columns []profile.Column) []Proposal {
	f := featuresOf(columns)
	var out []Proposal
	for _, c := range Default() {
		out = append(out, f.before(c.Name)...)
		out = append(out, Proposal{Choice: c, Reason: f.reason(c.Name)})
	}
	return out
}

// seen sorts the features of a table by what there is to do about them.
type seen struct {
	text, numbers, dressed, money, dates, times, prose, wide, words, sparse, far, skewed []string
	gaps, gappy                                                                          int
}

func featuresOf(columns []profile.Column) seen {
	var f seen
	put := func(list *[]string, c profile.Column, when bool) {
		if when {
			*list = append(*list, c.Name)
		}
	}
	for _, c := range columns {
		if c.Role != table.Feature || c.Rows == 0 {
			continue
		}
		text := c.Kind == table.Text
		date := c.Meaning == "date" || c.Meaning == "time"
		number := c.Meaning == "number" || c.Meaning == "percent"
		prose := text && c.Meaning == "free text"
		category := text && !number && !date && c.Meaning != "money" && !prose
		put(&f.text, c, text)
		put(&f.numbers, c, c.Kind == table.Number || number || date || c.Meaning == "money") // once they are read
		put(&f.dressed, c, text && number)
		put(&f.money, c, text && c.Meaning == "money")
		put(&f.dates, c, text && date)
		put(&f.times, c, date)
		put(&f.prose, c, prose)
		put(&f.words, c, category)
		put(&f.wide, c, category && c.Distinct > wideLevels && c.Distinct < c.Rows/2)
		put(&f.sparse, c, float64(c.Missing) > sparseShare*float64(c.Rows))
		put(&f.far, c, c.Numbers != nil && c.Numbers.Far > 0)
		put(&f.skewed, c, c.Numbers != nil && c.Distinct > 2 && math.Abs(c.Numbers.Skew) > skewedFrom)
		if c.Missing > 0 {
			f.gaps, f.gappy = f.gaps+c.Missing, f.gappy+1
		}
	}
	return f
}

// before are the steps some tables need in front of one of the default steps.
func (f seen) before(step string) []Proposal {
	var out []Proposal
	add := func(name string, on []string, doubt bool, reason string) {
		if len(on) > 0 {
			out = append(out, Proposal{Choice{Name: name, On: SelectionOf(on)}, reason, doubt})
		}
	}
	switch step {
	case "duplicates":
		add("date_parts", f.times, true, fmt.Sprintf("a point in time says little by itself; the year, the month, the weekday or an age may (%s)", listed(f.times)))
	case "impute":
		add("drop_sparse", f.sparse, true, fmt.Sprintf("more than %.0f %% of %s are gaps, so hardly anything is left to learn from", 100*sparseShare, listed(f.sparse)))
	case "rare":
		add("text", f.prose, false, fmt.Sprintf("%s: free text; its words can tell, whole sentences cannot", listed(f.prose)))
		add("target", f.wide, false, fmt.Sprintf("%s: more than %d different values; a column of 0 and 1 for each would be too many", listed(f.wide), wideLevels))
	}
	return out
}

// reason says what a default step is for here.
func (f seen) reason(step string) string {
	none := "nothing to do today; kept for later rows"
	about := func(names []string, text string) string {
		if len(names) == 0 {
			return none
		}
		return listed(names) + ": " + text
	}
	switch step {
	case "tidy":
		return about(f.text, "text, in which \" Yes\", \"yes\" and \"YES\" are three words until it is tidied")
	case "parse":
		return about(f.dressed, "numbers written as text")
	case "money":
		return about(f.money, "amounts of money, which must be in one currency to be compared")
	case "dates":
		return about(f.dates, "dates written as text")
	case "duplicates":
		return "a row that stands twice could be learned from and be the exam question"
	case "clip":
		return about(f.far, "some values are far outside the others and would pull a model after them")
	case "impute":
		if f.gaps == 0 {
			return "no feature has a gap today; a later row may"
		}
		return fmt.Sprintf("%s in %s, and a model cannot calculate with a gap", plural(f.gaps, "gap"), plural(f.gappy, "feature"))
	case "rare", "onehot":
		return about(f.words, map[string]string{"rare": "levels that hardly occur teach nothing by themselves", "onehot": "words, which a model needs as numbers"}[step])
	case "power":
		return about(f.skewed, fmt.Sprintf("skewness beyond %d: a few large values hide the differences among the small", skewedFrom))
	case "scale":
		return about(f.numbers, "numbers of different size, whose weights cannot be compared otherwise")
	}
	return none
}

// listed names a few columns.
func listed(names []string) string {
	if len(names) > 4 {
		return strings.Join(names[:3], ", ") + fmt.Sprintf(" and %d more", len(names)-3)
	}
	return strings.Join(names, ", ")
}
