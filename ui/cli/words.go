package cli

import (
	"fmt"
	"strconv"
	"strings"

	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

// pageWidth is the widest line of text that is printed for people.
const pageWidth = 100

// say writes text from a column on, wrapped at the page's width; later lines stand two columns further in.
func say(b *strings.Builder, indent int, format string, args ...any) {
	text := kit.Clean(fmt.Sprintf(format, args...))
	margin := strings.Repeat(" ", indent)
	for i, l := range kit.Wrap(text, pageWidth-indent-2) {
		if i == 1 {
			margin += "  "
		}
		b.WriteString(margin + l + "\n")
	}
}

// widestCell is where a cell beside others is cut.
const widestCell = 44

// grid writes rows of cells in columns; the last cell of a row is wrapped within its column.
func grid(b *strings.Builder, indent int, rows [][]string) {
	widths := map[int]int{}
	for _, row := range rows {
		for j, cell := range row[:len(row)-1] {
			widths[j] = max(widths[j], min(widestCell, kit.Width(kit.Clean(cell))))
		}
	}
	for _, row := range rows {
		left := strings.Repeat(" ", indent)
		for j, cell := range row[:len(row)-1] {
			left += kit.Pad(kit.Truncate(kit.Clean(cell), widths[j]), widths[j]) + "  "
		}
		width := kit.Width(left)
		for _, l := range kit.Wrap(kit.Clean(row[len(row)-1]), pageWidth-width) {
			b.WriteString(strings.TrimRight(left+l, " ") + "\n")
			left = strings.Repeat(" ", width)
		}
	}
}

// count writes a whole number with commas between thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

// many is "1 row" or "3,000 rows".
func many(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + one + "s"
}

func percent(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }

// estimate is a number with its interval.
func estimate(s evaluate.Score) string {
	switch {
	case s.Value != s.Value:
		return "not defined on these rows"
	case s.Low != s.Low:
		return fmt.Sprintf("%.3f", s.Value)
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", s.Value, s.Low, s.High)
}
