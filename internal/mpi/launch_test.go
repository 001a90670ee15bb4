package mpi

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// build builds this test with MPI.
func build(t *testing.T) string {
	t.Helper()
	// A cached result of this test is valid only for the same files with the tag.
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(t.TempDir(), "mpi.test")
	c := exec.Command("go", "test", "-c", "-tags", "mpi", "-o", program, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	return program
}

// launch runs a scenario in n processes and returns the launcher's exit code and
// what was printed.
func launch(t *testing.T, l testenv.Launcher, n int, program, scenario string, env ...string) (code int, out string) {
	t.Helper()
	c := l.Command(n, program)
	c.Env = append(append(c.Env, scenarioVariable+"="+scenario), env...)
	return run(t, c)
}

func run(t *testing.T, c *exec.Cmd) (code int, out string) {
	t.Helper()
	var b bytes.Buffer
	c.Stdout, c.Stderr = &b, &b
	c.WaitDelay = time.Second
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	const hang = time.Minute // none takes nearly as long
	stop := time.AfterFunc(hang, func() { c.Process.Kill() })
	c.Wait()
	if !stop.Stop() {
		t.Errorf("killed after %v", hang)
	}
	return c.ProcessState.ExitCode(), b.String()
}

func TestScenarios(t *testing.T) {
	launchers := testenv.MPI(t)
	program := build(t)
	for _, l := range launchers {
		for _, l := range []testenv.Launcher{l, l.OverTCP()} {
			t.Run(l.Name, func(t *testing.T) {
				for _, c := range []struct {
					scenario string
					sizes    []int
				}{
					{"exchange", []int{1, 2, 4}},
					{"broadcast", []int{1, 2, 3}},
					{"collector", []int{2}},
				} {
					for _, n := range c.sizes {
						code, out := launch(t, l, n, program, c.scenario)
						passed := code == 0 && strings.Count(out, "passed") == n
						if !passed && l.Name == "MPICH over TCP" && strings.Contains(out, "but MPI_Finalize of MPICH") {
							// See closingBarriers: now and then it waits forever.
							passed = code != 0
							t.Logf("%s of %d processes: exit code %d\n%s", c.scenario, n, code, out)
						}
						if !passed || strings.Count(out, workDone) != n {
							t.Errorf("%s of %d processes: exit code %d\n%s", c.scenario, n, code, out)
						}
					}
				}
			})
		}
	}
}

func TestFailures(t *testing.T) {
	launchers := testenv.MPI(t)
	program := build(t)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	const notZero, anyCode = -1, -2
	for _, l := range launchers {
		for _, c := range []struct {
			scenario string
			n        int
			code     int // of the launcher, or notZero, or anyCode
			want     string
		}{
			{"shorter", 2, notZero, "10 bytes were received where 15 were expected"},
			{"longer", 2, notZero, "MPI_Irecv of MPI failed: "},
			{"late", 2, 3, "process 1 on " + host + " did not answer for 300ms: "},
			{"late broadcast", 2, notZero, "not all of the 2 processes (on " + host + ") took part in an operation within 300ms: "},
			{"late end", 2, notZero, "not all of the 2 processes (on " + host + ") took part"},
			{"abort", 4, 7, ""},
			{"abort meanwhile", 2, 7, ""},
			{"exit 5", 4, notZero, ""},
			{"exit 0", 4, anyCode, ""}, // MPICH ends the others, but with exit code 0
		} {
			t.Run(l.Name+"/"+c.scenario, func(t *testing.T) {
				t.Parallel() // they wait more than they work
				start := time.Now()
				code, out := launch(t, l, c.n, program, c.scenario)
				if code != c.code && c.code >= 0 || code == 0 && c.code == notZero {
					t.Errorf("exit code %d, want %d", code, c.code)
				}
				if !strings.Contains(out, c.want) {
					t.Errorf("%q is missing", c.want)
				}
				if strings.Contains(out, "passed") {
					t.Errorf("a process ended without an error")
				}
				t.Logf("%.1f s, exit code %d\n%s", time.Since(start).Seconds(), code, out)
			})
		}
	}
}

// TestWrongLauncher opens a library that does not know the launcher.
func TestWrongLauncher(t *testing.T) {
	launchers := testenv.MPI(t)
	if len(launchers) < 2 {
		t.Skip("this needs Open MPI and MPICH")
	}
	program := build(t)
	for i, l := range launchers {
		other := launchers[1-i]
		t.Run(l.Name+" with "+other.Name, func(t *testing.T) {
			code, out := launch(t, l, 2, program, "exchange", "ANTECEDENT_MPI="+other.Library)
			if code == 0 || !strings.Contains(out, "of "+l.Name+" started 2 processes, but "+other.Name) {
				t.Errorf("exit code %d", code)
			}
			t.Log(out)
		})
	}
}

// TestNoLauncher opens each library without a launcher.
func TestNoLauncher(t *testing.T) {
	launchers := testenv.MPI(t)
	program := build(t)
	for _, c := range []struct {
		library, want string
		code          int
	}{
		{"", workDone + "\npassed", 0},
		{launchers[0].Library, workDone + "\npassed", 0},
		{launchers[len(launchers)-1].Library, workDone + "\npassed", 0},
		{"libabsent.so.1", "failed: the MPI library of ANTECEDENT_MPI cannot be opened: libabsent.so.1", 1},
		{"libc.so.6", "failed: libc.so.6: this is not a library of MPI 3 or later: there is no MPI_", 1},
	} {
		cmd := exec.Command(program)
		cmd.Env = append(os.Environ(), scenarioVariable+"=exchange", "ANTECEDENT_MPI="+c.library)
		if code, out := run(t, cmd); code != c.code || !strings.Contains(out, c.want) || strings.Count(out, "\n") != strings.Count(c.want+"\n", "\n") {
			t.Errorf("ANTECEDENT_MPI=%s: exit code %d, want %d and %q\n%s", c.library, code, c.code, c.want, out)
		}
	}
}
