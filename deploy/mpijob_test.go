// Package deploy has only tests: of the files with which train is started on a cluster.
package deploy

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// A job is what deploy/mpijob.yaml may contain: the fields of MPIJob, version v2beta1, and
// of a pod that it uses. A field that is not here is spelled wrongly, or in the wrong place.
type job struct {
	APIVersion string
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		SlotsPerWorker         int
		MPIImplementation      string
		SSHAuthMountPath       string
		LauncherCreationPolicy string
		RunPolicy              struct {
			CleanPodPolicy string
			BackoffLimit   int
		}
		MPIReplicaSpecs struct{ Launcher, Worker replicas }
	}
}

type replicas struct {
	Replicas      int
	RestartPolicy string
	Template      struct {
		Metadata struct{ Labels, Annotations map[string]string }
		Spec     struct {
			TerminationGracePeriodSeconds int
			SecurityContext               struct{ FSGroup int }
			TopologySpreadConstraints     []struct {
				MaxSkew                        int
				TopologyKey, WhenUnsatisfiable string
				LabelSelector                  struct{ MatchLabels map[string]string }
			}
			Containers []container
			Volumes    []struct {
				Name                  string
				PersistentVolumeClaim struct{ ClaimName string }
			}
		}
	}
}

type container struct {
	Name, Image     string
	SecurityContext struct{ RunAsUser int }
	Command, Args   []string
	ReadinessProbe  struct{ TCPSocket struct{ Port int } }
	Lifecycle       struct {
		PreStop struct{ Exec struct{ Command []string } }
	}
	Resources    struct{ Requests, Limits map[string]string }
	VolumeMounts []struct{ Name, MountPath string }
}

func readJob(t *testing.T) (j job) {
	t.Helper()
	file, err := os.ReadFile("mpijob.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(testenv.Python(t, "yaml"), "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)")
	c.Stdin = bytes.NewReader(file)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	raw, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		t.Fatal(err)
	}
	return j
}

// What is said twice in the manifest, or in the manifest and in the image, agrees.
func TestMPIJob(t *testing.T) {
	j := readJob(t)
	if j.APIVersion != "kubeflow.org/v2beta1" || j.Kind != "MPIJob" {
		t.Errorf("%s %s", j.APIVersion, j.Kind)
	}
	launcher, worker := &j.Spec.MPIReplicaSpecs.Launcher, &j.Spec.MPIReplicaSpecs.Worker
	if n := worker.Replicas; n < 1 || n&(n-1) != 0 || j.Spec.SlotsPerWorker != 1 || launcher.Replicas != 1 {
		t.Errorf("%d workers with %d slots, %d launchers", n, j.Spec.SlotsPerWorker, launcher.Replicas)
	}
	dockerfile, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"--uid 1000 trainer", "'  Port 2222'", "'Port 2222'", "'HostKey " + j.Spec.SSHAuthMountPath + "/id_rsa'", "/etc/ssh/sshd_antecedent\n",
		"go build -tags mpi -o /train ./cmd/train\n", "/usr/local/bin/train\n", " procps ", " openmpi-bin ",
	} {
		if !strings.Contains(string(dockerfile), part) {
			t.Errorf("Dockerfile does not contain %q", part)
		}
	}
	for _, r := range []*replicas{launcher, worker} {
		pod := r.Template.Spec
		if len(pod.Containers) != 1 || len(pod.Volumes) != 1 || len(pod.Containers[0].VolumeMounts) != 1 {
			t.Fatalf("%+v", pod)
		}
		c := pod.Containers[0]
		if c.Image != launcher.Template.Spec.Containers[0].Image || !strings.Contains(string(dockerfile), "-t "+c.Image+" ") {
			t.Errorf("image %s", c.Image)
		}
		if c.SecurityContext.RunAsUser != 1000 || c.VolumeMounts[0].Name != pod.Volumes[0].Name || c.VolumeMounts[0].MountPath != "/work" {
			t.Errorf("%+v", c)
		}
	}
	c := worker.Template.Spec.Containers[0]
	if c.ReadinessProbe.TCPSocket.Port != 2222 || c.Args[len(c.Args)-1] != "/etc/ssh/sshd_antecedent" {
		t.Errorf("%+v", c)
	}
	spread := worker.Template.Spec.TopologySpreadConstraints[0].LabelSelector.MatchLabels["app"]
	if spread != worker.Template.Metadata.Labels["app"] {
		t.Errorf("workers are spread by the label %s", spread)
	}
}

// The launcher begins a run, and goes on with one that has saved a step.
func TestMPIJobLauncher(t *testing.T) {
	j := readJob(t)
	shell := testenv.Program(t, "sh")
	l := j.Spec.MPIReplicaSpecs.Launcher.Template.Spec.Containers[0]
	if len(l.Command) != 2 || len(l.Args) != 1 {
		t.Fatalf("%q %q", l.Command, l.Args)
	}
	c := newCluster(t, "mpirun")
	c.exits(t, "mpirun", "143")
	work := t.TempDir()
	script := strings.ReplaceAll(l.Args[0], "/work/", work+"/")
	const before = "mpirun --map-by ppr:1:node --bind-to none --mca pml ob1 --mca btl self,tcp --mca btl_tcp_if_include eth0 -x PATH train --mpi "
	for _, want := range []string{
		before + "--out " + work + "/run-1 --data " + work + "/data --steps 20000",
		before + "--resume " + work + "/run-1",
	} {
		code, calls := c.run(t, nil, shell, "-c", script)
		if got := strings.Join(calls, " "); code != 143 || got != want {
			t.Errorf("exit code %d after %q, want %q", code, got, want)
		}
		for i, arg := range calls {
			if arg == "train" {
				checkFlags(t, calls[i:])
			}
		}
		os.MkdirAll(work+"/run-1/latest", 0o777)
	}
}
