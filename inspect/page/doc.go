// Package page makes an HTML file in which a trained model runs: the reader types a
// sentence and sees what each head of each layer attends to, with every number on
// the way, at each step of the training of which a snapshot was kept.
//
//	err := page.Write(file, page.Contents{Model: page.Model{Name: "run-1", Step: 2000, Resolver: r}, Sentences: list})
//
// The file needs a browser and nothing else: its Content-Security-Policy forbids
// the network. The numbers are computed in the page, by a JavaScript port of
// packages data, data/mention, data/structure and model/reference. The tests run it in Node.js and in Chromium:
// it agrees with the reference to 1e-5.
//
//	assets/text.js       tokens, n-grams, pronouns, the choice of the answer
//	assets/looks.js      which head a word looks with, by the rule of package resolve
//	assets/mention.js    names and noun phrases, their gender, number and kind
//	assets/structure.js  the features of mentions, and the choice among mentions
//	assets/model.js      embedding, layers, attention, pointer, and the weights
//	assets/state.js      what the reader has chosen, and its form as the URL's hash
//	assets/draw.js       colours, heat maps, lines, bars, the loss curve
//	assets/steps.js      the arithmetic of one head, step by step
//	assets/page.js       the page itself, and what happens on input
//
// The page of a model with word vectors has those of [Contents.Words] words, in one
// byte a number as the model has them, and computes what the model restricted to
// these words does. The classes of words, by which it finds mentions, are complete.
//
// # Caveats
//
// The weights of the checkpoint are in the file exactly, as float32. Those of a
// snapshot take a byte each and are approximate; the tests hold its attention
// weights to within 0.02 of the exact ones. Letters and digits are classified by
// the browser's Unicode tables, which may be newer or older than Go's.
//
// # What it does not do
//
// It does not read files, and the page does not train.
package page
