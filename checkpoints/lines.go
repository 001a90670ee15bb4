package checkpoints

import (
	"bufio"
	"errors"
	"io"
	"iter"
)

// A line is one of metrics.jsonl.
type line struct {
	text []byte // nil for one of more than maxRow bytes; valid until the next line
	size int64  // bytes, with its end
}

// lines reads metrics.jsonl line by line. A last line without an end is left out: it is
// still being written, or a crash cut it short.
func (f files) lines(path string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		file, size, err := f.openRegular(path, maxMetrics)
		if err != nil {
			yield(line{}, err)
			return
		}
		defer file.Close()
		in := bufio.NewReaderSize(io.LimitReader(file, size), maxRow)
		for {
			l, err := readLine(in)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(line{}, unreadable(err))
				return
			}
			if !yield(l, nil) {
				return
			}
		}
	}
}

func readLine(in *bufio.Reader) (line, error) {
	text, err := in.ReadSlice('\n')
	l := line{text, int64(len(text))}
	for errors.Is(err, bufio.ErrBufferFull) {
		text, err = in.ReadSlice('\n')
		l = line{nil, l.size + int64(len(text))}
	}
	return l, err
}
