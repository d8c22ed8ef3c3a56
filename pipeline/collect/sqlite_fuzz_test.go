package collect

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzSQLite reads any bytes as a database: no panic, no end that does not come, and a hint with every refusal.
func FuzzSQLite(f *testing.F) {
	f.Add(0, []byte{})
	f.Add(100, []byte{0xff})
	f.Add(4100, []byte("damage"))
	f.Add(18, []byte{2, 2})
	path := makeDatabase(f, "pragma page_size = 512", "create table t(a integer, b text, c)", "insert into t values (1, 'x', 2.5), (null, 'yy', x'00')", "create view v as select a + 1 from t")
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, at int, change []byte) {
		data := append([]byte(nil), good...)
		if at < 0 || at > len(data) || len(change) > 4096 {
			return
		}
		data = append(data[:at], append(change, data[min(len(data), at+len(change)):]...)...)
		place := filepath.Join(t.TempDir(), "f.db")
		if err := os.WriteFile(place, data, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		for _, p := range []string{place, ""} {
			for _, name := range []string{"", "t", "v"} {
				raw, err := (&Sqlite{Database{Limit: 1000}}).ReadFile(ctx, File{Name: "f", Data: data, Path: p, Table: name}, Env{Memory: 1 << 28})
				if err == nil && raw.Table.Width() == 0 || err != nil && !strings.Contains(err.Error(), "hint: ") && ctx.Err() == nil {
					t.Fatalf("#%s: %v", name, err)
				}
			}
		}
		if after, _ := os.ReadFile(place); string(after) != string(data) {
			t.Fatal("the file was written to")
		}
	})
}
