package collect

import (
	"os"
	"syscall"
)

// mapped is a file seen through memory: its bytes are read when they are looked at, and can be let go of again.
type mapped struct{ data []byte }

// mapFile maps a file of that size. nil means that it cannot be done and the file must be read.
func mapFile(path string, size int64) *mapped {
	if size <= 0 || int64(int(size)) != size {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	return &mapped{data}
}

// letGo frees the memory behind text[from:to], which is part of the file. Looking at it again reads it again.
func (m *mapped) letGo(text []byte, from, to int) {
	if m == nil || cap(text) > cap(m.data) || cap(text) == 0 || &m.data[:cap(m.data)][cap(m.data)-1] != &text[:cap(text)][cap(text)-1] {
		return // text is a copy
	}
	page := os.Getpagesize()
	before := cap(m.data) - cap(text)
	from, to = (before+from+page-1)/page*page, (before+to)/page*page
	if from < to {
		_ = syscall.Madvise(m.data[from:to], syscall.MADV_DONTNEED) // memory stays taken, no more
	}
}

// close ends the mapping; the bytes must not be looked at any more.
func (m *mapped) close() {
	_ = syscall.Munmap(m.data) // it was mapped, so it can be unmapped
}
