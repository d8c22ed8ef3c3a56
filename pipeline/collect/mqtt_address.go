package collect

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/eclipse/paho.golang/autopaho"
)

// mqttAddress is an address mqtt://USER:PASSWORD@HOST:PORT/TOPIC taken apart. Everything after the host is the topic,
// with its wildcards + and #; several topics are separated by commas.
type mqttAddress struct {
	scheme, host   string
	user, password string // with ${NAME} for secrets
	topics         []string
}

func parseMQTT(a Address, name string) (m mqttAddress, err error) {
	fault := func(what, hint string) (mqttAddress, error) { return m, &Error{File: name, What: what, Hint: hint} }
	const form = "write it as mqtt://HOST:PORT/TOPIC, such as mqtt://127.0.0.1/sensors/#"
	m.scheme = a.Scheme
	_, rest, ok := strings.Cut(a.Place, "://")
	if !ok {
		return fault("this is not an MQTT address", form)
	}
	account, server, topic := splitMQTT(rest)
	user, password, _ := strings.Cut(account, ":")
	m.user, m.password = unescape(user), unescape(password)
	host, port, err := net.SplitHostPort(server)
	if err != nil {
		host, port = strings.Trim(server, "[]"), map[string]string{"mqtt": "1883", "mqtts": "8883"}[m.scheme]
	}
	if host == "" || strings.ContainsAny(host, " \t\"<>#+") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
		return fault("there is no host in this address", form)
	}
	if _, err := net.LookupPort("tcp", port); err != nil || port == "" {
		return fault(fmt.Sprintf("%q is not a port", shorten(port)), form)
	}
	m.host = net.JoinHostPort(host, port)
	if topic == "" {
		return fault("there is no topic in this address", "say what to listen to, as in mqtt://HOST/sensors/+/temperature; mqtt://HOST/# is everything")
	}
	for t := range strings.SplitSeq(topic, ",") {
		if u, err := url.PathUnescape(t); err == nil {
			t = u
		}
		if why := badTopic(t); why != "" {
			return fault(fmt.Sprintf("the topic %q is not legal: %s", shorten(t), why), "+ stands for one level and # for all further ones, as in sensors/+/temperature and sensors/#")
		}
		m.topics = append(m.topics, t)
	}
	return m, nil
}

// splitMQTT cuts what follows mqtt://. A password may hold a slash; a topic may hold an @ after the host and its port.
func splitMQTT(rest string) (account, server, topic string) {
	server, topic, _ = strings.Cut(rest, "/")
	if at := strings.LastIndexByte(server, '@'); at >= 0 {
		return server[:at], server[at+1:], topic
	}
	_, port, has := strings.Cut(server, ":")
	if at := strings.LastIndexByte(topic, '@'); has && at >= 0 && strings.Trim(port, "0123456789") != "" && !strings.HasPrefix(server, "[") {
		account = server + "/" + topic[:at]
		server, topic, _ = strings.Cut(topic[at+1:], "/")
	}
	return account, server, topic
}

// hideMQTT hides the password of an address.
func hideMQTT(data string, hide func(name, value string) string) string {
	before, rest, _ := strings.Cut(data, "://")
	account, _, _ := splitMQTT(rest)
	user, password, has := strings.Cut(account, ":")
	if !has {
		return data
	}
	return before + "://" + user + ":" + hide("mqtt_password", unescape(password)) + rest[len(account):]
}

// badTopic says why a topic filter is not one (MQTT 5.0, section 4.7), "" when it is.
func badTopic(t string) string {
	if t == "" {
		return "it is empty"
	}
	if len(t) > 65535 || strings.ContainsRune(t, 0) {
		return "it is too long or holds a zero byte"
	}
	levels := strings.Split(t, "/")
	for i, level := range levels {
		switch {
		case strings.Contains(level, "#") && (level != "#" || i < len(levels)-1):
			return "# stands only at the end, as a level of its own"
		case strings.Contains(level, "+") && level != "+":
			return "+ stands only as a level of its own"
		}
	}
	return ""
}

// connectFault says why a connection failed, what to do, and whether trying again is of no use.
func connectFault(err error) (what, hint string, final bool) {
	var refused *autopaho.ConnackError
	if !errors.As(err, &refused) {
		what, hint = netTrouble(innermost(err)), netHint(err)
		if strings.Contains(err.Error(), "EOF") || strings.Contains(err.Error(), "reset by peer") {
			what, hint = "the broker ended the connection while greeting", "check that it speaks MQTT 5, and that mqtts: is used where it wants TLS"
		}
		return what, hint, false
	}
	switch refused.ReasonCode {
	case 0x86, 0x04, 0x05:
		return "the broker does not take this user and password", "check them; the password may be written as ${MQTT_PASSWORD} and set in the environment", true
	case 0x87:
		return "the broker does not let this user in", "check the user and password, or ask who runs the broker for access", true
	case 0x84, 0x01:
		return "the broker does not speak MQTT 5", "use a broker that does, such as mosquitto 1.6 or later", true
	case 0x8A:
		return "the broker has banned this user", "ask who runs the broker", true
	}
	what = fmt.Sprintf("the broker refuses the connection (reason %#02x)", refused.ReasonCode)
	if refused.Reason != "" {
		what += fmt.Sprintf(": %q", shorten(refused.Reason))
	}
	return what, "see the log of the broker for why", false
}

// innermost is the error without what was said around it, but for the words of the network.
func innermost(err error) error {
	var op *net.OpError
	if inner := errors.Unwrap(err); inner != nil && !errors.As(err, &op) {
		return innermost(inner)
	}
	return err
}

// refusedTopic is the error of a topic that the broker does not give.
func refusedTopic(name, topic string, code byte) error {
	e := &Error{File: name, What: fmt.Sprintf("the broker does not let this user listen to %q", shorten(topic)), Hint: "check the user's rights and the topic"}
	switch code {
	case 0x8F:
		e.What = fmt.Sprintf("the broker takes %q for no topic", shorten(topic))
	case 0xA2, 0x9E:
		e.What, e.Hint = fmt.Sprintf("the broker does not allow wildcards as in %q", shorten(topic)), "name each topic, separated by commas"
	}
	return e
}
