package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"assay/pipeline/table"
)

// liar reads well but for one fault.
type liar struct {
	subject
	fault func(ctx context.Context, env Env, raw Raw) (Raw, error)
}

func (l liar) Read(ctx context.Context, env Env) (Raw, error) {
	raw, err := l.subject.read(ctx, env)
	if err != nil && l.fault == nil {
		return raw, err
	}
	return l.fault(ctx, env, raw)
}

// TestPromisesBite tries each check on a source that breaks just that promise.
func TestPromisesBite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,x\n2,y\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	honest := subject{name: "honest", folder: folder, lines: true, open: func() (Source, error) { return Open(path, nil) },
		broken: func() Source { return &fileSource{address: Address{Place: path + "x"}} }}
	for what, check := range promises {
		if err := check(honest); err != nil {
			t.Errorf("%s: an honest source is caught: %v", what, err)
		}
	}
	calls := 0
	whole := func() (Raw, error) { return Read(context.Background(), path, nil, Env{}) }
	for what, fault := range map[string]func(ctx context.Context, env Env, raw Raw) (Raw, error){
		"the origin is filled in": func(_ context.Context, _ Env, raw Raw) (Raw, error) { raw.Origin.SHA256 = ""; return raw, nil },
		"reading again gives the same": func(_ context.Context, _ Env, raw Raw) (Raw, error) {
			calls++
			raw.Origin.Notes = []string{fmt.Sprint(calls)}
			return raw, nil
		},
		"the number of cores changes nothing": func(_ context.Context, _ Env, raw Raw) (Raw, error) {
			raw.Origin.Notes = []string{fmt.Sprint(runtime.GOMAXPROCS(0))}
			return raw, nil
		},
		"its files are only read": func(_ context.Context, _ Env, raw Raw) (Raw, error) {
			return raw, os.WriteFile(path+".idx", bytes.Repeat([]byte{1}, int(time.Now().UnixNano()%1000)), 0o644)
		},
		"cancelled before, it does not start": func(context.Context, Env, Raw) (Raw, error) { return whole() },
		"cancelled during, it ends within a second": func(ctx context.Context, _ Env, _ Raw) (Raw, error) {
			if _, timed := ctx.Deadline(); timed {
				time.Sleep(2 * promised)
			}
			return whole()
		},
		"the monitor counts upwards": func(_ context.Context, env Env, raw Raw) (Raw, error) {
			if env.Monitor != nil {
				env.Monitor.Add(0, 10)
				time.Sleep(20 * time.Millisecond)
				env.Monitor.Add(0, -5)
				time.Sleep(20 * time.Millisecond)
			}
			return raw, nil
		},
		"rows have lines where the source has": func(_ context.Context, _ Env, raw Raw) (Raw, error) {
			var err error
			raw.Table, err = table.New(raw.Table.Columns(), nil)
			return raw, err
		},
	} {
		s := honest
		s.open = func() (Source, error) { return liar{honest, fault}, nil }
		if promises[what](s) == nil {
			t.Errorf("%s: nobody notices that it is not so", what)
		}
		os.Remove(path + ".idx")
	}
	for name, err := range map[string]error{"no error": nil, "an error of its own kind": errors.New("broken"), "no hint": &Error{File: "x", What: "broken"}} {
		s := honest
		s.broken = func() Source {
			return liar{honest, func(context.Context, Env, Raw) (Raw, error) { raw, _ := whole(); return raw, err }}
		}
		if tellsDamage(s) == nil {
			t.Errorf("damage that gives %s goes unnoticed", name)
		}
	}
	left := make(chan struct{})
	defer close(left)
	leaky := honest
	leaky.open = func() (Source, error) {
		return liar{honest, func(_ context.Context, _ Env, raw Raw) (Raw, error) { go func() { <-left }(); return raw, nil }}, nil
	}
	if endsWhenCancelled(leaky) == nil {
		t.Error("a goroutine left behind goes unnoticed")
	}
}
