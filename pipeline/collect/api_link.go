package collect

import "strings"

// nextLink returns the address with rel="next" in the values of Link headers, as RFC 8288 writes them; "" when there is
// none.
func nextLink(values []string) string {
	for _, v := range values {
		for v != "" {
			var target, relation string
			if target, relation, v = oneLink(v); target != "" && isNext(relation) {
				return target
			}
		}
	}
	return ""
}

func isNext(relation string) bool {
	for word := range strings.FieldsSeq(relation) {
		if strings.EqualFold(word, "next") {
			return true
		}
	}
	return false
}

// oneLink takes the first link off a list: its target, its relation, and the rest of the list.
func oneLink(list string) (target, relation, rest string) {
	_, after, ok := strings.Cut(list, "<")
	if !ok {
		return "", "", ""
	}
	target, rest, ok = strings.Cut(after, ">")
	if !ok {
		return "", "", ""
	}
	target = strings.TrimSpace(target)
	for {
		rest = strings.TrimLeft(rest, " \t")
		if rest == "" || rest[0] == ',' {
			return target, relation, strings.TrimPrefix(rest, ",")
		}
		if rest[0] != ';' {
			return target, relation, afterComma(rest)
		}
		var name, value string
		name, value, rest = oneParameter(rest[1:])
		if strings.EqualFold(name, "rel") && relation == "" { // only the first counts
			relation = value
		}
	}
}

// oneParameter takes name=value or name="value" off the start.
func oneParameter(text string) (name, value, rest string) {
	end := strings.IndexAny(text, "=;,")
	if end < 0 {
		return strings.TrimSpace(text), "", ""
	}
	name, rest = strings.TrimSpace(text[:end]), text[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if !strings.HasPrefix(rest, `"`) {
		end := strings.IndexAny(rest, ";,")
		if end < 0 {
			end = len(rest)
		}
		return name, strings.TrimSpace(rest[:end]), rest[end:]
	}
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '"':
			return name, b.String(), rest[i+1:]
		case rest[i] == '\\' && i+1 < len(rest):
			i++
		}
		b.WriteByte(rest[i])
	}
	return name, b.String(), ""
}

func afterComma(text string) string {
	_, rest, _ := strings.Cut(text, ",")
	return rest
}
