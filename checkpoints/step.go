package checkpoints

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Step is all that one step's folder holds. Whoever holds its five parts can
// go on with the run (all of them) or use the model (Config, Vocabulary and
// Model).
type Step struct {
	Number     int             // optimizer steps taken, counted from the run's beginning
	Config     json.RawMessage // config.json: what the model is; indented on disk
	Vocabulary []string        // vocab.txt: one word a line, a word's line is its id
	Model      []Tensor        // model.safetensors
	Optimizer  []Tensor        // optimizer.safetensors; nil in a step read by Open
	State      json.RawMessage // state.json: where the run stands; indented on disk

	Dir      string   // where it was read from; ignored by Save
	Warnings []string // what Open passed over to find it, one line each; ignored by Save
}

// The files of a step, in the order in which they are written. The manifest
// comes after them.
const (
	configFile    = "config.json"
	vocabFile     = "vocab.txt"
	modelFile     = "model.safetensors"
	optimizerFile = "optimizer.safetensors"
	stateFile     = "state.json"
)

var stepFiles = [...]string{configFile, vocabFile, modelFile, optimizerFile, stateFile}

// content is a file to be written.
type content struct {
	name string
	data []byte
}

// encode makes the step's files, the manifest last. Equal steps make equal
// bytes.
func (s *Step) encode(best bool) ([]content, error) {
	if s.Number < 0 {
		return nil, fmt.Errorf("step %d %w: a step's number is not negative", s.Number, ErrInvalid)
	}
	m := manifest{Format: FormatVersion, Writer: writerName, Step: s.Number, Best: best, Files: map[string]fileStamp{}}
	var files []content
	for _, name := range stepFiles {
		data, err := s.encodeFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s of step %d: %w", name, s.Number, err)
		}
		files = append(files, content{name, data})
		m.Files[name] = stamp(data)
	}
	data, err := m.encode()
	if err != nil {
		return nil, err
	}
	return append(files, content{manifestFile, data}), nil
}

func (s *Step) encodeFile(name string) ([]byte, error) {
	switch name {
	case configFile:
		return indented(s.Config)
	case vocabFile:
		return encodeVocabulary(s.Vocabulary)
	case modelFile:
		return encodeTensors(s.Model)
	case optimizerFile:
		return encodeTensors(s.Optimizer)
	default:
		return indented(s.State)
	}
}

func (s *Step) decodeFile(name string, data []byte) (err error) {
	switch name {
	case configFile:
		s.Config = bytes.TrimSuffix(data, []byte("\n"))
	case vocabFile:
		s.Vocabulary, err = decodeVocabulary(data)
	case modelFile:
		s.Model, err = decodeTensors(data)
	case optimizerFile:
		s.Optimizer, err = decodeTensors(data)
	case stateFile:
		s.State = bytes.TrimSuffix(data, []byte("\n"))
	}
	return err
}

// readStep reads a step's folder and checks every file of it, also the
// optimizer's where that is not wanted: a step is whole or it is refused.
func readStep(dir string, withOptimizer bool) (*Step, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	s := &Step{Number: m.Step, Dir: dir}
	for _, name := range stepFiles {
		data, err := m.readFile(dir, name)
		if err != nil {
			return nil, err
		}
		if name == optimizerFile && !withOptimizer {
			continue
		}
		if err := s.decodeFile(name, data); err != nil {
			return nil, fail(filepath.Join(dir, name), err, adviceOtherStep)
		}
	}
	return s, nil
}

// writeStep writes a step's files into an empty folder.
func writeStep(d disk, dir string, files []content) error {
	for _, f := range files {
		if err := writeFile(d, filepath.Join(dir, f.name), f.data); err != nil {
			return err
		}
	}
	return d.SyncDir(dir)
}

// holds reports whether the folder is a whole step of just these files. Equal
// manifests name equal checksums.
func holds(dir string, files []content) bool {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	return err == nil && bytes.Equal(data, files[len(files)-1].data) && verify(dir) == nil
}

func indented(raw json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Indent(&out, bytes.TrimSpace(raw), "", "  "); err != nil {
		return nil, detail(ErrInvalid, "it is not JSON: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func encodeVocabulary(words []string) ([]byte, error) {
	var out bytes.Buffer
	for id, word := range words {
		if strings.ContainsAny(word, "\n\r") {
			return nil, detail(ErrInvalid, "word %d, %q, has a line break in it", id, word)
		}
		out.WriteString(word)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

func decodeVocabulary(data []byte) ([]string, error) {
	if len(data) == 0 {
		return nil, nil
	}
	text, whole := strings.CutSuffix(string(data), "\n")
	if !whole {
		return nil, detail(ErrTruncated, "the last line does not end")
	}
	return strings.Split(text, "\n"), nil
}
