package damage_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// A scratch is a copy of a run that can be damaged and restored, beside an older run
// that must never be taken for it.
type scratch struct {
	parent, dir string
	tree        tree
}

// Times of the files of the two runs. A file that has been written since has another.
var (
	older = time.Unix(1_000_000_000, 0)
	newer = time.Unix(1_100_000_000, 0)
	later = time.Unix(1_200_000_000, 0) // of a file that is damaged
)

func newScratch(t testing.TB, f tree) *scratch {
	t.Helper()
	s := &scratch{parent: testenv.InMemory(t), tree: f}
	s.dir = filepath.Join(s.parent, "run-1")
	for path, content := range f {
		s.must(t, write(filepath.Join(s.parent, "run-0", path), content, older))
	}
	s.restore(t)
	return s
}

func (s *scratch) must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// touch makes it known that files have been changed.
func (s *scratch) touch(names []string) error {
	for _, name := range names {
		if err := os.Chtimes(s.path(name), later, later); err != nil {
			return err
		}
	}
	return nil
}

// path is that of a file of the run, given with slashes.
func (s *scratch) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

// write makes a file, and the folder that it is in.
func write(path, content string, when time.Time) error {
	err := os.WriteFile(path, []byte(content), 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
			err = os.WriteFile(path, []byte(content), 0o644)
		}
	}
	if err != nil {
		return err
	}
	return os.Chtimes(path, when, when)
}

// restore undoes whatever was done to the run.
func (s *scratch) restore(t testing.TB) {
	t.Helper()
	for _, path := range s.changed(t) {
		s.must(t, os.RemoveAll(s.path(path)))
		if content, ok := s.tree[path]; ok {
			s.must(t, write(s.path(path), content, newer))
		}
	}
}

// changed lists the files that are missing or have been written since the last restore,
// and the files and folders that the run did not have.
func (s *scratch) changed(t testing.TB) (paths []string) {
	t.Helper()
	same := 0
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(s.dir, path)
		rel = filepath.ToSlash(rel)
		content, ours := s.tree[rel]
		if d.IsDir() {
			if !ours && s.tree.holds(rel) {
				return nil
			}
			paths = append(paths, rel)
			return fs.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if ours && info.Mode().IsRegular() && info.Size() == int64(len(content)) && info.ModTime().Equal(newer) {
			same++
			return nil
		}
		paths = append(paths, rel)
		return nil
	})
	s.must(t, err)
	if same == len(s.tree) {
		return paths
	}
	for path := range s.tree {
		if _, err := os.Lstat(s.path(path)); err != nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// holds reports whether a path is that of a folder of the tree.
func (f tree) holds(folder string) bool {
	if folder == "." {
		return true
	}
	for path := range f {
		if strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}
