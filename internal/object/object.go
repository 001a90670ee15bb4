// Package object reads JSON objects of files that may come from anybody. What is wrong
// with one is said in one short line that names the field, whatever the file holds.
package object

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Unmarshal is [json.Unmarshal] of an object into the struct that v points to. Anything
// but an object is an error, null included. Fields that v does not have are ignored, and
// of a field that is repeated the last one counts, as in the standard library.
func Unmarshal(data []byte, v any) error {
	if start := bytes.TrimLeft(data, " \t\r\n"); len(start) == 0 {
		return errors.New("it is empty where a JSON object was expected")
	} else if start[0] != '{' {
		return errors.New("it is not a JSON object")
	}
	err := json.Unmarshal(data, v)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON at byte %d: %.80s", syntax.Offset, syntax)
	case errors.As(err, &kind):
		return fmt.Errorf("%.60s is %s where %s was expected", kind.Field, found(kind.Value), nameOf(kind.Type))
	case err != nil:
		return fmt.Errorf("%.200s", err)
	}
	return nil
}

// found is what a value of [json.UnmarshalTypeError] is called.
func found(value string) string {
	switch value {
	case "array":
		return "a list"
	case "string":
		return "a text"
	case "object":
		return "an object"
	case "bool":
		return "true or false"
	}
	return fmt.Sprintf("the %.40s", value) // number 1e308
}

// nameOf is what a Go type is called in a message to people who see JSON.
func nameOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Uint64:
		return "a whole number from 0"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	}
	return "a text"
}
