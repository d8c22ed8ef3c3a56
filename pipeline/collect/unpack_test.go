package collect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

const smallCSV = "a,b\n1,x\n2,y\n"

func gzipped(data string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(data))
	z.Close()
	return b.Bytes()
}

func zstded(data string) []byte {
	z, _ := zstd.NewWriter(nil)
	return z.EncodeAll([]byte(data), nil)
}

// zipped packs name, content pairs.
func zipped(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, _ := z.Create(files[i])
		w.Write([]byte(files[i+1]))
	}
	z.Close()
	return b.Bytes()
}

// fileWith puts data into a file of its own and returns its path.
func fileWith(t *testing.T, name string, data []byte) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestContainers(t *testing.T) {
	lines := "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n"
	for _, c := range []struct {
		name, table string
		data        []byte
		says        string
	}{
		{"x.csv.gz", "", gzipped(smallCSV), "unpacked from gzip: "},
		{"x.csv.zst", "", zstded(smallCSV), "unpacked from zstd: "},
		{"x.json.gz", "", gzipped(`[{"a":1,"b":"x"},{"a":2,"b":"y"}]`), ""},
		{"x.jsonl.zst", "", zstded(lines), "a record on each line"},
		{"x.gz", "", gzipped(smallCSV), ""},
		{"X.CSV.GZ", "", gzipped(smallCSV), ""},
		{"x.csv", "", zstded(smallCSV), "called .csv but is zstd-compressed"},
		{"x.csv.zst", "", []byte(smallCSV), "called .zst but is not compressed"},
		{"x.zip", "", []byte(smallCSV), "called .zip but is not compressed"},
		{"x.csv.gz", "", append(gzipped("a,b\n1,x\n"), gzipped("2,y\n")...), ""},
		{"x.csv.gz", "", append(gzipped(smallCSV), 0, 0, 0), ""},
		{"x.csv.gz", "", append(gzipped(smallCSV), "rest"...), "4 bytes after the end of the gzip data"},
		{"x.csv.zst", "", append(zstded("a,b\n1,x\n"), zstded("2,y\n")...), ""},
		{"x.zip", "", zipped("x.csv", smallCSV), `"x.csv" in the zip archive`},
		{"x.zip", "", zipped("d/", "", "d/x.jsonl", lines, "d/README.txt", "read me", "__MACOSX/d/._x.jsonl", "\x00"), "1 file beside it not read"},
		{"x.zip", "", zipped("x.csv.gz", string(gzipped(smallCSV))), ""},
		{"x.zip.gz", "", gzipped(string(zipped("x.csv.gz", string(gzipped(smallCSV))))), ""},
		{"x.zip", "", zipped("data", smallCSV), ""},
		{"x.zip", "y.csv", zipped("x.csv", "q\n1\n", "d/y.csv", smallCSV), ""},
		{"x.zip", "../y.csv", zipped("x.csv", "q\n1\n", "../y.csv", smallCSV), ""},
	} {
		address := fileWith(t, c.name, c.data)
		if c.table != "" {
			address += "#" + c.table
		}
		raw, err := Read(context.Background(), address, nil, Env{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := flat(raw.Table); got != "a b | 1 'x' | 2 'y'" {
			t.Errorf("%s: %s", c.name, got)
		}
		if raw.Origin.Bytes != int64(len(c.data)) {
			t.Errorf("%s: %d bytes, want those of the file, %d", c.name, raw.Origin.Bytes, len(c.data))
		}
		if said := strings.Join(append(raw.Origin.Notes, raw.Origin.Warnings...), "\n"); !strings.Contains(said, c.says) {
			t.Errorf("%s does not say %q: %s", c.name, c.says, said)
		}
		if c.says == "" && len(raw.Origin.Warnings) > 0 {
			t.Errorf("%s warns: %v", c.name, raw.Origin.Warnings)
		}
	}
}

func TestContainersRefused(t *testing.T) {
	flipped := gzipped(smallCSV)
	flipped[len(flipped)-6] ^= 1
	deep := []byte(smallCSV)
	for range maxPacked + 1 {
		deep = gzipped(string(deep))
	}
	var link bytes.Buffer
	z := zip.NewWriter(&link)
	h := &zip.FileHeader{Name: "x.csv"}
	h.SetMode(fs.ModeSymlink | 0o777)
	w, _ := z.CreateHeader(h)
	w.Write([]byte("/etc/passwd"))
	z.Close()
	tar := make([]byte, 1024)
	copy(tar, "x.csv")
	copy(tar[257:], "ustar")
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"x.csv.gz", gzipped(smallCSV)[:20], "the gzip data is truncated"},
		{"x.csv.gz", flipped, "its checksum does not match"},
		{"x.csv.zst", zstded(strings.Repeat(smallCSV, 1000))[:30], "the zstd data is truncated"},
		{"x.csv.zst", append(zstded(smallCSV)[:8], "garbage"...), "the zstd data is "},
		{"x.csv.gz", append([]byte("\x1f\x8b\x09"), smallCSV...), "the gzip data is damaged"},
		{"x.gz", deep, "more than 3 containers"},
		{"x.csv.gz", gzipped(strings.Repeat("1,2,3\n", freeBytes/6+1)), "gave more than 67.1 MB"},
		{"x.zip", zipped("x.csv", strings.Repeat("1,2,3\n", freeBytes/6+1)), "gave more than 67.1 MB"},
		{"x.zip", zipped("x.csv", smallCSV)[:60], "the zip archive is damaged or truncated"},
		{"x.zip", zipped("a.csv", smallCSV, "b.csv", smallCSV), `holds 2 tables: "a.csv", "b.csv"`},
		{"x.zip#c.csv", zipped("a.csv", smallCSV, "b.csv", smallCSV), `no file "c.csv"; hint: there are "a.csv", "b.csv"`},
		{"x.zip#c.csv", zipped("a.csv", smallCSV), `no file "c.csv"; hint: there are "a.csv"`},
		{"x.zip", zipped(), "holds no files"},
		{"x.zip", link.Bytes(), "links (\"x.csv\"), which are not followed"},
		{"x.tar.gz", gzipped(string(tar)), "tar archive"},
		{"x.csv.gz", gzipped(""), "the file is empty"},
		{"x.docx", zipped("[Content_Types].xml", "", "word/document.xml", ""), "an office document"},
		{"x.ods", zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), "ods"},
		{"x.csv.xz", []byte("\xfd7zXZ\x00"), "xz-compressed data, a format that is not supported"},
	} {
		name, table, _ := strings.Cut(c.name, "#")
		address := fileWith(t, name, c.data)
		if table != "" {
			address += "#" + table
		}
		_, err := Read(context.Background(), address, nil, Env{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "; hint: ") {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestUnpackFitsMemory(t *testing.T) {
	data := gzipped(strings.Repeat(smallCSV, 1<<17))
	_, err := unpack(context.Background(), File{Name: "x.csv.gz", Data: data}, Env{Memory: 4 << 20})
	if err == nil || !strings.Contains(err.Error(), "would not fit into memory") {
		t.Errorf("got %v", err)
	}
}

func TestUnpackCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, data := range [][]byte{gzipped(smallCSV), zstded(smallCSV), zipped("x.csv", smallCSV)} {
		if _, err := unpack(ctx, File{Name: "x", Data: data}, Env{}); err != context.Canceled {
			t.Errorf("got %v", err)
		}
	}
}

// TestUnpackedHasNoPath: what reads from disk must not take the container for what was in it.
func TestUnpackedHasNoPath(t *testing.T) {
	f, err := unpack(context.Background(), File{Name: "x.db.gz", Path: "x.db.gz", Data: gzipped("SQLite format 3\x00")}, Env{})
	if err != nil || f.Path != "" || formatOf(f).Name != "sqlite" {
		t.Errorf("path %q, %v", f.Path, err)
	}
}

func TestArchiveTables(t *testing.T) {
	many := fileWith(t, "many.zip", zipped("a.csv", smallCSV, "b/c.json", "[]", "LICENSE", "free"))
	tables, err := Tables(context.Background(), many, nil, Env{})
	if err != nil || fmt.Sprint(tables) != "[{a.csv file -1 []} {b/c.json file -1 []}]" {
		t.Errorf("%v %v", tables, err)
	}
	one := fileWith(t, "one.zip", zipped("a.csv", smallCSV))
	if tables, err := Tables(context.Background(), one, nil, Env{}); err != nil || tables != nil {
		t.Errorf("%v %v", tables, err)
	}
}

// TestRowsOfContainers reads rows as they come out of a container, with what it had to say.
func TestRowsOfContainers(t *testing.T) {
	path := fileWith(t, "x.csv.gz", append(gzipped(smallCSV), "rest"...))
	rows, err := OpenRows(context.Background(), path, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	raw, err := FromRows(rows)
	if err != nil || flat(raw.Table) != "a b | 1 'x' | 2 'y'" || len(raw.Origin.Warnings) != 1 {
		t.Errorf("%v %v %v", flat(raw.Table), raw.Origin.Warnings, err)
	}
}

// FuzzUnpack takes anything out of its containers: without panic, within the limits, with a hint in every refusal.
func FuzzUnpack(f *testing.F) {
	for _, data := range [][]byte{gzipped(smallCSV), zstded(smallCSV), zipped("x.csv", smallCSV), zipped("a.csv", "1", "b.csv", "2"), gzipped(string(zipped("a.csv.zst", string(zstded(smallCSV))))), []byte("BZh91AY&SY")} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := File{Name: "f.zip", Data: data}
		archiveTables(file)
		out, err := unpack(context.Background(), file, Env{Memory: 64 << 20})
		if err != nil && !strings.Contains(err.Error(), "; hint: ") {
			t.Fatalf("no hint: %v", err)
		}
		if len(out.Data) > max(16<<20+unpackStep, len(data)) {
			t.Fatalf("%d bytes came out", len(out.Data))
		}
	})
}
