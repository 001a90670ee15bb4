package cmd_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"antecedent/internal/testenv"
)

// Every form takes little memory for a text that is full of pronouns, 500 of them in 512
// tokens, and what it prints and draws is bounded. A long text takes little more than a
// short one.
func TestPronounsAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the commands")
	}
	infer := filepath.Join(testenv.Commands(t), "infer")
	pronouns := strings.Repeat("it ", 500) + strings.Repeat("x. ", 6)
	nouns := strings.Repeat("The man told Anna that she saw him and they liked it . ", 39)
	long := strings.Repeat("it . ", 3000)
	const mb = 1 << 20
	for _, c := range []struct {
		args   string
		text   string
		memory int // MB at most
		output int // bytes at most
	}{
		{"", pronouns, 100, 100_000},
		{"--look", pronouns, 100, mb},
		{"--head 1.0", pronouns, 100, 3 * mb},
		{"--json", pronouns, 100, 40 * mb},
		{"resolve", pronouns, 100, 10_000},
		{"explain", pronouns, 100, 100_000},
		{"explain --json", pronouns, 100, 2 * mb},
		{"svg", pronouns, 100, 5 * mb},
		{"svg", nouns, 100, 5 * mb},
		{"svg --view lines", nouns, 100, 5 * mb},
		{"svg --view grid", nouns, 100, 5 * mb},
		{"svg --head 1.0", nouns, 100, 5 * mb},
		{"export --to bertviz", nouns, 100, 40 * mb},
		{"export --to csv", pronouns, 100, 150 * mb},
		{"export --to npz", pronouns, 100, 40 * mb},
		{"compare english english", pronouns, 130, 100_000},
		{"compare english english --json", pronouns, 160, 80 * mb},
		{"html --words 100", pronouns, 100, 5 * mb},
		{"", long, 130, mb},
		{"resolve", long, 130, mb},
		{"--look", long, 130, mb},
	} {
		args := append(strings.Fields(c.args), c.text)
		if !strings.HasPrefix(c.args, "compare") {
			args = append(args, "--checkpoint", "english")
		}
		command := exec.Command(infer, args...)
		command.Env = append(os.Environ(), "GOMAXPROCS=2") // each processor has memory of its own
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		command.Stdout = out
		if err := command.Run(); err != nil {
			out.Close()
			t.Errorf("infer %s: %v", c.args, err)
			continue
		}
		size, err := out.Seek(0, io.SeekEnd)
		if err != nil {
			t.Fatal(err)
		}
		out.Close()
		memory := resident(command.ProcessState) / mb
		t.Logf("infer %-24s %4d MB, output %10d bytes", c.args, memory, size)
		if memory > c.memory || int(size) > c.output {
			t.Errorf("infer %s of %.20q: %d MB of memory, %d bytes; at most %d MB and %d bytes", c.args, c.text, memory, size, c.memory, c.output)
		}
	}
}
