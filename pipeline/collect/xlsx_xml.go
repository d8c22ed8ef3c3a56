package collect

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// xmlReader walks the tags and texts of an XML part that is in memory. It keeps to what workbooks are made of: no
// document types, hence no entities but the five that XML has, and nothing is read from anywhere else.
type xmlReader struct {
	b    []byte
	at   int
	kind xmlKind
	name []byte // of a tag, without its namespace
	rest []byte // the attributes of an opening tag
	text []byte // as it stands
	bare bool   // the text has no entities to be undone
	self bool   // the opening tag closes itself
	err  error
}

type xmlKind uint8

const (
	xmlOpen xmlKind = iota
	xmlClose
	xmlText
)

var errXML = errors.New("its XML ends in the middle of a tag")

func newXML(part []byte) *xmlReader { return &xmlReader{b: bytes.TrimPrefix(part, bom)} }

// next moves to the next tag or text; false is the end or a fault.
func (x *xmlReader) next() bool {
	for x.err == nil && x.at < len(x.b) {
		if x.b[x.at] != '<' {
			end := bytes.IndexByte(x.b[x.at:], '<')
			if end < 0 {
				end = len(x.b) - x.at
			}
			x.kind, x.text, x.bare = xmlText, x.b[x.at:x.at+end], false
			x.at += end
			return true
		}
		rest := x.b[x.at:]
		if len(rest) > 1 && rest[1] != '!' && rest[1] != '?' {
			return x.tag()
		}
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			x.past("-->")
		case bytes.HasPrefix(rest, []byte("<?")):
			x.past("?>")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			from := x.at + len("<![CDATA[")
			if x.past("]]>") {
				x.kind, x.text, x.bare = xmlText, x.b[from:x.at-3], true
				return true
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			x.err = errors.New("its XML has a document type, which no workbook has")
		default:
			return x.tag()
		}
	}
	return false
}

// past moves behind the next mark.
func (x *xmlReader) past(mark string) bool {
	end := bytes.Index(x.b[x.at:], []byte(mark))
	if end < 0 {
		x.err = errXML
		return false
	}
	x.at += end + len(mark)
	return true
}

func (x *xmlReader) tag() bool {
	i, n := x.at+1, len(x.b)
	x.kind, x.self = xmlOpen, false
	if i < n && x.b[i] == '/' {
		x.kind, i = xmlClose, i+1
	}
	start := i
	for i < n && x.b[i] > ' ' && x.b[i] != '>' && x.b[i] != '/' {
		i++
	}
	x.name = x.b[start:i]
	if colon := bytes.LastIndexByte(x.name, ':'); colon >= 0 {
		x.name = x.name[colon+1:]
	}
	start = i
	for ; i < n && x.b[i] != '>'; i++ {
		if c := x.b[i]; c == '"' || c == '\'' {
			end := bytes.IndexByte(x.b[i+1:], c)
			if end < 0 {
				break
			}
			i += end + 1
		}
	}
	if i >= n || x.b[i] != '>' {
		x.err = errXML
		return false
	}
	if x.rest = x.b[start:i]; x.kind == xmlOpen && len(x.rest) > 0 && x.rest[len(x.rest)-1] == '/' {
		x.self, x.rest = true, x.rest[:len(x.rest)-1]
	}
	x.at = i + 1
	return true
}

// is reports whether this is an opening tag of that name.
func (x *xmlReader) is(name string) bool { return x.kind == xmlOpen && string(x.name) == name }

// ends reports whether this is a closing tag of that name.
func (x *xmlReader) ends(name string) bool { return x.kind == xmlClose && string(x.name) == name }

// attr is the value of an attribute as it stands, without regard to its namespace; nil when there is none.
func (x *xmlReader) attr(name string) []byte {
	b, i := x.rest, 0
	for {
		for i < len(b) && b[i] <= ' ' {
			i++
		}
		start := i
		for i < len(b) && b[i] != '=' {
			if b[i] == ':' {
				start = i + 1
			}
			i++
		}
		end := i
		for end > start && b[end-1] <= ' ' {
			end--
		}
		for i++; i < len(b) && b[i] <= ' '; i++ {
		}
		if i >= len(b) || b[i] != '"' && b[i] != '\'' {
			return nil
		}
		n := bytes.IndexByte(b[i+1:], b[i])
		if n < 0 {
			return nil
		}
		if string(b[start:end]) == name {
			return b[i+1 : i+1+n]
		}
		i += n + 2
	}
}

// word is attr as text.
func (x *xmlReader) word(name string) string { return xmlString(x.attr(name)) }

// number is attr as a whole number, or otherwise.
func (x *xmlReader) number(name string, otherwise int) int {
	b := x.attr(name)
	if len(b) == 0 {
		return otherwise
	}
	if n, err := strconv.Atoi(string(b)); err == nil {
		return n
	}
	return otherwise
}

// content is the text here with its entities undone.
func (x *xmlReader) content() string {
	if x.bare {
		return string(x.text)
	}
	return xmlString(x.text)
}

// xmlString undoes the entities of XML.
func xmlString(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		amp := bytes.IndexByte(b, '&')
		if amp < 0 {
			amp = len(b)
		}
		out.Write(b[:amp])
		if b = b[amp:]; len(b) == 0 {
			break
		}
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if end < 0 {
			end = 0
		}
		if s, ok := entity(string(b[1:max(end, 1)])); ok {
			out.WriteString(s)
		} else {
			out.Write(b[:end+1])
		}
		b = b[end+1:]
	}
	return out.String()
}

func entity(name string) (string, bool) {
	switch name {
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "amp":
		return "&", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name {
		return "", false
	}
	if hex := strings.TrimLeft(digits, "xX"); hex != digits {
		digits, base = hex, 16
	}
	r, err := strconv.ParseUint(digits, base, 21)
	return string(rune(r)), err == nil
}

// unescapeCell undoes what workbooks do to characters that XML cannot hold: _x000D_ is a carriage return.
func unescapeCell(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			return out.String() + s
		}
		r, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i] + string(rune(r)))
		s = s[i+7:]
	}
}
