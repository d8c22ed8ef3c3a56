package collect

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// busy is a failure that may pass.
type busy struct {
	err   error
	why   string
	asked time.Duration // what the server asked to wait; 0 when it said nothing
}

// Error is the failure's own message.
func (b *busy) Error() string { return b.err.Error() }

// longestWait is the longest pause between two questions, whatever the server asks for.
const longestWait = time.Minute

// wait is how long to pause before trying again, and why. Unless the server said so, pauses double from half a second
// on, each shortened by up to a half by chance so that many clients do not come back together.
func (b *busy) wait(try int, dice *rand.Rand) (time.Duration, string) {
	if b.asked > longestWait {
		return longestWait, "the server asked for " + plainSeconds(b.asked)
	}
	if b.asked > 0 {
		return b.asked, "the server asked for it"
	}
	d := min(time.Second/2<<min(try, 10), longestWait)
	d -= time.Duration(dice.Float64() / 2 * float64(d))
	return d.Round(time.Millisecond), b.why
}

// retryAfter reads what a server asks to wait: seconds, or the time to come back at. What cannot be read, or lies in the
// past, is nothing.
func retryAfter(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		const year = 365 * 24 * 3600
		return time.Duration(min(n, year)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
