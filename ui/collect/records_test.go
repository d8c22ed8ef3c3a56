package collect

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"assay/pipeline"
)

func TestRecordsAreChosenOnATree(t *testing.T) {
	asked := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("X-Key")
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"count":2,"meta":{"tags":[{"t":"x"}]},"data":{"items":[{"id":1,"ok":"yes"},{"id":2,"ok":"no"},{"id":3,"ok":"yes"}]}}`)
	}))
	defer server.Close()
	d := open(t, pipeline.Sample)
	d.press("o 'web enter")
	d.asks("web API", "records", "token")
	d.press("'" + server.URL + "/loans tab tab tab 'X-Key:hunter2 enter")
	d.asks("where are the records?", "the whole answer", "items", "3 records", "count")
	if asked != "hunter2" {
		t.Errorf("the header is %q", asked)
	}
	d.press("'count enter")
	d.asks("where are the records?")
	d.press("'items enter")
	d.shows("3 rows × 2 columns")
	if got := d.b.Workflow.Collect.Set["api.records"]; got != "data.items" {
		t.Errorf("the records are at %q", got)
	}
	for place, text := range map[string]string{"choices": fmt.Sprint(d.b.Workflow.Collect.Set), "log": strings.Join(d.log, "\n"), "screen": d.text(120, 32)} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("the secret is in the %s: %s", place, text)
		}
	}
}
