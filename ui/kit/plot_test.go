package kit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func curves(n int) Plot {
	var a, b []float64
	for i := range n {
		a = append(a, .69*math.Exp(-float64(i)/20)+.3)
		b = append(b, .69*math.Exp(-float64(i)/22)+.34+max(0, float64(i-40))*.002)
	}
	return Plot{Series: []Series{{Name: "training", Y: a}, {Name: "validation", Y: b}}, XLabel: "round", YLabel: "loss", MarkX: []float64{42}}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		n         int
		want      []float64
		decimals  int
	}{
		{0, 1, 5, []float64{0, .2, .4, .6000000000000001, .8, 1}, 1},
		{.31, .97, 4, []float64{.4, .6000000000000001, .8}, 1},
		{0, 80, 5, []float64{0, 20, 40, 60, 80}, 0},
		{-1, 1, 4, []float64{-1, -.5, 0, .5, 1}, 1},
		{1, 1, 4, nil, 0},
		{math.Inf(-1), 1, 4, nil, 0},
		{math.NaN(), 1, 4, nil, 0},
	} {
		got, decimals := Ticks(c.low, c.high, c.n)
		if !slices.Equal(got, c.want) || decimals != c.decimals {
			t.Errorf("Ticks(%v, %v, %d) = %v, %d; want %v, %d", c.low, c.high, c.n, got, decimals, c.want, c.decimals)
		}
	}
}

func TestNum(t *testing.T) {
	for v, want := range map[float64]string{0: "0", .5: "0.5", .41234: "0.4123", 12.3456: "12.35", 1234567: "1,234,567", -2.5: "-2.5",
		1e-7: "1e-07", 3e12: "3e+12", 999.96: "1000"} {
		if got := Num(v); got != want {
			t.Errorf("Num(%v) = %q, want %q", v, got, want)
		}
	}
	if Num(math.NaN()) != "none" {
		t.Error("NaN is not a number to show")
	}
}

func TestPlotGolden(t *testing.T) {
	for _, s := range sizes {
		f := plain(s[0], s[1])
		drawn := curves(80).View(f)
		exact(t, "plot", drawn, s[0], s[1])
		golden(t, fmt.Sprintf("plot_%dx%d", s[0], s[1]), drawn)
	}
	f := Frame{W: 60, H: 14, Styles: NewStyles(Mono, NoColour, true)}
	golden(t, "plot_ascii", ASCII(curves(80).View(f)))
}

func TestPlotGap(t *testing.T) {
	nan := math.NaN()
	p := Plot{Series: []Series{{Name: "a", Y: []float64{1, 1, 1, nan, nan, nan, 1, 1, 1}}}, Y: [2]float64{0, 2}}
	drawn := p.View(plain(40, 8))
	exact(t, "gap", drawn, 40, 8)
	golden(t, "plot_gap", drawn)
}

func TestPlotHasNoBadNumbers(t *testing.T) {
	for _, y := range [][]float64{nil, {math.NaN()}, {math.Inf(1), 1}, {5}, {0, 0}, {math.MaxFloat64, -math.MaxFloat64}, {1e-300, 2e-300}, {-1e9, 1e9}} {
		for _, s := range append(sizes, [2]int{1, 1}, [2]int{24, 6}) {
			p := Plot{Series: []Series{{Name: "s", Y: y}}, MarkX: []float64{math.NaN(), 3}}
			exact(t, fmt.Sprint(y), p.View(plain(s[0], s[1])), s[0], s[1])
		}
	}
}

func TestSentence(t *testing.T) {
	got := Series{Name: "validation loss", Y: []float64{.69, .5, .41, .43}}.Sentence()
	if want := "validation loss fell 0.69 to 0.43, lowest 0.41 at 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBars(t *testing.T) {
	bars := []Bar{{Label: "credit score", Value: 1.3}, {Label: "income", Value: .82, Kind: Good}, {Label: "age", Value: -.2}, {Label: "bad", Value: math.NaN()}}
	for _, w := range []int{1, 7, 20, 50} {
		for _, h := range []int{1, 3, 6} {
			exact(t, "bars", Bars(plain(w, h), bars), w, h)
			exact(t, "histogram", Histogram(plain(w, h), []float64{1, 5, 3, 0}, []float64{0, 10, 20, 30, 40}), w, h)
		}
	}
	golden(t, "bars", Bars(plain(50, 5), bars)+"\n"+Histogram(plain(50, 5), []float64{1, 5, 3, 0}, []float64{0, 10, 20, 30, 40}))
}

func TestSparkline(t *testing.T) {
	g := unicodeGlyphs()
	if got := g.Sparkline([]float64{0, 4, 8, math.NaN(), 2}, 5); got != "▁▅█ ▃" {
		t.Errorf("got %q", got)
	}
	if got := g.Sparkline([]float64{1, 1, 9, 9}, 2); Width(got) != 2 || !strings.HasSuffix(got, "█") {
		t.Errorf("got %q", got)
	}
}

func BenchmarkPlot(b *testing.B) {
	p, f := curves(500), plain(120, 30)
	b.ReportAllocs()
	for b.Loop() {
		p.View(f)
	}
}
