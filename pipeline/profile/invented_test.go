package profile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"assay/pipeline/collect"
)

// inventedColumn is a column of an invented table: its name, a row's value, what a person would say of it.
type inventedColumn struct {
	name  string
	value func(i int) any
	want  string
}

type invention struct {
	name    string
	columns []inventedColumn
}

// inventions are small tables such as people have.
func inventions() []invention {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(words ...string) func(int) any { return func(int) any { return words[r.IntN(len(words))] } }
	between := func(low, high int) func(int) any { return func(int) any { return low + r.IntN(high-low+1) } }
	real := func(low, high float64, digits int) func(int) any {
		return func(int) any { return fmt.Sprintf("%.*f", digits, low+(high-low)*r.Float64()) }
	}
	form := func(format string) func(int) any { return func(i int) any { return fmt.Sprintf(format, i) } }
	day := func(layout string) func(int) any {
		return func(int) any { return time.Date(2020+r.IntN(4), 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC).Format(layout) }
	}
	first := []string{"Ada", "Omar", "Grace", "Jürgen", "Zoé", "Mia", "Noor", "Lars", "Inés", "Paul"}
	last := []string{"Meyer", "Rahman", "Lefèvre", "García", "Novak", "Rossi", "Walsh", "Kim", "Silva", "Öztürk"}
	person := func(int) any { return first[r.IntN(10)] + " " + last[r.IntN(10)] }
	remark := func(i int) any {
		return fmt.Sprintf("%s came back on visit %d and asked about the %s", first[r.IntN(10)], i, last[r.IntN(10)])
	}
	return []invention{
		{"churn", []inventedColumn{
			{"customerID", form("C-%05d"), "id, id"}, {"gender", pick("Male", "Female"), "category, protected"}, {"SeniorCitizen", between(0, 1), "yes/no, protected"},
			{"Partner", pick("Yes", "No"), "yes/no"}, {"tenure", between(0, 72), "number"}, {"Contract", pick("Month-to-month", "One year", "Two year"), "category"},
			{"PaymentMethod", pick("Electronic check", "Mailed check", "Credit card"), "category"}, {"MonthlyCharges", real(18, 118, 2), "money"},
			{"TotalCharges", real(18, 8000, 2), "money"}, {"email", func(i int) any { return fmt.Sprintf("user%d@example.org", i) }, "email, ignored"}, {"Churn", pick("Yes", "No"), "yes/no, target"}}},
		{"patients", []inventedColumn{
			{"patient_id", func(i int) any { return 1000 + i/2 }, "id, group"}, {"age_years", between(18, 95), "number, protected"}, {"sex", between(1, 2), "category (coded), protected"},
			{"race", between(1, 5), "category (coded), protected"}, {"bmi", real(17, 45, 1), "number"}, {"heart_rate", between(48, 130), "number"}, {"systolic_bp", between(90, 190), "number"},
			{"icd_code", pick("I10.9", "E11.0", "J45.1", "N18.3"), "code"}, {"smoker", pick("yes", "no", "former"), "category"}, {"admission_time", pick("08:15", "13:40", "22:05", "6:30"), "time"},
			{"pregnant", pick("yes", "no"), "yes/no, protected"}, {"notes", remark, "free text, ignored"}, {"readmitted", between(0, 1), "yes/no, target"}}},
		{"house prices", []inventedColumn{
			{"Id", form("%d"), "id, id"}, {"LotArea", between(1300, 20000), "number"}, {"OverallQual", between(1, 10), "number"}, {"YearBuilt", between(1890, 2010), "year"}, {"MSZoning", pick("RL", "RM", "FV"), "category"},
			{"BedroomAbvGr", between(1, 5), "number"}, {"zipcode", between(10001, 99950), "code"}, {"CentralAir", pick("Y", "N"), "yes/no"}, {"lat", real(47.1, 47.7, 4), "number"},
			{"SalePrice", between(35000, 755000), "money, target"}}},
		{"flights", []inventedColumn{
			{"FL_DATE", day("2006-01-02"), "date, time"}, {"carrier", pick("AA", "DL", "UA", "WN"), "category"}, {"tail_number", form("N%03dXY"), "id, id"}, {"origin", pick("JFK", "SFO", "ORD"), "category"},
			{"dep_time", pick("5:17", "17:45", "23:59"), "time"}, {"distance", between(100, 4983), "number"}, {"cancelled", between(0, 1), "yes/no, target"}}},
		{"Kunden", []inventedColumn{
			{"Kundennummer", func(i int) any { return 200000 + i*7 }, "id, id"}, {"Geschlecht", pick("m", "w", "d"), "category, protected"}, {"Geburtsdatum", day("02.01.2006"), "date, protected"},
			{"Postleitzahl", between(10115, 99998), "code"}, {"Jahreseinkommen", real(12000, 90000, 2), "money"}, {"Familienstand", pick("ledig", "verheiratet", "geschieden"), "category, protected"},
			{"Bestelldatum", day("02.01.2006"), "date, time"}, {"Newsletter", pick("ja", "nein"), "yes/no"}, {"Zinssatz", real(1, 9, 2), "percent"}, {"Bemerkung", remark, "free text, ignored"}, {"Kreditausfall", pick("ja", "nein"), "yes/no, target"}}},
		{"clients", []inventedColumn{
			{"identifiant", form("F%04d"), "id, id"}, {"sexe", pick("H", "F"), "category, protected"}, {"âge", between(18, 90), "number, protected"}, {"salaire", real(900, 9000, 0), "money"},
			{"nationalité", pick("FR", "DE", "IT"), "category, protected"}, {"date_naissance", day("02/01/2006"), "date, protected"}, {"prix", func(int) any { return fmt.Sprintf("%d,%02d €", 10+r.IntN(900), r.IntN(100)) }, "money"},
			{"fidèle", pick("oui", "non"), "yes/no"}, {"cible", pick("oui", "non"), "yes/no, target"}}},
		{"pacientes", []inventedColumn{
			{"edad", between(18, 90), "number, protected"}, {"género", pick("hombre", "mujer"), "category, protected"}, {"estado civil", pick("soltero", "casado"), "category, protected"}, {"ingresos", between(9000, 90000), "money"},
			{"fecha", day("2006-01-02"), "date, time"}, {"teléfono", func(int) any { return fmt.Sprintf("+34 6%02d %03d %03d", r.IntN(100), r.IntN(1000), r.IntN(1000)) }, "code, ignored"}, {"fumador", pick("sí", "no"), "yes/no"}, {"objetivo", pick("sí", "no"), "yes/no, target"}}},
		{"sensors", []inventedColumn{
			{"timestamp", func(i int) any { return time.Unix(1700000000+int64(i)*60, 0).UTC().Format("2006-01-02T15:04:05Z") }, "date, time"}, {"device", pick("pump-1", "pump-2", "fan-7"), "category"},
			{"temperature_c", real(-12, 38, 1), "number"}, {"humidity", real(20, 99, 1), "number"}, {"vibration", real(0, 3, 4), "number"}, {"ip", func(int) any { return fmt.Sprintf("192.168.%d.%d", r.IntN(4), r.IntN(250)) }, "code"},
			{"status_code", pick("200", "404", "500"), "code"}, {"uptime_pct", real(90, 100, 2), "percent"}, {"failure", between(0, 1), "yes/no, target"}}},
		{"orders", []inventedColumn{
			{"", form("%d"), "id, id"}, {"order_date", day("01/02/2006"), "date, time"}, {"customer_name", person, "name, ignored"}, {"quantity", between(1, 12), "number"}, {"unit_price", real(.5, 120, 2), "money"},
			{"discount_rate", pick("0", "0.05", "0.1", "0.2", "0.15"), "percent"}, {"product_url", func(i int) any { return fmt.Sprintf("https://shop.example/p/%d", r.IntN(40)) }, "link, ignored"},
			{"rating", between(1, 5), "number"}, {"store_id", between(1, 9), "category (coded)"}, {"returned", pick("true", "false"), "yes/no, target"}}},
		{"survey", []inventedColumn{
			{"respondent", form("R%03d"), "id, id"}, {"age_group", pick("18-24", "25-34", "35-44", "65+"), "category, protected"}, {"education", between(1, 6), "category (coded)"}, {"household_income", pick("<20k", "20k-50k", "50k-100k", ">100k"), "category"},
			{"religion", pick("none", "catholic", "muslim"), "category, protected"}, {"satisfaction", between(-2, 2), "category (coded)"}, {"hours_worked", between(0, 60), "number"}, {"vote_share", real(0, 1, 3), "percent"},
			{"children", between(0, 4), "number"}, {"response", pick("yes", "no"), "yes/no, target"}}},
	}
}

// csv writes an invented table as CSV.
func (v invention) csv(rows int) []byte {
	var b strings.Builder
	for j, c := range v.columns {
		if j > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c.name)
	}
	for i := range rows {
		b.WriteByte('\n')
		for j, c := range v.columns {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%v"`, c.value(i))
		}
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

func TestInventedTables(t *testing.T) {
	for _, v := range inventions() {
		raw, err := collect.ReadBytes(v.name, v.csv(240), *collect.NewCSV())
		if err != nil {
			t.Fatalf("%s: %v", v.name, err)
		}
		var want []string
		for j, c := range v.columns {
			want = append(want, raw.Table.At(j).Name+": "+c.want)
		}
		understood(t, v.name, strings.Join(want, "\n"), raw.Table)
		for _, p := range Of(raw.Table) {
			for _, s := range p.Suspects {
				if s.Confidence >= .7 {
					t.Errorf("%s: %s %s is no sentinel: %s", v.name, p.Name, s.Value, s.Why)
				}
			}
		}
	}
}
