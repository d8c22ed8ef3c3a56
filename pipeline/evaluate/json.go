package evaluate

import (
	"encoding/json"
	"math"
)

// number is a float64 that JSON can hold: null stands for NaN and the infinities.
type number float64

func (v number) MarshalJSON() ([]byte, error) {
	if f := float64(v); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return json.Marshal(f)
	}
	return []byte("null"), nil
}

func (v *number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*v = number(math.NaN())
		return nil
	}
	return json.Unmarshal(data, (*float64)(v))
}

// scoreJSON and rateJSON are how scores and rates are written.
type scoreJSON struct {
	Name  string `json:"name"`
	Value number `json:"value"`
	Low   number `json:"low"`
	High  number `json:"high"`
}

type rateJSON struct {
	N     int    `json:"n"`
	Hits  int    `json:"hits"`
	Value number `json:"value"`
	Low   number `json:"low"`
	High  number `json:"high"`
}

// MarshalJSON writes the score; what is not defined is null.
func (s Score) MarshalJSON() ([]byte, error) {
	return json.Marshal(scoreJSON{s.Name, number(s.Value), number(s.Low), number(s.High)})
}

// UnmarshalJSON reads what MarshalJSON wrote, to the bit.
func (s *Score) UnmarshalJSON(data []byte) error {
	nan := number(math.NaN())
	v := scoreJSON{Value: nan, Low: nan, High: nan}
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*s = Score{v.Name, float64(v.Value), float64(v.Low), float64(v.High)}
	return nil
}

// MarshalJSON writes the rate; what is not defined is null.
func (r Rate) MarshalJSON() ([]byte, error) {
	return json.Marshal(rateJSON{r.N, r.Hits, number(r.Value), number(r.Low), number(r.High)})
}

// UnmarshalJSON reads what MarshalJSON wrote, to the bit.
func (r *Rate) UnmarshalJSON(data []byte) error {
	nan := number(math.NaN())
	v := rateJSON{Value: nan, Low: nan, High: nan}
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*r = Rate{v.N, v.Hits, float64(v.Value), float64(v.Low), float64(v.High)}
	return nil
}
