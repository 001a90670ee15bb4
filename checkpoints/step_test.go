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
	for name, data := range must(step(200, 1).encode())(t) {
		if *update {
			put(t, string(data), folder(formatVersion), name)
		}
		if want := read(t, folder(formatVersion), name); string(data) != want {
			t.Errorf("%s: got %q\nwant %q", name, data, want)
		}
	}
	for format := 1; format <= formatVersion; format++ {
		got := must(system.readStep(folder(format), true))(t)
		if !sameStep(step(200, 1), got) {
			t.Errorf("the golden step of format %d has changed: %s", format, cmp.Diff(step(200, 1), got, bits))
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
		{manifest, &fstest.MapFile{Data: make([]byte, maxManifest+1)}, errMalformed},
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
	put(t, strings.Replace(text, `"format_version": 2`, `"format_version": 3, "new": true`, 1), dir, manifestFile)
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
		checkError(t, what, try(), errNewerFormat, "written by a newer antecedent (format 3, this one reads up to 2): update")
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
