package soak_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"antecedent/internal/testenv"
)

// hosts are two network namespaces of this machine with a host name each, which a pair of
// virtual network devices connects, as a cable does two machines.
type hosts struct {
	names, addresses [2]string
	agent            string // what launchers start instead of ssh
}

// newHosts makes two hosts, which are removed after the test.
func newHosts(t *testing.T, dir string) *hosts {
	t.Helper()
	ip := testenv.Program(t, "ip")
	testenv.Program(t, "unshare")
	if os.Geteuid() != 0 {
		t.Skip("network namespaces are made by root")
	}
	id := strconv.Itoa(os.Getpid())
	h := &hosts{addresses: [2]string{"10.213.71.1", "10.213.71.2"}, agent: filepath.Join(dir, "agent")}
	run := func(args string) {
		t.Helper()
		if out, err := exec.Command(ip, strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Skipf("no network namespace can be made here: ip %s: %v: %s", args, err, out)
		}
	}
	for i := range h.names {
		h.names[i] = "fleet-" + id + "-" + strconv.Itoa(i)
		run("netns add " + h.names[i])
		t.Cleanup(func() {
			h.killAll(i)
			exec.Command(ip, "netns", "del", h.names[i]).Run()
		})
	}
	run(fmt.Sprintf("link add cable0 netns %s type veth peer name cable1 netns %s", h.names[0], h.names[1]))
	for i, name := range h.names {
		run(fmt.Sprintf("-n %s addr add %s/24 dev cable%d", name, h.addresses[i], i))
		run(fmt.Sprintf("-n %s link set lo up", name))
		run(fmt.Sprintf("-n %s link set cable%d up", name, i))
	}
	// A launcher calls it as ssh: options, the host, and a command for a shell.
	script := "#!/bin/sh\nwhile case $1 in -*) true;; *) false;; esac; do shift; done\nshift\n" +
		"exec ip netns exec " + h.names[1] + " unshare --uts sh -c 'hostname " + h.names[1] + "; exec sh -c \"$*\"' sh \"$@\"\n"
	if err := os.WriteFile(h.agent, []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	return h
}

// command is a launcher on the first host that starts a process on each of both.
func (h *hosts) command(l testenv.Launcher, args ...string) *exec.Cmd {
	var flags []string
	both := h.addresses[0] + "," + h.addresses[1]
	if l.Name == "MPICH" {
		flags = []string{"-launcher", "ssh", "-launcher-exec", h.agent, "-hosts", both}
	} else {
		flags = []string{"--mca", "plm_rsh_agent", h.agent, "--host", both}
	}
	c := l.OverTCP().Command(2, args...) // else UCX, in MPICH, finds that the hosts share memory
	words := append([]string{c.Args[0]}, append(flags, c.Args[1:]...)...)
	inside := exec.Command("ip", append([]string{"netns", "exec", h.names[0], "unshare", "--uts", "sh", "-c", `hostname "$0"; exec "$@"`, h.names[0]}, words...)...)
	inside.Env = c.Env
	return inside
}

// link sets the cable up or down.
func (h *hosts) link(t *testing.T, state string) {
	t.Helper()
	if out, err := exec.Command("ip", "-n", h.names[0], "link", "set", "cable0", state).CombinedOutput(); err != nil {
		t.Fatalf("ip link set %s: %v: %s", state, err, out)
	}
}

// sent is how many bytes the first host sent.
func (h *hosts) sent(t *testing.T) int {
	t.Helper()
	out, err := exec.Command("ip", "netns", "exec", h.names[0], "cat", "/sys/class/net/cable0/statistics/tx_bytes").Output()
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// processes are the processes on a host.
func (h *hosts) processes(i int) []string {
	out, _ := exec.Command("ip", "netns", "pids", h.names[i]).Output()
	return strings.Fields(string(out))
}

func (h *hosts) killAll(i int) {
	for _, pid := range h.processes(i) {
		if n, err := strconv.Atoi(pid); err == nil {
			if p, err := os.FindProcess(n); err == nil {
				p.Kill()
			}
		}
	}
}

// awaitNone waits until no process is left on the hosts, and reports how long that took.
func (h *hosts) awaitNone(t *testing.T, what string) time.Duration {
	t.Helper()
	began := time.Now()
	for len(h.processes(0))+len(h.processes(1)) > 0 {
		if time.Since(began) > hang {
			t.Errorf("%s: processes are left: %v on the first host and %v on the second", what, h.processes(0), h.processes(1))
			return hang
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(began)
}

// trainOnHosts trains by a process on each of two hosts, which exchange over TCP. The
// files must be those of a run without MPI. Then the link is taken down between two
// saves: both processes must end, the one on the first host with an error that names the
// other, when it has saved the last step. Their launcher may linger. From that a process alone makes the files of a
// run to which nothing happened.
func trainOnHosts(t *testing.T, s *trial, list []testenv.Launcher) {
	needProc(t)
	w := newWorkloadOf(t, s, longFleet)
	h := newHosts(t, w.dir)
	for _, l := range list {
		t.Run(l.Name, func(t *testing.T) {
			before := h.sent(t)
			train := append([]string{filepath.Join(w.bin, "train"), "--mpi", "--out", "run"}, w.flags...)
			p := w.startCommand(t, h.command(l, train...))
			if code := w.endSoon(t, l.Name, p); code != 0 {
				t.Fatalf("it ends with %d: %s", code, p.stderr.String())
			}
			checkSame(t, l.Name, w.want, contents(t, w.path("run")))
			os.RemoveAll(w.path("run"))
			h.awaitNone(t, l.Name)
			// Each of two processes sends as many numbers a step as the model has.
			if least, sent := w.last*weightsSize(t, w), h.sent(t)-before; sent < least {
				t.Errorf("%d bytes were sent over the link, not %d or more", sent, least)
			}
		})
		t.Run(l.Name+"/link down", func(t *testing.T) {
			defer h.link(t, "up")
			const run = "cut"
			for try := 0; ; try++ {
				os.RemoveAll(w.path(run))
				p := w.startCommand(t, h.command(l, append([]string{filepath.Join(w.bin, "train"), "--mpi", "--mpi-timeout", "5", "--out", run}, w.flags...)...))
				running := w.awaitStep(p, run, 0)
				h.link(t, "down")
				began := time.Now()
				w.checkNoneLeft(t, l.Name)
				took, ended := time.Since(began), p.endAfter(time.Second)
				h.killAll(0) // mpirun of Open MPI waits much longer for what is on the second host
				h.killAll(1)
				code, said := p.end(), p.stderr.String()
				if running && code != 0 {
					if strings.Count(said, "train: the processes lost each other: process 1 on "+h.names[1]+" did not answer for 5s") != 1 {
						t.Errorf("it ends with %d: %s", code, said)
					}
					t.Logf("both processes ended %.1f s after the link, their launcher within a second: %t, with %d; step %d is the newest", took.Seconds(), ended, code, newestStep(w.path(run)))
					break
				}
				if code != 0 || try == 5 {
					t.Fatalf("the link was not cut between two saves, and it ends with %d: %s", code, said)
				}
				h.link(t, "up")
			}
			newest := w.checkReadable(t, l.Name, run)
			if rows, err := os.ReadFile(w.path(run, "metrics.jsonl")); err != nil || !strings.Contains(lastLine(string(rows)), fmt.Sprintf(`"step":%d,`, newest)) {
				t.Errorf("step %d is the newest, and the last row of metrics is %s, %v", newest, lastLine(string(rows)), err)
			}
			w.checkFinishes(t, l.Name, l, 0, run)
			os.RemoveAll(w.path(run))
		})
	}
}

// weightsSize is how many bytes the weights of the undisturbed run take.
func weightsSize(t *testing.T, w *workload) int {
	t.Helper()
	file, err := os.ReadFile(w.path("undisturbed", fmt.Sprintf("step-%06d", w.last), "model.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	return len(file) - 8 - int(binary.LittleEndian.Uint64(file)) // without the header
}

// lastLine is the last line of a text.
func lastLine(text string) string {
	text = strings.TrimSuffix(text, "\n")
	return text[strings.LastIndex(text, "\n")+1:]
}
