package expr

import (
	"slices"

	"assay/models/param"
)

// Function tells a person about an operator or function.
type Function struct {
	Name  string // as in the text, but for the sign before a number
	Usage string // how it is written
	About string // what comes out
}

// function is one that can run.
type function struct {
	Function
	takes    []way // tried in this order
	compares bool  // its arguments are compared with one another
	bind     bind  // how its columns are calculated
}

// Functions lists what expressions can do, for help.
func Functions() []Function {
	out := make([]Function, 0, len(functions))
	for _, f := range functions {
		out = append(out, f.Function)
	}
	return out
}

func find(name string) (*function, bool) {
	i := slices.IndexFunc(functions, func(f function) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return &functions[i], true
}

// functionNames are those written as a word before parentheses.
func functionNames() []string {
	var out []string
	for _, f := range functions {
		if powers[f.Name] == 0 {
			out = append(out, f.Name)
		}
	}
	return out
}

func nearestFunction(name string) string { return param.DidYouMean(name, functionNames()) }

// shown is the name as people know it.
func (f *function) shown() string {
	if f.Name == negative {
		return "-"
	}
	return f.Name
}
