package prepare

import (
	"fmt"
	"maps"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// proposed brings the spellings that may be one word.
type proposed struct {
	step  int
	of    *prepare.Effect // what was looked through
	boxes *merging
}

// propose looks in the background for spellings that may be one, beside those that are merged already.
func (s *Screen) propose(settings *prepare.MergeSpellings) tea.Cmd {
	at, e := s.at, s.effect(s.at)
	merges, err := prepare.ParseMerges(settings.Merge)
	if err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	return kit.Do(func() tea.Msg {
		b := &merging{on: map[int]bool{}}
		for _, m := range merges {
			b.on[len(b.merges)] = true
			b.merges, b.details = append(b.merges, m), append(b.details, "merged now")
		}
		b.now = len(b.merges)
		for _, c := range e.Is.Columns() {
			if !prepare.HasSpellings(c) {
				continue
			}
			for _, cluster := range prepare.Clusters(c, settings.Distance) {
				b.merges = append(b.merges, cluster.Merge(c.Name))
				b.details = append(b.details, tellCluster(cluster))
			}
		}
		return proposed{at, e, b}
	})
}

// tellCluster says how sure a proposal is.
func tellCluster(c prepare.Cluster) string {
	n := 0
	for _, f := range c.Forms {
		n += f.Rows
	}
	text := fmt.Sprintf("%s of %s rows, by %s", kit.Thousands(n), kit.Thousands(n+c.Rows), c.Method)
	if len(c.Instead) > 0 {
		text += "; or " + strings.Join(c.Instead[:min(3, len(c.Instead))], ", ")
	}
	return text
}

// offer lets a person tick which spellings are one, unless they went on to something else while they were looked for.
func (s *Screen) offer(msg proposed) tea.Cmd {
	b, at := msg.boxes, msg.step
	if at != s.at || msg.of != s.effect(at) {
		return nil
	}
	if len(b.merges) == 0 {
		return kit.Say(kit.Info, "no two spellings look alike")
	}
	return kit.Tick("which spellings are one?", b, func() tea.Cmd {
		return s.change(func(w *pipeline.Workflow) error {
			if at >= len(w.Prepare) {
				return nil
			}
			setting, err := b.apply(w.Prepare[at].Set["merge"])
			if err != nil {
				return err
			}
			set := maps.Clone(w.Prepare[at].Set)
			if set == nil {
				set = map[string]string{}
			}
			if set["merge"] = setting; setting == "" {
				delete(set, "merge")
			}
			w.Prepare[at].Set = set
			return nil
		})
	})
}

// merging ticks spellings that are one: first those merged now, then those proposed.
type merging struct {
	merges  []prepare.Merge
	details []string
	now     int // merged now
	on      map[int]bool
}

func (b *merging) text(i int) string {
	m := b.merges[i]
	return m.Word + " = " + strings.Join(m.Forms, ", ")
}

// Checks offers every merge, by column.
func (b *merging) Checks(string) []kit.Check {
	out := make([]kit.Check, len(b.merges))
	for i, m := range b.merges {
		out[i] = kit.Check{Text: b.text(i), Detail: b.details[i], Section: m.Column, On: b.on[i]}
	}
	return out
}

// Tick turns a merge over.
func (b *merging) Tick(c kit.Check) {
	for i, m := range b.merges {
		if m.Column == c.Section && b.text(i) == c.Text {
			b.on[i] = !b.on[i]
		}
	}
}

// Sum says how many are merged.
func (b *merging) Sum() (string, error) {
	n := 0
	for i := range b.merges {
		if b.on[i] {
			n++
		}
	}
	return fmt.Sprintf("%d of %d are merged; the others stay as they are", n, len(b.merges)), nil
}

// apply puts what is ticked into the setting, and takes out what no longer is.
func (b *merging) apply(setting string) (string, error) {
	var err error
	for i, m := range b.merges {
		switch {
		case b.on[i]:
			setting, err = prepare.AddMerge(setting, m)
		case i < b.now:
			setting, err = prepare.RemoveMerge(setting, m)
		}
		if err != nil {
			return "", err
		}
	}
	return setting, nil
}
