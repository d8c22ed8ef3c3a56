# The usual targets; `make` alone lists them.
.PHONY: help run build test test-servers race lint golden bench kernels demo fuzz ci

help:
	@echo "run    open the workbench on the sample"
	@echo "build  one static binary, ./assay"
	@echo "test   the inner loop: vet and all tests"
	@echo "test-servers  the tests of databases and live sources among real servers (root, Debian)"
	@echo "race   all tests under the race detector"
	@echo "lint   gofmt, vet, staticcheck, golangci-lint"
	@echo "golden rewrite golden screens and generated docs, then look at the diff"
	@echo "bench  loading beside pandas, polars and DuckDB (ASSAY_PEERS names a folder with the npm packages)"
	@echo "kernels Go benchmarks of the hot paths"
	@echo "fuzz   a minute on every parser"
	@echo "demo   the headless road through all five stages"
	@echo "ci     what lands a change: .ci/run"

run:
	go run .

build:
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o assay .

test:
	go vet ./... && go test ./...

test-servers:
	.ci/servers go test ./pipeline/collect

race:
	go test -race ./...

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run

golden:
	go test . ./sample_data ./ui ./ui/kit ./ui/collect ./ui/prepare ./ui/train ./ui/evaluate ./ui/predict -update

bench:
	go run ./bench

kernels:
	go test -run='^$$' -bench=. -benchmem ./...

fuzz:
	FUZZTIME=60s .ci/fuzz

demo:
	go run . run

ci:
	.ci/run
