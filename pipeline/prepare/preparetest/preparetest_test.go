package preparetest_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/prepare/preparetest"
	"assay/pipeline/table"
)

// centre is a step that subtracts the mean of column age, rightly or in one of the wrong ways.
type centre struct {
	fault string
	Calls int
}

type centred struct {
	Mean  float64
	fault string
}

func (c *centre) Params() []param.Param {
	return []param.Param{param.OfInt(&c.Calls, "calls", 0, 1000, "how often it was fitted")}
}

func meanOf(values []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / max(n, 1)
}

func (c *centre) Fit(t *table.Table) (prepare.Fitted, error) {
	out := &centred{Mean: meanOf(t.Column("age").Numbers()), fault: c.fault}
	switch c.fault {
	case "remembers in its settings":
		c.Calls++
	case "looks at a protected column":
		out.Mean += t.Column("score").Numbers()[0]
	case "looks at the target":
		out.Mean += float64(t.Column("outcome").Codes()[0])
	case "writes into the training rows":
		t.Column("age").Numbers()[0] = 1000
	case "knows levels of other rows":
		out.Mean += float64(len(t.Column("job").Dictionary()))
	case "falls over gaps":
		out.Mean = t.Column("age").Numbers()[0]
	}
	if c.fault == "" || c.fault == "becomes infinite" || c.fault == "scales in place" || c.fault == "learns while applying" || strings.Contains(c.fault, "rows") {
		out.fault = c.fault
	}
	return out, nil
}

func (f *centred) Apply(t *table.Table) (*table.Table, error) {
	c := t.Column("age")
	from, mean, to := c.Numbers(), f.Mean, make([]float64, c.Len())
	switch f.fault {
	case "scales in place":
		to = from
	case "uses the mean of the rows it is given":
		mean = meanOf(from)
	case "learns while applying":
		f.Mean += 1e-9
	case "becomes infinite":
		mean = math.Inf(1)
	case "drops rows":
		return t.Select([]int{0}), nil
	case "reorders rows":
		rows := make([]int, t.Rows())
		for i := range rows {
			rows[i] = len(rows) - 1 - i
		}
		return t.Select(rows), nil
	}
	for i, v := range from {
		to[i] = v - mean
	}
	return t.With(table.NewNumber("age", to).From(c)), nil
}

func (f *centred) Explain() []string { return []string{"centred"} }

func TestStepFindsFaults(t *testing.T) {
	restore := func(fault string) preparetest.Restore {
		return func(data json.RawMessage) (any, error) {
			f := &centred{fault: fault}
			if fault == "comes back from JSON without its rows' mean" {
				return f, nil
			}
			return f, json.Unmarshal(data, f)
		}
	}
	check := func(fault string) error {
		return preparetest.Step(func() prepare.Step { return &centre{fault: fault} }, restore(fault))
	}
	if err := check(""); err != nil {
		t.Fatalf("a right step: %v", err)
	}
	for _, fault := range []string{"remembers in its settings", "looks at a protected column", "looks at the target", "writes into the training rows",
		"scales in place", "uses the mean of the rows it is given", "learns while applying", "drops rows", "reorders rows", "comes back from JSON without its rows' mean", "knows levels of other rows", "falls over gaps", "becomes infinite"} {
		if err := check(fault); err == nil {
			t.Errorf("a step that %s passes", fault)
		}
	}
}

// upper is a cleaner that writes column sex in capitals, rightly or in one of the wrong ways.
type upper struct{ fault string }

type uppered struct {
	First string
	fault string
}

func (u *upper) Params() []param.Param { return nil }

func (u *upper) Survey(t *table.Table) (prepare.Cleaning, error) {
	out := &uppered{fault: u.fault}
	switch u.fault {
	case "depends on the order of rows":
		out.First = t.Column("plain").Cell(0) + t.Column("id").Cell(0)
	case "writes into the table":
		t.Column("plain").Numbers()[0] = math.Pi
	}
	return out, nil
}

func (u *uppered) Apply(t *table.Table) (*table.Table, error) {
	c := t.Column("sex")
	if c == nil && u.fault != "needs every column" {
		return t, nil
	}
	if c == nil {
		return t.Without("plain"), nil
	}
	values := make([]string, c.Len())
	for i := range values {
		values[i] = strings.ToUpper(c.Cell(i))
		if u.fault == "counts rows" && len(values) > 1 {
			values[i] += "!"
		}
	}
	if u.fault == "writes into the rows" {
		t.Column("plain").Numbers()[0] = math.Pi
	}
	return t.With(table.TextOf("sex", values).From(c)), nil
}

func (u *uppered) Explain() []string { return []string{"in capitals"} }

func TestCleanerFindsFaults(t *testing.T) {
	check := func(fault string) error {
		return preparetest.Cleaner(func() prepare.Cleaner { return &upper{fault} }, func(data json.RawMessage) (any, error) {
			u := &uppered{fault: fault}
			return u, json.Unmarshal(data, u)
		})
	}
	if err := check(""); err != nil {
		t.Fatalf("a right cleaner: %v", err)
	}
	for _, fault := range []string{"depends on the order of rows", "writes into the table", "needs every column", "counts rows", "writes into the rows"} {
		if err := check(fault); err == nil {
			t.Errorf("a cleaner that %s passes", fault)
		}
	}
}

type sieve struct{ fault string }

func (s *sieve) Params() []param.Param { return nil }

func (s *sieve) Keep(t *table.Table) ([]int, []string, error) {
	rows := []int{0, 2}
	switch s.fault {
	case "":
		rows = []int{0}
	case "descends":
		rows = []int{1, 0}
	case "invents rows":
		rows = []int{t.Rows()}
	case "leaves half of the work":
		rows = rows[:min(2, max(1, t.Rows()-1))]
	}
	return rows, []string{"dropped"}, nil
}

func TestSieveFindsFaults(t *testing.T) {
	for _, fault := range []string{"", "descends", "invents rows", "leaves half of the work"} {
		if err := preparetest.Sieve(func() prepare.Sieve { return &sieve{fault} }); (err == nil) != (fault == "") {
			t.Errorf("fault %q: %v", fault, err)
		}
	}
}

// grouper drops the second row for the sake of the first, and tells it rightly or in one of the wrong ways.
type grouper struct{ fault string }

func (s *grouper) Params() []param.Param { return nil }

func (s *grouper) Keep(t *table.Table) ([]int, []string, error) {
	rows := []int{0}
	for i := 2; i < t.Rows(); i++ {
		rows = append(rows, i)
	}
	if t.Rows() < 60 {
		rows = append([]int{0, 1}, rows[1:]...)
	}
	return rows, []string{"dropped"}, nil
}

func (s *grouper) Sift(t *table.Table, _ []*table.Column) (prepare.Sifted, error) {
	rows, notes, _ := s.Keep(t)
	out := prepare.Sifted{Rows: rows, Notes: notes, Groups: []prepare.Group{{Rows: []int{0, 1}, Why: "alike"}, {Rows: []int{0, 5}, Why: "alike", Kept: true}}}
	switch g := &out.Groups[0]; s.fault {
	case "lets other rows stay":
		out.Rows = rows[1:]
	case "names the wrong survivor":
		g.Rows = []int{1, 0}
	case "lists a row twice":
		out.Groups[1].Kept = false
	case "lists nothing":
		out.Groups = nil
	case "says not why":
		g.Why = ""
	}
	return out, nil
}

func TestSieveFindsFaultsInGroups(t *testing.T) {
	for _, fault := range []string{"", "lets other rows stay", "names the wrong survivor", "lists a row twice", "lists nothing", "says not why"} {
		if err := preparetest.Sieve(func() prepare.Sieve { return &grouper{fault} }); (err == nil) != (fault == "") {
			t.Errorf("fault %q: %v", fault, err)
		}
	}
}

// trials are settings with which entries are tried beside their defaults: "on" chooses columns. An entry that does
// nothing with its defaults needs some.
var trials = map[string][]map[string]string{
	"derive": {
		{"formulas": `long = length(school) ;; plain = plain * 2 ;; load = plain + long ;; year = year(born) ;; woman = sex = "F" ;; mix = coalesce(plain, length(term)) ;; big = if(plain > 900, upper(school), missing)`},
		{"formulas": `outcome = lower(trim(outcome)) ;; one = 1`},
	},
	"filter":      {{"rows": `plain > 300 or contains(school, "igh")`}, {"rows": `plain > 300`, "missing": "keep"}},
	"drop":        {{"on": "plain, born"}},
	"rename":      {{"names": "plain=term, term=plain, sex=gender, id=id"}},
	"date_parts":  {{"parts": "year,week,month_circle", "since": "2024-01-01", "between": "born:born"}, {"since": "born", "keep": "false"}},
	"onehot":      {{"first": "false"}, {"least": "12"}, {"most": "2", "first": "false"}},
	"text":        {{"weigh": "count"}, {"weigh": "presence", "words": "0", "share": "0"}, {"share": "1"}},
	"ordinal":     {{"unknown": "gap"}, {"order": "home=rent<own; job=clerk<cook<nobody"}},
	"frequency":   {{"measure": "count"}},
	"target":      {{"m": "0"}, {"folds": "20"}, {"answer": "number"}, {"answer": "class"}},
	"woe":         {{"folds": "2", "smooth": "0.01"}},
	"hash":        {{"bits": "1"}, {"by": "words"}},
	"scale":       {{"method": "minmax", "clip": "true"}, {"method": "maxabs", "clip": "true"}, {"method": "robust"}},
	"normalize":   {{"norm": "l1"}},
	"log":         {{"skewness": "0.1"}},
	"power":       {{"standardize": "false", "skewness": "0"}, {"method": "box-cox", "skewness": "0"}, {"skewness": "0.1"}},
	"quantile":    {{"output": "normal", "quantiles": "10"}},
	"bins":        {{"output": "number"}, {"strategy": "kmeans", "gaps": "gap"}, {"strategy": "uniform", "bins": "255"}},
	"clip":        {{"rule": "iqr", "action": "missing", "limit": "0.1"}, {"rule": "z", "action": "mark", "limit": "1"}, {"rule": "mad"}},
	"interact":    {{"interactions": "true"}},
	"variance":    {{"share": "0.5", "variance": "300"}},
	"correlation": {{"limit": "0.1", "method": "spearman"}},
	"select":      {{"keep": "2"}},
	"indicator":   {{"share": "0.1"}},
	"duplicates":  {{"survivor": "last"}, {"survivor": "complete", "by": "sex,school"}, {"survivor": "newest", "date": "plain", "by": "sex", "id": "false"}},
	"near_duplicates": {{"threshold": "0.6", "least": "0.3", "window": "3", "survivor": "complete"},
		{"threshold": "0.7", "least": "0", "conflicts": "drop", "survivor": "last", "key": "sound", "text": "levenshtein"}},
	"drop_gaps":        {{"when": "all"}},
	"cluster":          {{"merge": "outcome: repaid=PAID|Repaid; sex: M=male"}},
	"drop_sparse":      {{"share": "0", "indicator": "true"}},
	"knn_impute":       {{"weights": "distance", "donors": "7", "standardize": "false"}},
	"iterative_impute": {{"predictors": "1", "rounds": "2", "rows": "20", "indicator": "false"}},
	"impute":           {{"text": "constant", "word": "clerk"}},
	"yesno":            {{"yes": "F,female,woman", "no": "M,male"}},
}

// needsChoice are entries that refuse to work until somebody chose columns.
var needsChoice = map[string]bool{"drop": true}

// narrowed is a cleaner that is shown some columns only, as the runner does.
type narrowed struct {
	prepare.Cleaner
	names []string
}

func (n narrowed) Survey(t *table.Table) (prepare.Cleaning, error) {
	for _, name := range t.Names() {
		if n.names != nil && !slices.Contains(n.names, name) {
			t = t.Without(name)
		}
	}
	return n.Cleaner.Survey(t)
}

// Every entry of the catalogue keeps the promises, with its defaults and in its trials.
func TestCatalogue(t *testing.T) {
	for _, e := range prepare.Catalogue() {
		t.Run(e.Name, func(t *testing.T) {
			tried := trials[e.Name]
			if !needsChoice[e.Name] {
				tried = append([]map[string]string{nil}, tried...)
			}
			for _, set := range tried {
				if err := keeps(e, set); err != nil {
					t.Errorf("%v: %v", set, err)
				}
			}
			if e.Title == "" || e.About == "" || e.Why == "" {
				t.Error("an entry needs a title, what it does and why")
			}
		})
	}
}

func keeps(e prepare.Entry, set map[string]string) error {
	set = maps.Clone(set)
	on := param.SplitList(set["on"])
	delete(set, "on")
	if err := param.Apply(e.New(), set); err != nil {
		return err
	}
	fresh := func() param.Settings {
		s := e.New()
		_ = param.Apply(s, set) // tried above
		return s
	}
	switch e.New().(type) {
	case prepare.Step:
		return preparetest.Step(func() prepare.Step { return fresh().(prepare.Step) }, e.Restore)
	case prepare.Supervised:
		return preparetest.Supervised(func() prepare.Supervised { return fresh().(prepare.Supervised) }, e.Restore)
	case prepare.Cleaner:
		return preparetest.Cleaner(func() prepare.Cleaner { return narrowed{fresh().(prepare.Cleaner), on} }, e.Restore)
	case prepare.Sieve:
		return preparetest.Sieve(func() prepare.Sieve { return fresh().(prepare.Sieve) })
	}
	return errors.New("neither Cleaner, Sieve, Step nor Supervised")
}
