package checkpoints

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
)

const (
	formatVersion = 2 // that is written, and the newest that is read; any change needs a new number
	manifestFile  = "manifest.json"
	writerName    = "antecedent"
	maxManifest   = 1 << 16 // bytes; ours takes less than one thousand
)

// A manifest says what a step's folder holds. It is written last, so a folder
// that has one was finished. Its own bytes must be exactly those that encode
// makes of it, so damage to the manifest itself is found as well.
type manifest struct {
	Format int                  `json:"format_version"`
	Writer string               `json:"writer"`
	Step   int                  `json:"step"`
	Best   *bool                `json:"best,omitempty"` // of format 1 only, and of no use
	Files  map[string]fileStamp `json:"files"`
	Sum    string               `json:"sha256"` // of this manifest with an empty sum
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

// sameButState reports whether two steps differ in nothing but state.json.
func (m *manifest) sameButState(n *manifest) bool {
	for _, name := range stepFiles {
		if name != stateFile && m.Files[name] != n.Files[name] {
			return false
		}
	}
	return m.Step == n.Step
}

// readManifest reads and checks the manifest of a step's folder.
func (f files) readManifest(dir string) (*manifest, error) {
	path := f.join(dir, manifestFile)
	if err := f.checkFolder(dir); err != nil {
		return nil, err
	}
	file, err := f.Open(path)
	if err != nil {
		return nil, fail(dir, detail(ErrNotCheckpoint, "it has no %s that could be read, so it was never finished (%w)", manifestFile, reason(err)), adviceOtherDir)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxManifest+1))
	if err != nil {
		return nil, fail(path, detail(ErrUnreadable, "%w", reason(err)), adviceOtherStep)
	}
	if len(data) == 0 {
		return nil, fail(path, detail(ErrTruncated, "it is empty"), adviceOtherStep)
	}

	var head struct {
		Format int    `json:"format_version"`
		Writer string `json:"writer"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fail(path, detail(ErrMalformed, "%w", err), adviceOtherStep)
	}
	if head.Writer != writerName || head.Format < 1 {
		return nil, fail(path, detail(ErrNotCheckpoint, "this manifest is not antecedent's"), adviceOtherDir)
	}
	if head.Format > formatVersion {
		return nil, fail(path, fmt.Errorf("%w (format %d, this one reads up to %d)", ErrNewerFormat, head.Format, formatVersion), "update antecedent")
	}

	m := new(manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fail(path, detail(ErrMalformed, "%w", err), adviceOtherStep)
	}
	if again, err := m.encode(); err != nil || !bytes.Equal(data, again) {
		return nil, fail(path, ErrChecksum, adviceOtherStep)
	}
	if len(m.Files) != len(stepFiles) {
		return nil, fail(path, detail(ErrMalformed, "it lists %d files, not %d", len(m.Files), len(stepFiles)), adviceOtherStep)
	}
	for _, name := range stepFiles {
		if _, ok := m.Files[name]; !ok {
			return nil, fail(path, detail(ErrMalformed, "it does not list %s", name), adviceOtherStep)
		}
	}
	if n, ok := numberOf(filepath.Base(dir)); ok && n != m.Step {
		return nil, fail(path, detail(ErrMalformed, "it belongs to %s, so the folder was renamed", StepName(m.Step)), "rename it back, or "+adviceOtherStep)
	}
	return m, nil
}

// readFile reads one of a step's files, and refuses it unless every byte is as
// it was saved.
func (f files) readFile(dir, name string, want fileStamp) ([]byte, error) {
	path := f.join(dir, name)
	info, err := fs.Stat(f, path)
	if err != nil {
		return nil, fail(path, detail(ErrUnreadable, "%w", reason(err)), adviceOtherStep)
	}
	if !info.Mode().IsRegular() {
		return nil, fail(path, detail(ErrUnreadable, "not a regular file"), adviceOtherStep)
	}
	if info.Size() > want.Size { // before memory is spent on it
		return nil, fail(path, detail(ErrChecksum, "%d bytes, but %d were saved", info.Size(), want.Size), adviceOtherStep)
	}
	data, err := fs.ReadFile(f, path)
	switch {
	case err != nil:
		return nil, fail(path, detail(ErrUnreadable, "%w", reason(err)), adviceOtherStep)
	case int64(len(data)) < want.Size:
		return nil, fail(path, detail(ErrTruncated, "%d bytes of %d", len(data), want.Size), adviceOtherStep)
	case stamp(data) != want:
		return nil, fail(path, detail(ErrChecksum, "the file was changed after it was saved"), adviceOtherStep)
	}
	return data, nil
}

// verify reads the manifest of a step that is whole.
func (f files) verify(dir string) (*manifest, error) {
	m, err := f.readManifest(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range stepFiles {
		if _, err := f.readFile(dir, name, m.Files[name]); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// reason is an error of the file system without the path, for messages that
// name the path already.
func reason(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
