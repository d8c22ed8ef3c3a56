module assay

go 1.26.0

require (
	github.com/sahilm/fuzzy v0.1.3
	gonum.org/v1/gonum v0.17.0
)
