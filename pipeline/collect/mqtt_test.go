package collect

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

func TestMQTTAddresses(t *testing.T) {
	for _, c := range []struct{ data, host, user, password, topics string }{
		{"mqtt://h/a", "h:1883", "", "", "a"},
		{"mqtts://h/a/+/b/#", "h:8883", "", "", "a/+/b/#"},
		{"MQTT://h:99/#", "h:99", "", "", "#"},
		{"mqtt://[::1]:99/a", "[::1]:99", "", "", "a"},
		{"mqtt://[::1]/a", "[::1]:1883", "", "", "a"},
		{"mqtt://h//a", "h:1883", "", "", "/a"},
		{"mqtt://h/a,b/#", "h:1883", "", "", "a b/#"},
		{"mqtt://h/a%20b%2Cc", "h:1883", "", "", "a b,c"},
		{"mqtt://u:${MQTT_PASSWORD}@h/a?b", "h:1883", "u", "${MQTT_PASSWORD}", "a?b"},
		{"mqtt://u:p%40%2F@h:5/a", "h:5", "u", "p@/", "a"},
		{"mqtt://u:p/q@h:5/a", "h:5", "u", "p/q", "a"},
		{"mqtt://h:5/me@home", "h:5", "", "", "me@home"},
		{"mqtt://h/me@home:1", "h:1883", "", "", "me@home:1"},
	} {
		a := ParseAddress(c.data)
		m, err := parseMQTT(a, c.data)
		if err != nil || a.Table != "" || m.host != c.host || m.user != c.user || m.password != c.password || strings.Join(m.topics, " ") != c.topics {
			t.Errorf("%s: %+v, %v, table %q", c.data, m, err, a.Table)
		}
		public, secrets := HideSecrets(c.data)
		if c.password != "" && c.password != "${MQTT_PASSWORD}" {
			if secrets["MQTT_PASSWORD"] != c.password || strings.Contains(public, "p%40") || strings.Contains(public, "p/q") || !strings.HasSuffix(public, ":${MQTT_PASSWORD}@h:5/a") {
				t.Errorf("%s is shown as %s, secrets %v", c.data, public, secrets)
			}
		} else if public != c.data {
			t.Errorf("%s is shown as %s", c.data, public)
		}
	}
	for _, data := range []string{"mqtt:h/a", "mqtt://", "mqtt:///a", "mqtt://h", "mqtt://h/", "mqtt://h/a#", "mqtt://h/#/a", "mqtt://h/a+/b", "mqtt://h:x/a", "mqtt://h:99999/a", "mqtt://h/a,,b", "mqtt://h h/a", "mqtt://a:b:c/d"} {
		if _, err := Open(data, nil); err == nil || !strings.Contains(err.Error(), "; hint: ") {
			t.Errorf("%s: %v", data, err)
		}
	}
}

// door lets in who knows the password, if there is one, and lets nobody listen to shut.
type door struct {
	mqtt.HookBase
	password string
}

func (d *door) ID() string { return "door" }

func (d *door) Provides(b byte) bool { return b == mqtt.OnConnectAuthenticate || b == mqtt.OnACLCheck }

func (d *door) OnConnectAuthenticate(_ *mqtt.Client, p packets.Packet) bool {
	return d.password == "" || string(p.Connect.Username) == "bank" && string(p.Connect.Password) == d.password
}

func (d *door) OnACLCheck(_ *mqtt.Client, topic string, _ bool) bool {
	return !strings.HasPrefix(topic, "shut")
}

// embedded is a broker in this process.
type embedded struct {
	*mqtt.Server
	stop func() // may be called more than once
}

// broker starts an embedded broker; address "" finds a free port.
func broker(t *testing.T, address, password string) (embedded, string) {
	t.Helper()
	if address == "" {
		address = freePort(t)
	}
	s := mqtt.New(&mqtt.Options{InlineClient: true, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	err := s.AddHook(&door{password: password}, nil)
	if err == nil {
		err = s.AddListener(listeners.NewTCP(listeners.Config{ID: "t", Address: address}))
	}
	if err == nil {
		err = s.Serve()
	}
	if err != nil {
		t.Fatal(err)
	}
	stop := sync.OnceFunc(func() { _ = s.Close() })
	t.Cleanup(stop)
	return embedded{s, stop}, address
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func publish(t *testing.T, s embedded, topic, payload string) {
	t.Helper()
	if err := s.Publish(topic, []byte(payload), false, 1); err != nil {
		t.Fatal(err)
	}
}

// subscribed waits until the broker knows a listener.
func subscribed(t *testing.T, s embedded, topic string) {
	t.Helper()
	until(t, "a subscription to "+topic, func() bool { return len(s.Topics.Subscribers(topic).Subscriptions) > 0 })
}

func TestMQTT(t *testing.T) {
	s, address := broker(t, "", "")
	before := runtime.NumGoroutine()
	m := &Monitor{}
	go func() {
		subscribed(t, s, "home/x/temp")
		publish(t, s, "home/kitchen/temp", "21.5")
		publish(t, s, "home/kitchen/hum", "40")
		publish(t, s, "home/attic/temp", "17")
		publish(t, s, "home/attic/temp", "")
		publish(t, s, "office", `{"temp": 20, "at": {"room": 3}}`)
		publish(t, s, "home/attic/temp", "18")
	}()
	raw, err := Read(t.Context(), "mqtt://"+address+"/home/+/temp,office/#", Options{"live.rows": "4"}, Env{Monitor: m})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(raw.Table.Names(), " "); got != "received topic value temp at.room" {
		t.Error(got)
	}
	var got []string
	for i := range raw.Table.Rows() {
		got = append(got, raw.Table.Column("topic").Cell(i)+"="+raw.Table.Column("value").Cell(i)+raw.Table.Column("temp").Cell(i))
	}
	if !reflect.DeepEqual(got, []string{"home/kitchen/temp=21.5", "home/attic/temp=17", "office=20", "home/attic/temp=18"}) {
		t.Error(got)
	}
	o := raw.Origin
	if o.Kind != "mqtt" || len(o.Rejects) != 1 || !strings.Contains(strings.Join(o.Warnings, "\n"), "1 message skipped, empty") || o.SHA256 == "" {
		t.Errorf("%+v", o)
	}
	goroutines(t, before)
	until(t, "the session is over", func() bool { return len(s.Topics.Subscribers("office").Subscriptions) == 0 })
}

// TestMQTTOutage lets the broker go away and come back: the listener says so, and hears again.
func TestMQTTOutage(t *testing.T) {
	before := runtime.NumGoroutine()
	s, address := broker(t, "", "")
	r, err := Listen(t.Context(), "mqtt://"+address+"/t/#", nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	subscribed(t, s, "t/1")
	for i := range 10 {
		publish(t, s, "t/1", fmt.Sprint(i))
	}
	until(t, "ten messages", func() bool { return r.Stats().Received == 10 })
	s.stop()
	until(t, "it is lost", func() bool { return r.Stats().State == Away })
	time.Sleep(50 * time.Millisecond)
	s, _ = broker(t, address, "")
	subscribed(t, s, "t/1")
	publish(t, s, "t/1", "10")
	until(t, "one more", func() bool { return r.Stats().Received == 11 })
	st := r.Stats()
	if st.State != Listening || st.Reconnects != 1 || st.Gaps.Count != 1 || st.Gaps.Longest < 50*time.Millisecond {
		t.Errorf("%v, %d reconnects, %+v", st.State, st.Reconnects, st.Gaps)
	}
	r.Stop()
	if err := r.Err(); err != nil || r.Stats().State != Ended {
		t.Error(err)
	}
	raw, err := r.Freeze(0, 0)
	if err != nil || raw.Table.Rows() != 11 || !strings.Contains(strings.Join(raw.Origin.Warnings, "\n"), "lost and found again 1 time") {
		t.Errorf("%v: %v", err, raw.Origin.Warnings)
	}
	s.stop()
	goroutines(t, before)
}

func TestMQTTRefuses(t *testing.T) {
	_, address := broker(t, "", "hunter22")
	mute, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and ends them
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	go func() {
		for c, err := mute.Accept(); err == nil; c, err = mute.Accept() {
			c.Close()
		}
	}()
	before := runtime.NumGoroutine()
	for _, c := range []struct{ name, data, want string }{
		{"refused", "mqtt://127.0.0.1:1/x", "the connection was refused; nothing listens there; hint: check the host and port"},
		{"unknown host", "mqtt://no-such-host.invalid/x", `the host "no-such-host.invalid" is not known; hint: check the host's name`},
		{"wrong password", "mqtt://bank:wrong@" + address + "/open/x", "the broker does not take this user and password"},
		{"no user", "mqtt://" + address + "/open/x", "the broker does not"},
		{"forbidden", "mqtt://bank:${PW}@" + address + "/shut/x", `the broker does not let this user listen to "shut/x"`},
		{"no secret", "mqtt://bank:${NO_SUCH_PASSWORD}@" + address + "/x", "the value of ${NO_SUCH_PASSWORD} is not known"},
		{"no broker", "mqtt://" + mute.Addr().String() + "/x", "the broker ended the connection while greeting"},
		{"nothing comes", "mqtt://bank:hunter22@" + address + "/open/x", "no message came within 300ms; hint: check that something publishes"},
		{"no TLS", "mqtts://" + address + "/x", "hint: "},
	} {
		secret := func(name string) (string, bool) { return "hunter22", name == "PW" }
		_, err := Read(t.Context(), c.data, Options{"live.seconds": map[bool]string{true: "0.3", false: "20"}[c.name == "nothing comes"]}, Env{Secret: secret})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter22") || strings.Contains(err.Error(), "wrong@")) {
			t.Errorf("%s: the password is told: %v", c.name, err)
		}
		t.Log(err)
	}
	goroutines(t, before)
}

// TestMQTTPace sends ten thousand messages a second for a short while and expects each to be counted.
func TestMQTTPace(t *testing.T) {
	s, address := broker(t, "", "")
	r, err := Listen(t.Context(), "mqtt://"+address+"/fast/#", Options{"live.window": "1000"}, Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	subscribed(t, s, "fast/1")
	const n = 20_000
	sent := 0
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for sent < n {
		<-tick.C
		for range 100 {
			if err := s.Publish("fast/1", fmt.Appendf(nil, `{"n": %d, "value": 20.5}`, sent), false, 0); err != nil {
				t.Fatal(err)
			}
			sent++
		}
	}
	until(t, "all have come", func() bool { return r.Stats().Received >= n })
	if st := r.Stats(); st.Received != n || st.Kept != 1000 || st.Dropped != n-1000 || st.Skipped != 0 {
		t.Errorf("%d received of %d, %d kept, %d dropped, %d skipped", st.Received, n, st.Kept, st.Dropped, st.Skipped)
	}
}

// TestMosquitto listens to a real broker while it is killed and started again, with every message sent at least once.
// ASSAY_MQTT names the address to run it at, such as mqtt://127.0.0.1:51883.
func TestMosquitto(t *testing.T) {
	where := os.Getenv("ASSAY_MQTT")
	if where == "" {
		t.Skip("ASSAY_MQTT names no broker")
	}
	u, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("messages", func(t *testing.T) { mosquittoHears(t, u.Host) })
	program, err := exec.LookPath("mosquitto")
	if err != nil {
		t.Skip("no mosquitto to kill: ", err)
	}
	t.Run("killed", func(t *testing.T) { mosquittoKilled(t, program) })
}

func mosquittoHears(t *testing.T, host string) {
	r, err := Listen(t.Context(), "mqtt://"+host+"/assay/test/#", nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	p := publisher(t, host)
	until(t, "the first has come", func() bool { // a subscription takes a moment
		p("assay/test/first", "0")
		return r.Stats().Received > 0
	})
	first := r.Stats().Received
	for i := range 500 {
		p("assay/test/n", fmt.Sprint(i))
	}
	until(t, "all have come", func() bool { return r.Stats().Received >= first+500 })
	time.Sleep(50 * time.Millisecond)
	if got := r.Stats().Received; got > first+500+5 {
		t.Errorf("%d messages of 500", got-first)
	}
}

func mosquittoKilled(t *testing.T, program string) {
	address := freePort(t)
	_, port, _ := net.SplitHostPort(address)
	config := filepath.Join(t.TempDir(), "m.conf")
	write(t, config, "listener "+port+" 127.0.0.1\nallow_anonymous true\n")
	start := func() *exec.Cmd {
		c := exec.Command(program, "-c", config)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, "mosquitto is up", func() bool {
			conn, err := net.Dial("tcp", address)
			if err == nil {
				conn.Close()
			}
			return err == nil
		})
		return c
	}
	c := start()
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	r, err := Listen(t.Context(), "mqtt://"+address+"/k/#", nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	until(t, "connected", func() bool { return r.Stats().State == Listening })
	p := publisher(t, address)
	time.Sleep(300 * time.Millisecond)
	for i := range 100 {
		p("k/1", fmt.Sprint(i))
	}
	until(t, "a hundred have come", func() bool { return r.Stats().Received == 100 })
	_ = c.Process.Kill()
	_ = c.Wait()
	until(t, "it is lost", func() bool { return r.Stats().State == Away })
	c = start()
	until(t, "it is back", func() bool { return r.Stats().State == Listening && r.Stats().Reconnects == 1 })
	time.Sleep(300 * time.Millisecond)
	for i := range 100 {
		p("k/1", fmt.Sprint(100+i))
	}
	until(t, "two hundred have come", func() bool { return r.Stats().Received >= 200 })
	if st := r.Stats(); st.Gaps.Count != 1 || st.Reconnects != 1 {
		t.Errorf("%d gaps, %d reconnects", st.Gaps.Count, st.Reconnects)
	}
	raw, err := r.Freeze(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i := range raw.Table.Rows() {
		seen[raw.Table.Column("value").Cell(i)] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d different messages of 200", len(seen))
	}
}

// publisher sends with QoS 1, as often as it takes.
func publisher(t *testing.T, host string) func(topic, payload string) {
	config := autopaho.ClientConfig{ServerUrls: []*url.URL{{Scheme: "mqtt", Host: host}}, KeepAlive: 5,
		ReconnectBackoff: func(int) time.Duration { return 100 * time.Millisecond }, ClientConfig: paho.ClientConfig{ClientID: fmt.Sprint("sender", time.Now().UnixNano())}}
	ctx, cancel := context.WithCancel(context.Background())
	c, err := autopaho.NewConnection(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); <-c.Done() })
	return func(topic, payload string) {
		for range 100 {
			if err := c.AwaitConnection(ctx); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Publish(ctx, &paho.Publish{Topic: topic, QoS: 1, Payload: []byte(payload)}); err == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatal("could not publish")
	}
}
