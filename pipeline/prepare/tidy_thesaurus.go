package prepare

// meaning is a word and other ways to say it.
type meaning struct {
	word  string
	forms []string
}

// theme is the meanings one column may hold. "m" is male in one theme and married in another: a theme applies to a
// column as a whole or not at all.
type theme struct {
	name     string
	meanings []meaning
}

// thesaurus holds the themes of everyday forms. Entries need not repeat variants in case, hyphens or dots: foldKey
// sees to those. Only forms that mean the very same thing belong here.
var thesaurus = []theme{
	{"sex", []meaning{
		{"Male", []string{"m", "man", "mr", "boy", "males", "men"}},
		{"Female", []string{"f", "woman", "w", "ms", "mrs", "miss", "girl", "females", "women"}},
	}},
	{"yes or no", []meaning{
		{"Yes", []string{"y", "true", "t", "1", "1.0", "x", "on", "yep", "ja", "oui", "si"}},
		{"No", []string{"n", "false", "f", "0", "0.0", "off", "nope", "nein", "non"}},
	}},
	{"marital status", []meaning{
		{"Married", []string{"maried", "marr", "mar", "m", "wed"}},
		{"Single", []string{"never married", "unmarried", "not married", "nevermarried", "s"}},
		{"Divorced", []string{"div", "d", "divorcee", "separated/divorced", "divorced/separated"}},
		{"Separated", []string{"sep"}},
		{"Widowed", []string{"widow", "widower", "wid", "w"}},
	}},
	{"education", []meaning{
		{"Primary School", []string{"primary", "elementary", "elementary school", "primary education"}},
		{"High School", []string{"hs", "secondary", "secondary school", "secondary education", "high school diploma", "high school graduate", "hs grad", "hs graduate"}},
		{"Associate", []string{"associates", "associate degree", "associates degree"}},
		{"Bachelor", []string{"bachelors", "bsc", "ba", "bs", "bachelor degree", "bachelors degree", "undergraduate degree"}},
		{"Master", []string{"masters", "msc", "ma", "ms", "master degree", "masters degree"}},
		{"Doctorate", []string{"phd", "doctoral", "dphil", "doctor", "doctoral degree", "doctorate degree"}},
	}},
	{"employment", []meaning{
		{"Employed", []string{"full time", "salaried", "employee", "full time employed", "employed full time", "in employment"}},
		{"Part-time", []string{"part time employed", "employed part time"}},
		{"Self-employed", []string{"own business", "business owner", "freelance", "freelancer"}},
		{"Unemployed", []string{"jobless", "not employed", "out of work", "no job", "not working"}},
		{"Retired", []string{"pensioner", "retiree", "on pension"}},
		{"Student", []string{"in education", "studying"}},
	}},
	{"loan outcome", []meaning{
		{"Repaid", []string{"paid back", "paid", "paid in full", "fully paid", "paid off"}},
		{"Defaulted", []string{"default", "in default", "charged off", "charge off", "written off", "write off"}},
	}},
	{"decision", []meaning{
		{"Approved", []string{"accepted", "granted", "approve", "accept"}},
		{"Denied", []string{"rejected", "declined", "refused", "deny", "reject", "decline"}},
	}},
}
