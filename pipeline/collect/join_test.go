package collect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

func TestJoin(t *testing.T) {
	const loans = "id,customer_id,amount\n1,7,100\n2,8,200\n3,,300\n4,9,400\n5,7,500\n"
	const people = "customer_id,city,amount\n7,Rome,1\n8,Oslo,2\n10,Bonn,3\n,Lima,4\n"
	for _, c := range []struct {
		name        string
		left, right string
		join        Join
		want        string
		notes       []string
		warns       []string
	}{
		{"every row kept", loans, people, Join{Key: "customer_id"},
			"id,customer_id,amount,city,amount_people\n1,7,100,Rome,1\n2,8,200,Oslo,2\n3,,300,,\n4,9,400,,\n5,7,500,Rome,1",
			[]string{"3 rows of 5 found their partner in people.csv by customer_id; it brings 2 columns", `1 row of people.csv belongs to no row of the table (such as "10" on line 4)`,
				"1 row of people.csv has no key", "amount of people.csv is called amount_people"},
			[]string{`1 row has a value of customer_id that people.csv does not have (1 different key, such as "9" on line 5); what comes from people.csv is missing there`, "1 row has no customer_id"}},
		{"only matched", loans, people, Join{Key: "customer_id", Keep: "matched"},
			"id,customer_id,amount,city,amount_people\n1,7,100,Rome,1\n2,8,200,Oslo,2\n5,7,500,Rome,1", nil, []string{"left out of the table", "left out of the table"}},
		{"another name there", "k,x\na,1\nb,2\n", "code,y\n a ,5\nb,6\n", Join{Key: "k=code"}, "k,x,y\na,1,5\nb,2,6", nil, nil},
		{"two columns", "y,m,x\n1,a,1\n1,b,2\n2,a,3\n", "y,month,z\n1,a,5\n2,a,6\n2,b,7\n", Join{Key: " y , m = month "}, "y,m,x,z\n1,a,1,5\n1,b,2,\n2,a,3,6", nil, []string{`"1, b" on line 3`}},
		{"a name with a comma", "\"a,b\",x\n1,2\n", "\"a,b\",y\n1,3\n", Join{Key: "a,b"}, "a,b,x,y\n1,2,3", nil, nil},
		{"number and text", "k,x\n7,1\n8,2\n9,3\n", "k,y\n7.0,a\n 8,b\n09,c\nx,d\n", Join{Key: "k"}, "k,x,y\n7,1,a\n8,2,b\n9,3,", nil, []string{`"9" on line 4`}},
		{"text and text", "k,x\n007,1\n7,2\n1e2,3\nB,4\n", "k,y\n7,a\n100,b\nx,c\nb,d\n", Join{Key: "k"}, "k,x,y\n007,1,\n7,2,a\n1e2,3,\nB,4,", nil, []string{"3 rows have a value of k"}},
		{"an exponent is no number here", "k,x\n100,1\n5,2\n", "k,y\n1e2,a\n5,b\nx,c\n", Join{Key: "k"}, "k,x,y\n100,1,\n5,2,b", nil, []string{`"100" on line 2`}},
		{"no zero below zero", "k,x\n0,1\n", "k,y\n-0,a\nx,b\n", Join{Key: "k"}, "k,x,y\n0,1,a", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			left, right := csvRaw(t, "in/loans.csv", c.left), csvRaw(t, "in/people.csv", c.right)
			c.join.Data = "in/people.csv"
			got, err := c.join.Apply(left, right)
			if err != nil {
				t.Fatal(err)
			}
			if s := gridOf(got.Table); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
			for _, n := range c.notes {
				if !slices.ContainsFunc(got.Origin.Notes, func(s string) bool { return strings.Contains(s, n) }) {
					t.Errorf("no note %q in %q", n, got.Origin.Notes)
				}
			}
			var told []string
			for _, w := range got.Origin.Warnings {
				if !strings.HasPrefix(w, "loans.csv: ") && !strings.HasPrefix(w, "people.csv: ") {
					told = append(told, w)
				}
			}
			if len(told) != len(c.warns) {
				t.Errorf("warnings %q", told)
			}
			for k, w := range c.warns {
				if k < len(told) && !strings.Contains(told[k], w) {
					t.Errorf("warning %q, want %q", told[k], w)
				}
			}
			if got.Origin.Path != "in/loans.csv" || got.Origin.Kind != "join" || len(got.Origin.Parts) != 2 || got.Origin.Rows != got.Table.Rows() {
				t.Errorf("origin %+v", got.Origin)
			}
			if got.Table.Line(0) != 2 {
				t.Error("the rows lost their lines")
			}
		})
	}
}

func TestJoinRefuses(t *testing.T) {
	left := csvRaw(t, "loans.csv", "id,customer\n1,7\n2,8\n")
	right := csvRaw(t, "people.csv", "customer,city\n7,Rome\n8,Oslo\n7,Bonn\n9,Lima\n7,Turin\n8,Bern\n")
	other := csvRaw(t, "people.csv", "customer,city\nC7,Rome\nC8,Oslo\n")
	for _, c := range []struct {
		join  Join
		right Raw
		want  string
	}{
		{Join{Key: "customer"}, right, `people.csv: a row would have several partners: 2 values of customer stand there more than once ("7" on lines 2, 4, 6 and "8" on lines 3, 7); hint: leave one row`},
		{Join{Key: "customer"}, other, `no row finds a partner by customer: here it is "7" and "8", there "C7" and "C8"; hint: choose another key`},
		{Join{Key: "custmer"}, right, `the key "custmer" is no column of the table (did you mean "customer"?); it has id, customer`},
		{Join{Key: "customer=custom"}, right, `people.csv has no column "custom" (did you mean "customer"?); write the key as left=right`},
		{Join{Key: "customer,customer"}, right, `names "customer" twice`},
		{Join{Key: " "}, right, "no key is named"},
		{Join{Key: "customer", Keep: "most"}, right, `keep cannot be "most"; it can be all or matched`},
	} {
		c.join.Data = "people.csv"
		if _, err := c.join.Apply(left, c.right); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v", c.join, err)
		}
	}
}

func TestJoinInALine(t *testing.T) {
	for text, want := range map[string]Join{
		"people.csv on id":                            {Data: "people.csv", Key: "id"},
		"a on b.csv on x=y, z keep matched":           {Data: "a on b.csv", Key: "x=y, z", Keep: "matched"},
		"postgres://me@db/shop#people on id keep all": {Data: "postgres://me@db/shop#people", Key: "id", Keep: "all"},
	} {
		got, err := ParseJoin(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q is %+v, written %q: %v", text, got, got, err)
		}
	}
	for text, want := range map[string]string{"people.csv": "write it as DATA on KEY", " on id": "no data is named", "x.csv on ": "no key is named", "x.csv on id keep some": `cannot be "some"`} {
		if _, err := ParseJoin(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestPlanJoin(t *testing.T) {
	left := csvRaw(t, "loans.csv", "id,k\n1,a\n2,b\n3,b\n4,\n5,c\n")
	right := csvRaw(t, "people.csv", "k,city\na,Rome\nd,Oslo\nd,Bonn\n,Lima\n")
	r, err := PlanJoin(left, right, Join{Data: "people.csv", Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	l, q := r.Left, r.Right
	if r.Matched != 1 || l.Rows != 5 || l.Missing != 1 || l.Alone != 3 || l.Keys != 2 || fmt.Sprint(l.Examples) != "[{b [3]} {c [6]}]" {
		t.Errorf("left %+v", l)
	}
	if q.Rows != 4 || q.Missing != 1 || q.Alone != 2 || q.Repeated != 1 || fmt.Sprint(q.Duplicates) != "[{d [3 4]}]" {
		t.Errorf("right %+v", q)
	}
	if r.Err() == nil {
		t.Error("duplicate keys are fine")
	}
}

// A join by any key finds what looking through all rows finds.
func TestJoinFindsWhatSearchingFinds(t *testing.T) {
	for seed := range 30 {
		value := func(i, n int) int { return (i*7919 + seed*104729 + 13) % n }
		var left, right strings.Builder
		left.WriteString("a,b,n\n")
		right.WriteString("a,b,m\n")
		seen, partner := map[string]bool{}, map[string]int{}
		for i := range 40 {
			a, b := value(i, 5+seed), fmt.Sprintf("t%d", value(i*i, 4))
			if key := fmt.Sprint(a, b); !seen[key] {
				seen[key], partner[key] = true, i
				fmt.Fprintf(&right, "%d,%s,%d\n", a, b, i)
			}
		}
		var want []string
		for i := range 200 {
			a, b := value(i*3, 7+seed), fmt.Sprintf("t%d", value(i, 5))
			fmt.Fprintf(&left, "%d,%s,%d\n", a, b, i)
			m := ""
			if p, ok := partner[fmt.Sprint(a, b)]; ok {
				m = fmt.Sprint(p)
			}
			want = append(want, m)
		}
		got, err := Join{Data: "r", Key: "a,b"}.Apply(csvRaw(t, "l.csv", left.String()), csvRaw(t, "r.csv", right.String()))
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range want {
			if got.Table.Column("m").Cell(i) != m {
				t.Fatalf("seed %d, row %d: partner %q, want %q", seed, i, got.Table.Column("m").Cell(i), m)
			}
		}
	}
}

func BenchmarkJoin(b *testing.B) {
	const n, m = 1_000_000, 100_000
	codes, keys, levels := make([]int32, n), make([]int32, m), make([]string, m)
	for k := range levels {
		levels[k] = fmt.Sprintf("C%06d", k)
		keys[k] = int32(k)
	}
	for i := range codes {
		codes[i] = int32(i * 7919 % m)
	}
	side := func(name string, columns ...*table.Column) Raw {
		t, err := table.New(columns, nil)
		if err != nil {
			b.Fatal(err)
		}
		return Raw{Table: t, Origin: Origin{Path: name}}
	}
	left := side("l.csv", table.NewText("k", codes, levels), table.NewNumber("x", make([]float64, n)))
	right := side("r.csv", table.NewText("k", keys, levels), table.NewNumber("y", make([]float64, m)), table.NewText("z", keys, levels))
	for b.Loop() {
		if _, err := (Join{Data: "r.csv", Key: "k"}).Apply(left, right); err != nil {
			b.Fatal(err)
		}
	}
}
