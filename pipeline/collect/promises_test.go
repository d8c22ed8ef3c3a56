package collect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"assay/pipeline/table"
)

// The promises of every source. A check builds what it needs anew and returns an error, so that TestPromisesBite can
// try it on sources that are known to break their word.

// subject is a source under test.
type subject struct {
	name   string
	open   func() (Source, error) // a fresh source of the same data
	env    func() Env             // what it reads with; nil is the zero Env
	broken func() Source          // the same kind of source whose data is damaged; nil when nothing can be damaged
	folder string                 // where its files lie; "" for none
	lines  bool                   // its rows have lines
	stays  bool                   // a read that waits cannot be ended, so a goroutine may outlive it
}

func (s subject) environment() Env {
	if s.env == nil {
		return Env{}
	}
	return s.env()
}

func (s subject) read(ctx context.Context, env Env) (Raw, error) {
	source, err := s.open()
	if err != nil {
		return Raw{}, err
	}
	return source.Read(ctx, env)
}

// promises are the checks by what they promise.
var promises = map[string]func(subject) error{
	"the origin is filled in":                   tellsOrigin,
	"reading again gives the same":              readsAlike,
	"the number of cores changes nothing":       anyCores,
	"its files are only read":                   leavesFiles,
	"cancelled before, it does not start":       refusesCancelled,
	"cancelled during, it ends within a second": endsWhenCancelled,
	"the monitor counts upwards":                countsUpwards,
	"damage is an error with file and hint":     tellsDamage,
	"rows have lines where the source has":      givesLines,
}

func tellsOrigin(s subject) error {
	raw, err := s.read(context.Background(), s.environment())
	if err != nil {
		return err
	}
	o := raw.Origin
	switch {
	case raw.Table.Rows() == 0 || raw.Table.Width() == 0:
		return errors.New("the table is empty")
	case o.Path == "" || o.Kind == "" || len(o.SHA256) != 64 || o.Bytes <= 0 || o.Read.IsZero():
		return fmt.Errorf("path %q, kind %q, hash %q, %d bytes, read %v", o.Path, o.Kind, o.SHA256, o.Bytes, o.Read)
	case o.Rows != raw.Table.Rows():
		return fmt.Errorf("%d rows are told of %d", o.Rows, raw.Table.Rows())
	}
	for _, c := range raw.Table.Columns() {
		if c.Kind != table.Number && c.Kind != table.Text {
			return fmt.Errorf("column %s is held as %s", c.Name, c.Kind)
		}
	}
	return nil
}

// fingerprint is all a table holds, and the hash of where it came from.
func fingerprint(raw Raw) string {
	var b strings.Builder
	fmt.Fprintln(&b, raw.Origin.SHA256, raw.Origin.Notes, raw.Origin.Warnings, raw.Origin.Rejects)
	for i := range raw.Table.Rows() {
		fmt.Fprint(&b, raw.Table.Key(i), raw.Table.Source(i))
		for _, c := range raw.Table.Columns() {
			fmt.Fprintf(&b, "\t%s %q", c.Kind, c.Cell(i))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func readsAlike(s subject) error {
	one, err := s.read(context.Background(), s.environment())
	if err != nil {
		return err
	}
	two, err := s.read(context.Background(), s.environment())
	if err != nil {
		return fmt.Errorf("the second time: %w", err)
	}
	if fingerprint(one) != fingerprint(two) {
		return errors.New("the second reading gave another table")
	}
	return nil
}

func anyCores(s subject) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first string
	for _, cores := range []int{1, 4} {
		runtime.GOMAXPROCS(cores)
		raw, err := s.read(context.Background(), s.environment())
		if err != nil {
			return err
		}
		if first == "" {
			first = fingerprint(raw)
		}
		if fingerprint(raw) != first {
			return fmt.Errorf("another table on %d cores", cores)
		}
	}
	return nil
}

func leavesFiles(s subject) error {
	if s.folder == "" {
		return nil
	}
	look := func() (map[string]string, error) {
		found := map[string]string{}
		err := filepath.WalkDir(s.folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			data, err := os.ReadFile(path)
			found[path] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano(), len(data), sum(data))
			return err
		})
		return found, err
	}
	before, err := look()
	if err != nil {
		return err
	}
	if _, err := s.read(context.Background(), s.environment()); err != nil {
		return err
	}
	after, err := look()
	if err != nil {
		return err
	}
	for path := range after {
		if before[path] != after[path] {
			return fmt.Errorf("%s is new or changed", path)
		}
	}
	if len(after) != len(before) {
		return errors.New("a file is gone")
	}
	return nil
}

// sum is a hash good enough to see a change.
func sum(data []byte) (h uint64) {
	for _, b := range data {
		h = h*1099511628211 + uint64(b)
	}
	return h
}

// promised is how soon a cancelled reading must end.
const promised = time.Second

// ended reads and tells whether it ended in time, and with the context's error where it was still at work.
func (s subject) ended(ctx context.Context, env Env) error {
	result := make(chan error, 1)
	go func() {
		_, err := s.read(ctx, env)
		result <- err
	}()
	<-ctx.Done()
	select {
	case err := <-result:
		if err != nil && !errors.Is(err, ctx.Err()) {
			return fmt.Errorf("the error is %w", err)
		}
		return err
	case <-time.After(promised):
		return fmt.Errorf("it went on for %v", promised)
	}
}

func refusesCancelled(s subject) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	switch err := s.ended(ctx, s.environment()); {
	case err == nil:
		return errors.New("it read to the end all the same")
	case errors.Is(err, context.Canceled) && err.Error() == context.Canceled.Error():
		return nil
	default:
		return err
	}
}

func endsWhenCancelled(s subject) error {
	runtime.GC()
	before := runtime.NumGoroutine()
	for _, after := range []time.Duration{50 * time.Microsecond, 500 * time.Microsecond, 3 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		err := s.ended(ctx, s.environment())
		cancel()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
	}
	if s.stays {
		return nil
	}
	for start := time.Now(); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > promised {
			return fmt.Errorf("%d goroutines more than before", runtime.NumGoroutine()-before)
		}
	}
	return nil
}

func countsUpwards(s subject) error {
	env := s.environment()
	env.Monitor = &Monitor{}
	done := make(chan error, 1)
	go func() {
		_, err := s.read(context.Background(), env)
		done <- err
	}()
	var last Progress
	for {
		p := env.Monitor.Progress()
		switch {
		case p.Rows < last.Rows:
			return fmt.Errorf("the rows went from %d to %d", last.Rows, p.Rows)
		case p.Done < 0 || p.Total < 0:
			return fmt.Errorf("%d of %d bytes", p.Done, p.Total)
		}
		last = p
		select {
		case err := <-done:
			if err == nil && env.Monitor.Progress().Phase == "" {
				err = errors.New("it never said what it does")
			}
			return err
		default:
		}
	}
}

func tellsDamage(s subject) error {
	if s.broken == nil {
		return nil
	}
	_, err := s.broken().Read(context.Background(), s.environment())
	var fault *Error
	switch {
	case err == nil:
		return errors.New("damaged data was read")
	case !errors.As(err, &fault):
		return fmt.Errorf("%q says neither file nor what to do", err)
	case fault.File == "" || fault.What == "" || fault.Hint == "":
		return fmt.Errorf("%q lacks the file, what is wrong or what to do", err)
	}
	return nil
}

func givesLines(s subject) error {
	raw, err := s.read(context.Background(), s.environment())
	if err != nil || !s.lines {
		return err
	}
	for i := range raw.Table.Rows() {
		if raw.Table.Line(i) <= 0 || i > 0 && raw.Table.Key(i) <= raw.Table.Key(i-1) {
			return fmt.Errorf("row %d is on line %d", i, raw.Table.Line(i))
		}
	}
	return nil
}

// TestPromises holds every kind of source to its word. What this build does not read is left out and said.
func TestPromises(t *testing.T) {
	for _, s := range subjects(t) {
		t.Run(s.name, func(t *testing.T) {
			if _, err := s.read(context.Background(), s.environment()); notRead(err) {
				t.Skip("not read: ", err)
			}
			for what, check := range promises {
				if err := check(s); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

// notRead tells a refusal of the whole kind from a failure.
func notRead(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "not read yet") || strings.Contains(err.Error(), "assay reads csv, tsv"))
}
