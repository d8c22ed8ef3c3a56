package collect

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
	"assay/pipeline/collect"
	"assay/ui/kit"
)

// form asks for an address and the settings of its section. What cannot be an address is refused and asked again.
type form struct {
	title   string
	section string
	without []string // settings that are asked for elsewhere
	fields  []kit.Field
	build   func(*kit.Form) (data string, err error)
}

// ask shows the form and goes on with what it says.
func (s *Screen) ask(f form, then wanted) tea.Cmd {
	settings, fresh := sectionOf(f.section), sectionOf(f.section)
	fields := f.fields
	for _, p := range settings.Params() {
		if !slices.Contains(f.without, p.Name) {
			field := kit.FieldOf(p)
			field.Section = "how it is read"
			fields = append(fields, field)
		}
	}
	asked := kit.NewForm(fields)
	var answer func() tea.Cmd
	answer = func() tea.Cmd {
		data, err := f.build(asked)
		if err != nil {
			return tea.Batch(kit.Say(kit.Bad, err.Error()), kit.AskForm(f.title, asked, answer))
		}
		c := choiceOf(data)
		for name, value := range param.Changed(settings, fresh) {
			c = c.with(f.section+"."+name, value)
		}
		return s.choose(c, then)
	}
	return kit.AskForm(f.title, asked, answer)
}

// sectionOf makes the settings of a section, with their defaults.
func sectionOf(name string) param.Settings {
	for _, s := range collect.Sections() {
		if s.Name == name {
			return s.New()
		}
	}
	return none{}
}

// none has no settings.
type none struct{}

// Params lists nothing.
func (none) Params() []param.Param { return nil }

// askDatabase asks for a server, by a whole address or by its parts.
func (s *Screen) askDatabase(then wanted) tea.Cmd {
	const whole, parts = "a whole address", "or its parts"
	return s.ask(form{title: "database", section: "database", without: []string{"query"}, build: databaseAddress, fields: []kit.Field{
		{Name: "address", Section: whole, Help: "such as postgres://ann@db.example.org/bank or mysql://…; its password is kept in memory only"},
		{Name: "kind", Section: parts, Kind: kit.ChoiceField, Value: "postgres", Choices: []string{"postgres", "mysql"}, Help: "mysql is MariaDB too"},
		{Name: "host", Section: parts, Value: "localhost", Help: "the server's name or number"},
		{Name: "port", Section: parts, Help: "empty is the usual one: 5432 for postgres, 3306 for mysql", Check: port},
		{Name: "database", Section: parts, Help: "which database of the server"},
		{Name: "user", Section: parts},
		{Name: "password", Section: parts, Secret: true, Help: "kept in memory only, never saved; empty if none is needed"},
		{Name: "variable", Label: "or its variable", Section: parts, Help: "the environment variable that holds the password, so that a saved workflow can be run again"},
	}}, then)
}

func port(text string) error {
	if strings.Trim(text, "0123456789") != "" || len(text) > 5 {
		return errors.New("a port is a number such as 5432")
	}
	return nil
}

// databaseAddress puts an address together.
func databaseAddress(f *kit.Form) (string, error) {
	if whole := strings.TrimSpace(f.Value("address")); whole != "" {
		if a := collect.ParseAddress(whole); a.Scheme != "postgres" && a.Scheme != "mysql" && a.Scheme != "sqlite" {
			return "", errors.New("an address of a database starts with postgres: or mysql:")
		}
		return whole, nil
	}
	host, database := strings.TrimSpace(f.Value("host")), strings.TrimSpace(f.Value("database"))
	if host == "" || database == "" {
		return "", errors.New("name the host and the database, or paste a whole address")
	}
	if p := f.Value("port"); p != "" {
		host = net.JoinHostPort(host, p)
	}
	login := url.PathEscape(strings.TrimSpace(f.Value("user")))
	switch variable, password := strings.TrimSpace(f.Value("variable")), f.Value("password"); {
	case variable != "":
		login += ":${" + variable + "}"
	case password != "":
		login += ":" + url.PathEscape(password)
	}
	if login != "" {
		login += "@"
	}
	return f.Value("kind") + "://" + login + host + "/" + url.PathEscape(database), nil
}

// askAPI asks for a web address.
func (s *Screen) askAPI(then wanted) tea.Cmd {
	return s.ask(form{title: "web API", section: "api", fields: []kit.Field{
		{Name: "address", Section: "where", Help: "such as https://example.org/loans?state=open; write ${NAME} for a value from the environment"},
	}, build: func(f *kit.Form) (string, error) {
		data := strings.TrimSpace(f.Value("address"))
		if a := collect.ParseAddress(data); a.Scheme != "http" && a.Scheme != "https" {
			return "", errors.New("a web address starts with https://")
		}
		return data, nil
	}}, then)
}

// askLive asks for a stream.
func (s *Screen) askLive(then wanted) tea.Cmd {
	return s.ask(form{title: "live source", section: "live", fields: []kit.Field{
		{Name: "address", Section: "where", Help: "such as mqtt://broker.example.org/sensors/# or the path of a file that grows"},
	}, build: func(f *kit.Form) (string, error) {
		data := strings.TrimSpace(f.Value("address"))
		if data == "" {
			return "", errors.New("name a topic of a broker, as in mqtt://host/topic, or a file")
		}
		return data, nil
	}}, then)
}
