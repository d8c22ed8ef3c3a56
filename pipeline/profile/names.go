package profile

import (
	"slices"
	"strings"

	"assay/pipeline/table"
)

// hasEnding reports whether a word of the name is a compound that ends in one of the stems, as German words do:
// Kreditbetrag, Bestelldatum.
func hasEnding(name string, stems ...string) bool {
	for _, n := range table.NameWords(name) {
		for _, s := range stems {
			if len(n) > len(s) && strings.HasSuffix(n, s) {
				return true
			}
		}
	}
	return false
}

// The words that tell what a column is about, in the languages of most tables: English, German, French, Spanish,
// Italian, Portuguese. A word is here only where it hardly means anything else in the name of a column.
var (
	moneyWords = []string{"income", "amount", "amt", "amnt", "salary", "wage", "wages", "price", "cost", "costs", "fee", "fees", "balance", "bal", "savings", "revenue",
		"payment", "payments", "money", "budget", "premium", "fare", "rent", "charges", "expense", "expenses", "spend", "profit", "deposit", "debt", "equity",
		"bonus", "tuition", "invoice", "earnings", "installment", "instalment",
		"betrag", "einkommen", "preis", "gehalt", "lohn", "kosten", "miete", "umsatz", "montant", "prix", "salaire", "revenu", "revenus", "loyer", "solde",
		"precio", "ingreso", "ingresos", "salario", "importe", "monto", "saldo", "prezzo", "stipendio", "reddito", "importo", "preço", "preco", "renda"}
	moneyEndings = []string{"betrag", "einkommen", "preis", "gehalt", "kosten", "miete", "umsatz", "price", "income"}
	// notMoneyWords make something else of an amount: the cost centre, the day of a payment.
	notMoneyWords = []string{"method", "type", "mode", "day", "days", "date", "status", "freq", "frequency", "term", "terms", "delay", "index", "rate", "ratio", "code",
		"months", "years", "number", "num", "count", "cnt", "no", "to", "pct", "percent", "percentage", "range", "band", "level", "group", "category", "class", "center", "centre", "history", "times", "rank", "score"}
	percentWords   = []string{"percent", "pct", "percentage", "prozent", "apr", "apy", "utilisation", "utilization", "taux", "tasa", "tasso", "taxa", "zinssatz", "zins"}
	percentEndings = []string{"prozent", "percent", "zinssatz", "steuersatz"}
	// otherRates are rates that no percent sign follows.
	otherRates = []string{"heart", "pulse", "respiratory", "respiration", "resp", "breathing", "sample", "sampling", "frame", "bit", "baud", "exchange", "daily", "hourly",
		"day", "hour", "night", "flow", "clock", "refresh", "sedimentation", "learning", "wage", "pay", "per", "min", "minute", "fire", "scan"}
	codeWords = []string{"zip", "zipcode", "postal", "postcode", "plz", "postleitzahl", "cap", "cep", "phone", "telephone", "telefon", "telefono", "teléfono", "téléphone", "telefone", "mobile", "iban", "bic", "swift", "code",
		"fips", "ssn", "isbn", "ean", "upc", "gtin", "sku", "vin", "cpf", "nif", "naics", "sic"}
	codedWords = []string{"sex", "gender", "geschlecht", "sexe", "sexo", "sesso", "marriage", "marital", "education", "race", "ethnicity", "religion", "class", "pclass", "type", "kind",
		"category", "cat", "group", "status", "region", "state", "country", "department", "dept", "cluster", "segment", "sector", "zone", "occupation", "job", "purpose", "housing",
		"origin", "brand", "color", "colour", "season", "weather", "typ", "klasse", "kategorie", "gruppe", "statut", "categorie", "tipo", "categoria", "clase", "estado"}
	countWords = []string{"num", "number", "count", "cnt", "nb", "n", "qty", "quantity", "anzahl", "menge", "total", "dependents", "children", "kids", "rooms", "bedrooms", "bathrooms",
		"baths", "floors", "visits", "years", "months", "days", "weeks", "hours", "age", "score", "times", "cylinders", "doors", "gears", "credits", "siblings", "members", "persons", "people"}
	yearWords   = []string{"year", "yr", "jahr", "année", "annee", "año", "anno", "vintage"}
	yearEndings = []string{"jahr", "year"}
	textWords   = []string{"comment", "comments", "note", "notes", "remark", "remarks", "description", "feedback", "review", "message", "narrative", "summary", "bemerkung", "bemerkungen",
		"kommentar", "anmerkung", "notiz", "beschreibung", "commentaire", "remarque", "observaciones", "comentario", "descripcion", "descripción", "commento"}
	whenWords = []string{"date", "time", "timestamp", "datetime", "at", "on", "day", "datum", "zeit", "zeitpunkt", "fecha", "data", "jour", "created", "opened", "started", "ordered", "received", "recorded", "registered", "erstellt", "bestellt", "créé"}
)

// timeWords name steps of time, which run on from row to row without naming the row.
var timeWords = []string{"time", "t", "step", "tick", "day", "week", "month", "year", "hour", "minute", "second", "epoch", "frame", "cycle", "lap", "round"}

func moneyName(name string) bool {
	return (table.NameHas(name, moneyWords...) || hasEnding(name, moneyEndings...) || table.NameHas(name, "capital") && table.NameHas(name, "gain", "loss", "amount") ||
		table.NameHas(name, "credit", "loan") && table.NameHas(name, "limit")) && !table.NameHas(name, notMoneyWords...)
}

// percentName says how surely a name is that of a share in percent: 2 by a word for it, 1 by one that needs values
// to go with it, 0 not at all.
func percentName(name string) int {
	switch {
	case table.NameHas(name, percentWords...), hasEnding(name, percentEndings...), strings.Contains(name, "%"):
		return 2
	case table.NameHas(name, "rate") && !table.NameHas(name, otherRates...):
		return 2
	case table.NameHas(name, "ratio", "share", "quote", "proportion", "fraction"), table.NameHas(name, "to") && table.NameHas(name, "income", "value", "limit"):
		return 1
	}
	return 0
}

// countName reports whether a name says that something is counted.
func countName(name string) bool {
	return strings.HasPrefix(strings.TrimSpace(name), "#") || table.NameHas(name, countWords...)
}

// idName reports whether a name is that of an id: customer_id, Policy Number, Kundennummer.
func idName(name string) bool {
	words := table.NameWords(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return table.NameHas(name, "id", "uuid", "guid", "identifier", "matricule", "kennung") || last == "key" || last == "number" && len(words) > 1 && !table.NameHas(name, "of") ||
		len(words) > 1 && (last == "nr" || last == "no") || hasEnding(name, "nummer") ||
		len(words) == 1 && slices.Contains([]string{"index", "rownum", "rowid", "unnamed", "nr", "no", "nummer", "identifiant", "identificador"}, last) || words[0] == "unnamed"
}

// personName reports whether a name is that of a column of people's names.
func personName(name string) bool {
	words := table.NameWords(name)
	return table.NameHas(name, "surname", "lastname", "firstname", "fullname", "forename", "vorname", "nachname", "familienname", "prénom", "prenom", "apellido", "apellidos", "cognome", "sobrenome") ||
		table.NameHas(name, "name", "nom", "nombre", "nome") && (len(words) == 1 || table.NameHas(name, "full", "first", "last", "middle", "maiden", "family", "given", "customer", "client", "person",
			"patient", "applicant", "borrower", "employee", "passenger", "student", "user", "member", "complet", "completo", "cliente", "paciente"))
}
