package table

// Spread returns at most n of the rows, evenly spaced: the same ones every time.
func Spread(rows []int, n int) []int {
	if len(rows) <= n {
		return rows
	}
	out := make([]int, n)
	for i := range out {
		out[i] = rows[int(int64(i)*int64(len(rows))/int64(n))]
	}
	return out
}

// Mix spreads the bits of a number so that every bit of it reaches every bit of the result: the finaliser of SplitMix64
// (Steele, Lea, Flood 2014).
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
