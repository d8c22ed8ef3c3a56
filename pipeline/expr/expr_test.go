package expr

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// people is a small table of every kind, with gaps.
func people(t testing.TB) *table.Table {
	t.Helper()
	nan := math.NaN()
	day := func(s string) int64 {
		v, ok := dateOf(s)
		if !ok {
			t.Fatal(s)
		}
		return int64(v)
	}
	out, err := table.New([]*table.Column{
		table.NewNumber("income", []float64{1200, -50, nan, 0, 1e300}),
		table.NewNumber("loan amount", []float64{100, 0, 7, nan, 1e300}),
		table.TextOf("job", []string{"Clerk", "nurse", "", " cook ", "Écrivain"}),
		table.TextOf("town", []string{"nurse", "nurse", "Bern", "", "Ulm"}),
		table.NewTime("born", []int64{day("1977-02-20"), day("2000-02-29"), table.NoTime, day("1969-12-31"), day("2024-01-01")}),
		table.NewTime("seen", []int64{day("2024-01-01"), table.NoTime, table.NoTime, day("1970-01-01T12:00"), day("2024-01-01")}),
		table.NewLevels("home", []int32{0, 1, -1, 0, 1}, []string{"own", "rent"}),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func cells(c *table.Column) string {
	var out []string
	for i := range c.Len() {
		out = append(out, c.Cell(i))
	}
	return strings.Join(out, "|")
}

func TestExpressions(t *testing.T) {
	for source, want := range map[string]string{
		"income":                                    "1200|-50||0|1" + "e+300",
		"income + 1":                                "1201|-49||1|1e+300",
		"-income":                                   "-1200|50||0|-1e+300",
		"income / [loan amount]":                    "12||||1",
		"income * `loan amount`":                    "120000|0|||",
		"2 ^ 3 ^ 2 - -1":                            "513|513|513|513|513",
		"-2 ^ 2":                                    "-4|-4|-4|-4|-4",
		"2 ^ -1":                                    "0.5|0.5|0.5|0.5|0.5",
		"-1 % 12 + 7 % -3":                          "9|9|9|9|9",
		"1 - 2 - 3 * (4 - 5) / 6":                   "-0.5|-0.5|-0.5|-0.5|-0.5",
		"1e3 + .5":                                  "1000.5|1000.5|1000.5|1000.5|1000.5",
		"sqrt(income)":                              "34.64101615137755|||0|1e+150",
		"log(income)":                               "7.090076835776092||||690.7755278982137",
		"round(income / 7)":                         "171|-7||0|1.4285714285714286e+299",
		"round(2.5) + round(-2.5)":                  "0|0|0|0|0",
		"round(2.345, 2)":                           "2.35|2.35|2.35|2.35|2.35",
		"round(income, -2)":                         "1200|-100||0|1e+300",
		"floor(-1.5) + ceil(-1.5)":                  "-3|-3|-3|-3|-3",
		"exp(1000)":                                 "||||",
		"log1p(0) + abs(-2)":                        "2|2|2|2|2",
		"min(income, [loan amount], 5)":             "5|-50|||5",
		"max(born, seen)":                           "2024-01-01|||1970-01-01T12:00:00|2024-01-01",
		"income > 0":                                "1|0||0|1",
		"income <> 0":                               "1|1||0|1",
		"not (income > 0)":                          "0|1||1|0",
		"NOT income > 0 Or true":                    "1|1|1|1|1",
		"income > 0 and false":                      "0|0|0|0|0",
		"income > 0 or [loan amount] > 0":           "1|0|1||1",
		"income > 0 and [loan amount] >= 0":         "1|0||0|1",
		"job = town":                                "0|1|||0",
		"job != 'nurse'":                            "1|0||1|1",
		"job < town":                                "1|0|||0",
		`job >= "Clerk"`:                            "1|1||0|1",
		`"b" > town`:                                "0|0|1||1",
		`job in ("Clerk", "nurse")`:                 "1|1||0|0",
		`job not in ("Clerk")`:                      "0|1||1|1",
		"income in (0, -50)":                        "0|1||1|0",
		`born in ("1977-02-20")`:                    "1|0||0|0",
		"between(income, 0, 1200)":                  "1|0||1|0",
		`between(town, "A", "V")`:                   "0|0|1||1",
		`between(born, "1970-01-01", seen)`:         "1|||0|1",
		`if(income > 0, "rich", "poor")`:            "rich|poor||poor|rich",
		"if(income > 0, job, town)":                 "Clerk|nurse|||Écrivain",
		"if(missing(income), -1, income)":           "1200|-50|-1|0|1e+300",
		"if(income > 1000, missing, income)":        "|-50||0|",
		"coalesce(income, [loan amount])":           "1200|-50|7|0|1e+300",
		`coalesce(job, town, "none")`:               "Clerk|nurse|Bern| cook |Écrivain",
		"coalesce(seen, born)":                      "2024-01-01|2000-02-29||1970-01-01T12:00:00|2024-01-01",
		"missing(job)":                              "0|0|1|0|0",
		"missing(seen)":                             "0|1|1|0|0",
		"missing(missing)":                          "1|1|1|1|1",
		"lower(job)":                                "clerk|nurse|| cook |écrivain",
		"upper(trim(job))":                          "CLERK|NURSE||COOK|ÉCRIVAIN",
		"length(job)":                               "5|5||6|8",
		`contains(job, "r")`:                        "1|1||0|1",
		`starts(lower(job), "c") or ends(job, "e")`: "1|1||0|0",
		`replace(town, "nurse", "")`:                "||Bern||Ulm",
		`replace(job, " ", "_")`:                    "Clerk|nurse||_cook_|Écrivain",
		"year(born)":                                "1977|2000||1969|2024",
		"month(born) * 100 + day(born)":             "220|229||1231|101",
		"weekday(born)":                             "6|1||2|0",
		"days_between(born, seen)":                  "17116|||1.5|0",
		`days_between("1970-01-01", born)`:          "2607|11016||-1|19723",
		`born < "1970-01-01"`:                       "0|0||1|0",
		`seen >= "1970-01-01 12:00"`:                "1|||1|1",
		`home = "own"`:                              "1|0||1|0",
		"(income > 0) = (job = town)":               "0|0|||0",
		"true":                                      "1|1|1|1|1",
		`"it""s"`:                                   `it"s|it"s|it"s|it"s|it"s`,
	} {
		tb := people(t)
		p, err := Compile(source, KindsOf(tb))
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got, err := p.Run("out", tb)
		if err != nil || cells(got) != want || got.Name != "out" {
			t.Errorf("%s\n got %s\nwant %s %v", source, cells(got), want, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for source, want := range map[string]string{
		"":                              "character 1: the end stands where a value belongs; write a number",
		"incme + 1":                     `character 1: no column is called "incme" (did you mean "income"?)`,
		"1 + abs":                       `character 5: no column is called "abs"; a function is followed by its arguments`,
		"abz(income)":                   `character 1: no function is called "abz" (did you mean "abs"?)`,
		"1 + job":                       "character 5: + cannot work on text; write a + b",
		"born - seen":                   "character 1: - cannot work on a date; days_between(from, to) counts days",
		"if(income, 1, 2)":              "character 4: argument 1 of if cannot be a number; compare it, as in x = 1",
		"if(true, 1, job)":              "character 13: argument 3 of if cannot be text",
		"abs(1, 2)":                     "character 1: abs takes other arguments than these 2; write abs(x)",
		"abs()":                         "other arguments than these 0",
		"income = job":                  "character 10: = cannot work on text; both sides must be of one kind",
		"income = missing":              "character 10: nothing can be compared with missing; write missing(x)",
		`job = ""`:                      "character 7: empty text is a gap",
		`""`:                            "character 1: empty text is a gap",
		"missing":                       "character 1: this is a gap in every row",
		"if(true, missing, missing)":    "this is a gap in every row",
		`born > "soon"`:                 `character 8: "soon" is not a date; write dates like "2024-01-31"`,
		"born = job":                    "character 8: = cannot work on text",
		"1 < 2 < 3":                     "character 7: comparisons cannot be chained; write between(x, low, high)",
		"income in (1, job)":            "character 15: a list holds values",
		"income not 3":                  "character 12: \"3\" stands where in belongs",
		"(1 + 2":                        "character 7: the end stands where ) belongs",
		"1 2":                           "character 3: nothing can follow the expression here",
		"1 + not true":                  "character 5: not cannot stand here",
		"[loan amount":                  "character 1: this does not end; close it with ]",
		"'x":                            "close it with '",
		"``":                            "a column name is empty",
		"12k":                           `character 1: "12k" is not a number`,
		"1e999":                         `"1e999" is not a number`,
		"1..2":                          `"1..2" is not a number`,
		"é & 1":                         "character 3: '&' means nothing here; write and",
		"and":                           `"and" stands where a value belongs; put a column of that name in [brackets]`,
		"round(1, income)":              "character 10: this must be a whole number from -15 to 15, written out",
		"round(1, 2.5)":                 "this must be a whole number",
		"contains(job, town)":           "character 15: this must be text in quotes; write contains(text, \"part\")",
		`contains(job, "")`:             "empty text",
		"min(job, town)":                "character 5: argument 1 of min cannot be text",
		"true < false":                  "character 1: < cannot work on yes/no",
		"max(1)":                        "takes other arguments than these 1",
		strings.Repeat("(", 100) + "1":  "this nests deeper than 64",
		strings.Repeat("1+", 600) + "1": "more than 500 operators",
		strings.Repeat(" ", 9000):       "longer than 8192 bytes",
	} {
		_, err := Compile(source, KindsOf(people(t)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s\n got %v\nwant %s", source, err, want)
		}
	}
}

func TestPrinting(t *testing.T) {
	for source, want := range map[string]string{
		"1+2*3":                             "1 + 2 * 3",
		"(1+2)*3":                           "(1 + 2) * 3",
		"1-(2-3)":                           "1 - (2 - 3)",
		"(1-2)-3":                           "1 - 2 - 3",
		"(2^3)^2":                           "(2 ^ 3) ^ 2",
		"2^(3^2)":                           "2 ^ 3 ^ 2",
		"(-2)^2":                            "(-2) ^ 2",
		"2^-(1)":                            "2 ^ -1",
		"not(a and b)or c":                  "not (a and b) or c",
		"a not in('x',\"y\")":               `not a in ("x", "y")`,
		"(a = b) = (c = d)":                 "(a = b) = (c = d)",
		"IF ( [a b] == 1 , `c``d`, [Not] )": "if(`a b` = 1, `c``d`, `Not`)",
		"missing( x )":                      "missing(x)",
		"- -1":                              "--1",
	} {
		e, err := Parse(source)
		if err != nil || e.String() != want {
			t.Errorf("%s is written %v (%v), want %s", source, e, err, want)
		}
	}
}

func TestAssignments(t *testing.T) {
	got, err := ParseAssignments("a = 1 ;; [b c] = a + 2 ;;\n d=\"x;;y\" ;;")
	if err != nil || len(got) != 3 || got[0].Name != "a" || got[1].Name != "b c" || got[1].Expr.Source() != "a + 2" || got[2].Expr.Source() != `"x;;y"` {
		t.Fatalf("%+v %v", got, err)
	}
	if none, err := ParseAssignments(" ;; "); err != nil || none != nil {
		t.Error(none, err)
	}
	for text, want := range map[string]string{
		"a":            "character 2: the end stands where = belongs",
		"a = 1 b = 2":  "character 7: nothing can follow the expression here; join with an operator such as +, or put ;;",
		"1 = 2":        "character 1: a new column is called something",
		"not = 2":      "a new column is called something",
		"a = 1 ;; b =": "character 13: the end stands where a value belongs",
	} {
		if _, err := ParseAssignments(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	// A position counts in the whole text.
	_, err = got[1].Expr.Compile(nil)
	if err == nil || !strings.Contains(err.Error(), "character 18: no column is called \"a\"; there are no columns") {
		t.Error(err)
	}
}

func TestProgramsAreData(t *testing.T) {
	tb := people(t)
	a, _ := Compile("round(income) + length(job)", KindsOf(tb))
	b, _ := Compile("round(income) + length(job)", KindsOf(tb))
	if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(a.Inputs(), []string{"income", "job"}) || a.Kind() != Number {
		t.Error("equal sources must give equal programs")
	}
	if _, err := a.Run("x", tb.Without("job")); err == nil || !strings.Contains(err.Error(), `no column is called "job"`) {
		t.Error(err)
	}
	if _, err := a.Run("x", tb.With(table.NewNumber("job", make([]float64, 5)))); err == nil || !strings.Contains(err.Error(), "column job holds number where the expression was written for text") {
		t.Error(err)
	}
}

// Rows far apart are in different blocks; none may see another.
func TestManyRows(t *testing.T) {
	const rows = 3*block + 7
	v, codes := make([]float64, rows), make([]int32, rows)
	for i := range v {
		v[i], codes[i] = float64(i), int32(i%4)-1
	}
	tb, err := table.New([]*table.Column{table.NewNumber("v", v), table.NewText("s", codes, []string{"a", "b", "c"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Compile(`if(s = "b", v * 2, if(v % 2 = 0, -v, coalesce(length(s), 5)))`, KindsOf(tb))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Run("x", tb)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range got.Numbers() {
		want := math.NaN() // s is a gap, so is the condition
		switch {
		case i%4 == 2:
			want = float64(2 * i)
		case i%4 == 0:
		case i%2 == 0:
			want = -float64(i)
		default:
			want = 1
		}
		if x != want && !(x != x && want != want) {
			t.Fatalf("row %d is %v, want %v", i, x, want)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, f := range Functions() {
		if f.Name == "" || f.Usage == "" || f.About == "" {
			t.Errorf("%+v is not told", f)
		}
	}
	for name := range powers {
		if _, ok := find(name); !ok {
			t.Errorf("operator %s cannot run", name)
		}
	}
}
