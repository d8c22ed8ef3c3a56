package collect

import (
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// growth is how many bytes reading takes for a byte of text, at most: the text itself, numbers of few digits that
// become eight bytes, and the blocks before they are joined.
const growth = 4

// fits returns an error when a file of that size would not fit into memory, before it is read.
func fits(name string, size int64, env Env) error {
	room := env.Memory
	if room == 0 {
		room = memory()
	}
	if room <= 0 || size*growth <= room {
		return nil
	}
	return &Error{File: name, What: fmt.Sprintf("%s would take up to %s of memory to read, and %s are free", Size(size), Size(size*growth), Size(room)),
		Hint: "read a part of it, or raise GOMEMLIMIT if more memory may be used"}
}

// room returns an error when what is about to be made would not fit into memory.
func (e Env) room(name string, need int64, what string) error {
	room := e.Memory
	if room == 0 {
		room = memory()
	}
	if room <= 0 || need <= room {
		return nil
	}
	return &Error{File: name, What: fmt.Sprintf("%s would take %s of memory, and %s are free", what, Size(need), Size(room)),
		Hint: "read a part of it, or raise GOMEMLIMIT if more memory may be used"}
}

// memory is how many bytes may be used: the limit set by GOMEMLIMIT, or what the system says is free; 0 when neither
// is known.
func memory() int64 {
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		return limit
	}
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "MemAvailable:" {
			kb, _ := strconv.ParseInt(f[1], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// Size writes a number of bytes for people: 12.3 MB.
func Size(n int64) string {
	f, unit := float64(n), 0
	for f >= 999.5 && unit < 5 {
		f, unit = f/1000, unit+1
	}
	if unit == 0 {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	return strconv.FormatFloat(f, 'g', 3, 64) + " " + []string{"", "kB", "MB", "GB", "TB", "PB"}[unit]
}
