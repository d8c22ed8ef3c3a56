package collect

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"

	"assay/pipeline/cores"
)

// fileSource reads a file on disk, or several that a pattern such as data/*.csv matches.
type fileSource struct {
	address Address
	options Options
}

// Read reads the file, or every file the pattern matches, appended in the order of their names.
func (s *fileSource) Read(ctx context.Context, env Env) (Raw, error) {
	paths, err := s.paths()
	if err != nil {
		return Raw{}, err
	}
	var parts []Raw
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return Raw{}, err
		}
		raw, err := s.one(ctx, path, env)
		if err != nil {
			return Raw{}, err
		}
		parts = append(parts, raw)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return Append(s.address.Place, parts)
}

// Tables lists the tables of the file, when its format can hold several.
func (s *fileSource) Tables(ctx context.Context, env Env) ([]TableInfo, error) {
	paths, err := s.paths()
	if err != nil || len(paths) > 1 {
		return nil, err
	}
	f, err := openFile(ctx, paths[0], env)
	if err != nil {
		return nil, err
	}
	return tablesIn(ctx, f, env)
}

// tablesIn lists the tables of a file, nil when its format holds one without a name.
func tablesIn(ctx context.Context, f File, env Env) ([]TableInfo, error) {
	if entries, err := archiveTables(f); err != nil || entries != nil {
		return entries, err
	}
	f, err := unpack(ctx, f, env)
	if err != nil {
		return nil, err
	}
	if l, ok := formatOf(f).New().(tableLister); ok {
		return l.Tables(ctx, f)
	}
	return nil, nil
}

// paths are the files meant: the one named, or those a pattern matches.
func (s *fileSource) paths() ([]string, error) {
	place := s.address.Place
	if _, err := os.Lstat(place); err == nil || !strings.ContainsAny(place, "*?[") {
		return []string{place}, nil
	}
	found, err := filepath.Glob(place)
	if err != nil {
		return nil, &Error{File: place, What: "this pattern cannot be read: " + err.Error(), Hint: "use * for any letters and ? for one, as in data/*.csv"}
	}
	found = slices.DeleteFunc(found, func(p string) bool {
		info, err := os.Stat(p)
		return err != nil || !info.Mode().IsRegular() || strings.HasPrefix(filepath.Base(p), ".")
	})
	if len(found) == 0 {
		return nil, &Error{File: place, What: "no file matches", Hint: "check the pattern; assay looks from the folder it was started in"}
	}
	slices.Sort(found)
	return found, nil
}

func (s *fileSource) one(ctx context.Context, path string, env Env) (Raw, error) {
	if raw, done, err := s.throughMemory(ctx, path, env); done || err != nil {
		return raw, err
	}
	f, err := openFile(ctx, path, env)
	if err != nil {
		return Raw{}, err
	}
	f.Table = s.address.Table
	raw, err := readFile(ctx, f, s.options, env)
	if err == nil && f.Path == "" { // a pipe
		err = env.Store.keep(&raw.Origin, raw.Origin.Kind, f.Data)
	}
	return raw, err
}

// throughMemory reads delimited text without copying it: the file is mapped, and let go of as far as it has been read.
// That halves the memory of a large file. done is false when the file has to be read in the usual way.
func (s *fileSource) throughMemory(ctx context.Context, path string, env Env) (raw Raw, done bool, err error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() < blockBytes {
		return raw, false, nil
	}
	m := mapFile(path, info.Size())
	if m == nil {
		return raw, false, nil
	}
	defer m.close()
	f := File{Name: path, Data: m.data, Path: path, Table: s.address.Table, mapped: m}
	csv := false
	if _, err := guarded(path, func() (Raw, error) { csv = !packed(f) && formatOf(f).Name == csvFormat.Name; return Raw{}, nil }); err != nil || !csv {
		return raw, false, err
	}
	if err := fits(path, info.Size(), env); err != nil {
		return raw, false, err
	}
	env.Monitor.Total(info.Size())
	raw, err = guarded(path, func() (Raw, error) { return readFile(ctx, f, s.options, env) })
	return raw, true, err
}

// guarded makes an error of bytes that are gone when they are looked at, since the mapped file was cut meanwhile.
func guarded(path string, read func() (Raw, error)) (raw Raw, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if _, fault := r.(interface{ Addr() uintptr }); !fault {
			panic(r)
		}
		raw, err = Raw{}, &Error{File: path, What: "the file was cut short while it was being read", Hint: "read it again when whatever writes it is done"}
	}()
	return read()
}

// openFile reads the bytes of a file. A pipe or device is read to its end, within a limit.
func openFile(ctx context.Context, path string, env Env) (File, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return File{}, &Error{File: path, What: "this is a folder", Hint: "name a file in it, or all of a kind: " + filepath.Join(path, "*.csv")}
	}
	if err == nil && info.Mode().IsRegular() {
		if err := fits(path, info.Size(), env); err != nil {
			return File{}, err
		}
		env.Monitor.Total(info.Size())
	}
	if err == nil && !info.Mode().IsRegular() {
		data, err := newInput(path, &pipe{path: path}).all(ctx, env.Monitor)
		return File{Name: path, Data: data}, err
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return File{}, noFile(path, err)
	}
	return File{Name: path, Data: data, Path: path}, nil
}

func noFile(path string, err error) error {
	return &Error{File: path, What: reason(err), Hint: "check the path; assay looks from the folder it was started in"}
}

// reason is the system's word for an error, without the path it repeats.
func reason(err error) string {
	if e, ok := err.(*os.PathError); ok {
		err = e.Err
	}
	return strings.ToLower(err.Error())
}

// readFile unpacks a file, tells its format and reads it.
func readFile(ctx context.Context, f File, o Options, env Env) (Raw, error) {
	original := f.Data
	f, err := unpack(ctx, f, env)
	if err != nil {
		return Raw{}, err
	}
	if err := fits(f.Name, int64(len(f.Data)), env); err != nil {
		return Raw{}, err
	}
	format := formatOf(f)
	reader := format.New()
	if err := o.apply(cmp.Or(format.Section, format.Name), reader); err != nil {
		return Raw{}, err
	}
	env.Monitor.Phase("reading")
	var raw Raw
	var refused atomic.Bool
	sum := sha256.New()
	cores.Each(2, func(k int) {
		if k == 0 {
			raw, err = reader.ReadFile(ctx, f, env)
			refused.Store(err != nil)
			return
		}
		for part := range slices.Chunk(original, blockBytes) {
			if refused.Load() {
				return
			}
			sum.Write(part)
		}
	})
	if err != nil {
		return Raw{}, err
	}
	origin := &raw.Origin
	origin.Path, origin.Kind, origin.Bytes = addressOf(f), format.Name, int64(len(original))
	origin.SHA256, origin.Read, origin.Rows = hex.EncodeToString(sum.Sum(nil)), env.now(), raw.Table.Rows()
	origin.Notes = append(slices.Clip(f.Notes), origin.Notes...)
	origin.Warnings = append(slices.Clip(f.Warns), origin.Warnings...)
	return raw, nil
}

// addressOf names a file, and the table in it that was asked for.
func addressOf(f File) string {
	if f.Table == "" {
		return f.Name
	}
	return f.Name + "#" + f.Table
}

// sampleSource reads the embedded sample.
type sampleSource struct{ options Options }

// Read reads the sample.
func (s *sampleSource) Read(ctx context.Context, env Env) (Raw, error) {
	if err := ctx.Err(); err != nil {
		return Raw{}, err
	}
	if env.Sample == nil {
		return Raw{}, &Error{File: SampleName, What: "there is no embedded sample here", Hint: "name a file"}
	}
	return readFile(ctx, File{Name: SampleName, Data: env.Sample()}, s.options, env)
}
