package collect

import (
	"bytes"
	"fmt"
	"strings"
)

// foreign is a file format told by its first bytes.
type foreign struct {
	magic string
	name  string
	hint  string
}

// readable lists what can be read, for the messages that turn something away.
const readable = "assay reads csv, tsv, json, parquet, xlsx and sqlite, also packed as gz, zst, bz2 or zip"

const (
	exportHint = "export the data as csv and read that"
	chooseHint = "choose a file with a table in it"
	asItIsHint = "name the file itself; what it is shows in its first bytes"
)

var foreigns = []foreign{
	{"\x1f\x8b", "gzip-compressed data", asItIsHint},
	{"\x28\xb5\x2f\xfd", "zstd-compressed data", asItIsHint},
	{"BZh91AY&SY", "bz2-compressed data", asItIsHint},
	{"\xfd7zXZ\x00", "xz-compressed data, a format that is not supported", "unpack it first: unxz FILE"},
	{"\x04\x22\x4d\x18", "lz4-compressed data, a format that is not supported", "unpack it first: unlz4 FILE"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and read the file inside, or pack it as zip"},
	{"Rar!\x1a\x07", "a rar archive", "unpack it and read the file inside, or pack it as zip"},
	{"PAR1", "a Parquet file", asItIsHint},
	{"ARROW1\x00", "an Arrow file", "write it as parquet and read that"},
	{"FEA1", "a Feather file", "write it as parquet and read that"},
	{"Obj\x01", "an Avro file", "write it as parquet or json and read that"},
	{"\x89HDF\r\n\x1a\n", "an HDF5 file", "write the table in it as parquet or csv and read that"},
	{"\x93NUMPY", "a NumPy array", exportHint},
	{"SQLite format 3\x00", "an SQLite database", asItIsHint},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls)", "open it in a spreadsheet and save it as xlsx or csv"},
	{"\x89PNG", "a PNG image", chooseHint},
	{"\xff\xd8\xff", "a JPEG image", chooseHint},
	{"GIF8", "a GIF image", chooseHint},
	{"%PDF-", "a PDF document", exportHint},
	{"{\\rtf", "an RTF document", exportHint},
	{"\x7fELF", "a program (ELF)", chooseHint},
	{"MZ\x90\x00", "a program (exe)", chooseHint},
	{"\xcf\xfa\xed\xfe", "a program (Mach-O)", chooseHint},
}

// refuse returns an error when the bytes are plainly no delimited text, naming what they are.
func refuse(file string, data []byte) error {
	if err := refuseForeign(file, data); err != nil {
		return err
	}
	if knowsJSON(textHead(data)) {
		return &Error{File: file, Line: 1, Col: 1, What: "this is JSON, not delimited text", Hint: asItIsHint}
	}
	return nil
}

// refuseForeign returns an error when the bytes are plainly no text that holds a table.
func refuseForeign(file string, data []byte) error {
	if len(data) == 0 {
		return &Error{File: file, What: "the file is empty", Hint: "choose a file with a header line and rows"}
	}
	for _, f := range foreigns {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return &Error{File: file, What: "this is " + f.name + "; " + readable, Hint: f.hint}
		}
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return refuseZip(file, data[:min(len(data), 1<<16)])
	}
	return refuseMarkup(file, textHead(data))
}

// textHead is where text starts, behind a byte order mark and blanks.
func textHead(data []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], bom), " \t\r\n")
}

func refuseZip(file string, head []byte) error {
	what := "a zip archive"
	switch {
	case bytes.Contains(head, []byte("xl/")):
		return &Error{File: file, What: "this is an Excel workbook (xlsx), but a damaged one", Hint: "open it in a spreadsheet and save it again, as xlsx or csv"}
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		what = "an OpenDocument spreadsheet (ods)"
	case bytes.Contains(head, []byte("[Content_Types].xml")), bytes.Contains(head, []byte("mimetype")):
		what = "an office document"
	}
	return &Error{File: file, What: "this is " + what + "; " + readable, Hint: "open it in a spreadsheet and save the sheet as xlsx or csv"}
}

func refuseMarkup(file string, head []byte) error {
	lower := strings.ToLower(string(head[:min(len(head), 64)]))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<script"} {
		if strings.HasPrefix(lower, tag) {
			return &Error{File: file, Line: 1, Col: 1, What: "this is an HTML page, not data",
				Hint: "the address may ask for a login; download the data itself"}
		}
	}
	if strings.HasPrefix(lower, "<?xml") {
		return &Error{File: file, Line: 1, Col: 1, What: "this is XML; " + readable, Hint: exportHint}
	}
	return nil
}

// refuseBinary returns an error when decoded text holds more control characters than any text would. The tenth is
// far above what damaged text shows and below the eighth that random bytes have.
func refuseBinary(file string, text []byte) error {
	head := text[:min(len(text), 1<<16)]
	control := 0
	for _, b := range head {
		if b < 32 && b != '\t' && b != '\n' && b != '\r' && b != 0x1f || b == 127 {
			control++
		}
	}
	if control*20 > len(head) {
		return &Error{File: file, What: fmt.Sprintf("this looks like a binary file (%d control characters in the first %d bytes); "+readable,
			control, len(head)), Hint: "check that this is the right file"}
	}
	return nil
}
