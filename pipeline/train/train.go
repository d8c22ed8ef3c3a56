// Package train divides rows into training, validation and test, and drives a learner round by round: the same driver
// whether a screen draws each round or nobody looks.
package train
