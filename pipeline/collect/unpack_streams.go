package collect

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// openGzip reads all members of a gzip file as one text.
func openGzip(u *unpacker) (io.Reader, error) {
	z, err := gzip.NewReader(u.in)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{u: u, z: z}, nil
}

// members are the parts of a gzip file, one after the other.
type members struct {
	u *unpacker
	z *gzip.Reader
}

// Read goes on to the next member after each. What follows the last one is no part of the data: it is reported, but
// for the zeros that tapes are filled up with.
func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if err != io.EOF || m.u.in.Len() == 0 {
		return n, err
	}
	rest := make([]byte, 2)
	k, _ := m.u.in.ReadAt(rest, m.u.packed-int64(m.u.in.Len()))
	if k == 2 && string(rest) == "\x1f\x8b" {
		if err := m.z.Reset(m.u.in); err != nil {
			return n, err
		}
		m.z.Multistream(false)
		return n, nil
	}
	tail := make([]byte, m.u.in.Len())
	if _, err := io.ReadFull(m.u.in, tail); err != nil {
		return n, err
	}
	if len(bytes.Trim(tail, "\x00")) > 0 {
		m.u.warns = append(m.u.warns, fmt.Sprintf("%s after the end of the gzip data left out; the file may be damaged there", plural(len(tail), "byte")))
	}
	return n, io.EOF
}

// openZstd reads zstd with a window of at most 128 MB, as the zstd program does.
func openZstd(u *unpacker) (io.Reader, error) {
	z, err := zstd.NewReader(u.in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
	if err != nil {
		return nil, err
	}
	u.close = z.Close
	return z, nil
}

func openBzip2(u *unpacker) (io.Reader, error) { return bzip2.NewReader(u.in), nil }
