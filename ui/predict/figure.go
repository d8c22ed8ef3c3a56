package predict

// figures are the signs of a percentage, three lines each.
var figures = map[rune][3]string{
	'0': {"█▀█", "█ █", "▀▀▀"}, '1': {"▀█ ", " █ ", "▀▀▀"}, '2': {"▀▀█", "█▀▀", "▀▀▀"}, '3': {"▀▀█", " ▀█", "▀▀▀"},
	'4': {"█ █", "▀▀█", "  ▀"}, '5': {"█▀▀", "▀▀█", "▀▀▀"}, '6': {"█▀▀", "█▀█", "▀▀▀"}, '7': {"▀▀█", "  █", "  ▀"},
	'8': {"█▀█", "█▀█", "▀▀▀"}, '9': {"█▀█", "▀▀█", "▀▀▀"}, '.': {" ", " ", "▀"}, '%': {"▀ █", "▄▀ ", "▀ ▀"}, '<': {" ▄▀", "▀▄ ", "  ▀"}, '>': {"▀▄ ", " ▄▀", "▀  "}, ' ': {"", "", ""},
}

// large draws a percentage in figures three lines high; nil when it cannot, as with plain characters.
func large(text string, ascii bool) []string {
	if ascii {
		return nil
	}
	out := make([]string, 3)
	for i, r := range text {
		sign, ok := figures[r]
		if !ok {
			return nil
		}
		for k := range out {
			if i > 0 {
				out[k] += " "
			}
			out[k] += sign[k]
		}
	}
	return out
}
