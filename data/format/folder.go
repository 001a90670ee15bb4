package format

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"antecedent/internal/text"
)

// mixed is the Format of a folder that holds files of several formats.
const mixed = "mixed"

// readFolder reads the files of a folder in the order of their names, several at a
// time. Folders within it, hidden files, and files of no format are ignored.
func readFolder(ctx context.Context, path, name string) (*File, error) {
	if name != "" && !slices.Contains(Names(), name) {
		_, err := choose(name, path, nil)
		return nil, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	files, errs := make([]*File, len(names)), make([]error, len(names))
	var workers sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		workers.Go(func() {
			for i := range next {
				files[i], errs[i] = readMember(ctx, filepath.Join(path, names[i]), name)
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	workers.Wait()

	all := &File{}
	for i, f := range files {
		switch {
		case errs[i] != nil:
			return nil, errs[i]
		case f == nil:
			all.Ignored++
			continue
		case all.Format == "":
			all.Format = f.Format
		case all.Format != f.Format:
			all.Format = mixed
		}
		all.Files++
		all.Examples = append(all.Examples, f.Examples...)
		all.Skipped = append(all.Skipped, f.Skipped...)
		all.Repeated = append(all.Repeated, f.Repeated...)
		all.Completed += f.Completed
		for unit, n := range f.misfits {
			all.misfit(unit, n)
		}
		for place, id := range f.skippedIDs {
			all.skipID(place, id)
		}
		for _, p := range f.Passed {
			all.pass(p.Reason, p.Count)
		}
	}
	if all.Files == 0 {
		what := "a known format"
		if name != "" {
			what = "format " + name
		}
		return nil, fmt.Errorf("data: %s is a folder that holds no file of %s", path, what)
	}
	all.sortPassed()
	return all, all.checkEmpty(path)
}

// unreadable is a file of which nothing can be read: one row that is skipped, where its
// name says that it is of the format of that name, or of any if name is empty; else nil.
func unreadable(path, name string, reason error) *File {
	for _, k := range kinds {
		if k.hasSuffix(path) && (name == "" || name == k.name) {
			reason := strings.TrimPrefix(reason.Error(), "data: "+path+": ")
			return &File{Format: k.name, Skipped: []Skipped{{filepath.Base(path), reason}}}
		}
	}
	return nil
}

// readMember reads one file of a folder. It returns nil for a file that is not of
// the format of that name, or of any if name is empty.
func readMember(ctx context.Context, path, name string) (*File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, nil // a pipe, a device, a link to a folder
	}
	f, err := text.Open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	defer f.Close()
	in, k, err := open(ctx, f, path, "")
	switch {
	case errors.As(err, new(formatError)):
		return unreadable(path, name, err), nil
	case err != nil:
		return nil, err
	case name != "" && k.name != name:
		return nil, nil
	}
	in.member = true
	return in.readAll(k)
}
