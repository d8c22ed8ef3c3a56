package sampledata

import "time"

// days is how many days applications are spread over, beginning with firstDay.
const days = 1461

var firstDay = time.Date(2021, time.January, 1, 0, 0, 0, 0, time.UTC)

// job is what an applicant does for a living, written into the file as free text.
type job struct {
	name             string
	women, men       float64 // share among them, in percent
	income           float64 // log of income relative to the middle
	effect           float64 // on the log-odds of repaying
	youngest, oldest int
	longest          float64 // years in it at most
	spellings        []string
}

// jobs are unequally spread between women and men, as jobs are, but pay and repay alike for both on average: by
// themselves they give no group a worse chance. They do tell a model who is a woman.
var jobs = []job{
	{"registered nurse", 16, 1, .06, .05, 22, 64, 40, []string{"Nurse (RN)", "RN", "nurse, registered"}},
	{"primary school teacher", 15, 1, .08, .05, 23, 65, 40, []string{"teacher (primary)", "school teacher", "elementary teacher"}},
	{"office assistant", 14, 1, -.08, 0, 19, 65, 40, []string{"office asst.", "secretary", "admin assistant"}},
	{"care worker", 12, 1, -.14, -.05, 19, 64, 35, []string{"carer", "care worker (elderly)", "home care"}},
	{"dental assistant", 8, .5, -.04, 0, 20, 62, 35, []string{"dentist's assistant", "dental asst."}},
	{"social worker", 7, 1, .02, 0, 23, 65, 40, []string{"social work", "social worker, city"}},
	{"electrician", .5, 15, .04, .05, 20, 64, 40, []string{"elektrician", "electrician (master)", "electric work"}},
	{"truck driver", .5, 14, -.06, -.05, 21, 65, 40, []string{"driver (truck)", "HGV driver", "lorry driver"}},
	{"car mechanic", .5, 13, -.08, 0, 19, 64, 40, []string{"mechanic", "auto mechanic", "car mechanik"}},
	{"construction worker", .5, 11.5, -.1, -.05, 19, 62, 35, []string{"builder", "construction", "works in construction"}},
	{"software developer", 2, 12, .14, .05, 22, 62, 25, []string{"programmer", "software dev", "SW developer"}},
	{"plumber", .5, 7, .02, .05, 20, 64, 40, []string{"plumbing", "plumber/heating"}},
	{"shop manager", 6, 5, .02, 0, 22, 65, 35, []string{"store manager", "manager (shop)"}},
	{"accountant", 6, 5, .14, .1, 23, 66, 40, []string{"bookkeeper", "accounting", "acountant"}},
	{"self-employed", 5.5, 6, .06, -.25, 22, 68, 35, []string{"own business", "freelance", "self employed"}},
	{"retired", 3, 3, -.25, .2, 62, 79, 1e9, []string{"pensioner", "retired (2 pensions)"}},
	{"unemployed", 2, 2, -.6, -.8, 20, 60, 0, []string{"between jobs", "jobless", "no job at the moment"}},
	{"student", 1, 1, -.7, -.2, 18, 32, 2, []string{"in university", "student (final year)"}},
}

// purpose is what a loan is for.
type purpose struct {
	name      string
	share     float64 // in percent
	effect    float64 // on the log-odds of repaying
	spellings []string
}

var purposes = []purpose{
	{"debt consolidation", 34, -.15, []string{"debt_consolidation", "Debt-Consolidation", "debt consolidaton"}},
	{"car", 22, .15, []string{"Car", "CAR", "car purchase"}},
	{"home improvement", 18, .15, []string{"home_improvement", "Home-Improvement", "home improvment"}},
	{"medical", 10, -.1, []string{"Medical", "medical bills"}},
	{"education", 9, .1, []string{"Education", "EDUCATION"}},
	{"small business", 7, -.3, []string{"small_business", "Small-Business", "smal business"}},
}

// zips are postcodes of five digits, chosen for their look; several begin with zeros. They influence nothing.
var zips = []string{"02117", "10482", "00731", "60655", "07093", "33186", "94071", "01248", "75219", "19153",
	"08632", "48215", "98144", "30331", "06114", "55428", "80239", "00926", "21224", "43207", "97217", "03079", "64131", "87105"}

func pickJob(u float64, female bool) int {
	for i, j := range jobs {
		share := j.men
		if female {
			share = j.women
		}
		if u -= share / 100; u < 0 {
			return i
		}
	}
	return len(jobs) - 4
}

func pickPurpose(u float64) int {
	for i, p := range purposes {
		if u -= p.share / 100; u < 0 {
			return i
		}
	}
	return 0
}

// currency is what money is stated in. The rates are fixed for all dates.
type currency struct {
	code, symbol string
	cents        int64 // US cents for one unit
}

var currencies = []currency{{"USD", "$", 100}, {"EUR", "€", 110}, {"GBP", "£", 125}}

func pickCurrency(u, foreign float64) int {
	switch {
	case u < .6*foreign:
		return 1
	case u < foreign:
		return 2
	}
	return 0
}

// state turns dollars into hundredths of the currency, as round as people are: u near 0 gives full thousands, then
// full hundreds, then hundredths.
func (c currency) state(dollars, u float64) int64 {
	amount := int64(dollars * 10_000 / float64(c.cents)) // hundredths
	switch {
	case u < .15 && amount >= 2_000_000:
		return (amount + 50_000) / 100_000 * 100_000
	case u < .65:
		return (amount + 5_000) / 10_000 * 10_000
	}
	return amount
}

// dollars converts hundredths of the currency to US cents, rounded half up.
func (c currency) dollars(hundredths int64) int64 { return (hundredths*c.cents + 50) / 100 }
