package checkpoints

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// trainedFile holds trainedMagic, the hashes of the texts that the run was trained on,
// 8 bytes each, little-endian, and the SHA-256 of all this.
const (
	trainedFile  = "trained.bin"
	trainedMagic = "texts 1\n"
)

const adviceTrained = "which texts the run was trained on is not known; resuming the run records them again"

// WriteTrained records which texts the run is trained on, by their hashes, in place of
// what was recorded before. Without a change nothing is written.
func (r *Run) WriteTrained(hashes []uint64) error {
	if most := (maxTrained - len(trainedMagic) - sha256.Size) / 8; len(hashes) > most {
		return fmt.Errorf("%s %w: it has %d hashes, more than %d", trainedFile, errInvalid, len(hashes), most)
	}
	content := encodeTrained(hashes)
	path := filepath.Join(r.dir, trainedFile)
	if old, err := system.read(path, maxTrained); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return replaceFile(r.disk, path, content)
}

func encodeTrained(hashes []uint64) []byte {
	content := []byte(trainedMagic)
	for _, h := range hashes {
		content = binary.LittleEndian.AppendUint64(content, h)
	}
	sum := sha256.Sum256(content)
	return append(content, sum[:]...)
}

// ReadTrained returns the hashes of the texts that a run was trained on, from its folder
// or from that of one of its steps; none for a run of an earlier version, which did not
// record them.
func ReadTrained(dir string) ([]uint64, error) {
	if system.isStep(dir) {
		dir = filepath.Join(dir, "..")
	}
	path := filepath.Join(dir, trainedFile)
	content, err := system.read(path, maxTrained)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var hashes []uint64
	if err == nil {
		hashes, err = decodeTrained(content)
	}
	if err != nil {
		return nil, fail(path, err, adviceTrained)
	}
	return hashes, nil
}

func decodeTrained(content []byte) ([]uint64, error) {
	body := content[:max(0, len(content)-sha256.Size)]
	sum := sha256.Sum256(body)
	list, ok := bytes.CutPrefix(body, []byte(trainedMagic))
	if !ok || len(list)%8 != 0 || !bytes.Equal(sum[:], content[len(body):]) {
		return nil, errMalformed
	}
	hashes := make([]uint64, len(list)/8)
	for i := range hashes {
		hashes[i] = binary.LittleEndian.Uint64(list[8*i:])
	}
	return hashes, nil
}
