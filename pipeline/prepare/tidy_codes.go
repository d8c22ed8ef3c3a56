package prepare

import "strings"

// codeWidth returns the number of digits of the codes a column holds, or 0 when it does not hold codes. It does when
// at least 90 % of its cells are digits (or a ZIP+4, or digits with a stray .0 behind), some begin with a zero that a
// number would not have, and most of them are equally wide.
func codeWidth(v *vocabulary) int {
	widths, cells, zeros := map[int]int{}, 0, 0
	for _, x := range v.cells {
		digits, ok := bareCode(x.text)
		if !ok {
			continue
		}
		cells += x.n
		widths[len(digits)] += x.n
		if digits[0] == '0' && len(digits) > 1 {
			zeros += x.n
		}
	}
	if zeros == 0 || 10*cells < 9*v.present {
		return 0
	}
	for w, n := range widths {
		if 2*n > cells && w >= 3 && w <= 10 {
			return w
		}
	}
	return 0
}

// bareCode strips what spreadsheets and forms hang onto a code of digits: ".0", and "-1234" behind a ZIP of 5 digits.
func bareCode(s string) (string, bool) {
	s = strings.TrimSuffix(s, ".0")
	if base, plus, ok := strings.Cut(s, "-"); ok && len(base) == 5 && len(plus) == 4 && allDigits(plus) {
		s = base
	}
	return s, allDigits(s)
}

// repairCode brings a code to its width; what is not a code of digits, or is longer, stays as it is.
func repairCode(s string, width int) string {
	digits, ok := bareCode(s)
	if !ok || len(digits) > width {
		return s
	}
	return strings.Repeat("0", width-len(digits)) + digits
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
