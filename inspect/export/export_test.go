package export

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"antecedent/data"
	"antecedent/internal/testenv"
	"antecedent/model"
	"antecedent/resolve"
)

const lesson = "The cat sat on the mat because it was tired."

// The sizes of the test's model differ from one another and from the number of
// tokens, so that no two axes can be taken for each other.
const (
	layers = 2
	heads  = 3
	width  = 5 // K
)

// reading is a text read by a model of random weights.
func reading(t *testing.T, text string, layers int) *resolve.Reading {
	t.Helper()
	vocabulary := data.NewVocabulary(data.FromText(lesson), 1)
	m, err := model.New(model.Config{Vocabulary: vocabulary.Len(), Layers: layers, Heads: heads, Width: heads * width, Hidden: 7, Radius: 5}, 11)
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolve.New(m, data.Encoder{Vocabulary: vocabulary, Buckets: m.Config().NgramBuckets})
	if err != nil {
		t.Fatal(err)
	}
	read, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func written(t *testing.T, format string, readings ...*resolve.Reading) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, texts(-1, readings...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// texts are readings with a query.
func texts(query int, readings ...*resolve.Reading) iter.Seq2[Text, error] {
	return func(yield func(Text, error) bool) {
		for _, r := range readings {
			if !yield(Text{r, query}, nil) {
				return
			}
		}
	}
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// equal compares values that came back with those that were written.
func equal[V any](t *testing.T, got, want V) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// viewers are the formats that are JSON.
var viewers = []string{"bertviz", "circuitsvis", "inspectus"}

var lessonWords = strings.Fields("The cat sat on the mat because it was tired .")

// The bytes that each viewer reads. BertViz's head_view.js reads
// attention[default_filter].attn[layer][head][left][right], model_view.js also
// include_heads, total_heads and display_mode. AttentionHeads of CircuitsVis takes
// attention[head][destination][source]. The chartsEmbed of inspectus decodes values
// as little-endian float32 in base64 and cuts them up by shape.
func TestViewers(t *testing.T) {
	r := reading(t, lesson, layers)
	words := jsonOf(t, lessonWords)
	var matrices []string
	var pointer [][]float32
	for i := range r.Tokens {
		pointer = append(pointer, pointerRow(r)(i))
	}
	zero := make([][]float32, len(pointer))
	for i := range zero {
		zero[i] = make([]float32, len(zero))
	}
	for i, row := range pointer {
		if want := map[bool][]float32{true: r.Answers[0].Pointer, false: zero[0]}[i == 7]; !slices.Equal(row, want) {
			t.Errorf("the pointer of token %d is %v", i, row)
		}
	}
	for l, heads := range append(slices.Clone(r.Patterns), [][][]float32{pointer}) {
		for h, pattern := range heads {
			var raw []byte
			for _, row := range pattern {
				for _, weight := range row {
					raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(weight))
				}
			}
			matrices = append(matrices, fmt.Sprintf(`{"values":"%s","info":{"layer":%d,"head":%d},"shape":[11,11]}`, base64.StdEncoding.EncodeToString(raw), l, h))
		}
	}
	for format, want := range map[string]string{
		"bertviz": `{"attention":[{"name":null,"attn":` + jsonOf(t, append(slices.Clone(r.Patterns), [][][]float32{pointer, zero, zero})) + `,"left_text":` + words + `,"right_text":` + words + `}],` +
			`"default_filter":"0","root_div_id":"bertviz","layer":null,"heads":null,"include_layers":[0,1,2],"include_heads":[0,1,2],"total_heads":3,"display_mode":"light"}`,
		"circuitsvis": `{"attention":` + jsonOf(t, append(slices.Concat(r.Patterns...), pointer)) + `,"tokens":` + words +
			`,"attentionHeadNames":["L0H0","L0H1","L0H2","L1H0","L1H1","L1H2","pointer"],"maxValue":1,"minValue":0,"maskUpperTri":false}`,
		"inspectus": `{"attention":[` + strings.Join(matrices, ",") + `],"src_tokens":` + words + `,"tgt_tokens":` + words +
			`,"chart_types":["attention_matrix","query_token_heatmap","key_token_heatmap","dimension_heatmap","token_dim_heatmap","line_grid"],` +
			`"dimensions":[{"name":"layer"},{"name":"head"}]}`,
	} {
		if got := string(written(t, format, r)); got != want {
			t.Errorf("%s: got  %s\nwant %s", format, got, want)
		}
	}
}

func TestCSV(t *testing.T) {
	readings := []*resolve.Reading{reading(t, lesson, layers), reading(t, `He said, "it is", and left.`, layers)}
	table, err := csv.NewReader(bytes.NewReader(written(t, "csv", readings...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	equal(t, table[0], []string{"text", "row", "layer", "head", "query", "query_token", "key", "key_token", "score", "weight"})
	rows := map[string]float64{} // of text, kind, layer, head and query
	for _, row := range table[1:] {
		w, err := strconv.ParseFloat(row[9], 64)
		if err != nil {
			t.Fatal(err)
		}
		rows[strings.Join(row[:5], " ")] += w
	}
	n, m := len(lessonWords), len(readings[1].Tokens)
	if want := 1 + 2 + layers*heads*(n+m); len(rows) != want {
		t.Errorf("%d rows of weights, not %d", len(rows), want)
	}
	for row, sum := range rows {
		if math.Abs(sum-1) > 1e-5 {
			t.Errorf("row %s sums to %v", row, sum)
		}
	}
}

// The archive is a valid zip, not compressed, with fixed times.
func TestNPZ(t *testing.T) {
	raw := written(t, "npz", reading(t, lesson, layers))
	if !bytes.Equal(raw, written(t, "npz", reading(t, lesson, layers))) {
		t.Error("not the same twice")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		content, err := fs.ReadFile(z, f.Name) // checks the sum
		if err != nil {
			t.Fatal(err)
		}
		if f.Method != zip.Store || !bytes.HasPrefix(content, []byte("\x93NUMPY\x01\x00")) || f.Modified.Year() != 1980 {
			t.Errorf("%s: method %d, %v", f.Name, f.Method, f.Modified)
		}
		if header := 10 + int(binary.LittleEndian.Uint16(content[8:])); header%64 != 0 || content[header-1] != '\n' {
			t.Errorf("%s: header of %d bytes", f.Name, header)
		}
	}
}

// numpy reads an archive with NumPy and prints it as JSON.
const numpy = `
import json, sys, numpy as np
z = np.load(sys.argv[1])
a = {k: z[k] for k in z.files}
print(json.dumps({
    "shapes": {k: list(v.shape) for k, v in a.items()},
    "types": {k: v.dtype.str for k, v in a.items()},
    "text": a["text"].item(), "tokens": a["tokens"].tolist(), "offsets": a["offsets"].tolist(),
    "pattern": a["pattern"].tolist(), "scores": a["scores"].tolist(),
    "pointer": a["pointer"].tolist(), "pronoun": a["pronoun"].tolist(),
    "lens": bool(np.array_equal(a["blocks.1.attn.hook_pattern"][0], a["pattern"][1])
        and np.array_equal(a["blocks.0.attn.hook_attn_scores"][0], a["scores"][0])
        and np.allclose(np.einsum("hqk,khd->qhd", a["pattern"][0], a["blocks.0.attn.hook_v"][0]), a["blocks.0.attn.hook_z"][0], atol=1e-5)
        and np.allclose(np.exp(a["scores"]) / np.exp(a["scores"]).sum(-1, keepdims=True), a["pattern"], atol=1e-5)),
}))`

func TestNumPyReadsIt(t *testing.T) {
	python := testenv.Python(t, "numpy")
	r := reading(t, "Zoë's cat, 猫, sat on it.", layers)
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := os.WriteFile(path, written(t, "npz", r), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", numpy, path).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got struct {
		Shapes  map[string][]int
		Types   map[string]string
		Text    string
		Tokens  []string
		Offsets [][]int
		Pattern [][][][]float32
		Scores  [][][][]float32
		Pointer []float32
		Pronoun []int
		Lens    bool
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	n := len(r.Tokens)
	for name, shape := range map[string][]int{
		"text": {}, "tokens": {n}, "offsets": {n, 2}, "pattern": {layers, heads, n, n}, "scores": {layers, heads, n, n},
		"pointer": {n}, "pronoun": {1}, "pointers": {1, n}, "none": {1}, "antecedent": {1, 2},
		"blocks.1.attn.hook_q": {1, n, heads, width}, "blocks.0.attn.hook_z": {1, n, heads, width},
		"blocks.1.attn.hook_attn_scores": {1, heads, n, n},
	} {
		equal(t, got.Shapes[name], shape)
	}
	if got.Types["pattern"] != "<f4" || got.Types["offsets"] != "<i8" || !strings.HasPrefix(got.Types["tokens"], "<U") {
		t.Errorf("%v", got.Types)
	}
	equal(t, got.Pattern, r.Patterns)
	equal(t, got.Scores, r.Scores)
	equal(t, got.Tokens, words(r))
	equal(t, got.Pointer, r.Answers[0].Pointer)
	if got.Text != r.Text || !got.Lens || got.Pronoun[0] != r.Answers[0].Pronoun.Start {
		t.Errorf("%+v", got)
	}
}

// Several texts are an array with a line each, or folders of arrays.
func TestSeveralTexts(t *testing.T) {
	a, b := reading(t, lesson, layers), reading(t, "She saw it.", layers)
	for _, format := range viewers {
		both := fmt.Sprintf("[%s,\n%s]", written(t, format, a), written(t, format, b))
		if both != string(written(t, format, a, b)) || !json.Valid([]byte(both)) {
			t.Errorf("%s: %s", format, both)
		}
	}
	raw := written(t, "npz", a, b)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"0/pattern.npy", "1/pattern.npy"} {
		if _, err := z.Open(name); err != nil {
			t.Error(err)
		}
	}
}

// What stands in a script element must not end it.
func TestScriptSafe(t *testing.T) {
	r := reading(t, "</script> it <!-- &", layers)
	for _, format := range viewers {
		if strings.ContainsAny(string(written(t, format, r)), "<>&") {
			t.Errorf("%s is not safe in a script element", format)
		}
	}
}

func TestWithoutLayers(t *testing.T) {
	r := reading(t, lesson, 0)
	for _, format := range Formats() {
		err := Write(io.Discard, format, texts(-1, r))
		if viewer := slices.Contains(viewers, format); viewer != errors.Is(err, errNoLayers) || !viewer && err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestErrors(t *testing.T) {
	r := reading(t, lesson, layers)
	if err := Write(io.Discard, "pickle", texts(-1, r)); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "circuitsvis") {
		t.Errorf("%v", err)
	}
	for _, format := range Formats() {
		for query, text := range map[int]string{-1: "", 11: lesson} {
			if err := Write(io.Discard, format, texts(query, reading(t, text, layers))); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%.40q", text)) {
				t.Errorf("%s: %q from %d: %v", format, text, query, err)
			}
		}
		if err := Write(full{}, format, texts(-1, r)); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }
