package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion(root *cobra.Command, s Streams) *cobra.Command {
	return &cobra.Command{
		Use:     "completion bash|zsh|fish|powershell",
		GroupID: otherGroup,
		Short:   "Print a completion script for your shell",
		Example: `  assay completion bash > ~/.local/share/bash-completion/completions/assay
  assay completion fish > ~/.config/fish/completions/assay.fish`,
		Args:      between(1, 1),
		ValidArgs: shells,
		RunE: func(_ *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(s.Out, true)
			case "zsh":
				return root.GenZshCompletion(s.Out)
			case "fish":
				return root.GenFishCompletion(s.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(s.Out)
			}
			return usageErrorf("completion: there is no script for %q; there are %s", args[0], strings.Join(shells, ", "))
		},
	}
}
