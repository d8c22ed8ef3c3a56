package cli

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
)

// maxWorkflow is the largest workflow file that is read: a hundred times the largest that choices can fill.
const maxWorkflow = 1 << 20

// openAll opens the first argument, the sample where there is none, and appends the others.
func openAll(args []string) (pipeline.Workflow, error) {
	if len(args) == 0 {
		return pipeline.New(pipeline.Sample), nil
	}
	w, err := open(args[0])
	if err != nil {
		return w, err
	}
	for _, data := range args[1:] {
		switch {
		case isBundle(data):
			return w, usageErrorf("%s: this is a bundle, a trained model, and cannot be read as data", data)
		case workflowName(data):
			return w, usageErrorf("%s: a workflow comes first, and there is one of it; data may follow", data)
		}
		w.Collect.Append = append(w.Collect.Append, w.Collect.HideIn(data))
	}
	return w, nil
}

// open reads a workflow file, or starts a new workflow on a data file.
func open(path string) (pipeline.Workflow, error) {
	if path == pipeline.Sample {
		return pipeline.New(path), nil
	}
	if isBundle(path) {
		return pipeline.Workflow{}, usageErrorf("%s: this is a bundle, a trained model; score rows with `assay predict %s DATA`", path, path)
	}
	if !workflowName(path) {
		return pipeline.New(path), nil
	}
	data, err := readWorkflow(path)
	if err != nil {
		return pipeline.Workflow{}, err
	}
	w, err := pipeline.ReadWorkflow(data)
	if err != nil {
		return w, workflowError(path, err)
	}
	w.Collect.Rename(func(data string) string {
		if d := filepath.FromSlash(data); collect.ParseAddress(data).Local() && !filepath.IsAbs(d) {
			return filepath.Join(filepath.Dir(path), d)
		}
		return data
	})
	w.RenameRates(func(rates string) string {
		if d := filepath.FromSlash(rates); !filepath.IsAbs(d) {
			return filepath.Join(filepath.Dir(path), d)
		}
		return rates
	})
	return w, nil
}

func workflowName(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".yaml" || ext == ".yml"
}

func readWorkflow(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxWorkflow+1))
	if err != nil {
		return nil, fileError(path, err)
	}
	if len(data) > maxWorkflow {
		return nil, fmt.Errorf("%s: larger than 1 MB; no workflow is, so it was not read: data ends in .csv, .tsv or .txt", path)
	}
	return data, nil
}

// yamlPlace is the line, the column and what is wrong there, in the words of the YAML reader.
var yamlPlace = regexp.MustCompile(`\[(\d+):(\d+)\] ([^\n]*)`)

// workflowError says file:line:column where the reader knows it.
func workflowError(path string, err error) error {
	if at := yamlPlace.FindStringSubmatch(err.Error()); at != nil {
		return usageErrorf("%s:%s:%s: %s; correct that line, or write the file anew with --workflow", path, at[1], at[2], at[3])
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	if strings.Contains(text, "this assay reads version") {
		return usageErrorf("%s: %s; use the assay that wrote it, or write the file anew with --workflow", path, text)
	}
	return usageErrorf("%s: %s; correct it, or write the file anew with --workflow", path, text)
}

// write saves the workflow when --workflow asks for it, its data path relative to the file. Only another workflow is
// replaced.
func (c *choices) write(w pipeline.Workflow) error {
	if c.saveTo == "" {
		return nil
	}
	if !workflowName(c.saveTo) {
		return usageErrorf("--workflow %s: its name must end in .yaml, so that it is read as a workflow again", c.saveTo)
	}
	if err := mayReplace(c.saveTo, "workflow", pipeline.IsWorkflowFile); err != nil {
		return err
	}
	if err := there(w); err != nil { // a workflow that cannot run is not worth writing
		return err
	}
	return pipeline.WriteWorkflow(c.saveTo, w)
}

// pin writes the workflow of --workflow again when data came from where it cannot be read twice, so that it replays the
// raw copy.
func (c *choices) pin(w pipeline.Workflow, from *pipeline.Collected) error {
	pinned := w.Pinned(from)
	if maps.Equal(pinned.Collect.Replay, w.Collect.Replay) {
		return nil
	}
	return c.write(pinned)
}

// there returns an error when a file that the workflow names is not there. Patterns and tables in files are found when
// they are read.
func there(w pipeline.Workflow) error {
	for _, data := range w.Collect.All() {
		a := collect.ParseAddress(data)
		if !a.Local() || strings.ContainsAny(a.Place, "*?[") {
			continue
		}
		if _, err := os.Stat(a.Place); err != nil {
			return fileError(a.Place, err)
		}
	}
	return nil
}
