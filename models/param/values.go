package param

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/sahilm/fuzzy"
)

// Set gives one setting of s a new value by name. An unknown name is an error that lists the known ones and the
// nearest.
func Set(s Settings, name, value string) error {
	var names []string
	for _, p := range s.Params() {
		if p.Name == name {
			return p.Set(value)
		}
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return fmt.Errorf("%s: there are no settings here", name)
	}
	return fmt.Errorf("no setting is called %q%s; there are %s", name, DidYouMean(name, names), strings.Join(names, ", "))
}

// Apply sets several settings of s, in alphabetical order so that the first error is always the same one.
func Apply(s Settings, values map[string]string) error {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := Set(s, name, values[name]); err != nil {
			return err
		}
	}
	return nil
}

// Changed returns the settings of s that differ from those of fresh, a new value of the same type, as text. It is
// what the workflow file keeps: only choices somebody made.
func Changed(s, fresh Settings) map[string]string {
	defaults := map[string]string{}
	for _, p := range fresh.Params() {
		defaults[p.Name] = p.Get()
	}
	out := map[string]string{}
	for _, p := range s.Params() {
		if v := p.Get(); v != defaults[p.Name] {
			out[p.Name] = v
		}
	}
	return out
}

// DidYouMean returns ` (did you mean "x"?)`, to stand behind the wrong name, when one of the known names is near, else
// nothing.
func DidYouMean(name string, known []string) string {
	best, bestDistance := "", min(3, (len(name)+1)/2+1) // a short name has fewer letters to get wrong
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	if best == "" {
		if m := fuzzy.Find(name, known); len(m) > 0 && len(name) > 2 {
			best = m[0].Str
		}
	}
	if best == "" || slices.Contains(known, name) {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}
