package collect

import (
	"fmt"
	"strings"
)

// distinctNames gives blank column names a number and makes repeated ones differ, with a warning each.
func distinctNames(raw []string) (names, warnings []string) {
	taken := map[string]bool{}
	for _, n := range raw {
		taken[n] = true
	}
	used := map[string]bool{}
	var blank, twice []string
	for j, name := range raw {
		switch {
		case strings.TrimSpace(name) == "":
			name = free(fmt.Sprintf("column_%d", j+1), taken, used)
			blank = append(blank, name)
		case used[name]:
			old := name
			for k := 2; used[name] || taken[name]; k++ {
				name = fmt.Sprintf("%s_%d", old, k)
			}
			twice = append(twice, fmt.Sprintf("%q is now %q", shorten(old), shorten(name)))
		}
		used[name] = true
		names = append(names, name)
	}
	if len(blank) > 0 {
		warnings = append(warnings, fmt.Sprintf("%s no name: called %s", haveHas(len(blank)), some(blank)))
	}
	if len(twice) > 0 {
		warnings = append(warnings, fmt.Sprintf("duplicate column names: the second %s", some(twice)))
	}
	return names, warnings
}
