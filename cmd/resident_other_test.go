//go:build !linux

package cmd_test

import "os"

// resident is 0: this system does not say in which unit.
func resident(*os.ProcessState) int { return 0 }
