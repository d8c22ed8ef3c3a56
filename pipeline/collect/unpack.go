package collect

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
)

// unpack takes a file out of the containers it is in.
func unpack(_ context.Context, f File, _ Env) (File, error) { return f, nil }

// archiveTables lists the files in an archive, nil when f is none.
func archiveTables(File) ([]TableInfo, error) { return nil, nil }

// extension is how the name of the file inside ends, in lower case.
func (f File) extension() string {
	name := f.Name
	if ext := filepath.Ext(f.Type); ext != "" && !strings.Contains(f.Type, "/") {
		name = f.Type
	}
	return strings.ToLower(filepath.Ext(name))
}

// knownExtension reports whether files called so have a format of their own.
func knownExtension(ext string) bool {
	return slices.ContainsFunc(Formats(), func(f Format) bool { return slices.Contains(f.Extensions, ext) })
}
