package collect

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const apiSecret = "s3cr3t-Value/with+signs"

func secretEnv(e Env) Env {
	e.Secret = func(name string) (string, bool) { return apiSecret, name == "LOANS_TOKEN" }
	return e
}

func TestAPISendsSecretsAndShowsNone(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		fmt.Fprintf(w, "what,value\nauth,%q\nkey,%q\naccept,%q\nquery,%q\nuser,%q\n", r.Header.Get("Authorization"), r.Header.Get("X-Key"),
			r.Header.Get("Accept"), r.URL.Query().Get("token"), user+password)
	})
	raw := reading(t, s.URL+"?token=${LOANS_TOKEN}", Options{"api.token": "LOANS_TOKEN", "api.headers": "X-Key: k ${LOANS_TOKEN}, Accept: text/csv, */*;q=0.1"},
		secretEnv(Env{Store: NewStore(t.TempDir())}))
	shown := fmt.Sprint(raw.Origin)
	for i := range raw.Table.Rows() {
		shown += raw.Table.At(0).Cell(i) + "=" + raw.Table.At(1).Cell(i) + " "
	}
	wants(t, shown, "auth=***", "key=***", "accept=text/csv, */*;q=0.1", "query=***", "repeats a secret", "${LOANS_TOKEN}")
	if strings.Contains(shown, apiSecret) {
		t.Errorf("shown: %s", shown)
	}
	asked := ""
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("Authorization")
		csvAnswer(w, "a\n1\n")
	})
	raw = reading(t, strings.Replace(s.URL, "://", "://ann:"+strings.ReplaceAll(apiSecret, "/", "%2F")+"@", 1), nil, Env{})
	if r, _ := http.NewRequest("GET", "/", nil); asked == "" || strings.Contains(raw.Origin.Path, "s3cr3t") {
		t.Errorf("asked with %q, path %s, %v", asked, raw.Origin.Path, r)
	} else if r.SetBasicAuth("ann", apiSecret); r.Header.Get("Authorization") != asked {
		t.Errorf("asked with %q", asked)
	}
}

// No message holds a secret, even when the server repeats it.
func TestAPIErrorsHoldNoSecrets(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(403)
		_, _ = io.WriteString(w, "wrong "+r.URL.RawQuery+" "+r.Header.Get("Authorization")+" "+r.URL.Query().Get("token"))
	})
	o := Options{"api.token": "LOANS_TOKEN"}
	wants(t, failing(t, s.URL+"?token=${LOANS_TOKEN}", o, secretEnv(Env{}), apiSecret, "s3cr3t"), "403", "***")
	wants(t, failing(t, s.URL+"?token="+apiSecret, nil, Env{}, apiSecret, "s3cr3t"), "403", "${TOKEN}")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	failing(t, gone.URL+"?token="+apiSecret, nil, newWaits().env(), apiSecret, "s3cr3t")
	wants(t, failing(t, s.URL+"?token=${NOBODY_SET_THIS}", nil, Env{}), "NOBODY_SET_THIS")
	wants(t, failing(t, s.URL, Options{"api.token": "NOBODY_SET_THIS"}, Env{}), "NOBODY_SET_THIS")
	bad := Env{Secret: func(string) (string, bool) { return "abc\r\nX-Evil: 1", true }}
	wants(t, failing(t, s.URL, Options{"api.token": "T"}, bad, "X-Evil"), "control character")
}

// Secrets go to the server they are for, and to no other one it points to.
func TestAPIRedirects(t *testing.T) {
	got := ""
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization") + r.Header.Get("X-Key") + r.Header.Get("Referer") + r.Header.Get("Cookie") + r.Header.Get("X-Plain")
		csvAnswer(w, "a\n1\n")
	})
	var target string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/end" {
			other.Config.Handler.ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, target, http.StatusFound)
	})
	o := Options{"api.token": "LOANS_TOKEN", "api.headers": "X-Key: ${LOANS_TOKEN}, X-Plain: yes"}
	env := secretEnv(newWaits().env())
	secure := httptest.NewTLSServer(s.Config.Handler)
	defer secure.Close()
	for _, c := range []struct{ from, to, got string }{
		{s.URL, "/end", "Bearer " + apiSecret + apiSecret + "yes"},
		{s.URL, other.URL, "yes"},
		{secure.URL, "http" + strings.TrimPrefix(secure.URL, "https"), ""},
		{secure.URL, other.URL, "yes"},
	} {
		got, target = "", c.to
		src, err := newAPISource(ParseAddress(c.from), o)
		if err != nil {
			t.Fatal(err)
		}
		src.transport = secure.Client().Transport
		_, err = src.Read(context.Background(), env)
		if got != c.got {
			t.Errorf("from %s to %s: the other server got %q (%v)", c.from, c.to, got, err)
		}
	}
	for to, say := range map[string]string{"file:///etc/passwd": "address of file", "ftp://h/x": "address of ftp", "javascript:alert(1)": "address of javascript",
		"/again": "more than 5 times", "http://%zz": "could not be asked", "https://": ""} {
		target = to
		if text := failing(t, s.URL, o, env, apiSecret); !strings.Contains(text, say) {
			t.Errorf("to %s: %s", to, text)
		}
	}
}

// A private connection never becomes one that others can listen to while secrets are sent.
func TestAPITrust(t *testing.T) {
	for _, c := range []struct {
		base, to string
		want     bool
	}{
		{"https://a.org/x", "https://a.org/y", true}, {"https://a.org", "https://A.org:443/", true}, {"https://a.org", "http://a.org/", false},
		{"http://a.org", "https://a.org/", true}, {"http://a.org", "http://b.org", false}, {"http://a.org", "http://a.org:81", false},
		{"http://a.org:8080", "https://a.org", false}, {"https://a.org", "https://a.org.evil.org", false}, {"https://a.org", "https://b.a.org", false},
	} {
		base, _ := checkURL("", c.base)
		to, _ := checkURL("", c.to)
		if got := (&client{base: base}).trusts(to); got != c.want {
			t.Errorf("%s trusts %s: %t", c.base, c.to, got)
		}
	}
}

func TestHideOption(t *testing.T) {
	for _, c := range []struct{ name, value, public, secret string }{
		{"api.headers", "Authorization: Bearer abc", "Authorization: Bearer ${HEADER_AUTHORIZATION}", "abc"},
		{"api.headers", "X-API-Key: 12, Accept: text/csv, text/*", "X-API-Key: ${HEADER_X_API_KEY}, Accept: text/csv, text/*", "12"},
		{"api.headers", "Authorization: Bearer ${T}", "Authorization: Bearer ${T}", ""},
		{"api.headers", "Cookie: session=${S}; theme=dark", "Cookie: session=${S}; theme=dark", ""},
		{"api.headers", "X-Thing: a1b2c3d4e5f6a7b8c9", "X-Thing: ${HEADER_X_THING}", "a1b2c3d4e5f6a7b8c9"},
		{"api.headers", "Accept-Language: de", "Accept-Language: de", ""},
		{"api.headers", "secret without a name", hiddenToken, ""},
		{"api.headers", "", "", ""},
		{"api.token", "LOANS_TOKEN", "LOANS_TOKEN", ""},
		{"api.token", "ghp_a1b2c3d4e5f6a7b8c9d0", hiddenToken, ""},
		{"api.token", "sk-123", hiddenToken, ""},
		{"csv.delimiter", ";", ";", ""},
	} {
		public, secrets := HideOption(c.name, c.value)
		if public != c.public || c.secret != "" && strings.Join(values(secrets), "") != c.secret || c.secret == "" && len(secrets) > 0 {
			t.Errorf("%s=%s: %q, %v", c.name, c.value, public, secrets)
		}
		if again, more := HideOption(c.name, public); again != public || len(more) > 0 {
			t.Errorf("%s=%s: hidden again it is %q, %v", c.name, public, again, more)
		}
	}
}

func values(m map[string]string) (out []string) {
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// A token where its name belongs is refused without being repeated.
func TestAPITokenIsAName(t *testing.T) {
	for _, token := range []string{"sk-live-123", "ghp_a1b2c3d4e5f6a7b8c9d0", "1A", "a b", hiddenToken, "eyJhbGciOiJIUzI1NiJ9a1"} {
		err := Options{"api.token": token}.Check()
		if err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %v", token, err)
		}
	}
	for _, name := range []string{"TOKEN", "my_token", "_x", "GITHUB_TOKEN_FOR_2026_LOANS"} {
		if err := (Options{"api.token": name}).Check(); err != nil {
			t.Error(err)
		}
	}
	if err := (Options{"api.token": "T", "api.headers": "authorization: Basic ${X}"}).Check(); err == nil {
		t.Error("two authorizations are taken")
	}
}
