package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var powerEntry = Entry{
	Name:  "power",
	Title: "Power transform",
	About: "Bends very skewed number features by the power that makes them look most like a normal distribution.",
	Why: "Linear models weigh a step at one end of a scale like a step at the other, which a skewed column does not deserve. " +
		"The power is found for each column, from a square over a root to a logarithm and beyond. Trees do not need it.",
	Kind:    Learns,
	New:     func() param.Settings { return NewPower() },
	Restore: restoreAs[Powers],
}

// Power makes number features as normal as a power can.
type Power struct {
	Method      string
	Standardize bool
	Skewness    float64
}

// NewPower returns the default settings.
func NewPower() *Power { return &Power{Method: "yeo-johnson", Standardize: true, Skewness: 2} }

// Params lists the settings.
func (s *Power) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Method, "method", []string{"yeo-johnson", "box-cox"}, "yeo-johnson takes any number; box-cox only numbers above 0, of which it is the classic"),
		param.OfBool(&s.Standardize, "standardize", "bring the result to mean 0 and deviation 1"),
		param.OfFloat(&s.Skewness, "skewness", 0, 1000, "bend only columns whose skewness in the training rows is farther from 0 than this: 0 of a normal distribution, 2 of an exponential one; 0 bends all"),
	}
}

// Powers is what a Power learned: the power of each column.
type Powers struct {
	Method   string  `json:"method"`
	Columns  []Bend  `json:"columns"`
	Even     int     `json:"even,omitempty"` // features left alone, being even enough or of at most two values
	Skewness float64 `json:"skewness,omitempty"`
}

// Bend maps x to (power(x) - Center) / Width, or to 0 when Width is 0. Low is the smallest number of the training rows.
// Pivot is the mean logarithm of columns that are standardized anyway: about it, values far from 0 keep their digits.
type Bend struct {
	Column string  `json:"column"`
	Lambda float64 `json:"lambda"`
	Low    float64 `json:"low"`
	Pivot  float64 `json:"pivot,omitempty"`
	Center float64 `json:"center"`
	Width  float64 `json:"width"`
}

// Fit finds the power of each number feature by maximum likelihood.
func (s *Power) Fit(train *table.Table) (Fitted, error) {
	out := &Powers{Method: s.Method, Skewness: s.Skewness, Columns: learnNumbers(train, s.fit)}
	out.Even = len(numberFeatures(train)) - len(out.Columns)
	for _, b := range out.Columns {
		if s.Method == "box-cox" && b.Low <= 0 {
			return nil, fmt.Errorf("power: column %s has %s in the training rows and box-cox needs numbers above 0; set method to yeo-johnson or choose other columns", b.Column, table.FormatNumber(b.Low))
		}
	}
	return out, nil
}

func (s *Power) fit(c *table.Column) (b Bend, ok bool) {
	known := knownNumbers(c)
	if len(known) == 0 || s.Skewness > 0 && (fewNumbers(known, 3) < 3 || math.Abs(skewness(known)) <= s.Skewness) {
		return b, false
	}
	b = Bend{Column: c.Name, Lambda: 1, Width: 1, Low: slices.Min(known)}
	boxcox := s.Method == "box-cox"
	if boxcox && b.Low <= 0 {
		return b, true // Fit refuses it
	}
	likely := likelihoodOf(known, boxcox)
	if len(likely.logs) > 2 { // with two values every power gives the same
		b.Lambda = likely.best()
	}
	if s.Standardize {
		b.Pivot = likely.pivot()
		if len(known) > manyValues {
			center, variance := likely.moments(b.Lambda)
			b.Center, b.Width = center, math.Sqrt(variance)
		} else {
			b.standardize(known, b.power(s.Method))
		}
	}
	return b, true
}

// manyValues are standardized by the logs they were gathered in, which agrees with doing it value by value to many
// digits and saves a logarithm and an exponential for each.
const manyValues = 1 << 17

func (b *Bend) standardize(known []float64, power func(float64) float64) {
	if b.Width = 0; b.Low == slices.Max(known) {
		return
	}
	bent := make([]float64, len(known))
	for i, v := range known {
		bent[i] = power(v)
	}
	b.Center = mean(bent)
	b.Width = deviation(bent, b.Center)
}

// power is the function that bends a column.
func (b Bend) power(method string) func(float64) float64 {
	if method == "box-cox" {
		return func(v float64) float64 {
			if v <= 0 {
				v = b.Low
			}
			return boxCox(v, b.Lambda, b.Pivot)
		}
	}
	return func(v float64) float64 { return yeoJohnson(v, b.Lambda, b.Pivot) }
}

// Apply bends the columns it knows. Under box-cox a later number that is not above 0 counts as the smallest of the
// training rows.
func (f *Powers) Apply(t *table.Table) (*table.Table, error) {
	return reworkNumbers(t, "power", len(f.Columns), func(k int) string { return f.Columns[k].Column }, func(k int, c *table.Column) *table.Column {
		b := f.Columns[k]
		power := b.power(f.Method)
		return mapNumbers(c, func(v float64) float64 {
			if b.Width == 0 {
				return 0
			}
			return (power(bounded(v)) - b.Center) / b.Width
		})
	})
}

// Explain says which power each column has and what that amounts to.
func (f *Powers) Explain() []string {
	var out []string
	for _, b := range f.Columns {
		if b.Width == 0 {
			out = append(out, b.Column+": constant in the training rows, becomes 0")
			continue
		}
		out = append(out, fmt.Sprintf("%s: lambda %.4f, %s", b.Column, b.Lambda, powerWords(b.Lambda)))
	}
	switch {
	case f.Even > 0 && f.Skewness > 0:
		out = append(out, fmt.Sprintf("%s left as they are: at most two values, or a skewness no farther from 0 than %g", plural(f.Even, "number feature"), f.Skewness))
	case len(out) == 0:
		return []string{"there is no number feature with a value"}
	}
	return out
}

// powerWords says what a lambda is near to.
func powerWords(lambda float64) string {
	switch {
	case lambda == 1:
		return "straight: it has too few values to bend"
	case math.Abs(lambda) < 0.1:
		return "about a logarithm: large values are drawn in"
	case math.Abs(lambda-0.5) < 0.1:
		return "about a square root: large values are drawn in"
	case math.Abs(lambda-1) < 0.1:
		return "nearly straight: no bend helps much"
	case lambda < 0:
		return "beyond a logarithm: large values are drawn in strongly"
	case lambda < 1:
		return "large values are drawn in"
	}
	return "large values are spread out"
}
