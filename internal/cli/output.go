package cli

import (
	"bufio"
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
// path is empty or "-". The file is written beside its place and renamed when it is
// whole: an error, or a context that was cancelled meanwhile, leaves an older file as
// it was and nothing beside it. To stdout nothing is written before all is made.
func Output(ctx context.Context, path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return whenMade(ctx, write, func(content []byte) error {
			_, err := stdout.Write(content)
			return err
		})
	}
	target := path
	if linked, err := filepath.EvalSymlinks(path); err == nil {
		target = linked
	}
	old, missing := os.Lstat(target)
	if missing == nil && !old.Mode().IsRegular() { // a device, a pipe or a link to nothing must stay what it is
		return whenMade(ctx, write, func(content []byte) error { return named(path, os.WriteFile(target, content, 0o666)) })
	}
	f, err := beside(target)
	if err == nil && missing == nil {
		err = f.Chmod(old.Mode().Perm())
	}
	if err != nil {
		return named(path, err)
	}
	buffered := bufio.NewWriterSize(checkedWriter{ctx, path, f}, 1<<16)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = ctx.Err()
	}
	if closing := f.Close(); err == nil {
		err = named(path, closing)
	}
	if err == nil {
		err = named(path, os.Rename(f.Name(), target))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// whenMade uses what a function writes when all of it is made.
func whenMade(ctx context.Context, write func(io.Writer) error, use func([]byte) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return use(content.Bytes())
}

// beside makes a file in the folder of another.
func beside(path string) (*os.File, error) {
	dir, name := filepath.Split(path)
	return os.OpenFile(filepath.Join(dir, fmt.Sprintf(".%s.%08x", name, rand.Uint32())), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// A checkedWriter writes until its context is cancelled. Its errors name the file that is
// to be written.
type checkedWriter struct {
	ctx  context.Context
	path string
	w    io.Writer
}

func (c checkedWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.w.Write(p)
	return n, named(c.path, err)
}

// named is the error of writing to the file of -o, which it names.
func named(path string, err error) error {
	if err == nil {
		return nil
	}
	if wrong := (*fs.PathError)(nil); errors.As(err, &wrong) {
		wrong.Path = path // not the temporary file's
	}
	if wrong := (*os.LinkError)(nil); errors.As(err, &wrong) {
		err = &fs.PathError{Op: wrong.Op, Path: path, Err: wrong.Err}
	}
	return fmt.Errorf("-o: %w", err)
}
