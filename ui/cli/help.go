package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"assay/models/param"
)

// The groups of commands in the help.
const (
	stageGroup = "stages"
	otherGroup = "other"
)

// The groups of flags in the help, in the order they are shown.
const (
	dataFlags   = "The data"
	modelFlags  = "The learning"
	outputFlags = "The output"
	helpFlags   = "Help"
)

const (
	groupKey = "group" // the annotation that holds a flag's group
	valueKey = "value" // the annotation that holds what stands for its value
)

// group puts flags of a command into a group of its help. A flag is named as name or as name=VALUE.
func group(cmd *cobra.Command, title string, flags ...string) {
	for _, flag := range flags {
		name, value, _ := strings.Cut(flag, "=")
		if f := cmd.Flags().Lookup(name); f != nil {
			f.Annotations = map[string][]string{groupKey: {title}, valueKey: {value}}
		}
	}
}

// dress gives the help its form: examples first, commands in the order of the work, flags by group, lines that fit.
func dress(root *cobra.Command, children []*cobra.Command) {
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(badFlag)
	root.SetVersionTemplate("assay {{.Version}}\n")
	root.SetHelpCommand(newHelp(root))
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		var b strings.Builder
		fmt.Fprintf(&b, "Usage:\n  %s\n", cmd.UseLine())
		if cmd.HasExample() {
			fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
		}
		if cmd == root {
			commandGroups(&b, root.Groups(), children)
		}
		flagGroups(&b, cmd)
		if cmd == root {
			b.WriteString("\n`assay COMMAND --help` shows a command with its examples.\n")
		}
		_, err := io.WriteString(cmd.OutOrStderr(), b.String())
		return err
	})
}

// newHelp is `assay help COMMAND`, the same as `assay COMMAND --help`.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show a command with its examples",
		Args:  between(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			var names []string
			for _, c := range root.Commands() {
				if c.Name() == args[0] {
					c.InitDefaultHelpFlag()
					return c.Help()
				}
				names = append(names, c.Name())
			}
			return usageErrorf("there is no command %q%s; the commands are %s", args[0], param.DidYouMean(args[0], names), strings.Join(names, ", "))
		},
	}
}

func commandGroups(b *strings.Builder, groups []*cobra.Group, children []*cobra.Command) {
	for _, g := range groups {
		var rows [][]string
		for _, c := range children {
			if c.GroupID == g.ID {
				rows = append(rows, []string{c.Name(), c.Short})
			}
		}
		fmt.Fprintf(b, "\n%s:\n", g.Title)
		grid(b, 2, rows)
	}
}

// flagGroups lists a command's flags under their groups.
func flagGroups(b *strings.Builder, cmd *cobra.Command) {
	for _, title := range []string{dataFlags, modelFlags, outputFlags, helpFlags} {
		var rows [][]string
		cmd.Flags().SortFlags = false
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			of := strings.Join(f.Annotations[groupKey], "")
			if of == title || of == "" && title == helpFlags {
				rows = append(rows, []string{flagName(f), flagHelp(f)})
			}
		})
		if len(rows) > 0 {
			fmt.Fprintf(b, "\n%s:\n", title)
			grid(b, 2, rows)
		}
	}
}

func flagName(f *pflag.Flag) string {
	out := "--" + f.Name
	if f.Shorthand != "" {
		out = "-" + f.Shorthand + ", " + out
	}
	if value := strings.Join(f.Annotations[valueKey], ""); value != "" {
		out += " " + value
	}
	return out
}

func flagHelp(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "[]", "auto":
		return f.Usage
	}
	return f.Usage + " (default " + f.DefValue + ")"
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown build) " + runtime.Version()
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "development"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v += " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return v + " " + info.GoVersion
}
