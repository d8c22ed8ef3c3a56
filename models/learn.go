package models

import (
	"context"
	"errors"
	"io"
)

// Learn trains the learner of that name, with default settings, to its end. Cancelling ends it between two rounds.
func Learn(ctx context.Context, name string, ex Examples, seed uint64) (Model, error) {
	e, err := Find(name)
	if err != nil {
		return nil, err
	}
	t, err := e.New().Start(ex, seed)
	if err != nil {
		return nil, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			return t.Model(), nil
		} else if err != nil {
			return nil, err
		}
	}
}
