package collect

import (
	"net/url"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for data, want := range map[string]Address{
		"loans.csv":                              {"", "loans.csv", ""},
		"book.xlsx#Sheet 1":                      {"", "book.xlsx", "Sheet 1"},
		`C:\data\loans.csv`:                      {"", `C:\data\loans.csv`, ""},
		"sqlite:loans.db#a%20b":                  {"sqlite", "sqlite:loans.db", "a b"},
		"sqlite3:///tmp/x@y.db#t":                {"sqlite", "sqlite3:///tmp/x@y.db", "t"},
		"postgresql://u:p#w@h/db#t":              {"postgres", "postgresql://u:p#w@h/db", "t"},
		"postgres://u:p#w@h/db":                  {"postgres", "postgres://u:p#w@h/db", ""},
		"mariadb://u@h:3306/db?tls=true#s.t%23x": {"mysql", "mariadb://u@h:3306/db?tls=true", "s.t#x"},
		"https://x.org/a?b=c#d":                  {"https", "https://x.org/a?b=c", "d"},
		"mqtt://h/rooms/#":                       {"mqtt", "mqtt://h/rooms/#", ""},
		"#odd":                                   {"", "#odd", ""},
	} {
		if got := ParseAddress(data); got != want {
			t.Errorf("%s: %+v, want %+v", data, got, want)
		}
	}
}

func TestHideSecrets(t *testing.T) {
	for _, c := range []struct {
		data, public string
		secrets      []string // name, value, ...
	}{
		{"loans.csv?token=x", "loans.csv?token=x", nil},
		{"postgres://me@h/db", "postgres://me@h/db", nil},
		{"postgres://h:5432/db#t", "postgres://h:5432/db#t", nil},
		{"postgres://me@h:5432/db?sslmode=require#t", "postgres://me@h:5432/db?sslmode=require#t", nil},
		{"postgres://me:pw@h/db#t", "postgres://me:${POSTGRES_PASSWORD}@h/db#t", []string{"POSTGRES_PASSWORD", "pw"}},
		{"postgresql://me:${PG}@h/db", "postgresql://me:${PG}@h/db", nil},
		{"mysql://me:p%40w@h:3306/db", "mysql://me:${MYSQL_PASSWORD}@h:3306/db", []string{"MYSQL_PASSWORD", "p@w"}},
		{"mysql://me:p@w@h/db", "mysql://me:${MYSQL_PASSWORD}@h/db", []string{"MYSQL_PASSWORD", "p@w"}},
		{"mysql://me:p/w@h/db", "mysql://me:${MYSQL_PASSWORD}@h/db", []string{"MYSQL_PASSWORD", "p/w"}},
		{"mysql://me:12/w@h/db", "mysql://me:${MYSQL_PASSWORD}@h/db", []string{"MYSQL_PASSWORD", "12/w"}},
		{"mysql://me:12?a=b@h/db", "mysql://me:${MYSQL_PASSWORD}@h/db", []string{"MYSQL_PASSWORD", "12?a=b"}},
		{"postgres://me:p?w@h/db?x=1", "postgres://me:${POSTGRES_PASSWORD}@h/db?x=1", []string{"POSTGRES_PASSWORD", "p?w"}},
		{"postgres://me:p#w@h/db#t", "postgres://me:${POSTGRES_PASSWORD}@h/db#t", []string{"POSTGRES_PASSWORD", "p#w"}},
		{"postgres://me:p:w@h/db", "postgres://me:${POSTGRES_PASSWORD}@h/db", []string{"POSTGRES_PASSWORD", "p:w"}},
		{"postgres://me:100%@h/db", "postgres://me:${POSTGRES_PASSWORD}@h/db", []string{"POSTGRES_PASSWORD", "100%"}},
		{"postgres://me:p@s/s?w#r:d%@h/db#t", "postgres://me:${POSTGRES_PASSWORD}@h/db#t", []string{"POSTGRES_PASSWORD", "p@s/s?w#r:d%"}},
		{"postgres://me:@h/db", "postgres://me:@h/db", nil},
		{"postgres://me@corp:pw@h/db", "postgres://me@corp:${POSTGRES_PASSWORD}@h/db", []string{"POSTGRES_PASSWORD", "pw"}},
		{"postgres://me:pw@[::1]:5432/db", "postgres://me:${POSTGRES_PASSWORD}@[::1]:5432/db", []string{"POSTGRES_PASSWORD", "pw"}},
		{"postgres://h/db?user=me&password=a%26b&sslpassword=c", "postgres://h/db?user=me&password=${PASSWORD}&sslpassword=${SSLPASSWORD}", []string{"PASSWORD", "a&b", "SSLPASSWORD", "c"}},
		{"https://x.org:8080/a?email=me@x.org", "https://x.org:8080/a?email=me@x.org", nil},
		{"https://x.org/@scope/a", "https://x.org/@scope/a", nil},
		{"https://me:pw@x.org/@scope/a?mail=a@b", "https://me:${HTTPS_PASSWORD}@x.org/@scope/a?mail=a@b", []string{"HTTPS_PASSWORD", "pw"}},
		{"https://me:p/w@x.org/a", "https://me:${HTTPS_PASSWORD}@x.org/a", []string{"HTTPS_PASSWORD", "p/w"}},
		{"https://ghp_abc@x.org/a", "https://${HTTPS_TOKEN}@x.org/a", []string{"HTTPS_TOKEN", "ghp_abc"}},
		{"https://x.org/a?page=2&api_key=k1&X-Amz-Signature=s&access_token=t#part", "https://x.org/a?page=2&api_key=${API_KEY}&X-Amz-Signature=${X_AMZ_SIGNATURE}&access_token=${ACCESS_TOKEN}#part",
			[]string{"API_KEY", "k1", "X_AMZ_SIGNATURE", "s", "ACCESS_TOKEN", "t"}},
		{"https://x.org/a?%74oken=k&a;token=l", "https://x.org/a?%74oken=${TOKEN}&a;token=${TOKEN_2}", []string{"TOKEN", "k", "TOKEN_2", "l"}},
		{"https://x.org/a#access_token=t", "https://x.org/a#access_token=${ACCESS_TOKEN}", []string{"ACCESS_TOKEN", "t"}},
		{"https://x.org/a?token=${T}", "https://x.org/a?token=${T}", nil},
		{"mqtts://me:pw@h:8883/rooms/#", "mqtts://me:${MQTT_PASSWORD}@h:8883/rooms/#", []string{"MQTT_PASSWORD", "pw"}},
	} {
		public, secrets := HideSecrets(c.data)
		if public != c.public || len(secrets)*2 != len(c.secrets) {
			t.Errorf("%s:\n%s %q, want\n%s %q", c.data, public, secrets, c.public, c.secrets)
			continue
		}
		for i := 0; i < len(c.secrets); i += 2 {
			if secrets[c.secrets[i]] != c.secrets[i+1] {
				t.Errorf("%s: %s is %q, want %q", c.data, c.secrets[i], secrets[c.secrets[i]], c.secrets[i+1])
			}
		}
		if again, more := HideSecrets(public); again != public || len(more) > 0 {
			t.Errorf("%s: hidden twice it is %s", c.data, again)
		}
	}
}

// FuzzHideSecrets hides any password in any address, and gets the parts back.
func FuzzHideSecrets(f *testing.F) {
	for _, s := range []string{"pw", "p@w", "p/w", "p?a=b", "p#w", "12/x", "100%", "%41", "a${B}", " ", "@", "p@h/db#x", "\x00", "é"} {
		f.Add("u", s, "db", "t")
	}
	f.Fuzz(func(t *testing.T, user, password, database, table string) {
		if password == "" || strings.ContainsAny(user, ":@/?#%$") || strings.Contains(password, "${") {
			return
		}
		// As typed: nothing escaped but what is not the password.
		tail := "@host:5432/" + url.PathEscape(database) + "?sslmode=disable#" + url.PathEscape(table)
		tail = "@" + strings.ReplaceAll(tail[1:], "@", "%40")
		for _, scheme := range []string{"postgres", "mysql"} {
			data := scheme + "://" + user + ":" + password + tail
			public, secrets := HideSecrets(data)
			name := strings.ToUpper(scheme) + "_PASSWORD"
			if want := scheme + "://" + user + ":${" + name + "}" + tail; public != want {
				t.Fatalf("%q became %q, want %q", data, public, want)
			}
			if got := secrets[name]; got != unescape(password) {
				t.Fatalf("%q: the secret is %q", data, got)
			}
			for _, d := range []string{data, public} {
				if a := ParseAddress(d); a.Table != table || a.Scheme != scheme {
					t.Fatalf("%q: %+v", d, a)
				}
			}
			l, err := loginOf(ParseAddress(public), "db", Env{Secret: func(n string) (string, bool) { v, ok := secrets[n]; return v, ok }})
			if err != nil {
				if strings.Contains(err.Error(), "is not known") && strings.Contains(database, "${") {
					return
				}
				t.Fatal(err)
			}
			if l.password != unescape(password) || l.user != user || l.hosts[0] != [2]string{"host", "5432"} || l.params[0] != [2]string{"sslmode", "disable"} {
				t.Fatalf("%q: %+v", data, l)
			}
		}
		// Anything at all: hidden once, nothing is left to hide.
		for _, data := range []string{user + password, "https://" + user + password, "mqtt://" + password + "@" + user, "postgres://" + password} {
			public, _ := HideSecrets(data)
			if again, more := HideSecrets(public); again != public || len(more) > 0 {
				t.Fatalf("%q became %q, and then %q %q", data, public, again, more)
			}
		}
	})
}
