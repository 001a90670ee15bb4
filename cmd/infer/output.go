package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// output writes what a form makes to the file of -o, or to standard output. All
// of it is made before any is written, so that an error leaves neither half a
// file nor an empty one.
func output(path string, stdout io.Writer, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if path == "" || path == "-" {
		_, err := stdout.Write(b.Bytes())
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	return nil
}
