package collect

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// postgresType says how values of a type come and what they become. Types that are not listed come as the text the
// server writes for them: uuid, json, enum, interval, arrays, composites.
type postgresType struct {
	binary bool // asked for in binary form, which is exact and cheap
	left   string
	add    func(*dbField, []byte)
}

// postgresTypes are the types by the number the server knows them by (its catalogue pg_type). A domain comes as the
// type below it.
var postgresTypes = map[uint32]postgresType{
	16:   {true, "", func(c *dbField, v []byte) { c.boolean(len(v) == 1 && v[0] != 0) }},
	17:   {false, "bytes that are no text (bytea)", nil},
	20:   {true, "", func(c *dbField, v []byte) { c.integer(int64(bigEndian(v))) }},
	21:   {true, "", func(c *dbField, v []byte) { c.integer(int64(int16(bigEndian(v)))) }},
	23:   {true, "", func(c *dbField, v []byte) { c.integer(int64(int32(bigEndian(v)))) }},
	26:   {true, "", func(c *dbField, v []byte) { c.integer(int64(uint32(bigEndian(v)))) }},
	700:  {true, "", func(c *dbField, v []byte) { c.single(math.Float32frombits(uint32(bigEndian(v)))) }},
	701:  {true, "", func(c *dbField, v []byte) { c.float(math.Float64frombits(bigEndian(v))) }},
	1042: {false, "", func(c *dbField, v []byte) { c.bytes(bytes.TrimRight(v, " ")) }}, // char(n) is padded with blanks
	1082: {true, "", func(c *dbField, v []byte) { c.day(int32(bigEndian(v))) }},
	1114: {true, "", func(c *dbField, v []byte) { c.moment(int64(bigEndian(v)), "") }},
	1184: {true, "", func(c *dbField, v []byte) { c.moment(int64(bigEndian(v)), "Z") }},
	1700: {false, "", (*dbField).decimal},
}

// bigEndian reads up to eight bytes, the highest first.
func bigEndian(v []byte) uint64 {
	var b [8]byte
	copy(b[max(0, 8-len(v)):], v)
	return binary.BigEndian.Uint64(b[:])
}

// postgresEpoch is where PostgreSQL counts from: 2000-01-01, in seconds since 1970.
const postgresEpoch = 946684800

// day adds a date, given as days since the epoch.
func (c *dbField) day(days int32) {
	if days == math.MaxInt32 || days == math.MinInt32 {
		c.float(math.Inf(1))
		return
	}
	c.bytes(appendDate(nil, postgresEpoch+int64(days)*86400))
}

// moment adds a point in time, given as microseconds since the epoch.
func (c *dbField) moment(micros int64, zone string) {
	if micros == math.MaxInt64 || micros == math.MinInt64 {
		c.float(math.Inf(1))
		return
	}
	seconds, part := micros/1e6, micros%1e6
	if part < 0 {
		seconds, part = seconds-1, part+1e6
	}
	c.bytes(append(appendClock(nil, postgresEpoch+seconds, part), zone...))
}

// appendDate writes the date of a point in time, seconds since 1970, as 2006-01-02.
func appendDate(b []byte, seconds int64) []byte {
	y, m, d := time.Unix(seconds, 0).UTC().Date()
	if y < 0 || y > 9999 {
		return time.Unix(seconds, 0).UTC().AppendFormat(b, "2006-01-02")
	}
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+d/10), byte('0'+d%10))
}

// appendClock writes date and time as 2006-01-02T15:04:05, with as many digits of the second's micros as it has.
func appendClock(b []byte, seconds, micros int64) []byte {
	b = append(appendDate(b, seconds), 'T')
	h, m, s := time.Unix(seconds, 0).UTC().Clock()
	b = append(b, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10), ':', byte('0'+s/10), byte('0'+s%10))
	if micros > 0 {
		fraction := strconv.AppendInt(nil, 1e6+micros, 10)
		b = append(append(b, '.'), bytes.TrimRight(fraction[1:], "0")...)
	}
	return b
}
