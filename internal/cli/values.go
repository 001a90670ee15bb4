package cli

import (
	"errors"
	"fmt"
	"strconv"
)

// The values of flags, on the command line and in a configuration file: a whole number
// is written in digits, any other number as Go and JSON write it, and none is empty.
var (
	errEmpty    = errors.New("it is empty; leave it out for the default")
	errWhole    = errors.New("use a whole number, such as 100")
	errNumber   = errors.New("use a number, such as 0.5 or 1e-3")
	errTooGreat = errors.New("the number is too large")
	errBool     = errors.New("use true or false")
)

// A value is that of a flag which sets *p.
type value[T any] struct {
	p     *T
	parse func(string) (T, error)
}

func (v value[T]) String() string {
	if v.p == nil { // package flag makes a zero value to compare with
		return ""
	}
	return fmt.Sprint(*v.p)
}

func (v value[T]) Set(s string) error {
	x, err := v.parse(s)
	if err == nil {
		*v.p = x
	}
	return err
}

// check returns the error that Set would return.
func (v value[T]) check(s string) error {
	_, err := v.parse(s)
	return err
}

// single says that a value is set once.
func (value[T]) single() {}

// boolValue is the value of a flag that need not have one.
type boolValue struct{ value[bool] }

func (boolValue) IsBoolFlag() bool { return true }

func parseString(s string) (string, error) {
	if s == "" {
		return "", errEmpty
	}
	return s, nil
}

func parseInt(s string) (int, error) {
	n, err := strconv.Atoi(s)
	return n, explain(s, err, errWhole)
}

func parseUint64(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	return n, explain(s, err, errWhole)
}

func parseFloat(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	return x, explain(s, err, errNumber)
}

func parseBool(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	return b, explain(s, err, errBool)
}

// explain is what to do about the error of a value.
func explain(s string, err, use error) error {
	switch {
	case err == nil:
		return nil
	case s == "":
		return errEmpty
	case errors.Is(err, strconv.ErrRange):
		return errTooGreat
	}
	return use
}
