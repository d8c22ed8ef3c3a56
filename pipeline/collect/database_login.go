package collect

import (
	"net"
	"net/url"
	"strings"
)

// dbLogin is the address of a database server taken apart, its secrets put in. It is used to connect and then dropped:
// none of it may get into an error, which is what scrub is for.
type dbLogin struct {
	user, password string
	hasPassword    bool
	hosts          [][2]string // host and port, either may be empty
	database       string
	params         [][2]string
	secrets        map[string]string // NAME by the value it stands for
}

// loginOf takes the address apart and reveals its secrets. Each part is unescaped before its secrets are put in, for
// their values are not escaped.
func loginOf(a Address, name string, env Env) (dbLogin, error) {
	public, hidden := HideSecrets(a.Place) // an address that was given with its secrets works too
	l := dbLogin{secrets: map[string]string{}}
	var err error
	value := func(text string) string {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if v, ok := hidden[m[1]]; ok {
				l.secrets[v] = m[1]
			} else if v, ok := env.secret(m[1]); ok {
				l.secrets[v] = m[1]
			}
		}
		inner := Env{Secret: func(n string) (string, bool) {
			if v, ok := hidden[n]; ok {
				return v, true
			}
			return env.secret(n)
		}}
		out, e := inner.reveal(name, unescape(text), false)
		if e != nil && err == nil {
			err = e
		}
		return out
	}
	p := splitURL(public, a.Scheme)
	if p.host > p.user {
		end := p.host - 1
		if p.password > 0 {
			l.password, l.hasPassword = value(public[p.password:end]), true
			end = p.password - 1
		}
		l.user = value(public[p.user:end])
	}
	rest, query, _ := strings.Cut(public[p.host:], "?")
	hosts, database, _ := strings.Cut(rest, "/")
	l.database = value(database)
	for h := range strings.SplitSeq(hosts, ",") {
		l.hosts = append(l.hosts, splitHost(value(h)))
	}
	for pair := range strings.SplitSeq(query, "&") {
		if key, v, _ := strings.Cut(pair, "="); key != "" {
			l.params = append(l.params, [2]string{unescape(key), value(v)})
		}
	}
	return l, err
}

// splitHost splits host:port, [::1]:port and either alone.
func splitHost(s string) [2]string {
	if h, p, err := net.SplitHostPort(s); err == nil {
		return [2]string{h, p}
	}
	return [2]string{strings.Trim(s, "[]"), ""}
}

// scrub takes every secret out of text that a driver or server wrote.
func (l dbLogin) scrub(text string) string {
	for value, name := range l.secrets {
		if value != "" {
			text = strings.ReplaceAll(text, value, "${"+name+"}")
			text = strings.ReplaceAll(text, url.QueryEscape(value), "${"+name+"}")
		}
	}
	return text
}

// oneLine makes text of a server fit for one line of a message: no control characters, not endless.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if s = strings.Join(strings.Fields(s), " "); len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "..."
	}
	return s
}
