package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/collect"
)

// usageErrorf makes an error that ends with exit code 2.
func usageErrorf(format string, args ...any) error {
	return pipeline.UsageError{Err: fmt.Errorf(format, args...)}
}

// anyNumber is no upper bound.
const anyNumber = -1

// between wants so many arguments, and says with the command's own example what is missing or too much.
func between(low, high int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < low:
			return usageErrorf("%s is not all there: write it as `%s`", cmd.CommandPath(), cmd.UseLine())
		case high == anyNumber:
			return nil
		case len(args) > high && high == 0:
			return usageErrorf("%s takes no %q; write it as `%s`", cmd.CommandPath(), args[0], cmd.UseLine())
		case len(args) > high:
			return usageErrorf("%s takes %s and was given %d (%s); quote a name that holds blanks", cmd.CommandPath(), many(high, "argument"), len(args), strings.Join(args, ", "))
		}
		return nil
	}
}

// commandOrData guards the program's own argument: a mistyped command would be taken for a file otherwise.
func commandOrData(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	at := slices.IndexFunc(args, func(arg string) bool { return !looksLikeData(arg) })
	if at < 0 {
		return nil
	}
	if at > 0 {
		return usageErrorf("%q is no file here; more data is appended to %s; quote a name that holds blanks", args[at], args[0])
	}
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return usageErrorf("%q is no command and no file here%s; the commands are %s", args[0], param.DidYouMean(args[0], names), strings.Join(names, ", "))
}

// looksLikeData reports whether an argument names data and no command: a file that is there, an address, a pattern, a
// table in a file, or what can only be a path.
func looksLikeData(arg string) bool {
	if arg == pipeline.Sample || arg == "-" || strings.ContainsAny(arg, `./\*?[#`) || collect.ParseAddress(arg).Scheme != "" {
		return true
	}
	_, err := os.Stat(arg)
	return err == nil
}

// badFlag words what the flag parser refuses, with the nearest flag there is.
func badFlag(cmd *cobra.Command, err error) error {
	var absent *pflag.NotExistError
	if errors.As(err, &absent) && len(absent.GetSpecifiedName()) > 1 {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		near := strings.Replace(param.DidYouMean(absent.GetSpecifiedName(), names), `"`, `"--`, 1)
		return usageErrorf("%s has no flag --%s%s", cmd.CommandPath(), absent.GetSpecifiedName(), near)
	}
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		f := value.GetFlag()
		return usageErrorf("--%s: %q is not a %s; it is: %s", f.Name, value.GetValue(), kindOf(f), f.Usage)
	}
	return pipeline.UsageError{Err: err}
}

// kindOf is what a flag takes, in words.
func kindOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "float64":
		return "number"
	case "uint64":
		return "whole number from 0 on"
	case "bool":
		return "yes or no (true, false)"
	case "stringSlice":
		return "list of names separated by commas"
	}
	return "legal value"
}

// fileError says why a file could not be opened and what to do.
func fileError(path string, err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		err = e.Err
	}
	where, _ := filepath.Abs(".")
	if errors.Is(err, fs.ErrNotExist) && where != "" {
		return fmt.Errorf("%s: %s; check the path, assay looks from %s", path, strings.ToLower(err.Error()), where)
	}
	return fmt.Errorf("%s: %s; check the path and who may read it", path, strings.ToLower(err.Error()))
}
