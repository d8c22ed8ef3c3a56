package table

import (
	"fmt"

	"assay/models/param"
)

// Role is what a column is for.
type Role uint8

// The roles. Only a Feature reaches a learner.
const (
	Feature   Role = iota // input of the model
	Target                // what is predicted
	ID                    // names the row; decides which side of the split it falls on
	Group                 // rows that must stay on one side of the split
	When                  // when the row happened
	Protected             // kept out of the model, carried along for the audit
	Weight                // importance of the row
	Ignored               // kept in the table, used for nothing
)

var roleNames = []string{"feature", "target", "id", "group", "time", "protected", "weight", "ignored"}

// String is the word people read and workflow files keep.
func (r Role) String() string { return roleNames[r] }

// Roles lists the words, in the order of the constants.
func Roles() []string { return roleNames }

// ParseRole reads the word.
func ParseRole(s string) (Role, error) {
	for i, n := range roleNames {
		if n == s {
			return Role(i), nil
		}
	}
	return 0, fmt.Errorf("no role is called %q%s; there are feature, target, id, group, time, protected, weight, ignored", s, param.DidYouMean(s, roleNames))
}
