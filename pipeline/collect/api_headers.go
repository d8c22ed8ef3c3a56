package collect

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"assay/models/param"
)

// header is one header to send; its value may hold ${NAME}.
type header struct{ name, value string }

var (
	headerStart = regexp.MustCompile("^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$")
	envName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	// secretHeader finds names of headers whose values are not for other eyes.
	secretHeader = regexp.MustCompile(`(?i)(auth|token|secret|pass|pwd|key|cookie|session|sign|credential|jwt|bearer)`)
	authScheme   = regexp.MustCompile(`^(?i:bearer|basic|token|apikey|api-key|digest|negotiate|key|oauth|jwt)\s+`)
	// ownHeaders are those that the reading itself depends on.
	ownHeaders = []string{"accept-encoding", "connection", "content-length", "host", "range", "te", "trailer", "transfer-encoding", "upgrade"}
)

// parseHeaders reads a list of headers. A value may hold commas: what does not start like a header goes on with the one
// before it.
func parseHeaders(list []string) ([]header, error) {
	var out []header
	for _, text := range list {
		m := headerStart.FindStringSubmatch(text)
		switch {
		case m != nil:
			out = append(out, header{m[1], strings.TrimSpace(m[2])})
		case len(out) == 0:
			return nil, errors.New("api.headers: write each as Name: value, for example Accept: text/csv")
		default:
			out[len(out)-1].value += ", " + text
		}
	}
	for _, h := range out {
		if slices.Contains(ownHeaders, strings.ToLower(h.name)) {
			return nil, fmt.Errorf("api.headers: assay sets the header %s itself; leave it out", h.name)
		}
		if strings.ContainsFunc(h.value, func(r rune) bool { return r < ' ' && r != '\t' || r == 127 }) {
			return nil, fmt.Errorf("api.headers: the value of %s holds a control character; no header may", h.name)
		}
	}
	return out, nil
}

// Check refuses a token that stands where its name belongs, and headers that cannot be sent. No message repeats a value.
func (a *API) Check() error {
	if a.Token != "" && !isTokenName(a.Token) {
		return errors.New("api.token: this is not the name of an environment variable; put the token into one and name it, " +
			"as in API_TOKEN; the token itself is not taken, since settings are saved")
	}
	headers, err := parseHeaders(a.Headers)
	if err != nil || a.Token == "" {
		return err
	}
	for _, h := range headers {
		if strings.EqualFold(h.name, "Authorization") {
			return errors.New("api.headers and api.token both set the header Authorization; leave one of them out")
		}
	}
	return nil
}

// isTokenName tells the name of an environment variable from a token that happens to be spelt like one.
func isTokenName(s string) bool {
	return envName.MatchString(s) && (strings.ToUpper(s) == s || !looksToken(s)) && !strings.HasPrefix(strings.ToLower(s), "ghp_")
}

// looksToken reports whether text is long, without blanks, and mixes letters and digits as names do not.
func looksToken(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			letters++
		case !strings.ContainsRune("-_.+/=~:|", r):
			return false
		}
	}
	return len(s) >= 16 && letters > 0 && digits > 1
}

// hiddenToken stands for a token that was given where its name belongs.
const hiddenToken = "***"

// HideOption takes secrets out of the value of a setting, the way HideSecrets does with addresses: in api.headers a
// secret becomes ${NAME} and its value is returned by NAME; in api.token what is no name is blotted out, and Check
// refuses it. Other settings hold no secrets.
func HideOption(name, value string) (public string, secrets map[string]string) {
	switch name {
	case "api.token":
		if value = strings.TrimSpace(value); value != "" && !isTokenName(value) {
			return hiddenToken, nil
		}
	case "api.headers":
		return hideHeaders(value)
	}
	return value, nil
}

func hideHeaders(list string) (string, map[string]string) {
	secrets := map[string]string{}
	headers, err := parseHeaders(param.SplitList(list))
	if err != nil && len(headers) == 0 {
		return hideUnreadable(list), secrets
	}
	var out []string
	for _, h := range headers {
		out = append(out, h.name+": "+h.hide(secrets))
	}
	return strings.Join(out, ", "), secrets
}

// hideUnreadable blots out what is no list of headers and will be refused.
func hideUnreadable(list string) string {
	if strings.TrimSpace(list) == "" {
		return ""
	}
	return hiddenToken
}

// hide returns the value as it may be saved. A value that names its secrets as ${NAME} is left alone, but for pieces that
// look like tokens all the same.
func (h header) hide(secrets map[string]string) string {
	name := "header_" + h.name
	word := authScheme.FindString(h.value)
	rest := h.value[len(word):]
	bare := placeholder.ReplaceAllString(rest, " ")
	if bare == rest && rest != "" && (word != "" || secretHeader.MatchString(h.name)) {
		return word + conceal(secrets, name, rest)
	}
	for _, piece := range strings.Fields(bare) {
		if looksToken(piece) {
			rest = strings.ReplaceAll(rest, piece, conceal(secrets, name, piece))
		}
	}
	return word + rest
}

// reveal returns the headers with the secrets in place, and which of them must not go to another server.
func (s *apiSource) reveal(env Env) (plain, private []header, secrets []string, err error) {
	headers := slices.Clone(s.headers)
	if s.api.Token != "" {
		headers = append(headers, header{"Authorization", "Bearer ${" + s.api.Token + "}"})
	}
	for _, h := range headers {
		full, err := env.reveal(s.public, h.value, false)
		if err != nil {
			return nil, nil, nil, err
		}
		if strings.ContainsFunc(full, func(r rune) bool { return r < ' ' && r != '\t' || r == 127 }) {
			return nil, nil, nil, &Error{File: s.public, What: "the value for the header " + h.name + " holds a control character", Hint: "look for a line end in the environment variable"}
		}
		named := placeholder.MatchString(h.value)
		if !named && !secretHeader.MatchString(h.name) {
			plain = append(plain, header{h.name, full})
			continue
		}
		private = append(private, header{h.name, full})
		secrets = append(secrets, full, authScheme.ReplaceAllString(full, ""))
		for _, m := range placeholder.FindAllStringSubmatch(h.value, -1) {
			v, _ := env.secret(m[1])
			secrets = append(secrets, v)
		}
	}
	return plain, private, secrets, nil
}

// addressSecrets are the values behind the placeholders of the address.
func (s *apiSource) addressSecrets(env Env) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(s.public, -1) {
		if v, ok := env.secret(m[1]); ok {
			out = append(out, v)
		}
	}
	out = slices.AppendSeq(out, maps.Values(s.secrets))
	return out
}
