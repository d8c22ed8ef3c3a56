package prepare

import (
	"strings"
	"unicode"
)

// plainForms says how letters with accents and ligatures read without them, in lower case.
var plainForms = map[string]string{
	"a": "àáâãäåāăąǎȁȃȧạảấầẩẫậắằẳẵặ", "ae": "æǽ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěȅȇẹẻẽếềểễệ", "f": "ƒ", "g": "ĝğġģǧ", "h": "ĥħ",
	"i": "ìíîïĩīĭįıǐȉȋịỉ", "j": "ĵ", "k": "ķǩ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏőơǒȍȏọỏốồổỗộớờởỡợ", "oe": "œ", "r": "ŕŗřȑȓ",
	"s": "śŝşšșſ", "ss": "ß", "t": "ţťŧț", "th": "þ", "u": "ùúûüũūŭůűųưǔȕȗụủứừửữự", "w": "ŵẁẃẅ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
}

var plainOf = func() map[rune]string {
	out := map[rune]string{}
	for plain, letters := range plainForms {
		for _, r := range letters {
			out[r] = plain
		}
	}
	return out
}()

// plainLetters writes text in lower case without accents. Accents that stand as characters of their own go too.
func plainLetters(s string) string {
	s = strings.ToLower(s)
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch plain, ok := plainOf[r]; {
		case ok:
			b.WriteString(plain)
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}
