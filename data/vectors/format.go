package vectors

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"unsafe"
)

// The form of a table as bytes, all numbers little-endian:
//
//	"ANTVEC01"  the magic, with the version
//	uint32      W, the number of words, the empty one included
//	uint32      E, the width
//	uint32      bytes of the words, compressed
//	uint32      CRC-32 (IEEE) of all that follows
//	            the words, each ended by a newline, compressed with DEFLATE
//	float32     W scales
//	int8        W × E values
const magic = "ANTVEC01"

const headerSize = len(magic) + 4*4

// MarshalBinary returns the table as bytes that Unmarshal reads.
func (t *Table) MarshalBinary() ([]byte, error) {
	var words bytes.Buffer
	z, err := flate.NewWriter(&words, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, word := range t.words {
		if _, err := io.WriteString(z, word+"\n"); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	b := make([]byte, headerSize, headerSize+words.Len()+4*len(t.scales)+len(t.values))
	b = append(b, words.Bytes()...)
	for _, s := range t.scales {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s))
	}
	for _, v := range t.values {
		b = append(b, byte(v))
	}
	copy(b, magic)
	for i, x := range []uint32{uint32(len(t.words)), uint32(t.width), uint32(words.Len()), crc32.ChecksumIEEE(b[headerSize:])} {
		binary.LittleEndian.PutUint32(b[len(magic)+4*i:], x)
	}
	return b, nil
}

// Unmarshal reads what MarshalBinary wrote, and checks it. The table keeps b, which
// must not be changed.
func Unmarshal(b []byte) (*Table, error) {
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return nil, errors.New("vectors: not a table of word vectors of this version")
	}
	header := func(i int) int { return int(binary.LittleEndian.Uint32(b[len(magic)+4*i:])) }
	count, width, compressed, sum := header(0), header(1), header(2), header(3)
	body := b[headerSize:]
	if width < 1 || width > MaxWidth || count < 1 || uint64(len(body)) != uint64(compressed)+uint64(count)*uint64(4+width) {
		return nil, fmt.Errorf("vectors: a table of %d bytes that says it holds %d words of width %d; it is damaged", len(b), count, width)
	}
	if int(crc32.ChecksumIEEE(body)) != sum {
		return nil, errors.New("vectors: the checksum of the table is wrong; it is damaged")
	}
	var text strings.Builder
	text.Grow(min(8*count, 4*compressed)) // about as much
	if _, err := io.Copy(&text, io.LimitReader(flate.NewReader(bytes.NewReader(body[:compressed])), int64(count)*blockSize)); err != nil {
		return nil, fmt.Errorf("vectors: the words of the table: %w", err)
	}
	words := strings.Split(text.String(), "\n")
	if len(words) != count+1 || words[count] != "" {
		return nil, fmt.Errorf("vectors: a table with %d words that says it holds %d; it is damaged", len(words)-1, count)
	}
	body = body[compressed:]
	scales := make([]float32, count)
	for i := range scales {
		scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
	}
	body = body[4*count:]
	values := unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(body))), len(body)) // the same bytes
	return New(words[:count:count], width, values, scales)
}
