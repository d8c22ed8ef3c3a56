package prepare

import (
	"math"
	"time"

	"assay/pipeline/table"
)

// datePart is something a date tells: one number, or the two coordinates of a circle.
type datePart struct {
	name  string
	ends  []string // behind the name of the column, one per number
	value func(t time.Time, out []float64)
}

var dateParts = []datePart{
	{"year", []string{"year"}, one(func(t time.Time) int { return t.Year() })},
	{"month", []string{"month"}, one(func(t time.Time) int { return int(t.Month()) })},
	{"day", []string{"day"}, one(func(t time.Time) int { return t.Day() })},
	{"weekday", []string{"weekday"}, one(monday)},
	{"dayofyear", []string{"day of year"}, one(func(t time.Time) int { return t.YearDay() })},
	{"week", []string{"week"}, one(func(t time.Time) int { _, week := t.ISOWeek(); return week })},
	{"month_circle", []string{"month sin", "month cos"}, circle(func(t time.Time) float64 { return float64(t.Month()-1) / 12 })},
	{"weekday_circle", []string{"weekday sin", "weekday cos"}, circle(func(t time.Time) float64 { return float64(monday(t)) / 7 })},
}

// monday is the day of the week, Monday 0 to Sunday 6.
func monday(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

func one(f func(time.Time) int) func(time.Time, []float64) {
	return func(t time.Time, out []float64) { out[0] = float64(f(t)) }
}

// circle tells a share of a full turn as the two coordinates of a place on the circle.
func circle(share func(time.Time) float64) func(time.Time, []float64) {
	return func(t time.Time, out []float64) { out[0], out[1] = math.Sincos(2 * math.Pi * share(t)) }
}

func partNames() []string {
	var out []string
	for _, p := range dateParts {
		out = append(out, p.name)
	}
	return out
}

func partOf(name string) *datePart {
	for i := range dateParts {
		if dateParts[i].name == name {
			return &dateParts[i]
		}
	}
	return nil
}

// columns makes the part of every date. A day is worked out once, however many rows share it.
func (p *datePart) columns(c *table.Column) []*table.Column {
	values := make([][]float64, len(p.ends))
	for k := range values {
		values[k] = make([]float64, c.Len())
	}
	seen := map[int64][]float64{}
	for i, s := range c.Times() {
		day := s
		if s != table.NoTime {
			day = floorDay(s)
		}
		out := seen[day]
		if out == nil {
			out = make([]float64, len(p.ends))
			if s == table.NoTime {
				for k := range out {
					out[k] = math.NaN()
				}
			} else {
				p.value(time.Unix(s, 0).UTC(), out)
			}
			seen[day] = out
		}
		for k, v := range out {
			values[k][i] = v
		}
	}
	var made []*table.Column
	for k, end := range p.ends {
		made = append(made, table.NewNumber(c.Name+" "+end, values[k]).From(c))
	}
	return made
}

// floorDay is the day a point in time lies in, in days since 1970.
func floorDay(seconds int64) int64 {
	day := seconds / 86400
	if seconds%86400 < 0 {
		day--
	}
	return day
}

// spans tells the distance from each date to another.
func spans(from []int64, to func(i int) int64, tell func(seconds float64) float64) []float64 {
	out := make([]float64, len(from))
	for i, s := range from {
		end := to(i)
		if s == table.NoTime || end == table.NoTime {
			out[i] = math.NaN()
			continue
		}
		out[i] = tell(float64(end) - float64(s))
	}
	return out
}

func days(seconds float64) float64 { return seconds / 86400 }

// years are of 365.2425 days, the mean of the calendar.
func years(seconds float64) float64 { return seconds / (365.2425 * 86400) }
