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

const exportHint = "export the data as csv and read that"

var foreigns = []foreign{
	{"\x1f\x8b", "gzip-compressed data", "unpack it first: gunzip FILE"},
	{"BZh91AY&SY", "bz2-compressed data", "this compression is not supported; unpack it first: bunzip2 FILE"},
	{"\xfd7zXZ\x00", "xz-compressed data", "this compression is not supported; unpack it first: unxz FILE"},
	{"\x28\xb5\x2f\xfd", "zstd-compressed data", "unpack it first: unzstd FILE"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and read the csv inside"},
	{"Rar!\x1a\x07", "a rar archive", "unpack it and read the csv inside"},
	{"PAR1", "a Parquet file", exportHint},
	{"ARROW1\x00", "an Arrow file", exportHint},
	{"FEA1", "a Feather file", exportHint},
	{"Obj\x01", "an Avro file", exportHint},
	{"\x89HDF\r\n\x1a\n", "an HDF5 file", exportHint},
	{"\x93NUMPY", "a NumPy array", exportHint},
	{"SQLite format 3\x00", "an SQLite database", exportHint},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls)", "open it in a spreadsheet and save the sheet as csv"},
	{"\x89PNG", "a PNG image", "choose a csv file"},
	{"\xff\xd8\xff", "a JPEG image", "choose a csv file"},
	{"GIF8", "a GIF image", "choose a csv file"},
	{"%PDF-", "a PDF document", exportHint},
	{"{\\rtf", "an RTF document", exportHint},
	{"\x7fELF", "a program (ELF)", "choose a csv file"},
	{"MZ\x90\x00", "a program (exe)", "choose a csv file"},
	{"\xcf\xfa\xed\xfe", "a program (Mach-O)", "choose a csv file"},
}

// refuse returns an error when the bytes are plainly no delimited text, naming what they are.
func refuse(file string, data []byte) error {
	if len(data) == 0 {
		return &Error{File: file, What: "the file is empty", Hint: "choose a file with a header line and rows"}
	}
	for _, f := range foreigns {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return &Error{File: file, What: "this is " + f.name + ", not delimited text; assay reads csv, tsv", Hint: f.hint}
		}
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return refuseZip(file, data[:min(len(data), 1<<16)])
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf")), " \t\r\n")
	return refuseMarkup(file, head)
}

func refuseZip(file string, head []byte) error {
	switch {
	case bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("[Content_Types].xml")):
		return &Error{File: file, What: "this is an Excel workbook (xlsx), not delimited text; assay reads csv, tsv",
			Hint: "open it in a spreadsheet and save the sheet as csv UTF-8"}
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		return &Error{File: file, What: "this is an OpenDocument spreadsheet (ods), not delimited text; assay reads csv, tsv",
			Hint: "open it in a spreadsheet and save the sheet as csv UTF-8"}
	}
	return &Error{File: file, What: "this is a zip archive, not delimited text; assay reads csv, tsv", Hint: "unpack it and read the csv inside"}
}

func refuseMarkup(file string, head []byte) error {
	lower := strings.ToLower(string(head[:min(len(head), 64)]))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<script"} {
		if strings.HasPrefix(lower, tag) {
			return &Error{File: file, Line: 1, Col: 1, What: "this is an HTML page, not delimited text",
				Hint: "the address may ask for a login; download the csv itself"}
		}
	}
	if strings.HasPrefix(lower, "<?xml") {
		return &Error{File: file, Line: 1, Col: 1, What: "this is XML, not delimited text; assay reads csv, tsv", Hint: exportHint}
	}
	if looksJSON(head) {
		return &Error{File: file, Line: 1, Col: 1, What: "this is JSON, not delimited text; assay reads csv, tsv", Hint: exportHint}
	}
	return nil
}

// looksJSON reports whether text opens the way a JSON object or array does and a header line does not: {" or [{ or
// [[ or [" or an empty {} or [].
func looksJSON(head []byte) bool {
	if len(head) < 2 || head[0] != '{' && head[0] != '[' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	if head[0] == '{' {
		return rest[0] == '"' || rest[0] == '}'
	}
	return strings.IndexByte(`{["]-0123456789`, rest[0]) >= 0
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
		return &Error{File: file, What: fmt.Sprintf("this looks like a binary file (%d control characters in the first %d bytes); assay reads csv, tsv",
			control, len(head)), Hint: "check that this is the right file"}
	}
	return nil
}
