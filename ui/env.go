package ui

import (
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"assay/ui/kit"
)

// Environment makes the options for the terminal at out, from environment variables alone: nothing is asked, so nothing
// is waited for. NO_COLOR with any value turns colours off; a locale that is not UTF-8 turns Unicode off.
func Environment(theme kit.Theme, out *os.File, environ []string) Options {
	if theme == "" {
		theme = kit.Auto
	}
	opts := Options{Theme: theme, Mouse: true, ASCII: !unicodeLocale(environ)}
	if lookup(environ, "NO_COLOR") == "" {
		opts.Depth = depthOf(colorprofile.Detect(out, environ))
	}
	return opts
}

func depthOf(p colorprofile.Profile) kit.Depth {
	switch p {
	case colorprofile.TrueColor:
		return kit.TrueColour
	case colorprofile.ANSI256:
		return kit.Colours256
	case colorprofile.ANSI:
		return kit.Colours16
	}
	return kit.NoColour
}

// profileOf is what the renderer may send at most.
func profileOf(d kit.Depth) colorprofile.Profile {
	switch d {
	case kit.TrueColour:
		return colorprofile.TrueColor
	case kit.Colours256:
		return colorprofile.ANSI256
	case kit.Colours16:
		return colorprofile.ANSI
	}
	return colorprofile.ASCII
}

// unicodeLocale reports whether the locale is UTF-8, by the first of LC_ALL, LC_CTYPE and LANG that is set (POSIX.1-2017,
// 8.2). With none set the locale is C on Unix; Windows terminals set none and take UTF-8.
func unicodeLocale(environ []string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(lookup(environ, name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return os.PathSeparator == '\\'
}

// lookup returns the last value of a variable, or "".
func lookup(environ []string, name string) string {
	for i := len(environ) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(environ[i], name+"="); ok {
			return v
		}
	}
	return ""
}
