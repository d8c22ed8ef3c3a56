package collect

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// maxPacked is how many containers may lie in one another: a compressed file in an archive in an archive.
const maxPacked = 3

// A container that grows by more than maxRatio is taken for a bomb once it has given freeBytes. Tables compress to a
// fiftieth at best, and logs to a hundredth.
const (
	maxRatio  = 200
	freeBytes = 64 << 20
)

// packing is a way of compressing one file.
type packing struct {
	name       string
	magic      string
	extensions []string
	check      string // how to look what is wrong with a damaged one
	open       func(*unpacker) (io.Reader, error)
}

var packings = []packing{
	{"gzip", "\x1f\x8b", []string{".gz", ".gzip"}, "gzip -t FILE", openGzip},
	{"zstd", "\x28\xb5\x2f\xfd", []string{".zst", ".zstd"}, "zstd -t FILE", openZstd},
	{"bz2", "BZh", []string{".bz2"}, "bzip2 -t FILE", openBzip2},
}

// packingOf tells by the first bytes how data is compressed, nil when it is not.
func packingOf(data []byte) *packing {
	for i, p := range packings {
		if !bytes.HasPrefix(data, []byte(p.magic)) || p.name == "bz2" && (len(data) < 10 || string(data[4:10]) != "1AY&SY") {
			continue
		}
		return &packings[i]
	}
	return nil
}

// unpack takes a file out of the containers it is in, into memory and never onto disk. What comes out has no Path.
func unpack(ctx context.Context, f File, env Env) (File, error) {
	for n := 0; ; n++ {
		p := packingOf(f.Data)
		archive := p == nil && isArchive(f.Data)
		if p == nil && !archive {
			if ext := f.extension(); n == 0 && (ext == ".zip" || packedAs(ext) != "") && len(f.Data) > 0 {
				f.Warns = append(f.Warns, fmt.Sprintf("the file is called %s but is not compressed; read as it is", ext))
			}
			return f.plain()
		}
		if n == maxPacked {
			return f, &Error{File: f.Name, What: fmt.Sprintf("more than %d containers in one another, the limit", maxPacked), Hint: "unpack the outer ones first"}
		}
		env.Monitor.Phase("unpacking")
		var err error
		if archive {
			f, err = fromArchive(ctx, f, env)
		} else {
			f, err = p.unpack(ctx, f, env)
		}
		if err != nil {
			return f, err
		}
		f.Path = ""
		env.Monitor.Total(int64(len(f.Data)))
	}
}

// plain refuses what no reader can take out of its container.
func (f File) plain() (File, error) {
	if len(f.Data) > 262 && string(f.Data[257:262]) == "ustar" {
		return f, &Error{File: f.Name, What: "this is a tar archive, which assay does not read", Hint: "unpack it first: tar -xf FILE; zip archives are read as they are"}
	}
	return f, nil
}

// extension is how the name of the file at hand ends, in lower case.
func (f File) extension() string {
	name := f.Name
	if f.Type != "" && !strings.Contains(f.Type, "/") {
		name = f.Type
	}
	return strings.ToLower(filepath.Ext(name))
}

// knownExtension reports whether files called so have a format of their own.
func knownExtension(ext string) bool {
	return slices.ContainsFunc(Formats(), func(f Format) bool { return slices.Contains(f.Extensions, ext) })
}

// packedAs names the compression that files called so have, "" for others.
func packedAs(ext string) string {
	for _, p := range packings {
		if slices.Contains(p.extensions, ext) {
			return p.name
		}
	}
	return ""
}

// unpack takes one layer of compression off.
func (p *packing) unpack(ctx context.Context, f File, env Env) (File, error) {
	ext := f.extension()
	if ext != "" && packedAs(ext) != p.name && knownExtension(ext) {
		f.Warns = append(f.Warns, fmt.Sprintf("the file is called %s but is %s-compressed; unpacked before it was read", ext, p.name))
	}
	u := &unpacker{ctx: ctx, env: env, name: f.Name, in: bytes.NewReader(f.Data), packed: int64(len(f.Data))}
	r, err := p.open(u)
	if err == nil {
		err = u.read(r, 0)
		u.close()
	}
	if err != nil {
		return f, u.explain(err, p)
	}
	f.Notes = append(slices.Clip(f.Notes), fmt.Sprintf("unpacked from %s: %s became %s", p.name, Size(u.packed), Size(int64(len(u.out)))))
	f.Warns = append(slices.Clip(f.Warns), u.warns...)
	if p.name == "bz2" {
		f.Warns = append(f.Warns, "bz2 compression is slow to unpack; gzip or zstd would load faster")
	}
	inner := f.Name
	if f.Type != "" && !strings.Contains(f.Type, "/") {
		inner = f.Type
	}
	if packedAs(ext) != "" {
		inner = inner[:len(inner)-len(ext)]
	}
	f.Data, f.Type = u.out, filepath.Base(inner)
	return f, nil
}

// unpacker reads a stream to its end in steps, within limits.
type unpacker struct {
	ctx    context.Context
	env    Env
	name   string
	in     *bytes.Reader
	packed int64
	out    []byte
	warns  []string
	close  func()
}

const unpackStep = 1 << 20

// read takes all that comes from r; size is how much that will be, 0 when nobody knows.
func (u *unpacker) read(r io.Reader, size int64) error {
	limit := u.limit()
	u.env.Monitor.Total(u.packed)
	if u.close == nil {
		u.close = func() {}
	}
	u.out = make([]byte, 0, min(max(size, 4*u.packed), limit)+bytes.MinRead)
	told := u.in.Len()
	for {
		if err := u.ctx.Err(); err != nil {
			return err
		}
		u.out = slices.Grow(u.out, bytes.MinRead)
		n, err := r.Read(u.out[len(u.out):min(cap(u.out), len(u.out)+unpackStep)])
		u.out = u.out[:len(u.out)+n]
		u.env.Monitor.Add(int64(told-u.in.Len()), 0)
		told = u.in.Len()
		if int64(len(u.out)) > limit {
			return u.tooMuch()
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// limit is how much may come out: as much as fits into memory, and no more than maxRatio times what went in.
func (u *unpacker) limit() int64 {
	limit := max(freeBytes, u.packed*maxRatio)
	room := u.env.Memory
	if room == 0 {
		room = memory()
	}
	if room > 0 {
		limit = min(limit, room/growth)
	}
	return limit
}

// tooMuch says where in the text the unpacking was stopped: a line, for those who look what fills it.
func (u *unpacker) tooMuch() error {
	e := &Error{File: u.name, Line: 1 + bytes.Count(u.out, []byte{'\n'}),
		What: fmt.Sprintf("unpacking was stopped at the limit: %s gave more than %s", Size(u.packed), Size(u.limit())),
		Hint: fmt.Sprintf("if this is right, unpack the file first and read that; what grows more than %d-fold is taken for a bomb", maxRatio)}
	if u.limit() < max(freeBytes, u.packed*maxRatio) {
		e.What = fmt.Sprintf("unpacking was stopped at the limit: the data is larger than %s, and would not fit into memory once it is read", Size(u.limit()))
		e.Hint = "read a part of it, or raise GOMEMLIMIT if more memory may be used"
	}
	return e
}

// explain puts a decoder's error into words.
func (u *unpacker) explain(err error, p *packing) error {
	var told *Error
	if errors.As(err, &told) || u.ctx.Err() != nil {
		return err
	}
	e := &Error{File: u.name, Hint: "get the file again; " + p.check + " tells whether it is whole"}
	at := fmt.Sprintf(" after %s of text", Size(int64(len(u.out))))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		e.What = fmt.Sprintf("the %s data is truncated: it ends%s", p.name, at)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch), strings.Contains(err.Error(), "checksum"):
		e.What = fmt.Sprintf("the %s data is damaged: its checksum does not match what was unpacked", p.name)
	default:
		e.What = fmt.Sprintf("the %s data is damaged%s: %s", p.name, at, strings.TrimPrefix(err.Error(), p.name+": "))
	}
	return e
}

// packed reports whether a file is a container that unpack would open.
func packed(f File) bool { return packingOf(f.Data) != nil || isArchive(f.Data) }
