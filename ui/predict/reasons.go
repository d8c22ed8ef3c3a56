package predict

import (
	"fmt"
	"math"
	"strings"

	"assay/pipeline/predict"
	"assay/ui/kit"
)

// reasons draws what each field adds, as bars from a common zero.
func (s *Screen) reasons(f kit.Frame) []string {
	reasons := s.told(f)
	if len(s.decision.Reasons) == 0 {
		return []string{f.Dim.Render("This kind of model gives no reasons that add up.")}
	}
	head := f.Strong.Render("Why") + f.Dim.Render(", compared with cases at the threshold")
	if len(reasons) == 0 {
		return []string{head, f.Dim.Render("It is like them in every field.")}
	}
	return append([]string{head}, s.bars(f, reasons)...)
}

// Widths of a line of the bars, in cells.
const (
	leastBar  = 7
	wordsFrom = 56 // from this width each line says in words which way it speaks
)

// bars draws one line a reason: field, value, bar, and in words which way it speaks and how much.
func (s *Screen) bars(f kit.Frame, reasons []predict.Reason) []string {
	label, value, most := 0, 0, 0.
	for _, r := range reasons {
		label = max(label, kit.Width(kit.Clean(r.Field)))
		value = max(value, kit.Width(shownValue(r)))
		most = max(most, math.Abs(r.Effect))
	}
	words := 0
	for _, r := range reasons {
		words = max(words, kit.Width(s.speaks(r, f.W >= wordsFrom)))
	}
	words = min(words, f.W/3)
	label = min(label, f.W/4)
	value = min(value, max(4, f.W-words-label-leastBar-3))
	room := f.W - label - value - words - 3
	out := make([]string, len(reasons))
	for i, r := range reasons {
		line := f.Dim.Render(kit.Pad(kit.Clean(r.Field), label)) + " " + f.Text.Render(kit.Pad(shownValue(r), value)) + " "
		if room >= 5 {
			line += s.bar(f, r.Effect, most, room) + " "
		}
		out[i] = line + s.side(f, r.Effect > 0).Render(kit.PadLeft(s.speaks(r, f.W >= wordsFrom), words))
	}
	return out
}

func shownValue(r predict.Reason) string {
	if strings.TrimSpace(r.Value) == "" {
		if r.Made {
			return ""
		}
		return missing
	}
	return kit.CleanCell(r.Value)
}

// speaks says which class an effect speaks for.
func (s *Screen) speaks(r predict.Reason, long bool) string {
	class := s.deployed.Bundle.Classes[0]
	if r.Effect > 0 {
		class = s.deployed.Bundle.Classes[1]
	}
	text := "for " + kit.Truncate(kit.Clean(class), 12)
	if long {
		text = "speaks " + text
	}
	return fmt.Sprintf("%s %+.2f", text, r.Effect)
}

// bar draws an effect to the left or the right of the middle.
func (s *Screen) bar(f kit.Frame, effect, most float64, room int) string {
	half := (room - 1) / 2
	n := 0
	if most > 0 {
		n = int(math.Round(math.Abs(effect) / most * float64(half)))
	}
	left, right := strings.Repeat(" ", half), strings.Repeat(" ", room-1-half)
	drawn := s.side(f, effect > 0).Render(strings.Repeat(f.Glyphs.Full, n))
	if effect < 0 {
		left = left[n:] + drawn
	} else {
		right = drawn + right[n:]
	}
	return left + f.Faint.Render(f.Glyphs.Vertical) + right
}
