package collect

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/collect"
	"assay/ui/kit"
)

const recordsSetting = "api.records"

// pickRecords asks where in a JSON answer the records lie, when that was left open and there is more than one place.
func (s *Screen) pickRecords(c choice, then wanted) tea.Cmd {
	if c.set[recordsSetting] != "" {
		return then(c)
	}
	env := s.env(c)
	return s.send("asking "+c.data, func(ctx context.Context) func() tea.Cmd {
		f, err := collect.PreviewAPI(ctx, c.data, collect.Options(c.set), env)
		if err != nil {
			return told("there is no answer", err)
		}
		tree, err := collect.Outline(f.Data)
		if err != nil || places(tree) < 2 { // no JSON, or nothing to choose
			return func() tea.Cmd { return then(c) }
		}
		return func() tea.Cmd { return s.pickPlace(c, tree, then) }
	})
}

func places(tree []collect.OutlineNode) int {
	n := 0
	for _, node := range tree {
		n += one(node.Records)
	}
	return n
}

// pickPlace shows the answer as a tree; what holds records can be chosen.
func (s *Screen) pickPlace(c choice, tree []collect.OutlineNode, then wanted) tea.Cmd {
	items := make([]kit.Item, len(tree))
	for i, node := range tree {
		items[i] = kit.Item{Text: strings.Repeat("  ", node.Depth) + placeName(node), Detail: placeWords(node)}
	}
	return kit.Pick("where are the records?", items, func(i int) tea.Cmd {
		if !tree[i].Records {
			return tea.Batch(kit.Say(kit.Warn, placeName(tree[i])+" holds no records; choose a line that says it does"), s.pickPlace(c, tree, then))
		}
		return then(c.with(recordsSetting, tree[i].Path))
	})
}

func placeName(node collect.OutlineNode) string {
	if node.Key == "" {
		return "the whole answer"
	}
	return node.Key
}

// placeWords say what lies at a place.
func placeWords(node collect.OutlineNode) string {
	switch {
	case node.Records:
		return kit.Thousands(node.Length) + " " + plural(node.Length, "record")
	case node.Kind == "array":
		return kit.Thousands(node.Length) + " " + plural(node.Length, "value") + sampleWords(node.Sample)
	case node.Kind == "object":
		return kit.Thousands(node.Length) + " " + plural(node.Length, "key")
	}
	return node.Kind + sampleWords(node.Sample)
}

func sampleWords(sample string) string {
	if sample == "" {
		return ""
	}
	return ", such as " + quote(sample)
}
