package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxEntries bounds the files of an archive.
const maxEntries = 100_000

// isArchive reports whether data is a zip archive of files. Documents of office programs are zip archives too; they
// are left to their readers.
func isArchive(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) && !bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return !bytes.Contains(data[:min(len(data), 1<<16)], []byte("[Content_Types].xml"))
	}
	for _, e := range z.File {
		if e.Name == "[Content_Types].xml" || e.Name == "mimetype" {
			return false
		}
	}
	return true
}

// archiveTables lists the files in an archive, nil when f is none or holds one table without need of a name.
func archiveTables(f File) ([]TableInfo, error) {
	if !isArchive(f.Data) {
		return nil, nil
	}
	_, tables, _, err := entriesOf(f)
	if err != nil || len(tables) < 2 {
		return nil, err
	}
	var out []TableInfo
	for _, e := range tables {
		out = append(out, TableInfo{Name: e.Name, Kind: "file", Rows: -1})
	}
	return out, nil
}

// entriesOf are the files in an archive, and those of them that may be tables. Folders, links and the hidden files that
// some programs add are neither.
func entriesOf(f File) (files, tables []*zip.File, links []string, err error) {
	z, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, nil, nil, &Error{File: f.Name, What: "the zip archive is damaged or truncated: its list of files cannot be read", Hint: "get the file again; unzip -t FILE tells whether it is whole"}
	}
	if len(z.File) > maxEntries {
		return nil, nil, nil, &Error{File: f.Name, What: fmt.Sprintf("the zip archive lists %d files; the limit is %d", len(z.File), maxEntries), Hint: "unpack it and read the file you need"}
	}
	for _, e := range z.File {
		switch mode := e.Mode(); {
		case mode&fs.ModeSymlink != 0:
			links = append(links, e.Name)
		case !mode.IsRegular() || strings.HasSuffix(e.Name, "/"), hiddenEntry(e.Name):
		default:
			files = append(files, e)
		}
	}
	return files, likelyTables(files), links, nil
}

func hiddenEntry(name string) bool {
	return strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/")
}

// likelyTables are the files whose names say that they are tables: all but plain text first, which may be a letter to
// the reader; then plain text as well; and any single file.
func likelyTables(files []*zip.File) []*zip.File {
	pick := func(text bool) (out []*zip.File) {
		for _, e := range files {
			ext := strings.ToLower(path.Ext(e.Name))
			if knownExtension(ext) && (text || ext != ".txt") || ext == ".zip" || packedAs(ext) != "" {
				out = append(out, e)
			}
		}
		return out
	}
	if out := pick(false); len(out) > 0 {
		return out
	}
	if out := pick(true); len(out) > 0 {
		return out
	}
	return files
}

// fromArchive takes the file out that is asked for, or the only table there is.
func fromArchive(ctx context.Context, f File, env Env) (File, error) {
	files, tables, links, err := entriesOf(f)
	if err != nil {
		return f, err
	}
	entry := chosen(f.Table, files)
	switch {
	case entry != nil:
		f.Name, f.Table = f.Name+"#"+entry.Name, ""
	case len(tables) == 1:
		entry = tables[0]
		note := fmt.Sprintf("%q in the zip archive", entry.Name)
		if others := len(files) - 1; others > 0 {
			note += fmt.Sprintf("; %s beside it not read", plural(others, "file"))
		}
		f.Notes = append(slices.Clip(f.Notes), note)
	default:
		return f, noEntry(f, tables, links)
	}
	data, err := readEntry(ctx, f, entry, env)
	if err != nil {
		return f, err
	}
	inner := f
	inner.Data, inner.Type = data, path.Base(entry.Name)
	if f.Table != "" && !inner.shelf() {
		return f, noEntry(f, tables, links)
	}
	return inner, nil
}

// shelf reports whether a file may hold several tables, so that a name that is left over is one of theirs.
func (f File) shelf() bool {
	_, lists := formatOf(f).New().(tableLister)
	return lists || isArchive(f.Data) || packingOf(f.Data) != nil
}

// chosen is the file called name, by its whole path or by the last part of it.
func chosen(name string, files []*zip.File) *zip.File {
	if name == "" {
		return nil
	}
	for _, whole := range []bool{true, false} {
		for _, e := range files {
			if e.Name == name || !whole && path.Base(e.Name) == name {
				return e
			}
		}
	}
	return nil
}

// noEntry says why no file of the archive can be read.
func noEntry(f File, tables []*zip.File, links []string) error {
	var names []string
	for _, e := range tables {
		names = append(names, e.Name)
	}
	switch {
	case len(tables) > 0 && f.Table != "":
		return &Error{File: f.Name, What: fmt.Sprintf("the zip archive has no file %q", f.Table), Hint: "there are " + quoteSome(names)}
	case len(tables) > 0:
		return &Error{File: f.Name, What: fmt.Sprintf("the zip archive holds %d tables: %s", len(tables), quoteSome(names)),
			Hint: "say which one is meant by adding # and its name, as in archive.zip#table.csv"}
	case len(links) > 0:
		return &Error{File: f.Name, What: fmt.Sprintf("the zip archive holds no files but links (%s), which are not followed", quoteSome(links)), Hint: "pack the files themselves"}
	}
	return &Error{File: f.Name, What: "the zip archive is empty: it holds no files", Hint: "choose an archive with a table in it"}
}

// quoteSome lists the first five names in quotes, for they may hold anything.
func quoteSome(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", shorten(n))
	}
	return some(quoted)
}

// readEntry reads one file of an archive into memory, within the limits of all containers.
func readEntry(ctx context.Context, f File, e *zip.File, env Env) ([]byte, error) {
	if e.Flags&1 != 0 {
		return nil, &Error{File: f.Name, What: fmt.Sprintf("%q in the zip archive is encrypted", shorten(e.Name)), Hint: "unpack it with its password first and read what comes out"}
	}
	u := &unpacker{ctx: ctx, env: env, name: f.Name, in: bytes.NewReader(nil), packed: int64(min(e.CompressedSize64, uint64(len(f.Data))))}
	if int64(min(e.UncompressedSize64, 1<<62)) > u.limit() {
		return nil, u.tooMuch()
	}
	r, err := e.Open()
	if err == nil {
		defer r.Close()
		err = u.read(r, int64(e.UncompressedSize64))
	}
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, &Error{File: f.Name, What: fmt.Sprintf("%q is compressed by a method (%d) that is not supported", shorten(e.Name), e.Method), Hint: "unpack the archive, or pack it again with deflate"}
	}
	if err != nil {
		return nil, u.explain(err, &packing{name: "zip", check: "unzip -t FILE"})
	}
	return u.out, nil
}
