package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"antecedent/internal/text"
)

// ReadConfig sets each flag that a file names and the command line does not.
// The file holds a JSON object whose keys are names of flags, but for "config" and
// "version". One rule holds for all values: a string, a number, true or false is what
// would be typed behind the flag, so that 5.0 and 1e3 are no whole numbers and null is
// nothing. The value of a flag that may be repeated can be an array; no key may stand
// twice. Errors are those of [Usage], with the file and the line.
func (c *Command) ReadConfig(ctx context.Context, path string) error {
	settings, err := readSettings(ctx, path)
	if err != nil {
		return Usage("--config: %w", err)
	}
	var unknown []setting
	given := map[string]bool{}
	for _, s := range settings {
		given[s.name] = c.Given(s.name) // before any is set from the file
	}
	lines := map[string]int{}
	for _, s := range settings {
		where := fmt.Sprintf("%s:%d", path, s.line)
		if line, twice := lines[s.name]; twice {
			return Usage("--config: %s: %.100q stands in line %d as well; leave one of them out", where, s.name, line)
		}
		lines[s.name] = s.line
		if c.Lookup(s.name) == nil || s.name == "config" || s.name == "version" {
			unknown = append(unknown, s)
			continue
		}
		if err := c.set(s, given[s.name]); err != nil {
			return Usage("--config: %s: %q cannot be %s: %w", where, s.name, s.text(), err)
		}
	}
	if len(unknown) > 0 {
		return Usage("--config: %s: unknown key %s; the keys are the flags' names without dashes in front", path, c.unknownKeys(unknown))
	}
	return nil
}

// unknownKeys names keys of a file with their lines, and the flags that may be meant. A
// file that is no configuration may have any number of keys.
func (c *Command) unknownKeys(settings []setting) string {
	const most = 20
	var keys []string
	for _, s := range settings[:min(len(settings), most)] {
		keys = append(keys, fmt.Sprintf("%.100s (line %d%s)", s.name, s.line, c.meantKey(s.name)))
	}
	if more := len(settings) - most; more > 0 {
		keys = append(keys, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(keys, ", ")
}

// meantKey says which key was meant by one that is unknown.
func (c *Command) meantKey(name string) string {
	meant := strings.TrimLeft(c.meant(strings.ReplaceAll(name, "_", "-")), "-")
	if meant == "" || c.Lookup(meant) == nil || meant == "config" || meant == "version" {
		return ""
	}
	return fmt.Sprintf(": %s?", meant)
}

// set sets a flag to the value or the values of a setting, or checks these alone if the
// command line has set it.
func (c *Command) set(s setting, given bool) error {
	f := c.Lookup(s.name)
	values, list := s.value.([]any)
	_, single := f.Value.(interface{ single() })
	switch {
	case list && single:
		return errors.New("the flag has one value, not a list")
	case list && len(values) == 0:
		return errors.New("the list is empty; leave it out for the default")
	case !list:
		values = []any{s.value}
	}
	for _, v := range values {
		switch v.(type) {
		case string, json.Number, bool:
		default:
			return errors.New("use a string, a number, true or false")
		}
		if given {
			if f, ok := f.Value.(interface{ check(string) error }); ok {
				if err := f.check(fmt.Sprint(v)); err != nil {
					return err
				}
			}
			continue
		}
		if err := c.Set(s.name, fmt.Sprint(v)); err != nil {
			return err
		}
	}
	return nil
}

// A setting is a key of the file with its value.
type setting struct {
	name  string
	line  int
	value any // a string, json.Number, bool, nil, []any or map[string]any
}

// text is the value as the file has it, or about so.
func (s setting) text() string {
	b, err := json.Marshal(s.value)
	if err != nil {
		return fmt.Sprint(s.value)
	}
	return fmt.Sprintf("%.100s", b)
}

// readSettings reads a file that holds one JSON object and nothing else.
func readSettings(ctx context.Context, path string) ([]setting, error) {
	f, err := text.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(text.NewReader(bufio.NewReader(io.LimitReader(f, maxConfig+1))))
	switch {
	case errors.Is(err, text.ErrEncoding):
		return nil, fmt.Errorf("%s: %w", path, err)
	case err != nil:
		return nil, err
	case len(raw) > maxConfig:
		return nil, fmt.Errorf("%s is longer than %d MB", path, maxConfig>>20)
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, fmt.Errorf("%s is empty: write a JSON object into it, such as {}", path)
	}
	if line, bad := text.FirstBad(string(raw)); bad != nil {
		return nil, fmt.Errorf("%s:%d: %w", path, line, bad)
	}
	settings, at, err := parseSettings(raw)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: not one JSON object: %w", path, lineOf(raw, at), err)
	}
	return settings, nil
}

// maxConfig is the greatest length of a configuration file, in bytes.
const maxConfig = 1 << 20

// parseSettings reads the keys of an object and their values in their order. An error is
// at an offset in the text.
func parseSettings(raw []byte) (settings []setting, at int64, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // keeps 1e-3 and large seeds as they are written
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		if err == nil {
			err = errors.New("it begins with something else; write {")
		}
		return nil, offset(d, err), whole(err)
	}
	line, counted := 1, int64(0) // the line at an offset
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, offset(d, err), whole(err)
		}
		line, counted = line+bytes.Count(raw[counted:d.InputOffset()], []byte("\n")), d.InputOffset()
		s := setting{name: key.(string), line: line}
		if err := d.Decode(&s.value); err != nil {
			return nil, offset(d, err), whole(err)
		}
		settings = append(settings, s)
	}
	if _, err := d.Token(); err != nil { // }
		return nil, offset(d, err), whole(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, d.InputOffset(), errors.New("something follows it")
	}
	return settings, 0, nil
}

// offset is where an error was found.
func offset(d *json.Decoder, err error) int64 {
	if wrong := (*json.SyntaxError)(nil); errors.As(err, &wrong) {
		return max(0, wrong.Offset-1)
	}
	return d.InputOffset()
}

// whole says of an object that has no end what it lacks.
func whole(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return err
}

// lineOf is the number of the line that an offset in a text is in.
func lineOf(raw []byte, at int64) int {
	return 1 + bytes.Count(raw[:min(at, int64(len(raw)))], []byte("\n"))
}
