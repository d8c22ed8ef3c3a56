package sampledata

import (
	"math"
	"math/rand/v2"
)

// Streams of random numbers: what is true of an applicant never depends on how it is spelled or how often it occurs.
const (
	applicantStream = iota
	recordStream
	retypedStream
	twinStream
)

// stream returns the random numbers of one row for one purpose. Row and stream are scrambled (the finaliser of
// SplitMix64, Steele, Lea and Flood 2014) so that neighbouring rows start far apart.
func (l Loans) stream(row int, stream uint64) *rand.Rand {
	z := uint64(row)<<2 | stream
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return rand.New(rand.NewPCG(uint64(l.Seed), z^z>>31))
}

// applicant is what is true of one application.
type applicant struct {
	row         int
	day         int   // of application, from firstDay
	currency    int   // an index into currencies
	income      int64 // a year, in hundredths of the currency
	loan        int64 // in hundredths of the currency
	score       int   // credit score, 300 to 850
	job         int   // an index into jobs
	halfYears   int   // employed there, in half years
	purpose     int   // an index into purposes
	zip         int   // an index into zips
	female      bool
	age         int
	calls       int     // from collections, known only after the outcome
	fair        float64 // chance to repay in a world without the planted bias
	probability float64 // chance to repay that decided the outcome
	repaid      bool
}

// The centres of the population; effects are in log-odds around them.
const (
	midIncome = 54_000.0
	midScore  = 695.0
	midBurden = .32 // loan over yearly income
	sdScore   = 62.0
)

// applicant draws application number row, from 0. Every draw is made whatever the settings are, so changing one
// setting changes nothing that it is not about.
func (l Loans) applicant(row int) applicant {
	r := l.stream(row, applicantStream)
	a := applicant{row: row, day: r.IntN(days), female: r.Float64() < .5}
	a.currency = pickCurrency(r.Float64(), l.Currencies)
	a.job = pickJob(r.Float64(), a.female)
	a.age, a.halfYears = ageAndYears(r, jobs[a.job])
	a.zip = int(float64(len(zips)) * math.Pow(r.Float64(), 1.6)) // the first ones are the big towns
	a.drawMoney(r)
	a.drawOutcome(r, l)
	return a
}

// ageAndYears draws an age that suits the job and the half years spent in it.
func ageAndYears(r *rand.Rand, j job) (age, halfYears int) {
	age = j.youngest + int(float64(j.oldest-j.youngest+1)*(r.Float64()+r.Float64())/2)
	years := min(-7*math.Log(1-r.Float64()), float64(age-18), j.longest)
	if halfYears = int(2 * years); halfYears > 4 {
		halfYears &^= 1 // people count half years only in the beginning
	}
	return age, halfYears
}

// drawMoney draws income, credit score, purpose and loan amount. A good income and a good score go together.
func (a *applicant) drawMoney(r *rand.Rand) {
	wealth, habits, wish := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	income := midIncome * math.Exp(jobs[a.job].income+.006*float64(min(a.age, 55)-42)+.43*wealth)
	a.income = currencies[a.currency].state(min(max(income, 9_000), 400_000), r.Float64())
	score := midScore + sdScore*(.35*wealth+.94*habits) + .6*float64(a.age-42)
	a.score = min(max(int(math.Round(score)), 300), 850)
	a.purpose = pickPurpose(r.Float64())
	loan := income * midBurden * min(max(math.Exp(.55*wish), .2), 4)
	a.loan = currencies[a.currency].state(min(max(loan, 1_000), 150_000), .5*r.Float64())
}

// drawOutcome decides whether the loan is repaid: an additive model in log-odds, the planted rule on top, the planted
// bias in the records. Sex itself is no part of the fair chance.
func (a *applicant) drawOutcome(r *rand.Rand, l Loans) {
	income := float64(a.incomeUSD()) / 100
	burden := float64(a.loanUSD()) / float64(a.incomeUSD())
	odds := 1.7 + .8*(float64(a.score)-midScore)/sdScore +
		1.0*math.Log(income/midIncome) -
		.6*math.Log(burden/midBurden) +
		.35*(math.Log1p(float64(a.halfYears)/2)-1.7) +
		jobs[a.job].effect + purposes[a.purpose].effect -
		l.Drift*float64(a.day)/365.25
	a.fair = logistic(odds)
	a.probability = a.fair
	if a.female && l.Bias != 0 {
		a.probability = logistic(odds - l.Bias)
	}
	if l.Rule > 0 && income > 80_000 && a.score > 720 {
		a.fair, a.probability = l.Rule, l.Rule
	}
	u, called, calls := r.Float64(), r.Float64(), 1+r.IntN(9)
	a.repaid = u < a.probability
	if !a.repaid || called < .01 { // a few repay after a reminder
		a.calls = calls
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (a *applicant) incomeUSD() int64 { return currencies[a.currency].dollars(a.income) }
func (a *applicant) loanUSD() int64   { return currencies[a.currency].dollars(a.loan) }
