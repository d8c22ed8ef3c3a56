package collect

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// pageUnpacker undoes the compression of pages. It gives exactly as many bytes as the page says, or an error, and never
// makes more on the way.
type pageUnpacker struct {
	codec   parquetCodec
	largest int // bytes of the largest page
	zstd    *zstd.Decoder
	buf     []byte // of the page before, used again
	keep    bool   // the next page must not overwrite this one
}

func (u *pageUnpacker) close() {
	if u.zstd != nil {
		u.zstd.Close()
	}
}

// codecFault says why a codec is not read, nil when it is.
func codecFault(c parquetCodec) error {
	switch c {
	case codecNone, codecSnappy, codecGzip, codecBrotli, codecLZ4, codecLZ4Raw, codecZstd:
		return nil
	case codecLZO:
		return errors.New("it is compressed with LZO, a codec that is not read")
	}
	return fmt.Errorf("it is compressed with the unknown codec %d", c)
}

func (u *pageUnpacker) unpack(src []byte, size int) ([]byte, error) {
	if u.codec == codecNone {
		if len(src) != size {
			return nil, fmt.Errorf("its %d bytes are said to be %d", len(src), size)
		}
		return src, nil
	}
	if size == 0 {
		return nil, nil
	}
	out, err := u.inflate(src, size)
	if err != nil {
		return nil, fmt.Errorf("%s compression: %w", u.codec, err)
	}
	if len(out) != size {
		return nil, fmt.Errorf("%s compression: it unpacks to %d bytes and is said to have %d", u.codec, len(out), size)
	}
	if u.buf = out; u.keep {
		u.buf = nil
	}
	return out, nil
}

func (u *pageUnpacker) inflate(src []byte, size int) ([]byte, error) {
	switch u.codec {
	case codecSnappy:
		if n, err := snappy.DecodedLen(src); err != nil || n != size || n > 64*len(src) {
			return nil, fmt.Errorf("%d bytes cannot become %d", len(src), size)
		}
		return snappy.Decode(u.room(size), src)
	case codecLZ4Raw:
		return lz4Block(u.room(min(size, 256*len(src)))[:0], src, size)
	case codecLZ4:
		return lz4Hadoop(u.room(min(size, 256*len(src)))[:0], src, size)
	case codecZstd:
		return u.inflateZstd(src, size)
	case codecGzip:
		r, err := gzip.NewReader(bytes.NewReader(src))
		if err != nil {
			return nil, err
		}
		return u.stream(r, len(src), size)
	case codecBrotli:
		return u.stream(brotli.NewReader(bytes.NewReader(src)), len(src), size)
	}
	return nil, codecFault(u.codec)
}

// zstdWindow is the largest window that zstd uses unless told otherwise.
const zstdWindow = 128 << 20

func (u *pageUnpacker) inflateZstd(src []byte, size int) ([]byte, error) {
	if u.zstd == nil {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(u.largest, zstdWindow))))
		if err != nil {
			return nil, err
		}
		u.zstd = d
	}
	var h zstd.Header
	if err := h.Decode(src); err != nil {
		return nil, err
	}
	if h.HasFCS && h.FrameContentSize != uint64(size) {
		return nil, fmt.Errorf("it unpacks to %d bytes and is said to have %d", h.FrameContentSize, size)
	}
	return u.zstd.DecodeAll(src, u.room(min(size, 64*len(src)))[:0])
}

// room is the buffer of the page before, when it is large enough.
func (u *pageUnpacker) room(n int) []byte {
	if cap(u.buf) >= n {
		return u.buf[:n]
	}
	return make([]byte, n)
}

// stream reads exactly size bytes; memory grows with what comes, not with what is promised.
func (u *pageUnpacker) stream(r io.Reader, packed, size int) ([]byte, error) {
	out := u.room(min(size, 64*packed+512))[:0]
	for len(out) < size {
		if len(out) == cap(out) {
			out = append(make([]byte, 0, min(size, 2*cap(out))), out...)
		}
		n, err := r.Read(out[len(out):min(cap(out), size)])
		if out = out[:len(out)+n]; err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
	}
	// What ends the data, a checksum too, is read only past the last byte.
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 {
		return nil, errors.New("it unpacks to more bytes than it says")
	} else if err != io.EOF {
		return nil, err
	}
	return out, nil
}

var errLZ4 = errors.New("the data is damaged")

// lz4Block unpacks one block of LZ4: runs of literal bytes, each followed by a copy of earlier ones.
func lz4Block(dst, src []byte, size int) ([]byte, error) {
	start := len(dst)
	for len(src) > 0 {
		token := src[0]
		n, rest, ok := lz4Length(src[1:], int(token>>4))
		if !ok || n > len(rest) || n > size-len(dst) {
			return nil, errLZ4
		}
		dst, src = append(dst, rest[:n]...), rest[n:]
		if len(src) == 0 {
			return dst, nil
		}
		if len(src) < 2 {
			return nil, errLZ4
		}
		back := int(src[0]) | int(src[1])<<8
		n, src, ok = lz4Length(src[2:], int(token&15))
		n += 4
		if !ok || back == 0 || back > len(dst)-start || n > size-len(dst) {
			return nil, errLZ4
		}
		for n > 0 { // a copy may reach into what it has just written
			from := len(dst) - back
			part := dst[from:min(from+n, len(dst))]
			dst = append(dst, part...)
			n -= len(part)
		}
	}
	return dst, nil
}

func lz4Length(src []byte, n int) (int, []byte, bool) {
	if n < 15 {
		return n, src, true
	}
	for len(src) > 0 && n < maxPage {
		b := src[0]
		src, n = src[1:], n+int(b)
		if b < 255 {
			return n, src, true
		}
	}
	return 0, nil, false
}

// lz4Hadoop unpacks the older way to write LZ4: blocks, each after its two sizes. Some writers left the sizes out.
func lz4Hadoop(dst, src []byte, size int) ([]byte, error) {
	all, out := src, dst
	for len(src) >= 8 {
		whole, packed := be32(src), be32(src[4:])
		if packed > len(src)-8 || whole > size-len(out) {
			return lz4Block(dst, all, size)
		}
		next, err := lz4Block(out, src[8:8+packed], len(out)+whole)
		if err != nil || len(next)-len(out) != whole {
			return lz4Block(dst, all, size)
		}
		out, src = next, src[8+packed:]
	}
	if len(src) > 0 {
		return lz4Block(dst, all, size)
	}
	return out, nil
}

func be32(b []byte) int {
	return int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3])
}

func le32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}
