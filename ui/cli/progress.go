package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"assay/pipeline"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// progress tells how the work goes. It writes to standard error only.
type progress interface {
	start(stage pipeline.Stage)                                  // a stage begins
	round(p train.Point)                                         // a round of training was measured
	done(stage pipeline.Stage, took time.Duration, words string) // a stage ended; words say what came out
	say(format string, args ...any)                              // anything else worth knowing
	end()                                                        // nothing more is coming
}

// progressModes are the values of --progress; each makes a teller.
var progressModes = map[string]func(io.Writer) progress{
	"auto": func(w io.Writer) progress {
		if onTerminal(w) {
			return &bar{w: w}
		}
		return lines{w}
	},
	"bar":   func(w io.Writer) progress { return &bar{w: w} },
	"lines": func(w io.Writer) progress { return lines{w} },
	"json":  func(w io.Writer) progress { return jsonLines{w} },
}

// teller is the progress the flags ask for. --quiet silences all but JSON that was asked for by name.
func (c *choices) teller(s Streams) progress {
	if c.quiet && c.progress != "json" {
		return silence{}
	}
	return progressModes[c.progress](s.Err)
}

// onTerminal reports whether a stream is a terminal that can go back in a line.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb"
}

type silence struct{}

func (silence) start(pipeline.Stage)                       {}
func (silence) round(train.Point)                          {}
func (silence) done(pipeline.Stage, time.Duration, string) {}
func (silence) say(string, ...any)                         {}
func (silence) end()                                       {}

// lines is a line per event: for logs, pipes and screen readers.
type lines struct{ w io.Writer }

func (l lines) start(pipeline.Stage) {}
func (l lines) end()                 {}

func (l lines) say(format string, args ...any) {
	fmt.Fprintln(l.w, kit.Clean(fmt.Sprintf(format, args...)))
}

func (l lines) done(stage pipeline.Stage, took time.Duration, words string) {
	l.say("%d %-8s  %6.2f s  %s", int(stage)+1, stage, took.Seconds(), words)
}

func (l lines) round(p train.Point) {
	if !worthALine(p.Round) {
		return
	}
	l.say("  round %3d  training loss %.4f  validation loss %.4f  mistakes %d", p.Round, p.Train, p.Validation, p.ValidWrong)
}

// worthALine thins long trainings out: each of the first ten rounds, then every tenth, then every hundredth.
func worthALine(round int) bool {
	step := 1
	for step*10 <= round {
		step *= 10
	}
	return round%step == 0
}

// jsonLines is a JSON object per event, for programs.
type jsonLines struct{ w io.Writer }

func (j jsonLines) tell(doc object) {
	data, err := json.Marshal(doc)
	if err == nil { // plain values always marshal
		fmt.Fprintf(j.w, "%s\n", data)
	}
}

func (j jsonLines) start(stage pipeline.Stage) {
	j.tell(object{"event": "start", "stage": word(stage)})
}

func (j jsonLines) round(p train.Point) {
	j.tell(object{"event": "round", "stage": word(pipeline.TrainStage), "round": p.Round, "train_loss": number(p.Train), "validation_loss": number(p.Validation),
		"validation_mistakes": p.ValidWrong, "note": p.Note})
}

func (j jsonLines) done(stage pipeline.Stage, took time.Duration, words string) {
	j.tell(object{"event": "done", "stage": word(stage), "seconds": took.Seconds(), "message": words})
}

func (j jsonLines) say(format string, args ...any) {
	j.tell(object{"event": "note", "message": fmt.Sprintf(format, args...)})
}

func (j jsonLines) end() {}

func word(stage pipeline.Stage) string { return strings.ToLower(stage.String()) }

// bar redraws one line: the five stages, and the round within training.
type bar struct {
	w     io.Writer
	stage pipeline.Stage
	last  time.Time
	drawn bool
}

// barEvery is the shortest time between two drawings of rounds.
const barEvery = 50 * time.Millisecond

func (b *bar) start(stage pipeline.Stage) {
	b.stage = stage
	b.draw("")
}

func (b *bar) round(p train.Point) {
	if now := time.Now(); now.Sub(b.last) >= barEvery {
		b.last = now
		b.draw(fmt.Sprintf("round %d  validation loss %.4f", p.Round, p.Validation))
	}
}

func (b *bar) done(stage pipeline.Stage, _ time.Duration, words string) {
	b.stage = stage + 1
	if int(b.stage) < len(pipeline.Stages()) {
		b.draw(words)
	}
}

func (b *bar) say(format string, args ...any) {
	b.end()
	lines{b.w}.say(format, args...)
}

func (b *bar) end() {
	if b.drawn {
		fmt.Fprintf(b.w, "\r\x1b[K")
		b.drawn = false
	}
}

// barWidth keeps the line within the narrowest terminal that is supported, so that it never wraps.
const barWidth = 78

func (b *bar) draw(words string) {
	const perStage = 4
	n := len(pipeline.Stages())
	full := strings.Repeat("#", perStage*int(b.stage))
	text := fmt.Sprintf("[%-*s] %d/%d %s  %s", perStage*n, full, int(b.stage)+1, n, b.stage, kit.Clean(words))
	fmt.Fprintf(b.w, "\r\x1b[K%s", kit.Truncate(strings.TrimRight(text, " "), barWidth))
	b.drawn = true
}
