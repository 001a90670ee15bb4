package text

import (
	"context"
	"io"
	"os"
)

// Open opens a file, a named pipe or a device to read. When the context is cancelled,
// what waits ends with its error: the opening of a pipe that nobody writes to, and each
// read, of a terminal too.
func Open(ctx context.Context, path string) (io.ReadCloser, error) {
	type result struct {
		file *os.File
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		f, err := os.Open(path)
		opened <- result{f, err}
	}()
	select {
	case r := <-opened:
		if r.err != nil {
			return nil, r.err
		}
		return newInterruptible(ctx, r.file), nil
	case <-ctx.Done():
		go func() { // closes what is opened too late
			if r := <-opened; r.err == nil {
				r.file.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

// newInterruptible returns a reader of a file that is closed with it.
func newInterruptible(ctx context.Context, f *os.File) io.ReadCloser {
	// A file of the system, such as one below /proc, has no size and may wait.
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		return &openFile{contextReader{ctx, f}, func() {}, f}
	}
	in, stop := Interruptible(ctx, f)
	return &openFile{in, stop, f}
}

// An openFile is what [Open] returns.
type openFile struct {
	io.Reader
	stop func()
	file *os.File
}

func (o *openFile) Close() error {
	o.stop()
	return o.file.Close()
}

// A contextReader reads a file whose reads do not wait for anybody.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// Interruptible returns a reader of what r reads that ends with the error of the context
// when that is cancelled, even while r waits for input. Nothing may be read after stop.
func Interruptible(ctx context.Context, r io.Reader) (in io.Reader, stop func()) {
	// A read of a file cannot be cancelled, but one of a pipe in memory can.
	reader, writer := io.Pipe()
	ended := context.AfterFunc(ctx, func() { writer.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(writer, r)
		writer.CloseWithError(err)
	}()
	return reader, func() {
		ended()
		reader.Close()
	}
}
