package cli

import (
	"context"
	"slices"

	"github.com/spf13/pflag"

	"assay/pipeline/collect"
	"assay/pipeline/predict"
	"assay/pipeline/table"
)

// prepareWith prepares the rows of other data the way a bundle prepares them. Rows and order are kept; a file that
// lacks a column the bundle reads is refused with its name.
func prepareWith(ctx context.Context, args []string, c *choices, o prepareFlags, s Streams) (err error) {
	if len(args) > 1 {
		return usageErrorf("--with prepares one file at a time, and %d are named", len(args))
	}
	if bad := c.beyondReading(); bad != "" {
		return usageErrorf("--%s: with --with everything is decided by the bundle; leave it out", bad)
	}
	format, err := o.formatOf()
	if err != nil {
		return err
	}
	service, err := openBundle(o.with)
	if err != nil {
		return err
	}
	rows, name, err := openRows(ctx, args[0], c.set, s.In)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, rows.Close()) }()
	t, err := prepareRows(service, rows, name, o.cleanOnly)
	if err != nil {
		return err
	}
	to, err := create(ctx, o.out, s.Out)
	if err != nil {
		return err
	}
	defer func() { err = to.close(err) }()
	tell := c.teller(s)
	tell.say("  %s of %s prepared as %s does", many(t.Rows(), "row"), name, o.with)
	if origin, ok := collect.RowsOrigin(rows); ok {
		for _, w := range origin.Warnings {
			tell.say("note: %s: %s", name, w)
		}
	}
	return o.writeTable(to, t, nil, format, c.json)
}

// prepareRows reads all rows and takes them through the recipe.
func prepareRows(service *predict.Service, rows collect.Rows, name string, cleanOnly bool) (*table.Table, error) {
	places, err := match(service, rows.Fields(), name)
	if err != nil {
		return nil, err
	}
	var all [][]string
	for {
		_, records, err := nextBatch(rows, places)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			break
		}
		all = append(all, records...)
	}
	cleaned, encoded, err := service.Prepare(all)
	if cleanOnly {
		return cleaned, err
	}
	return encoded, err
}

// beyondReading names a flag that says more than how data is read and told; "" when there is none.
func (c *choices) beyondReading() string {
	bad := ""
	c.cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains([]string{"set", "json", "plain", "quiet", "progress", "clean-only", "out", "format", "with", "raw"}, f.Name) {
			bad = f.Name
		}
	})
	return bad
}
