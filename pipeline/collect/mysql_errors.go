package collect

import (
	"context"
	"errors"

	"github.com/go-sql-driver/mysql"
)

// explain turns an error of the driver or server into one for people. When ctx has ended, so does the query.
func (m *mySQL) explain(ctx context.Context, rows int, err error) error {
	var refused *Error
	var my *mysql.MySQLError
	switch {
	case ctx.Err() != nil:
		m.kill()
		return ctx.Err()
	case errors.As(err, &refused):
		return refused
	case !errors.As(err, &my):
		return lostConnection(m.name, rows)
	}
	what := oneLine(m.hide(my.Message))
	switch my.Number {
	case 1053, 1927, 1152, 1184, 4031: // shutdown, killed, aborted, disconnected
		return lostConnection(m.name, rows)
	case 1792: // cannot execute statement in a read only transaction
		return &Error{File: m.name, What: "the query would write, and was refused: " + what, Hint: "give one SELECT; assay only reads, and never writes to a source"}
	case 1142, 1143, 1044, 1370:
		return &Error{File: m.name, What: what, Hint: "ask for the right to read it (GRANT SELECT), or log in as another user"}
	case 1146, 1109:
		return &Error{File: m.name, What: what, Hint: "check the name; `assay profile` of the address without # lists what there is"}
	case 1317, 3024, 1969, 1028:
		return &Error{File: m.name, What: "the server ended the query: " + what, Hint: "it may have a time limit; ask for less with database.limit or database.query"}
	}
	return &Error{File: m.name, What: what, Hint: "correct database.query"}
}

// mysqlConnecting says why there is no connection.
func mysqlConnecting(name string, l dbLogin, err error) error {
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		what, hint := oneLine(l.scrub(my.Message)), "see the server's log"
		switch my.Number {
		case 1045, 1698, 1044:
			hint = "check user and password; the password may be in ${MYSQL_PASSWORD} of the address, or in MYSQL_PWD"
		case 1049:
			hint = "check the name of the database behind the host: mysql://USER@HOST/DATABASE"
		case 1040, 1203:
			hint = "the server has no connection left; try again later"
		}
		return &Error{File: name, What: what, Hint: hint}
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	return unconnected(name, l, l.hosts[0][0], err)
}
