package cmd_test

import (
	"os"
	notify "os/signal"
	"syscall"
	"testing"
)

// TestMain takes interrupts and hangups, so that the commands start with the default
// action for them even where they are ignored in this process, as after nohup: what a
// process ignores, the processes that it starts ignore too, unless it takes it.
func TestMain(m *testing.M) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGHUP} {
		ignored, taken := notify.Ignored(s), make(chan os.Signal, 1)
		notify.Notify(taken, s)
		go func() {
			for range taken {
				if !ignored {
					os.Exit(1)
				}
			}
		}()
	}
	os.Exit(m.Run())
}
