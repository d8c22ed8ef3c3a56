package profile

import (
	"slices"

	"assay/pipeline/table"
)

// protectedWords are what law and decency keep out of decisions about people, by the words that name them.
var protectedWords = []struct {
	what  string
	words []string
}{
	{"sex", []string{"sex", "gender", "geschlecht", "sexe", "sexo", "sesso", "género", "genero", "genere", "gênero", "geslacht"}},
	{"race", []string{"ethnicity", "ethnic", "ethnicgroup", "ethnie", "ethnizität", "etnia", "raza", "raça", "razza"}},
	{"religion", []string{"religion", "faith", "creed", "konfession", "religión", "religione", "religião", "godsdienst"}},
	{"nationality", []string{"nationality", "citizenship", "citizen", "immigrant", "nationalität", "staatsangehörigkeit", "staatsbürgerschaft", "nationalité", "nationalite", "nacionalidad",
		"nacionalidade", "nazionalità", "cittadinanza", "ciudadanía", "ciudadania", "nationaliteit"}},
	{"marital status", []string{"marital", "marriage", "married", "familienstand", "zivilstand", "matrimonial"}},
	{"disability", []string{"disability", "disabilities", "disabled", "handicap", "behinderung", "schwerbehindert", "discapacidad", "disabilità", "deficiência"}},
	{"pregnancy", []string{"pregnant", "pregnancy", "schwanger", "schwangerschaft", "enceinte", "grossesse", "embarazo", "embarazada", "gravidanza", "gravidez"}},
	{"veteran status", []string{"veteran"}},
	{"age", []string{"dob", "birthdate", "birthday", "birthyear", "alter", "lebensalter", "geburtsdatum", "geburtstag", "geburtsjahr", "naissance", "nacimiento", "nascita", "nascimento", "geboortedatum",
		"edad", "âge", "età", "eta", "idade", "leeftijd"}},
}

// things have states that sound like those of people: a disabled account, the orientation of a screen.
var things = []string{"account", "feature", "button", "user_agent", "device", "screen", "page", "card", "alarm", "sensor", "service"}

// protected says which protected attribute a column name stands for, "" for none.
func protected(name string) string {
	if table.NameHas(name, "senior", "elderly") {
		return "age"
	}
	for _, p := range protectedWords {
		if table.NameHas(name, p.words...) && !table.NameHas(name, things...) {
			return p.what
		}
	}
	words := table.NameWords(name)
	switch {
	case table.NameHas(name, "race") && only(words, "race", "code", "group", "class", "applicant", "customer", "client", "person", "patient", "borrower", "ethnic", "origin", "of", "name", "desc", "1", "hispanic"):
		return "race"
	case table.NameHas(name, "orientation") && table.NameHas(name, "sexual", "sexuelle", "sexuell"):
		return "sexual orientation"
	case table.NameHas(name, "civil") && table.NameHas(name, "status", "state", "état", "etat", "estado", "stato"), table.NameHas(name, "situation") && table.NameHas(name, "familiale"):
		return "marital status"
	case table.NameHas(name, "genre") && table.NameHas(name, "client", "personne", "patient"):
		return "sex"
	case table.NameHas(name, "foreign") && table.NameHas(name, "worker", "born", "national"):
		return "foreign worker"
	case table.NameHas(name, "country", "place", "land", "pays", "país") && table.NameHas(name, "native", "birth", "origin"):
		return "country of origin"
	case table.NameHas(name, "date", "year", "day", "yr") && table.NameHas(name, "birth"):
		return "age"
	case table.NameHas(name, "age") && ageOfPerson(words):
		return "age"
	}
	return ""
}

// ageOfPerson reports whether "age" in a name is a person's: alone or beside words that say nothing else.
func ageOfPerson(words []string) bool {
	return only(words, "age", "years", "year", "yrs", "group", "band", "bin", "class", "range", "bucket", "category", "applicant", "customer", "client", "person", "patient", "passenger", "employee", "borrower", "in", "at", "of", "application", "admission")
}

// only reports whether every word is one of the allowed.
func only(words []string, allowed ...string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(allowed, w) })
}
