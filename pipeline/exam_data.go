package pipeline

import (
	"context"
	"fmt"
	"strings"

	"assay/pipeline/collect"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// readExam reads the data whose rows are the test side: through the settings, joins and secrets of the first data, its
// columns held as those are. It has the columns that are asked about or answered with, or is refused with their names;
// columns that only tell rows apart may be absent.
func readExam(ctx context.Context, c CollectChoices, like *table.Table, env collect.Env) (collect.Raw, error) {
	raw, err := read(ctx, CollectChoices{Data: c.Exam, Set: c.Set, Join: c.Join, Replay: c.Replay, Secrets: c.Secrets}, env)
	if err != nil {
		return raw, err
	}
	var lacks []string
	kinds := map[string]string{}
	for _, want := range like.Columns() {
		switch have := raw.Table.Column(want.Name); {
		case have != nil:
			kinds[want.Name] = want.Kind.String()
		case want.Role == table.Feature || want.Role == table.Target || want.Role == table.Protected:
			lacks = append(lacks, want.Name)
		default:
			raw.Table = raw.Table.With(table.TextOf(want.Name, make([]string, raw.Table.Rows())))
			kinds[want.Name] = want.Kind.String()
		}
	}
	if len(lacks) > 0 {
		return raw, UsageError{fmt.Errorf("exam: %s has no column %s, which the first data has; it has %s", c.Exam, strings.Join(lacks, ", "), strings.Join(raw.Table.Names(), ", "))}
	}
	if raw, err = raw.WithKinds(kinds); err != nil {
		return raw, err
	}
	columns := make([]*table.Column, like.Width())
	for j, want := range like.Columns() {
		columns[j] = raw.Table.Column(want.Name).WithRole(want.Role)
	}
	raw.Table = raw.Table.Without(raw.Table.Names()...).With(columns...)
	return raw, nil
}

// stackExam puts the rows of a second file below the cleaned ones, read the way any later row is: by the frozen
// cleanings, none dropped.
func stackExam(c *Collected, cleaned prepare.Cleaned) (raw, clean *table.Table, kept []int, err error) {
	if c.Exam == nil {
		return c.Table, cleaned.Table, cleaned.Kept, nil
	}
	own, other := c.Origin.Path, c.Exam.Origin.Path
	if raw, err = table.Stack(c.Table, c.Exam.Table, own, other); err != nil {
		return nil, nil, nil, fmt.Errorf("exam: %w", err)
	}
	read, err := (&prepare.Recipe{Cleanings: cleaned.Cleanings}).Clean(c.Exam.Table)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("exam: %w", err)
	}
	if clean, err = table.Stack(cleaned.Table, read, own, other); err != nil {
		return nil, nil, nil, fmt.Errorf("exam: %w", err)
	}
	kept = append(kept, cleaned.Kept...)
	for i := range c.Exam.Table.Rows() {
		kept = append(kept, c.Table.Rows()+i)
	}
	return raw, clean, kept, nil
}
