package predict

import (
	"fmt"
	"math"
	"strings"

	"assay/pipeline/predict"
	"assay/ui/kit"
)

// nearLine is how close to the threshold a probability is called close to the line.
const nearLine = .05

// low is the height below which the reasons come before figures and meter.
const low = 12

// block is some lines of the answer; the higher its rank, the earlier it gives way when room is short.
type block struct {
	lines []string
	rank  int
}

// answer draws the decision with everything that explains it.
func (s *Screen) answer(f kit.Frame) string {
	if s.problem != nil {
		return strings.Join(marked(f, kit.Bad, s.problem.Error(), 4), "\n")
	}
	meter := 1
	if f.H < low {
		meter = 4
	}
	blocks := []block{
		{s.verdict(f), 0},
		{append(s.meter(f), s.near(f)...), meter},
		{s.truth(f), 3},
		{s.warnings(f), 2},
		{s.reasons(f), 1},
		{s.smallPrint(f), 4},
	}
	if s.details {
		blocks = append(blocks, block{s.provenance(f), 5})
	}
	blocks = append(blocks, block{s.timing(f), 6}, block{s.next(f), 7})
	return compose(blocks, f.H)
}

// compose stacks blocks with blank lines between them, the last two at the bottom. Blocks that do not fit are left
// out, the highest rank first.
func compose(blocks []block, h int) string {
	var kept []block
	total := 0
	for _, b := range blocks {
		if len(b.lines) > 0 {
			kept = append(kept, b)
			total += len(b.lines)
		}
	}
	for total > h && len(kept) > 1 {
		worst := 0
		for i, b := range kept {
			if b.rank >= kept[worst].rank {
				worst = i
			}
		}
		total -= len(kept[worst].lines)
		kept = append(kept[:worst], kept[worst+1:]...)
	}
	var out []string
	spare := h - total
	for i, b := range kept {
		if i > 0 && spare > 0 && !(i == 1 && b.rank == 1) {
			out, spare = append(out, ""), spare-1
		}
		if b.rank == 7 {
			for ; spare > 0; spare-- {
				out = append(out, "")
			}
		}
		out = append(out, b.lines...)
	}
	return strings.Join(out, "\n")
}

// verdict is the probability in large figures with the decision beside it.
func (s *Screen) verdict(f kit.Frame) []string {
	d, b := s.decision, s.deployed.Bundle
	figure := large(share(d.Probability), f.Glyphs.ASCII)
	positive := kit.Clean(b.Classes[1])
	words := []string{
		s.call(f),
		f.Dim.Render(fmt.Sprintf("chance of %s for %s", positive, kit.Clean(b.Target))),
		f.Dim.Render(fmt.Sprintf("%s from %s on", positive, percent(b.Threshold))),
	}
	if len(figure) == 0 || f.W < kit.Width(figure[0])+24 || f.H < low {
		out := []string{f.Number.Render(share(d.Probability)) + "  " + words[0], words[1]}
		if f.H < low {
			out = out[:1]
		}
		return out
	}
	style := s.side(f, d.Positive)
	out := make([]string, len(figure))
	for i := range figure {
		out[i] = style.Render(figure[i]) + "    " + words[i]
	}
	return out
}

// call is the decision in words: "repaid: yes".
func (s *Screen) call(f kit.Frame) string {
	glyph := f.Glyphs.Ring
	if s.decision.Positive {
		glyph = f.Glyphs.Dot
	}
	return s.side(f, s.decision.Positive).Render(glyph) + " " +
		f.Strong.Render(kit.Clean(s.deployed.Bundle.Target)+": "+kit.Clean(s.decision.Label))
}

// side is the style of what speaks for the positive or the negative class. Neither is good news by itself, so the
// styles do not judge.
func (s *Screen) side(f kit.Frame, positive bool) kit.Style {
	if positive {
		return f.Accent
	}
	return f.Warn
}

// meter draws the probability from 0 to 1 with a mark where the threshold lies.
func (s *Screen) meter(f kit.Frame) []string {
	w := min(f.W, 60)
	at := max(0, min(w-1, int(math.Round(s.deployed.Bundle.Threshold*float64(w)))))
	n := max(0, min(w, int(math.Round(s.decision.Probability*float64(w)))))
	style := s.side(f, s.decision.Positive)
	cells := func(from, to int) string {
		full := max(0, min(n, to)-from)
		return style.Render(strings.Repeat(f.Glyphs.Full, full)) + f.Faint.Render(strings.Repeat(f.Glyphs.Shade, to-from-full))
	}
	bar := cells(0, at) + f.Strong.Render(f.Glyphs.Vertical) + cells(min(at+1, w), w)
	note := f.Glyphs.Up + " threshold " + percent(s.deployed.Bundle.Threshold)
	if at+kit.Width(note) > w {
		note = "threshold " + percent(s.deployed.Bundle.Threshold) + " " + f.Glyphs.Up
		at = max(0, at+1-kit.Width(note))
	}
	return []string{bar, strings.Repeat(" ", at) + f.Dim.Render(note)}
}

// near says that the case lies close to the line.
func (s *Screen) near(f kit.Frame) []string {
	away := s.decision.Probability - s.deployed.Bundle.Threshold
	if math.Abs(away) >= nearLine {
		return nil
	}
	return marked(f, kit.Warn, fmt.Sprintf("Close to the line, %.1f points from it: a person should look.", 100*math.Abs(away)), 2)
}

// warnings say what is unusual about the case.
func (s *Screen) warnings(f kit.Frame) []string {
	const most = 4
	var out []string
	for i, w := range s.decision.Warnings {
		if i == most {
			return append(out, f.Dim.Render(fmt.Sprintf("  and %d more", len(s.decision.Warnings)-most)))
		}
		out = append(out, marked(f, kit.Warn, w, 2)...)
	}
	return out
}

// percent writes a chosen share without needless digits: 50 %, 12.5 %.
func percent(p float64) string { return kit.Num(100*p) + " %" }

// smallPrint shows that the reasons add up to the difference in log-odds.
func (s *Screen) smallPrint(f kit.Frame) []string {
	d, ref := s.decision, s.deployed.Bundle.Reference
	if len(d.Reasons) == 0 {
		return nil
	}
	sum := 0.
	for _, r := range d.Reasons {
		sum += r.Effect
	}
	shown := s.told(f)
	rest := sum
	for _, r := range shown {
		rest -= r.Effect
	}
	text := ""
	if n := len(d.Reasons) - len(shown); n > 0 {
		text = fmt.Sprintf("%s %+.2f. ", others(n), rest)
	}
	text += fmt.Sprintf("Together %+.2f: from log-odds %.2f, the average of the %d training cases nearest the threshold, to %.2f for this case.",
		sum, rounded(ref.LogOdds), ref.Rows, rounded(d.LogOdds))
	return dim(f, text, 4)
}

// rounded keeps two decimals and no minus before a zero.
func rounded(v float64) float64 { return math.Round(v*100)/100 + 0 }

func others(n int) string {
	if n == 1 {
		return "The other field adds"
	}
	return fmt.Sprintf("The other %d fields add", n)
}

// told are the reasons drawn: the strongest, or with details as many as there is room for.
func (s *Screen) told(f kit.Frame) []predict.Reason {
	out := s.decision.Top()
	if s.details {
		out = s.decision.Reasons
	}
	return out[:min(len(out), max(1, f.H-3))]
}

// provenance says where the answers come from.
func (s *Screen) provenance(f kit.Frame) []string {
	b := s.deployed.Bundle
	learned := "some"
	if b.Report != nil {
		learned = kit.Thousands(b.Report.Rows[0])
	}
	text := fmt.Sprintf("Bundle %s: %s learned from %s of the %s rows of %s (SHA-256 %s).", short(s.deployed.Hash), b.Learner,
		learned, kit.Thousands(b.Origin.Rows), b.Origin.Path, short(b.Origin.SHA256))
	if r := b.Report; r != nil {
		auc := r.Test.Get("roc_auc")
		text += fmt.Sprintf(" Exam: AUC %.3f (%.3f to %.3f) on %s unseen rows.", auc.Value, auc.Low, auc.High, kit.Thousands(r.Rows[2]))
	}
	return dim(f, text, 4)
}

func (s *Screen) timing(f kit.Frame) []string { return dim(f, s.times.words(), 2) }

// next says what to do with a model that answers.
func (s *Screen) next(f kit.Frame) []string {
	text := "n tries real cases; w writes the bundle, and assay predict scores whole files with it."
	if s.Typing() {
		return dim(f, "Next: esc leaves the form; then "+text, 2)
	}
	return dim(f, "Next: "+text, 2)
}

func dim(f kit.Frame, text string, most int) []string {
	if text == "" {
		return nil
	}
	lines := kit.Wrap(kit.Clean(text), max(1, f.W))
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], kit.Truncate(strings.Join(lines[most-1:], " "), f.W))
	}
	for i := range lines {
		lines[i] = f.Dim.Render(lines[i])
	}
	return lines
}

// strip is the answer in a few lines, for small terminals.
func (s *Screen) strip(f kit.Frame) string {
	if s.problem != nil {
		return strings.Join(marked(f, kit.Bad, s.problem.Error(), 2), "\n")
	}
	lines := []string{f.Number.Render(share(s.decision.Probability)) + "  " + s.call(f)}
	if f.H >= 2 {
		lines = append(lines, s.meter(f)[0])
	}
	if f.H >= 4 {
		lines = append(lines, s.warnings(f)...)
		lines = append(lines, s.truth(f)...)
		lines = append(lines, s.bars(f, s.decision.Top())...)
		lines = lines[:min(len(lines), f.H)]
	}
	return strings.Join(lines, "\n")
}
