package page

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data/corpus"
	"antecedent/model"
)

func written(t testing.TB, c Contents) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// contents are those of a page with everything on it.
func contents() Contents {
	return Contents{
		Model: trained(),
		Other: &Model{Name: "run-2", Step: 7, Resolver: untrained(small, 4)},
		Sentences: []Sentence{{Text: corpus.Lesson, Twin: corpus.LessonTwin},
			{Text: `</script><script>alert("it")</script> <!-- it & <b>she</b>`}},
	}
}

var dataElement = regexp.MustCompile(`(?s)(<script type="application/json" id="content">)(.*?)(</script>)`)

func TestPage(t *testing.T) {
	c := contents()
	page := written(t, c)
	if page != written(t, c) {
		t.Error("the same contents gave other bytes")
	}
	shell := dataElement.ReplaceAllString(page, "$1$3")
	if n := len(shell); n > 170_000 {
		t.Errorf("the page without its data has %d bytes, more than 170,000", n)
	}
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="(default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none')">`)
	if at := policy.FindStringIndex(page); at == nil || strings.Contains(page[:at[0]], "<script") || strings.Contains(page[:at[0]], "<style") {
		t.Error("no policy that forbids the network, or something stands before it")
	}
	// The one address is that of the SVG namespace, which nothing is fetched from.
	outside := strings.ReplaceAll(shell, "http://www.w3.org/2000/svg", "")
	for _, bad := range []string{"http:", "https:", "//cdn", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "document.write", "eval(", " src=", "<link"} {
		if strings.Contains(outside, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	if n := strings.Count(page, "</script"); n != 2 {
		t.Errorf("%d scripts end, want that of the data and that of the program", n)
	}
	if strings.Contains(shell, "{{") {
		t.Error("a place of the page was not filled")
	}
	t.Logf("%d bytes, %d without the data", len(page), len(shell))
}

func TestSnapshotsOfAnotherModelAreRefused(t *testing.T) {
	c := contents()
	s := c.Model.Snapshots[2]
	s.Model = slices.Clone(s.Model)
	at := slices.IndexFunc(s.Model, func(p checkpoints.Tensor) bool { return p.Name == "norm.gain" })
	s.Model[at].Data = s.Model[at].Data[:3]
	c.Model.Snapshots = []checkpoints.Snapshot{s}
	if err := Write(&bytes.Buffer{}, c); err == nil || !strings.Contains(err.Error(), "step 30") || !strings.Contains(err.Error(), "norm.gain") {
		t.Errorf("the error is %v", err)
	}
}

func TestNoSentence(t *testing.T) {
	if err := Write(&bytes.Buffer{}, Contents{}); err == nil {
		t.Error("a page without a sentence")
	}
}

// A long training takes no more room than a short one, and begins and ends at the
// same steps.
func TestCurve(t *testing.T) {
	var h checkpoints.History
	for i := 1; i <= 50_000; i++ {
		h.Losses = append(h.Losses, checkpoints.Loss{Step: i, Loss: 1})
	}
	c := curveOf(h)
	if n := len(c.Loss); n > most || n < most/2 || c.Loss[n-1].Step != 50_000 || c.Loss[0].Step > 10 || c.Loss[7].Loss != 1 {
		t.Errorf("%d points, from %+v to %+v", n, c.Loss[0], c.Loss[n-1])
	}
	h.Losses = h.Losses[:3]
	if c := curveOf(h); len(c.Loss) != 3 || c.Loss[0].Step != 1 || c.Loss[2].Step != 3 {
		t.Errorf("three steps became %+v", c.Loss)
	}
	h.Losses = append(h.Losses, checkpoints.Loss{Step: 4, Loss: 1e30})
	if c := curveOf(h); c.Top != 3 || math.Round(c.Greatest/1e29) != 10 {
		t.Errorf("with an outlier the curve ends at %v, and the greatest loss is %v", c.Top, c.Greatest)
	}
}

// With vectors and structure the page has the classes of words and the vectors of the
// most frequent words, and of those of its sentences.
func TestPageWithVectors(t *testing.T) {
	c := Contents{Model: Model{Name: "run-3", Resolver: untrained(withEnglish, 1)}, Sentences: []Sentence{{Text: "The horse saw it."}}}
	all := written(t, c)
	c.Words = 20
	few := written(t, c)
	if less := len(all) - len(few); less < 3900*100 {
		t.Errorf("the page with 20 words has only %d bytes less than with 4000", less)
	}
	if n := len(encodeEnglish().Words); n > 400_000 {
		t.Errorf("the words with a class take %d bytes", n)
	}
	if few != written(t, c) {
		t.Error("the same contents gave other bytes")
	}
	for _, word := range []string{"the", "smith", "horse"} {
		_, known := frequent().ID(word)
		if has := strings.Contains(few, `"`+word+`"`); has != known {
			t.Errorf("%q: in the page %t, in the table %t", word, has, known)
		}
	}
	if !strings.Contains(few, `"of":`+strconv.Itoa(frequent().Len()-1)) {
		t.Error("the page does not tell how many words the model knows")
	}
	plain := Contents{Model: trained(), Sentences: c.Sentences}
	if page := written(t, plain); !strings.Contains(page, `"english":`) || strings.Contains(page, `"vectors":`) {
		t.Error("the page of a model without vectors has no word classes, or vectors")
	}
	c.Words = -1
	if err := Write(&bytes.Buffer{}, c); err == nil {
		t.Error("a page of -1 words")
	}
}

// A reader sees why the answer is preferred to the most probable alternative, that it
// is unsure, and the temperature.
func TestStructureInTheBrowser(t *testing.T) {
	t.Parallel()
	r := untrained(func(c *model.Config) { withEnglish(c); c.Temperature = 1.5 }, 1)
	file := filepath.Join(t.TempDir(), "page.html")
	text := "John told Peter that the old man's dog was tired because he had run."
	c := Contents{Model: Model{Name: "run-3", Resolver: r}, Words: 3000, Sentences: []Sentence{{Text: text}}}
	if err := os.WriteFile(file, []byte(written(t, c)), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, "file://"+file, 1280, 900)
	b.screenshot("structure")
	got := eval[result](b, resultOf+`(moments[0].model, state.text)`)
	if d := difference(got, want(t, r, text), 1e-5); d != "" {
		t.Error(d)
	}
	reading, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	reason := strings.ReplaceAll(strings.ReplaceAll(reading.Reason(&reading.Answers[0]), `over "`, "over “"), `":`, "”:")
	if got := eval[string](b, `document.querySelector("#answer .reason").textContent`); got != reason {
		t.Errorf("the reason is %q, on the command line %q", got, reason)
	}
	other, _ := reading.RunnerUp(&reading.Answers[0])
	if !reading.Answers[0].Unsure() || other == nil {
		t.Fatalf("the answer is sure, which leaves nothing to test: %+v", reading.Answers[0].Options)
	}
	doubt := fmt.Sprintf("unsure: or %s %.0f\u00a0%%", other.Text, 100*other.Probability)
	if got := eval[string](b, `document.querySelector("#answer .doubt").textContent`); got != doubt {
		t.Errorf("the doubt is %q, on the command line it would be %q", got, doubt)
	}
	b.expect("the terms", `document.querySelectorAll(".terms li").length === whyOf(now.reading).terms.length + 1`)
	b.expect("mentions", `document.querySelectorAll("#tokens .is-head").length === 4`, `document.querySelector('[data-key="t4"]').title.includes("mention “the old man”: masculine, person, singular")`)
	words := fmt.Sprintf("3,%03d", restrict(frequent(), c.Words, c.Sentences).Len()-3001)
	b.expect("words", `$("about").textContent.includes("vectors of `+words+` words of the model's 4,000")`)
	b.press("p")
	b.click(`[data-key="stages-4"]`)
	b.click(`#arithmetic tbody tr:nth-child(3)`) // Peter
	b.expect("structure", `$("arithmetic").textContent.includes("+ structure")`, `document.querySelectorAll(".features li").length > 0`,
		`(() => { const a = arithmetic(now.reading, "pointer", now.query); return a.scores.every((s, j) => Math.abs(s - a.content[j] - a.structure[j]) < 1e-9); })()`)
	b.screenshot("structure-steps")
	b.click(`[data-key="stages-5"]`)
	b.expect("temperature", `$("arithmetic").textContent.includes("÷ 1.50")`,
		`(() => { const a = arithmetic(now.reading, "pointer", now.query); return softmax(a.scores.map((s, j) => (a.weights[j] > 0 ? s / 1.5 : -Infinity))).every((w, j) => Math.abs(w - a.weights[j]) < 1e-12); })()`)
	b.write("A gronkle is here. The zorblat saw it.")
	b.expect("unknown words", `$("notes").textContent.includes("gronkle, zorblat. This page has the vectors of `+words+` of the model's 4,000 words.")`)
	b.size(360, 740)
	eval[bool](b, `(draw(), true)`)
	b.expect("narrow", `document.documentElement.scrollWidth <= 360`)
	b.screenshot("structure-narrow")
	for _, problem := range b.Problems {
		t.Errorf("the browser reports %s", problem)
	}
}

// Everything that a reader can do with the page is done once.
func TestInTheBrowser(t *testing.T) {
	t.Parallel()
	c := contents()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(written(t, c)), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, "file://"+file, 1280, 900)
	answer := func() float64 { return eval[float64](b, `logOdds(now.reading, now.reading.answer.antecedent)`) }
	b.screenshot("light")

	// The numbers agree with the reference in this browser too.
	got := eval[result](b, resultOf+`(moments.find((m) => m.exact).model, state.text)`)
	if d := difference(got, want(t, c.Model.Resolver, corpus.Lesson), 1e-5); d != "" {
		t.Error(d)
	}
	b.expect("at first", `document.querySelectorAll("#tokens button").length === 11`, `now.reading.tokens[now.query].text === "it"`, `document.querySelectorAll(".head").length === 8`,
		`document.querySelector("#answer .noun, #answer .none").textContent !== ""`, `$("notes").textContent === ""`)

	// A token and a head are clicked on.
	b.click(`[data-key="t1"]`)
	b.expect("a token", `state.query === 1 && document.querySelector('[data-key="t1"]').getAttribute("aria-pressed") === "true"`, `$("row").textContent.includes("cat looks at")`)
	b.click(`[data-key="h1.2"]`)
	b.expect("a head", `state.head === "1.2" && $("detail-title").textContent === "Head 1.2"`)
	b.click(`[data-key="views-lines"]`)
	b.expect("lines", `Boolean(document.querySelector("svg.lines .strong path"))`)
	b.click(`[data-key="views-map"]`)
	b.click(`svg.map .cell:nth-of-type(5)`)
	b.expect("a cell", `state.query !== null && state.key !== null`)

	// Heads and edges are switched off, the answer moves, and comes back.
	before := answer()
	b.click(`[data-key="o1.2"]`)
	b.expect("a head off", `state.off.has("1.2")`, `location.hash.includes("off=1.2")`)
	off := answer()
	b.expect("an edge of a head that is off cannot be cut", `!document.querySelector('[data-key="e3cut"]')`)
	b.click(`[data-key="h0.1"]`)
	b.click(`[data-key="e3cut"]`)
	b.expect("an edge cut", `state.cut.size === 1 && now.row[3] === 0`, `Math.abs(now.row.reduce((a, b) => a + b) - 1) < 1e-9`)
	b.click(`[data-key="versus-intact"]`)
	b.click(`[data-key="show-difference"]`)
	b.expect("compared with the intact model", `now.back.name === "with every head on"`)
	b.click(`[data-key="restore"]`)
	if after := answer(); off == before || after != before {
		t.Errorf("the answer was %v, without the head %v, and after all %v", before, off, after)
	}

	// The arithmetic adds up at every step.
	for stage := 1; stage <= 6; stage++ {
		b.click(`[data-key="stages-` + string(rune('0'+stage)) + `"]`)
		b.expect("the arithmetic", `$("arithmetic").querySelectorAll("tbody tr").length === 11`)
	}
	b.expect("the arithmetic", `(() => { const a = arithmetic(now.reading, state.head, now.query);
		return a.scores.every((s, j) => Math.abs(s - (a.dot[j] / Math.sqrt(a.K) + a.distance[j])) < 1e-6) && softmax(a.scores).every((w, j) => Math.abs(w - a.weights[j]) < 1e-12); })()`)

	// The minimal pair.
	b.click(`#swap`)
	b.expect("the twin", `state.text === "The cat sat on the mat because it was dirty."`, `$("text").value === state.text`, `now.back.text === "The cat sat on the mat because it was tired."`, `$("answer").textContent.includes("with “tired”")`)
	b.click(`#swap`)
	b.expect("the twin's twin", `state.text === "The cat sat on the mat because it was tired."`)

	// The training is slid through and played.
	b.press("Escape")
	eval[bool](b, `($("slider").focus(), true)`)
	b.press("ArrowLeft")
	b.expect("an earlier step", `state.step === 68`, `$("read").textContent.startsWith("step 68")`)
	b.press("ArrowLeft")
	b.expect("a step before that", `state.step === 30`)
	b.click(`[data-key="versus-end"]`)
	b.expect("beside the end", `now.back.name === "at step 120"`)
	b.click("#play")
	b.until(`state.step === null && playing === null`)
	b.click(`[data-key="versus-other"]`)
	b.expect("another model", `now.back.name === "run-2" && now.alike`)

	// Keys.
	eval[bool](b, `(document.activeElement.blur(), true)`)
	b.press("h")
	b.expect("the next head", `state.head === "0.2"`)
	b.press("H")
	b.press("v")
	b.press("x")
	b.expect("keys", `state.head === "0.1" && state.view === "lines" && state.off.has("0.1")`)
	b.press("r")
	b.press("e")
	b.press("p")
	b.expect("the pointer", `state.head === "pointer"`, `$("detail-lead").textContent.includes("decision itself")`)
	b.press("/")
	b.expect("the field", `document.activeElement === $("text")`)

	// Typing.
	b.write("Zoé's dog <i>barked</i>, and she fed it.")
	b.expect("typing", `state.text === "Zoé's dog <i>barked</i>, and she fed it."`, `document.querySelectorAll("#answer p").length === 2`, `$("notes").textContent.includes("Zoé")`, `!document.querySelector("main i")`)
	b.write("No such word here")
	b.expect("no pronoun", `$("decision").hidden && $("notes").textContent.includes("no pronoun") && !$("heads").hidden`)
	b.write(strings.Repeat("the cat saw it ", 60))
	b.expect("a long text", `document.querySelectorAll("#tokens button").length === 240`, `document.documentElement.scrollWidth <= innerWidth`)

	// A link restores what was looked at.
	link := "#text=The+dog+saw+the+rug+because+it+was+old.&head=1.3&query=3&key=2&step=30&off=0.0%2C1.1&cut=1.3%3A3-2&view=lines&versus=intact&show=difference&stage=4&swap=old~new"
	b.open("file://" + file + link)
	b.expect("a link", `state.head === "1.3" && state.query === 3 && state.key === 2 && state.step === 30 && state.off.size === 2 && state.cut.has("1.3:3-2")`,
		`state.view === "lines" && state.versus === "intact" && state.stage === 4 && $("text").value.startsWith("The dog") && $("to").value === "new"`, `fromHash(toHash(state)).text === state.text`)
	b.open("file://" + file + "#head=9.9&query=77&step=5&off=8.8,x&cut=bad&view=<b>&stage=12&pronoun=2")
	b.expect("a bad link", `headNames.includes(state.head) && state.query === null && state.step === null && state.off.size === 0 && state.view === "map"`)

	// Narrow, dark, on paper.
	b.size(360, 740)
	eval[bool](b, `(draw(), true)`)
	b.expect("narrow", `document.documentElement.scrollWidth <= 360`)
	b.screenshot("narrow")
	b.size(1280, 900)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": "dark"}}}, nil)
	b.until(`palette() === palettes.dark`)
	b.screenshot("dark")
	b.expect("numbers on every shade", `Object.values(palettes).every((p) => [p.weight, p.signed].every((stops) => Array.from({ length: 101 }, (_, i) => blend(stops, i / 100)).every((c) => {
		const [x, y] = [luminance(c), luminance(channels(inkOn(c)))].sort((a, b) => a - b);
		return (y + 0.05) / (x + 0.05) >= 4.5; })))`)
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
	eval[bool](b, `(dispatchEvent(new Event("beforeprint")), true)`)
	b.expect("on paper", `palette() === palettes.light && getComputedStyle($("help")).display === "none"`)

	for _, problem := range b.Problems {
		t.Errorf("the browser reports %s", problem)
	}
}
