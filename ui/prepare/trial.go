package prepare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/ui/bench"
	"assay/ui/kit"
)

// askTrial asks a moment later how the trial goes, so that its progress is drawn.
func askTrial() tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return trialTick{} })
}

type trialTick struct{}

// trial shows how recipes are tried, then how they did; enter adopts one.
type trial struct {
	s      *Screen
	at     int
	scroll kit.Scroll
	order  []int // the recipes, best first
	flips  map[int]int
}

// Title names the dialog.
func (d *trial) Title() string { return "what if" }

// Keys says which keys do what.
func (d *trial) Keys() string {
	if d.result() == nil {
		return "esc give up"
	}
	return "↑↓ recipe · enter adopt it · f who is decided otherwise · esc close"
}

// Size asks for most of the screen.
func (d *trial) Size(f kit.Frame) (w, h int) {
	w, h = min(104, f.W-6), 6
	if r := d.result(); r != nil {
		h = 8 + 2*len(r.Recipes)
	}
	return w, min(h, f.H-8)
}

// name says what is other about a recipe.
func (d *trial) name(r *pipeline.Comparison, i int) string {
	if i == r.Current {
		return "as it stands"
	}
	return bench.Words(pipeline.Workflow{Prepare: r.Recipes[r.Current].Prepare}, pipeline.Workflow{Prepare: r.Recipes[i].Prepare})
}

func (d *trial) result() *pipeline.Comparison {
	if d.s.bench.Trial == nil {
		return nil
	}
	return d.s.bench.Trial.Result
}

// Update moves between recipes and adopts one.
func (d *trial) Update(msg tea.Msg) (kit.Outcome, tea.Cmd) {
	r := d.result()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			d.at--
		} else {
			d.at++
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "q":
			d.s.bench.GiveUp()
			return kit.Outcome{Done: true}, nil
		case "down", "j", "tab":
			d.at++
		case "up", "k", "shift+tab":
			d.at--
		case "enter":
			if r != nil {
				return d.adopt(r)
			}
		case "f":
			if r != nil {
				return kit.Outcome{}, d.others(r)
			}
		}
	}
	last := 0 // there is nothing to move among while they are tried
	if r != nil {
		last = len(r.Recipes) - 1
	}
	d.at = max(0, min(d.at, last))
	return kit.Outcome{}, nil
}

// adopt makes a recipe the one that stands.
func (d *trial) adopt(r *pipeline.Comparison) (kit.Outcome, tea.Cmd) {
	i := d.chosen(r)
	v := r.Recipes[i]
	switch {
	case i == r.Current:
		return kit.Outcome{}, kit.Say(kit.Info, "this is the recipe as it stands")
	case v.Fault != nil:
		return kit.Outcome{}, kit.Say(kit.Bad, "this recipe cannot be done: "+v.Fault.Error())
	}
	cmd := d.s.changeAnd(func(w *pipeline.Workflow) error {
		next := pipeline.Workflow{Prepare: v.Prepare}.Clone()
		w.Prepare = next.Prepare
		return nil
	}, kit.Good, "adopted: "+d.name(r, i)+"; u takes it back")
	return kit.Outcome{Done: true}, cmd
}

// chosen is the recipe under the cursor.
func (d *trial) chosen(r *pipeline.Comparison) int {
	d.sort(r)
	return d.order[max(0, min(d.at, len(d.order)-1))]
}

// sort puts the best recipe first; those that cannot be done stand last.
func (d *trial) sort(r *pipeline.Comparison) {
	if len(d.order) == len(r.Recipes) {
		return
	}
	d.order, d.flips = nil, map[int]int{}
	for i := range r.Recipes {
		d.order = append(d.order, i)
		d.flips[i] = len(r.Flips(r.Current, i))
	}
	auc := func(i int) float64 {
		if v := r.Recipes[i]; v.Fault == nil && !math.IsNaN(v.AUC.Value) {
			return v.AUC.Value
		}
		return -1
	}
	slices.SortStableFunc(d.order, func(a, b int) int { return cmp.Compare(auc(b), auc(a)) })
}

// mostFlips is how many rows that are decided otherwise are listed.
const mostFlips = 200

// others lists the rows that the recipe under the cursor decides otherwise.
func (d *trial) others(r *pipeline.Comparison) tea.Cmd {
	i := d.chosen(r)
	flips := r.Flips(r.Current, i)
	if len(flips) == 0 {
		return kit.Say(kit.Info, "no row is decided otherwise")
	}
	helped := 0
	var pairs [][2]string
	for k, flip := range flips {
		if (flip.B >= r.Threshold) == (flip.Y == 1) {
			helped++
		}
		if k < mostFlips {
			pairs = append(pairs, [2]string{"line " + flip.Place, fmt.Sprintf("%s to %s; in truth %s", score(flip.A), score(flip.B), r.Classes[int(flip.Y)])})
		}
	}
	text := fmt.Sprintf("%s of %s rows are decided otherwise at %v, %s of them rightly now. Each with the chance of %s before and after.",
		kit.Thousands(len(flips)), kit.Thousands(r.Rows), r.Threshold, kit.Thousands(helped), r.Classes[1])
	return kit.ShowPairs(d.name(r, i), text, pairs)
}

// View draws the progress, then the recipes.
func (d *trial) View(f kit.Frame) string {
	t := d.s.bench.Trial
	switch {
	case t == nil:
		return f.EmptyState("nothing is being tried")
	case t.Err != nil:
		return f.EmptyState("this could not be tried: " + kit.CleanLines(t.Err.Error()))
	case t.Result == nil:
		return d.underway(f)
	}
	r := t.Result
	d.sort(r)
	looked := fmt.Sprintf("%s rows, %d folds; the test rows were not looked at", kit.Thousands(r.Rows), r.Folds)
	if r.Rows < r.Of {
		looked = fmt.Sprintf("%s of %s rows, %d folds; the test rows were not looked at", kit.Thousands(r.Rows), kit.Thousands(r.Of), r.Folds)
	}
	head := []string{f.Dim.Render(kit.Truncate("mean AUC by cross-validation on "+looked, f.W)), ""}
	foot := d.about(f, r)
	list := f.Sized(f.W, max(1, f.H-len(head)-len(foot)))
	var lines []string
	per := 1
	if f.W < 90 {
		per = 2
	}
	for k, i := range d.order {
		lines = append(lines, d.recipe(f.Sized(f.W-1, f.H), r, i, k == d.at)...)
	}
	d.scroll.View(list, lines)
	d.scroll.Show(d.at*per + per - 1)
	d.scroll.Show(d.at * per)
	return kit.Fit(strings.Join(head, "\n")+"\n"+kit.Fit(d.scroll.View(list, lines), f.W, list.H)+"\n"+strings.Join(foot, "\n"), f.W, f.H)
}

// underway draws how far the trial is.
func (d *trial) underway(f kit.Frame) string {
	t := d.s.bench.Trial
	done, total := t.Progress()
	said := "dividing the rows into folds …"
	bar := ""
	if total > 0 {
		said = fmt.Sprintf("%d of %d fits", done, total)
		if since := time.Since(t.Since); done > 0 && since > time.Second {
			left := since / time.Duration(done) * time.Duration(total-done)
			said += fmt.Sprintf(", about %.0f s left", left.Seconds())
		}
		bar = f.Meter(float64(done)/float64(total), max(0, min(60, f.W)), kit.Info)
	}
	return kit.Fit("\n"+f.Text.Render("Each recipe is fitted anew in every fold, and scored on rows it did not see.")+"\n\n"+bar+"\n"+f.Dim.Render(said), f.W, f.H)
}

// recipe draws one recipe in a line, or two when they are short.
func (d *trial) recipe(f kit.Frame, r *pipeline.Comparison, i int, here bool) []string {
	v := r.Recipes[i]
	mark := "  "
	if here {
		mark = f.Accent.Render(f.Glyphs.Cursor) + " "
	}
	kind := map[string]kit.Kind{pipeline.Better: kit.Good, pipeline.Worse: kit.Bad, pipeline.Failed: kit.Bad, pipeline.NotEnough: kit.Warn}[v.Verdict]
	glyph, style := f.News(kind)
	if i == r.Current {
		glyph, style = f.Glyphs.Dot, f.Accent
	}
	numbers := kit.Pad("", 35)
	if v.Fault == nil {
		numbers = f.Number.Render(kit.Pad(score(v.AUC.Value), 6)) + kit.Pad(lead(f, v.Lead, i == r.Current), 29)
	}
	verdict := style.Render(glyph + " " + v.Verdict)
	name := kit.Clean(d.name(r, i))
	var out []string
	if f.W >= 89 {
		room := max(8, f.W-2-35-30)
		out = []string{mark + f.Text.Render(kit.Pad(name, room)) + " " + numbers + verdict}
	} else {
		out = []string{mark + f.Text.Render(kit.Truncate(name, max(1, f.W-2))), "    " + numbers + verdict}
	}
	for k := range out {
		out[k] = kit.Pad(out[k], f.W)
		if here {
			out[k] = f.Select.Render(out[k])
		}
	}
	return out
}

// lead writes how far a recipe is from the one that stands, with its interval.
func lead(f kit.Frame, s evaluate.Score, itself bool) string {
	if itself || math.IsNaN(s.Value) {
		return ""
	}
	if s.Value == 0 && s.Low == 0 && s.High == 0 {
		return f.Text.Render("the same answers")
	}
	return f.Text.Render(plus(s.Value, 4)) + f.Dim.Render("  "+plus(s.Low, 4)+" to "+plus(s.High, 4))
}

// plus writes a difference with its sign; what rounds to nothing has none.
func plus(v float64, decimals int) string {
	text := fmt.Sprintf("%+.*f", decimals, v)
	if strings.Trim(text, "+-0.") == "" {
		return text[1:]
	}
	return text
}

// about tells more of the recipe under the cursor.
func (d *trial) about(f kit.Frame, r *pipeline.Comparison) []string {
	i := d.chosen(r)
	v := r.Recipes[i]
	text := fmt.Sprintf("%s. %s of %s rows are decided otherwise than by the recipe as it stands; it took %.1f s of work.", d.name(r, i), kit.Thousands(d.flips[i]), kit.Thousands(r.Rows), v.Seconds)
	switch {
	case v.Fault != nil:
		text = d.name(r, i) + ": " + v.Fault.Error()
	case i == r.Current:
		text = "This is the recipe as it stands. The others are held against it; their intervals hold for all of them together."
	}
	out := []string{""}
	for _, line := range kit.Wrap(kit.Clean(text), max(1, f.W)) {
		out = append(out, f.Dim.Render(line))
	}
	return out[:min(len(out), 4)]
}
