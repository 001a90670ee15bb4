package page

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// A browser is a headless Chromium that is controlled over a pair of pipes, by the
// Chrome DevTools Protocol: JSON messages, each followed by a NUL.
type browser struct {
	t        *testing.T
	out      *os.File
	replies  chan reply
	session  string
	id       int
	Problems []string // exceptions, messages of the console, refused and outside requests
}

type reply struct {
	ID             int
	Method         string
	Params, Result json.RawMessage
	Error          *struct{ Message string }
}

// browse opens a page in Chromium, in a window of that size.
func browse(t *testing.T, url string, width, height int) *browser {
	t.Helper()
	path := testenv.Program(t, "chromium", "chromium-browser", "google-chrome")
	profile, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--remote-debugging-pipe", "--user-data-dir="+profile, fmt.Sprintf("--window-size=%d,%d", width, height), "about:blank")
	c.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4, where Chromium looks for them
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, out: in, replies: make(chan reply, 1000)}
	go func() {
		defer close(b.replies)
		for lines := bufio.NewReader(out); ; {
			message, err := lines.ReadBytes(0)
			if err != nil {
				return
			}
			var r reply
			if json.Unmarshal(message[:len(message)-1], &r) == nil {
				b.replies <- r
			}
		}
	}()
	t.Cleanup(func() {
		fmt.Fprint(in, `{"id":0,"method":"Browser.close"}`, "\x00")
		in.Close()
		stuck := time.AfterFunc(10*time.Second, func() { c.Process.Kill() })
		c.Wait()
		stuck.Stop()
		out.Close()
		for range 50 { // its other processes may still write
			if os.RemoveAll(profile) == nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	b.size(width, height)
	b.open(url)
	return b
}

// call sends a command and waits for its result. It notes the problems that the
// browser reports meanwhile.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.id++
	message := map[string]any{"id": b.id, "method": method}
	if params != nil {
		message["params"] = params
	}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	raw, err := json.Marshal(message)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.out.Write(append(raw, 0)); err != nil {
		b.t.Fatal(err)
	}
	for late := time.After(20 * time.Second); ; {
		select {
		case r, ok := <-b.replies:
			switch {
			case !ok:
				b.t.Fatalf("Chromium ended during %s", method)
			case r.ID == b.id && r.Error != nil:
				b.t.Fatalf("%s: %s", method, r.Error.Message)
			case r.ID == b.id:
				if result != nil {
					if err := json.Unmarshal(r.Result, result); err != nil {
						b.t.Fatal(err)
					}
				}
				return
			default:
				b.note(r)
			}
		case <-late:
			b.t.Fatalf("Chromium does not answer %s", method)
		}
	}
}

// note records what a message of the browser reports as a problem.
func (b *browser) note(r reply) {
	switch r.Method {
	case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled":
		b.Problems = append(b.Problems, string(r.Params))
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ URL string } }
		json.Unmarshal(r.Params, &p)
		if !strings.HasPrefix(p.Request.URL, "file://") {
			b.Problems = append(b.Problems, "a request to "+p.Request.URL)
		}
	}
}

// open loads a page, also where only the hash of the URL differs.
func (b *browser) open(url string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": "about:blank"}, nil)
	b.call("Page.navigate", map[string]any{"url": url}, nil)
	b.until(`document.readyState === "complete" && typeof now !== "undefined" && Boolean(now.reading)`)
}

// eval evaluates an expression in the page.
func eval[T any](b *browser, expression string) (value T) {
	b.t.Helper()
	var r struct {
		Result    struct{ Value json.RawMessage }
		Exception *struct {
			Text      string
			Exception struct{ Description string }
		} `json:"exceptionDetails"`
	}
	b.call("Runtime.evaluate", map[string]any{"expression": "(" + expression + ")", "returnByValue": true}, &r)
	if r.Exception != nil {
		b.t.Fatalf("%s: %s %s", expression, r.Exception.Text, r.Exception.Exception.Description)
	}
	if len(r.Result.Value) > 0 {
		if err := json.Unmarshal(r.Result.Value, &value); err != nil {
			b.t.Fatalf("%s is %s: %v", expression, r.Result.Value, err)
		}
	}
	return value
}

// until waits for a condition.
func (b *browser) until(condition string) {
	b.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if eval[bool](b, condition) {
			return
		}
	}
	b.t.Fatalf("%s did not come true; problems: %v", condition, b.Problems)
}

func (b *browser) size(width, height int) {
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// click clicks into the middle of what a selector finds. It fails where another
// element covers that point.
func (b *browser) click(selector string) {
	b.t.Helper()
	at := eval[struct{ X, Y float64 }](b, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		e.scrollIntoView({ block: "center" });
		const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2, hit = document.elementFromPoint(x, y);
		if (!hit || !(e === hit || e.contains(hit))) throw new Error("covered by " + (hit && hit.outerHTML.slice(0, 200)));
		return { x, y };
	})()`, selector))
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
}

// press types a key that stands for itself, or a named one such as ArrowRight.
func (b *browser) press(key string) {
	b.t.Helper()
	down := map[string]any{"type": "keyDown", "key": key, "code": key}
	if len(key) == 1 {
		down["text"] = key
	}
	if code := map[string]int{"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Escape": 27}[key]; code > 0 {
		down["windowsVirtualKeyCode"] = code
	}
	b.call("Input.dispatchKeyEvent", down, nil)
	down["type"] = "keyUp"
	b.call("Input.dispatchKeyEvent", down, nil)
}

// expect reports the conditions, in JavaScript, that do not hold.
func (b *browser) expect(what string, conditions ...string) {
	b.t.Helper()
	for _, condition := range conditions {
		if !eval[bool](b, condition) {
			b.t.Errorf("%s: not %s", what, condition)
		}
	}
}

// write replaces the sentence.
func (b *browser) write(text string) {
	b.t.Helper()
	eval[bool](b, `($("text").select(), true)`)
	b.call("Input.insertText", map[string]any{"text": text}, nil)
}

// screenshot keeps a picture of the page where ANTECEDENT_SCREENSHOTS names a
// folder.
func (b *browser) screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv("ANTECEDENT_SCREENSHOTS")
	if dir == "" {
		return
	}
	var r struct {
		Data string `json:"data"`
	}
	b.call("Page.captureScreenshot", map[string]any{"format": "png"}, &r)
	raw, err := base64.StdEncoding.DecodeString(r.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), raw, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
