//go:build !unix

package damage_test

var special map[string]func(path string) error
