package mine

import (
	"context"

	"antecedent/data"
)

// A Passage is a sentence of a document with those before it.
type Passage struct {
	Document string
	Pronouns []data.Example // of the last sentence, unlabelled; they share text and tokens
}

// The extent of a passage: sentences before the last one, and tokens.
const (
	sentencesBefore = 3
	passageTokens   = 72
)

// Passages calls use for each sentence of the documents that has third-person pronouns,
// with the sentences before it in its paragraph: three, or as many as make 72 tokens
// with it. Longer sentences are left out. The order is that of the files and of the
// text. use ends the reading with an error. An [UnreadError] comes when the other texts
// are read.
func Passages(ctx context.Context, paths []string, use func(Passage) error) error {
	return readDocuments(ctx, paths, func(d document) error {
		for p := range paragraphs(d.text) {
			if err := ctx.Err(); err != nil {
				return err
			}
			for to := range p.sentences {
				if passage, ok := p.passage(to); ok {
					passage.Document = d.name
					if err := use(passage); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// passage is that of sentence number to; ok is false where it is too long or has no
// pronoun.
func (p *paragraph) passage(to int) (s Passage, ok bool) {
	last := p.sentences[to]
	if last.Len() > passageTokens || len(data.FindPronouns(p.tokens[last.Start:last.End])) == 0 {
		return s, false
	}
	from := to
	for from > 0 && to-from < sentencesBefore && last.End-p.sentences[from-1].Start <= passageTokens {
		from--
	}
	start := p.sentences[from].Start
	text := p.spelled(data.Span{Start: start, End: last.End})
	tokens := data.Tokenize(text)
	begin := p.tokens[last.Start].Start - p.tokens[start].Start // of the last sentence in text, in runes
	for _, pronoun := range data.FindPronouns(tokens) {
		if tokens[pronoun.Start].Start >= begin {
			s.Pronouns = append(s.Pronouns, data.Example{Text: text, Tokens: tokens, Pronoun: pronoun})
		}
	}
	return s, len(s.Pronouns) > 0
}
