package prepare

// Purpose is what a person wants from a piece of preparation; pickers are sorted by it.
type Purpose int

// The purposes, in the order they usually come up.
const (
	ForReading  Purpose = iota // cells become what they mean
	ForDropping                // rows go
	ForGaps                    // missing values are filled, marked or dropped
	ForEncoding                // text becomes numbers
	ForShaping                 // numbers become easier to learn from
	ForMaking                  // columns are calculated from others
	ForChoosing                // columns that help are kept
)

// String says what is wanted.
func (p Purpose) String() string {
	return [...]string{"read cells", "drop rows", "close gaps", "turn text into numbers", "shape numbers", "make new columns", "choose features"}[p]
}

// of gives entries their purpose.
func (p Purpose) of(entries ...Entry) []Entry {
	for i := range entries {
		entries[i].Purpose = p
	}
	return entries
}
