// Package page makes one HTML file in which a trained model runs: type a
// sentence, and see in the browser where each head of each layer looks, with
// every number on the way, at every moment of the training that was kept.
//
//	err := page.Write(file, page.Contents{Model: page.Model{Name: "run-1", Step: 2000, Resolver: r}})
//
// The file needs nothing else: no network, which its Content-Security-Policy
// forbids, no server, and no program but a browser. What it shows is computed in
// it, by a JavaScript port of packages model and data that agrees with them to
// 1e-5, which the tests check in Node.js and in Chromium:
//
//	assets/text.js     tokens, vocabulary, n-grams, pronouns, the choice of the answer
//	assets/model.js    embedding, attention, layers, pointer
//	assets/state.js    what is looked at, and its form as the URL's hash
//	assets/draw.js     colours, heat maps, lines, bars, the loss curve
//	assets/steps.js    one head's arithmetic, step by step
//	assets/page.js     the page itself, and what happens on input
//
// # Caveats
//
// The weights of the checkpoint itself are in the file bit by bit, as float32.
// Snapshots of the training are there to be watched and take a byte a weight:
// see [Snapshot]. Letters and digits are told apart by the browser's Unicode
// tables, which may be newer or older than Go's.
//
// # What it does not do
//
// It does not read checkpoints, and it does not train.
package page
