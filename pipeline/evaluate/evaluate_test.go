package evaluate

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// golden reads a file of known numbers into v and skips the test where those are not at hand.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "golden", name))
	if err != nil {
		t.Skipf("golden numbers are not at hand: %v", err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}

// goldenCase is a case of metrics_binary.json.
type goldenCase struct {
	Y       string
	Score   []float64
	Metrics map[string]json.RawMessage
}

func goldenCases(t *testing.T) map[string]goldenCase {
	t.Helper()
	var cases map[string]goldenCase
	golden(t, "metrics_binary.json", &cases)
	return cases
}

func (c goldenCase) side() Side {
	s := Side{P: c.Score}
	for _, d := range c.Y {
		s.Y = append(s.Y, float64(d-'0'))
	}
	return s
}

// near compares to 1e-9, relative above 1; two NaNs are equal.
func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return a == b || math.Abs(a-b) <= 1e-9*max(1, math.Abs(b))
}

func TestGoldenBinary(t *testing.T) {
	for name, c := range goldenCases(t) {
		t.Run(name, func(t *testing.T) { checkBinary(t, c) })
	}
}

func checkBinary(t *testing.T, c goldenCase) {
	r := Rank(c.side())
	f := r.Confusion(.5)
	ks, ksThreshold := r.KS()
	got := map[string]float64{
		"n": float64(r.N()), "positives": float64(len(r.Pos)),
		"tp": float64(f.TP), "fp": float64(f.FP), "tn": float64(f.TN), "fn": float64(f.FN),
		"accuracy": f.Accuracy().Value, "precision": f.Precision().Value, "recall": f.Recall().Value,
		"specificity": f.Specificity().Value, "npv": f.NPV().Value, "f1": f.F1(), "mcc": f.MCC(), "kappa": f.Kappa(),
		"balanced_accuracy": f.BalancedAccuracy(), "brier": r.Brier(), "log_loss": r.LogLoss(), "ece10": r.ECE(),
		"mce10": r.MCE(), "roc_auc": r.AUC(), "average_precision": r.AveragePrecision(), "ks": ks,
		"ks_threshold": ksThreshold, "auc_delong_variance": r.DeLongVariance(),
	}
	for metric, v := range got {
		raw, ok := c.Metrics[metric]
		if !ok {
			continue
		}
		want := math.NaN()
		if string(raw) != "null" {
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
		}
		if !near(v, want) {
			t.Errorf("%s = %v, want %v", metric, v, want)
		}
	}
	checkLists(t, c, r, f)
}

func checkLists(t *testing.T, c goldenCase, r Ranking, f Confusion) {
	var m struct {
		Wilson []float64   `json:"accuracy_wilson95"`
		DeLong []float64   `json:"auc_delong95"`
		Bins   [][]float64 `json:"calibration_bins10"`
		Table  [][]float64 `json:"threshold_table"`
		ROC    struct {
			FPR       []float64
			TPR       []float64
			Threshold []*float64
		} `json:"roc_curve"`
	}
	data, _ := json.Marshal(c.Metrics)
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	if a := f.Accuracy(); !near(a.Low, m.Wilson[0]) || !near(a.High, m.Wilson[1]) {
		t.Errorf("accuracy interval %v, want %v", a, m.Wilson)
	}
	if m.DeLong != nil {
		half := z95 * math.Sqrt(r.DeLongVariance())
		if !near(r.AUC()-half, m.DeLong[0]) || !near(r.AUC()+half, m.DeLong[1]) {
			t.Errorf("AUC -+ %v, want %v", half, m.DeLong)
		}
	}
	i := 0
	for b, bin := range r.Calibration() {
		if bin.Share.N == 0 {
			continue
		}
		got := []float64{float64(b), float64(bin.Share.N), bin.Mean, bin.Share.Value}
		for k := range got {
			if !near(got[k], m.Bins[i][k]) {
				t.Errorf("bin %d: %v, want %v", b, got, m.Bins[i])
			}
		}
		i++
	}
	for _, row := range m.Table {
		g := r.Confusion(row[0])
		if float64(g.TP) != row[1] || float64(g.FP) != row[2] || float64(g.TN) != row[3] || float64(g.FN) != row[4] {
			t.Errorf("at %v: %+v, want %v", row[0], g, row)
		}
	}
	if m.ROC.FPR == nil {
		return
	}
	curve := r.ROC()
	if len(curve) != len(m.ROC.FPR) {
		t.Fatalf("curve has %d points, want %d", len(curve), len(m.ROC.FPR))
	}
	for k, p := range curve {
		if !near(p.FPR, m.ROC.FPR[k]) || !near(p.TPR, m.ROC.TPR[k]) || k > 0 && !near(p.Threshold, *m.ROC.Threshold[k]) {
			t.Errorf("curve point %d: %+v", k, p)
		}
	}
}
