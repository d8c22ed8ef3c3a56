package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"assay/models/param"
	sampledata "assay/sample_data"
)

func newGenerate(s Streams) *cobra.Command {
	loans := sampledata.NewLoans()
	values := map[string]*string{}
	var out, truth string
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write synthetic loan applications, as dirty as you like",
		Example: `  assay generate --rows 100000 --out loans.csv --truth truth.csv
  assay generate --rows 500 --missing 0 --spelling 0 --currencies 0 --duplicates 0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for name, value := range values {
				if !cmd.Flags().Changed(name) {
					continue
				}
				if err := param.Set(&loans, name, *value); err != nil {
					return usageErrorf("--%w", err)
				}
			}
			return generate(loans, out, truth, s)
		},
	}
	for _, p := range loans.Params() {
		values[p.Name] = cmd.Flags().String(p.Name, p.Get(), p.Help+" ("+p.Legal()+")")
		if p.Kind == param.Bool {
			cmd.Flags().Lookup(p.Name).NoOptDefVal = "true"
		}
	}
	cmd.Flags().StringVar(&out, "out", "-", "file to write; - for standard output")
	cmd.Flags().StringVar(&truth, "truth", "", "also write one clean row per application to this file")
	return cmd
}

func generate(loans sampledata.Loans, out, truth string, s Streams) (err error) {
	w, closeOut, err := create(out, s.Out)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, closeOut()) }()
	if truth == "" {
		return loans.Write(w, nil)
	}
	if truth == "-" || truth == out {
		return usageErrorf("--truth needs a file of its own")
	}
	t, closeTruth, err := create(truth, nil)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, closeTruth()) }()
	return loans.Write(w, t)
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// create opens a new file for writing; it refuses to replace one that is there. "-" is the given stream.
func create(path string, stream io.Writer) (io.Writer, func() error, error) {
	if path == "-" {
		b := bufio.NewWriter(stream)
		return b, b.Flush, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return nil, nil, fmt.Errorf("%s is there already; remove it or choose another name", path)
	}
	if err != nil {
		return nil, nil, err
	}
	return f, f.Close, nil
}

// applyTo sets those of the section.setting=value texts that belong to one section.
func applyTo(settings param.Settings, section string, texts []string) error {
	for _, text := range texts {
		path, value, ok := strings.Cut(text, "=")
		name, setting, dot := strings.Cut(path, ".")
		if !ok || !dot || name != section {
			return usageErrorf("--set %s: write it as %s.setting=value", text, section)
		}
		if err := param.Set(settings, setting, value); err != nil {
			return usageErrorf("--set %s: %w", text, err)
		}
	}
	return nil
}
