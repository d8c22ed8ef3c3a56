package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"assay/pipeline"
	"assay/pipeline/profile"
	"assay/pipeline/save"
)

// promise is what `assay profile` can do with a data contract: save what a table is like, and compare another with it.
type promise struct{ check, save string }

func (k *promise) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&k.check, "contract", "", "compare the table with a saved contract; exit code 3 when it is seriously different")
	cmd.Flags().StringVar(&k.save, "save-contract", "", "write what the table is like to this JSON file")
	group(cmd, dataFlags, "contract=FILE", "save-contract=FILE")
}

// keep saves and compares as the flags ask; done says that what was compared is printed and nothing else is to be.
func (k *promise) keep(s Streams, c *choices, collected *pipeline.Collected, profiles []profile.Column) (done bool, err error) {
	if k.save != "" {
		if err := saveContract(k.save, profile.LearnContract(collected.Table, profiles)); err != nil {
			return false, err
		}
	}
	if k.check == "" {
		return false, nil
	}
	data, err := os.ReadFile(k.check)
	if err != nil {
		return true, fileError(k.check, err)
	}
	promised, err := profile.ReadContract(data)
	if err != nil {
		return true, fmt.Errorf("%s: %w", k.check, err)
	}
	broken := promised.Check(collected.Table)
	if c.json {
		err = printJSON(s.Out, contractDocument(k.check, collected, broken))
	} else {
		_, err = fmt.Fprint(s.Out, contractText(k.check, collected, broken))
	}
	if err == nil && serious(broken) > 0 {
		err = fmt.Errorf("the contract %s is broken: %w", k.check, errBelowGate)
	}
	return true, err
}

// saveContract writes a contract where there is no file, or one of its kind.
func saveContract(path string, c profile.Contract) error {
	if err := mayReplace(path, "contract", isContract); err != nil {
		return err
	}
	data, err := c.JSON()
	if err != nil {
		return err
	}
	return save.File(path, data, 0o644)
}

func isContract(path string) bool {
	data, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	_, err = profile.ReadContract(data)
	return err == nil
}

func serious(all []profile.Violation) int {
	n := 0
	for _, v := range all {
		if v.Severity == profile.Serious {
			n++
		}
	}
	return n
}

func contractDocument(path string, c *pipeline.Collected, broken []profile.Violation) object {
	out := []object{}
	for _, v := range broken {
		lines := v.Lines
		if lines == nil {
			lines = []int{}
		}
		out = append(out, object{"severity": v.Severity.String(), "column": v.Column, "kind": v.Kind, "count": v.Count, "lines": lines, "message": v.Message})
	}
	return object{"contract": path, "source": c.Origin.Path, "rows": c.Table.Rows(), "kept": serious(broken) == 0, "violations": out}
}

func contractText(path string, c *pipeline.Collected, broken []profile.Violation) string {
	var b strings.Builder
	if len(broken) == 0 {
		say(&b, 0, "%s keeps the contract %s: %s as they were then", c.Origin.Path, path, many(c.Table.Width(), "column"))
		return b.String()
	}
	verdict := "keeps the contract %s, with remarks"
	if serious(broken) > 0 {
		verdict = "breaks the contract %s"
	}
	say(&b, 0, "%s "+verdict, c.Origin.Path, path)
	for _, v := range broken {
		where := ""
		if len(v.Lines) > 0 {
			where = fmt.Sprintf(" (%s, first on line %d)", many(v.Count, "row"), v.Lines[0])
		}
		say(&b, 2, "%s: %s: %s%s", v.Severity, v.Column, v.Message, where)
	}
	return b.String()
}
