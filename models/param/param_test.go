package param

import (
	"reflect"
	"strings"
	"testing"
)

// kettle is settings of every kind.
type kettle struct {
	On      bool
	Cups    int
	Heat    float64
	Name    string
	Tea     string
	Friends []string
}

func (k *kettle) Params() []Param {
	return []Param{
		OfBool(&k.On, "on", "whether it boils"),
		OfInt(&k.Cups, "cups", 1, 8, "how many"),
		OfFloat(&k.Heat, "heat", 0, 100, "how hot"),
		OfText(&k.Name, "name", "what it is called"),
		OfChoice(&k.Tea, "tea", []string{"green", "black"}, "which"),
		OfColumns(&k.Friends, "friends", "for whom"),
	}
}

func newKettle() *kettle { return &kettle{Cups: 2, Heat: 95.5, Tea: "green"} }

func TestTextRoundTrip(t *testing.T) {
	for name, text := range map[string]string{"on": "true", "cups": "8", "heat": "12.25", "name": "a b, c", "tea": "black", "friends": "Ann,Bo"} {
		k := newKettle()
		if err := Set(k, name, text); err != nil {
			t.Fatal(err)
		}
		for _, p := range k.Params() {
			if p.Name == name && p.Get() != text {
				t.Errorf("%s: set %q, got %q", name, text, p.Get())
			}
		}
	}
}

func TestIllegalValuesChangeNothingAndSayWhatIsLegal(t *testing.T) {
	for _, c := range []struct{ name, text, say string }{
		{"on", "maybe", "neither true nor false"},
		{"cups", "9", "9 is outside 1 to 8"},
		{"cups", "2.5", "not a whole number"},
		{"heat", "NaN", "outside 0 to 100"},
		{"heat", "hot", "not a number"},
		{"tea", "blak", `did you mean "black"?`},
		{"cup", "3", `did you mean "cups"?`},
		{"zzz", "3", "there are on, cups, heat, name, tea, friends"},
	} {
		k := newKettle()
		err := Set(k, c.name, c.text)
		if err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s=%s: error %v, want one with %q", c.name, c.text, err, c.say)
		}
		if !reflect.DeepEqual(k, newKettle()) {
			t.Errorf("%s=%s changed the settings to %+v", c.name, c.text, k)
		}
	}
}

func TestChangedKeepsChoicesOnly(t *testing.T) {
	k := newKettle()
	k.Cups, k.Friends = 3, []string{"Bo"}
	want := map[string]string{"cups": "3", "friends": "Bo"}
	if got := Changed(k, newKettle()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	again := newKettle()
	if err := Apply(again, want); err != nil || !reflect.DeepEqual(again, k) {
		t.Errorf("applied to %+v (%v), want %+v", again, err, k)
	}
}

func TestSplitList(t *testing.T) {
	if got := SplitList(" a, ,b,, c d "); !reflect.DeepEqual(got, []string{"a", "b", "c d"}) {
		t.Errorf("got %q", got)
	}
	if got := SplitList(""); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestDidYouMeanIsSilentWithoutACandidate(t *testing.T) {
	if got := DidYouMean("xylophone", []string{"tea", "cups"}); got != "" {
		t.Errorf("got %q", got)
	}
	if got := DidYouMean("tea", []string{"tea", "teas"}); got != "" {
		t.Errorf("a known name needs no hint, got %q", got)
	}
}
