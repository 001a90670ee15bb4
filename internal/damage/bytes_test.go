package damage_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// A mutation makes another content of a file's content at a position.
type mutation struct {
	name string
	make func(content string, at int) string
	ends bool // it may be at the end of the content, too
}

// mutations are those of one byte, and the cuts.
var mutations = append([]mutation{
	{name: "cut", make: func(c string, at int) string { return c[:at] }},
	{name: "byte deleted", make: func(c string, at int) string { return c[:at] + c[at+1:] }},
	{name: "byte inserted", ends: true, make: func(c string, at int) string {
		return c[:at] + string(rune('0'+at%10)) + c[at:]
	}},
}, flips()...)

// flips are the mutations of one bit.
func flips() (list []mutation) {
	for bit := range 8 {
		list = append(list, mutation{name: fmt.Sprintf("bit %d flipped", bit), make: func(c string, at int) string {
			return c[:at] + string([]byte{c[at] ^ 1<<bit}) + c[at+1:]
		}})
	}
	return list
}

// rewritten is the damage to a file that then has other content.
func rewritten(t testing.TB, run tree, path, what, content string) damage {
	t.Helper()
	d := damage{
		kind: path, what: path + ": " + what, paths: []string{path},
		do:   func(s *scratch) error { return write(s.path(path), content, later) },
		undo: func(s *scratch) error { return write(s.path(path), run[path], newer) },
	}
	if path == "metrics.jsonl" {
		d.lines, d.rows = changedLines(t, run[path], content)
	}
	return d
}

// removed is the damage of a file that is missing.
func removed(t testing.TB, run tree, path string) damage {
	t.Helper()
	d := damage{kind: path, what: path + ": removed", paths: []string{path}, do: func(s *scratch) error { return os.Remove(s.path(path)) }}
	if path == "metrics.jsonl" {
		d.lines, d.rows = changedLines(t, run[path], "")
	}
	return d
}

// changedLines are the lines of a history that another content of its file does not have,
// beginning from both ends, without their times; and the rows of these.
func changedLines(t testing.TB, before, after string) (lines, rows []string) {
	t.Helper()
	was, is := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	var head, tail int
	for head < min(len(was), len(is)) && was[head] == is[head] {
		head++
	}
	for tail < min(len(was), len(is))-head && was[len(was)-1-tail] == is[len(is)-1-tail] {
		tail++
	}
	changed := strings.Join(was[head:len(was)-tail], "")
	s := &scratch{dir: t.TempDir()}
	s.must(t, os.WriteFile(s.path("metrics.jsonl"), []byte(changed), 0o644))
	return strings.SplitAfter(seconds.ReplaceAllString(changed, ""), "\n"), strings.SplitAfter(history(t, s).value, "\n")
}

// A plan says how many of the damages are tried.
type plan struct {
	positions int // of a file for each mutation, spread over it; 0: all, or those of stride
	stride    int // from one position to the next; 0 is 1
	rare      int // one damage in rare is tried on slow readers, too, and one in ten of these on all readers
}

// tryFile tries the mutation with the number of a file on the readers that the file
// matters to.
func (c *trial) tryFile(t *testing.T, s *scratch, path string, number int, matters []reader, p plan) {
	t.Helper()
	content, m := c.run[path], mutations[number]
	end, stride := len(content), max(1, p.stride)
	if m.ends {
		end++
	}
	if p.positions > 0 {
		stride = max(1, end/p.positions)
	}
	for at := number * stride / len(mutations); at < end; at += stride {
		draw := at + number*7919 // spreads what is tried over positions and mutations
		var rs []reader
		switch {
		case draw%(10*p.rare) == 0:
			rs = readers
		default:
			rs = slices.DeleteFunc(slices.Clone(matters), func(r reader) bool { return r.slow && draw%p.rare != 0 || r.writes && draw%4 != 0 })
		}
		c.try(t, s, rewritten(t, c.run, path, fmt.Sprintf("%s at %d", m.name, at), m.make(content, at)), rs)
	}
}
