package cmd_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
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
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what a session can say beside testscript's own commands. FILE
// may be stdout or stderr.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"train":   command(-1, train),  // train ARG…: must exit with 0
	"infer":   command(-1, infer),  // infer ARG…: must exit with 0
	"code":    command(-1, code),   // code N COMMAND ARG…: must exit with N
	"await":   command(2, await),   // await FILE N: until the file has N lines, or N more if +N
	"signal":  command(1, signal),  // signal HUP|INT|TERM: to what runs in the background
	"exited":  command(1, exited),  // exited N: after wait, what was signalled ended with N
	"capture": command(3, capture), // capture NAME FILE REGEXP: $NAME becomes the first group

	"lines":   command(2, lines),   // lines FILE N: has N lines, no more and no less
	"plain":   command(1, plain),   // plain FILE: has no control characters but line breaks
	"screen":  command(2, screen),  // screen FILE COLUMNS: shows what a terminal does with it as stdout
	"keys":    command(-1, keys),   // keys FILE PATH KEY…: the JSON object at a.b has these keys and no others
	"value":   command(3, value),   // value FILE PATH JSON: what the JSON object has at a.b
	"objects": command(2, objects), // objects FILE N: N objects of infer --json, whose numbers agree with each other

	"gapscore": command(2, gapscore), // gapscore GOLD SYSTEM: prints what GAP's own scorer says of two files

	"samesteps": command(2, samesteps), // samesteps DIR DIR: the same files with the same bytes
	"samelog":   command(2, samelog),   // samelog FILE FILE: the same metrics, seconds aside
	"encode":    command(3, encode),    // encode ENCODING FILE NEW: the text of a file in another encoding: utf-8-mark, utf-16le, utf-16be, each with -mark or not, latin1
	"repeat":    command(3, repeat),    // repeat TEXT N FILE: writes a text N times, without line breaks

	"cut":   command(2, cut),   // cut FILE N: to its first N bytes
	"flip":  command(2, flip),  // flip FILE N: the bits of byte N, from the end if negative
	"modes": command(3, modes), // modes DIR FILES FOLDERS: the permissions of all below DIR, in octal
	"newer": command(1, newer), // newer DIR: turns a step into one of the next format
}

// command makes a command of a session, with n arguments, or any number if n
// is −1.
func command(n int, f func(*testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || n >= 0 && len(args) != n {
			ts.Fatalf("used with ! or a wrong number of arguments")
		}
		f(ts, args)
	}
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}

func train(ts *testscript.TestScript, args []string) { run(ts, 0, "train", args) }
func infer(ts *testscript.TestScript, args []string) { run(ts, 0, "infer", args) }
func code(ts *testscript.TestScript, args []string)  { run(ts, number(ts, args[0]), args[1], args[2:]) }

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
		if trace := regexp.MustCompile(`goroutine \d|panic: |runtime error|\.go:\d`).FindString(ts.ReadFile(file)); trace != "" {
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

// wrongUsage checks how a usage error is reported: nothing on stdout, on stderr
// one line from infer, perhaps after which model was asked, and from train a line for
// each mistake and one about --help.
func wrongUsage(ts *testscript.TestScript, name string) {
	lines := `^(using .*\n(warning: that run is .*\n)?)?infer: .*; see --help\n$`
	if name == "train" {
		lines = `^(train: .*\n)+\S*train --help lists the flags\n$`
	}
	if !regexp.MustCompile(lines).MatchString(ts.ReadFile("stderr")) || ts.ReadFile("stdout") != "" {
		ts.Fatalf("not how a usage error is reported")
	}
}

// await gives up after a minute, which only a command that does nothing at all
// takes.
func await(ts *testscript.TestScript, args []string) {
	count := func() int {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		return bytes.Count(text, []byte("\n"))
	}
	want := number(ts, args[1])
	if strings.HasPrefix(args[1], "+") {
		want += count()
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
	which, ok := map[string]syscall.Signal{"HUP": syscall.SIGHUP, "INT": syscall.SIGINT, "TERM": syscall.SIGTERM}[args[0]]
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
	found := regexp.MustCompile(args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if len(found) < 2 {
		ts.Fatalf("%s has no %s", args[1], args[2])
	}
	ts.Setenv(args[0], found[1])
}

func lines(ts *testscript.TestScript, args []string) {
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); got != number(ts, args[1]) {
		ts.Fatalf("%s has %d lines, not %s", args[0], got, args[1])
	}
}

func plain(ts *testscript.TestScript, args []string) {
	for n, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		if strings.ContainsFunc(line, unicode.IsControl) {
			ts.Fatalf("%s:%d has control characters: %q", args[0], n+1, line)
		}
	}
}

// screen is a terminal that knows as much as the progress bar needs: carriage
// return, line feed, and the erasing of lines.
func screen(ts *testscript.TestScript, args []string) {
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
	object, ok := at(ts, args[0], args[1]).(map[string]any)
	if !ok {
		ts.Fatalf("%s is no object", args[1])
	}
	if got, want := slices.Sorted(maps.Keys(object)), slices.Sorted(slices.Values(args[2:])); !slices.Equal(got, want) {
		ts.Fatalf("%s has the keys %v, not %v", args[1], got, want)
	}
}

func value(ts *testscript.TestScript, args []string) {
	got, err := json.Marshal(at(ts, args[0], args[1]))
	ts.Check(err)
	if string(got) != args[2] {
		ts.Fatalf("%s is %s, not %s", args[1], got, args[2])
	}
}

// objects checks each object of infer --json against the contract, and that its
// numbers agree with each other.
func objects(ts *testscript.TestScript, args []string) {
	type mention struct {
		Start, End  *int
		Text        *string
		Probability *float64
	}
	n := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
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
				Unsure     bool
				RunnerUp   *mention `json:"runner_up"`

				Content, Structure, Features, Why any // of a model with structure
			}
			Mentions, Temperature any
			Attention             [][][][]float64
		}
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		ts.Check(d.Decode(&o))
		check := func(ok bool, format string, a ...any) {
			if !ok {
				ts.Fatalf("object %d: %s: %s", n, fmt.Sprintf(format, a...), line)
			}
		}
		check(o.Text != nil && o.Tokens != nil && o.Unknown != nil && o.Resolutions != nil && o.Attention != nil, "a list or the text is missing")
		text, end, length := []rune(*o.Text), 0, len(o.Tokens)
		for _, t := range o.Tokens {
			check(end <= t.Start && t.Start < t.End && string(text[t.Start:t.End]) == t.Text, "token %+v does not stand there", t)
			end = t.End
		}
		weights := func(row []float64, rest float64, what string, a ...any) {
			what = fmt.Sprintf(what, a...)
			check(len(row) == length, "%s has %d weights for %d tokens", what, len(row), length)
			for _, w := range row {
				check(0 <= w && w <= 1, "%s: %v is no weight", what, w)
				rest += w
			}
			check(math.Abs(rest-1) <= 1e-4, "%s adds up to %v", what, rest)
		}
		for _, r := range o.Resolutions {
			check(r.Pronoun != nil && r.None != nil && 0 <= *r.Pronoun && *r.Pronoun < length, "the pronoun is none of %d tokens", length)
			weights(r.Pointer, *r.None, "the pointer")
			probability := *r.None
			check(strings.Contains(line, `"antecedent":`), "the antecedent is missing, which is not null")
			if a := r.Antecedent; a != nil {
				check(a.Start != nil && a.End != nil && a.Text != nil && a.Probability != nil, "the antecedent lacks a key")
				check(*a.Start < *a.End && string(text[o.Tokens[*a.Start].Start:o.Tokens[*a.End-1].End]) == *a.Text, "the antecedent is not %q", *a.Text)
				probability = *a.Probability
			}
			check(r.Unsure == (probability < 2./3) && (r.RunnerUp == nil || r.Unsure), "an answer of %v, unsure: %t", probability, r.Unsure)
			check(r.RunnerUp == nil || *r.RunnerUp.Probability <= probability, "the runner-up is more probable than the answer")
		}
		for l, heads := range o.Attention {
			for h, pattern := range heads {
				check(len(pattern) == length, "head %d.%d has %d rows for %d tokens", l, h, len(pattern), length)
				for i, row := range pattern {
					weights(row, 0, "head %d.%d, row %d", l, h, i)
				}
			}
		}
	}
	if n != number(ts, args[1]) {
		ts.Fatalf("%s holds %d objects, not %s", args[0], n, args[1])
	}
}

func encode(ts *testscript.TestScript, args []string) {
	text, coding, mark := ts.ReadFile(args[1]), args[0], ""
	if rest, ok := strings.CutSuffix(coding, "-mark"); ok {
		coding, mark = rest, "\ufeff"
	}
	var out []byte
	switch coding {
	case "utf-8":
		out = []byte(mark + text)
	case "utf-16le", "utf-16be":
		var order binary.AppendByteOrder = binary.LittleEndian
		if coding == "utf-16be" {
			order = binary.BigEndian
		}
		for _, unit := range utf16.Encode([]rune(mark + text)) {
			out = order.AppendUint16(out, unit)
		}
	case "latin1":
		for _, r := range text {
			out = append(out, byte(r))
		}
	default:
		ts.Fatalf("no encoding %s", coding)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), out, 0o666))
}

func repeat(ts *testscript.TestScript, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Repeat(args[0], number(ts, args[1]))), 0o666))
}

func samesteps(ts *testscript.TestScript, args []string) {
	ts.Check(ts.Exec("diff", "-r", args[0], args[1]))
}

func samelog(ts *testscript.TestScript, args []string) {
	var rows [2][]string
	for i, file := range args {
		text := regexp.MustCompile(`,?"seconds":[^,}]*`).ReplaceAllString(ts.ReadFile(file), "")
		rows[i] = strings.Split(text, "\n")
	}
	for i := range max(len(rows[0]), len(rows[1])) {
		if i >= len(rows[0]) || i >= len(rows[1]) || rows[0][i] != rows[1][i] {
			ts.Fatalf("%s and %s, of %d and %d rows, differ in row %d", args[0], args[1], len(rows[0])-1, len(rows[1])-1, i+1)
		}
	}
}

func cut(ts *testscript.TestScript, args []string) {
	ts.Check(os.Truncate(ts.MkAbs(args[0]), int64(number(ts, args[1]))))
}

func flip(ts *testscript.TestScript, args []string) {
	text := []byte(ts.ReadFile(args[0]))
	i := number(ts, args[1])
	if i < 0 {
		i += len(text)
	}
	text[i] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o666))
}

func modes(ts *testscript.TestScript, args []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want := args[1]
		if d.IsDir() {
			want = args[2]
		}
		info, err := d.Info()
		if err == nil && fmt.Sprintf("%o", info.Mode().Perm()) != want {
			err = fmt.Errorf("%s has the permissions %o, not %s", path, info.Mode().Perm(), want)
		}
		return err
	}))
}

// newer gives a step's manifest the next format's number, and its own checksum,
// which a newer program would have written.
func newer(ts *testscript.TestScript, args []string) {
	file := filepath.Join(args[0], "manifest.json")
	sum := regexp.MustCompile(`("sha256": ")[0-9a-f]{64}("\n})`)
	text := strings.Replace(ts.ReadFile(file), `"format_version": 2,`, `"format_version": 9,`, 1)
	text = strings.TrimSuffix(sum.ReplaceAllString(text, "$1$2"), "\n")
	hash := sha256.Sum256([]byte(text))
	text = strings.Replace(text, `"sha256": ""`, `"sha256": "`+hex.EncodeToString(hash[:])+`"`, 1) + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o666))
}
