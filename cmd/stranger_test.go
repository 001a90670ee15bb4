package cmd_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"antecedent/internal/testenv"
)

const strangerText = "The cat sat on the mat because it was tired."

// A suspect is a forgery, how its refusal must begin to speak of it, and the command that
// reads it.
type suspect struct {
	name    string
	forgery forgery
	refusal string   // a regular expression; empty where it may be used as well
	command []string // RUN stands for the run's folder
}

var (
	asks      = []string{"infer", "--checkpoint", "RUN", strangerText}
	resumes   = []string{"train", "--quiet", "--resume", "RUN"}
	continues = []string{"train", "--quiet", "--steps", "1", "--data", "pets.jsonl", "--init-from", "RUN", "--out", "RUN-2"}
)

// extremes are values of a field, as JSON: numbers at which products overflow, and what is
// no number.
var extremes = []string{
	"-1", "0", "1000000", "1000000000", "1000000000000", "2147483648", "4611686018427387904", "9223372036854775807",
	"9223372036854775808", "-9223372036854775808", "1.5", "1e308", "1e999", `"7"`, "[]", "{}", "true",
	strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001), `"` + strings.Repeat("x", 1<<20) + `"`, strings.Repeat("9", 1<<20),
}

// examine writes a suspect's run, runs the command on it and checks the outcome.
func (s suspect) examine(t *testing.T, bin, dir string) {
	t.Helper()
	path, err := os.MkdirTemp(dir, "of-")
	if err != nil {
		t.Fatal(err)
	}
	run := filepath.Base(path)
	s.forgery.write(t, path)
	var args []string
	for _, arg := range s.command[1:] {
		args = append(args, strings.Replace(arg, "RUN", run, 1))
	}
	got := execute(t, bin, dir, s.command[0], args...).harmless(t)
	if s.refusal != "" && !regexp.MustCompile(s.refusal).MatchString(got) {
		t.Errorf("%q does not say %s", got, s.refusal)
	}
}

// TestStrangers: a checkpoint that somebody else made, with a valid manifest, is refused
// by the file and the field, or is harmless.
func TestStrangers(t *testing.T) {
	bin, dir := testenv.Commands(t), t.TempDir()
	f, pointer := genuine(t, bin, dir, "genuine"), genuine(t, bin, dir, "pointer", "--layers", "0")
	tried := 0
	for _, kind := range []struct {
		name     string
		suspects []suspect
	}{
		{"configuration", configurations(t, f, 7)},
		{"state", states(t, f, 23)},
		{"weights", weights(t, f)},
		{"answers", answers(t, f)},
		{"unused", unused(t, pointer)},
	} {
		tried += len(kind.suspects)
		t.Run(kind.name, func(t *testing.T) {
			for _, s := range kind.suspects {
				t.Run(s.name, func(t *testing.T) {
					t.Parallel()
					s.examine(t, bin, dir)
				})
			}
		})
	}
	t.Logf("%d forged checkpoints", tried)
}

// label is the name of a case of a value.
func label(path, value string) string { return fmt.Sprintf("%s=%.24s", path, value) }

// configurations has every n-th of the extremes for each field: of sizes that the weights
// do not have, for which no memory is to be taken.
func configurations(t *testing.T, f forgery, n int) []suspect {
	config := f.files["config.json"]
	list := broken(f, "config.json", asks)
	for i, called := range []string{"vocabulary", "ngram_buckets|n-gram buckets", "vectors", "structur", "layers", "heads", "width", "hidden", "radius", "temperature"} {
		name, _, _ := strings.Cut(called, "|")
		if name == "structur" {
			name = "structure"
		}
		for k, value := range extremes {
			if (i+k)%n == 0 && (name != "temperature" || value != "0" && value != "1.5") {
				list = append(list, suspect{label(name, value), f.with("config.json", field(t, config, name, value)), `config\.json.*(` + called + `|JSON at byte)`, asks})
			}
		}
	}
	return append(list, suspect{"unknown field", f.with("config.json", field(t, config, "colour", "[1]")), "^$", asks})
}

// states has every n-th of the extremes for each field of the state. What only counts
// may have any value from 0 on.
func states(t *testing.T, f forgery, n int) []suspect {
	state := f.files["state.json"]
	list := broken(f, "state.json", resumes)
	for i, name := range []string{
		"step", "epoch", "batch", "horizon", "evaluated", "patience", "best.step", "status", "seed", "others", "data.dropped", "data.format", "data.train",
		"best.valid.loss", "best.valid.accuracy", "best.valid.examples", "best.valid.pairs_correct", "config.batch", "config.steps", "config.seed", "config.lr",
		"config.warmup", "config.dropout", "config.eval_every", "config.save_every", "config.keep", "config.snapshots", "config.freeze", "config.clip",
	} {
		for k, value := range extremes {
			if (i+k)%n != 0 || name == "config.batch" && value == "1000000" { // which takes memory, if there is any
				continue
			}
			list = append(list, suspect{label(name, value), f.with("state.json", field(t, state, name, value)), "", resumes})
		}
	}
	for _, c := range [][3]string{
		{"batch", "999", "batch 999 of an epoch of 3"}, {"batch", "-1", "batch -1 "}, {"epoch", "-1", "epoch -1"}, {"epoch", "1000000000", "epoch 1000000000"},
		{"step", "1000000000", "the manifest is of step 3"}, {"step", "-1", "the manifest is of step 3"}, {"horizon", "3", "config.steps"},
		{"status", `"completed"`, "completed"}, {"status", `"early-stopped"`, "early-stopped"}, {"status", `"asleep"`, "asleep"}, {"patience", "-1", "patience -1"},
		{"best.step", "4", "best.step 4"}, {"best.step", "-1", "best.step -1"}, {"best.valid.accuracy", "1e308", "best.valid.accuracy"}, {"best.valid.loss", "1e308", "best.valid.loss"},
		{"config.batch", "1000000000", "a batch of 1000000000 texts needs"}, {"config.batch", "9223372036854775804", "a batch of 9223372036854775804 texts needs"}, {"config.batch", "9223372036854775807", "cannot be cut into 4 equal shares"},
		{"config.shares", "-1", "-1 shares of a batch"}, {"config.shares", "3", "3 shares of a batch"}, {"config.shares", "128", "cannot be cut into 128"}, {"config.shares", "4611686018427387904", "4611686018427387904 shares"}, {"config.shares", "1.5", "shares"},
		{"config.batch", "-1", "a batch of -1"}, {"config.steps", "2", "horizon"}, {"config.snapshots", "1000000000", "snapshots"}, {"config.lr", "-1", "learning rate"},
		{"others", `[{"epoch":0,"batch":0}]`, "others"}, {"data.format", `"xyz"`, "data.format"}, {"evaluated", "4", "evaluated 4"}, {"seed", "7", "config.seed"},
	} {
		list = append(list, suspect{label(c[0], c[1]), f.with("state.json", field(t, state, c[0], c[1])), `/state\.json: .*` + regexp.QuoteMeta(c[2]), resumes})
	}
	return append(list, suspect{"unknown field of a state", f.with("state.json", field(t, state, "colour", "[1]")), "^$", resumes})
}

// broken are contents of a file of JSON that are no object.
func broken(f forgery, file string, command []string) (list []suspect) {
	object := f.files[file]
	var wide []byte
	for _, unit := range utf16.Encode([]rune(string(object))) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	for _, c := range []struct {
		name    string
		content []byte
	}{
		{"empty", nil}, {"null", []byte("null")}, {"list", []byte("[]")}, {"in UTF-16", wide},
		{"twice", slices.Repeat(object, 2)}, {"half", object[:len(object)/2]},
	} {
		list = append(list, suspect{file + " " + c.name, f.with(file, c.content), `/` + regexp.QuoteMeta(file) + `: `, command})
	}
	return list
}

// weights and word vectors must have the sizes that the configuration says, be finite
// numbers, and give answers that are.
func weights(t *testing.T, f forgery) (list []suspect) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	add := func(name, file string, content []byte, refusal string, command []string) {
		list = append(list, suspect{name, f.with(file, content), refusal, command})
	}
	replace := func(file, old, new string) []byte {
		return header(f.files[file], func(text string) string { return strings.Replace(text, old, new, 1) })
	}
	const model, optimizer = "model.safetensors", "optimizer.safetensors"
	m, o := f.files[model], f.files[optimizer]
	add("NaN", model, weight(t, m, "layer.0.attention.W_Q", 9, nan), `/model\.safetensors: .*"layer\.0\.attention\.W_Q" holds NaN at \[1 3\]`, asks)
	add("infinite", model, weight(t, m, "pointer.none", 2, -inf), `/model\.safetensors: .*"pointer\.none" holds -Inf at \[2\]`, continues)
	add("all NaN", model, every(m, nan), `/model\.safetensors: .*"embed\.word" holds NaN at \[0 0\]`, resumes)
	add("too large", model, every(m, 1e37), `not a finite number: .* the largest: \S+ holds \S+ at \[\d`, asks)
	add("tiny", model, every(m, 1e-42), "^$", asks)
	add("another name", model, replace(model, "embed.word", "embed.WORD"), `lack embed\.word`, asks)
	add("a name with escapes", model, replace(model, "pointer.none", `\u001b[31m`), `lack pointer\.none`, asks)
	add("a long name", model, replace(model, "pointer.none", strings.Repeat("x", 1<<20)), `/model\.safetensors: `, asks)
	add("a great shape", model, replace(model, `"shape":[6]`, `"shape":[1000000000]`), `/model\.safetensors: `, asks)
	add("many axes", model, replace(model, `"shape":[6]`, `"shape":[6`+strings.Repeat(",1", 1<<20)+"]"), `/model\.safetensors: `, asks)
	add("many axes of another size", model, replace(model, `"shape":[6]`, `"shape":[7`+strings.Repeat(",1", 1<<20)+"]"), `/model\.safetensors: `, asks)
	add("a long name twice", model, header(m, func(text string) string {
		return strings.NewReplacer("pointer.W_Q", strings.Repeat("x", 1<<20), "pointer.W_K", strings.Repeat("x", 1<<20)).Replace(text)
	}), `/model\.safetensors: `, asks)
	add("a long number", model, replace(model, `"shape":[6]`, `"shape":[`+strings.Repeat("9", 1<<20)+"]"), `/model\.safetensors: `, asks)
	add("deep", model, replace(model, `"shape":[6]`, `"shape":`+strings.Repeat("[", 1<<20)), `/model\.safetensors: `, asks)
	add("another shape", model, replace(model, `"shape":[6,5]`, `"shape":[5,6]`), `mlp\.W_1 has shape \[5 6\]`, asks)
	add("moment of NaN", optimizer, weight(t, o, "m.embed.word", 0, nan), `/optimizer\.safetensors: .*"m\.embed\.word" holds NaN`, resumes)
	add("moment less than 0", optimizer, weight(t, o, "v.embed.word", 0, -1), `/optimizer\.safetensors: .*v\.embed\.word holds -1`, resumes)
	add("moment of another shape", optimizer, replace(optimizer, `"shape":[6,5]`, `"shape":[5,6]`), `/optimizer\.safetensors: `, resumes)
	add("moments of another model", optimizer, m, `/optimizer\.safetensors: .* m\.embed\.word`, resumes)
	vectors := func(old, new string) []byte {
		return header(f.vectors, func(text string) string { return strings.Replace(text, old, new, 1) })
	}
	add("scale of NaN", "vectors", weight(t, f.vectors, "scales", 1, nan), "the word vectors: .* scale NaN", asks)
	add("scale less than 0", "vectors", weight(t, f.vectors, "scales", 1, -1), "the word vectors: .* scale -1", asks)
	add("great scale", "vectors", weight(t, f.vectors, "scales", 1, 1e38), "the word vectors: .* scale 1e\\+38", asks)
	add("word twice", "vectors", vectors(`\ncat\n`, `\nthe\n`), "the word vectors: .*both \"the\"", asks)
	add("a word more", "vectors", vectors(`\ncat\n`, `\ncat\ncow\n`), `/vectors-`, asks)
	add("fewer words", "vocab.txt", []byte("<unknown>\n"), `/config\.json: vocabulary \d+, but vocab\.txt has 1 `, asks)
	add("no words", "vocab.txt", nil, `vocab\.txt has 0 `, asks)
	add("a million words", "vocab.txt", bytes.Repeat([]byte("word\n"), 1_000_000), `vocab\.txt has 1000000 `, asks)
	words := strings.SplitAfter(string(f.files["vocab.txt"]), "\n")
	words[1] = words[2]
	add("one word twice", "vocab.txt", []byte(strings.Join(words, "")), `/vocab\.txt: .* twice`, asks)
	words[0], words[1] = "<other>\n", "a "+strings.Repeat("b", 1000)+"\n"
	add("no unknown word", "vocab.txt", []byte(strings.Join(words, "")), `/vocab\.txt: .*<unknown>`, asks)
	words[0], words[1] = "<unknown>\n", "\n"
	add("an empty word", "vocab.txt", []byte(strings.Join(words, "")), `/vocab\.txt: .*word 1 `, asks)
	return list
}

// answers are forgeries by whose weights no form of infer may answer and no run begin:
// they are no numbers, or what is computed of them is none.
func answers(t *testing.T, f forgery) (list []suspect) {
	m := f.files["model.safetensors"]
	for i, content := range [][]byte{weight(t, m, "embed.word", 0, float32(math.NaN())), every(m, 1e37)} {
		for _, args := range forms {
			if large := i == 1; !large || args[0] != "train" { // to train such weights fails later
				name := fmt.Sprint([]string{"NaN", "too large"}[i], args[:len(args)-1])
				list = append(list, suspect{name, f.with("model.safetensors", content), "holds", args})
			}
		}
	}
	return list
}

// unused are sizes that a model without layers does not use: they are harmless.
func unused(t *testing.T, f forgery) (list []suspect) {
	config := f.files["config.json"]
	for name, value := range map[string]string{"hidden": "1000000000000", "radius": "9223372036854775807"} {
		config = field(t, config, name, value)
	}
	for _, args := range forms {
		if slices.Contains(args, "--head") { // it has none
			continue
		}
		list = append(list, suspect{fmt.Sprint(args), f.with("config.json", config), "", args})
	}
	return list
}

// forms are all that reads a checkpoint.
var forms = [][]string{
	asks, {"infer", "--json", "--checkpoint", "RUN", strangerText}, {"infer", "--look", "--checkpoint", "RUN", strangerText},
	{"infer", "--head", "0.0", "--checkpoint", "RUN", strangerText}, {"infer", "--checkpoint", "RUN", strangerText, "Tom saw it."},
	{"infer", "resolve", "--checkpoint", "RUN", strangerText}, {"infer", "resolve", "--json", "--checkpoint", "RUN", strangerText},
	{"infer", "explain", "--checkpoint", "RUN", strangerText}, {"infer", "explain", "--json", "--checkpoint", "RUN", strangerText},
	{"infer", "svg", "--checkpoint", "RUN", strangerText}, {"infer", "svg", "--view", "lines", "--checkpoint", "RUN", strangerText},
	{"infer", "html", "--checkpoint", "RUN", "-o", "RUN.html", strangerText}, {"infer", "html", "--checkpoint", "genuine", "--compare", "RUN", "-o", "RUN.html", strangerText},
	{"infer", "export", "--checkpoint", "RUN", "--to", "csv", strangerText}, {"infer", "export", "--checkpoint", "RUN", "--to", "npz", strangerText},
	{"infer", "eval", "--checkpoint", "RUN", "--data", "pets.jsonl", "--all"}, {"infer", "eval", "--checkpoint", "RUN", "--heads", "--data", "pets.jsonl", "--all"},
	{"infer", "predict", "--checkpoint", "RUN", "--data", "pets.jsonl"}, {"infer", "label", "--checkpoint", "RUN", "novel.txt"},
	{"infer", "compare", "RUN", "genuine", "--data", "pets.jsonl"}, resumes, continues,
}
