package checkpoints

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
)

// A Tensor is a named array of float32, its last axis the fastest. A scalar
// has an empty shape.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float32
}

// A safetensors file is
//
//	8 bytes    length of the header, little-endian
//	header     {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}, padded with spaces
//	data       the tensors one after another, little-endian, without gaps
//
// and the header may hold strings of the writer under the name "__metadata__".
const (
	maxHeader    = 100_000_000 // what other readers accept
	metadataName = "__metadata__"
	float32Name  = "F32"
	float32Size  = 4
)

type tensorEntry struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets []uint64 `json:"data_offsets"`
}

// encodeTensors writes the tensors in the order given; equal tensors give
// equal bytes.
func encodeTensors(tensors []Tensor) ([]byte, error) {
	header, end := []byte{'{'}, 0
	seen := map[string]bool{metadataName: true}
	for i, t := range tensors {
		n, ok := elements(t.Shape)
		switch {
		case seen[t.Name]:
			return nil, detail(ErrInvalid, "the tensor name %q is taken", t.Name)
		case !utf8.ValidString(t.Name):
			return nil, detail(ErrInvalid, "the tensor name %q is not UTF-8", t.Name)
		case !ok || n != len(t.Data):
			return nil, detail(ErrInvalid, "tensor %q has shape %v but %d values", t.Name, t.Shape, len(t.Data))
		}
		seen[t.Name] = true
		begin := end
		end += n * float32Size
		name, err := json.Marshal(t.Name)
		if err != nil {
			return nil, err
		}
		entry, err := json.Marshal(tensorEntry{float32Name, append([]int{}, t.Shape...), []uint64{uint64(begin), uint64(end)}})
		if err != nil {
			return nil, err
		}
		if i > 0 {
			header = append(header, ',')
		}
		header = append(append(append(header, name...), ':'), entry...)
	}
	header = append(header, '}')
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	if len(header) > maxHeader {
		return nil, detail(ErrInvalid, "the names and shapes take %d bytes, more than %d", len(header), maxHeader)
	}
	out := make([]byte, 0, 8+len(header)+end)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(header)))
	out = append(out, header...)
	for _, t := range tensors {
		for _, v := range t.Data {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
		}
	}
	return out, nil
}

// decodeTensors reads what encodeTensors or another writer of the format
// wrote, in the order of the data. It checks every size before it allocates,
// and that the tensors cover the data exactly once.
func decodeTensors(raw []byte) ([]Tensor, error) {
	if len(raw) < 8 {
		return nil, detail(ErrTruncated, "%d bytes are too few for a header", len(raw))
	}
	length, rest := binary.LittleEndian.Uint64(raw), raw[8:]
	switch {
	case length > maxHeader:
		return nil, detail(ErrMalformed, "a header of %d bytes, more than %d", length, maxHeader)
	case length > uint64(len(rest)):
		return nil, detail(ErrTruncated, "a header of %d bytes, but %d bytes are left", length, len(rest))
	}
	names, entries, err := decodeHeader(rest[:length])
	if err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrMalformed, err)
	}
	data := rest[length:]

	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return slices.Compare(entries[a].Offsets, entries[b].Offsets)
	})
	tensors, covered := make([]Tensor, 0, len(names)), uint64(0)
	for _, i := range order {
		begin, end := entries[i].Offsets[0], entries[i].Offsets[1]
		n, ok := elements(entries[i].Shape)
		switch {
		case begin != covered:
			return nil, detail(ErrMalformed, "tensor %q begins at byte %d, not at %d where the one before it ends", names[i], begin, covered)
		case begin > end:
			return nil, detail(ErrMalformed, "tensor %q ends before it begins", names[i])
		case end > uint64(len(data)):
			return nil, detail(ErrTruncated, "tensor %q ends at byte %d of %d", names[i], end, len(data))
		case !ok || uint64(n) != (end-begin)/float32Size || (end-begin)%float32Size != 0:
			return nil, detail(ErrMalformed, "tensor %q of shape %v has %d bytes", names[i], entries[i].Shape, end-begin)
		}
		t := Tensor{Name: names[i], Shape: entries[i].Shape, Data: make([]float32, n)}
		for k := range t.Data {
			t.Data[k] = math.Float32frombits(binary.LittleEndian.Uint32(data[begin+uint64(k)*float32Size:]))
		}
		tensors, covered = append(tensors, t), end
	}
	if covered != uint64(len(data)) {
		return nil, detail(ErrMalformed, "%d bytes after the last tensor", uint64(len(data))-covered)
	}
	return tensors, nil
}

// decodeHeader reads the header's names and entries in the order written.
// encoding/json would let a second entry of one name win; here it is an error.
func decodeHeader(header []byte) (names []string, entries []tensorEntry, err error) {
	if !utf8.Valid(header) {
		return nil, nil, errors.New("not UTF-8")
	}
	if len(header) == 0 || header[0] != '{' {
		return nil, nil, errors.New("does not begin with {")
	}
	dec := json.NewDecoder(bytes.NewReader(header))
	err = decodeObject(dec, func(name string) error {
		if name == metadataName {
			return decodeObject(dec, func(string) error {
				var text string
				return dec.Decode(&text)
			})
		}
		entry, err := decodeEntry(dec)
		if err != nil {
			return fmt.Errorf("tensor %q: %w", name, err)
		}
		names, entries = append(names, name), append(entries, entry)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if rest := bytes.TrimLeft(header[dec.InputOffset():], " "); len(rest) > 0 {
		return nil, nil, fmt.Errorf("%d bytes after its end", len(rest))
	}
	return names, entries, nil
}

func decodeEntry(dec *json.Decoder) (entry tensorEntry, err error) {
	err = decodeObject(dec, func(key string) error {
		switch key {
		case "dtype":
			return dec.Decode(&entry.DType)
		case "shape":
			return dec.Decode(&entry.Shape)
		case "data_offsets":
			return dec.Decode(&entry.Offsets)
		}
		return fmt.Errorf("unknown key %q", key)
	})
	switch {
	case err != nil:
	case entry.DType != float32Name:
		err = fmt.Errorf("dtype %q: only %s can be read", entry.DType, float32Name)
	case entry.Shape == nil:
		err = errors.New("no shape")
	case len(entry.Offsets) != 2:
		err = errors.New("data_offsets are not two numbers")
	}
	return entry, err
}

// decodeObject calls member for each key of a JSON object, to decode its value.
func decodeObject(dec *json.Decoder, member func(key string) error) error {
	if t, err := dec.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return fmt.Errorf("%v where an object should begin", t)
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if seen[key] {
			return fmt.Errorf("%q is there twice", key)
		}
		seen[key] = true
		if err := member(key); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// elements is the number of values of a shape, false for a shape that no
// memory could hold.
func elements(shape []int) (n int, ok bool) {
	n = 1
	for _, d := range shape {
		if d < 0 || d > 0 && n > math.MaxInt/float32Size/d {
			return 0, false
		}
		n *= d
	}
	return n, true
}
