package soak_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// onFullDisks trains on disks of every size, from nothing to enough, and with room for
// every number of files. Then it makes room and goes on.
func onFullDisks(t *testing.T, s *trial) {
	w := newWorkload(t, s, "--steps 30 --save-every 5 --eval-every 7 --keep 2 --snapshots 3 --vectors vectors.txt --dropout 0.1")
	w.checkFullOutput(t)
	disk := w.path("disk")
	if err := os.Mkdir(disk, 0o777); err != nil {
		t.Fatal(err)
	}
	if out, err := mount("size=1m", disk); err != nil {
		t.Skipf("a file system cannot be mounted here: %v: %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", disk).Run() }) // after a failure; else nothing is mounted
	unmount(t, disk)

	const page = 4096
	began, sizes, disks, full, saved := time.Now(), w.footprint(t, "undisturbed", page)+24, 0, 0, 0
	for i := range s.rounds(t) {
		pages, files := sizes, 1000
		share := math.Mod(float64(i/2)*math.Phi, 1) // spreads evenly, however many rounds there are
		if i%2 == 0 {
			pages = 1 + int(share*float64(sizes))
		} else {
			files = 2 + int(share*60)
		}
		what := fmt.Sprintf("a disk of %d pages and %d files", pages, files)
		size := fmt.Sprintf("size=%d,nr_inodes=%d", pages*page, files)
		if out, err := mount(size, disk); err != nil {
			t.Fatalf("%s: %v: %s", what, err, out)
		}
		disks++
		run := filepath.Join("disk", "run")
		p := w.goOn(t, run)
		if code := p.end(); code != 0 {
			full++
			checkFullError(t, what, p, newestStep(w.path(run)) >= 0)
		}
		if _, err := os.Stat(w.path(run)); err == nil && w.checkReadable(t, what, run) >= 0 {
			saved++
		}
		if out, err := mount("remount,size=100m,nr_inodes=10000", disk); err != nil {
			t.Fatalf("%s: %v: %s", what, err, out)
		}
		w.finish(t, what+", with room made", run)
		unmount(t, disk)
	}
	figures(t, began, "%d of %d disks were too small, and %d of all had a step that infer could use; with room made all runs ended in the same bytes", full, disks, saved)
}

// mount mounts a file system in memory.
func mount(options, dir string) (string, error) {
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput()
	return string(out), err
}

func unmount(t *testing.T, dir string) {
	t.Helper()
	if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v: %s", err, out)
	}
}

// footprint is how many pages a folder takes.
func (w *workload) footprint(t *testing.T, dir string, page int) (pages int) {
	t.Helper()
	for _, text := range contents(t, w.path(dir)) {
		pages += (len(text) + page - 1) / page
	}
	return pages
}

// checkFullError checks how a process ended that found its disk full: one line says so, and
// another how to go on where there is a step to go on from.
func checkFullError(t *testing.T, what string, p *process, saved bool) {
	t.Helper()
	var errors, advice int
	for line := range strings.Lines(p.stderr.String()) {
		if strings.HasPrefix(line, "train: ") && strings.HasSuffix(line, ": no space left on device\n") {
			errors++
		}
		if strings.HasPrefix(line, "what was saved before is whole; go on with: ") {
			advice++
		}
	}
	if p.ProcessState.ExitCode() != 1 || errors != 1 || saved != (advice == 1) {
		t.Errorf("%s: it ends with %d, a step saved: %t: %s", what, p.ProcessState.ExitCode(), saved, p.stderr.String())
	}
}

// checkFullOutput checks that an output that is full ends the commands with an error, but no run.
func (w *workload) checkFullOutput(t *testing.T) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if _, noDevice := os.Stat("/dev/full"); err != nil || noDevice != nil {
		return
	}
	for _, command := range []string{"train --out full " + strings.Join(w.flags, " "), "infer --checkpoint full 'The cat sat because it was tired.'"} {
		p := w.start(t, sh, "-c", filepath.Join(w.bin, command)+" >/dev/full")
		if code := p.end(); code != 1 || !strings.Contains(p.stderr.String(), "no space left on device") {
			t.Errorf("%s >/dev/full: it ends with %d: %s", command, code, p.stderr.String())
		}
	}
	checkSame(t, "train >/dev/full", w.want, contents(t, w.path("full")))
}
