package collect

import "encoding/binary"

// youngest is up to how many transactions a file is young: made in one go, with nothing changed afterwards.
const youngest = 2

// blankRun is how many zero bytes in a row part two uses of a page.
const blankRun = 32

// strayPage looks for bytes where SQLite has never put any, in a young file: these came from outside, and what else came
// with them nobody knows. A page is filled from both ends (https://www.sqlite.org/fileformat2.html, section 1.6): the
// places of its cells from the front, the cells from the back. Between them a page of a young file is blank, but for
// remains that touch one end or the other when cells were taken out. Bytes that touch neither end are strays. It
// returns the number of the first page with some, 0 when there is none. In older files free room holds remains of
// anything, and only SQLite's own checks count.
func strayPage(data []byte) int {
	page := int(statedPage(data))
	if len(data) < 100 || binary.BigEndian.Uint32(data[24:]) > youngest || binary.BigEndian.Uint32(data[36:]) > 0 {
		return 0
	}
	for k := 0; (k+1)*page <= len(data); k++ {
		p, head := data[k*page:(k+1)*page], 0
		if k == 0 {
			head = 100
		}
		const leaf, size = 0x0d, 8 // a page of rows, and the size of its header
		freed := binary.BigEndian.Uint16(p[head+1:]) > 0 || p[head+7] > 0
		first, content := head+size+2*int(binary.BigEndian.Uint16(p[head+3:])), int(binary.BigEndian.Uint16(p[head+5:]))
		if p[head] != leaf || freed || first > content || content > len(p) {
			continue
		}
		if stray(p[first:content]) {
			return k + 1
		}
	}
	return 0
}

// stray reports whether free room holds bytes that are apart from both of its ends.
func stray(room []byte) bool {
	front, back := 0, len(room)
	for front < len(room) && room[front] == 0 {
		front++
	}
	for back > front && room[back-1] == 0 {
		back--
	}
	return front < back && front >= blankRun && len(room)-back >= blankRun
}
