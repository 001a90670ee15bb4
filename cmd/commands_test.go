package cmd_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what a session can say beside testscript's own commands. FILE
// may be stdout or stderr.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"train":   positive(func(ts *testscript.TestScript, args []string) { run(ts, 0, "train", args) }), // train ARG…: must exit with 0
	"infer":   positive(func(ts *testscript.TestScript, args []string) { run(ts, 0, "infer", args) }), // infer ARG…: must exit with 0
	"code":    positive(code),                                                                         // code N COMMAND ARG…: must exit with N
	"await":   positive(await),                                                                        // await FILE [N]: until the file has N lines, 1 if not given, or N more if +N
	"signal":  positive(signal),                                                                       // signal INT|TERM: to what runs in the background
	"exited":  positive(exited),                                                                       // exited N: after wait, what was signalled ended with N
	"capture": positive(capture),                                                                      // capture NAME FILE REGEXP: $NAME becomes the first group

	"lines":   positive(lines),   // lines FILE N: has N lines, no more and no less
	"plain":   positive(plain),   // plain FILE: has no control characters but line breaks
	"screen":  positive(screen),  // screen FILE COLUMNS: shows what a terminal does with it as stdout
	"keys":    positive(keys),    // keys FILE PATH KEY…: the JSON object at a.b has these keys and no others
	"value":   positive(value),   // value FILE PATH JSON: what the JSON object has at a.b
	"objects": positive(objects), // objects FILE N: N objects of infer --json, sound in all their numbers

	"samesteps": positive(samesteps), // samesteps DIR DIR: the same files with the same bytes
	"samelog":   positive(samelog),   // samelog FILE FILE: the same metrics, seconds aside
	"cut":       positive(cut),       // cut FILE N: to its first N bytes
	"flip":      positive(flip),      // flip FILE N: the bits of byte N, from the end if negative
	"newer":     positive(newer),     // newer DIR: turns a step into one of the next format
}

func positive(f func(*testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg {
			ts.Fatalf("! is not for this command")
		}
		f(ts, args)
	}
}

// need stops a session that gives a command another number of arguments.
func need(ts *testscript.TestScript, args []string, n int) {
	if len(args) != n {
		ts.Fatalf("%d arguments, not %d", len(args), n)
	}
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}

// run runs a command to its end. Whatever it was asked, it must not show a
// stack trace.
func run(ts *testscript.TestScript, want int, name string, args []string) {
	err := ts.Exec(name, args...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	for _, file := range []string{"stdout", "stderr"} {
		if trace := regexp.MustCompile(`goroutine \d|panic|runtime error|\.go:\d`).FindString(ts.ReadFile(file)); trace != "" {
			ts.Fatalf("%s shows the program's insides: %s", file, trace)
		}
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
	if want == 2 {
		wrongUsage(ts, name)
	}
}

// wrongUsage checks the form of a usage error: nothing on stdout, on stderr one
// line from infer, and from train a line for each mistake and one about --help.
func wrongUsage(ts *testscript.TestScript, name string) {
	form := `^infer: .*; see --help\n$`
	if name == "train" {
		form = `^(train: .*\n)+\S*train --help lists the flags\n$`
	}
	if !regexp.MustCompile(form).MatchString(ts.ReadFile("stderr")) || ts.ReadFile("stdout") != "" {
		ts.Fatalf("not how a usage error is reported")
	}
}

func code(ts *testscript.TestScript, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARG…")
	}
	run(ts, number(ts, args[0]), args[1], args[2:])
}

// await gives up after a minute, which only a command that does nothing at all
// takes.
func await(ts *testscript.TestScript, args []string) {
	count := func() int {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		return bytes.Count(text, []byte("\n"))
	}
	want := 1
	if len(args) == 2 {
		want = number(ts, args[1])
		if strings.HasPrefix(args[1], "+") {
			want += count()
		}
	} else {
		need(ts, args, 1)
	}
	for range 6000 {
		if count() >= want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s never had %d lines", args[0], want)
}

// signalled is the key of the processes that a session sent a signal to.
type signalled struct{}

func signal(ts *testscript.TestScript, args []string) {
	need(ts, args, 1)
	which, ok := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}[args[0]]
	if !ok {
		ts.Fatalf("no signal %s", args[0])
	}
	running := ts.BackgroundCmds()
	for _, c := range running {
		ts.Check(c.Process.Signal(which))
	}
	*ts.Value(signalled{}).(*[]*exec.Cmd) = running
}

func exited(ts *testscript.TestScript, args []string) {
	need(ts, args, 1)
	ended := *ts.Value(signalled{}).(*[]*exec.Cmd)
	if len(ended) == 0 {
		ts.Fatalf("nothing was signalled")
	}
	for _, c := range ended {
		if got := c.ProcessState.ExitCode(); got != number(ts, args[0]) {
			ts.Fatalf("%s: exit code %d, not %s", c, got, args[0])
		}
	}
}

func capture(ts *testscript.TestScript, args []string) {
	need(ts, args, 3)
	found := regexp.MustCompile(args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if len(found) < 2 {
		ts.Fatalf("%s has no %s", args[1], args[2])
	}
	ts.Setenv(args[0], found[1])
}

func lines(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); got != number(ts, args[1]) {
		ts.Fatalf("%s has %d lines, not %s", args[0], got, args[1])
	}
}

func plain(ts *testscript.TestScript, args []string) {
	need(ts, args, 1)
	for n, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		if strings.ContainsFunc(line, unicode.IsControl) {
			ts.Fatalf("%s:%d has control characters: %q", args[0], n+1, line)
		}
	}
}

// screen is a terminal that knows as much as the progress bar needs: carriage
// return, line feed, and the erasing of lines.
func screen(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	text, columns := ts.ReadFile(args[0]), number(ts, args[1])
	var rows [][]rune
	row, column := 0, 0
	for text != "" {
		if code := regexp.MustCompile(`^\x1b\[(\d*)K`).FindStringSubmatch(text); code != nil {
			text = text[len(code[0]):]
			if row < len(rows) && code[1] == "2" {
				rows[row] = nil
			} else if row < len(rows) {
				rows[row] = rows[row][:min(column, len(rows[row]))]
			}
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		switch {
		case r == '\r':
			column = 0
		case r == '\n':
			row++
		case unicode.IsControl(r):
			ts.Fatalf("a control character that this terminal does not know: %q", string(r)+text[:min(10, len(text))])
		default:
			if column == columns {
				row, column = row+1, 0
			}
			for len(rows) <= row {
				rows = append(rows, nil)
			}
			for len(rows[row]) <= column {
				rows[row] = append(rows[row], ' ')
			}
			rows[row][column] = r
			column++
		}
	}
	for _, r := range rows {
		fmt.Fprintln(ts.Stdout(), strings.TrimRight(string(r), " "))
	}
}

// at is the value at a path such as valid.accuracy, or . for all, in the one
// JSON object of a file.
func at(ts *testscript.TestScript, file, path string) any {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(file)))
	d.UseNumber()
	var v any
	ts.Check(d.Decode(&v))
	if _, err := d.Token(); err != io.EOF {
		ts.Fatalf("%s holds more than one JSON value", file)
	}
	if path == "." {
		return v
	}
	for _, key := range strings.Split(path, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			ts.Fatalf("%s: %v is no object", path, v)
		}
		if v, ok = object[key]; !ok {
			ts.Fatalf("%s: there is no %s", path, key)
		}
	}
	return v
}

func keys(ts *testscript.TestScript, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: keys FILE PATH KEY…")
	}
	object, ok := at(ts, args[0], args[1]).(map[string]any)
	if !ok {
		ts.Fatalf("%s is no object", args[1])
	}
	var got []string
	for k := range object {
		got = append(got, k)
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(args[2:]))
	if !slices.Equal(got, want) {
		ts.Fatalf("%s has the keys %v, not %v", args[1], got, want)
	}
}

func value(ts *testscript.TestScript, args []string) {
	need(ts, args, 3)
	got, err := json.Marshal(at(ts, args[0], args[1]))
	ts.Check(err)
	if string(got) != args[2] {
		ts.Fatalf("%s is %s, not %s", args[1], got, args[2])
	}
}

// objects checks each object of infer --json against the contract, and that its
// numbers are what they are said to be.
func objects(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	type mention struct {
		Start, End  *int
		Text        *string
		Probability *float64
	}
	n := 0
	for all := bufio.NewReader(strings.NewReader(ts.ReadFile(args[0]))); ; {
		line, err := all.ReadString('\n')
		if err == io.EOF && line == "" {
			break
		}
		ts.Check(err)
		n++
		var o struct {
			Text   *string
			Tokens []struct {
				Text       string
				Start, End int
			}
			Unknown     []string
			Resolutions []struct {
				Pronoun    *int
				Antecedent *mention
				None       *float64
				Pointer    []float64
			}
			Attention [][][][]float64
		}
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		ts.Check(d.Decode(&o))
		fail := func(format string, a ...any) { ts.Fatalf("object %d: %s", n, fmt.Sprintf(format, a...)) }
		if o.Text == nil || o.Tokens == nil || o.Unknown == nil || o.Resolutions == nil || o.Attention == nil {
			fail("a list or the text is missing: %s", line)
		}
		text, end := []rune(*o.Text), 0
		for _, t := range o.Tokens {
			if t.Start < end || t.End <= t.Start || string(text[t.Start:t.End]) != t.Text {
				fail("token %+v does not stand there", t)
			}
			end = t.End
		}
		length := len(o.Tokens)
		sums := func(what string, row []float64, rest float64) {
			for _, w := range row {
				if rest += w; w < 0 || w > 1 {
					fail("%s: %v is no weight", what, w)
				}
			}
			if math.Abs(rest-1) > 1e-4 {
				fail("%s adds up to %v", what, rest)
			}
		}
		for _, r := range o.Resolutions {
			if r.Pronoun == nil || r.None == nil || *r.Pronoun < 0 || *r.Pronoun >= length || len(r.Pointer) != length {
				fail("the resolution does not fit %d tokens: %s", length, line)
			}
			sums("the pointer", r.Pointer, *r.None)
			if !strings.Contains(line, `"antecedent":`) {
				fail("the antecedent is missing, which is not null")
			}
			if a := r.Antecedent; a != nil {
				if a.Start == nil || a.End == nil || a.Text == nil || a.Probability == nil {
					fail("the antecedent lacks a key: %s", line)
				}
				first, last := o.Tokens[*a.Start], o.Tokens[*a.End-1]
				if *a.Start >= *a.End || string(text[first.Start:last.End]) != *a.Text {
					fail("the antecedent is not %q", *a.Text)
				}
			}
		}
		for l, heads := range o.Attention {
			for h, pattern := range heads {
				if len(pattern) != length {
					fail("head %d.%d has %d rows for %d tokens", l, h, len(pattern), length)
				}
				for i, row := range pattern {
					if len(row) != length {
						fail("head %d.%d, row %d has %d weights for %d tokens", l, h, i, len(row), length)
					}
					sums(fmt.Sprintf("head %d.%d, row %d", l, h, i), row, 0)
				}
			}
		}
	}
	if n != number(ts, args[1]) {
		ts.Fatalf("%s holds %d objects, not %s", args[0], n, args[1])
	}
}

func samesteps(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	var names [2][]string
	for i, dir := range args {
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		for _, e := range entries {
			names[i] = append(names[i], e.Name())
		}
	}
	if !slices.Equal(names[0], names[1]) {
		ts.Fatalf("%s holds %v, %s %v", args[0], names[0], args[1], names[1])
	}
	for _, name := range names[0] {
		if ts.ReadFile(filepath.Join(args[0], name)) != ts.ReadFile(filepath.Join(args[1], name)) {
			ts.Fatalf("%s of %s and %s differ", name, args[0], args[1])
		}
	}
}

func samelog(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	seconds := regexp.MustCompile(`,?"seconds":[^,}]*`)
	var rows [2][]string
	for i, file := range args {
		rows[i] = strings.Split(seconds.ReplaceAllString(ts.ReadFile(file), ""), "\n")
	}
	for i := range min(len(rows[0]), len(rows[1])) {
		if rows[0][i] != rows[1][i] {
			ts.Fatalf("row %d differs:\n%s\n%s", i+1, rows[0][i], rows[1][i])
		}
	}
	if len(rows[0]) != len(rows[1]) {
		ts.Fatalf("%d and %d rows", len(rows[0])-1, len(rows[1])-1)
	}
}

func cut(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), int64(number(ts, args[1]))))
}

func flip(ts *testscript.TestScript, args []string) {
	need(ts, args, 2)
	text := []byte(ts.ReadFile(args[0]))
	i := number(ts, args[1])
	if i < 0 {
		i += len(text)
	}
	text[i] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o666))
}

// newer gives a step's manifest the next format's number, and its own checksum,
// which a newer program would have written.
func newer(ts *testscript.TestScript, args []string) {
	need(ts, args, 1)
	file := filepath.Join(args[0], "manifest.json")
	sum := regexp.MustCompile(`("sha256": ")[0-9a-f]{64}("\n})`)
	text := strings.Replace(ts.ReadFile(file), `"format_version": 2,`, `"format_version": 3,`, 1)
	text = strings.TrimSuffix(sum.ReplaceAllString(text, "$1$2"), "\n")
	hash := sha256.Sum256([]byte(text))
	text = strings.Replace(text, `"sha256": ""`, `"sha256": "`+hex.EncodeToString(hash[:])+`"`, 1) + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o666))
}
