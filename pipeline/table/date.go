package table

import "strings"

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// LooksDate reports whether text is three numbers between -, / or ., two of them short, or a day, a month's name and
// a year; a clock may follow.
func LooksDate(text string) bool {
	s := strings.TrimSpace(text)
	if len(s) > 40 || digitsIn(s) < 3 {
		return false
	}
	day := s
	if i := strings.IndexAny(s, "T "); i >= 8 && strings.Contains(s[i:], ":") {
		day = s[:i]
	}
	parts := strings.FieldsFunc(day, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
	if len(parts) != 3 {
		return false
	}
	numbers, names, long := 0, 0, 0
	for _, p := range parts {
		switch {
		case strings.Trim(p, "0123456789") == "":
			numbers++
			if len(p) > 2 {
				long++
			}
			if len(p) > 4 {
				return false
			}
		case len(p) >= 3 && monthName(p):
			names++
		case len(p) <= 4 && p[0] >= '0' && p[0] <= '9': // 3rd
			numbers++
		}
	}
	marks := strings.Count(day, "-") == 2 || strings.Count(day, "/") == 2 || strings.Count(day, ".") == 2 && long <= 1 && !strings.Contains(day, " ")
	return names == 1 && numbers == 2 || numbers == 3 && long <= 1 && marks
}

func monthName(p string) bool {
	p = strings.ToLower(p)
	for _, m := range months {
		if strings.HasPrefix(p, m) && strings.Trim(p, "abcdefghijklmnopqrstuvwxyz") == "" {
			return true
		}
	}
	return false
}

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}
