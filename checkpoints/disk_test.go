package checkpoints

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var errFault = errors.New("no space left on device (in a test)")

// A testDisk is an osDisk that syncs nothing, which is faster, and whose calls
// can fail. It records what has been synced, and so knows what a loss of power
// destroys. The zero value never fails.
type testDisk struct {
	osDisk
	calls  int
	at     int  // which call fails first, from 1
	length int  // how many fail; 0: one
	short  bool // a failing write writes half
	power  bool // with the first fault, what was not synced is lost

	fails func(call int) bool // which calls fail, from 1, in place of at and length

	synced map[string]int64 // bytes of a file that are on the disk for certain
	names  []naming         // new names that are not
}

// A naming is a change to a folder that is not durable before the folder is
// synced: a rename, or a new file or folder where from is empty.
type naming struct {
	from, to string
	old      []byte // what a rename replaced
	replaced bool
}

func (d *testDisk) fault() error {
	d.calls++
	if d.fails != nil {
		if d.fails(d.calls) {
			return errFault
		}
		return nil
	}
	if d.calls < d.at || d.calls-d.at >= max(1, d.length) {
		return nil
	}
	if d.power && d.calls == d.at {
		d.cutPower()
	}
	return errFault
}

// cutPower leaves half of what was written since the last sync, and takes back
// new names in folders that were not synced.
func (d *testDisk) cutPower() {
	for path, size := range d.synced {
		if info, err := os.Stat(path); err == nil {
			os.Truncate(path, size+(info.Size()-size)/2)
		}
	}
	for i, n := range slices.Backward(d.names) {
		if n.from == "" {
			os.RemoveAll(n.to)
			continue
		}
		os.Rename(n.to, n.from)
		moveNames(d.names[:i], n.to, n.from)
		if n.replaced {
			os.WriteFile(n.to, n.old, 0o644)
		}
	}
}

// moveNames lets names in a folder follow the folder.
func moveNames(names []naming, from, to string) {
	for i := range names {
		if rest, ok := strings.CutPrefix(names[i].to, from+string(filepath.Separator)); ok {
			names[i].to = filepath.Join(to, rest)
		}
	}
}

func (d *testDisk) Mkdir(dir string) error {
	if err := d.fault(); err != nil {
		return err
	}
	err := d.osDisk.Mkdir(dir)
	if err == nil {
		d.names = append(d.names, naming{to: dir})
	}
	return err
}

func (d *testDisk) Remove(path string) error {
	if err := d.fault(); err != nil {
		return err
	}
	delete(d.synced, path)
	d.names = slices.DeleteFunc(d.names, func(n naming) bool { return n.to == path })
	return d.osDisk.Remove(path)
}

func (d *testDisk) Rename(from, to string) error {
	if err := d.fault(); err != nil {
		return err
	}
	old, oldErr := os.ReadFile(to)
	if err := d.osDisk.Rename(from, to); err != nil {
		return err
	}
	for path, size := range d.synced {
		if rest, ok := strings.CutPrefix(path, from); ok {
			delete(d.synced, path)
			d.synced[to+rest] = size
		}
	}
	moveNames(d.names, from, to)
	d.names = append(d.names, naming{from, to, old, oldErr == nil})
	return nil
}

func (d *testDisk) Truncate(path string, size int64) error {
	if err := d.fault(); err != nil {
		return err
	}
	d.synced[path] = min(size, d.synced[path])
	return d.osDisk.Truncate(path, size)
}

func (d *testDisk) SyncDir(dir string) error {
	if err := d.fault(); err != nil {
		return err
	}
	d.names = slices.DeleteFunc(d.names, func(n naming) bool { return filepath.Dir(n.to) == dir })
	return nil
}

func (d *testDisk) OpenFile(path string, flag int) (file, error) {
	if err := d.fault(); err != nil {
		return nil, err
	}
	if !exists(path) {
		d.names = append(d.names, naming{to: path})
	}
	f, err := d.osDisk.OpenFile(path, flag)
	if err != nil {
		return nil, err
	}
	d.record(path)
	return &testFile{f, path, d}, nil
}

// record notes that the present bytes of a file are on the disk.
func (d *testDisk) record(path string) {
	if d.synced == nil {
		d.synced = map[string]int64{}
	}
	if info, err := os.Stat(path); err == nil {
		d.synced[path] = info.Size()
	}
}

type testFile struct {
	file
	path string
	disk *testDisk
}

func (f *testFile) Write(data []byte) (n int, err error) {
	if err := f.disk.fault(); err != nil {
		if f.disk.short {
			n, _ = f.file.Write(data[:len(data)/2])
		}
		return n, err
	}
	return f.file.Write(data)
}

func (f *testFile) Sync() error {
	if err := f.disk.fault(); err != nil {
		return err
	}
	f.disk.record(f.path)
	return nil
}

func (f *testFile) Close() error {
	return errors.Join(f.disk.fault(), f.file.Close())
}

// An error that is met before a file is written is no reason to search for a
// free name for ever.
func TestFreeNameWhereNothingCanBe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	put(t, "", dir)
	r := begun(t)
	r.dir = dir
	if err := r.Save(step(1, 1), 0); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("saved into a file: %v", err)
	}
}

// The system has a device that is always full.
func TestDiskFullForReal(t *testing.T) {
	if !exists("/dev/full") {
		t.Skip("there is no /dev/full here")
	}
	err := writeFile(osDisk{}, "/dev/full", []byte("x"))
	if err == nil || !strings.Contains(err.Error(), "/dev/full") {
		t.Errorf("the error is %v", err)
	}
}
