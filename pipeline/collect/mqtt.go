package collect

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
)

// openMQTT returns the source of an mqtt: address.
func openMQTT(a Address, o Options) (Source, error) {
	return openFollowed(a, o)
}

// mqttStream hears the topics of an MQTT 5 broker, each message at least once (QoS 1). A connection that breaks is made
// again; the broker holds back for sessionTime what comes in between, if it was not restarted.
type mqttStream struct {
	mqttAddress
	name string // for messages
}

const (
	sessionTime     = 10 * time.Minute
	keepAlive       = 15 * time.Second // a dead connection is noticed within one and a half of it
	connectTimeout  = 10 * time.Second
	largestMessage  = 16 << 20
	slowestAttempts = 5 * time.Second
)

func newMQTT(a Address, public string) (*mqttStream, error) {
	address, err := parseMQTT(a, public)
	return &mqttStream{address, public}, err
}

// Listen connects, subscribes and hears until ctx is cancelled, or for givesUp without a connection.
func (s *mqttStream) Listen(ctx context.Context, env Env, to func(Message)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &mqttListener{mqttStream: s, env: env, to: to, ctx: ctx, end: cancel}
	config, err := l.config()
	if err != nil {
		return err
	}
	connection, err := autopaho.NewConnection(ctx, config)
	if err != nil {
		return &Error{File: s.name, What: err.Error(), Hint: "write the address as mqtt://HOST:PORT/TOPIC"}
	}
	<-ctx.Done()
	<-connection.Done()
	var fault *Error
	if errors.As(context.Cause(ctx), &fault) {
		return fault
	}
	return nil
}

// mqttListener is the state of listening to one broker. The callbacks come from several goroutines.
type mqttListener struct {
	*mqttStream
	env Env
	ctx context.Context
	end context.CancelCauseFunc
	to  func(Message)

	mu   sync.Mutex // lets one callback at a time call to, and guards what follows
	was  bool       // there was a connection
	lost time.Time
}

func (l *mqttListener) config() (autopaho.ClientConfig, error) {
	c := autopaho.ClientConfig{ServerUrls: []*url.URL{{Scheme: l.scheme, Host: l.host}}, KeepAlive: uint16(keepAlive / time.Second),
		CleanStartOnInitialConnection: true, SessionExpiryInterval: uint32(sessionTime / time.Second), ConnectTimeout: connectTimeout,
		ReconnectBackoff: func(attempt int) time.Duration {
			return min(time.Duration(attempt)*500*time.Millisecond, slowestAttempts)
		},
		OnConnectionUp: l.up, OnConnectionDown: l.down, OnConnectError: l.failed,
		ClientConfig: paho.ClientConfig{ClientID: "assay-" + rand.Text()[:12], OnPublishReceived: []func(paho.PublishReceived) (bool, error){l.heard}},
	}
	if l.scheme == "mqtts" {
		c.TlsCfg = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	var err error
	if c.ConnectUsername, err = l.env.reveal(l.name, l.user, false); err != nil {
		return c, err
	}
	password, err := l.env.reveal(l.name, l.password, false)
	c.ConnectPassword = []byte(password)
	c.ConnectPacketBuilder = func(p *paho.Connect, _ *url.URL) (*paho.Connect, error) {
		largest := uint32(largestMessage)
		if p.Properties == nil {
			p.Properties = &paho.ConnectProperties{}
		}
		p.Properties.MaximumPacketSize = &largest
		return p, nil
	}
	// The broker need not hold back messages for a listener that is done.
	c.DisconnectPacketBuilder = func() *paho.Disconnect {
		none := uint32(0)
		return &paho.Disconnect{Properties: &paho.DisconnectProperties{SessionExpiryInterval: &none}}
	}
	return c, err
}

// up subscribes anew; the broker repeats kept messages only for topics that are new to it.
func (l *mqttListener) up(connection *autopaho.ConnectionManager, _ *paho.Connack) {
	var topics []paho.SubscribeOptions
	for _, t := range l.topics {
		topics = append(topics, paho.SubscribeOptions{Topic: t, QoS: 1, RetainHandling: 1})
	}
	ctx, cancel := context.WithTimeout(l.ctx, connectTimeout)
	defer cancel()
	l.event(Connected, "")
	answer, err := connection.Subscribe(ctx, &paho.Subscribe{Subscriptions: topics})
	if answer != nil {
		for i, code := range answer.Reasons {
			if code >= 0x80 && i < len(l.topics) {
				l.end(refusedTopic(l.name, l.topics[i], code))
				return
			}
		}
	}
	if errors.Is(err, paho.ErrInvalidArguments) {
		l.end(refusedTopic(l.name, strings.Join(l.topics, ","), 0xA2))
	} else if errors.Is(err, context.DeadlineExceeded) && l.ctx.Err() == nil {
		l.end(&Error{File: l.name, What: "the broker did not answer within " + connectTimeout.String(), Hint: "see the log of the broker for why"})
	}
}

func (l *mqttListener) down() bool {
	l.mu.Lock()
	l.lost = l.env.now()
	l.mu.Unlock()
	if l.ctx.Err() == nil {
		l.event(Lost, "the broker ended the connection or went away")
	}
	return true
}

// failed judges an attempt to connect: the first must come through, and so must those the broker refuses for good.
func (l *mqttListener) failed(err error) {
	l.mu.Lock()
	was, lost := l.was, l.lost
	l.mu.Unlock()
	what, hint, final := connectFault(err)
	switch {
	case l.ctx.Err() != nil:
	case !was || final:
		l.end(&Error{File: l.name, What: what, Hint: hint})
	case l.env.now().Sub(lost) > givesUp:
		l.end(&Error{File: l.name, What: fmt.Sprintf("the connection was lost and did not come back within %v: %s", givesUp, what), Hint: "start listening again when the broker is back"})
	default:
		l.event(Lost, what)
	}
}

func (l *mqttListener) event(e Event, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.was = l.was || e == Connected
	l.to(Message{Event: e, Received: l.env.now(), Why: why})
}

func (l *mqttListener) heard(p paho.PublishReceived) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() == nil {
		l.to(Message{Received: l.env.now(), Topic: p.Packet.Topic, Payload: p.Packet.Payload})
	}
	return true, nil
}
