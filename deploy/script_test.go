package deploy

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// A cluster stands for the programs of a cluster: they note how they were called, one
// argument a line, in the file calls, and exit with the code in the file code.
type cluster struct{ dir string }

func newCluster(t *testing.T, programs ...string) cluster {
	t.Helper()
	c := cluster{t.TempDir()}
	for _, name := range programs {
		script := "#!/bin/sh\nprintf '%s\\n' " + name + " \"$@\" >>\"$CLUSTER/calls\"\nread -r code <\"$CLUSTER/" + name + "\"\nexit \"$code\"\n"
		if err := os.WriteFile(filepath.Join(c.dir, "bin-"+name), []byte(script), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(c.dir, "bin"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(c.dir, "bin-"+name), filepath.Join(c.dir, "bin", name)); err != nil {
			t.Fatal(err)
		}
		c.exits(t, name, "0")
	}
	return c
}

// exits sets the exit code of a program.
func (c cluster) exits(t *testing.T, program, code string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, program), []byte(code+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

// run runs a command with the cluster's programs and returns its exit code and the calls.
func (c cluster) run(t *testing.T, env []string, name string, args ...string) (code int, calls []string) {
	t.Helper()
	file := filepath.Join(c.dir, "calls")
	os.Remove(file)
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), append(env, "CLUSTER="+c.dir, "PATH="+filepath.Join(c.dir, "bin")+":"+os.Getenv("PATH"))...)
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if len(out) > 0 {
		t.Errorf("%s printed %q", name, out)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
}

// checkFlags checks that train has the flags among its arguments.
func checkFlags(t *testing.T, args []string) {
	t.Helper()
	if _, err := os.Stat("../cmd/train/flags.go"); err != nil { // so that a cached result is for this file
		t.Fatal(err)
	}
	help, err := exec.Command("go", "run", "antecedent/cmd/train", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(`(?m)^ +(--[a-z-]+)`).FindAllStringSubmatch(string(help), -1)
	for _, arg := range args {
		if strings.HasPrefix(arg, "--") && !slices.ContainsFunc(flags, func(f []string) bool { return f[1] == arg }) {
			t.Errorf("train has no %s", arg)
		}
	}
}

// The job of Slurm begins a run, is queued again after it was asked to stop, and then goes
// on with the run.
func TestSlurm(t *testing.T) {
	bash := testenv.Program(t, "bash")
	c := newCluster(t, "srun", "scontrol")
	run := filepath.Join(c.dir, "run")
	env := []string{"RUN=" + run, "TRAIN=/shared/train", "SLURM_JOB_ID=7", "SLURM_CPUS_PER_TASK=32"}
	const before = "srun --mpi=pmix --cpus-per-task=32 --kill-on-bad-exit=1 /shared/train --mpi "
	begin, resume := before+"--out "+run+" --data /shared/data --steps 20000", before+"--resume "+run
	for _, step := range []struct {
		srun string // its exit code
		code int    // of the script
		want string // the calls
	}{
		{"143", 0, begin + " scontrol requeue 7"},
		{"1", 1, resume},
		{"137", 137, resume},
		{"143", 0, resume + " scontrol requeue 7"},
		{"0", 0, resume},
	} {
		c.exits(t, "srun", step.srun)
		code, calls := c.run(t, env, bash, "slurm.sh", "--data", "/shared/data", "--steps", "20000")
		if code != step.code || strings.Join(calls, " ") != step.want {
			t.Errorf("srun ended with %s: exit code %d after %q; want %d after %q", step.srun, code, calls, step.code, step.want)
		}
		checkFlags(t, calls[slices.Index(calls, "--mpi"):])
		os.MkdirAll(filepath.Join(run, "latest"), 0o777) // as a run that has saved a step
	}
}

// Each option of the job is one of sbatch and is explained.
func TestSlurmOptions(t *testing.T) {
	script, err := os.ReadFile("slurm.sh")
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields("job-name nodes ntasks-per-node cpus-per-task exclusive constraint mem time signal requeue open-mode output")
	for _, line := range regexp.MustCompile(`(?m)^##?SBATCH --([a-z-]+)(=\S+)?( *# .*)?$`).FindAllStringSubmatch(string(script), -1) {
		if i := slices.Index(known, line[1]); i >= 0 {
			known = slices.Delete(known, i, i+1)
		} else {
			t.Errorf("unknown or repeated: %s", line[0])
		}
	}
	if len(known) > 0 {
		t.Errorf("missing, or not of the form #SBATCH --option=value # why: %s", known)
	}
}
