package checkpoints

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestStepRoundTrip(t *testing.T) {
	want := step(200, 1)
	dir := saved(t, want)
	_, got := resumed(t, dir)
	if !sameStep(want, got) {
		t.Errorf("(-saved +resumed)\n%s", cmp.Diff(want, got, bits))
	}
	if got.Dir != filepath.Join(dir, "step-000200") {
		t.Errorf("read from %s", got.Dir)
	}

	got = must(Open(dir))(t)
	if got.Optimizer != nil {
		t.Error("Open read the optimizer's tensors")
	}
	got.Optimizer = want.Optimizer
	if !sameStep(want, got) || len(got.Warnings) > 0 {
		t.Errorf("(-saved +opened)\n%s", cmp.Diff(want, got, bits))
	}
}

func TestEmptyStepRoundTrip(t *testing.T) {
	dir := saved(t, &Step{Config: json.RawMessage("{}"), State: json.RawMessage("null")})
	got := must(Open(dir))(t)
	if got.Number != 0 || len(got.Model) != 0 || len(got.Vocabulary) != 0 || string(got.Config) != "{}" || string(got.State) != "null" {
		t.Errorf("got %+v", got)
	}
}

func TestJSONIsIndented(t *testing.T) {
	s := step(1, 1)
	s.Config = json.RawMessage(`{"a":{"b":[1]}}`)
	got := must(Open(saved(t, s)))(t)
	if want := "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}"; string(got.Config) != want {
		t.Errorf("config.json is\n%s", got.Config)
	}
}

var update = flag.Bool("update", false, "write the golden step anew")

// The golden steps were written when their format was made. That they can be
// read is the promise of a format; that the bytes of the newest are made again
// shows that a step's bytes depend on the step alone.
func TestGolden(t *testing.T) {
	folder := func(format int) string {
		return filepath.Join("testdata", fmt.Sprintf("format-%d", format), StepName(200))
	}
	golden := map[int]*Step{1: step(200, 1), formatPlain: step(200, 1), formatVectors: withVectors(step(200, 1))}
	for _, format := range []int{formatPlain, formatVectors} {
		s, dir := golden[format], folder(format)
		contents := must(s.encode())(t)
		if s.Vectors != nil {
			contents[filepath.Join("..", must(s.Vectors.stamp())(t).Name)] = must(s.Vectors.encode())(t)
		}
		for name, data := range contents {
			if *update {
				put(t, string(data), dir, name)
			}
			if want := read(t, dir, name); string(data) != want {
				t.Errorf("format %d, %s: got %q\nwant %q", format, name, data, want)
			}
		}
	}
	for format, want := range golden {
		got := must(system.readStep(folder(format), true))(t)
		if !sameStep(want, got) {
			t.Errorf("the golden step of format %d has changed: %s", format, cmp.Diff(want, got, bits))
		}
	}
}

// Vectors are written once a run, are read with every step, and are neither lost nor
// taken for others.
func TestVectors(t *testing.T) {
	first, second := withVectors(step(100, 1)), withVectors(step(200, 1))
	dir := saved(t, first, second)
	name := must(first.Vectors.stamp())(t).Name
	file := filepath.Join(dir, name)
	for _, s := range []*Step{first, second} {
		if got := must(Open(filepath.Join(dir, StepName(s.Number))))(t); !got.Vectors.Equal(s.Vectors) {
			t.Errorf("step %d has the vectors %+v", s.Number, got.Vectors)
		}
	}
	if got := must(OpenFS(os.DirFS(filepath.Dir(dir)), "run-1"))(t); !got.Vectors.Equal(first.Vectors) {
		t.Error("OpenFS reads other vectors")
	}

	// A step that is copied out of its run takes the file with it.
	apart := filepath.Join(t.TempDir(), StepName(100))
	if err := os.CopyFS(apart, os.DirFS(filepath.Join(dir, StepName(100)))); err != nil {
		t.Fatal(err)
	}
	_, err := Open(apart)
	checkError(t, "a step without its vectors", err, errUnreadable, "neither in it nor beside it: copy that file")
	put(t, read(t, dir, name), apart, name)
	if got := must(Open(apart))(t); !got.Vectors.Equal(first.Vectors) {
		t.Error("the copied step has other vectors")
	}

	put(t, strings.Replace(read(t, dir, name), "naïve", "naive ", 1), dir, name)
	_, err = Open(dir)
	checkError(t, "changed vectors", err, errChecksum, name)
	put(t, "vec", dir, temporaryPrefix+name) // an interrupted save
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	r, err := lock(dir, new(testDisk))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.openMetrics(0); err != nil {
		t.Fatal(err)
	}
	r.tidy()
	save(t, r, 0, withVectors(step(300, 1))) // writes the lost file again
	if got := must(Open(dir))(t); !got.Vectors.Equal(first.Vectors) || exists(filepath.Join(dir, temporaryPrefix+name)) {
		t.Error("the lost file of vectors was not written again, or its half was left")
	}
}

func TestVectorsRefused(t *testing.T) {
	for what, spoil := range map[string]func(*Vectors){
		"a line break":    func(v *Vectors) { v.Words[1] = "two\nlines" },
		"too few values":  func(v *Vectors) { v.Values = v.Values[1:] },
		"too many scales": func(v *Vectors) { v.Scales = append(v.Scales, 1) },
		"no width":        func(v *Vectors) { v.Width = 0 },
	} {
		s := withVectors(step(100, 1))
		spoil(s.Vectors)
		_, err := s.encode()
		checkError(t, what, err, errInvalid, "")
	}
	whole := must(withVectors(step(100, 1)).Vectors.encode())(t)
	for n := range whole {
		if _, err := decodeVectors(whole[:n]); err == nil {
			t.Fatalf("%d bytes of %d were accepted", n, len(whole))
		}
	}
	for from, to := range map[string]string{`"I8"`: `"U8"`, `"words"`: `"wards"`, `[4,2]`: `[2,4]`, `"scales"`: `"scalds"`, `[16,24]`: `[15,23]`} {
		bad := strings.Replace(string(whole), from, to, 1)
		if _, err := decodeVectors([]byte(bad)); err == nil || bad == string(whole) {
			t.Errorf("%s in place of %s was accepted", to, from)
		}
	}
}

// A run of format 1 is resumed, saved in and pruned like any other.
func TestRunOfFormat1(t *testing.T) {
	dir := saved(t, bestStep(100, 100))
	if err := os.CopyFS(filepath.Join(dir, StepName(200)), os.DirFS(filepath.Join("testdata", "format-1", StepName(200)))); err != nil {
		t.Fatal(err)
	}
	r, s := resumed(t, dir)
	if !sameStep(s, step(200, 1)) {
		t.Errorf("resumed %s", cmp.Diff(step(200, 1), s, bits))
	}
	save(t, r, 0, bestStep(200, 200)) // the same but for its state
	if got := read(t, dir, bestFile); got != "step-000200\n" {
		t.Errorf("best is %q", got)
	}
	save(t, r, 1, bestStep(300, 300))
	checkSteps(t, dir, 300)
	checkWarnings(t, "of format 1", r.Warnings())
}

func TestSaveRefuses(t *testing.T) {
	r := begun(t)
	before := listing(t, r.dir)
	for name, spoil := range map[string]func(*Step){
		"a word of two lines":    func(s *Step) { s.Vocabulary[1] = "two\nlines" },
		"a carriage return":      func(s *Step) { s.Vocabulary[1] = "\r" },
		"config that is no JSON": func(s *Step) { s.Config = json.RawMessage("{") },
		"no state":               func(s *Step) { s.State = nil },
		"a negative number":      func(s *Step) { s.Number = -1 },
		"a shape that lies":      func(s *Step) { s.Model[0].Shape = []int{7} },
		"a moment twice":         func(s *Step) { s.Optimizer = append(s.Optimizer, s.Optimizer[0]) },
	} {
		s := step(1, 1)
		spoil(s)
		checkError(t, name, r.Save(s, 0), errInvalid, "step")
		if diff := cmp.Diff(before, listing(t, r.dir)); diff != "" {
			t.Errorf("%s left something behind:\n%s", name, diff)
		}
	}
}

// folderOf is a file system with a step's folder in it.
func folderOf(t testing.TB, s *Step) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range must(s.encode())(t) {
		fsys[path.Join(StepName(s.Number), name)] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// Every byte matters: each is flipped in turn, and each file cut at each
// length, made longer, and taken away.
func TestDamageIsRefused(t *testing.T) {
	dir := StepName(200)
	folder := folderOf(t, step(200, 1))
	read := func() error {
		_, err := files{folder, path.Join}.readStep(dir, true)
		return err
	}
	for _, file := range writtenFiles {
		name := path.Join(dir, file)
		whole := folder[name]
		refused := func(what string, damaged []byte) {
			t.Helper()
			folder[name] = &fstest.MapFile{Data: damaged}
			if damaged == nil {
				delete(folder, name)
			}
			err := read()
			if err == nil {
				t.Fatalf("%s of %s was not noticed", what, name)
			}
			// With a flip in the manifest it depends on the byte which file disagrees.
			if file != manifestFile || len(damaged) != len(whole.Data) {
				checkError(t, what, err, nil, dir)
				checkError(t, what, err, nil, file)
			}
		}
		for i := range whole.Data {
			for _, mask := range []byte{1 << (i % 8), 0x20} { // 0x20: upper and lower case
				damaged := bytes.Clone(whole.Data)
				damaged[i] ^= mask
				refused(fmt.Sprintf("a flip of byte %d", i), damaged)
			}
			refused(fmt.Sprintf("a cut at byte %d", i), append([]byte{}, whole.Data[:i]...))
		}
		refused("one more byte", append(bytes.Clone(whole.Data), '\n'))
		refused("the loss", nil)
		folder[name] = whole
		if err := read(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestErrorsSayWhich(t *testing.T) {
	const model, manifest = "step-000200/" + modelFile, "step-000200/" + manifestFile
	whole := folderOf(t, step(200, 1))[model].Data
	flipped := bytes.Clone(whole)
	flipped[12] ^= 1
	for _, c := range []struct {
		name string
		file *fstest.MapFile
		want error
	}{
		{model, &fstest.MapFile{Data: whole[:9]}, errTruncated},
		{model, &fstest.MapFile{Data: flipped}, errChecksum},
		{model, nil, errUnreadable},
		{model, nil, fs.ErrNotExist},
		{model, &fstest.MapFile{Mode: fs.ModeDir}, errUnreadable},
		{manifest, &fstest.MapFile{Data: []byte("\x00\xff rubbish")}, errMalformed},
		{manifest, &fstest.MapFile{Data: []byte(`{"name":"somebody's web app"}`)}, ErrNotCheckpoint},
		{manifest, &fstest.MapFile{Data: make([]byte, maxManifest+1)}, errTooLarge},
		{manifest, &fstest.MapFile{}, errTruncated},
		{manifest, nil, ErrNotCheckpoint},
	} {
		fsys := folderOf(t, step(200, 1))
		fsys[c.name] = c.file
		if c.file == nil {
			delete(fsys, c.name)
		}
		_, err := OpenFS(fsys, StepName(200))
		checkError(t, c.name, err, c.want, StepName(200))
	}
}

// A manifest with right checksums may still surround a wrong safetensors file.
func TestValidManifestAroundMalformedTensors(t *testing.T) {
	dir := filepath.Join(saved(t, step(200, 1)), StepName(200))
	m := must(system.readManifest(dir))(t)
	bad := file8(`{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}`, 8)
	m.Files[modelFile] = stamp(bad)
	put(t, string(bad), dir, modelFile)
	put(t, string(must(m.encode())(t)), dir, manifestFile)
	_, err := Open(dir)
	checkError(t, "Open", err, errMalformed, modelFile)
}

func makeNewer(t testing.TB, dir string) {
	text := read(t, dir, manifestFile)
	put(t, strings.Replace(text, `"format_version": 2`, `"format_version": 4, "new": true`, 1), dir, manifestFile)
}

// A newer format is no damage: falling back to an older step would quietly
// throw away work.
func TestNewerFormat(t *testing.T) {
	dir := saved(t, step(100, 1), step(200, 1))
	makeNewer(t, filepath.Join(dir, StepName(200)))
	for what, try := range map[string]func() error{
		"Open of the run":  func() error { _, err := Open(dir); return err },
		"Open of the step": func() error { _, err := Open(filepath.Join(dir, StepName(200))); return err },
		"Resume":           func() error { _, _, err := Resume(dir); return err },
	} {
		checkError(t, what, try(), errNewerFormat, "written by a newer antecedent (format 4, this one reads up to 3): update")
	}
}

func TestRenamedStep(t *testing.T) {
	dir := saved(t, step(100, 1))
	to := filepath.Join(dir, StepName(300))
	os.Rename(filepath.Join(dir, StepName(100)), to)
	_, err := Open(to)
	checkError(t, "a step of another number", err, errMalformed, StepName(100))
	copied := filepath.Join(t.TempDir(), "my model")
	os.Rename(to, copied)
	if s := must(Open(copied))(t); s.Number != 100 {
		t.Errorf("a copy under another name has step %d", s.Number)
	}
}
