package checkpoints

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// Vectors are the frozen word vectors that a model reads beside its weights, V words
// of width E. The vector of word i is Scales[i] times each of the numbers
// Values[i·E:(i+1)·E]. They must not be changed once they are part of a [Step].
//
// They are written once a run, into a file beside its steps whose name has their
// hash; the manifest of each step names it.
type Vectors struct {
	Words  []string  // (V) none with a line break
	Width  int       // E
	Values []int8    // (V,E)
	Scales []float32 // (V)

	once   sync.Once // encodes them for the first save
	record vectorsRecord
	err    error
}

// Equal reports whether two lists of vectors hold the same.
func (v *Vectors) Equal(w *Vectors) bool {
	if v == nil || w == nil {
		return v == w
	}
	return v.Width == w.Width && slices.Equal(v.Words, w.Words) && slices.Equal(v.Values, w.Values) && slices.Equal(v.Scales, w.Scales)
}

// A vectorsRecord is what a manifest says of the file of vectors.
type vectorsRecord struct {
	Name string `json:"name"`
	fileStamp
}

var vectorsName = regexp.MustCompile(`^vectors-[0-9a-f]{16}\.safetensors$`)

// Names in the file of vectors.
const (
	wordsKey   = "words" // in the metadata: one word a line
	scalesName = "scales"
	valuesName = "values"
	int8Name   = "I8"
)

// encode returns the bytes of the file: equal vectors have equal bytes.
func (v *Vectors) encode() ([]byte, error) {
	n, ok := elements([]int{len(v.Words), v.Width})
	if !ok || v.Width < 1 || n != len(v.Values) || len(v.Words) != len(v.Scales) {
		return nil, detail(errInvalid, "%d words with vectors of width %d have %d values and %d scales", len(v.Words), v.Width, len(v.Values), len(v.Scales))
	}
	for i, word := range v.Words {
		if strings.ContainsAny(word, "\n\r") {
			return nil, detail(errInvalid, "word %d of the vectors, %q, has a line break in it", i, word)
		}
	}
	words, err := json.Marshal(strings.Join(v.Words, "\n"))
	if err != nil {
		return nil, err
	}
	middle := len(v.Scales) * float32Size
	header := fmt.Appendf(nil, `{"%s":{"%s":%s},"%s":{"dtype":"%s","shape":[%d],"data_offsets":[0,%d]},"%s":{"dtype":"%s","shape":[%d,%d],"data_offsets":[%d,%d]}}`,
		metadataName, wordsKey, words,
		scalesName, float32Name, len(v.Scales), middle,
		valuesName, int8Name, len(v.Words), v.Width, middle, middle+n)
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	if len(header) > maxHeader {
		return nil, detail(errInvalid, "the words take %d bytes, more than %d", len(header), maxHeader)
	}
	out := make([]byte, 0, 8+len(header)+middle+n)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(header)))
	out = append(out, header...)
	for _, x := range v.Scales {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	for _, x := range v.Values {
		out = append(out, byte(x))
	}
	return out, nil
}

// decodeVectors reads what encode wrote. The vectors keep raw, which must not be changed.
func decodeVectors(raw []byte) (*Vectors, error) {
	header, data, err := splitHeader(raw)
	if err != nil {
		return nil, err
	}
	metadata := map[string]string{}
	entries, err := decodeHeader(header, metadata)
	if err != nil {
		return nil, fmt.Errorf("%w: header: %w", errMalformed, err)
	}
	at := func(name, dtype string, axes int) (tensorEntry, bool) {
		i := slices.IndexFunc(entries, func(e tensorEntry) bool { return e.name == name })
		if i < 0 || entries[i].DType != dtype || len(entries[i].Shape) != axes {
			return tensorEntry{}, false
		}
		return entries[i], true
	}
	scales, ok := at(scalesName, float32Name, 1)
	values, ok2 := at(valuesName, int8Name, 2)
	text, ok3 := metadata[wordsKey]
	if !ok || !ok2 || !ok3 || len(entries) != 2 {
		return nil, detail(errMalformed, "word vectors are the tensors %s (V) in %s and %s (V,E) in %s, with the words in the metadata", scalesName, float32Name, valuesName, int8Name)
	}
	if strings.Contains(text, "\r") {
		return nil, detail(errMalformed, "a word has a line break in it")
	}
	words, width := 1+strings.Count(text, "\n"), values.Shape[1]
	n, fits := elements(values.Shape)
	middle := uint64(words) * float32Size
	switch {
	case !fits || width < 1 || values.Shape[0] != words || scales.Shape[0] != words:
		return nil, detail(errMalformed, "%d words, scales of shape %v and values of shape %v", words, scales.Shape, values.Shape)
	case !slices.Equal(scales.Offsets, []uint64{0, middle}) || !slices.Equal(values.Offsets, []uint64{middle, middle + uint64(n)}) || uint64(len(data)) != middle+uint64(n):
		return nil, detail(errMalformed, "its tensors do not cover the %d bytes of data", len(data))
	}
	body := data[middle:]
	v := &Vectors{
		Words: strings.Split(text, "\n"), Width: width,
		Values: unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(body))), n), // the same bytes
		Scales: make([]float32, words),
	}
	for i := range v.Scales {
		v.Scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[i*float32Size:]))
	}
	return v, nil
}

// stamp returns the name, size and checksum of the file of the vectors, nil for nil.
func (v *Vectors) stamp() (*vectorsRecord, error) {
	if v == nil {
		return nil, nil
	}
	v.once.Do(func() {
		data, err := v.encode()
		if v.err = err; err == nil {
			v.record.fileStamp = stamp(data)
			v.record.Name = "vectors-" + v.record.SHA256[:16] + ".safetensors"
		}
	})
	return &v.record, v.err
}

// writeVectors writes the file of the vectors into the run's folder, unless it is
// there as it was saved.
func (r *Run) writeVectors(v *Vectors) error {
	record, err := v.stamp()
	if record == nil || err != nil {
		return err
	}
	path := filepath.Join(r.dir, record.Name)
	if r.vectors == record.Name && exists(path) {
		return nil
	}
	if _, err := system.readFile(r.dir, record.Name, record.fileStamp); err != nil {
		data, err := v.encode()
		if err != nil {
			return err
		}
		if err := replaceFile(r.disk, path, data); err != nil {
			return err
		}
	}
	r.vectors = record.Name
	return nil
}

// readVectors reads the vectors that a step's manifest names: from the run's
// folder, or from the step's own if somebody copied them there together.
func (f files) readVectors(dir string, record *vectorsRecord) (*Vectors, error) {
	if record == nil {
		return nil, nil
	}
	if !vectorsName.MatchString(record.Name) {
		return nil, damaged(f.join(dir, manifestFile), errMalformed, "%q is not the name of a file of word vectors", record.Name)
	}
	folder := f.join(dir, "..")
	if _, err := fs.Stat(f.fs, f.join(dir, record.Name)); err == nil {
		folder = dir
	}
	data, err := f.readFile(folder, record.Name, record.fileStamp)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail(dir, detail(errUnreadable, "its word vectors, %s, are neither in it nor beside it", record.Name), "copy that file from the run's folder")
	}
	if err != nil {
		return nil, err
	}
	v, err := decodeVectors(data)
	if err != nil {
		return nil, fail(f.join(folder, record.Name), err, adviceOtherStep)
	}
	return v, nil
}
