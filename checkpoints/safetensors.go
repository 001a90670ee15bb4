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
	maxName      = 200         // bytes of a tensor's name
	maxAxes      = 8
	metadataName = "__metadata__"
	float32Name  = "F32"
	float32Size  = 4
)

// A tensorEntry is what the header says of one tensor.
type tensorEntry struct {
	name    string
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets []uint64 `json:"data_offsets"`
}

// encodeTensors writes the tensors in the order given; equal tensors give
// equal bytes.
func encodeTensors(tensors []Tensor) ([]byte, error) { return encodeTensorsAfter("", tensors) }

// encodeTensorsAfter is encodeTensors with a first member of the header, such as its
// metadata, unless that is empty.
func encodeTensorsAfter(member string, tensors []Tensor) ([]byte, error) {
	var members [][]byte // of the header's object
	if member != "" {
		members = append(members, []byte(member))
	}
	end, seen := 0, map[string]bool{metadataName: true}
	for _, t := range tensors {
		n, ok := elements(t.Shape)
		switch {
		case seen[t.Name]:
			return nil, detail(errInvalid, "the tensor name %q is taken", t.Name)
		case !utf8.ValidString(t.Name):
			return nil, detail(errInvalid, "the tensor name %q is not UTF-8", t.Name)
		case !ok || n != len(t.Data):
			return nil, detail(errInvalid, "tensor %q has shape %v but %d values", t.Name, t.Shape, len(t.Data))
		}
		seen[t.Name] = true
		begin := end
		end += n * float32Size
		entry := tensorEntry{DType: float32Name, Shape: append([]int{}, t.Shape...), Offsets: []uint64{uint64(begin), uint64(end)}}
		object, err := json.Marshal(map[string]tensorEntry{t.Name: entry})
		if err != nil {
			return nil, err
		}
		members = append(members, object[1:len(object)-1])
	}
	header := slices.Concat([]byte{'{'}, bytes.Join(members, []byte{','}), []byte{'}'})
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	if len(header) > maxHeader {
		return nil, detail(errInvalid, "the names and shapes take %d bytes, more than %d", len(header), maxHeader)
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
func decodeTensors(raw []byte) ([]Tensor, error) { return decodeTensorsAnd(raw, nil) }

// decodeTensorsAnd is decodeTensors, and stores the metadata unless that is nil.
func decodeTensorsAnd(raw []byte, metadata map[string]string) ([]Tensor, error) {
	header, data, err := splitHeader(raw)
	if err != nil {
		return nil, err
	}
	entries, err := layout(header, uint64(len(data)), metadata)
	if err != nil {
		return nil, err
	}
	tensors := make([]Tensor, len(entries))
	for i, e := range entries {
		part := data[e.Offsets[0]:e.Offsets[1]]
		values := make([]float32, len(part)/float32Size)
		for k := range values {
			values[k] = math.Float32frombits(binary.LittleEndian.Uint32(part[k*float32Size:]))
		}
		tensors[i] = Tensor{e.name, e.Shape, values}
	}
	return tensors, nil
}

// layout reads the entries of a header in the order of the data, and checks that the
// tensors are of float32 and cover size bytes exactly once. It stores the metadata
// unless that is nil.
func layout(header []byte, size uint64, metadata map[string]string) ([]tensorEntry, error) {
	entries, err := decodeHeader(header, metadata)
	for i := range entries {
		if err == nil && entries[i].DType != float32Name {
			err = fmt.Errorf("tensor %q: dtype %q: only %s can be read", entries[i].name, entries[i].DType, float32Name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: header: %w", errMalformed, err)
	}
	slices.SortStableFunc(entries, func(a, b tensorEntry) int { return slices.Compare(a.Offsets, b.Offsets) })
	covered := uint64(0)
	for _, e := range entries {
		begin, end := e.Offsets[0], e.Offsets[1]
		n, ok := elements(e.Shape)
		switch {
		case begin != covered:
			return nil, detail(errMalformed, "tensor %q begins at byte %d, not at %d where the one before it ends", e.name, begin, covered)
		case begin > end:
			return nil, detail(errMalformed, "tensor %q ends before it begins", e.name)
		case end > size:
			return nil, detail(errTruncated, "tensor %q ends at byte %d of %d", e.name, end, size)
		case !ok || uint64(n) != (end-begin)/float32Size || (end-begin)%float32Size != 0:
			return nil, detail(errMalformed, "tensor %q of shape %v has %d bytes", e.name, e.Shape, end-begin)
		}
		covered = end
	}
	if covered != size {
		return nil, detail(errMalformed, "%d bytes after the last tensor", size-covered)
	}
	return entries, nil
}

// splitHeader separates the header of a file from its data.
func splitHeader(raw []byte) (header, data []byte, err error) {
	length, err := headerLength(raw, int64(len(raw)))
	if err != nil {
		return nil, nil, err
	}
	return raw[8 : 8+length], raw[8+length:], nil
}

// headerLength is the length of the header of a file of size bytes that begins with raw.
func headerLength(raw []byte, size int64) (int64, error) {
	if len(raw) < 8 {
		return 0, detail(errTruncated, "%d bytes are too few for a header", len(raw))
	}
	length, rest := binary.LittleEndian.Uint64(raw), uint64(size)-8
	switch {
	case length > maxHeader:
		return 0, detail(errMalformed, "a header of %d bytes, more than %d", length, maxHeader)
	case length > rest:
		return 0, detail(errTruncated, "a header of %d bytes, but %d bytes are left", length, rest)
	}
	return int64(length), nil
}

// decodeHeader reads the header's entries in the order written, and stores the
// metadata unless that is nil. encoding/json would let a second entry of one name
// win; here it is an error.
func decodeHeader(header []byte, metadata map[string]string) ([]tensorEntry, error) {
	if !utf8.Valid(header) {
		return nil, errors.New("not UTF-8")
	}
	if len(header) == 0 || header[0] != '{' {
		return nil, errors.New("does not begin with {")
	}
	var entries []tensorEntry
	dec := json.NewDecoder(bytes.NewReader(header))
	err := decodeObject(dec, func(name string) error {
		if name == metadataName {
			return decodeObject(dec, func(key string) error {
				var text string
				err := dec.Decode(&text)
				if metadata != nil {
					metadata[key] = text
				}
				return err
			})
		}
		entry, err := decodeEntry(dec, name)
		if err != nil {
			return fmt.Errorf("tensor %.60q: %w", name, err)
		}
		entries = append(entries, entry)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%.200s", err) // which may quote what is there
	}
	if rest := bytes.TrimLeft(header[dec.InputOffset():], " "); len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes after its end", len(rest))
	}
	return entries, nil
}

func decodeEntry(dec *json.Decoder, name string) (tensorEntry, error) {
	entry := tensorEntry{name: name}
	err := decodeObject(dec, func(key string) (err error) {
		switch key {
		case "dtype":
			err = dec.Decode(&entry.DType)
		case "shape":
			err = dec.Decode(&entry.Shape)
		case "data_offsets":
			err = dec.Decode(&entry.Offsets)
		default:
			return fmt.Errorf("unknown key %.60q", key)
		}
		if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
			return fmt.Errorf("%.40s has no place in its %s", kind.Value, key)
		}
		return err
	})
	switch {
	case err != nil:
	case entry.Shape == nil:
		err = errors.New("no shape")
	case len(entry.Offsets) != 2:
		err = errors.New("data_offsets are not two numbers")
	case len(name) > maxName || len(entry.Shape) > maxAxes:
		err = fmt.Errorf("a name of %d bytes and %d axes; at most %d and %d can be read", len(name), len(entry.Shape), maxName, maxAxes)
	}
	return entry, err
}

// decodeObject calls member for each key of a JSON object, to decode its value.
func decodeObject(dec *json.Decoder, member func(key string) error) error {
	if t, err := dec.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return fmt.Errorf("%q where an object should begin", fmt.Sprint(t))
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if seen[key] {
			return fmt.Errorf("%.60q is there twice", key)
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
