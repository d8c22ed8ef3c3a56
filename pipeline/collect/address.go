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

// ParseAddress takes a DATA string apart. A file whose name holds # is found before # is taken for a table; a # in a
// password is none, and in an MQTT topic it is a wildcard.
func ParseAddress(data string) Address {
	a := Address{Place: data}
	if m := scheme.FindStringSubmatch(data); m != nil && knownSchemes[strings.ToLower(m[1])] != "" {
		a.Scheme = knownSchemes[strings.ToLower(m[1])]
	}
	if a.Scheme == "mqtt" || a.Scheme == "mqtts" {
		return a
	}
	from := splitURL(data, a.Scheme).host
	at := from + strings.LastIndexByte(data[from:], '#')
	if at < from || at == 0 {
		return a
	}
	if a.Scheme == "" || a.Scheme == "sqlite" {
		if _, err := os.Lstat(strings.TrimPrefix(data, sqlitePrefix(data))); err == nil {
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

// sqlitePrefix is what stands before the path in an address such as sqlite:loans.db or sqlite:///tmp/loans.db.
func sqlitePrefix(data string) string {
	m := scheme.FindString(data)
	if knownSchemes[strings.ToLower(strings.TrimSuffix(m, ":"))] != "sqlite" {
		return ""
	}
	if strings.HasPrefix(data[len(m):], "//") {
		return data[:len(m)+2]
	}
	return m
}

// knownSchemes maps what people write to what it is.
var knownSchemes = map[string]string{"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql",
	"sqlite": "sqlite", "sqlite3": "sqlite", "http": "http", "https": "https", "mqtt": "mqtt", "mqtts": "mqtts"}

// Local reports whether the address names a file, so that it may be relative to a folder.
func (a Address) Local() bool { return a.Scheme == "" && a.Place != "-" && a.Place != SampleName }

// urlParts are where the parts of scheme://user:password@host... begin. All are 0 without "://".
type urlParts struct {
	user     int
	password int // 0 when there is none
	host     int // equals user when nobody is named
}

// splitURL finds the parts. It is made for what people type, who seldom escape a password: in the address of a
// database the last @ ends the password, whatever it holds, so that no piece of it is ever taken for a host, a table
// or a setting. An @ behind the host is written %40. Elsewhere an @ is common in paths and queries, and the standard
// decides where it can (RFC 3986, section 3.2).
func splitURL(data, scheme string) urlParts {
	i := strings.Index(data, "://")
	if i < 0 || scheme == "" || scheme == "sqlite" {
		return urlParts{}
	}
	p := urlParts{user: i + 3, host: i + 3}
	rest := data[p.user:]
	if at := userEnd(rest, scheme == "postgres" || scheme == "mysql"); at >= 0 {
		p.host = p.user + at + 1
		if colon := strings.IndexByte(rest[:at], ':'); colon >= 0 {
			p.password = p.user + colon + 1
		}
	}
	return p
}

var (
	hostPort = regexp.MustCompile(`^([^:@]*|\[[0-9A-Fa-f:.]*\])(:[0-9]*)?$`)
	afterDB  = regexp.MustCompile(`^(/[^/?#@]*)?(\?[^#@]*)?(#[^@]*)?$`)
)

// userEnd is where the @ behind user and password stands, -1 when there is none.
func userEnd(rest string, database bool) int {
	authority := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority = rest[:end]
	}
	inside := strings.LastIndexByte(authority, '@')
	if !strings.Contains(authority, ":") {
		return inside // nobody gave a password
	}
	plain := hostPort.MatchString(authority[inside+1:])
	if !database {
		if inside >= 0 || plain {
			return inside
		}
		return strings.IndexByte(rest, '@')
	}
	if plain && !strings.Contains(authority[:inside+1], ":") && afterDB.MatchString(rest[len(authority):]) {
		return inside
	}
	return strings.LastIndexByte(rest, '@')
}

// secretNames are the words of query parameters and headers whose values are not for other eyes.
var secretNames = regexp.MustCompile(`(?i)^(.*[-_.]?(token|secret|password|passwd|passphrase|pwd|apikey|api[-_]key|access[-_]key|private[-_]key|auth|authorization|bearer|jwt|signature|sig|credential|cookie|session)s?|key|pass|pw|code)$`)

// placeholder is where a secret's value goes: ${NAME}.
var placeholder = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

var notInNames = regexp.MustCompile(`[^A-Z0-9]+`)

// hiding gathers the secrets of an address.
type hiding map[string]string

// hide puts ${NAME} in the place of a value and remembers it. What is only a placeholder stays.
func (h hiding) hide(name, value string) string {
	if value == "" || placeholder.FindString(value) == value {
		return value
	}
	name = strings.Trim(notInNames.ReplaceAllString(strings.ToUpper(name), "_"), "_")
	if name == "" || name[0] <= '9' {
		name = "SECRET_" + name
	}
	for other, taken := h[name]; taken && other != value; other, taken = h[name] {
		name += "_2"
	}
	h[name] = value
	return "${" + name + "}"
}

// query hides the secret values of name=value pairs.
func (h hiding) query(pairs string) string {
	var out strings.Builder
	for pairs != "" {
		end := strings.IndexAny(pairs, "&;")
		if end < 0 {
			end = len(pairs)
		}
		name, value, assigned := strings.Cut(pairs[:end], "=")
		out.WriteString(name)
		if assigned {
			if secretNames.MatchString(unescape(name)) {
				value = h.hide(unescape(name), unescape(value))
			}
			out.WriteString("=" + value)
		}
		if end < len(pairs) {
			out.WriteByte(pairs[end])
			end++
		}
		pairs = pairs[end:]
	}
	return out.String()
}

// HideSecrets takes the passwords and tokens out of a DATA string and puts ${NAME} in their place. The first result
// may be shown and saved; the second has the values by NAME. What holds only placeholders comes back as it is.
func HideSecrets(data string) (public string, secrets map[string]string) {
	h := hiding{}
	a := ParseAddress(data)
	switch a.Scheme {
	case "":
		return data, h
	case "mqtt", "mqtts":
		return hideMQTT(data, h.hide), h
	}
	var out strings.Builder
	p := splitURL(data, a.Scheme)
	switch web := a.Scheme == "http" || a.Scheme == "https"; {
	case p.password > 0:
		out.WriteString(data[:p.password] + h.hide(a.Scheme+"_password", unescape(data[p.password:p.host-1])) + "@")
	case web && p.host > p.user: // a user alone is a token there
		out.WriteString(data[:p.user] + h.hide(a.Scheme+"_token", unescape(data[p.user:p.host-1])) + "@")
	default:
		out.WriteString(data[:p.host])
	}
	place, fragment, marked := strings.Cut(data[p.host:], "#")
	place, query, asked := strings.Cut(place, "?")
	out.WriteString(place)
	if asked {
		out.WriteString("?" + h.query(query))
	}
	if marked {
		if strings.Contains(fragment, "=") {
			fragment = h.query(fragment)
		}
		out.WriteString("#" + fragment)
	}
	return out.String(), h
}

// unescape resolves %40 and its like. Text that holds a placeholder was made by HideSecrets and is taken as it is.
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
			return strings.ReplaceAll(url.QueryEscape(v), "+", "%20") // a blank, in every part of a URL
		}
		return v
	})
	if missing != "" {
		return "", &Error{File: place, What: "the value of ${" + missing + "} is not known", Hint: "set the environment variable " + missing + "; secrets are never saved"}
	}
	return out, nil
}
