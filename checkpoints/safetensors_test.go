package checkpoints

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"antecedent/internal/testenv"
)

func TestTensorsRoundTrip(t *testing.T) {
	raw := must(encodeTensors(awkward()))(t)
	if n := binary.LittleEndian.Uint64(raw); n%8 != 0 {
		t.Errorf("the header's length %d is no multiple of 8", n)
	}
	got := must(decodeTensors(raw))(t)
	if diff := cmp.Diff(awkward(), got, bits); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	if again := must(encodeTensors(got))(t); !bytes.Equal(raw, again) {
		t.Error("the second encoding differs")
	}
}

func TestTensorsExactBytes(t *testing.T) {
	raw, err := encodeTensors([]Tensor{{Name: "w", Shape: []int{1, 2}, Data: []float32{1, -2}}})
	want := "\x38\x00\x00\x00\x00\x00\x00\x00" +
		`{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}` +
		"\x00\x00\x80\x3f\x00\x00\x00\xc0"
	if err != nil || string(raw) != want {
		t.Errorf("got %q, %v\nwant %q", raw, err, want)
	}
	if raw, err := encodeTensors(nil); err != nil || string(raw) != "\x08\x00\x00\x00\x00\x00\x00\x00{}      " {
		t.Errorf("no tensors: %q, %v", raw, err)
	}
}

func TestEncodeTensorsRefuses(t *testing.T) {
	for name, tensors := range map[string][]Tensor{
		"a name twice":        {{Name: "w", Shape: []int{0}}, {Name: "w", Shape: []int{0}}},
		"the reserved name":   {{Name: "__metadata__", Shape: []int{0}}},
		"a name not in UTF-8": {{Name: "\xff", Shape: []int{0}}},
		"too few values":      {{Name: "w", Shape: []int{2}, Data: []float32{1}}},
		"a negative axis":     {{Name: "w", Shape: []int{-1, -1}, Data: []float32{1}}},
		"a shape too large":   {{Name: "w", Shape: []int{math.MaxInt, 2}}},
	} {
		_, err := encodeTensors(tensors)
		checkError(t, name, err, errInvalid, "tensor")
	}
}

// file8 makes a safetensors file of a header and n bytes of data.
func file8(header string, n int) []byte {
	raw := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(raw, header...), make([]byte, n)...)
}

func TestDecodeTensorsAccepts(t *testing.T) {
	for name, raw := range map[string][]byte{
		"metadata":          file8(`{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
		"data out of order": file8(`{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"w":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}  `, 8),
	} {
		tensors, err := decodeTensors(raw)
		if err != nil || tensors[0].Name != "w" {
			t.Errorf("%s: %v, %v", name, tensors, err)
		}
	}
}

func TestDecodeTensorsRefuses(t *testing.T) {
	const w = `"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`
	huge := binary.LittleEndian.AppendUint64(nil, 1<<63)
	for name, c := range map[string]struct {
		raw  []byte
		want error
		says string
	}{
		"nothing":                  {nil, errTruncated, "too few"},
		"half a length":            {[]byte{1, 2, 3}, errTruncated, "too few"},
		"a length beyond the end":  {file8(`{}`, 0)[:9], errTruncated, "1 bytes are left"},
		"a header over 100 MB":     {huge, errMalformed, "more than 100000000"},
		"an empty header":          {file8(``, 0), errMalformed, "begin"},
		"a space first":            {file8(` {}`, 0), errMalformed, "begin"},
		"an array":                 {file8(`[]`, 0), errMalformed, "begin"},
		"no end":                   {file8(`{`, 0), errMalformed, "header"},
		"JSON after the end":       {file8(`{}{}`, 0), errMalformed, "2 bytes after"},
		"not UTF-8":                {file8("{\"\xff\":1}", 0), errMalformed, "UTF-8"},
		"a name twice":             {file8(`{`+w+`,`+w+`}`, 4), errMalformed, "twice"},
		"a key twice":              {file8(`{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), errMalformed, "twice"},
		"an unknown key":           {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}`, 4), errMalformed, "unknown"},
		"another case":             {file8(`{"w":{"DTYPE":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), errMalformed, "DTYPE"},
		"another dtype":            {file8(`{"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`, 4), errMalformed, `dtype "BF16": only F32`},
		"no dtype":                 {file8(`{"w":{"shape":[1],"data_offsets":[0,4]}}`, 4), errMalformed, "dtype"},
		"no shape":                 {file8(`{"w":{"dtype":"F32","data_offsets":[0,4]}}`, 4), errMalformed, "no shape"},
		"shape null":               {file8(`{"w":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}`, 4), errMalformed, "no shape"},
		"a fraction":               {file8(`{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}`, 4), errMalformed, "1.5"},
		"a negative axis":          {file8(`{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, 4), errMalformed, "shape"},
		"shape overflow":           {file8(`{"w":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}}`, 0), errMalformed, "shape"},
		"shape overflow with zero": {file8(`{"w":{"dtype":"F32","shape":[9223372036854775807,9,0],"data_offsets":[0,0]}}`, 0), errMalformed, "shape"},
		"one offset":               {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}`, 4), errMalformed, "two numbers"},
		"a negative offset":        {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`, 4), errMalformed, "-4"},
		"offsets backwards":        {file8(`{"v":{"dtype":"F32","shape":[0],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}`, 4), errMalformed, ""},
		"beyond the end":           {file8(`{`+w+`}`, 3), errTruncated, "byte 4 of 3"},
		"far beyond the end":       {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}}`, 4), errTruncated, "18446744073709551615"},
		"a gap before":             {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 8), errMalformed, "not at 0"},
		"a gap after":              {file8(`{`+w+`}`, 8), errMalformed, "4 bytes after"},
		"overlap":                  {file8(`{`+w+`,"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), errMalformed, "not at 4"},
		"shape against offsets":    {file8(`{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 4), errMalformed, "shape [2]"},
		"not a multiple of 4":      {file8(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}`, 5), errMalformed, "5 bytes"},
		"metadata not of strings":  {file8(`{"__metadata__":{"n":1}}`, 0), errMalformed, "number"},
		"an entry not an object":   {file8(`{"w":[]}`, 0), errMalformed, "object"},
	} {
		_, err := decodeTensors(c.raw)
		checkError(t, name, err, c.want, c.says)
	}
}

// Whatever the reader takes, it can write, and reads the same again.
func FuzzDecodeTensors(f *testing.F) {
	f.Add(must(encodeTensors(awkward()))(f))
	f.Add(file8(`{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4))
	f.Add(file8(`{"w":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]}}`, 0))
	f.Add(file8(`{}`, 0))
	f.Fuzz(func(t *testing.T, raw []byte) {
		tensors, err := decodeTensors(raw)
		if err != nil {
			return
		}
		again, err := encodeTensors(tensors)
		if err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		same, err := decodeTensors(again)
		if err != nil || !cmp.Equal(tensors, same, bits) {
			t.Fatalf("not the same the second time: %v", err)
		}
	})
}

// A reader that shares no code with ours: Python's struct and json.
func TestTensorsInPython(t *testing.T) {
	python := testenv.Python(t)
	raw := must(encodeTensors(awkward()))(t)
	path := filepath.Join(t.TempDir(), modelFile)
	put(t, string(raw), path)
	const reader = `
import json, struct, sys
raw = open(sys.argv[1], "rb").read()
n, = struct.unpack_from("<Q", raw)
out = []
for name, e in json.loads(raw[8:8+n]).items():
    assert e["dtype"] == "F32"
    a, b = e["data_offsets"]
    data = raw[8+n:][a:b]
    out.append({"Name": name, "Shape": e["shape"], "Bits": list(struct.unpack("<%dI" % (len(data)//4), data))})
print(json.dumps(out))`
	printed, err := exec.Command(python, "-c", reader, path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	type row struct {
		Name  string
		Shape []int
		Bits  []uint32
	}
	var got, want []row
	if err := json.Unmarshal(printed, &got); err != nil {
		t.Fatal(err)
	}
	for _, tensor := range awkward() {
		r := row{tensor.Name, tensor.Shape, []uint32{}}
		for _, v := range tensor.Data {
			r.Bits = append(r.Bits, math.Float32bits(v))
		}
		want = append(want, r)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read by Python)\n%s", diff)
	}
}
