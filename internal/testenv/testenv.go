// Package testenv finds what some tests need and the repository does not hold:
// Python and its modules, other programs, published data sets. A test whose
// need is not met is skipped with a message that says what was looked for.
// On Debian, .ci/install-extras installs all of the programs.
package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Python returns a Python interpreter that can import the modules. It tries
// python3 of the PATH, then /usr/bin/python3, where Debian's packages are seen.
func Python(t testing.TB, modules ...string) string {
	t.Helper()
	imports := strings.Join(append([]string{"sys"}, modules...), ", ")
	var tried []string
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		err := exec.Command(python, "-c", "import "+imports).Run()
		if err == nil {
			return python
		}
		tried = append(tried, python+": "+err.Error())
	}
	t.Skipf("no Python that can import %s (%s); .ci/install-extras installs it on Debian", imports, strings.Join(tried, "; "))
	return ""
}

// Program returns the path of the first of the programs that is installed.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("no program %s; .ci/install-extras installs it on Debian", strings.Join(names, " or "))
	return ""
}

// Data returns the path of a published data set, such as "gap/gap-validation.tsv".
func Data(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(DataDir(), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no published data set %s (%v); set ANTECEDENT_DATA to the folder of the data sets", name, err)
	}
	return path
}

// DataDir is the folder of the published data sets, which may not exist:
// $ANTECEDENT_DATA, or else ../shared/data seen from the root of the repository.
func DataDir() string {
	if dir := os.Getenv("ANTECEDENT_DATA"); dir != "" {
		return dir
	}
	return filepath.Join(root(), "..", "shared", "data")
}

// root is the root of the repository. A test runs in the folder of its package.
func root() string {
	dir, err := os.Getwd()
	for err == nil && filepath.Dir(dir) != dir {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// InMemory returns a folder that no disk is behind where the system has one, until the
// test ends: some file systems flush at each of the thousands of renames in some tests.
func InMemory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "antecedent-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
