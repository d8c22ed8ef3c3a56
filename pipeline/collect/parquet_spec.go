package collect

import "strconv"

// The numbers a Parquet file names things with, as src/main/thrift/parquet.thrift of apache/parquet-format fixes them.

// parquetType is how values are stored; what they mean is the logical type's to say.
type parquetType int32

const (
	typeBoolean parquetType = iota
	typeInt32
	typeInt64
	typeInt96 // only ever a timestamp, deprecated
	typeFloat
	typeDouble
	typeByteArray
	typeFixed // a byte array whose length the schema tells
)

func (t parquetType) String() string {
	return nameAt(int(t), "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
}

// parquetRepeat says how often a field stands in a record.
type parquetRepeat int32

const (
	repeatRequired parquetRepeat = iota // once
	repeatOptional                      // at most once
	repeatRepeated                      // any number of times
)

// parquetCodec is how pages are compressed.
type parquetCodec int32

const (
	codecNone parquetCodec = iota
	codecSnappy
	codecGzip
	codecLZO
	codecBrotli
	codecLZ4 // with the frame of Hadoop, deprecated
	codecZstd
	codecLZ4Raw
)

func (c parquetCodec) String() string {
	return nameAt(int(c), "UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW")
}

// parquetEncoding is how the values of a page are written.
type parquetEncoding int32

const (
	encodingPlain           parquetEncoding = 0
	encodingPlainDictionary parquetEncoding = 2 // the older name of a dictionary, and of what picks from it
	encodingRLE             parquetEncoding = 3
	encodingBitPacked       parquetEncoding = 4 // only ever of levels, deprecated
	encodingDelta           parquetEncoding = 5
	encodingDeltaLengths    parquetEncoding = 6
	encodingDeltaBytes      parquetEncoding = 7
	encodingDictionary      parquetEncoding = 8
	encodingSplit           parquetEncoding = 9
)

// known tells whether the format has such an encoding.
func (e parquetEncoding) known() bool { return e >= encodingPlain && e <= encodingSplit && e != 1 }

func (e parquetEncoding) String() string {
	return nameAt(int(e), "PLAIN", "1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY",
		"DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT")
}

// parquetPageType is what a page holds.
type parquetPageType int32

const (
	pageData parquetPageType = iota
	pageIndex
	pageDictionary
	pageDataV2
)

// nameAt is the name of a number, or the number when the format has none for it.
func nameAt(k int, names ...string) string {
	if k < 0 || k >= len(names) {
		return strconv.Itoa(k)
	}
	return names[k]
}
