package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/model"
	"antecedent/resolve"
)

//go:embed assets
var assets embed.FS

// scripts are the parts of the page's script, each after those that it uses.
var scripts = []string{"text.js", "looks.js", "mention.js", "structure.js", "model.js", "state.js", "draw.js", "steps.js", "page.js"}

// Contents is what a page shows.
type Contents struct {
	Model     Model
	Other     *Model     // to compare with, without its snapshots; may be nil
	Sentences []Sentence // to choose from, at least one; the page begins with the first
	Query     *int       // the token of the first sentence that looks at first; nil: the pronoun

	// Words is how many words of a model's word vectors are in the page, the first of
	// its table, which are the most frequent; 0 for all of them. The words of the
	// sentences are there in any case. All others are unknown in the page.
	Words int
}

// A Model is a trained model and its training.
type Model struct {
	Name      string // the run's name
	Step      int    // of the training
	Resolver  *resolve.Resolver
	Snapshots []checkpoints.Snapshot // in the order of their steps; may be empty
	History   checkpoints.History    // may be empty
}

// A Sentence is a text to be read. Twin, if not empty, is the other half of its
// minimal pair: the same but for a word or a few.
type Sentence struct {
	Text string `json:"text"`
	Twin string `json:"twin,omitempty"`
}

// object is a Model as the page's script reads it.
type object struct {
	Name      string       `json:"name"`
	Step      int          `json:"step"`
	Config    model.Config `json:"config"`
	Words     []string     `json:"words"`
	Vectors   *table       `json:"vectors,omitempty"`
	Weights   string       `json:"weights"` // base64 of float32, little-endian, in the order of the parameters
	Snapshots []snapshot   `json:"snapshots"`
	Curve     curve        `json:"curve"`
}

// Write writes the page as one HTML file. The same contents give the same bytes.
func Write(w io.Writer, c Contents) error {
	if len(c.Sentences) == 0 {
		return fmt.Errorf("page: no sentence to show")
	}
	if c.Words < 0 {
		return fmt.Errorf("page: %d words with vectors; use 0 for all, or more", c.Words)
	}
	content := struct {
		Model     object     `json:"model"`
		Other     *object    `json:"other"`
		English   *english   `json:"english"`
		Sentences []Sentence `json:"sentences"`
		MaxTokens int        `json:"max_tokens"`
		Function  []string   `json:"function_words"` // see [data.IsContentWord]
		Query     *int       `json:"query"`          // null: the pronoun
	}{English: encodeEnglish(), Sentences: c.Sentences, MaxTokens: data.MaxTokens, Function: data.FunctionWords(), Query: c.Query}
	var err error
	if content.Model, err = encode(c.Model, c.Words, c.Sentences); err != nil {
		return err
	}
	if c.Other != nil {
		other := *c.Other
		other.Snapshots = nil // the page replays the training of the first model only
		o, err := encode(other, c.Words, c.Sentences)
		if err != nil {
			return err
		}
		content.Other = &o
	}
	// Marshal writes <, > and & as \u003c and so on: no text can end the element
	// that the JSON stands in.
	encoded, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	page, err := fill(encoded)
	if err != nil {
		return err
	}
	_, err = w.Write(page)
	return err
}

// encode makes the object of a model, with the vectors of that many words and those of
// the sentences.
func encode(m Model, words int, sentences []Sentence) (object, error) {
	parameters, encoder := m.Resolver.Model().Parameters(), m.Resolver.Encoder()
	if err := Check(m); err != nil {
		return object{}, fmt.Errorf("page: %w", err)
	}
	o := object{
		Name: m.Name, Step: m.Step, Config: m.Resolver.Config(),
		Words:   encoder.Vocabulary.Words(),
		Weights: encodeFloats(parameters), Snapshots: encodeSnapshots(m.Snapshots, parameters), Curve: curveOf(m.History),
	}
	if t := encoder.Vectors; t != nil {
		o.Vectors = encodeTable(restrict(t, words, sentences), t.Len()-1)
	}
	return o, nil
}

// fill puts script, style and content into page.html. The Content-Security-Policy
// allows this script and this style, by their hashes, and nothing else: no network,
// no image, no form, no other script.
func fill(content []byte) ([]byte, error) {
	read := func(name string) string {
		b, err := assets.ReadFile("assets/" + name)
		if err != nil {
			panic(err) // embedded: cannot be missing in a program that was built
		}
		return string(b)
	}
	script := "\"use strict\";\n"
	for _, name := range scripts {
		script += read(name)
	}
	style := read("page.css")
	policy := fmt.Sprintf("default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'", hash(script), hash(style))
	var page bytes.Buffer
	_, err := strings.NewReplacer(
		"{{policy}}", policy, "{{style}}", style, "{{content}}", string(content), "{{script}}", script,
	).WriteString(&page, read("page.html"))
	return page.Bytes(), err
}

// hash is the name of an inline script or style in a Content-Security-Policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
