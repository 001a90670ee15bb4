// Package compare says what changed between two models: two runs, or two steps of
// one run.
//
//	c, err := compare.Models(ctx, compare.Model{Name: "run-1", Resolver: a}, compare.Model{Name: "run-2", Resolver: b}, examples)
//	fmt.Println(c.Sentence)
//	err = c.Write(os.Stdout, style)
//
// Both models answer the same examples. The models may differ in their words and in
// all of their sizes, since both split a text into the same tokens.
//
// Heads have no fixed identity: a second run may learn in head 1.3 what the first has
// in 0.2. So each head is compared with the one that attends most like it, whatever
// its number and layer. Of all ways to pair heads of A with heads of B, each at most
// once, the one with the least sum of divergences is taken. The divergence of a pair
// is the mean over all texts and tokens of the Jensen–Shannon divergence of their
// patterns in bits: 0 for two heads with the same pattern, 1 for two that never
// attend to the same token.
package compare
