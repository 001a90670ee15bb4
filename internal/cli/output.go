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
	"strings"
)

// Output writes what a function makes to the file of a flag -o, or to stdout if
// path is empty or "-". The file is written beside its place and renamed: an error, or a
// context that was cancelled meanwhile, leaves an older file as it was. A result of up to
// [mostHeld] bytes is written once all of it is made, to stdout too.
func Output(ctx context.Context, path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		h := held{ctx: ctx, open: func() (io.Writer, error) { return Shown(stdout), nil }}
		if err := write(&h); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return h.release()
	}
	r := replacement{path: path}
	h := held{ctx: ctx, open: r.open}
	err := write(&h)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil && h.err == nil { // not of the file
		r.drop()
		return err
	}
	if err = h.release(); err == nil {
		err = r.put()
	}
	if err != nil {
		r.drop()
		return named(path, err)
	}
	return nil
}

// named is an error of writing to the file of -o, which it names, not the temporary one.
func named(path string, err error) error {
	if wrong := (*fs.PathError)(nil); errors.As(err, &wrong) {
		wrong.Path = path
	}
	if wrong := (*os.LinkError)(nil); errors.As(err, &wrong) {
		err = &fs.PathError{Op: wrong.Op, Path: path, Err: wrong.Err}
	}
	return fmt.Errorf("-o: %w", err)
}

// mostHeld is how much of a result is held in memory.
const mostHeld = 4 << 20

// held is a writer that holds what is written to it, and opens where it belongs when
// that is more than [mostHeld]. It fails once its context is cancelled.
type held struct {
	ctx     context.Context
	open    func() (io.Writer, error)
	content bytes.Buffer
	to      io.Writer // nil while all is held
	err     error     // of opening or writing
}

func (h *held) Write(b []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	if h.to == nil && h.content.Len()+len(b) <= mostHeld {
		return h.content.Write(b)
	}
	if err := h.release(); err != nil {
		return 0, err
	}
	n, err := h.to.Write(b)
	h.err = err
	return n, err
}

// release writes what is held.
func (h *held) release() error {
	if h.err != nil || h.to != nil {
		return h.err
	}
	if h.to, h.err = h.open(); h.err == nil {
		_, h.err = h.to.Write(h.content.Bytes())
	}
	h.content = bytes.Buffer{}
	return h.err
}

// A replacement is a file that is written beside the one whose place it is to take, with
// the permissions of that.
type replacement struct {
	path   string
	beside string // empty for a device, a pipe or a link to nothing, which must stay what it is
	file   *os.File
}

func (r *replacement) open() (io.Writer, error) {
	if target, err := filepath.EvalSymlinks(r.path); err == nil {
		r.path = target
	}
	old, missing := os.Lstat(r.path)
	var err error
	if missing == nil && !old.Mode().IsRegular() {
		r.file, err = os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
		return r.file, err
	}
	dir, name := filepath.Split(r.path)
	const most = 200 // bytes of the name, for what stands beside it must not be too long either
	name = strings.ToValidUTF8(name[:min(len(name), most)], "")
	beside := filepath.Join(dir, fmt.Sprintf(".%s.%08x", name, rand.Uint32()))
	if r.file, err = os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666); err != nil {
		return nil, err
	}
	r.beside = beside
	if missing == nil {
		err = r.file.Chmod(old.Mode().Perm())
	}
	return r.file, err
}

// put gives the file its place.
func (r *replacement) put() error {
	err := r.file.Close()
	if err == nil && r.beside != "" {
		err = os.Rename(r.beside, r.path)
	}
	return err
}

// drop removes what was written beside.
func (r *replacement) drop() {
	if r.file != nil {
		r.file.Close()
	}
	if r.beside != "" {
		os.Remove(r.beside)
	}
}
