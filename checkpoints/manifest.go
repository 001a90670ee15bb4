package checkpoints

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

const (
	formatPlain   = 2 // of a step without word vectors
	formatVectors = 3 // of a step with them
	formatVersion = 3 // the newest that is read; any change needs a new number
	manifestFile  = "manifest.json"
	writerName    = "antecedent"
)

// A manifest says what a step's folder holds. It is written last, so a folder
// that has one was finished. Its own bytes must be exactly those that encode
// makes of it, so damage to the manifest itself is found as well.
type manifest struct {
	Format int                  `json:"format_version"`
	Writer string               `json:"writer"`
	Step   int                  `json:"step"`
	Best   *bool                `json:"best,omitempty"` // of format 1 only, and not used
	Files  map[string]fileStamp `json:"files"`

	// Vectors is the file of word vectors, in the run's folder; nil without.
	Vectors *vectorsRecord `json:"vectors,omitempty"`

	Sum string `json:"sha256"` // of this manifest with an empty sum
}

type fileStamp struct {
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

func stamp(data []byte) fileStamp {
	return fileStamp{int64(len(data)), checksum(data)}
}

func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// encode sets the sum and returns the manifest's bytes.
func (m *manifest) encode() ([]byte, error) {
	m.Sum = ""
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	m.Sum = checksum(data)
	data, err = json.MarshalIndent(m, "", "  ")
	return append(data, '\n'), err
}

// readManifest reads and checks the manifest of a step's folder.
func (f files) readManifest(dir string) (*manifest, error) {
	if err := f.checkFolder(dir); err != nil {
		return nil, err
	}
	path := f.join(dir, manifestFile)
	data, err := f.read(path, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail(dir, detail(ErrNotCheckpoint, "it has no %s, so it was never finished", manifestFile), adviceOtherDir)
	}
	if err != nil {
		return nil, fail(path, err, adviceOtherStep)
	}
	if len(data) == 0 {
		return nil, damaged(path, errTruncated, "it is empty")
	}

	var head struct { // what every format has
		Format int    `json:"format_version"`
		Writer string `json:"writer"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, damaged(path, errMalformed, "%w", err)
	}
	if head.Writer != writerName || head.Format < 1 {
		return nil, fail(path, detail(ErrNotCheckpoint, "this manifest is not antecedent's"), adviceOtherDir)
	}
	if head.Format > formatVersion {
		return nil, fail(path, fmt.Errorf("%w (format %d, this one reads up to %d)", errNewerFormat, head.Format, formatVersion), "update antecedent")
	}

	m := new(manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, damaged(path, errMalformed, "%w", err)
	}
	if again, err := m.encode(); err != nil || !bytes.Equal(data, again) {
		return nil, fail(path, errChecksum, adviceOtherStep)
	}
	if len(m.Files) != len(stepFiles) {
		return nil, damaged(path, errMalformed, "it lists %d files, not %d", len(m.Files), len(stepFiles))
	}
	for _, name := range stepFiles {
		if _, ok := m.Files[name]; !ok {
			return nil, damaged(path, errMalformed, "it does not list %s", name)
		}
	}
	if n, ok := numberOf(filepath.Base(dir)); ok && n != m.Step {
		return nil, fail(path, detail(errMalformed, "it belongs to %s, so the folder was renamed", StepName(m.Step)), "rename it back, or "+adviceOtherStep)
	}
	return m, nil
}
