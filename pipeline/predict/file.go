package predict

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"assay/pipeline/save"
)

// The file is: magic (8 bytes), version (4, big endian), payload length (8, big endian), the payload (JSON), and the
// SHA-256 of everything before it (32).
const (
	magic     = "ASSAYBDL"
	version   = 1
	header    = len(magic) + 4 + 8
	trailer   = sha256.Size
	maxBytes  = 1 << 28 // a larger bundle is refused before it is read
	maxDepth  = 64
	bundleExt = ".assay"
)

// Ext is the usual file name ending of bundles.
func Ext() string { return bundleExt }

// Encode writes a bundle as the bytes of its file and returns the hash that identifies it.
func Encode(b *Bundle) (data []byte, hash string, err error) {
	payload, err := json.Marshal(b)
	if err != nil {
		return nil, "", fmt.Errorf("bundle: %w", err)
	}
	data = append(data, magic...)
	data = binary.BigEndian.AppendUint32(data, version)
	data = binary.BigEndian.AppendUint64(data, uint64(len(payload)))
	data = append(data, payload...)
	sum := sha256.Sum256(data)
	return append(data, sum[:]...), hex.EncodeToString(sum[:]), nil
}

// Decode reads the bytes of a bundle file. Anything that is not exactly what Encode writes is refused with a reason.
func Decode(data []byte) (*Bundle, error) {
	if len(data) < header+trailer || string(data[:len(magic)]) != magic {
		return nil, errors.New("this is not an assay bundle; make one with `assay train DATA --out FILE`")
	}
	if v := binary.BigEndian.Uint32(data[len(magic):]); v != version {
		return nil, fmt.Errorf("the bundle has format version %d, this assay reads version %d; use the assay that wrote it, or train again", v, version)
	}
	n := binary.BigEndian.Uint64(data[len(magic)+4:])
	if n != uint64(len(data)-header-trailer) {
		return nil, fmt.Errorf("the bundle is damaged: it says %d bytes of content and holds %d; get a whole copy, or train again", n, len(data)-header-trailer)
	}
	body, sum := data[:len(data)-trailer], data[len(data)-trailer:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return nil, errors.New("the bundle is damaged or was changed: its checksum does not fit; get a whole copy, or train again")
	}
	payload := body[header:]
	if err := checkJSON(payload); err != nil {
		return nil, fmt.Errorf("the bundle's content is not valid: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	b := &Bundle{}
	if err := d.Decode(b); err != nil {
		return nil, fmt.Errorf("the bundle's content is not valid: %w", err)
	}
	return b, nil
}

// checkJSON refuses duplicate keys, deep nesting and anything after the value.
func checkJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the value")
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested deeper than %d", maxDepth)
	}
	tok, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := tok.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			name := key.(string) // a key of an object is always a string, says Token
			if seen[name] {
				return fmt.Errorf("key %q stands twice", name)
			}
			seen[name] = true
		}
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token() // the closing bracket
	return err
}

// Save writes a bundle to a file, old or new but never half, and returns its hash.
func Save(path string, b *Bundle) (hash string, err error) {
	data, hash, err := Encode(b)
	if err != nil {
		return "", err
	}
	return hash, save.File(path, data, 0o644)
}

// Load reads a bundle file and returns its hash too.
func Load(path string) (b *Bundle, hash string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	if len(data) > maxBytes {
		return nil, "", fmt.Errorf("%s: larger than %d MB; no bundle is, so this file was not read", path, maxBytes>>20)
	}
	if b, err = Decode(data); err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	return b, hex.EncodeToString(data[len(data)-trailer:]), nil
}
