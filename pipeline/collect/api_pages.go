package collect

import (
	"context"
	"crypto/sha256"
	"fmt"
)

// manyEmpty is how many pages without records a server may send one after another while it promises more.
const manyEmpty = 3

// pages asks for page after page, at most so many. All of them come, or none does; where the end is not certain, a
// warning says so.
func (s *apiSource) pages(ctx context.Context, c *client, most int) ([]*answer, error) {
	turn := c.turner()
	asked, seen := map[string]int{}, map[[32]byte]int{}
	var out []*answer
	empty := 0
	for u := turn.first; ; c.page++ {
		asked[u.String()] = c.page
		a, err := c.ask(ctx, u)
		if err == nil {
			err = c.understand(a)
		}
		if err != nil {
			return nil, err
		}
		if turn.counted && a.count == 0 {
			if len(out) == 0 {
				out = append(out, a)
			}
			return out, nil
		}
		if before, again := seen[a.print(turn.counted)]; again && a.count != 0 {
			c.warn(fmt.Sprintf("page %d is the same as page %d, so reading ended there; if there should be more, check how pages are asked for", c.page, before))
			return out, nil
		}
		seen[a.print(turn.counted)] = c.page
		out = append(out, a)
		next, err := turn.next(a)
		if err != nil || next == nil {
			return out, err
		}
		if a.fault != nil {
			return nil, a.fault
		}
		if a.count != 0 {
			empty = 0
		} else if empty++; empty == manyEmpty {
			c.warn(fmt.Sprintf("%d pages without records came one after another, so reading ended there although the server points to more", empty))
			return out, nil
		}
		if before, again := asked[next.String()]; again {
			c.warn(fmt.Sprintf("page %d points back to page %d, so reading ended there; there may be more", c.page, before))
			return out, nil
		}
		if c.page >= most {
			c.warn(fmt.Sprintf("stopped after %s; there may be more (api.max-pages)", plural(most, "page")))
			return out, nil
		}
		u = next
	}
}

// print tells pages apart: those that are counted by their records, since a server may number its answers; others whole.
func (a *answer) print(counted bool) [32]byte {
	if counted && a.list != nil {
		return sha256.Sum256(a.list)
	}
	return sha256.Sum256(a.body)
}
