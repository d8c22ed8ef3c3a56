// Package pipeline strings the five stages together. A Workflow is every choice a user has made; each stage is one
// function from the workflow and the result before it to a result; a Session keeps the results and knows which of them
// still belong to the workflow as it stands.
package pipeline

import "fmt"

// Stage is one of the five.
type Stage int

// The stages in order.
const (
	CollectStage Stage = iota
	PrepareStage
	TrainStage
	EvaluateStage
	PredictStage
)

// Stages lists them in order.
func Stages() []Stage {
	return []Stage{CollectStage, PrepareStage, TrainStage, EvaluateStage, PredictStage}
}

// String is the stage's name on tabs and in messages.
func (s Stage) String() string {
	return [...]string{"Collect", "Prepare", "Train", "Evaluate", "Predict"}[s]
}

// State says whether a stage's result can be used.
type State int

// The states of a stage.
const (
	Locked State = iota // the stage before it is not done
	Ready               // it can run now
	Stale               // its result belongs to an earlier version of the workflow
	Done                // its result belongs to the workflow as it stands
)

// String is the word people read.
func (s State) String() string { return [...]string{"locked", "ready", "stale", "done"}[s] }

// NotReady says that a stage cannot run because an earlier one is not done.
type NotReady struct{ Stage, First Stage }

// Error says what to do first.
func (e NotReady) Error() string {
	return fmt.Sprintf("%s has nothing to work on: do %s first", e.Stage, e.First)
}
