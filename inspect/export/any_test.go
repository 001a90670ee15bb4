package export

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"antecedent/internal/testenv"
	"antecedent/resolve"
)

// A text without a pronoun is exported as any other, without a pointer.
func TestNoPronounIsNeeded(t *testing.T) {
	r := reading(t, "The cat sat", layers)
	for _, format := range Formats() {
		if out := written(t, format, r); bytes.Contains(out, []byte(`"pointer"`)) || bytes.Contains(out, []byte(`"layer":2`)) {
			t.Errorf("%s has a pointer: %s", format, out)
		}
	}
}

// Every array has as many numbers as its shape says, be there pronouns or none, and the
// word that looks.
func TestArraysHaveTheirShape(t *testing.T) {
	for text, query := range map[string]int{"The cat sat": 1, "It was tired, and it slept.": -1} {
		for _, depth := range []int{layers, 0} {
			r := reading(t, text, depth)
			for _, a := range arraysOf(r, query) {
				size := map[string]int{"<f4": 4, "<i8": 8}[a.kind]
				if n, err := strconv.Atoi(strings.TrimPrefix(a.kind, "<U")); err == nil {
					size = 4 * n
				}
				for _, n := range a.shape {
					size *= n
				}
				var b bytes.Buffer
				if err := a.write(&b); err != nil || b.Len() != size || a.size() != size {
					t.Errorf("%q: %s %v of %s has %d bytes, not %d: %v", text, a.name, a.shape, a.kind, b.Len(), size, err)
				}
				if a.name == "query" && int(int64(binary.LittleEndian.Uint64(a.data))) != query {
					t.Errorf("%q: query %v", text, a.data)
				}
			}
		}
	}
}

// With a query a table and a viewer have what that token attends to, and no more.
func TestOneWordLooks(t *testing.T) {
	r := reading(t, lesson, layers)
	table := func(query int) [][]string {
		var b bytes.Buffer
		if err := Write(&b, "csv", texts(query, r)); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	n := len(r.Tokens)
	if cat, it := len(table(1)), len(table(7)); cat != layers*heads*n || it != cat+n+1 {
		t.Errorf("%d rows from cat and %d from it", cat, it)
	}
	for _, row := range table(1) {
		if row[5] != "cat" {
			t.Errorf("%v", row)
		}
	}
	var params struct {
		Attention []struct {
			Attn        [][][][]float32
			Left, Right []string
			LeftText    []string `json:"left_text"`
			RightText   []string `json:"right_text"`
		}
	}
	var b bytes.Buffer
	if err := Write(&b, "bertviz", texts(1, r)); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &params); err != nil {
		t.Fatal(err)
	}
	a := params.Attention[0]
	equal(t, a.LeftText, []string{"cat"})
	equal(t, a.RightText, lessonWords)
	equal(t, a.Attn[1][2], r.Patterns[1][2][1:2])
	if err := Write(&b, "circuitsvis", texts(1, r)); err == nil || !strings.Contains(err.Error(), "whole heads") {
		t.Errorf("%v", err)
	}
}

// BertViz replaces a marker in a line of its script, and in the comment behind it, by
// the text of the file.
func TestTemplateTakesIt(t *testing.T) {
	node := testenv.Program(t, "node")
	const template = "const params = PYTHON_PARAMS; // HACK: PYTHON_PARAMS is a template marker that is replaced by actual params.\n" +
		"console.log(params['attention'][params['default_filter']]['attn'].length);"
	script := filepath.Join(t.TempDir(), "view.js")
	filled := strings.ReplaceAll(template, "PYTHON_PARAMS", string(written(t, "bertviz", reading(t, lesson, layers))))
	if err := os.WriteFile(script, []byte(filled), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(node, script).CombinedOutput(); err != nil || string(out) != fmt.Sprintln(layers+1) {
		t.Errorf("%v: %s", err, out)
	}
}

// stand are modules that stand in for the viewers, with the functions that these have.
const stand = `
import sys, types
def module(name, **functions):
    m = types.ModuleType(name)
    m.__dict__.update(functions)
    sys.modules[name] = m
def head_view(attention, tokens): print("head_view", len(attention), len(tokens))
def render(component, **props): print(component, len(props["attention"]), len(props["tokens"]))
module("torch", tensor=lambda x: x)
module("bertviz", head_view=head_view)
module("circuitsvis")
module("circuitsvis.utils")
module("circuitsvis.utils.render", render=render)
`

// What is printed about opening a file opens it, be it of one text or of several.
func TestHowToOpenOpensIt(t *testing.T) {
	python := testenv.Python(t)
	a, b := reading(t, lesson, layers), reading(t, "She saw it.", layers)
	for format, show := range map[string]string{"bertviz": "head_view 3 %d\n", "circuitsvis": "AttentionHeads 7 %d\n"} {
		for _, list := range [][]*resolve.Reading{{a}, {a, b}} {
			file := filepath.Join(t.TempDir(), `a "file".json`)
			if err := os.WriteFile(file, written(t, format, list...), 0o644); err != nil {
				t.Fatal(err)
			}
			want := ""
			for _, r := range list {
				want += fmt.Sprintf(show, len(r.Tokens))
			}
			program := stand + strings.Join(HowToOpen(format, file, len(list)), "\n")
			if out, err := exec.Command(python, "-c", program).CombinedOutput(); err != nil || string(out) != want {
				t.Errorf("%s of %d: %v\n%s\nwant %s", format, len(list), err, out, want)
			}
		}
	}
	for _, format := range Formats() {
		if len(HowToOpen(format, "f", 1)) == 0 || len(HowToOpen(format, "f", 2)) == 0 {
			t.Errorf("nothing is said of %s", format)
		}
	}
}

// The arrays and columns that the package comment and the help describe are those that
// are written.
func TestNamesAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range arraysOf(reading(t, lesson, layers), -1) {
		if !strings.HasPrefix(a.name, "blocks.") && !strings.Contains(string(doc), "//\t"+a.name+" ") {
			t.Errorf("%s is not described", a.name)
		}
	}
	header, _, _ := strings.Cut(string(written(t, "csv", reading(t, lesson, layers))), "\n")
	for _, column := range strings.Split(header, ",") {
		if !strings.Contains(string(doc), column) {
			t.Errorf("%s is not described", column)
		}
	}
}
