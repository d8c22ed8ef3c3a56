package collect

import (
	"testing"

	"github.com/parquet-go/parquet-go/format"
)

// TestParquetNumbers holds our numbers and names against those of another implementation.
func TestParquetNumbers(t *testing.T) {
	same := func(what, ours, theirs string) {
		if ours != theirs {
			t.Errorf("%s: we say %s, others %s", what, ours, theirs)
		}
	}
	for k := range format.Type(8) {
		same("type", parquetType(k).String(), k.String())
	}
	for k := range format.CompressionCodec(8) {
		same("codec", parquetCodec(k).String(), k.String())
	}
	for k := range format.Encoding(10) {
		if known := k.String() != "Encoding(?)" || k == 2; known != parquetEncoding(k).known() {
			t.Errorf("encoding %d: known elsewhere: %v", k, known)
		} else if known && k != 2 { // which the other has dropped
			same("encoding", parquetEncoding(k).String(), k.String())
		}
	}
	numbers := []struct{ ours, theirs int32 }{
		{int32(typeInt96), int32(format.Int96)}, {int32(typeFixed), int32(format.FixedLenByteArray)},
		{int32(repeatRequired), int32(format.Required)}, {int32(repeatRepeated), int32(format.Repeated)},
		{int32(codecLZ4), int32(format.Lz4)}, {int32(codecLZ4Raw), int32(format.Lz4Raw)},
		{int32(encodingDictionary), int32(format.RLEDictionary)}, {int32(encodingSplit), int32(format.ByteStreamSplit)},
		{int32(pageDictionary), int32(format.DictionaryPage)}, {int32(pageDataV2), int32(format.DataPageV2)},
	}
	for _, n := range numbers {
		if n.ours != n.theirs {
			t.Errorf("we say %d, others %d", n.ours, n.theirs)
		}
	}
	same("an unknown codec", parquetCodec(99).String(), "99")
}
