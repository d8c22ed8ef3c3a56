package collect

import (
	"context"
	"os"
	"slices"
)

// replay reads the raw copy of data that was read before, as if it had just come: the same bytes through the same
// reader give the same table.
func replay(ctx context.Context, data, sha string, o Options, env Env) (Raw, error) {
	c, err := env.Store.find(sha)
	if err != nil {
		return Raw{}, err
	}
	if info, err := os.Stat(env.Store.path(sha)); err == nil {
		if err := fits(data, info.Size(), env); err != nil {
			return Raw{}, err
		}
	}
	env.Monitor.Phase("reading the raw copy")
	bytes, name, err := env.Store.open(sha)
	if err != nil {
		return Raw{}, err
	}
	env.Monitor.Total(int64(len(bytes)))
	f := File{Name: c.Data, Data: bytes, Type: name, Table: ParseAddress(data).Table}
	if f.Name == "" {
		f.Name = data
	}
	raw, err := readFile(ctx, f, o, env)
	if err != nil {
		return Raw{}, err
	}
	origin := &raw.Origin
	origin.Kept = true
	origin.Notes = union(origin.Notes, c.Notes)
	origin.Warnings = union(origin.Warnings, c.Warnings)
	if !c.Read.IsZero() {
		origin.Notes = append(origin.Notes, "read again from the raw copy of "+c.Read.UTC().Format("2006-01-02 15:04:05")+" UTC")
	}
	return raw, nil
}

// union is a and what b has beyond it: what was said when the bytes came and the reader cannot know.
func union(a, b []string) []string {
	a = slices.Clip(a)
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// Copies lists the raw copies behind an origin and its parts: SHA-256 by DATA string.
func (o Origin) Copies() map[string]string {
	out := map[string]string{}
	o.copies(out)
	return out
}

func (o Origin) copies(out map[string]string) {
	if o.Kept {
		out[o.data()] = o.SHA256
	}
	for _, p := range o.Parts {
		p.copies(out)
	}
}

// data is the DATA string the origin came from.
func (o Origin) data() string {
	switch {
	case o.Data != "":
		return o.Data
	case o.Path == StdinName:
		return "-"
	}
	return o.Path
}
