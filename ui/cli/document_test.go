package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/predict"
)

// given is a table beside the repository, with the flags it needs.
type given struct {
	file string
	args []string
}

var shared = []given{
	{"german_credit.csv", []string{"--target", "credit_risk", "--positive", "good", "--protected", "sex"}},
	{"adult.csv", []string{"--target", "income", "--positive", ">50K", "--protected", "sex,race"}},
	{"taiwan_default.csv", []string{"--target", "default_next_month", "--positive", "1", "--protected", "sex"}},
	{"messy_loans_truth.csv", []string{"--target", "outcome", "--positive", "Repaid", "--protected", "sex"}},
	{"messy_loans.csv", []string{"--target", "Outcome", "--positive", "Repaid", "--protected", "Sex"}},
}

// TestRunDocument holds the document of `assay run --json` to its contract, on the sample and on real tables.
func TestRunDocument(t *testing.T) {
	t.Run("sample", func(t *testing.T) { contract(t) })
	for _, g := range shared {
		t.Run(g.file, func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "shared", "data", g.file)
			if _, err := os.Stat(path); err != nil {
				t.Skipf("%s is not here; the sample covers the contract", path)
			}
			if testing.Short() {
				t.Skip("a real table takes seconds")
			}
			contract(t, append([]string{path}, g.args...)...)
		})
	}
}

// document is the contract, in the types of its values. What may be undefined is a pointer.
type document struct {
	Data struct {
		Rows, Columns int
		Sources       []struct {
			Path, SHA256 string
			Bytes        int64
			Warnings     []string
		}
	}
	Preparation struct {
		Rows, Columns int
		Steps         []struct {
			Name string
			Rows []int
		}
	}
	Split    struct{ Train, Validation, Test int }
	Training struct {
		Learner        string
		Rounds         int
		Seconds        float64
		TrainLoss      float64 `json:"train_loss"`
		ValidationLoss float64 `json:"validation_loss"`
	}
	Evaluation struct{ Train, Validation, Test map[string]any }
	Baseline   map[string]map[string]any
	Verdict    string
	Threshold  float64
	Target     struct{ Column, Negative, Positive string }
	Confusion  struct{ TP, FP, FN, TN int }
	Fairness   []struct {
		Column, Verdict string
		Unknown         int
		Groups          []map[string]any
		DPD             *float64 `json:"demographic_parity_difference"`
		DPR             *float64 `json:"demographic_parity_ratio"`
		EOD             *float64 `json:"equalized_odds_difference"`
	}
	Gate struct {
		Passed   bool
		Criteria []struct{ Name, Verdict string }
	}
	Hash, Bundle string
}

// contract runs a table and checks every promise about the document.
func contract(t *testing.T, args ...string) {
	bundle := filepath.Join(t.TempDir(), "m.assay")
	var out, errs bytes.Buffer
	code := Run(t.Context(), append([]string{"run", "--json", "--quiet", "--out", bundle}, args...), Streams{Out: &out, Err: &errs})
	if code != exitDone && code != exitBelowGate || errs.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	var all any
	var d document
	if err := errors.Join(json.Unmarshal(out.Bytes(), &all), json.Unmarshal(out.Bytes(), &d)); err != nil {
		t.Fatal(err)
	}
	intervals(t, "", all)
	check := func(ok bool, what string) {
		t.Helper()
		if !ok {
			t.Error(what)
		}
	}
	src := d.Data.Sources
	check(len(src) == 1 && len(src[0].SHA256) == 64 && src[0].Bytes > 0 && src[0].Path != "" && src[0].Warnings != nil, "data.sources")
	check(d.Data.Rows >= d.Preparation.Rows && d.Preparation.Rows > 0 && d.Data.Columns > 1 && d.Preparation.Columns > 0 && len(d.Preparation.Steps) > 4, "data, preparation")
	check(d.Split.Train+d.Split.Validation+d.Split.Test == d.Preparation.Rows && d.Split.Test > 0, "split does not sum to the prepared rows")
	check(d.Training.Learner == "logistic" && d.Training.Rounds > 0 && d.Training.Seconds > 0 && d.Training.TrainLoss > 0 && d.Training.ValidationLoss > 0, "training")
	for _, m := range []string{"roc_auc", "average_precision", "log_loss", "brier", "accuracy", "balanced_accuracy", "f1", "mcc", "ece"} {
		value, ok := d.Evaluation.Test[m].(float64)
		ci, has := d.Evaluation.Test[m+"_ci"].([]any)
		check(ok && has && len(ci) == 2 && ci[0].(float64) <= value && value <= ci[1].(float64), "evaluation.test."+m)
		_, train := d.Evaluation.Train[m].(float64)
		_, validation := d.Evaluation.Validation[m].(float64)
		check(train && validation, "evaluation.train, validation: "+m)
	}
	for _, name := range []string{"majority", "onerule"} {
		_, ok := d.Baseline[name]["roc_auc"].(float64)
		check(ok, "baseline "+name)
	}
	check(slices.Contains([]string{"learned", "memorised", "underfit", "not enough data"}, d.Verdict), "verdict "+d.Verdict)
	check(d.Threshold == .5 && d.Target.Column != "" && d.Target.Negative != d.Target.Positive, "threshold, target")
	check(d.Confusion.TP+d.Confusion.FP+d.Confusion.FN+d.Confusion.TN == d.Split.Test, "confusion does not sum to the test rows")
	check(len(d.Fairness) > 0, "fairness")
	for _, f := range d.Fairness {
		sum := f.Unknown
		for _, g := range f.Groups {
			n, _ := g["n"].(float64)
			sum += int(n)
			for _, key := range []string{"name", "n", "selection_rate", "tpr", "fpr"} {
				_, ok := g[key]
				check(ok, "fairness "+f.Column+" has no "+key)
			}
		}
		check(sum == d.Split.Test && f.Unknown >= 0, "groups of "+f.Column+" do not sum to the test rows")
		check(f.DPD != nil && f.DPR != nil && f.EOD != nil && slices.Contains([]string{"pass", "fail", "not enough data"}, f.Verdict), "fairness "+f.Column)
	}
	check(len(d.Gate.Criteria) > 3 && d.Gate.Passed == (code == exitDone), "gate and exit code")
	_, hash, err := predict.Load(bundle)
	check(err == nil && hash == d.Hash && d.Bundle == bundle, "bundle")
}

// intervals checks every interval in a document: two numbers, the low one first, the value between them.
func intervals(t *testing.T, path string, v any) {
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			intervals(t, fmt.Sprintf("%s[%d]", path, i), x)
		}
	case map[string]any:
		for key, x := range v {
			intervals(t, path+"."+key, x)
			name, is := strings.CutSuffix(key, "_ci")
			ci, _ := x.([]any)
			if !is || x == nil {
				continue
			}
			if len(ci) != 2 {
				t.Errorf("%s.%s is %v", path, key, x)
				continue
			}
			low, high := ci[0].(float64), ci[1].(float64)
			if value, ok := v[name].(float64); low > high || ok && (value < low || value > high) {
				t.Errorf("%s.%s: %v is not in %v", path, name, v[name], ci)
			}
		}
	}
}
