package collect

import "slices"

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
	if hasWord(name, "senior", "elderly") {
		return "age"
	}
	for _, p := range protectedWords {
		if hasWord(name, p.words...) && !hasWord(name, things...) {
			return p.what
		}
	}
	words := nameWords(name)
	switch {
	case hasWord(name, "race") && only(words, "race", "code", "group", "class", "applicant", "customer", "client", "person", "patient", "borrower", "ethnic", "origin", "of", "name", "desc", "1", "hispanic"):
		return "race"
	case hasWord(name, "orientation") && hasWord(name, "sexual", "sexuelle", "sexuell"):
		return "sexual orientation"
	case hasWord(name, "civil") && hasWord(name, "status", "state", "état", "etat", "estado", "stato"), hasWord(name, "situation") && hasWord(name, "familiale"):
		return "marital status"
	case hasWord(name, "genre") && hasWord(name, "client", "personne", "patient"):
		return "sex"
	case hasWord(name, "foreign") && hasWord(name, "worker", "born", "national"):
		return "foreign worker"
	case hasWord(name, "country", "place", "land", "pays", "país") && hasWord(name, "native", "birth", "origin"):
		return "country of origin"
	case hasWord(name, "date", "year", "day", "yr") && hasWord(name, "birth"):
		return "age"
	case hasWord(name, "age") && ageOfPerson(words):
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
