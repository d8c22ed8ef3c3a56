package collect

// cells are one column of a block while it is read: numbers, or codes into words.
type cells struct {
	skip    bool
	numbers []float64
	some    bool // holds a number
	broken  bool // holds something that is not
	codes   []int32
	lexicon *lexicon // nil in columns of numbers
	markers markers
}

// row puts the record the scanner has read into place b.rows.
func (b *block) row(s *scanner) {
	for j := range b.columns {
		c := &b.columns[j]
		if c.skip {
			continue
		}
		var v []byte
		if j < len(s.cells) {
			if x := s.cells[j]; !x.coded && !s.comma {
				v = s.data[x.start:x.end]
			} else {
				v = s.value(j)
			}
		}
		if c.lexicon == nil {
			c.number(b.rows, v)
		} else {
			c.word(b.rows, v)
		}
	}
}

func (c *cells) number(i int, v []byte) {
	x, ok := number(v)
	if !ok {
		x = nan
		if !missing(v) {
			c.broken = true
		} else if len(v) > 0 {
			c.markers.add(v)
		}
	}
	c.numbers[i] = x
}

func (c *cells) word(i int, v []byte) {
	if missing(v) {
		if len(v) > 0 {
			c.markers.add(v)
		}
		c.codes[i] = -1
		return
	}
	c.codes[i] = c.lexicon.bytes(v)
}
