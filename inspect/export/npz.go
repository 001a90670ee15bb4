package export

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
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
//	query      ()         the token that was chosen to look from, or −1: pattern[l, h, query] is what it attends to
//	pointer    (T)        of the first pronoun: probability of each token; 0 without one
//	pronoun    (P)        of each pronoun: its token
//	pointers   (P,T)      of each pronoun: probability of each token
//	none       (P)        of each pronoun: probability that it refers to none of them
//	antecedent (P,2)      of each pronoun: the answer's first token, and the token after its last; −1 for none
//
// and for each layer l, for programs that read a TransformerLens cache:
//
//	blocks.l.attn.hook_q|k|v|z                     (1,T,H,K)
//	blocks.l.attn.hook_attn_scores|hook_pattern    (1,H,T,T)
func writeNPZ(w io.Writer, texts []Text) error {
	z := zip.NewWriter(w)
	for i, t := range texts {
		prefix := ""
		if len(texts) > 1 {
			prefix = strconv.Itoa(i) + "/"
		}
		for _, a := range arraysOf(t.Reading, t.Query) {
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

// newArray makes an array of values, which are float32, int64 or strings. Strings
// are in UTF-32, all padded to the length of the longest.
func newArray[V float32 | int64 | string](name string, values []V, shape ...int) array {
	a := array{name: name, shape: shape}
	var numbers any = values
	switch values := numbers.(type) {
	case []float32:
		a.kind = "<f4"
	case []int64:
		a.kind = "<i8"
	case []string:
		longest := 1
		for _, s := range values {
			longest = max(longest, utf8.RuneCountInString(s))
		}
		padded := make([]rune, longest*len(values))
		for i, s := range values {
			copy(padded[i*longest:], []rune(s))
		}
		a.kind, numbers = "<U"+strconv.Itoa(longest), padded
	}
	a.data = littleEndian(numbers)
	return a
}

// littleEndian is the bytes of a slice of numbers.
func littleEndian(numbers any) []byte {
	raw, err := binary.Append(nil, binary.LittleEndian, numbers)
	if err != nil {
		panic(err) // not a slice of numbers of a fixed size
	}
	return raw
}

// arraysOf makes the arrays of one text.
func arraysOf(r *resolve.Reading, query int) []array {
	n, p := len(r.Tokens), len(r.Answers)
	layers, heads := len(r.Patterns), 0
	if layers > 0 {
		heads = len(r.Patterns[0])
	}
	var offsets, pronoun, antecedent []int64
	var pointers, none []float32
	first := make([]float32, n)
	for _, token := range r.Tokens {
		offsets = append(offsets, int64(token.Start), int64(token.End))
	}
	for i, a := range r.Answers {
		if i == 0 {
			first = a.Pointer
		}
		pronoun = append(pronoun, int64(a.Pronoun.Start))
		pointers = append(pointers, a.Pointer...)
		none = append(none, float32(a.None))
		start, end := -1, -1
		if m := a.Antecedent; m != nil {
			start, end = m.Start, m.End
		}
		antecedent = append(antecedent, int64(start), int64(end))
	}
	list := []array{
		newArray("text", []string{r.Text}),
		newArray("tokens", words(r), n),
		newArray("offsets", offsets, n, 2),
		newArray("pattern", flat(r.Patterns...), layers, heads, n, n),
		newArray("scores", flat(r.Scores...), layers, heads, n, n),
		newArray("query", []int64{int64(query)}),
		newArray("pointer", first, n),
		newArray("pronoun", pronoun, p),
		newArray("pointers", pointers, p, n),
		newArray("none", none, p),
		newArray("antecedent", antecedent, p, 2),
	}
	for l := range layers {
		name := func(hook string) string { return fmt.Sprintf("blocks.%d.attn.hook_%s", l, hook) }
		for _, v := range []struct {
			hook    string
			vectors [][][]float32 // [H](T,K)
		}{{"q", r.Queries[l]}, {"k", r.Keys[l]}, {"v", r.Values[l]}, {"z", r.Mixed[l]}} {
			var byToken []float32 // (T,H,K)
			for i := range n {
				for h := range heads {
					byToken = append(byToken, v.vectors[h][i]...)
				}
			}
			list = append(list, newArray(name(v.hook), byToken, 1, n, heads, len(v.vectors[0][0])))
		}
		list = append(list,
			newArray(name("attn_scores"), flat(r.Scores[l]), 1, heads, n, n),
			newArray(name("pattern"), flat(r.Patterns[l]), 1, heads, n, n))
	}
	return list
}

// flat concatenates the rows of the matrices [H](T,T) of some layers.
func flat(layers ...[][][]float32) []float32 {
	return slices.Concat(slices.Concat(slices.Concat(layers...)...)...)
}
