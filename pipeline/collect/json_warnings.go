package collect

import "fmt"

// warnings tells what the user should know about the records.
func (r *jsonReading) warnings(f *jsonFeed) {
	s, t := f.s, f.table
	say := func(p spots, one string, what string) {
		if p.count > 0 {
			lines := p.lines(r.text)
			r.warn("%s %s (%s)", plural(p.count, one), what, lines.where())
		}
	}
	if f.rejected > 0 {
		var lines tally
		for _, reject := range rejectsOf(r.text, f.rejects[:min(len(f.rejects), talliedLines)]) {
			lines.add(reject.Line, "")
		}
		lines.count = f.rejected
		first := rejectsOf(r.text, f.rejects[:1])[0]
		r.warn("%s skipped (%s); the first, at %d:%d: %s", plural(f.rejected, "damaged record"), lines.where(), first.Line, first.Col, first.Why)
	}
	say(t.shapes, "record", "of another shape than the first: other keys, or values of another kind; keys that a record lacks are missing there")
	say(s.literals, "NaN or Infinity literal", "read as missing; JSON has no such numbers")
	say(s.ranges, "number", "beyond the range of a 64-bit number kept as text")
	say(s.surrogates, "half of a surrogate pair", "in escaped text, shown as \\ufffd")
	say(s.zeros, "escaped zero byte", "(NUL) in text, shown as \\ufffd")
	say(t.lists, "array", "of objects inside records kept as JSON text; to read them as records set records to their path")
	say(t.deep, "object", fmt.Sprintf("nested deeper than %d levels kept as JSON text; the setting depth says how deep", t.levels))
}
