package page

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/data/corpus"
	"antecedent/model"
	"antecedent/resolve"
)

// The page names and shows the head that package resolve does, whoever looks.
func TestLooksAgree(t *testing.T) {
	looksAgree(t, untrained(small, 6))
}

// So it does for a model that answers with mentions.
func TestLooksAgreeWithStructure(t *testing.T) {
	looksAgree(t, untrained(withEnglish, 6))
}

func looksAgree(t *testing.T, r *resolve.Resolver) {
	t.Helper()
	type look struct {
		Head       string
		Start, End int
	}
	type looks struct {
		Default int
		Of      []map[string]*look // of each query: answer, evidence, most, and the head to show
	}
	texts := append([]string{"The cat sat", "of the", long()}, awkward...)
	var want []looks
	for _, text := range texts {
		reading, err := r.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		w := looks{Default: reading.DefaultQuery()}
		for i := range reading.Tokens {
			l := reading.Looks(reading.QueryOf(i))
			of := map[string]*look{"show": {Head: l.Head().String()}}
			if l.Answer != nil {
				of["answer"] = &look{l.Answer.Head.String(), l.Answer.Span.Start, l.Answer.Span.End}
			}
			if l.Evidence != nil {
				of["evidence"] = &look{l.Evidence.Head.String(), l.Evidence.Span.Start, l.Evidence.Span.End}
			}
			if l.Most != nil {
				of["most"] = &look{l.Most.Head.String(), l.Most.Span.Start, l.Most.Span.End}
			}
			w.Of = append(w.Of, of)
		}
		want = append(want, w)
	}
	input := struct {
		Model   object
		English *english
		Words   []string
		Texts   []string
	}{English: encodeEnglish(), Words: data.FunctionWords(), Texts: texts}
	var err error
	if input.Model, err = encode(Model{Name: "run", Resolver: r}, 0, nil); err != nil {
		t.Fatal(err)
	}
	const program = `
readEnglish(input.English);
readFunctionWords(input.Words);
const model = modelsOf(input.Model)[0].model;
console.log(JSON.stringify(input.Texts.map((text) => {
	const tokens = tokenize(text), places = pronounsOf(tokens), trace = model.forward(tokens);
	const heads = trace.layers.flatMap((layer, l) => layer.heads.map((h, k) => [l + "." + k, h.pattern]));
	return { Default: defaultQuery(tokens, places), Of: tokens.map((_, i) => {
		const found = looksOf(heads, tokens, i, places.includes(i) ? model.pointer(trace, i).antecedent : null), out = { show: { Head: headToShow(found), Start: 0, End: 0 } };
		for (const [name, l] of Object.entries(found)) if (l) out[name] = { Head: l.head, Start: l.start, End: l.end };
		return out;
	}) };
})));`
	var got []looks
	node(t, program, input, &got, "text.js", "looks.js", "mention.js", "structure.js", "model.js")
	for i, text := range texts {
		if got[i].Default != want[i].Default || len(got[i].Of) != len(want[i].Of) {
			t.Errorf("%q: from %d of %d, not %d of %d", text, got[i].Default, len(got[i].Of), want[i].Default, len(want[i].Of))
			continue
		}
		for k := range got[i].Of {
			for _, name := range []string{"answer", "evidence", "most", "show"} {
				if g, w := fmt.Sprintf("%+v", got[i].Of[k][name]), fmt.Sprintf("%+v", want[i].Of[k][name]); g != w && (got[i].Of[k][name] == nil || want[i].Of[k][name] == nil || *got[i].Of[k][name] != *want[i].Of[k][name]) {
					t.Errorf("%.40q, token %d, %s: %s, not %s", text, k, name, g, w)
				}
			}
		}
	}
}

// The page says nothing that does not hold of what it shows: with an empty box, a text
// that is too long, a word that is too long, another pair, and one layer.
func TestPageIsHonestInTheBrowser(t *testing.T) {
	t.Parallel()
	one := untrained(func(c *model.Config) { small(c); c.Layers = 1 }, 1)
	query := 1
	c := Contents{Model: Model{Name: "run-1", Resolver: one}, Sentences: []Sentence{{Text: "The cat sat"}, {Text: corpus.Lesson, Twin: corpus.LessonTwin}}, Query: &query}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(written(t, c)), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, "file://"+file, 1280, 900)
	head := func(text string, query int) string {
		reading, err := one.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		if query < 0 {
			query = reading.DefaultQuery()
		}
		return fmt.Sprintf(`state.head === "%s" && now.query === %d`, reading.Looks(reading.QueryOf(query)).Head(), query)
	}

	// The word that was asked for looks, by the head that package resolve shows.
	b.expect("no pronoun", head("The cat sat", 1), `$("decision").hidden && !$("heads").hidden && $("row").textContent.includes("cat looks at")`)
	b.write(corpus.Lesson)
	b.expect("another text has its own head", head(corpus.Lesson, -1))
	b.write("Cats sleep")
	b.expect("the first content word", head("Cats sleep", -1))
	b.click(`[data-key="h0.3"]`)
	b.write(corpus.Lesson)
	b.expect("a head that was chosen stays", `state.head === "0.3"`)

	// One layer: nothing comes after it but the pointer.
	b.click(`[data-key="stages-6"]`)
	b.expect("one layer", `$("arithmetic").textContent.includes("the pointer reads the sum")`, `!document.body.textContent.includes("next layer reads")`)

	// The label of the button and the fields say the same, whichever is in the sentence.
	label := func(text string) string {
		return fmt.Sprintf("$(\"swap\").textContent === %q && $(\"from\").value + \" ⇄ \" + $(\"to\").value === %q", text, text)
	}
	b.expect("a pair", label("tired ⇄ dirty"), `$("swap").querySelector("b").textContent === "tired"`)
	b.click("#swap")
	b.expect("swapped", label("tired ⇄ dirty"), `$("swap").querySelector("b").textContent === "dirty"`, `$("answer").textContent.includes("with “tired”")`)
	eval[bool](b, `($("from").value = "red", $("to").value = "blue", $("to").dispatchEvent(new Event("input")), true)`)
	b.expect("a pair that is not there", label("red ⇄ blue"), `$("swap").disabled && !$("swap").querySelector("b")`)

	// An empty box has no answer.
	for _, empty := range []string{"", "  "} {
		b.write(corpus.Lesson)
		if empty == "" {
			eval[bool](b, `($("text").value = "", $("text").dispatchEvent(new Event("input")), true)`)
		} else {
			b.write(empty)
		}
		b.expect("an empty box", `$("answer").textContent === "" && $("tokens").textContent === "" && $("notes").textContent === "Type a sentence."`,
			`["decision", "heads", "detail", "steps"].every((id) => $(id).hidden)`)
	}
	hash := eval[string](b, `location.hash`)
	b.open("file://" + file + hash)
	b.expect("a link to an empty box", `$("answer").textContent === "" && $("text").value.trim() === ""`)
	b.write(corpus.Lesson)
	b.expect("and back", `$("answer").textContent !== "" && !$("heads").hidden`)

	// A text of more tokens than the model reads says so at the top.
	b.write(strings.Repeat("the cat saw it ", 150))
	b.expect("a long text", `$("warning").textContent.startsWith("This page reads only the first 512 of the text's 600 tokens. Nothing after “it”")`,
		`$("warning").getBoundingClientRect().bottom <= $("text").getBoundingClientRect().top`, `document.querySelectorAll("#tokens button").length === 512`)
	b.write(corpus.Lesson)
	b.expect("a short text", `$("warning").textContent === "" && getComputedStyle($("warning")).display === "none"`)

	// A long word stays within the page, wide or narrow.
	b.write("The " + strings.Repeat("pneumono", 40) + " sat because it was " + strings.Repeat("tired", 50) + ".")
	for _, width := range []int{1280, 360} {
		b.size(width, 900)
		eval[bool](b, `(draw(), true)`)
		b.expect("a long word", fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width),
			`[...document.querySelectorAll("#ask *, #answer *, #tokens *, #notes, #detail-lead, #arithmetic .say *")].every((e) => e.getBoundingClientRect().right <= $("ask").getBoundingClientRect().right)`)
		b.screenshot(fmt.Sprintf("long-word-%d", width))
	}

	// Without layers there are no heads to speak of.
	none := untrained(func(c *model.Config) { small(c); c.Layers = 0 }, 1)
	c = Contents{Model: Model{Name: "run-0", Resolver: none}, Sentences: []Sentence{{Text: "The cat sat"}}}
	if err := os.WriteFile(file, []byte(written(t, c)), 0o644); err != nil {
		t.Fatal(err)
	}
	b.open("file://" + file)
	b.expect("no layers", `$("notes").textContent === "There is no pronoun to resolve, such as it, he, she or they."`, `$("layers-help").hidden && $("heads-help").hidden`)
	for _, problem := range b.Problems {
		t.Errorf("the browser reports %s", problem)
	}
}
