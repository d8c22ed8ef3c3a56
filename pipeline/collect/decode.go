package collect

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// decoded is a source as UTF-8 text, with what had to be done to get there.
type decoded struct {
	text     []byte
	seen     census // of text
	notes    []string
	warnings []string
}

var bom = []byte("\xef\xbb\xbf")

// decode turns raw bytes into UTF-8 by the named encoding, or the one the bytes themselves suggest.
func decode(file string, data []byte, encoding string) (decoded, error) {
	if encoding == "" || encoding == "auto" {
		encoding = guessEncoding(data)
	}
	var d decoded
	switch encoding {
	case "utf-32":
		return d, &Error{File: file, What: "the text is in UTF-32, an encoding assay does not read", Hint: "save the file as UTF-8"}
	case "utf-16", "utf-16le", "utf-16be":
		d = decode16(data, encoding)
	case "windows-1252", "latin1":
		d.text = appendByteText(make([]byte, 0, len(data)+len(data)/8), data, encoding == "windows-1252")
		d.notes = append(d.notes, "read as "+encoding)
	default:
		d = decode8(data)
	}
	if d.seen.feeds == nil {
		d.seen = censusOf(d.text)
	}
	if err := d.clean(file); err != nil {
		return d, err
	}
	return d, nil
}

// guessEncoding names the encoding from byte order marks and, without one, from where zero bytes lie.
func guessEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "utf-32"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be"
	}
	head := bytes.TrimRight(data, "\x00") // zeros at the end are lost data, not letters
	head = head[:min(len(head), 4096)&^3]
	var zero [4]int
	for i, b := range head {
		if b == 0 {
			zero[i%4]++
		}
	}
	quarter := len(head) / 4
	most := func(n int) bool { return quarter > 1 && n*10 >= quarter*7 }
	switch {
	case most(zero[1]) && most(zero[2]) && most(zero[3]), most(zero[0]) && most(zero[1]) && most(zero[2]):
		return "utf-32"
	case most(zero[1]) && most(zero[3]) && zero[0]+zero[2] == 0:
		return "utf-16le"
	case most(zero[0]) && most(zero[2]) && zero[1]+zero[3] == 0:
		return "utf-16be"
	}
	return "utf-8"
}

func decode16(data []byte, encoding string) decoded {
	var d decoded
	marked := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	var order binary.ByteOrder = binary.LittleEndian
	if encoding == "utf-16be" || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		order = binary.BigEndian
	}
	if marked {
		data = data[2:]
		d.notes = append(d.notes, "read as UTF-16")
	} else {
		d.warnings = append(d.warnings, "the file has no byte order mark but looks like UTF-16; read as that encoding")
	}
	if len(data)%2 == 1 {
		d.warnings = append(d.warnings, "the file has an odd number of bytes for UTF-16; the last byte was left out")
	}
	d.text = make([]byte, 0, len(data))
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(data) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(data[i+2:]))); pair != utf8.RuneError {
				r, i = pair, i+2
			}
		}
		d.text = utf8.AppendRune(d.text, r)
	}
	return d
}

// decode8 takes UTF-8 as it is. Lines that are not valid UTF-8 are read as Windows-1252, which is what most of them
// are, and reported: a file that is Windows-1252 throughout has only such lines, for its other lines are the same in
// both.
func decode8(data []byte) decoded {
	data = bytes.TrimPrefix(data, bom)
	d := decoded{text: data, seen: censusOf(data)}
	if d.seen.valid {
		return d
	}
	end := byte('\n')
	if bytes.IndexByte(data, end) < 0 {
		end = '\r'
	}
	var bad tally
	accents := false // valid multi-byte characters elsewhere: then the file is UTF-8 with damage
	text := make([]byte, 0, len(data)+len(data)/8)
	for line := 1; len(data) > 0; line++ {
		n := bytes.IndexByte(data, end) + 1
		if n == 0 {
			n = len(data)
		}
		if utf8.Valid(data[:n]) {
			accents = accents || utf8.RuneCount(data[:n]) < n
			text = append(text, data[:n]...)
		} else {
			bad.add(line, "")
			text = appendByteText(text, data[:n], true)
		}
		data = data[n:]
	}
	d.text, d.seen = text, census{}
	if accents {
		d.warnings = append(d.warnings, fmt.Sprintf("%s with bytes that are not valid UTF-8 (%s) read as Windows-1252; check the accents there",
			plural(bad.count, "line"), bad.where()))
	} else {
		d.warnings = append(d.warnings, fmt.Sprintf("the text is not UTF-8 (%s); read in the encoding Windows-1252; if letters look wrong, save the file as UTF-8", bad.where()))
	}
	return d
}

// put makes text the decoded one.
func (d *decoded) put(text []byte) { d.text, d.seen = text, censusOf(text) }

// clean removes marks and zero bytes that are no text, and says so.
func (d *decoded) clean(file string) error {
	if bytes.HasPrefix(d.text, bom) {
		d.put(d.text[len(bom):])
	}
	if d.seen.zeros {
		if trimmed := bytes.TrimRight(d.text, "\x00"); len(trimmed) < len(d.text) {
			d.warnings = append(d.warnings, fmt.Sprintf("%s (NUL) at the end left out; the file may have lost data there", plural(len(d.text)-len(trimmed), "zero byte")))
			d.text = trimmed
		}
	}
	if err := refuseBinary(file, d.text); err != nil {
		return err
	}
	if !d.seen.zeros && d.seen.ascii {
		return nil
	}
	if n := bytes.Count(d.text, []byte{0}); n > 0 {
		line := 1 + bytes.Count(d.text[:bytes.IndexByte(d.text, 0)], []byte{'\n'})
		d.warnings = append(d.warnings, fmt.Sprintf("%s (NUL) inside the text, the first on line %d, shown as \\ufffd", plural(n, "zero byte"), line))
		d.put(bytes.ReplaceAll(d.text, []byte{0}, []byte("\ufffd")))
	}
	if n := bytes.Count(d.text, bom); n > 0 {
		return d.dropMarks()
	}
	return nil
}

// dropMarks removes byte order marks at the start of later lines: files joined end to end have them.
func (d *decoded) dropMarks() error {
	var found tally
	out := make([]byte, 0, len(d.text))
	line, start := 1, true
	for i := 0; i < len(d.text); i++ {
		if start && bytes.HasPrefix(d.text[i:], bom) {
			found.add(line, "")
			i += len(bom) - 1
			continue
		}
		start = d.text[i] == '\n'
		if start {
			line++
		}
		out = append(out, d.text[i])
	}
	if found.count > 0 {
		d.put(out)
		d.warnings = append(d.warnings, "byte order mark at the start of "+found.where()+" left out; were files joined there?")
	}
	return nil
}

// upper1252 is what Windows-1252 has at 0x80-0x9f where Latin-1 has control characters; 0 keeps the byte's own value.
var upper1252 = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

// appendByteText appends text of a one-byte encoding as UTF-8.
func appendByteText(dst, src []byte, windows bool) []byte {
	for _, b := range src {
		switch {
		case b < 0x80:
			dst = append(dst, b)
		case windows && b < 0xa0 && upper1252[b-0x80] != 0:
			dst = utf8.AppendRune(dst, upper1252[b-0x80])
		default:
			dst = utf8.AppendRune(dst, rune(b))
		}
	}
	return dst
}
