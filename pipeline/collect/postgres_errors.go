package collect

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// explain turns an error of the driver or server into one for people.
func (p *postgres) explain(rows int, err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if errors.Is(err, context.Canceled) {
			return context.Canceled
		}
		return lostConnection(p.name, rows)
	}
	what := oneLine(p.hide(pg.Message))
	switch {
	case pg.Code == "57014": // query_canceled
		return &Error{File: p.name, What: "the server ended the query: " + what, Hint: "it may have a statement_timeout; ask for less with database.limit or database.query"}
	case strings.HasPrefix(pg.Code, "57P"), strings.HasPrefix(pg.Code, "08"):
		return lostConnection(p.name, rows)
	case pg.Code == "25006": // read_only_sql_transaction
		return &Error{File: p.name, What: "the query would write, and was refused: " + what, Hint: "give one SELECT; assay only reads, and never writes to a source"}
	case pg.Code == "42501":
		return &Error{File: p.name, What: what, Hint: "ask for the right to read it (GRANT SELECT), or log in as another user"}
	case pg.Code == "42P01":
		return &Error{File: p.name, What: what + postgresPosition(pg.Position), Hint: "check the name and its schema; `assay profile` of the address without # lists what there is"}
	case pg.Code == "42601" && strings.Contains(what, "multiple commands"):
		return &Error{File: p.name, What: "the query holds several statements", Hint: "give one SELECT; assay only reads, and never writes to a source"}
	}
	hint := "correct database.query"
	if pg.Hint != "" {
		hint += "; the server says: " + oneLine(p.hide(pg.Hint))
	}
	return &Error{File: p.name, What: what + postgresPosition(pg.Position) + " (SQLSTATE " + pg.Code + ")", Hint: hint}
}

// postgresConnecting says why there is no connection.
func postgresConnecting(name string, l dbLogin, c *pgconn.Config, err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		what, hint := oneLine(l.scrub(pg.Message)), "see the server's log"
		switch pg.Code {
		case "28P01", "28000":
			hint = "check user and password; the password may be in ${POSTGRES_PASSWORD} of the address, PGPASSWORD or ~/.pgpass"
		case "3D000":
			hint = "check the name of the database behind the host: postgres://USER@HOST/DATABASE"
		case "53300":
			hint = "the server has no connection left; try again later"
		}
		return &Error{File: name, What: what, Hint: hint}
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	return unconnected(name, l, c.Host, err)
}

// unconnected says why a server could not be reached.
func unconnected(name string, l dbLogin, host string, err error) error {
	var dns *net.DNSError
	text := oneLine(l.scrub(err.Error()))
	switch {
	case errors.As(err, &dns):
		return &Error{File: name, What: "there is no host called " + plainName(shorten(l.scrub(host))), Hint: "check the name in the address"}
	case strings.Contains(text, "connection refused"):
		return &Error{File: name, What: "connection refused: no server listens there", Hint: "check host and port, and that the server runs"}
	case strings.Contains(text, "no such file or directory"):
		return &Error{File: name, What: "there is no server on this machine (no socket)", Hint: "name the host: ...@HOST:PORT/DATABASE"}
	case strings.Contains(text, "tls") || strings.Contains(text, "TLS") || strings.Contains(text, "certificate") || strings.Contains(text, "x509"):
		return &Error{File: name, What: "no secure connection: " + lastReason(text), Hint: "check sslmode (PostgreSQL) or tls (MySQL) in the address, and the server's certificate"}
	case strings.Contains(text, "password") && strings.Contains(text, "SASL"):
		return &Error{File: name, What: "the server asks for a password", Hint: "write ...://USER:${POSTGRES_PASSWORD}@HOST, or set PGPASSWORD"}
	}
	return &Error{File: name, What: "no connection: " + lastReason(text), Hint: "check host, port and that a server of this kind listens there"}
}

// lastReason is the innermost reason of a chain of errors.
func lastReason(text string) string {
	if at := strings.LastIndex(text, ": "); at >= 0 && at+2 < len(text) {
		return text[at+2:]
	}
	return text
}
