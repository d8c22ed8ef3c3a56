package sampledata

import (
	"strconv"
	"strings"
	"time"
)

// Each form function writes a value in one of several ways: 0 is the plain one, any other number picks among the rest.
// Every form can be read back to the same value without guessing.

// dateForm writes a date: ISO, or with dots day first, slashes year first, or the month in words.
func dateForm(t time.Time, n int) string {
	layouts := [...]string{"02.01.2006", "2006/01/02", "2 Jan 2006", "January 2, 2006"}
	if n == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(layouts[n%len(layouts)])
}

// moneyForm writes an amount in hundredths. Dollars may stand bare; other currencies always carry their mark, with the
// separators of the country. Forms with k are used only where they are exact.
func moneyForm(hundredths int64, money, n int) string {
	c := currencies[money]
	plain := decimals(hundredths, "", ".")
	if n == 0 {
		if money == 0 {
			return plain
		}
		return c.code + " " + plain
	}
	if n%5 == 0 && hundredths%10_000 == 0 && hundredths >= 1_000_000 {
		return c.symbol + strings.TrimSuffix(strconv.FormatFloat(float64(hundredths)/100_000, 'f', -1, 64), ".0") + "k"
	}
	if c.code == "EUR" {
		return euroForm(hundredths, n)
	}
	amount := decimals(hundredths, ",", ".")
	if hundredths%100 == 0 && n%3 != 0 {
		amount = strings.TrimSuffix(amount, ".00")
	}
	switch n % 4 {
	case 0:
		return c.symbol + amount
	case 1:
		return c.code + " " + amount
	case 2:
		return c.symbol + " " + amount
	}
	return plain + " " + c.code
}

// euroForm writes euros with the point between thousands and the comma before the cents.
func euroForm(hundredths int64, n int) string {
	switch amount := decimals(hundredths, ".", ","); n % 4 {
	case 0:
		return amount + " €"
	case 1:
		return "EUR " + amount
	case 2:
		return "€" + amount
	}
	return decimals(hundredths, " ", ",") + " EUR"
}

// decimals writes hundredths with two decimals and a separator between thousands.
func decimals(hundredths int64, thousands, point string) string {
	digits := strconv.FormatInt(hundredths/100, 10)
	if thousands != "" {
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + thousands + digits[i:]
		}
	}
	rest := strconv.FormatInt(100+hundredths%100, 10)[1:]
	return digits + point + rest
}

// scoreForm writes a credit score, now and then with its unit.
func scoreForm(score, n int) string {
	s := strconv.Itoa(score)
	if n%4 == 1 {
		return s + " points"
	}
	return s
}

// yearsForm writes half years as years.
func yearsForm(halfYears, n int) string {
	s := strconv.FormatFloat(float64(halfYears)/2, 'f', -1, 64)
	switch {
	case n == 0:
		return s
	case n%4 == 0:
		return s + " yrs"
	case n%4 == 1:
		return s + " y"
	case halfYears == 2:
		return s + " year"
	}
	return s + " years"
}

// wordForm writes a word in another case, with blanks around it, or in one of its other spellings.
func wordForm(word string, spellings []string, n int) string {
	if n == 0 {
		return word
	}
	switch k := n % (4 + len(spellings)); k {
	case 0:
		return strings.ToUpper(word)
	case 1:
		return strings.ToUpper(word[:1]) + word[1:]
	case 2:
		return " " + word
	case 3:
		return strings.ToUpper(word[:1]) + word[1:] + " "
	default:
		return spellings[k-4]
	}
}

// zipForm writes a postcode of five digits as spreadsheets leave it: without its leading zeros, or with four more
// digits behind.
func zipForm(zip string, n int) string {
	switch {
	case n%3 == 1:
		return strings.TrimLeft(zip, "0")
	case n%6 == 2:
		return zip + "-" + strconv.Itoa(1000+n%9000)
	}
	return zip
}

func sexWord(female bool) string {
	if female {
		return "female"
	}
	return "male"
}

// sexForm writes the sex as a word or its first letter.
func sexForm(female bool, n int) string {
	word := sexWord(female)
	if n%3 == 1 {
		return strings.ToUpper(word[:1])
	}
	return wordForm(word, nil, n)
}
