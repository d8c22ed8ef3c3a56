package collect

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/pipeline/table"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding"
)

// readData reads the bytes of a file of any format.
func readData(name string, data []byte) (Raw, error) {
	return readFile(context.Background(), File{Name: name, Data: data}, nil, Env{})
}

type parquetPart struct {
	Height *float64 `parquet:"height,optional"`
	Unit   string   `parquet:"unit,dict"`
}

// parquetRow has a column of every type.
type parquetRow struct {
	Bool    bool             `parquet:"bool"`
	Int8    int8             `parquet:"int8"`
	Int32   int32            `parquet:"int32,delta"`
	Uint32  uint32           `parquet:"uint32"`
	Int64   int64            `parquet:"int64,delta"`
	Uint64  uint64           `parquet:"uint64"`
	Big     int64            `parquet:"big"`
	BigDict int64            `parquet:"bigdict,dict"`
	Float   float32          `parquet:"float"`
	Split   float32          `parquet:"floatsplit,split"`
	Double  float64          `parquet:"double,split"`
	Dict    float64          `parquet:"doubledict,dict"`
	Price   int64            `parquet:"price,decimal(2:18)"`
	Small   int32            `parquet:"small,decimal(4:9)"`
	Long    [16]byte         `parquet:"long,decimal(3:38)"`
	Code    int64            `parquet:"code,decimal(0:18)"`
	Date    int32            `parquet:"date,date"`
	Milli   int64            `parquet:"milli,timestamp(millisecond)"`
	Micro   int64            `parquet:"micro,timestamp(microsecond)"`
	Nano    int64            `parquet:"nano,timestamp(nanosecond)"`
	Local   int64            `parquet:"local,timestamp(millisecond:local)"`
	Clock   int64            `parquet:"clock,time(microsecond)"`
	Old     deprecated.Int96 `parquet:"old"`
	Text    string           `parquet:"text"`
	Word    string           `parquet:"word,dict"`
	Delta   string           `parquet:"delta,delta"`
	Enum    string           `parquet:"enum,enum"`
	JSON    string           `parquet:"json,json"`
	UUID    [16]byte         `parquet:"uuid,uuid"`
	Raw     []byte           `parquet:"raw"`
	Maybe   *int64           `parquet:"maybe,optional"`
	Some    *string          `parquet:"some,optional,dict"`
	Lack    *bool            `parquet:"lack,optional"`
	Part    *parquetPart     `parquet:"part,optional"`
}

func parquetRows(n int) []parquetRow {
	r := rand.New(rand.NewPCG(3, 4))
	rows := make([]parquetRow, n)
	start := time.Date(1969, 12, 30, 22, 0, 0, 0, time.UTC)
	for i := range rows {
		at := start.Add(time.Duration(i)*7*time.Hour + time.Duration(r.IntN(1000))*time.Millisecond)
		p := &rows[i]
		*p = parquetRow{Bool: i%3 == 0, Int8: int8(i), Int32: int32(r.Uint32()), Uint32: r.Uint32(), Int64: r.Int64N(1<<50) - 1<<49, Uint64: uint64(i),
			Big: int64(i), BigDict: int64(i % 5), Float: float32(i) / 10, Split: float32(r.IntN(1000)) / 100, Double: r.NormFloat64(), Dict: float64(i%7) / 4,
			Price: r.Int64N(1e9) - 5e8, Small: r.Int32N(1e8), Code: r.Int64N(1e15), Date: int32(at.Unix() / 86400), Milli: at.UnixMilli(),
			Micro: at.UnixMicro(), Nano: at.UnixNano(), Local: at.UnixMilli(), Clock: int64(i) * 1234567, Text: fmt.Sprintf("text %d é", r.IntN(50)),
			Word: []string{"car", "home", "NA", "", "00501"}[i%5], Delta: fmt.Sprintf("loan-%06d", i), Enum: []string{"A", "B"}[i%2], JSON: `{"a":1}`,
			UUID: [16]byte{0x12, 15: byte(i)}, Raw: []byte{'x', byte('a' + i%26)}}
		if i == n-1 {
			p.Big, p.BigDict = 1<<60+1, 1<<53+1
		}
		p.Long[15], p.Long[14] = byte(i), 3
		p.Old = deprecated.Int96{0: uint32(i * 1000), 2: 2440588 + uint32(i)}
		if i%4 > 0 {
			v, s, b := int64(i), fmt.Sprint("s", i%9), i%8 > 3
			p.Maybe, p.Some, p.Lack = &v, &s, &b
			p.Part = &parquetPart{Unit: "cm"}
			if i%4 > 1 {
				h := float64(i) / 2
				p.Part.Height = &h
			}
		}
	}
	return rows
}

// cells is the row as the table must show it, in the order of the columns.
func (p *parquetRow) cells() map[string]string {
	num := func(v float64) string { return table.FormatNumber(v) }
	stamp := func(t time.Time, layout string) string { return t.UTC().Format(layout) }
	const iso, utc = "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z07:00"
	out := map[string]string{"bool": fmt.Sprint(p.Bool), "int8": fmt.Sprint(p.Int8), "int32": fmt.Sprint(p.Int32), "uint32": fmt.Sprint(p.Uint32),
		"int64": fmt.Sprint(p.Int64), "uint64": fmt.Sprint(p.Uint64), "big": fmt.Sprint(p.Big), "bigdict": fmt.Sprint(p.BigDict),
		"float": strconv.FormatFloat(float64(p.Float), 'f', -1, 32), "floatsplit": strconv.FormatFloat(float64(p.Split), 'f', -1, 32),
		"double": num(p.Double), "doubledict": num(p.Dict), "price": num(float64(p.Price) / 100), "small": num(float64(p.Small) / 1e4),
		"long": num((3*256 + float64(p.Long[15])) / 1000), "code": fmt.Sprint(p.Code), "date": stamp(time.Unix(int64(p.Date)*86400, 0), "2006-01-02"),
		"milli": stamp(time.UnixMilli(p.Milli), utc), "micro": stamp(time.UnixMicro(p.Micro), utc), "nano": stamp(time.Unix(0, p.Nano), utc),
		"local": stamp(time.UnixMilli(p.Local), iso), "clock": stamp(time.UnixMicro(p.Clock), "15:04:05.999999999"),
		"old":  stamp(time.Unix(int64(p.Old[2]-2440588)*86400, int64(p.Old[0])), iso),
		"text": p.Text, "word": p.Word, "delta": p.Delta, "enum": p.Enum, "json": p.JSON,
		"uuid": fmt.Sprintf("12000000-0000-0000-0000-0000000000%02x", p.UUID[15]), "raw": string(p.Raw)}
	if p.Word == "NA" {
		out["word"] = ""
	}
	if p.Maybe != nil {
		out["maybe"], out["some"], out["lack"], out["part.unit"] = fmt.Sprint(*p.Maybe), *p.Some, fmt.Sprint(*p.Lack), p.Part.Unit
		if p.Part.Height != nil {
			out["part.height"] = num(*p.Part.Height)
		}
	}
	return out
}

func writeParquet[T any](t testing.TB, rows []T, group int, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	for from := 0; from < len(rows); from += group {
		if _, err := w.Write(rows[from:min(from+group, len(rows))]); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var parquetCodecs = []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Brotli, &parquet.Zstd, &parquet.Lz4Raw}

// TestParquetTypes reads every type in every codec and both kinds of pages, over several groups and many pages.
func TestParquetTypes(t *testing.T) {
	rows := parquetRows(300)
	for _, codec := range parquetCodecs {
		for version := 1; version <= 2; version++ {
			data := writeParquet(t, rows, 130, parquet.Compression(codec), parquet.DataPageVersion(version), parquet.PageBufferSize(400))
			raw, err := readData("loans.parquet", data)
			if err != nil {
				t.Fatalf("%s, version %d: %v", codec, version, err)
			}
			if raw.Table.Rows() != len(rows) || raw.Table.Width() != 35 || raw.Origin.Kind != "parquet" || len(raw.Origin.Warnings) > 0 {
				t.Fatalf("%s: %d rows, %d columns, %+v", codec, raw.Table.Rows(), raw.Table.Width(), raw.Origin)
			}
			for i := range rows {
				want := rows[i].cells()
				for _, c := range raw.Table.Columns() {
					if got := c.Cell(i); got != want[c.Name] {
						t.Fatalf("%s, version %d: row %d of %s is %q, want %q", codec, version, i, c.Name, got, want[c.Name])
					}
				}
			}
			for _, name := range []string{"int8", "float", "double", "price", "long", "maybe", "part.height", "code"} {
				if raw.Table.Column(name).Kind != table.Number {
					t.Errorf("%s is no number", name)
				}
			}
		}
	}
}

// TestParquetEncodings writes the encodings that struct tags do not reach.
func TestParquetEncodings(t *testing.T) {
	nodes := map[string]parquet.Node{}
	add := func(name string, n parquet.Node, all ...encoding.Encoding) {
		for _, e := range all {
			nodes[name+"_"+e.String()] = parquet.Encoded(n, e)
			nodes["optional_"+name+"_"+e.String()] = parquet.Optional(parquet.Encoded(n, e))
		}
	}
	add("bool", parquet.Leaf(parquet.BooleanType), &parquet.Plain, &parquet.RLE)
	add("int32", parquet.Leaf(parquet.Int32Type), &parquet.Plain, &parquet.RLEDictionary, &parquet.DeltaBinaryPacked, &parquet.ByteStreamSplit)
	add("int64", parquet.Leaf(parquet.Int64Type), &parquet.Plain, &parquet.RLEDictionary, &parquet.DeltaBinaryPacked, &parquet.ByteStreamSplit)
	add("double", parquet.Leaf(parquet.DoubleType), &parquet.Plain, &parquet.RLEDictionary, &parquet.ByteStreamSplit)
	add("bytes", parquet.Leaf(parquet.ByteArrayType), &parquet.Plain, &parquet.RLEDictionary, &parquet.DeltaLengthByteArray, &parquet.DeltaByteArray)
	add("fixed", parquet.Leaf(parquet.FixedLenByteArrayType(5)), &parquet.Plain, &parquet.RLEDictionary, &parquet.DeltaByteArray, &parquet.ByteStreamSplit)
	schema := parquet.NewSchema("all", parquet.Group(nodes))
	r := rand.New(rand.NewPCG(7, 8))
	const n = 500
	want := map[string][]string{}
	rows := make([]parquet.Row, n)
	for k, path := range schema.Columns() {
		name := path[0]
		level := strings.Count(name, "optional_")
		for i := range n {
			if level > 0 && r.IntN(5) == 0 {
				rows[i] = append(rows[i], parquet.NullValue().Level(0, 0, k))
				want[name] = append(want[name], "")
				continue
			}
			var v parquet.Value
			x := r.Int64N(1 << (1 + r.IntN(49)))
			text := fmt.Sprintf("%05x", x%(1<<20))
			switch strings.Split(strings.TrimPrefix(name, "optional_"), "_")[0] {
			case "bool":
				v, text = parquet.BooleanValue(x%3 == 0), fmt.Sprint(x%3 == 0)
			case "int32":
				v, text = parquet.Int32Value(int32(x)), fmt.Sprint(int32(x))
			case "int64":
				v, text = parquet.Int64Value(-x), fmt.Sprint(-x)
			case "double":
				v, text = parquet.DoubleValue(float64(x)/8), table.FormatNumber(float64(x)/8)
			case "bytes":
				text += strings.Repeat("x", int(x%4))
				v = parquet.ByteArrayValue([]byte(text))
			default:
				v = parquet.FixedLenByteArrayValue([]byte(text))
			}
			rows[i] = append(rows[i], v.Level(0, level, k))
			want[name] = append(want[name], text)
		}
	}
	var b bytes.Buffer
	w := parquet.NewWriter(&b, schema, parquet.PageBufferSize(1000))
	if _, err := w.WriteRows(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := readData("all.parquet", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if raw.Table.Width() != len(nodes) {
		t.Fatalf("%d columns, want %d", raw.Table.Width(), len(nodes))
	}
	for _, c := range raw.Table.Columns() {
		for i := range n {
			if c.Cell(i) != want[c.Name][i] {
				t.Fatalf("row %d of %s is %q, want %q", i, c.Name, c.Cell(i), want[c.Name][i])
			}
		}
	}
}

// TestParquetLists leaves out what a table cannot hold, and says so.
func TestParquetLists(t *testing.T) {
	type row struct {
		ID   int64             `parquet:"id"`
		Tags []string          `parquet:"tags,list"`
		Map  map[string]string `parquet:"map"`
		Pay  []float64         `parquet:"pay"`
	}
	rows := []row{{ID: 1, Tags: []string{"a", "b"}, Pay: []float64{1, 2}}, {ID: 2, Map: map[string]string{"k": "v"}}}
	raw, err := readData("l.parquet", writeParquet(t, rows, 10))
	if err != nil {
		t.Fatal(err)
	}
	if raw.Table.Width() != 1 || raw.Table.At(0).Cell(1) != "2" {
		t.Errorf("got %v", raw.Table.Names())
	}
	if said := strings.Join(raw.Origin.Warnings, "\n"); !strings.Contains(said, `3 columns of lists or maps left out`) || !strings.Contains(said, `"map", "pay", "tags"`) && !strings.Contains(said, `"tags", "map", "pay"`) {
		t.Errorf("warned %q", said)
	}
	type lists struct {
		Tags []string `parquet:"tags,list"`
	}
	if _, err := readData("l.parquet", writeParquet(t, []lists{{[]string{"a"}}}, 10)); err == nil || !strings.Contains(err.Error(), `("tags")`) || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("a file of lists only: %v", err)
	}
}

// TestParquetOddities tells of what cannot be a number or text.
func TestParquetOddities(t *testing.T) {
	type row struct {
		A float64 `parquet:"a"`
		B []byte  `parquet:"b"`
		C int64   `parquet:"c,decimal(1:18)"`
	}
	rows := []row{{1, []byte("ok"), 1<<60 + 1}, {math.NaN(), []byte{0xff, 0}, 15}, {math.Inf(-1), []byte("0"), 10}}
	raw, err := readData("o.parquet", writeParquet(t, rows, 10))
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(append(raw.Origin.Warnings, raw.Origin.Notes...), "\n")
	for _, want := range []string{`"a": 1 value, infinite and so read as missing (row 3)`, `"a": 1 value, NaN`, `"b": 1 value, not UTF-8 text, written in hexadecimal (row 2: 0xff00)`, `"c": decimals of more than 15 digits`} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %s in\n%s", want, said)
		}
	}
	if got := raw.Table.At(1).Cell(1); got != "0xff00" {
		t.Errorf("bytes are %q", got)
	}
	if got := raw.Table.At(2).Numbers(); got[1] != 1.5 || got[0] != float64(1<<60)/10 {
		t.Errorf("decimals are %v", got)
	}
}

// TestParquetEnds ends a reading in the middle and tells how far it is.
func TestParquetEnds(t *testing.T) {
	data := writeParquet(t, parquetRows(2000), 1000)
	m := &Monitor{}
	if _, err := readFile(context.Background(), File{Name: "p", Data: data}, nil, Env{Monitor: m}); err != nil || m.Progress().Rows != 2000 {
		t.Errorf("%v, %d rows told", err, m.Progress().Rows)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := readFile(ctx, File{Name: "p", Data: data}, nil, Env{}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := readFile(context.Background(), File{Name: "p", Data: data}, nil, Env{Memory: int64(len(data))*growth + 1}); err == nil || !strings.Contains(err.Error(), "memory") {
		t.Logf("the file is larger than its table: %v", err)
	}
}
