package export

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"math"
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
func writeNPZ(w io.Writer, texts iter.Seq2[Text, error], several bool) error {
	z := zip.NewWriter(w)
	i := 0
	for t, err := range texts {
		if err != nil {
			return err
		}
		prefix := ""
		if several {
			prefix = strconv.Itoa(i) + "/"
		}
		for _, a := range arraysOf(t.Reading, t.Query) {
			if err := addFile(z, prefix+a.name+".npy", a); err != nil {
				return err
			}
		}
		i++
	}
	return z.Close()
}

// addFile stores an array uncompressed, so that it can be mapped into memory, and
// with the earliest time of the zip format, so that equal arrays give equal bytes. The
// format wants the checksum first, so the array is written twice.
func addFile(z *zip.Writer, name string, a array) error {
	const firstOf1980 = 1<<5 | 1 // month 1, day 1
	sum, header := crc32.NewIEEE(), a.header()
	_, _ = sum.Write(header) // a checksum takes everything
	_ = a.write(sum)
	size := uint64(len(header) + a.size())
	f, err := z.CreateRaw(&zip.FileHeader{
		Name:               name,
		Method:             zip.Store,
		ModifiedDate:       firstOf1980,
		CRC32:              sum.Sum32(),
		CompressedSize64:   size,
		UncompressedSize64: size,
	})
	if err != nil {
		return err
	}
	if _, err = f.Write(header); err != nil {
		return err
	}
	return a.write(f)
}

// An array is one .npy file: numbers or strings in row-major order.
type array struct {
	name  string
	kind  string // NumPy's: "<f4", "<i8", "<U7"
	shape []int
	data  []byte              // nil where there are rows
	rows  iter.Seq[[]float32] // of a large one
}

// size is the number of bytes of the data.
func (a array) size() int {
	if a.rows == nil {
		return len(a.data)
	}
	size := 4
	for _, n := range a.shape {
		size *= n
	}
	return size
}

// write writes the data.
func (a array) write(w io.Writer) error {
	if a.rows == nil {
		_, err := w.Write(a.data)
		return err
	}
	var raw []byte
	for row := range a.rows {
		raw = appendLittleEndian(raw[:0], row)
		if _, err := w.Write(raw); err != nil {
			return err
		}
	}
	return nil
}

// appendLittleEndian appends the bytes of numbers.
func appendLittleEndian(b []byte, numbers []float32) []byte {
	for _, x := range numbers {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// header is the beginning of the file, in version 1.0 of the format: a Python
// dictionary, padded with spaces to a multiple of 64 bytes. The data follow.
func (a array) header() []byte {
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
	return append(out, header...)
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
	var none []float32
	first := make([]float32, n)
	for _, token := range r.Tokens {
		offsets = append(offsets, int64(token.Start), int64(token.End))
	}
	for i, a := range r.Answers {
		if i == 0 {
			first = a.Pointer
		}
		pronoun = append(pronoun, int64(a.Pronoun.Start))
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
		rowsOf("pattern", flat(r.Patterns...), layers, heads, n, n),
		rowsOf("scores", flat(r.Scores...), layers, heads, n, n),
		newArray("query", []int64{int64(query)}),
		newArray("pointer", first, n),
		newArray("pronoun", pronoun, p),
		rowsOf("pointers", pointers(r), p, n),
		newArray("none", none, p),
		newArray("antecedent", antecedent, p, 2),
	}
	for l := range layers {
		name := func(hook string) string { return fmt.Sprintf("blocks.%d.attn.hook_%s", l, hook) }
		for _, v := range []struct {
			hook    string
			vectors [][][]float32 // [H](T,K)
		}{{"q", r.Queries[l]}, {"k", r.Keys[l]}, {"v", r.Values[l]}, {"z", r.Mixed[l]}} {
			list = append(list, rowsOf(name(v.hook), byToken(v.vectors), 1, n, heads, len(v.vectors[0][0])))
		}
		list = append(list,
			rowsOf(name("attn_scores"), flat(r.Scores[l]), 1, heads, n, n),
			rowsOf(name("pattern"), flat(r.Patterns[l]), 1, heads, n, n))
	}
	return list
}

// rowsOf is an array of float32 that is written row by row.
func rowsOf(name string, rows iter.Seq[[]float32], shape ...int) array {
	return array{name: name, kind: "<f4", shape: shape, rows: rows}
}

// flat are the rows of the matrices [H](T,T) of some layers.
func flat(layers ...[][][]float32) iter.Seq[[]float32] {
	return func(yield func([]float32) bool) {
		for _, heads := range layers {
			for _, matrix := range heads {
				for _, row := range matrix {
					if !yield(row) {
						return
					}
				}
			}
		}
	}
}

// byToken are the rows of (T,H,K) of vectors [H](T,K).
func byToken(vectors [][][]float32) iter.Seq[[]float32] {
	return func(yield func([]float32) bool) {
		for i := range vectors[0] {
			for _, head := range vectors {
				if !yield(head[i]) {
					return
				}
			}
		}
	}
}

// pointers are the pointers of all pronouns.
func pointers(r *resolve.Reading) iter.Seq[[]float32] {
	return func(yield func([]float32) bool) {
		for i := range r.Answers {
			if !yield(r.Answers[i].Pointer) {
				return
			}
		}
	}
}
