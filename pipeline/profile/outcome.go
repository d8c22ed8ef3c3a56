package profile

import (
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// targetNames are names of outcomes, by how surely they are. What happened counts for more than what somebody decided:
// a table that has both is about what happened.
var targetNames = []struct {
	score float64
	names []string
}{
	{3, []string{"target", "label", "y", "outcome", "class", "credit_risk", "default_next_month", "default_payment_next_month", "repaid",
		"defaulted", "is_fraud", "fraud", "churn", "churned", "exited", "attrition", "subscribed", "survived", "diagnosis", "response", "bad", "good_bad",
		"readmitted", "delayed", "canceled", "cancelled", "is_canceled", "converted", "clicked", "bought", "purchased", "zielvariable", "ausgang", "kreditausfall", "ausfall", "gekündigt",
		"sale_price", "saleprice", "median_house_value", "medv", "cible", "objetivo", "kaufpreis"}},
	{2.5, []string{"approved", "loan_status", "decision", "loan_approved"}},
	{2, []string{"default", "result", "status", "income", "quality", "species", "paid", "accepted", "denied", "risk", "price", "preis", "prix", "precio", "failure", "failed"}},
}

// decisionWords name what somebody decided, decisionLabels what they may have decided.
var (
	decisionWords  = []string{"approved", "approval", "approve", "rejected", "denied", "declined", "accepted", "admitted", "hired", "decision", "granted", "bewilligt", "genehmigt", "abgelehnt", "accordé", "aprobado", "aprovado"}
	decisionLabels = []string{"approved", "rejected", "denied", "declined", "refused", "not approved", "abgelehnt", "genehmigt", "refusé", "rechazado", "aprobado", "approve", "deny", "reject"}
)

// pastDecision reports whether a column holds what somebody decided about the row: by its name and few values, or by
// the words for it among few values.
func pastDecision(name string, distinct int, top []table.ValueCount) bool {
	if distinct < 2 || distinct > 12 {
		return false
	}
	for _, v := range top {
		if slices.Contains(decisionLabels, table.Fold(v.Value)) {
			return true
		}
	}
	return table.NameHas(name, decisionWords...) && distinct <= 4 && !table.NameHas(name, "date", "amount", "at", "on", "by", "letter", "reason")
}

// laterWords are in names of what is known only when the outcome is: how it ended, what was collected or written off
// after it.
var laterWords = []string{"recovery", "recoveries", "chargeoff", "settlement", "closed", "closing", "termination", "terminated", "cancellation", "discharge",
	"discharged", "death", "outcome", "resolution", "resolved", "refund", "refunded", "arrears", "collections", "ended", "final", "exit"}

// knownLater says why a column may be known only after the outcome, by its name and those beside it; "" when nothing
// suggests it. It is a hint to ask, never a verdict.
func knownLater(name string, names []string, target string) string {
	words := table.NameWords(name)
	switch {
	case name == target:
		return ""
	case slices.Contains(words, "charge") && slices.Contains(words, "off"):
		return "charged off is known when the loan has failed"
	case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(laterWords, w) }) && !slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"previous", "prev", "prior", "past", "last", "poutcome", "sqft", "price", "square"}, w)
	}):
		return "its name suggests how or when it ended"
	case slices.Equal(words, []string{"duration"}) || slices.Contains(words, "duration") && slices.Contains(words, "call"):
		if contacted(names) {
			return "how long a contact lasted is known when its outcome is"
		}
	case target != "" && len(words) > 1 && slices.Contains(words, "reason") && sharesWord(name, target):
		return fmt.Sprintf("a reason for %s is known when it has happened", table.Shorten(target))
	case target != "" && slices.Contains(words, "date") && sharesWord(name, target):
		return fmt.Sprintf("a date of %s is known when it has happened", table.Shorten(target))
	}
	return ""
}

// contacted reports whether the table is about contacts with people: a call centre's, a campaign's.
func contacted(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return table.NameHas(n, "contact", "campaign", "call", "agent") })
}

// sharesWord reports whether names share the stem of a word of some length.
func sharesWord(a, b string) bool {
	for _, x := range table.NameWords(a) {
		for _, y := range table.NameWords(b) {
			if n := min(len(x), len(y)); n >= 5 && x[:n-1] == y[:n-1] {
				return true
			}
		}
	}
	return false
}

// proposeTarget picks the column most likely to be what is predicted, -1 when none is likely.
func proposeTarget(facts []columnFacts) (int, string) {
	best, bestScore, why := -1, 1.4, ""
	for j, f := range facts {
		if f.distinct < 2 || protected(f.name) != "" || f.prose || f.dates || isPersonal(f.meaning) || f.meaning == "id" {
			continue
		}
		score, reason := 0.0, ""
		name := strings.Join(table.NameWords(f.name), "_")
		for _, t := range targetNames {
			if slices.Contains(t.names, name) && (f.distinct <= max(20, f.present/10) || f.meaning == "money" && j == len(facts)-1) {
				score, reason = t.score, fmt.Sprintf("%q is a usual name for an outcome", table.Shorten(f.name))
			}
		}
		if f.distinct == 2 {
			score++
			reason = join(reason, "it has two values")
		}
		if j == len(facts)-1 && f.distinct <= 20 && f.distinct*2 <= max(f.present, 4) {
			score += 1.5
			reason = join(reason, "it is the last column")
		}
		if score > bestScore {
			best, bestScore, why = j, score, reason
		}
	}
	return best, why
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " and " + b
}
