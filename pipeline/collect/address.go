package collect

import (
	"net/url"
	"os"
	"regexp"
	"strings"
)

// SampleName names the embedded sample where an address would stand.
const SampleName = "sample"

// Address is a DATA string taken apart.
type Address struct {
	Scheme string // "" for files, else in lower case: postgres, mysql, sqlite, http, https, mqtt, mqtts
	Place  string // the path or the whole URL, without #Table
	Table  string // which of the tables there is meant; "" leaves it open
}

var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+):`)

// ParseAddress takes a DATA string apart. A file whose name holds # is found before # is taken for a table. All that
// follows the host of an MQTT broker is the topic, in which # stands for every level below.
func ParseAddress(data string) Address {
	a := Address{Place: data}
	if m := scheme.FindStringSubmatch(data); m != nil && knownSchemes[strings.ToLower(m[1])] != "" {
		a.Scheme = knownSchemes[strings.ToLower(m[1])]
	}
	at := strings.LastIndexByte(data, '#')
	if at <= 0 || a.Scheme == "mqtt" || a.Scheme == "mqtts" {
		return a
	}
	if a.Scheme == "" || a.Scheme == "sqlite" {
		if _, err := os.Lstat(data); err == nil {
			return a
		}
	}
	a.Place, a.Table = data[:at], data[at+1:]
	if a.Scheme != "" {
		if t, err := url.PathUnescape(a.Table); err == nil {
			a.Table = t
		}
	}
	return a
}

// knownSchemes maps what people write to what it is.
var knownSchemes = map[string]string{"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql",
	"sqlite": "sqlite", "sqlite3": "sqlite", "http": "http", "https": "https", "mqtt": "mqtt", "mqtts": "mqtts"}

// Local reports whether the address names a file, so that it may be relative to a folder.
func (a Address) Local() bool { return a.Scheme == "" && a.Place != "-" && a.Place != SampleName }

// secretNames are the words of query parameters and headers whose values are not for other eyes.
var secretNames = regexp.MustCompile(`(?i)^(.*[-_.]?(token|secret|password|passwd|pwd|apikey|api[-_]key|access[-_]key|auth|authorization|signature|sig|credential|cookie|session)s?|key|pw|code)$`)

// placeholder is where a secret's value goes: ${NAME}.
var placeholder = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// HideSecrets takes the passwords and tokens out of a DATA string and puts ${NAME} in their place. The first result
// may be shown and saved; the second has the values by NAME. What holds only placeholders comes back as it is.
func HideSecrets(data string) (public string, secrets map[string]string) {
	secrets = map[string]string{}
	hide := func(name, value string) string {
		if value == "" || placeholder.FindString(value) == value {
			return value
		}
		return conceal(secrets, name, value)
	}
	a := ParseAddress(data)
	switch a.Scheme {
	case "":
		return data, secrets
	case "mqtt", "mqtts":
		return hideMQTT(data, hide), secrets
	}
	rest := data
	var out strings.Builder
	if i := strings.Index(rest, "://"); i >= 0 {
		out.WriteString(rest[:i+3])
		rest = rest[i+3:]
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		// A password may hold / or ?, so the last @ before the host counts, not the first slash.
		if at := strings.LastIndexByte(rest, '@'); at >= 0 && (at < end || strings.IndexByte(rest[:at], ':') >= 0 && strings.IndexByte(rest[:at], ':') < end) {
			user, password, has := strings.Cut(rest[:at], ":")
			out.WriteString(user)
			if has {
				out.WriteString(":" + hide(a.Scheme+"_password", unescape(password)))
			}
			rest = rest[at:]
		}
	}
	place, query, has := strings.Cut(rest, "?")
	out.WriteString(place)
	if has {
		query, fragment, marked := strings.Cut(query, "#")
		var parts []string
		for part := range strings.SplitSeq(query, "&") {
			name, value, assigned := strings.Cut(part, "=")
			if assigned && secretNames.MatchString(name) {
				part = name + "=" + hide(name, unescape(value))
			}
			parts = append(parts, part)
		}
		out.WriteString("?" + strings.Join(parts, "&"))
		if marked {
			out.WriteString("#" + fragment)
		}
	}
	return out.String(), secrets
}

var notInNames = regexp.MustCompile(`[^A-Z0-9]+`)

// conceal puts a value among the secrets and returns the ${NAME} that stands for it.
func conceal(secrets map[string]string, name, value string) string {
	name = strings.Trim(notInNames.ReplaceAllString(strings.ToUpper(name), "_"), "_")
	for other, taken := secrets[name]; taken && other != value; other, taken = secrets[name] {
		name += "_2"
	}
	secrets[name] = value
	return "${" + name + "}"
}

func unescape(s string) string {
	if placeholder.MatchString(s) {
		return s
	}
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// reveal puts the values in for ${NAME}, escaped for use inside a URL when escape is set. A name nobody knows is an
// error that says which.
func (e Env) reveal(place, text string, escape bool) (string, error) {
	var missing string
	out := placeholder.ReplaceAllStringFunc(text, func(m string) string {
		name := m[2 : len(m)-1]
		v, ok := e.secret(name)
		if !ok {
			missing = name
			return m
		}
		if escape {
			return strings.ReplaceAll(url.QueryEscape(v), "+", "%20") // right in a query and before the host
		}
		return v
	})
	if missing != "" {
		return "", &Error{File: place, What: "the value of ${" + missing + "} is not known", Hint: "set the environment variable " + missing + "; secrets are never saved"}
	}
	return out, nil
}
