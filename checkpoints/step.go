package checkpoints

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A Step is all that one step's folder holds. Config, Vocabulary and Model are
// what it takes to use the model; Optimizer and State, to train it further.
type Step struct {
	Number     int             // optimizer steps taken since the run began
	Config     json.RawMessage // config.json: what the model is; indented on disk
	Vocabulary []string        // vocab.txt: one word a line; the line, from 0, is the word's id
	Vectors    *Vectors        // vectors-<hash>.safetensors in the run's folder; nil for a model without
	Model      []Tensor        // model.safetensors
	Optimizer  []Tensor        // optimizer.safetensors; nil in a step read by Open or OpenFS
	State      json.RawMessage // state.json: where the run stands; indented on disk

	Dir      string   // where it was read from, empty for one that is part of the program; ignored by Save
	Warnings []string // what Open passed over to find it, one line each; ignored by Save
}

// best is the number of the best step so far by best.step of the state, the one
// field of it that this package reads; -1 if there is none.
func (s *Step) best() int {
	var state struct {
		Best *struct {
			Step int `json:"step"`
		} `json:"best"`
	}
	if json.Unmarshal(s.State, &state) != nil || state.Best == nil {
		return -1
	}
	return max(-1, state.Best.Step)
}

const (
	configFile    = "config.json"
	vocabFile     = "vocab.txt"
	modelFile     = "model.safetensors"
	optimizerFile = "optimizer.safetensors"
	stateFile     = "state.json"
)

// stepFiles are the files that the manifest lists, writtenFiles all files of a
// step in the order in which they are written.
var (
	stepFiles    = [...]string{configFile, vocabFile, modelFile, optimizerFile, stateFile}
	writtenFiles = append(stepFiles[:], manifestFile)
)

// encode returns the bytes of each of the step's files by its name. Equal steps
// have equal bytes.
func (s *Step) encode() (map[string][]byte, error) {
	if s.Number < 0 {
		return nil, fmt.Errorf("step %d %w: a step's number is not negative", s.Number, errInvalid)
	}
	contents := map[string][]byte{}
	m := &manifest{Format: formatPlain, Writer: writerName, Step: s.Number, Files: map[string]fileStamp{}}
	for _, name := range stepFiles {
		data, err := s.encodeFile(name)
		if err == nil && int64(len(data)) > limitOf(name) {
			err = detail(errInvalid, "%d bytes, more than %d", len(data), limitOf(name))
		}
		if err != nil {
			return nil, fmt.Errorf("%s of step %d: %w", name, s.Number, err)
		}
		contents[name] = data
		m.Files[name] = stamp(data)
	}
	var err error
	if m.Vectors, err = s.Vectors.stamp(); err != nil {
		return nil, fmt.Errorf("the word vectors of step %d: %w", s.Number, err)
	}
	if m.Vectors != nil {
		m.Format = formatVectors
	}
	contents[manifestFile], err = m.encode()
	return contents, err
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

// readStep reads a step's folder, without the optimizer's file unless that is
// wanted. It refuses a step with any other file that is not as it was saved.
func (f files) readStep(dir string, withOptimizer bool) (*Step, error) {
	s, m, err := f.readParts(dir, withOptimizer)
	if err != nil {
		return nil, err
	}
	if s.Vectors, err = f.readVectors(dir, m.Vectors); err != nil {
		return nil, err
	}
	return s, nil
}

// readParts is readStep without the word vectors, which the manifest names.
func (f files) readParts(dir string, withOptimizer bool) (*Step, *manifest, error) {
	m, err := f.readManifest(dir)
	if err != nil {
		return nil, nil, err
	}
	s := &Step{Number: m.Step, Dir: dir}
	for _, name := range stepFiles {
		if name == optimizerFile && !withOptimizer {
			continue
		}
		data, err := f.readFile(dir, name, m.Files[name])
		if err != nil {
			return nil, nil, err
		}
		if err := s.decodeFile(name, data); err != nil {
			return nil, nil, fail(f.join(dir, name), err, adviceOtherStep)
		}
	}
	return s, m, nil
}

func indented(raw json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Indent(&out, bytes.TrimSpace(raw), "", "  "); err != nil {
		return nil, detail(errInvalid, "it is not JSON: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func encodeVocabulary(words []string) ([]byte, error) {
	var out bytes.Buffer
	for id, word := range words {
		if strings.ContainsAny(word, "\n\r") {
			return nil, detail(errInvalid, "word %d, %q, has a line break in it", id, word)
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
		return nil, detail(errTruncated, "the last line does not end")
	}
	if strings.Contains(text, "\r") {
		return nil, detail(errMalformed, "a word has a line break in it")
	}
	return strings.Split(text, "\n"), nil
}
