package cmd_test

import (
	"os"
	"testing"

	"antecedent/internal/testenv"
)

func TestMain(m *testing.M) {
	testenv.TakeSignals() // sessions send them to the commands
	os.Exit(m.Run())
}
