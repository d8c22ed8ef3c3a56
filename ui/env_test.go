package ui

import (
	"errors"
	"os"
	"reflect"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// runtimeName is the name of the function behind a command.
func runtimeName(cmd tea.Cmd) string { return runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name() }

func TestEnvironment(t *testing.T) {
	for _, c := range []struct {
		environ []string
		depth   kit.Depth
		ascii   bool
	}{
		{[]string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=en_US.UTF-8", "TTY_FORCE=1"}, kit.TrueColour, false},
		{[]string{"TERM=xterm-256color", "LANG=C.utf8", "TTY_FORCE=1"}, kit.Colours256, false},
		{[]string{"TERM=xterm-256color", "NO_COLOR=yes", "LANG=C.UTF-8", "TTY_FORCE=1"}, kit.NoColour, false},
		{[]string{"TERM=xterm-256color", "NO_COLOR=0", "LANG=en_US.UTF-8", "LC_ALL=C", "TTY_FORCE=1"}, kit.NoColour, true},
		{[]string{"TERM=xterm-256color", "LANG=de_DE.ISO-8859-1", "TTY_FORCE=1"}, kit.Colours256, true},
	} {
		o := Environment("", os.Stdout, c.environ)
		if o.Depth != c.depth || o.ASCII != c.ascii || o.Theme != kit.Auto {
			t.Errorf("%v: depth %v, ascii %v, theme %v", c.environ, o.Depth, o.ASCII, o.Theme)
		}
	}
}

func TestCheckRefusesWhatIsNoTerminal(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, environ := range [][]string{{"TERM=dumb"}, {"TERM=xterm"}} {
		if err := Check(file, file, environ); !errors.Is(err, ErrNoTerminal) {
			t.Errorf("%v: %v", environ, err)
		}
	}
}

func TestMergeMouse(t *testing.T) {
	now := time.Unix(0, 0)
	filter := mergeMouse(func() time.Time { return now })
	kept := 0
	for range 100 {
		now = now.Add(time.Millisecond)
		if filter(nil, tea.MouseMotionMsg{}) != nil {
			kept++
		}
		if filter(nil, tea.MouseClickMsg{}) == nil {
			t.Fatal("a click was lost")
		}
	}
	if kept < 5 || kept > 8 {
		t.Errorf("of 100 motions in 100 ms %d were kept", kept)
	}
}
