package cli

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// freeMemory is how many bytes this process can still use: what the kernel counts as
// available, with free swap, but no more than the limits of its control groups and of
// ulimit -v.
func freeMemory() float64 {
	meminfo := fields("/proc/meminfo")
	free := 1024 * (meminfo["MemAvailable:"] + meminfo["SwapFree:"])
	if free == 0 {
		free = maxMemory
	}
	for _, line := range lines("/proc/self/cgroup") { // "0::/user.slice", of version 1 "4:memory:/user"
		id, rest, _ := strings.Cut(line, ":")
		controllers, path, _ := strings.Cut(rest, ":")
		root, limit, used, cached := "/sys/fs/cgroup", "memory.max", "memory.current", ""
		switch {
		case id == "0" && controllers == "":
		case controllers == "memory":
			root, limit, used, cached = "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"
		default:
			continue
		}
		for ; ; path = filepath.Dir(path) { // the groups around it have limits as well
			dir := filepath.Join(root, path)
			if most, ok := number(filepath.Join(dir, limit)); ok {
				now, _ := number(filepath.Join(dir, used))
				stat := fields(filepath.Join(dir, "memory.stat"))
				now -= stat[cached+"active_file"] + stat[cached+"inactive_file"] // which the kernel gives back
				free = min(free, max(0, most-now))
			}
			if len(path) <= 1 {
				break
			}
		}
	}
	free = max(free, leastMemory)
	var space syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &space) == nil && space.Cur < math.MaxInt64 {
		free = min(free, max(0, float64(space.Cur)-1024*fields("/proc/self/status")["VmSize:"]))
	}
	return free
}

// number is the number that a file holds.
func number(path string) (float64, bool) {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(string(content)), 64)
	return n, err == nil // "max" is none
}

// fields are the numbers behind the names with which the lines of a file begin.
func fields(path string) map[string]float64 {
	found := map[string]float64{}
	for _, line := range lines(path) {
		if f := strings.Fields(line); len(f) > 1 {
			found[f[0]], _ = strconv.ParseFloat(f[1], 64)
		}
	}
	return found
}

func lines(path string) (list []string) {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		list = append(list, s.Text())
	}
	return list
}
