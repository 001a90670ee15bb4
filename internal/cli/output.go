package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Output writes what a function makes to the file of a flag -o, or to stdout if
// path is empty or "-". The file is written beside its place and renamed, and
// nothing is written before all of it is made: an error, or a context that was
// cancelled meanwhile, leaves an older file as it was.
func Output(ctx context.Context, path string, stdout io.Writer, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if path == "" || path == "-" {
		_, err := stdout.Write(content.Bytes())
		return err
	}
	if err := replace(path, content.Bytes()); err != nil {
		if wrong := (*fs.PathError)(nil); errors.As(err, &wrong) {
			wrong.Path = path // not the temporary file's
		}
		return fmt.Errorf("-o: %w", err)
	}
	return nil
}

// replace puts content in the place of a file, which keeps its permissions.
func replace(path string, content []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	old, missing := os.Lstat(path)
	if missing == nil && !old.Mode().IsRegular() {
		return os.WriteFile(path, content, 0o666) // a device, a pipe or a link to nothing must stay what it is
	}
	dir, name := filepath.Split(path)
	beside := filepath.Join(dir, fmt.Sprintf(".%s.%08x", name, rand.Uint32()))
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(beside)
		}
	}()
	if missing == nil {
		err = f.Chmod(old.Mode().Perm())
	}
	if err == nil {
		_, err = f.Write(content)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, path)
}
