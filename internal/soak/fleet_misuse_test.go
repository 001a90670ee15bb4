package soak_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// misuseFleets starts processes that cannot train together. All must end, with an exit
// code other than 0 and one line that says who differs or what to do.
func misuseFleets(t *testing.T, s *trial, list []testenv.Launcher) {
	w := newWorkloadOf(t, s, "--config tiny.json --batch 16 --shares 8 --steps 4 --quiet")
	w.write(t, "none/tiny.json", w.read(t, "tiny.json"))
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.checkNoneLeft(t, "all") })
	train := "TRAIN --mpi --out OUT " + strings.Join(w.flags, " ")
	for _, l := range list {
		for _, c := range []struct {
			name  string
			lines []string // a process each
			want  string
		}{
			{"another flag", []string{train, train + " --seed 5"}, "the processes do not agree on the settings: process 1 on " + host},
			{"another model", []string{train, train + " --hidden 16"}, "process 1 on " + host + ": the processes do not agree on the shape of the model: its flags are not those of process 0"},
			{"other kernels", []string{train + " --kernel portable", train, train, train + " --kernel portable"}, "the processes do not agree on the kernels: "},
			{"no data", []string{"env -C none " + train, train}, "train: data: stat pets.jsonl: no such file or directory"},
			{"another value is wrong", []string{train, train + " --steps -4"}, "process 1 on " + host + ": train: -4 steps; use 1 or more"},
			{"another flag is unknown", []string{train, train + " --stepz 4"}, "process 1 on " + host + ": no flag --stepz; did you mean --steps?"},
			{"a flag is unknown", []string{train + " --stepz 4", train}, "train: no flag --stepz; did you mean --steps?"},
			{"all flags are unknown", []string{train + " --stepz 4", train + " --stepz 4"}, "train: no flag --stepz; did you mean --steps?"},
			{"3 processes", []string{train, train, train}, "3 processes cannot divide the shares of a batch, whose number is a power of two: start 1, 2, 4, 8, …"},
			{"more processes than shares", []string{train + " --shares 2", train + " --shares 2", train + " --shares 2", train + " --shares 2"}, "each process needs a share of the batch (processes: 4, shares: 2): start the run with --shares 4"},
		} {
			t.Run(l.Name+"/"+c.name, func(t *testing.T) {
				t.Parallel() // mpirun of Open MPI waits for seconds
				run := strings.ReplaceAll(t.Name(), "/", "-")
				for i, line := range c.lines {
					c.lines[i] = strings.ReplaceAll(line, "OUT", run)
				}
				p := w.launchEach(t, l, c.lines...)
				code := w.endSoon(t, c.name, p)
				said := p.stderr.String()
				if code <= 0 || strings.Count(said, c.want) != 1 || strings.Count(said, "train: ") < 1 || p.stdout.Len() > 0 {
					t.Errorf("it ends with %d: %s%s", code, p.stdout.String(), said)
				}
				if newestStep(w.path(run)) >= 0 {
					t.Error("a step was saved")
				}
			})
		}
	}
}

// trainWithoutMPI starts processes that do not find each other.
func trainWithoutMPI(t *testing.T, s *trial, list []testenv.Launcher) {
	plain, w := testenv.Commands(t), newWorkloadOf(t, s, "--config tiny.json --batch 16 --shares 8 --steps 4 --quiet")
	for i, l := range list {
		t.Run(l.Name+"/built without", func(t *testing.T) {
			p := w.startCommand(t, l.Command(2, append([]string{filepath.Join(plain, "train"), "--mpi", "--out", "run"}, w.flags...)...))
			if code := w.endSoon(t, l.Name, p); code <= 0 || !strings.Contains(p.stderr.String(), "train: this program was built without MPI: build it with CGO_ENABLED=0 go build -tags mpi\n") {
				t.Errorf("it ends with %d: %s", code, p.stderr.String())
			}
		})
		t.Run(l.Name+"/one built without", func(t *testing.T) {
			train := "TRAIN --mpi --mpi-timeout 3 --out run " + strings.Join(w.flags, " ")
			without := strings.ReplaceAll(train, "TRAIN", filepath.Join(plain, "train"))
			for _, lines := range [][]string{{train, without}, {without, train}} {
				p := w.launchEach(t, l, lines...)
				if code := w.endSoon(t, l.Name, p); code <= 0 {
					t.Errorf("%s: it ends with %d: %s", lines[0], code, p.stderr.String())
				}
				if said := p.stderr.String(); l.Name == "MPICH" && (!strings.Contains(said, "without MPI: build it") || !strings.Contains(said, "not all of the 2 processes that mpiexec of MPICH started joined within 3s")) {
					t.Errorf("%s: %s", lines[0], said) // mpirun of Open MPI ends the other by itself
				}
			}
		})
		t.Run(l.Name+"/without --mpi", func(t *testing.T) {
			const warning = "warning: several processes were started, and without --mpi each of them trains a model of its own\n"
			line := func(out string) string { return "TRAIN --out " + out + " " + strings.Join(w.flags, " ") }
			p := w.launchEach(t, l, line("first"), line("second"))
			if code := w.endSoon(t, l.Name, p); code != 0 || strings.Count(p.stderr.String(), warning) != 1 {
				t.Errorf("it ends with %d: %s", code, p.stderr.String())
			}
			for _, run := range []string{"first", "second"} {
				checkSame(t, run, w.want, contents(t, w.path(run)))
				os.RemoveAll(w.path(run))
			}
		})
		if len(list) < 2 {
			continue
		}
		other := list[1-i]
		t.Run(l.Name+"/with "+other.Name, func(t *testing.T) {
			c := l.Command(2, append([]string{filepath.Join(w.bin, "train"), "--mpi", "--out", "run"}, w.flags...)...)
			c.Env = append(c.Env, "ANTECEDENT_MPI="+other.Library)
			p := w.startCommand(t, c)
			if code := w.endSoon(t, l.Name, p); code <= 0 || !strings.Contains(p.stderr.String(), "of "+l.Name+" started 2 processes, but "+other.Name) {
				t.Errorf("it ends with %d: %s", code, p.stderr.String())
			}
		})
	}
}

// trainFromProcess0 begins runs, and resumes one, whose files only process 0 can see: data,
// word vectors, trained weights, a run. The others are in a folder that has nothing but
// the file of --config, which is of each process.
func trainFromProcess0(t *testing.T, s *trial, list []testenv.Launcher) {
	w := newWorkloadOf(t, s, "--config tiny.json --batch 16 --shares 8 --steps 12 --save-every 4 --dropout 0.1 --quiet --vectors vectors.txt")
	w.write(t, "elsewhere/tiny.json", w.read(t, "tiny.json"))
	from := func(w *workload, run, args string) {
		p := w.start(t, "train", strings.Fields(args)...)
		if code := w.endSoon(t, run, p); code != 0 {
			t.Fatalf("%s: it ends with %d: %s", args, code, p.stderr.String())
		}
	}
	from(w, "half", "--out half --stop-after 6 "+strings.Join(w.flags, " "))
	const begin = "--init-from undisturbed --data pets.jsonl --batch 16 --shares 8 --steps 6 --quiet"
	from(w, "fresh", begin+" --out fresh")
	fresh := contents(t, w.path("fresh"))
	for _, l := range list {
		launch := func(t *testing.T, args string) {
			line := "TRAIN --mpi " + args
			p := w.launchEach(t, l, line, "env -C elsewhere "+line, "env -C elsewhere "+line, "env -C elsewhere "+line)
			if code := w.endSoon(t, args, p); code != 0 {
				t.Errorf("%s: it ends with %d: %s", args, code, p.stderr.String())
			}
		}
		t.Run(l.Name+"/resumed", func(t *testing.T) {
			w.copyRun(t, "half", "run")
			launch(t, "--resume run --quiet")
			checkSame(t, l.Name, w.lasting(w.want), w.lasting(contents(t, w.path("run"))))
			os.RemoveAll(w.path("run"))
		})
		t.Run(l.Name+"/begun", func(t *testing.T) {
			launch(t, "--out run "+strings.Join(w.flags, " "))
			checkSame(t, l.Name, w.want, contents(t, w.path("run")))
			os.RemoveAll(w.path("run"))
		})
		t.Run(l.Name+"/begun from weights", func(t *testing.T) {
			launch(t, begin+" --out run")
			checkSame(t, l.Name, fresh, contents(t, w.path("run")))
			os.RemoveAll(w.path("run"))
		})
		t.Run(l.Name+"/absent", func(t *testing.T) {
			p := w.launch(t, l, 2, "--resume", "nowhere")
			if code := w.endSoon(t, l.Name, p); code <= 0 || strings.Count(p.stderr.String(), "nowhere") != 1 {
				t.Errorf("it ends with %d: %s", code, p.stderr.String())
			}
		})
	}
	if entries, err := os.ReadDir(w.path("elsewhere")); err != nil || len(entries) != 1 {
		t.Errorf("process 1 left files: %v %v", entries, err)
	}
}

func (w *workload) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(w.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (w *workload) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
