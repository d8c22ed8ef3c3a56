package collect

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// Join puts the columns of other data beside a table, by a key both have. Each row finds at most one partner, so the
// join never makes rows.
type Join struct {
	Data string `yaml:"data"`
	Key  string `yaml:"key"`            // the column of that name on both sides, or left=right; several separated by commas
	Keep string `yaml:"keep,omitempty"` // all (the default): every row of the table; matched: only those with a partner
}

// The values of Join.Keep.
const (
	KeepAll     = "all"
	KeepMatched = "matched"
)

// joinOn and joinKeep stand between the parts of a join written in one line: DATA on KEY keep matched.
const joinOn, joinKeep = " on ", " keep "

// ParseJoin reads a join written in one line, such as "customers.csv on customer_id=id keep matched".
func ParseJoin(text string) (Join, error) {
	at := strings.LastIndex(text, joinOn)
	if at < 0 {
		return Join{}, fmt.Errorf("%q does not say by which column rows find their partner; write it as DATA on KEY, for example customers.csv on customer_id", text)
	}
	j := Join{Data: strings.TrimSpace(text[:at]), Key: text[at+len(joinOn):]}
	if at := strings.LastIndex(j.Key, joinKeep); at >= 0 {
		j.Key, j.Keep = j.Key[:at], strings.TrimSpace(j.Key[at+len(joinKeep):])
	}
	j.Key = strings.TrimSpace(j.Key)
	return j, j.Check()
}

// String writes the join in one line, as ParseJoin reads it.
func (j Join) String() string {
	out := j.Data + joinOn + j.Key
	if j.Keep != "" {
		out += joinKeep + j.Keep
	}
	return out
}

// Check reports what is wrong with the choice before any data is read.
func (j Join) Check() error {
	switch {
	case j.Data == "":
		return fmt.Errorf("join: no data is named")
	case strings.TrimSpace(j.Key) == "":
		return fmt.Errorf("join %s: no key is named; it is the column by which rows find their partner", j.Data)
	case j.Keep != "" && j.Keep != KeepAll && j.Keep != KeepMatched:
		return fmt.Errorf("join %s: keep cannot be %q; it can be %s or %s", j.Data, j.Keep, KeepAll, KeepMatched)
	}
	return nil
}

// Apply joins right to left. PlanJoin says beforehand what will be done.
func (j Join) Apply(left, right Raw) (Raw, error) {
	r, err := PlanJoin(left, right, j)
	if err != nil {
		return Raw{}, err
	}
	return r.Join()
}

// keys takes the key apart: column, or left=right, several separated by commas. A column whose name holds these signs
// is found by its whole name.
func (j Join) keys(left, right *table.Table, name string) ([]Renamed, error) {
	if left.Column(j.Key) != nil && right.Column(j.Key) != nil {
		return []Renamed{{j.Key, j.Key}}, nil
	}
	var out []Renamed
	for part := range strings.SplitSeq(j.Key, ",") {
		part = strings.TrimSpace(part)
		from, to, renamed := strings.Cut(part, "=")
		if from, to = strings.TrimSpace(from), strings.TrimSpace(to); !renamed || left.Column(part) != nil && right.Column(part) != nil {
			from, to = part, part
		}
		if left.Column(from) == nil {
			return nil, fmt.Errorf("join %s: the key %q is no column of the table%s; it has %s", j.Data, from, param.DidYouMean(from, left.Names()), strings.Join(left.Names(), ", "))
		}
		if right.Column(to) == nil {
			return nil, fmt.Errorf("join %s: %s has no column %q%s; write the key as left=right where it goes by another name there: %s has %s",
				j.Data, name, to, param.DidYouMean(to, right.Names()), name, strings.Join(right.Names(), ", "))
		}
		if slices.ContainsFunc(out, func(k Renamed) bool { return k.From == from || k.To == to }) {
			return nil, fmt.Errorf("join %s: the key names %q twice", j.Data, part)
		}
		out = append(out, Renamed{from, to})
	}
	return out, nil
}

// Join does what the report says.
func (r JoinReport) Join() (Raw, error) {
	if err := r.Err(); err != nil {
		return Raw{}, err
	}
	left, partner := r.left.Table, r.partner
	if r.join.Keep == KeepMatched {
		var rows []int
		partner = nil
		for i, p := range r.partner {
			if p >= 0 {
				rows, partner = append(rows, i), append(partner, p)
			}
		}
		left = left.Select(rows)
	}
	added := make([]*table.Column, len(r.Added))
	cores.Each(len(added), func(k int) {
		added[k] = gather(r.right.Table.Column(r.Added[k].From), partner).Named(r.Added[k].To)
		added[k].Field = r.Added[k].To
	})
	origin := combined("join on "+r.keyName(), r.left.Origin.Path, []Raw{r.left, r.right})
	origin.Kind, origin.Rows = "join", left.Rows()
	notes, warnings := r.told()
	origin.Notes, origin.Warnings = append(notes, origin.Notes...), append(warnings, origin.Warnings...)
	return Raw{Table: left.With(added...), Origin: origin}, nil
}

// gather is the column as seen from rows whose partners are given; it is missing where there is none.
func gather(c *table.Column, partner []int32) *table.Column {
	if c.Kind == table.Number {
		values := make([]float64, len(partner))
		for i, p := range partner {
			values[i] = nan
			if p >= 0 {
				values[i] = c.Numbers()[p]
			}
		}
		return table.NewNumber(c.Name, values)
	}
	codes := make([]int32, len(partner))
	for i, p := range partner {
		codes[i] = -1
		if p >= 0 {
			codes[i] = c.Codes()[p]
		}
	}
	return table.NewText(c.Name, codes, c.Dictionary()).WithRole(c.Role)
}
