package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"assay/ui/kit"
)

func newPaths(s Streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "paths",
		GroupID: otherGroup,
		Short:   "Where assay keeps its files",
		Example: `  assay paths
  assay paths --json`,
		Args: between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			places := placesOf(os.Getenv)
			if asJSON {
				return printJSON(s.Out, places)
			}
			for _, name := range []string{"state", "config", "cache"} {
				if _, err := fmt.Fprintf(s.Out, "%-7s %s\n", name, kit.Clean(places[name])); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// placesOf follows the XDG base directory specification; without a home folder the temporary one stands in.
func placesOf(env func(string) string) map[string]string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	place := func(variable string, fallback ...string) string {
		if dir := env(variable); filepath.IsAbs(dir) {
			return filepath.Join(dir, "assay")
		}
		return filepath.Join(append(append([]string{home}, fallback...), "assay")...)
	}
	return map[string]string{
		"config": place("XDG_CONFIG_HOME", ".config"),
		"state":  place("XDG_STATE_HOME", ".local", "state"),
		"cache":  place("XDG_CACHE_HOME", ".cache"),
	}
}
