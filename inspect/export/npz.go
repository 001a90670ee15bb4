package export

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"antecedent/resolve"
)

// writeNPZ writes an archive of NumPy arrays. With several texts, the names begin
// with the number of the text, from 0: "0/pattern".
//
//	text       ()         the text
//	tokens     (T)        its tokens
//	offsets    (T,2)      of each token: its first rune, and the rune after its last
//	pattern    (L,H,T,T)  attention weights, query by key
//	scores     (L,H,T,T)  the same before the softmax
//	pointer    (T)        of the first pronoun: probability of each token
//	pronoun    (P)        of each pronoun: its token
//	pointers   (P,T)      of each pronoun: probability of each token
//	none       (P)        of each pronoun: probability that it refers to none of them
//	antecedent (P,2)      of each pronoun: the answer's first token, and the token after its last; −1 for none
//
// and for each layer l, for programs that read a TransformerLens cache:
//
//	blocks.l.attn.hook_q|k|v|z                     (1,T,H,K)
//	blocks.l.attn.hook_attn_scores|hook_pattern    (1,H,T,T)
func writeNPZ(w io.Writer, readings []*resolve.Reading) error {
	z := zip.NewWriter(w)
	for i, r := range readings {
		prefix := ""
		if len(readings) > 1 {
			prefix = strconv.Itoa(i) + "/"
		}
		for _, a := range arraysOf(r) {
			if err := addFile(z, prefix+a.name+".npy", a.npy()); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// addFile stores a file uncompressed, so that it can be mapped into memory, and
// with the earliest time of the zip format, so that equal arrays give equal bytes.
func addFile(z *zip.Writer, name string, content []byte) error {
	const firstOf1980 = 1<<5 | 1 // month 1, day 1
	f, err := z.CreateRaw(&zip.FileHeader{
		Name:               name,
		Method:             zip.Store,
		ModifiedDate:       firstOf1980,
		CRC32:              crc32.ChecksumIEEE(content),
		CompressedSize64:   uint64(len(content)),
		UncompressedSize64: uint64(len(content)),
	})
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}

// An array is one .npy file: numbers or strings in row-major order.
type array struct {
	name  string
	kind  string // NumPy's: "<f4", "<i8", "<U7"
	shape []int
	data  []byte
}

// npy is the file, in version 1.0 of the format: a header that is a Python
// dictionary, padded with spaces to a multiple of 64 bytes, then the data.
func (a array) npy() []byte {
	shape := make([]string, len(a.shape))
	for i, n := range a.shape {
		shape[i] = strconv.Itoa(n)
	}
	tuple := "(" + strings.Join(shape, ", ") + ")"
	if len(shape) == 1 {
		tuple = "(" + shape[0] + ",)"
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", a.kind, tuple)
	out := []byte("\x93NUMPY\x01\x00")
	length := len(out) + 2 + len(header) + 1 // with the header's own length and line end
	header += strings.Repeat(" ", (64-length%64)%64) + "\n"
	out = binary.LittleEndian.AppendUint16(out, uint16(len(header)))
	return append(append(out, header...), a.data...)
}

// arraysOf makes the arrays of one text.
func arraysOf(r *resolve.Reading) []array {
	n, p := len(r.Tokens), len(r.Answers)
	layers, heads := len(r.Patterns), 0
	if layers > 0 {
		heads = len(r.Patterns[0])
	}
	var offsets, pronoun, antecedent []int
	var pointers, none []float32
	for _, token := range r.Tokens {
		offsets = append(offsets, token.Start, token.End)
	}
	for _, a := range r.Answers {
		pronoun = append(pronoun, a.Pronoun.Start)
		pointers = append(pointers, a.Pointer...)
		none = append(none, float32(a.None))
		if m := a.Antecedent; m != nil {
			antecedent = append(antecedent, m.Start, m.End)
		} else {
			antecedent = append(antecedent, -1, -1)
		}
	}
	list := []array{
		stringArray("text", nil, []string{r.Text}),
		stringArray("tokens", []int{n}, words(r)),
		intArray("offsets", []int{n, 2}, offsets),
		floatArray("pattern", []int{layers, heads, n, n}, flat(r.Patterns...)),
		floatArray("scores", []int{layers, heads, n, n}, flat(r.Scores...)),
		floatArray("pointer", []int{n}, r.Answers[0].Pointer),
		intArray("pronoun", []int{p}, pronoun),
		floatArray("pointers", []int{p, n}, pointers),
		floatArray("none", []int{p}, none),
		intArray("antecedent", []int{p, 2}, antecedent),
	}
	for l := range layers {
		list = append(list, lens(r, l, heads, n)...)
	}
	return list
}

// lens makes the arrays of one layer with the names and shapes of TransformerLens.
func lens(r *resolve.Reading, l, heads, n int) []array {
	name := func(hook string) string { return fmt.Sprintf("blocks.%d.attn.hook_%s", l, hook) }
	var list []array
	for _, v := range []struct {
		hook string
		data [][][]float32 // [H][T][K]
	}{{"q", r.Queries[l]}, {"k", r.Keys[l]}, {"v", r.Values[l]}, {"z", r.Mixed[l]}} {
		var turned []float32 // (T,H,K)
		for i := range n {
			for h := range heads {
				turned = append(turned, v.data[h][i]...)
			}
		}
		list = append(list, floatArray(name(v.hook), []int{1, n, heads, len(v.data[0][0])}, turned))
	}
	return append(list,
		floatArray(name("attn_scores"), []int{1, heads, n, n}, flat(r.Scores[l])),
		floatArray(name("pattern"), []int{1, heads, n, n}, flat(r.Patterns[l])))
}

// flat concatenates the rows of the matrices [H](T,T) of some layers.
func flat(layers ...[][][]float32) []float32 {
	var all []float32
	for _, heads := range layers {
		for _, matrix := range heads {
			for _, row := range matrix {
				all = append(all, row...)
			}
		}
	}
	return all
}

func floatArray(name string, shape []int, values []float32) array {
	return array{name, "<f4", shape, littleEndian(nil, values)}
}

func intArray(name string, shape []int, values []int) array {
	var raw []byte
	for _, x := range values {
		raw = binary.LittleEndian.AppendUint64(raw, uint64(int64(x)))
	}
	return array{name, "<i8", shape, raw}
}

// stringArray holds strings in UTF-32, all padded to the length of the longest.
func stringArray(name string, shape []int, values []string) array {
	longest := 1
	for _, s := range values {
		longest = max(longest, utf8.RuneCountInString(s))
	}
	var raw []byte
	for _, s := range values {
		n := 0
		for _, r := range s {
			raw = binary.LittleEndian.AppendUint32(raw, uint32(r))
			n++
		}
		raw = append(raw, make([]byte, 4*(longest-n))...)
	}
	return array{name, "<U" + strconv.Itoa(longest), shape, raw}
}
