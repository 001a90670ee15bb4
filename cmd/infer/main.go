// Command infer answers what the pronouns of a text refer to, and shows what a
// trained model's attention looked at. Each of its forms, such as "infer
// explain", is in a file of its own; the flags, which they share, are in
// flags.go. Run it with --help for an overview.
package main

import (
	"context"
	"fmt"

	"antecedent/internal/cli"
)

func main() { cli.Main(run) }

// run is the command without the process around it.
func run(ctx context.Context, args []string, s cli.Streams) int {
	err := newCommand().Run(ctx, args, s)
	if cli.IsUsage(err) {
		err = fmt.Errorf("%w; see --help", err)
	}
	return cli.Report(ctx, s.Err, "infer", err)
}
