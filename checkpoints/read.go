package checkpoints

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math"
)

// Limits of what is read, in bytes. They are far above what this program writes, and Save
// refuses what Open would.
const (
	maxPointer    = 4 << 10
	maxManifest   = 64 << 10
	maxJSON       = 16 << 20  // config.json, state.json
	maxVocabulary = 64 << 20  // vocab.txt
	maxTensors    = 8 << 30   // a file of weights, moments or word vectors
	maxTrained    = 256 << 20 // trained.bin
	maxSnapshots  = 2 << 30   // all snapshots of a run together
	maxMetrics    = 4 << 30   // metrics.jsonl, which is read line by line
	maxRow        = 1 << 20   // a line of it
)

// openRegular opens a regular file, or a link to one, of at most limit bytes and
// returns its size. Anything else is refused without opening it: to open a named pipe
// may wait for ever, and a device may have no end.
func (f files) openRegular(path string, limit int64) (fs.File, int64, error) {
	info, err := fs.Stat(f.fs, path)
	if err == nil {
		err = checkRegular(info, limit)
	}
	if err != nil {
		return nil, 0, unreadable(err)
	}
	file, err := f.fs.Open(path)
	if err != nil {
		return nil, 0, unreadable(err)
	}
	if info, err = file.Stat(); err == nil { // it may have been replaced meanwhile
		err = checkRegular(info, limit)
	}
	if err != nil {
		file.Close()
		return nil, 0, unreadable(err)
	}
	return file, info.Size(), nil
}

func checkRegular(info fs.FileInfo, limit int64) error {
	switch {
	case info.IsDir():
		return errors.New("a folder, not a file")
	case !info.Mode().IsRegular():
		return errNotRegular
	case info.Size() > min(limit, math.MaxInt):
		return detail(errTooLarge, "%d bytes, more than %d", info.Size(), limit)
	}
	return nil
}

// read reads a file of at most limit bytes as openRegular opens it. What is written to
// it meanwhile is left out.
func (f files) read(path string, limit int64) ([]byte, error) {
	file, size, err := f.openRegular(path, limit)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readSized(file, size)
}

// readSized reads the first size bytes of a file, or all where it has become shorter.
func readSized(file io.Reader, size int64) ([]byte, error) {
	data := make([]byte, size)
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, unreadable(err)
	}
	return data[:n], nil
}

// limitOf is the greatest size of one of a step's files, or of a file of word vectors.
func limitOf(name string) int64 {
	switch name {
	case configFile, stateFile:
		return maxJSON
	case vocabFile:
		return maxVocabulary
	}
	return maxTensors
}

// sumFirst is the size above which the checksum of a file is verified before memory is
// taken for it: a file that only claims to be large costs time, and no more.
const sumFirst = 64 << 20

// readFile reads one of a step's files, and refuses it unless every byte is as
// it was saved.
func (f files) readFile(dir, name string, want fileStamp) ([]byte, error) {
	path := f.join(dir, name)
	file, size, err := f.openRegular(path, limitOf(name))
	if err != nil {
		return nil, fail(path, err, adviceOtherStep)
	}
	defer file.Close()
	changed := damaged(path, errChecksum, "the file was changed after it was saved")
	switch {
	case size > want.Size:
		return nil, damaged(path, errChecksum, "%d bytes, but %d were saved", size, want.Size)
	case size < want.Size:
		return nil, damaged(path, errTruncated, "%d bytes of %d", size, want.Size)
	case size > sumFirst:
		if sum, err := f.sum(path); err != nil || sum != want.SHA256 {
			return nil, changed
		}
	}
	data, err := readSized(file, size)
	if err != nil {
		return nil, fail(path, err, adviceOtherStep)
	}
	if stamp(data) != want {
		return nil, changed
	}
	return data, nil
}

// sum is the checksum of a file.
func (f files) sum(path string) (string, error) {
	file, size, err := f.openRegular(path, maxTensors)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, io.LimitReader(file, size))
	return hex.EncodeToString(h.Sum(nil)), err
}

// readTensors reads a file of tensors that has no manifest: its header first, and the
// rest where that is as long as the header says.
func (f files) readTensors(path string, limit int64) ([]byte, error) {
	file, size, err := f.openRegular(path, limit)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := readSized(file, min(size, 8))
	if err != nil {
		return nil, err
	}
	length, err := headerLength(raw, size)
	if err != nil {
		return nil, err
	}
	header, err := readSized(file, length)
	if err != nil {
		return nil, err
	}
	if _, err := layout(header, uint64(size-8-length), nil); err != nil {
		return nil, err
	}
	return readSized(io.MultiReader(bytes.NewReader(raw), bytes.NewReader(header), file), size)
}
