// Package resolve answers what the pronouns of a text refer to, with a trained
// model:
//
//	r, err := resolve.Open("checkpoints/run-1")
//	reading, err := r.Read("The cat sat on the mat because it was tired.")
//	for _, a := range reading.Answers {
//		if a.Antecedent != nil {
//			fmt.Println(reading.Words(a.Pronoun), "is", a.Antecedent.Text) // it is The cat
//		}
//	}
//
// There are only a few types. A [Resolver] is a model with the words that it
// knows; it is safe for concurrent use. A [Reading] is one text read once: its
// tokens, an [Answer] for each pronoun, and every attention weight on the way.
// [Reading.Looks] and [Reading.Sentence] say what a pronoun attends to most, or any
// other word ([Reading.QueryOf]), and name a head only where it deserves that;
// [Reading.Why] and [Reading.Reason] what the answer has that the most probable
// alternative has not. An answer that is [Answer.Unsure] has a [Reading.RunnerUp] worth
// looking at.
//
// Package english has a model of ordinary English that needs no file. A checkpoint of
// your own can be embedded in a program and opened with [OpenFS]; it needs
// config.json, vocab.txt, model.safetensors, state.json and manifest.json of a
// step.
//
// # Caveats
//
// A [data.Span] and the fields Start and End of a mention count tokens; StartRune and
// EndRune, and the offsets of a [data.Token], count runes of the text, not bytes. Of a
// text of more than [data.MaxTokens] tokens a pronoun is read with some hundred tokens
// around it, most of them before it, and the attention weights are not kept.
//
// # What it does not do
//
// It finds third-person pronouns of English only, and it does not train: package train
// does. An answer is one of the mentions which package mention finds, or where an example
// has candidates one of these.
package resolve
