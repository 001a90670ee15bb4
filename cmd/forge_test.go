package cmd_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A forgery is a run of one step that somebody else may have made: its manifest is valid,
// with the right sizes and checksums, whatever its files hold.
type forgery struct {
	files   map[string][]byte // of the step, without the manifest
	vectors []byte            // of the run's word vectors
}

// genuine trains a small run with everything in it that a checkpoint can have, and
// returns its last step.
func genuine(t testing.TB, bin, dir string) forgery {
	t.Helper()
	for name, text := range map[string]string{
		"novel.txt":   strings.Repeat("Tom met Anna because he was late. She saw him.\n\n", 20),
		"vectors.txt": "the 1 2 3\ncat 1 0 2\ndog 0 1 -2\nbone 2 2 1\nhungry -1 0 1\nmilk 1 1 1\n",
		"run.json":    `{"layers": 1, "heads": 2, "width": 6, "hidden": 5, "radius": 4, "ngram-buckets": 7, "vectors": "vectors.txt", "data": "pets.jsonl", "steps": 6, "save-every": 3, "eval-every": 3, "batch": 8}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pets, err := os.ReadFile("testdata/pets.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pets.jsonl"), pets, 0o666); err != nil {
		t.Fatal(err)
	}
	if r := execute(t, bin, dir, "train", "--config", "run.json", "--stop-after", "3", "--quiet", "--out", "genuine"); r.code != 0 {
		t.Fatal(r.stderr)
	}
	f := forgery{files: map[string][]byte{}}
	for _, name := range []string{"config.json", "vocab.txt", "model.safetensors", "optimizer.safetensors", "state.json"} {
		if f.files[name], err = os.ReadFile(filepath.Join(dir, "genuine/step-000003", name)); err != nil {
			t.Fatal(err)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "genuine/vectors-*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if f.vectors, err = os.ReadFile(found[0]); err != nil {
		t.Fatal(err)
	}
	return f
}

// with is the forgery with another content of a file; "vectors" is that of the vectors.
func (f forgery) with(name string, content []byte) forgery {
	if name == "vectors" {
		return forgery{f.files, content}
	}
	f.files = maps.Clone(f.files)
	f.files[name] = content
	return f
}

// write makes a run's folder of the forgery.
func (f forgery) write(t testing.TB, run string) {
	t.Helper()
	type stamp struct {
		Size   int    `json:"size"`
		SHA256 string `json:"sha256"`
	}
	type named struct {
		Name string `json:"name"`
		stamp
	}
	of := func(content []byte) stamp {
		sum := sha256.Sum256(content)
		return stamp{len(content), hex.EncodeToString(sum[:])}
	}
	manifest := struct {
		Format  int              `json:"format_version"`
		Writer  string           `json:"writer"`
		Step    int              `json:"step"`
		Files   map[string]stamp `json:"files"`
		Vectors *named           `json:"vectors,omitempty"`
		Sum     string           `json:"sha256"`
	}{Format: 3, Writer: "antecedent", Step: 3, Files: map[string]stamp{}}
	contents := map[string][]byte{"latest": []byte("step-000003\n"), "metrics.jsonl": []byte(`{"step":3,"loss":0.7}` + "\n")}
	for name, content := range f.files {
		manifest.Files[name] = of(content)
		contents["step-000003/"+name] = content
	}
	vectors := of(f.vectors)
	manifest.Vectors = &named{"vectors-" + vectors.SHA256[:16] + ".safetensors", vectors}
	contents[manifest.Vectors.Name] = f.vectors
	encode := func() []byte {
		text, err := json.MarshalIndent(manifest, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	manifest.Sum = of(encode()).SHA256
	contents["step-000003/manifest.json"] = append(encode(), '\n')
	if err := os.MkdirAll(filepath.Join(run, "step-000003"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range contents {
		if err := os.WriteFile(filepath.Join(run, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// field is a JSON object with another value, given as JSON, of the field at a path.
func field(t testing.TB, object []byte, path, value string) []byte {
	t.Helper()
	keys := strings.Split(path, ".")
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(object, &members); err != nil {
		t.Fatal(path, err)
	}
	if len(keys) > 1 {
		value = string(field(t, members[keys[0]], strings.Join(keys[1:], "."), value))
	}
	var out bytes.Buffer
	out.WriteByte('{')
	delete(members, keys[0])
	for _, key := range slices.Sorted(maps.Keys(members)) {
		out.WriteString(`"` + key + `":` + string(members[key]) + ",")
	}
	out.WriteString(`"` + keys[0] + `":` + value + "}")
	return out.Bytes()
}

// header changes the header of a safetensors file, which is its JSON as text.
func header(file []byte, change func(text string) string) []byte {
	n := binary.LittleEndian.Uint64(file)
	text := change(string(file[8 : 8+n]))
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	return append(append(out, text...), file[8+n:]...)
}

// weight is a safetensors file with another value of number i of a tensor.
func weight(t testing.TB, file []byte, tensor string, i int, value float32) []byte {
	t.Helper()
	n := binary.LittleEndian.Uint64(file)
	var entries map[string]struct {
		Offsets []int `json:"data_offsets"`
	}
	if err := json.Unmarshal(file[8:8+n], &entries); err != nil {
		t.Fatal(err)
	}
	if entries[tensor].Offsets == nil {
		t.Fatalf("there is no %s", tensor)
	}
	out := bytes.Clone(file)
	binary.LittleEndian.PutUint32(out[8+int(n)+entries[tensor].Offsets[0]+4*i:], math.Float32bits(value))
	return out
}

// every is a safetensors file with all its float32 numbers multiplied by factor.
func every(file []byte, factor float32) []byte {
	out := bytes.Clone(file)
	for data := out[8+binary.LittleEndian.Uint64(file):]; len(data) >= 4; data = data[4:] {
		x := math.Float32frombits(binary.LittleEndian.Uint32(data))
		binary.LittleEndian.PutUint32(data, math.Float32bits(x*factor))
	}
	return out
}

// An execution is how a command ended.
type execution struct {
	code           int
	stdout, stderr string
	memory         int // the most that was resident, in bytes; 0 where the system does not say
}

// execute runs a command in a folder.
func execute(t testing.TB, bin, dir, name string, args ...string) execution {
	t.Helper()
	c := exec.Command(filepath.Join(bin, name), args...)
	var stdout, stderr bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = dir, &stdout, &stderr
	err := c.Run()
	if _, exit := err.(*exec.ExitError); err != nil && !exit {
		t.Fatal(err)
	}
	return execution{c.ProcessState.ExitCode(), stdout.String(), stderr.String(), resident(c.ProcessState)}
}

var (
	insides  = regexp.MustCompile(`goroutine \d|panic|runtime error|\.go:\d|json: cannot|fatal error`)
	noNumber = regexp.MustCompile(`(?i)\b(nan|inf|infinity)\b`)
)

// harmless checks that a command either did its work, without printing what is no number,
// or failed with one short line, and took little memory for it. It returns that line.
func (e execution) harmless(t testing.TB) (refusal string) {
	t.Helper()
	const most = 200_000_000
	if e.memory > most {
		t.Errorf("it took %d MB", e.memory/1_000_000)
	}
	if found := insides.FindString(e.stderr + e.stdout); found != "" {
		t.Errorf("it shows its insides, %q:\n%.1000s", found, e.stderr)
	}
	if found := noNumber.FindString(e.stdout); found != "" {
		t.Errorf("it printed %s:\n%.300s", found, e.stdout)
	}
	if e.code == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSuffix(e.stderr, "\n"), "\n")
	last := lines[len(lines)-1]
	if e.code != 1 || len(last) > 600 || len(lines) > 4 {
		t.Errorf("exit code %d, with %d lines:\n%.1000s", e.code, len(lines), e.stderr)
	}
	return last
}
