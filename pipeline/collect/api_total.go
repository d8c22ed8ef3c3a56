package collect

import (
	"fmt"
	"strconv"
)

var (
	// totalPlaces are where answers usually say how many records there are in all.
	totalPlaces = []string{"total", "total_count", "totalCount", "total_results", "totalResults", "count", "@odata.count",
		"meta.total", "meta.total_count", "meta.count", "pagination.total", "pagination.total_count", "page.totalElements"}
	// morePlaces are where they say that there are more.
	morePlaces = []string{"has_more", "hasMore", "has_next", "hasNext", "meta.has_more", "pagination.has_more", "pagination.has_next", "is_truncated"}
	// markPlaces are where they give a mark for getting them.
	markPlaces = []string{"next_cursor", "nextCursor", "next_page_token", "nextPageToken", "meta.next_cursor", "pagination.next_cursor", "response_metadata.next_cursor"}
)

const morePages = "say how pages are asked for with api.pages: page, offset or cursor"

// complete warns when the server says that there is more than came. What it says is no proof, since nothing settles
// what such numbers count.
func (c *client) complete(pages []*answer) {
	last, came := pages[len(pages)-1], 0
	for _, a := range pages {
		if a.count < 0 {
			return
		}
		came += a.count
	}
	if c.api.Pages == "none" || len(c.warnings) > 0 && len(pages) >= c.api.MaxPages {
		return
	}
	if total := last.total(); total > came {
		c.warn(fmt.Sprintf("the server says there are %d records, and %d came; %s", total, came, morePages))
		return
	}
	if c.api.Pages != "auto" && c.api.Pages != "link" {
		return
	}
	for _, place := range morePlaces {
		if last.yes(place) {
			c.warn(fmt.Sprintf("the server says that there are more records than the %d that came (%s); %s", came, place, morePages))
			return
		}
	}
	for _, place := range markPlaces {
		if last.at(place) != "" {
			c.warn(fmt.Sprintf("the answer holds a mark for more records (%s) than the %d that came; %s", place, came, morePages))
			return
		}
	}
}

// total is how many records the server says there are, 0 when it says nothing.
func (a *answer) total() int {
	for _, name := range []string{"X-Total-Count", "X-Total"} {
		if n, err := strconv.Atoi(a.header.Get(name)); err == nil {
			return n
		}
	}
	for _, place := range totalPlaces {
		if n, err := strconv.Atoi(a.at(place)); err == nil {
			return n
		}
	}
	return 0
}

func (a *answer) yes(path string) bool {
	if a.doc == nil || a.doc.values != 1 {
		return false
	}
	v, _ := lookup(a.doc.whole, path)
	return string(v) == "true"
}
