package prepare

import (
	"encoding/json"
	"fmt"

	"assay/pipeline/table"
)

// Recipe is a preparation that is ready for any row: how cells are read and what was learned from training rows. It is
// frozen, it is data, and training, form, file and server all go through it, so there is one way for a row.
type Recipe struct {
	Cleanings []Named[Cleaning]
	Steps     []Named[Fitted]
}

// Named is a Cleaning or Fitted with the catalogue name that can restore it.
type Named[T any] struct {
	Name string
	Do   T
}

// Clean reads the cells of a raw table. Rows keep their number and order.
func (r *Recipe) Clean(raw *table.Table) (*table.Table, error) {
	t := raw
	for _, c := range r.Cleanings {
		next, err := c.Do.Apply(t)
		if err != nil {
			return nil, fault(c.Name, err)
		}
		t = next
	}
	return t, nil
}

// Encode turns a cleaned table into numbers. Rows keep their number and order.
func (r *Recipe) Encode(cleaned *table.Table) (*table.Table, error) {
	t := cleaned
	for _, s := range r.Steps {
		next, err := s.Do.Apply(t)
		if err != nil {
			return nil, fault(s.Name, err)
		}
		t = next
	}
	return t, nil
}

// Called is what a raw field is called after cleaning, when steps rename columns.
func (r *Recipe) Called(field string) string {
	for _, c := range r.Cleanings {
		if names, ok := c.Do.(*Renames); ok {
			field = names.called(field)
		}
	}
	return field
}

type savedRecipe struct {
	Cleanings []savedPiece `json:"cleanings"`
	Steps     []savedPiece `json:"steps"`
}

type savedPiece struct {
	Name string          `json:"name"`
	Data json.RawMessage `json:"data"`
}

// MarshalJSON writes the recipe as data.
func (r *Recipe) MarshalJSON() ([]byte, error) {
	cleanings, err := save(r.Cleanings)
	if err != nil {
		return nil, err
	}
	steps, err := save(r.Steps)
	if err != nil {
		return nil, err
	}
	return json.Marshal(savedRecipe{cleanings, steps})
}

// UnmarshalJSON reads what MarshalJSON wrote; a name the catalogue lacks is an error.
func (r *Recipe) UnmarshalJSON(data []byte) error {
	var s savedRecipe
	err := json.Unmarshal(data, &s)
	if err != nil {
		return err
	}
	if r.Cleanings, err = restore[Cleaning](s.Cleanings); err != nil {
		return err
	}
	r.Steps, err = restore[Fitted](s.Steps)
	return err
}

func save[T any](pieces []Named[T]) ([]savedPiece, error) {
	out := []savedPiece{}
	for _, p := range pieces {
		data, err := json.Marshal(p.Do)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		out = append(out, savedPiece{p.Name, data})
	}
	return out, nil
}

func restore[T any](pieces []savedPiece) ([]Named[T], error) {
	var out []Named[T]
	for _, p := range pieces {
		e, err := Find(p.Name)
		if err != nil {
			return nil, err
		}
		if e.Restore == nil {
			return nil, fmt.Errorf("%s has nothing to restore", p.Name)
		}
		v, err := e.Restore(p.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		do, ok := v.(T)
		if !ok {
			return nil, fmt.Errorf("%s stands where another kind of work belongs", p.Name)
		}
		out = append(out, Named[T]{p.Name, do})
	}
	return out, nil
}
