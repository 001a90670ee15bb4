package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"antecedent/inspect/export"
	"antecedent/internal/cli"
	"antecedent/resolve"
)

// exportForm writes the weights of texts in another viewer's format.
func (o *options) exportForm() cli.Form {
	return cli.Form{Name: "export", Usage: "infer export --to FORMAT [TEXT…]", Run: o.export,
		Flags:   []string{"to", "query", "checkpoint", "o"},
		Summary: "the weights, for other viewers",
		Help: `Writes the attention weights of texts, given as arguments or as lines of
standard input, in the format of another viewer. Any text will do. With -o it
prints how to open the file.

  infer export --to bertviz -o it.json "It was tired."
  infer export --to csv < sentences.txt > weights.csv
  infer export --to csv --query cat "The cat sat"    # what "cat" looks at

bertviz, circuitsvis and inspectus are JSON for these viewers: an object, or
for several texts an array of objects. The pointer, which decides, is one more
layer or head: the row of a pronoun is the probability of each token, and other
rows are 0.

npz has NumPy arrays. T tokens, L layers, H heads of width K, P pronouns;
tokens are counted from 0, weights and probabilities are shares of 1:
  text (), tokens (T)    the text and its tokens
  offsets (T,2)          first rune of each token, and the rune after its last
  pattern (L,H,T,T)      weights: what query q takes from key k
  scores (L,H,T,T)       the same before the softmax: q·k/√K + distance
  query ()               the token of --query, or -1
  pointer (T)            of the first pronoun: probability of each token
  pronoun (P)            the token of each pronoun
  pointers (P,T)         probability of each token
  none (P)               probability that it refers to none of them
  antecedent (P,2)       first token of the answer, and the one after its last
  blocks.l.attn.hook_q, _k, _v, _z (1,T,H,K), hook_attn_scores, hook_pattern
                         (1,H,T,T): of layer l, as TransformerLens names them
With several texts a name begins with the number of the text: 0/pattern.

csv has a row for each weight:
  text                   number of the text, from 0
  row                    pointer, or pattern for a head
  layer, head            from 0; empty for the pointer
  query, query_token     the token that looks
  key, key_token         the token looked at; empty and NONE for no antecedent
  score                  before the softmax; empty for the pointer
  weight                 share of 1
`}
}

func (o *options) export(ctx context.Context, operands []string, s cli.Streams) error {
	if o.to == "" {
		return cli.Usage("export needs --to FORMAT, one of %s", strings.Join(export.Formats(), ", "))
	}
	if err := cli.OneOf("to", o.to, "formats", export.Formats()); err != nil {
		return err
	}
	if o.to == "npz" && o.out == "" && cli.IsTerminal(s.Out) {
		return cli.Usage("npz is binary: name a file by -o")
	}
	r, _, err := open(o.checkpoint, s.Err)
	if err != nil {
		return err
	}
	n, failed := 0, error(nil)
	read := func(yield func(export.Text, error) bool) {
		for t, err := range cli.Texts(ctx, operands, s.In) {
			if errors.As(err, new(*cli.TextError)) {
				fmt.Fprintf(s.Err, "infer: %v\n", err)
				failed = cli.ErrReported
				continue
			}
			text, err := o.exported(ctx, r, t, err, s.Err)
			n++
			if !yield(text, err) || err != nil {
				return
			}
		}
	}
	next, stop := iter.Pull2(read)
	defer stop()
	text, err, ok := next()
	if !ok { // no file for no text
		return failed
	}
	texts := func(yield func(export.Text, error) bool) {
		for ; ok && yield(text, err); text, err, ok = next() {
		}
	}
	err = cli.Output(ctx, o.out, s.Out, func(w io.Writer) error { return export.Write(w, o.to, texts) })
	if err == nil && o.out != "" && o.out != "-" {
		fmt.Fprintf(s.Err, "%s is written; to open it:\n", o.out)
		for _, line := range export.HowToOpen(o.to, o.out, n) {
			fmt.Fprintln(s.Err, " ", line)
		}
	}
	return cmp.Or(err, failed)
}

// exported reads a text, unless there is an error already.
func (o *options) exported(ctx context.Context, r *resolve.Resolver, t cli.Text, err error, stderr io.Writer) (export.Text, error) {
	if err != nil {
		return export.Text{}, err
	}
	reading, err := r.ReadContext(ctx, t.Text, nil)
	if err != nil {
		return export.Text{}, fmt.Errorf("%s: %w", t.Where, err)
	}
	query, err := o.findQuery(reading)
	if err != nil {
		return export.Text{}, fmt.Errorf("%s: %w", t.Where, err)
	}
	reading, query, err = picture(r, reading, query, stderr)
	return export.Text{Reading: reading, Query: query}, err
}
