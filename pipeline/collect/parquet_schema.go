package collect

import (
	"errors"
	"fmt"
)

// parquetField is a node of the schema: a column, or a group of some.
type parquetField struct {
	name     string
	kind     parquetType // -1 for a group
	length   int         // bytes of a FIXED_LEN_BYTE_ARRAY
	repeat   parquetRepeat
	children int
	logical  logicalType
	scale    int  // digits after the point of a decimal
	utc      bool // of a time
	perTick  int64
	unsigned bool
}

// logicalType says what the bytes of a column stand for.
type logicalType uint8

const (
	noLogical logicalType = iota
	textLogical
	decimalLogical
	dateLogical
	timeLogical
	timestampLogical
	uuidLogical
	halfLogical
	intervalLogical
	variantLogical
)

const maxScale = 1000

func readParquetField(t *thrift) parquetField {
	f := parquetField{kind: -1}
	named, old, logical := false, -1, false
	t.fields(func(id int, kind byte) bool {
		switch id {
		case 1:
			f.kind = parquetType(t.int32(kind))
		case 2:
			f.length = t.int32(kind)
		case 3:
			f.repeat = parquetRepeat(t.int32(kind))
		case 4:
			f.name, named = string(t.bytes(kind)), true
		case 5:
			f.children = t.int32(kind)
		case 6:
			old = t.int32(kind)
		case 7:
			f.scale = t.int32(kind)
		case 10:
			logical = true
			t.inside(kind, func(id int, kind byte) bool { return f.readLogical(t, id, kind) })
		default:
			return false
		}
		return true
	})
	if !named {
		t.fail("a column has no name")
	}
	if !logical || f.logical == noLogical && !f.unsigned {
		f.converted(old)
	}
	if f.length < 0 || f.children < 0 || f.scale < 0 || f.scale > maxScale || f.repeat < 0 || f.repeat > repeatRepeated {
		t.fail("column %q has a length, scale or number of parts that cannot be", shorten(f.name))
	}
	return f
}

// readLogical reads one of the alternatives of a logical type.
func (f *parquetField) readLogical(t *thrift, id int, kind byte) bool {
	f.logical = map[int]logicalType{1: textLogical, 4: textLogical, 5: decimalLogical, 6: dateLogical, 7: timeLogical,
		8: timestampLogical, 12: textLogical, 14: uuidLogical, 15: halfLogical, 16: variantLogical}[id]
	t.inside(kind, func(part int, kind byte) bool {
		switch {
		case id == 5 && part == 1:
			f.scale = t.int32(kind)
		case (id == 7 || id == 8) && part == 1:
			f.utc = kind == thriftTrue
		case (id == 7 || id == 8) && part == 2:
			t.inside(kind, func(unit int, _ byte) bool {
				f.perTick = map[int]int64{1: 1e6, 2: 1e3, 3: 1}[unit]
				return false
			})
		case id == 10 && part == 2:
			f.unsigned = kind == thriftFalse
		default:
			return false
		}
		return true
	})
	if f.perTick == 0 && (f.logical == timeLogical || f.logical == timestampLogical) {
		t.fail("column %q has a time of unknown unit", shorten(f.name))
	}
	return true
}

// converted takes over the older annotation, which files from before 2018 have alone.
func (f *parquetField) converted(old int) {
	switch old {
	case 0, 4, 19: // UTF8, ENUM, JSON
		f.logical = textLogical
	case 5:
		f.logical = decimalLogical
	case 6:
		f.logical = dateLogical
	case 7, 8:
		f.logical, f.utc, f.perTick = timeLogical, true, map[int]int64{7: 1e6, 8: 1e3}[old]
	case 9, 10:
		f.logical, f.utc, f.perTick = timestampLogical, true, map[int]int64{9: 1e6, 10: 1e3}[old]
	case 11, 12, 13, 14:
		f.unsigned = true
	case 21:
		f.logical = intervalLogical
	}
}

// parquetLeaf is a column as it is stored.
type parquetLeaf struct {
	parquetField
	path   string // the names of the groups it is in and its own, between points
	top    string // the first of them
	levels int    // definition level of a present value: how many optional steps lead to it
	nested bool   // it has lists on its way, so it has no value per row
}

const maxParquetDepth = 64

// leaves lists the stored columns of a schema, which is written from the root down, depth first.
func leaves(fields []parquetField) ([]parquetLeaf, error) {
	var out []parquetLeaf
	at := 1
	var walk func(above parquetLeaf, children, depth int) error
	walk = func(above parquetLeaf, children, depth int) error {
		if depth > maxParquetDepth {
			return fmt.Errorf("damaged: its schema is nested more than %d deep", maxParquetDepth)
		}
		for range children {
			if at >= len(fields) {
				return errors.New("damaged: its schema lists fewer columns than it says")
			}
			l := parquetLeaf{parquetField: fields[at], levels: above.levels, nested: above.nested, top: above.top}
			at++
			if l.path = l.name; depth > 0 {
				l.path = above.path + "." + l.name
			} else {
				l.top = l.name
			}
			if l.repeat != repeatRequired {
				l.levels++
			}
			l.nested = l.nested || l.repeat == repeatRepeated || l.logical == variantLogical
			if l.kind < 0 {
				if err := walk(l, l.children, depth+1); err != nil {
					return err
				}
				continue
			}
			out = append(out, l)
		}
		return nil
	}
	if err := walk(parquetLeaf{}, fields[0].children, 0); err != nil {
		return nil, err
	}
	if at != len(fields) {
		return nil, errors.New("damaged: its schema lists more columns than it says")
	}
	for _, l := range out {
		if err := l.check(); err != nil {
			return nil, fmt.Errorf("damaged: column %q %w", shorten(l.path), err)
		}
	}
	return out, nil
}

// legalTypes are the physical types that a logical type may have.
var legalTypes = map[logicalType][]parquetType{
	textLogical:      {typeByteArray, typeFixed},
	decimalLogical:   {typeInt32, typeInt64, typeByteArray, typeFixed},
	dateLogical:      {typeInt32},
	timeLogical:      {typeInt32, typeInt64},
	timestampLogical: {typeInt64},
	uuidLogical:      {typeFixed},
	halfLogical:      {typeFixed},
	intervalLogical:  {typeFixed},
}

func (l parquetLeaf) check() error {
	if l.kind > typeFixed {
		return fmt.Errorf("has the unknown type %d", l.kind)
	}
	if l.kind == typeFixed && (l.length == 0 || l.length > 1<<20) {
		return fmt.Errorf("has values of %d bytes each", l.length)
	}
	ok := l.logical == noLogical || l.logical == variantLogical
	for _, k := range legalTypes[l.logical] {
		ok = ok || k == l.kind
	}
	size := map[logicalType]int{uuidLogical: 16, halfLogical: 2, intervalLogical: 12}[l.logical]
	if !ok || size > 0 && l.length != size {
		return fmt.Errorf("has a logical type that %s cannot have", l.kind)
	}
	return nil
}

// flatLeaves parts the columns that have a value per row from the others, whose names it returns.
func flatLeaves(all []parquetLeaf) (keep []int, out []string) {
	for j, l := range all {
		if !l.nested {
			keep = append(keep, j)
		} else if len(out) == 0 || out[len(out)-1] != fmt.Sprintf("%q", shorten(l.top)) {
			out = append(out, fmt.Sprintf("%q", shorten(l.top)))
		}
	}
	return keep, out
}
