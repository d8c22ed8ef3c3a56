package ui

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"assay/ui/kit"
)

// ErrNoTerminal says that there is no terminal to draw on; the commands work without one.
var ErrNoTerminal = errors.New("no terminal to draw on")

// Check reports why the workbench cannot run on these files and environment, or nil. The error wraps ErrNoTerminal and
// says what to do.
func Check(in, out *os.File, environ []string) error {
	const instead = "; run a command such as `assay run FILE` instead"
	switch t := lookup(environ, "TERM"); {
	case t == "dumb":
		return fmt.Errorf("%w: TERM is dumb%s", ErrNoTerminal, instead)
	case t == "" && runtime.GOOS != "windows":
		return fmt.Errorf("%w: TERM is not set%s", ErrNoTerminal, instead)
	case !term.IsTerminal(out.Fd()):
		return fmt.Errorf("%w: the output is not a terminal%s", ErrNoTerminal, instead)
	}
	_, done, err := keyboard(in)
	if err != nil {
		return fmt.Errorf("%w: the input is not a terminal%s", ErrNoTerminal, instead)
	}
	done()
	return nil
}

// keyboard returns where keys come from: in when it is a terminal, else the terminal the program was started in, since
// in is data then.
func keyboard(in *os.File) (keys *os.File, done func(), err error) {
	if term.IsTerminal(in.Fd()) {
		return in, func() {}, nil
	}
	keys, out, err := tea.OpenTTY()
	if err != nil {
		return nil, nil, err
	}
	return keys, func() {
		keys.Close()
		if out != keys {
			out.Close()
		}
	}, nil
}

const (
	framesPerSecond = 30                    // the renderer's ticker costs time while nothing happens
	mouseEvery      = 16 * time.Millisecond // motion and wheel events closer than this are merged
	hangupGrace     = 300 * time.Millisecond
)

// Run shows the workbench until it is left, and gives the terminal back as it was, also after a panic, SIGTERM or
// SIGHUP. The model keeps everything the screens hold, so that the caller can save it.
func Run(m *Model) (err error) {
	if err := Check(os.Stdin, os.Stdout, os.Environ()); err != nil {
		return err
	}
	keys, done, err := keyboard(os.Stdin)
	if err != nil {
		return err
	}
	defer done()
	before, stateErr := term.GetState(keys.Fd())
	defer func() {
		if stateErr == nil {
			_ = term.Restore(keys.Fd(), before)
		}
	}()
	p := tea.NewProgram(m, tea.WithInput(keys), tea.WithFPS(framesPerSecond), tea.WithFilter(mergeMouse(time.Now)),
		tea.WithColorProfile(profileOf(m.opts.Depth)))
	stop := hangup(p)
	defer stop()
	_, err = p.Run()
	switch {
	case errors.Is(err, tea.ErrInterrupted):
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the screen stopped on a fault; the terminal was given back: %w", err)
	}
	return err
}

// hangup ends the program when its terminal goes away, which bubbletea does not watch for.
func hangup(p *tea.Program) (stop func()) {
	signals := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(signals, hangupSignals()...)
	kit.Go(func() {
		select {
		case <-signals:
			kit.Go(p.Quit, nil)
			select {
			case <-done:
			case <-time.After(hangupGrace):
				p.Kill()
			}
		case <-done:
		}
	}, nil)
	return func() { signal.Stop(signals); close(done) }
}

// mergeMouse drops mouse motion and wheel events that follow another too closely.
func mergeMouse(now func() time.Time) func(tea.Model, tea.Msg) tea.Msg {
	var last atomic.Int64
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg.(type) {
		case tea.MouseMotionMsg, tea.MouseWheelMsg:
			t := now().UnixNano()
			if t-last.Load() < int64(mouseEvery) {
				return nil
			}
			last.Store(t)
		}
		return msg
	}
}
