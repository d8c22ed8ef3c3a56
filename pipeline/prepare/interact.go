package prepare

import (
	"fmt"

	"assay/models/param"
	"assay/pipeline/table"
)

var interactEntry = Entry{
	Name:  "interact",
	Title: "Products and squares",
	About: "Adds the product of every two number features, and the square of each.",
	Why: "Debt that is harmless beside a high income is a burden beside a low one; a linear model sees that only if the product is a " +
		"column of its own, and a bend only if the square is. Trees find both by themselves. The columns multiply, so choose few.",
	Kind:    Learns,
	New:     func() param.Settings { return NewPolynomial() },
	Restore: restoreAs[Products],
}

// Polynomial adds products and squares of number features.
type Polynomial struct {
	Interactions bool
	Most         int
}

// NewPolynomial returns the default settings.
func NewPolynomial() *Polynomial { return &Polynomial{Most: 500} }

// Params lists the settings.
func (s *Polynomial) Params() []param.Param {
	return []param.Param{
		param.OfBool(&s.Interactions, "interactions", "only products of two different columns, no squares"),
		param.OfInt(&s.Most, "most", 1, 100000, "refuse to add more columns than this; each is one more thing to learn from the same rows"),
	}
}

// Products is what a Polynomial learned: which columns are multiplied.
type Products struct {
	Pairs   []Product `json:"pairs"`
	Squares bool      `json:"squares,omitempty"`
	Left    []string  `json:"left,omitempty"` // columns with one value, which multiply nothing
	Flat    []string  `json:"flat,omitempty"` // columns with two values, whose square says nothing new
}

// Product is column A times column B, under a name of its own.
type Product struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Name string `json:"name"`
}

// Fit chooses the pairs of number features of the training rows.
func (s *Polynomial) Fit(train *table.Table) (Fitted, error) {
	out, names := &Products{Squares: !s.Interactions}, train.Names()
	var columns []string
	two := map[string]bool{}
	for _, c := range numberFeatures(train) {
		switch n := fewNumbers(c.Numbers(), 3); {
		case n < 2:
			out.Left = append(out.Left, c.Name)
			continue
		case n == 2 && out.Squares:
			two[c.Name] = true
			out.Flat = append(out.Flat, c.Name)
		}
		columns = append(columns, c.Name)
	}
	n := len(columns) * (len(columns) - 1) / 2
	if out.Squares {
		n += len(columns) - len(two)
	}
	if n > s.Most {
		return nil, fmt.Errorf("interact: %d columns would give %d more, over the limit of %d; choose fewer columns or raise most", len(columns), n, s.Most)
	}
	for i, a := range columns {
		for _, b := range columns[i:] {
			name := a + " × " + b
			if a == b {
				if name = a + "²"; !out.Squares || two[a] {
					continue
				}
			}
			name = freeName(name, names)
			names = append(names, name)
			out.Pairs = append(out.Pairs, Product{a, b, name})
		}
	}
	return out, nil
}

// Apply adds the products whose columns are there. Where either has a gap, so has the product. It belongs to the raw
// field behind both, or, when there are two, to none but itself.
func (f *Products) Apply(t *table.Table) (*table.Table, error) {
	var made []*table.Column
	for _, p := range f.Pairs {
		a, err := learnedNumbers(t, "interact", p.A)
		if err != nil {
			return nil, err
		}
		b, err := learnedNumbers(t, "interact", p.B)
		if err != nil {
			return nil, err
		}
		if a == nil || b == nil {
			continue
		}
		values, other := make([]float64, t.Rows()), b.Numbers()
		for i, v := range a.Numbers() {
			values[i] = bounded(v*other[i] + 0) // + 0 makes -0 a plain 0
		}
		c := table.NewNumber(p.Name, values)
		if a.Field == b.Field {
			c = c.From(a)
		}
		made = append(made, c)
	}
	return t.With(made...), nil
}

// Explain says how many columns were added and from what.
func (f *Products) Explain() []string {
	if len(f.Pairs) == 0 {
		return []string{"there are no two number features with several values to multiply"}
	}
	squares := 0
	var names []string
	for _, p := range f.Pairs {
		if names = append(names, p.Name); p.A == p.B {
			squares++
		}
	}
	out := []string{fmt.Sprintf("%s and %s added: %s", plural(len(f.Pairs)-squares, "product"), plural(squares, "square"), quoteFew(names, 6))}
	if len(f.Flat) > 0 {
		out = append(out, fmt.Sprintf("no square of %s: with two values it says nothing new", quoteFew(f.Flat, 6)))
	}
	if len(f.Left) > 0 {
		out = append(out, fmt.Sprintf("%s: left out, the same in every training row", quoteFew(f.Left, 6)))
	}
	return out
}
