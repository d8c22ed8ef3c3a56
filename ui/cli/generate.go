package cli

import (
	"context"

	"github.com/spf13/cobra"

	"assay/models/param"
	sampledata "assay/sample_data"
)

func newGenerate(s Streams) *cobra.Command {
	loans := sampledata.NewLoans()
	values := map[string]*string{}
	var out, truth string
	cmd := &cobra.Command{
		Use:     "generate",
		GroupID: otherGroup,
		Short:   "Write synthetic loan applications, as dirty as you like",
		Long: `generate makes a table to practise on, with known answers: how many gaps, how many spellings and
currencies, a rule, a bias or a leak planted in it. The same settings always write the same bytes.`,
		Example: `  assay generate --rows 100000 --out loans.csv --truth truth.csv
  assay generate --rows 500 --missing 0 --spelling 0 --currencies 0 --duplicates 0 > clean.csv`,
		Args: between(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, p := range loans.Params() {
				if !cmd.Flags().Changed(p.Name) {
					continue
				}
				if err := param.Set(&loans, p.Name, *values[p.Name]); err != nil {
					return usageErrorf("--%w", err)
				}
			}
			return generate(cmd.Context(), loans, out, truth, s)
		},
	}
	var names []string
	for _, p := range loans.Params() {
		values[p.Name] = cmd.Flags().String(p.Name, p.Get(), p.Help+" ("+p.Legal()+")")
		if p.Kind == param.Bool {
			cmd.Flags().Lookup(p.Name).NoOptDefVal = "true"
		}
		names = append(names, p.Name+"=VALUE")
	}
	group(cmd, dataFlags, names...)
	cmd.Flags().StringVar(&out, "out", "-", "file to write; - is standard output")
	cmd.Flags().StringVar(&truth, "truth", "", "also write one clean row per application to this file")
	group(cmd, outputFlags, "out=FILE", "truth=FILE")
	return cmd
}

func generate(ctx context.Context, loans sampledata.Loans, out, truth string, s Streams) (err error) {
	if truth == "-" || truth != "" && sameFile(truth, out) {
		return usageErrorf("--truth %s: it needs a file of its own, other than --out", truth)
	}
	w, err := create(ctx, out, s.Out)
	if err != nil {
		return err
	}
	defer func() { err = w.close(err) }()
	if truth == "" {
		return loans.Write(w, nil)
	}
	t, err := create(ctx, truth, nil)
	if err != nil {
		return err
	}
	defer func() { err = t.close(err) }()
	return loans.Write(w, t)
}
