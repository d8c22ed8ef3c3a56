package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

const (
	whatIfFolds = 5
	// whatIfRows bounds the rows that recipes are compared on.
	whatIfRows = 20_000
	// noise is the half width from which an interval that holds no difference is too wide to say that there is none: the
	// least gap in AUC that matters elsewhere.
	noise = .03
)

// What a comparison with the recipe as it stands comes to.
const (
	Better       = "better"
	Worse        = "worse"
	NoDifference = "no difference beyond noise"
	NotEnough    = "not enough data"
	Itself       = "the recipe as it stands"
	Failed       = "cannot be done"
)

// Comparison is a set of recipes scored on the same folds of the training and validation rows. No test row was looked
// at.
type Comparison struct {
	Recipes   []Variant
	Current   int // the place of the recipe as it stands
	Folds     int
	Kind      string   // how rows were dealt into folds
	Rows, Of  int      // rows looked at, and all training and validation rows
	Places    []string // where each row looked at stood
	Y         []float64
	Classes   []string
	Threshold float64 // probability from which the answer is yes
	folds     []train.Fold
}

// Variant is one recipe and how it did.
type Variant struct {
	Name    string // what differs, as ParseAlternative reads it
	Prepare []prepare.Choice
	AUC     evaluate.Score // mean over folds; NaN when it could not be done
	Lead    evaluate.Score // its AUC minus that of the recipe as it stands; the intervals of all recipes hold together; NaN for that recipe itself and where either could not be done
	Verdict string
	Seconds float64   // of work, on one core; reading cells that recipes share counts for the first of them
	P       []float64 // out-of-fold probability per row; NaN where no fold held it back
	Fault   error     // why it could not be done

	steps []prepare.Choice // Prepare with the files it names read
}

// Watch is who is told how far work is, and which clock measures it. Both may be nil.
type Watch struct {
	Tell func(done, total int) // never called by two goroutines at once
	Now  func() time.Time
}

// WhatIf scores the cross product of alternatives by cross-validation: on fixed folds of the rows that are not sealed
// the whole preparation is fitted anew on the learning side of each fold, a default logistic regression learns from it, and
// the rows held back are read and scored as served rows are. Rows that the recipe as it stands drops are out of the
// comparison. The same workflow gives the same scores on any number of cores.
func WhatIf(ctx context.Context, w Workflow, c *Collected, alternatives []Alternative, watch Watch) (*Comparison, error) {
	recipes, current, err := variants(w, alternatives)
	if err != nil {
		return nil, err
	}
	for i := range recipes {
		if recipes[i].steps, err = (Workflow{Prepare: recipes[i].Prepare}).Steps(); err != nil {
			return nil, err
		}
	}
	p, err := divided(ctx, w, c)
	if err != nil {
		return nil, err
	}
	trial, err := newTrial(w, p)
	if err != nil {
		return nil, err
	}
	out := &Comparison{Recipes: recipes, Current: current, Folds: len(trial.folds), Kind: p.Wall.Kind, Rows: len(trial.y), Of: len(p.Parts.Train) + len(p.Parts.Validation),
		Y: trial.y, Classes: p.Target.Classes, Threshold: w.Evaluate.Threshold, folds: trial.folds}
	for i := range trial.y {
		out.Places = append(out.Places, trial.raw.Place(i))
	}
	if err := trial.run(ctx, recipes, watch); err != nil {
		return nil, err
	}
	out.judge()
	return out, nil
}

// trial is the rows recipes are tried on.
type trial struct {
	raw     *table.Table
	y       []float64
	weights []float64
	classes []string
	folds   []train.Fold
	seed    uint64
}

func newTrial(w Workflow, p *Prepared) (*trial, error) {
	rows := slices.Concat(p.Parts.Train, p.Parts.Validation)
	slices.Sort(rows)
	rows = table.Spread(rows, whatIfRows)
	t := &trial{raw: p.Raw.Select(rows), y: pick(p.Target.Y, rows), weights: pick(p.Weights, rows), classes: p.Target.Classes, seed: w.Seed}
	split := train.NewSplit()
	if err := param.Apply(split, w.Split); err != nil {
		return nil, UsageError{err}
	}
	var err error
	if t.folds, err = train.Folds(p.Cleaned.Select(rows), t.y, whatIfFolds, w.Seed, split.Kind); err != nil {
		return nil, fmt.Errorf("what if: not enough data: %w", err)
	}
	return t, nil
}

// run fills in what each recipe answers. Recipes that read cells alike share that work.
func (t *trial) run(ctx context.Context, recipes []Variant, watch Watch) error {
	now := watch.Now
	if now == nil {
		now = func() time.Time { return time.Time{} }
	}
	type job struct {
		took  time.Duration
		p     []float64
		fault error
	}
	jobs, done := make([]job, len(t.folds)*len(recipes)), 0
	reads := t.reads(ctx, recipes)
	var lock sync.Mutex
	cores.Each(len(jobs), func(k int) {
		if ctx.Err() != nil {
			return
		}
		fold, recipe, begin := k/len(recipes), k%len(recipes), now()
		jobs[k].p, jobs[k].fault = t.score(ctx, t.folds[fold], recipes[recipe].steps, reads[k])
		jobs[k].took = now().Sub(begin)
		lock.Lock()
		defer lock.Unlock()
		if done++; watch.Tell != nil {
			watch.Tell(done, len(jobs))
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	for r := range recipes {
		v := &recipes[r]
		v.P = make([]float64, len(t.y))
		for i := range v.P {
			v.P[i] = math.NaN()
		}
		for f, fold := range t.folds {
			j := jobs[f*len(recipes)+r]
			v.Seconds += j.took.Seconds()
			if j.fault != nil && v.Fault == nil {
				v.Fault = j.fault
			}
			for i, p := range j.p {
				v.P[fold.Held[i]] = p
			}
		}
	}
	return nil
}

// fresh is the learning side of a fold with its cells read anew.
type fresh struct {
	cleaned prepare.Cleaned
	err     error
}

// reads is, per fold and recipe, the work of reading cells; it is done by whoever asks first.
func (t *trial) reads(ctx context.Context, recipes []Variant) []func() fresh {
	out := make([]func() fresh, 0, len(t.folds)*len(recipes))
	for _, fold := range t.folds {
		shared := map[string]func() fresh{}
		for _, v := range recipes {
			before := beforeWall(v.steps)
			key, _ := canonical(before) // the settings were checked
			if shared[key] == nil {
				shared[key] = sync.OnceValue(func() fresh {
					cleaned, err := prepare.Clean(ctx, t.raw.Select(fold.Train), before)
					if err == nil {
						err = prepare.Fault(cleaned.Effects)
					}
					return fresh{cleaned, err}
				})
			}
			out = append(out, shared[key])
		}
	}
	return out
}

// beforeWall are the choices before the first that learns.
func beforeWall(choices []prepare.Choice) []prepare.Choice {
	for i, c := range choices {
		if e, err := prepare.Find(c.Name); err == nil && e.Kind == prepare.Learns && !c.Off {
			return choices[:i]
		}
	}
	return choices
}

// score fits a recipe and a model on one side of a fold and returns the probabilities of the other.
func (t *trial) score(ctx context.Context, fold train.Fold, choices []prepare.Choice, read func() fresh) ([]float64, error) {
	f := read()
	if f.err != nil {
		return nil, f.err
	}
	learnt := make([]int, len(f.cleaned.Kept)) // the row of the trial that each row to learn from is
	for i, k := range f.cleaned.Kept {
		learnt[i] = fold.Train[k]
	}
	lesson := prepare.Lesson{Train: make([]int, len(learnt)), Y: pick(t.y, learnt), Seed: t.seed}
	for i := range lesson.Train {
		lesson.Train[i] = i
	}
	encoded, err := prepare.Fit(ctx, f.cleaned.Table, lesson, choices)
	if err == nil {
		err = prepare.Fault(encoded.Effects)
	}
	if err != nil {
		return nil, err
	}
	x, err := prepare.Matrix(encoded.Table)
	if err != nil {
		return nil, err
	}
	held, err := t.served(&prepare.Recipe{Cleanings: f.cleaned.Cleanings, Steps: encoded.Steps}, fold.Held)
	if err != nil {
		return nil, err
	}
	m, err := models.Learn(ctx, "logistic", models.Examples{X: x, Y: lesson.Y, Weights: pick(t.weights, learnt), Classes: t.classes}, t.seed)
	if err != nil {
		return nil, err
	}
	if err := m.Fits(held); err != nil {
		return nil, err
	}
	return train.Positive(m, held), nil
}

// served takes rows of the trial the way of any later row.
func (t *trial) served(r *prepare.Recipe, rows []int) (models.Matrix, error) {
	cleaned, err := r.Clean(t.raw.Select(rows))
	if err != nil {
		return models.Matrix{}, err
	}
	encoded, err := r.Encode(cleaned)
	if err != nil {
		return models.Matrix{}, err
	}
	return prepare.Matrix(encoded)
}
