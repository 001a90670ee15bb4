package soak_test

import (
	"os"
	"testing"

	"antecedent/internal/testenv"
)

func TestMain(m *testing.M) {
	testenv.TakeSignals() // which are sent to the commands
	os.Exit(m.Run())
}
