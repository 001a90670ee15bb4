package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// ReadConfig sets each flag that a file names and the command line does not.
// The file holds a JSON object whose keys are names of flags, except "config";
// the value of a flag that may be repeated can be an array. Errors are those of
// [Usage].
func (f *Flags) ReadConfig(path string) error {
	object, err := readObject(path)
	if err != nil {
		return Usage("--config: %w", err)
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if f.Lookup(name) == nil || name == "config" {
			unknown = append(unknown, name)
			continue
		}
		if f.Given(name) {
			continue
		}
		values, ok := object[name].([]any)
		if !ok {
			values = []any{object[name]}
		}
		for _, v := range values {
			err := errors.New("use a string, a number, true or false")
			switch v.(type) {
			case string, json.Number, bool:
				err = f.Set(name, fmt.Sprint(v))
			}
			if err != nil {
				return Usage("--config: %s: %q cannot be %s: %w", path, name, cmp.Or(fmt.Sprint(v), `""`), err)
			}
		}
	}
	if len(unknown) > 0 {
		return Usage("--config: %s: unknown key %s; the keys are the flags' names without dashes in front", path, strings.Join(unknown, ", "))
	}
	return nil
}

// readObject reads a file that holds one JSON object and nothing else.
func readObject(path string) (object map[string]any, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // keeps 1e-3 and large seeds as they are written
	err = d.Decode(&object)
	if _, end := d.Token(); err == nil && end != io.EOF {
		err = errors.New("something follows it")
	}
	var other *json.UnmarshalTypeError
	switch {
	case err == io.EOF:
		err = fmt.Errorf("%s is empty: write a JSON object into it, such as {}", path)
	case errors.As(err, &other):
		err = fmt.Errorf("%s is a JSON %s, not an object", path, other.Value)
	case err != nil:
		err = fmt.Errorf("%s is not one JSON object: %w", path, err)
	}
	return object, err
}
