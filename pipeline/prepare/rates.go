package prepare

import (
	"fmt"
	"sort"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// ratesDate is the day the built-in rates are meant for.
const ratesDate = "2024-01-01"

// builtinRates is what one unit of a currency is worth in US dollars. It is a fixed, rounded, illustrative table: the
// same file must give the same numbers on every day and without a network. Set `rates` for the rates that matter to you.
var builtinRates = map[string]float64{
	"USD": 1, "EUR": 1.10, "GBP": 1.25, "CHF": 1.18, "JPY": 0.007, "CNY": 0.14, "INR": 0.012, "CAD": 0.75,
	"AUD": 0.68, "NZD": 0.63, "SEK": 0.099, "NOK": 0.098, "DKK": 0.148, "PLN": 0.25, "CZK": 0.045, "HUF": 0.0029,
	"RON": 0.22, "BGN": 0.56, "TRY": 0.034, "ILS": 0.28, "AED": 0.272, "SAR": 0.267, "ZAR": 0.055, "NGN": 0.0011,
	"KES": 0.0064, "EGP": 0.032, "BRL": 0.205, "MXN": 0.059, "ARS": 0.0012, "CLP": 0.0011, "COP": 0.00026,
	"KRW": 0.00077, "HKD": 0.128, "SGD": 0.757, "TWD": 0.0325, "THB": 0.029, "IDR": 0.000065, "MYR": 0.218,
	"PHP": 0.018, "VND": 0.000041, "RUB": 0.011, "UAH": 0.026,
}

// currencyMarks maps symbols and words to codes; codes stand for themselves. A bare $ is the US dollar.
var currencyMarks = map[string]string{
	"$": "USD", "US$": "USD", "U$": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "€": "EUR", "EURO": "EUR", "EUROS": "EUR",
	"£": "GBP", "POUND": "GBP", "POUNDS": "GBP", "¥": "JPY", "JP¥": "JPY", "CN¥": "CNY", "RMB": "CNY", "YEN": "JPY",
	"₹": "INR", "RS": "INR", "RUPEE": "INR", "RUPEES": "INR", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
	"NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "FR": "CHF", "SFR": "CHF",
	"ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "₺": "TRY", "₪": "ILS", "₩": "KRW", "฿": "THB", "₫": "VND", "₽": "RUB",
	"₴": "UAH", "₦": "NGN", "₱": "PHP",
}

// currencyOf returns the code of a currency mark, "" when it is none we know.
func currencyOf(mark string) string {
	mark = strings.ToUpper(strings.TrimSuffix(mark, "."))
	if code, ok := currencyMarks[mark]; ok {
		return code
	}
	if _, ok := builtinRates[mark]; ok {
		return mark
	}
	return ""
}

// parseRates reads "EUR=1.1;GBP=1.25": the worth of one unit in the same money, the dollar unless USD is given too.
func parseRates(s string) (map[string]float64, error) {
	out := map[string]float64{}
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		code, rate, ok := strings.Cut(part, "=")
		code = currencyOf(strings.TrimSpace(code))
		v, number := table.ParseNumber(rate)
		if !ok || code == "" || !number || v <= 0 {
			return nil, fmt.Errorf(`rates: %q does not read as CODE=rate with a known currency and a rate above 0; write for example "EUR=1.1;GBP=1.25"`, part)
		}
		out[code] = v
	}
	return out, nil
}

// codeOf returns the code a setting names; the error lists the known ones.
func codeOf(setting, s string) (string, error) {
	if code := currencyOf(strings.TrimSpace(s)); code != "" {
		return code, nil
	}
	codes := make([]string, 0, len(builtinRates))
	for c := range builtinRates {
		codes = append(codes, c)
	}
	sort.Strings(codes)
	return "", fmt.Errorf("%s: no currency is called %q%s; there are %s", setting, s, param.DidYouMean(strings.ToUpper(s), codes), strings.Join(codes, ", "))
}
