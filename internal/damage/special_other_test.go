//go:build !unix

package damage_test

// special are none where links need a privilege and there are no named pipes.
var special map[string]func(path string) error
