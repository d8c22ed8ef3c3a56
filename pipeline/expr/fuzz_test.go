package expr

import (
	"math"
	"strings"
	"testing"

	"assay/pipeline/table"
)

var seeds = []string{"income + 1", "-2 ^ 2", "if(income > 0, job, \"x\")", "job not in ('a', \"b\")", "between(born, '2020-01-01', seen)",
	"[loan amount] % 12 <> `x``y`", "not (a = b) or c and missing(d)", "round(1.5e3, -2)", "coalesce(job, town) < lower(\"É\")", "1 - (2 - 3) - 4",
	"replace(job, 'a', '') = upper(town)", "((((1))))", "a = b = c", "\"", "[", "1e", "x.y_1", "if(true, missing, income / 0)", "min(born, seen) in ('2024-01-01')",
	"home = 'own' ;; x", "--1", "2 ^ -3 ^ 4", "İF(1)", "K"}

// same compares trees without their places in the text.
func same(a, b *node) bool {
	if a.op != b.op || a.name != b.name || a.text != b.text || a.value != b.value || len(a.args) != len(b.args) {
		return false
	}
	for i := range a.args {
		if !same(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

// FuzzParse wants a tree to be written so that it parses to the same tree.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := ParseAssignments(s); err == nil && len(s) > longest {
			t.Fatal("too long a text was read")
		}
		e, err := Parse(s)
		if err != nil {
			return
		}
		written := e.String()
		again, err := Parse(written)
		if err != nil {
			if len(written) > longest || strings.Contains(err.Error(), "nests deeper") { // parentheses and blanks may be added
				return
			}
			t.Fatalf("%q is written %q: %v", s, written, err)
		}
		if !same(e.root, again.root) || again.String() != written {
			t.Fatalf("%q is written %q, which is another expression, written %q", s, written, again)
		}
	})
}

// FuzzRun wants every program to give finite values, and each row the same alone as in company.
func FuzzRun(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	tb := people(f)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Compile(s, KindsOf(tb))
		if err != nil {
			return
		}
		all, err := p.Run("out", tb)
		if err != nil || all.Len() != tb.Rows() {
			t.Fatalf("%q: %v", s, err)
		}
		for i := range all.Len() {
			if v := all.Numbers(); v != nil && math.IsInf(v[i], 0) {
				t.Fatalf("%q is infinite in row %d", s, i)
			}
			one, err := p.Run("out", tb.Select([]int{i}))
			if err != nil || one.Cell(0) != all.Cell(i) {
				t.Fatalf("%q: row %d alone is %q, in company %q (%v)", s, i, one.Cell(0), all.Cell(i), err)
			}
		}
		if none, err := p.Run("out", tb.Select(nil)); err != nil || none.Len() != 0 || none.Kind != all.Kind {
			t.Fatalf("%q of no rows: %v", s, err)
		}
		if all.Kind == table.Text && (p.Kind() != Text) {
			t.Fatalf("%q is text and says it is %s", s, p.Kind())
		}
	})
}
