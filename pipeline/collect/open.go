package collect

import (
	"context"
	"slices"
	"strings"

	"assay/models/param"
)

// Open returns the source that a DATA string names, with its settings. Nothing is read yet.
func Open(data string, o Options) (Source, error) {
	a := ParseAddress(data)
	if o.following() && a.Scheme != "mqtt" && a.Scheme != "mqtts" {
		return openFollowed(a, o)
	}
	switch a.Scheme {
	case "":
		switch a.Place {
		case "-":
			return &stdinSource{o}, nil
		case SampleName:
			return &sampleSource{o}, nil
		}
		return &fileSource{a, o}, nil
	case "sqlite":
		return openSQLite(a, o)
	case "postgres", "mysql":
		return openDatabase(a, o)
	case "http", "https":
		return openAPI(a, o)
	case "mqtt", "mqtts":
		return openMQTT(a, o)
	}
	return nil, &Error{File: data, What: "addresses of " + a.Scheme + " are not read yet", Hint: "name a file"}
}

// Read reads all that a DATA string names, or the raw copy of it that env.Replay asks for.
func Read(ctx context.Context, data string, o Options, env Env) (Raw, error) {
	s, err := Open(data, o)
	if err != nil {
		return Raw{}, err
	}
	env.Store = env.Store.noting(o)
	var raw Raw
	if sha := env.Replay[data]; sha != "" {
		if a, ok := s.(*apiSource); ok {
			o = a.options // what api.records says belongs to the reader
		}
		raw, err = replay(ctx, data, sha, o, env)
	} else {
		raw, err = s.Read(ctx, env)
	}
	raw.Origin.Data, _ = HideSecrets(data)
	return raw, err
}

// Tables lists the tables at an address, nil when it holds one without a name.
func Tables(ctx context.Context, data string, o Options, env Env) ([]TableInfo, error) {
	s, err := Open(data, o)
	if err != nil {
		return nil, err
	}
	if shelf, ok := s.(Shelf); ok {
		return shelf.Tables(ctx, env)
	}
	return nil, nil
}

// Sections lists everything at this stage that has settings.
func Sections() []Section {
	var out []Section
	for _, f := range Formats() {
		if f.Section == "" && len(f.New().Params()) > 0 {
			out = append(out, Section{f.Name, f.Title, func() param.Settings { return f.New() }})
		}
	}
	out = append(out, databaseSection, apiSection, liveSection)
	// CSV comes first: it is what most people read.
	slices.SortStableFunc(out, func(a, b Section) int { return first(b.Name == "csv") - first(a.Name == "csv") })
	return out
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// apply gives s the options of its section.
func (o Options) apply(section string, s param.Settings) error {
	set := map[string]string{}
	for name, value := range o {
		if sec, setting, _ := strings.Cut(name, "."); sec == section {
			set[setting] = value
		}
	}
	if err := param.Apply(s, set); err != nil {
		return err
	}
	if c, ok := s.(checker); ok {
		return c.Check()
	}
	return nil
}

// checker is settings that know more about what is legal than each of them says alone.
type checker interface{ Check() error }

// Check reports the first option that no source has, or that is not legal.
func (o Options) Check() error {
	for _, s := range Sections() {
		if err := o.apply(s.Name, s.New()); err != nil {
			return err
		}
	}
	for name := range o {
		section, _, _ := strings.Cut(name, ".")
		var names []string
		for _, s := range Sections() {
			names = append(names, s.Name)
		}
		if !slices.Contains(names, section) {
			return &unknownSection{name, section, names}
		}
	}
	return nil
}

type unknownSection struct {
	name, section string
	names         []string
}

// Error says which sections there are.
func (e *unknownSection) Error() string {
	return "no source has settings called " + e.section + param.DidYouMean(e.section, e.names) + "; there are " + strings.Join(e.names, ", ")
}
