package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// appendedSources are the sources of the whole in the order of their rows, and that of each row. A source that comes again
// is told apart from what it was before.
func appendedSources(parts []Raw) (sources []string, from []int32) {
	from = make([]int32, 0, rowsOf(parts))
	times := map[string]int{}
	for _, p := range parts {
		own, first := p.Table.Sources(), int32(len(sources))
		if own == nil {
			own = []string{p.Origin.Path}
		}
		for _, source := range own {
			if times[source]++; times[source] > 1 {
				source = fmt.Sprintf("%s (%d)", source, times[source])
			}
			sources = append(sources, source)
		}
		for i := range p.Table.Rows() {
			from = append(from, first+int32(p.Table.From(i)))
		}
	}
	return sources, from
}

// combined is the origin of a whole made of parts: its hash is that of how they were put together and of their hashes,
// what was noted and warned about one of them names it.
func combined(how, name string, parts []Raw) Origin {
	o := Origin{Path: name, Kind: how}
	sum := sha256.New()
	sum.Write([]byte(how))
	var paths []string
	for _, p := range parts {
		sum.Write([]byte("\n" + p.Origin.SHA256)) // a hash never fails
		o.Bytes += p.Origin.Bytes
		if p.Origin.Read.After(o.Read) {
			o.Read = p.Origin.Read
		}
		o.Parts = append(o.Parts, p.Origin)
		paths = append(paths, p.Origin.Path)
	}
	o.SHA256 = hex.EncodeToString(sum.Sum(nil))
	names := shortNames(paths)
	o.Notes = gathered(o.Parts, names, func(p Origin) []string { return p.Notes })
	o.Warnings = gathered(o.Parts, names, func(p Origin) []string { return p.Warnings })
	for k, p := range o.Parts {
		for _, r := range p.Rejects {
			if len(o.Rejects) < maxRejects {
				if p.Parts == nil {
					r.Why = names[k] + ": " + r.Why
				}
				o.Rejects = append(o.Rejects, r)
			}
		}
	}
	return o
}

// gathered lists what the parts say, each sentence once with the parts it is about; what all say names none. A part put
// together from others has named them already.
func gathered(parts []Origin, names []string, said func(Origin) []string) []string {
	type sentence struct {
		text string
		by   []string // the parts that say it; nil when it names its own
	}
	var all []sentence
	at := map[string]int{}
	for k, p := range parts {
		for _, text := range said(p) {
			i, known := at[text]
			switch {
			case p.Parts != nil:
				all = append(all, sentence{text, nil})
			case known:
				all[i].by = append(all[i].by, names[k])
			default:
				at[text] = len(all)
				all = append(all, sentence{text, []string{names[k]}})
			}
		}
	}
	var out []string
	for _, s := range all {
		if n := len(s.by); n > 0 && n < len(parts) {
			s.text = several(s.by) + ": " + s.text
		}
		out = append(out, s.text)
	}
	return out
}

// Leaves are the single sources something was put together from: the origin itself when it is one.
func (o Origin) Leaves() []Origin {
	if o.Parts == nil {
		return []Origin{o}
	}
	var out []Origin
	for _, p := range o.Parts {
		out = append(out, p.Leaves()...)
	}
	return out
}

// shortNames are file names without their folders, where that leaves different files different names.
func shortNames(paths []string) []string {
	out := make([]string, len(paths))
	whose := map[string]string{}
	clash := map[string]bool{}
	for k, path := range paths {
		out[k] = path
		if a := ParseAddress(path); a.Local() {
			out[k] = filepath.Base(a.Place) + strings.TrimPrefix(path, a.Place)
		}
		if other, ok := whose[out[k]]; ok && other != path {
			clash[out[k]] = true
		}
		whose[out[k]] = path
	}
	for k, path := range paths {
		if clash[out[k]] {
			out[k] = path
		}
	}
	return out
}

// sourceColumn is what the column that names the source of each row is called, when no other is.
const sourceColumn = "source"

// WithSources returns raw with a column that names the source of each row, when there are several. People filter and
// audit by it; it is ignored until they give it a role, since a new row to predict has no such source.
func (r Raw) WithSources() Raw {
	sources := r.Table.Sources()
	if len(sources) < 2 {
		return r
	}
	c := r.Table.SourceColumn(uniqueName(sourceColumn, r.Table.Names()), shortNames(sources))
	r.Table = r.Table.With(c.WithRole(table.Ignored))
	return r
}

// uniqueName is name, or name_2 and so on when it is taken.
func uniqueName(name string, taken []string) string {
	out := name
	for n := 2; slices.Contains(taken, out); n++ {
		out = fmt.Sprintf("%s_%d", name, n)
	}
	return out
}
