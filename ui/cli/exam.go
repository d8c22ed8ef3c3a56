package cli

import (
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/evaluate"
)

// meanings says what each number of the exam measures, in one line.
var meanings = map[string]string{
	"roc_auc":           "how well it ranks; 0.5 is guessing, 1 is perfect",
	"average_precision": "how pure the top of the ranking is; 1 is perfect",
	"log_loss":          "how wrong the probabilities are; lower is better",
	"brier":             "their mean squared error; lower is better",
	"accuracy":          "share of decisions that are right",
	"balanced_accuracy": "the same, both answers weighing alike; 0.5 is guessing",
	"f1":                "how well %s is found without false alarms",
	"mcc":               "decision against truth; 0 is chance, 1 is perfect",
	"ece":               "how far off the probabilities are; lower is better",
}

func meaning(name, positive string) string {
	text := meanings[name]
	if strings.Contains(text, "%s") {
		return fmt.Sprintf(text, positive)
	}
	return text
}

func (r result) examined(b *strings.Builder) {
	rep, classes := r.session.Examined().Report, r.session.Prepared().Target.Classes
	heading(b, pipeline.EvaluateStage, "the exam, on rows it never saw")
	say(b, 2, "%s were sealed before anything was learned and are opened now. %s of them are %s.", many(rep.Rows[2], "row"), percent(rep.BaseRate.Value), classes[1])
	var rows [][]string
	for _, s := range rep.Test {
		rows = append(rows, []string{strings.ReplaceAll(s.Name, "_", " "), estimate(s), meaning(s.Name, classes[1])})
	}
	grid(b, 4, rows)
	k := rep.Confusion
	say(b, 2, "It says %s from a probability of %g on. Then:", classes[1], rep.Threshold)
	grid(b, 4, [][]string{
		{"of " + count(k.TP+k.FN) + " that are " + classes[1], count(k.TP) + " recognised", count(k.FN) + " mistaken"},
		{"of " + count(k.TN+k.FP) + " that are " + classes[0], count(k.TN) + " recognised", count(k.FP) + " mistaken"},
	})
	say(b, 2, "Is it better than a simple rule?")
	rows = nil
	for _, base := range rep.Baselines {
		rows = append(rows, []string{base.Name, fmt.Sprintf("has an AUC of %.3f; the model's lead is %s", base.AUC.Value, estimate(base.Lead))})
	}
	grid(b, 4, rows)
	told := map[string]bool{}
	finding(b, "Learned or memorised, judged by AUC?", rep.Memory, told)
	for _, a := range rep.Audits {
		finding(b, "Are people treated alike by "+a.Column+"?", a.Finding, told)
	}
	gateWords(b, rep.Gate)
}

// finding answers a question with its evidence; what was told before, or with the first AUC, is not told again.
func finding(b *strings.Builder, question string, f evaluate.Finding, told map[string]bool) {
	say(b, 2, "%s %s.", question, strings.ToUpper(string(f.Verdict)))
	for _, e := range f.Evidence {
		if !told[e] && !strings.HasPrefix(e, "AUC is ") {
			say(b, 4, "%s", e)
		}
		told[e] = true
	}
}

// gateWords lists what the gate asks and ends with whether the model may decide.
func gateWords(b *strings.Builder, g evaluate.Gate) {
	say(b, 2, "The gate asks that a model")
	var rows [][]string
	for _, c := range g.Criteria {
		rows = append(rows, []string{strings.ToUpper(string(c.Verdict)), fmt.Sprintf("%s. Measured: %s", c.Name, c.Measured)})
	}
	grid(b, 4, rows)
	say(b, 2, "%s", gateVerdict[g.Verdict()])
}

var gateVerdict = map[evaluate.Verdict]string{
	evaluate.Pass:       "The gate is passed. What reads NOT ENOUGH DATA above was not shown either way.",
	evaluate.Fail:       "The gate is NOT passed: this model should not decide by itself.",
	evaluate.CannotTell: "The gate is NOT passed: nothing failed, but too little could be shown. More rows would help.",
}
