package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/pipeline/collect"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	sampledata "assay/sample_data"
)

// Collected is the raw table, every column with its role.
type Collected struct {
	key       string
	set       Settings // of the sources
	Table     *table.Table
	Origin    collect.Origin
	Exam      *collect.Raw       // the rows of a second file that are the exam, columns and roles as in Table; nil when none is named
	Profiles  []profile.Column   // what a look at each column told
	Proposals []profile.Proposal // why columns have the roles nobody chose
	Target    string             // the column to predict; "" when nobody chose and nothing stands out
	Exposed   []string           // columns that look protected and are inputs, since the choices list others
}

// UsageError marks a wrong request, as opposed to work that failed.
type UsageError struct{ Err error }

// Error is the message of the cause.
func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e UsageError) Unwrap() error { return e.Err }

// Collect reads the data of a workflow and settles what each column is for: chosen roles first, proposals elsewhere.
func Collect(ctx context.Context, w Workflow, env collect.Env) (*Collected, error) {
	raw, err := read(ctx, w.Collect, env)
	if err != nil {
		return nil, err
	}
	out := &Collected{key: w.Key(CollectStage), set: maps.Clone(w.Collect.Set), Table: raw.Table, Origin: raw.Origin}
	if err := out.assign(w); err != nil {
		return nil, err
	}
	if w.Collect.Exam == "" {
		return out, nil
	}
	exam, err := readExam(ctx, w.Collect, out.Table, env)
	if err != nil {
		return nil, err
	}
	out.Exam = &exam
	return out, nil
}

// Warnings are what the readers warn of: of the table, and of the exam with its name before it.
func (c *Collected) Warnings() []string {
	out := slices.Clone(c.Origin.Warnings)
	if c.Exam != nil {
		for _, w := range c.Exam.Origin.Warnings {
			out = append(out, c.Exam.Origin.Path+": "+w)
		}
	}
	return out
}

// Origins are where the table and, where one is named, the exam came from.
func (c *Collected) Origins() []collect.Origin {
	if c.Exam == nil {
		return []collect.Origin{c.Origin}
	}
	return []collect.Origin{c.Origin, c.Exam.Origin}
}

// read puts together everything the choices name: first data, rows below it, columns beside it, rows typed in.
func read(ctx context.Context, c CollectChoices, env collect.Env) (collect.Raw, error) {
	env = c.reach(env)
	options := collect.Options(c.Set)
	var parts []collect.Raw
	for _, data := range append([]string{c.Data}, c.Append...) {
		raw, err := collect.Read(ctx, data, options, env)
		if err != nil {
			return collect.Raw{}, err
		}
		parts = append(parts, raw)
	}
	out := parts[0]
	var err error
	if len(parts) > 1 {
		if out, err = collect.Append(fmt.Sprintf("%s and %d more", c.Data, len(parts)-1), parts); err != nil {
			return out, err
		}
	}
	for _, j := range c.Join {
		if out, err = join(ctx, j, out, options, env); err != nil {
			return out, err
		}
	}
	if out, err = out.WithKinds(c.Kinds); err != nil {
		return out, UsageError{err}
	}
	rows := make([]map[string]string, len(c.Typed))
	for i, r := range c.Typed {
		rows[i] = r
	}
	if out, err = collect.AppendTyped(out, rows); err != nil {
		return out, UsageError{err}
	}
	out.Table = out.Table.WithLines() // by which later stages know each row again
	return out.WithSources(), nil
}

// join puts the columns of other data beside a table. A key that names no column is a wrong request; what the data
// forbids is not.
func join(ctx context.Context, j collect.Join, left collect.Raw, options collect.Options, env collect.Env) (collect.Raw, error) {
	right, err := collect.Read(ctx, j.Data, options, env)
	if err != nil {
		return right, err
	}
	plan, err := collect.PlanJoin(left, right, j)
	if err != nil {
		return right, UsageError{err}
	}
	return plan.Join()
}

// reach adds what the choices know to what sources may use: the secrets, the raw copies to read again, the sample.
func (c CollectChoices) reach(env collect.Env) collect.Env {
	outer := env.Secret
	env.Secret = func(name string) (string, bool) {
		if v, ok := c.Secrets[name]; ok {
			return v, true
		}
		if outer != nil {
			return outer(name)
		}
		return "", false
	}
	env.Replay, env.Sample = c.Replay, sampledata.Sample
	return env
}

// Tables lists what can be asked for by #NAME at a piece of data that the choices name.
func (c CollectChoices) Tables(ctx context.Context, data string, env collect.Env) ([]collect.TableInfo, error) {
	return collect.Tables(ctx, data, collect.Options(c.Set), c.reach(env))
}

// assign gives every column its role.
func (c *Collected) assign(w Workflow) error {
	roles, err := c.chosen(w)
	if err != nil {
		return err
	}
	chosen := slices.Collect(maps.Values(roles))
	var named []string // columns that came with a role of their own, and are no evidence for that of others
	for _, col := range c.Table.Columns() {
		if col.Role == table.Feature {
			continue
		}
		named = append(named, col.Name)
		if _, settled := roles[col.Name]; !settled {
			c.Proposals = append(c.Proposals, profile.Proposal{Column: col.Name, Role: col.Role, Reason: "names the source of each row; " + col.Role.String() + " unless you give it a role"})
		}
	}
	c.Profiles = profile.Of(c.Table)
	others := slices.DeleteFunc(slices.Clone(c.Profiles), func(p profile.Column) bool { return slices.Contains(named, p.Name) })
	for _, p := range profile.ProposeFrom(others) {
		_, settled := roles[p.Column]
		taken := p.Role == table.Target && c.Target != ""
		if settled || taken {
			continue
		}
		if p.Role == table.Protected && len(w.Collect.Protected) > 0 {
			c.Exposed = append(c.Exposed, p.Column)
			continue
		}
		if (p.Role == table.ID || single(p.Role)) && slices.Contains(chosen, p.Role) {
			p.Role, p.Reason = table.Ignored, fmt.Sprintf("%s; another column was named as the %s", p.Reason, p.Role)
		}
		roles[p.Column] = p.Role
		c.Proposals = append(c.Proposals, p)
		if p.Role == table.Target {
			c.Target = p.Column
		}
	}
	var columns []*table.Column
	for j, col := range c.Table.Columns() {
		if r, ok := roles[col.Name]; ok {
			col, c.Profiles[j].Role = col.WithRole(r), r
		}
		columns = append(columns, col)
	}
	c.Table = c.Table.With(columns...)
	return nil
}

// chosen returns the roles the workflow names, and remembers the target.
func (c *Collected) chosen(w Workflow) (map[string]table.Role, error) {
	roles, only := map[string]table.Role{}, map[table.Role]string{}
	for _, name := range slices.Sorted(maps.Keys(w.Collect.Roles)) {
		word := w.Collect.Roles[name]
		if _, err := c.Table.Need(name); err != nil {
			return nil, UsageError{fmt.Errorf("role %s: %w", word, err)}
		}
		role, err := table.ParseRole(word)
		if err != nil {
			return nil, UsageError{err}
		}
		if first, taken := only[role]; taken && single(role) {
			return nil, UsageError{fmt.Errorf("columns %s and %s both have the role %s; only one can", first, name, role)}
		}
		roles[name], only[role] = role, name
		if role == table.Target {
			c.Target = name
		}
	}
	for _, name := range w.Collect.Protected {
		if _, err := c.Table.Need(name); err != nil {
			return nil, UsageError{fmt.Errorf("protected: %w", err)}
		}
		if _, named := roles[name]; !named {
			roles[name] = table.Protected
		}
	}
	if w.Collect.Target != "" {
		if first, taken := only[table.Target]; taken && first != w.Collect.Target {
			return nil, UsageError{fmt.Errorf("columns %s and %s are both named as the target; only one can be", w.Collect.Target, first)}
		}
		if _, err := c.Table.Need(w.Collect.Target); err != nil {
			return nil, UsageError{fmt.Errorf("target: %w", err)}
		}
		c.Target = w.Collect.Target
		roles[c.Target] = table.Target
	}
	return roles, nil
}

// single says whether at most one column of a table can have the role.
func single(r table.Role) bool {
	return r == table.Target || r == table.Group || r == table.Weight
}

// NeedTarget returns an error that says what to choose when no column is the target.
func (c *Collected) NeedTarget() error {
	if c.Target != "" {
		return nil
	}
	var names []string
	for _, col := range c.Table.Columns() {
		if col.Kind == table.Text && len(col.Dictionary()) < 20 || col.Kind == table.Number {
			names = append(names, col.Name)
		}
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	more := ""
	if n := len(names) - 20; n > 1 {
		names, more = names[:20], fmt.Sprintf(" and %d more", n)
	}
	return UsageError{fmt.Errorf("no column stands out as the one to predict; name it with --target, for example one of %s%s",
		strings.Join(names, ", "), more)}
}
