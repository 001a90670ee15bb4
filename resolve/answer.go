package resolve

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"antecedent/data"
	"antecedent/data/score"
)

// An Answer is what one pronoun of a text refers to.
type Answer struct {
	Pronoun    data.Span `json:"pronoun_tokens"` // the pronoun's tokens
	Antecedent *Mention  `json:"antecedent"`     // nil where NONE wins
	None       float64   `json:"none"`           // probability that it refers to nothing in the text

	// The tokens that were read with the pronoun: all T of a text that is not
	// [Reading.Long]. Pointer, Content and Structure are of these; all else counts the
	// tokens of the whole text. A long text has them and Features only in
	// [Resolver.Answers], and of Options the first two.
	Window  data.Span `json:"-"`
	Pointer []float32 `json:"-"` // (T) probability that it refers to each token

	// The answer and its alternatives, the most probable first; see [score.Options].
	Options []score.Option `json:"-"`

	// The probabilities are the softmax of Content + Structure, divided by the model's
	// temperature: of what the vectors of the pronoun and of each token, and last of
	// NONE, say, and of the weights of the features of each mention, on its head.
	Content   []float32 `json:"-"` // (T+1)
	Structure []float32 `json:"-"` // (T) 0 but on heads

	// What the text mentions, and the features of each mention as the antecedent of
	// this pronoun, which only a model with structure reads; nil where there are
	// candidates and the model reads neither word vectors nor structure.
	Mentions []data.Mention `json:"-"`
	Features []uint64       `json:"-"`

	places []string // of the options of a long text, see [Reading.Label]
}

// A Mention is the tokens [Start, End) that a pronoun refers to, which are the
// runes [StartRune, EndRune) of the text.
type Mention struct {
	Start       int     `json:"start_token"`
	End         int     `json:"end_token"`
	StartRune   int     `json:"start_rune"`
	EndRune     int     `json:"end_rune"`
	Text        string  `json:"text"` // as it stands in the text
	Probability float64 `json:"probability"`
}

// Span returns the mention's tokens.
func (m *Mention) Span() data.Span { return data.Span{Start: m.Start, End: m.End} }

// A TokenMention is a mention by its tokens [Start, End) alone, as in the JSON
// objects of the packages in inspect.
type TokenMention struct {
	Start       int     `json:"start"`
	End         int     `json:"end"`
	Text        string  `json:"text"`
	Probability float32 `json:"probability"`
}

// ByTokens returns the mention as a [TokenMention], and nil for nil.
func (m *Mention) ByTokens() *TokenMention {
	if m == nil {
		return nil
	}
	return &TokenMention{m.Start, m.End, m.Text, float32(m.Probability)}
}

// Weight returns the probability that the pronoun refers to token i, which is 0 outside
// of the window.
func (a *Answer) Weight(i int) float32 {
	if at := i - a.Window.Start; 0 <= at && at < len(a.Pointer) {
		return a.Pointer[at]
	}
	return 0
}

// Contains reports whether token i belongs to the antecedent.
func (a *Answer) Contains(i int) bool {
	return a.Antecedent != nil && i >= a.Antecedent.Start && i < a.Antecedent.End
}

func (r *Reading) mention(s data.Span, probability float32) *Mention {
	first, last := r.Tokens[s.Start], r.Tokens[s.End-1]
	return &Mention{
		Start: s.Start, End: s.End, StartRune: first.Start, EndRune: last.End,
		Text:        r.textOf(s),
		Probability: float64(probability),
	}
}

// Summary says in a few words what a pronoun refers to: the pronoun, with the
// index of its token where another answer is of the same word; the antecedent or
// "none", with its probability, and where it is [Answer.Unsure] the alternative; and up
// to three other options, or tokens of none, and "none" with theirs. Options of equal words
// are told apart, see [Reading.Label]. The results are fit to be printed: "it",
// "cat  0.97", "mat 0.02, none 0.01", or "cat  0.48 (unsure: or mat 0.41)". A word is
// tied to its number by no-break spaces, U+00A0.
func (r *Reading) Summary(a *Answer) (pronoun, answer, others string) {
	var parts []string
	for _, other := range r.alternatives(a) {
		parts = append(parts, fmt.Sprintf("%s\u00a0%.2f", other.label, other.probability))
	}
	answer = fmt.Sprintf("none\u00a0\u00a0%.2f", a.None)
	if m := a.Antecedent; m != nil {
		answer = fmt.Sprintf("%s%s\u00a0\u00a0%.2f", r.Words(m.Span()), r.Place(a), m.Probability)
		if other, ok := r.RunnerUp(a); !a.Unsure() || !ok || other != nil {
			parts = append(parts, fmt.Sprintf("none\u00a0%.2f", a.None))
		}
	}
	answer += r.doubt(a)
	pronoun = r.Words(a.Pronoun)
	for i := range r.Answers {
		other := r.Answers[i].Pronoun
		if other != a.Pronoun && slices.EqualFunc(r.tokens(other), r.tokens(a.Pronoun), sameWord) {
			pronoun = fmt.Sprintf("%s (token %d)", r.Words(a.Pronoun), a.Pronoun.Start)
		}
	}
	return pronoun, answer, strings.Join(parts, ", ")
}

// Sentence says in one or two English sentences what a pronoun attends to and what
// the pointer answers, and claims no more than the weights show; of a word that is no
// pronoun ([Reading.QueryOf]) only the former. A number is tied to its percent sign by
// a no-break space, U+00A0.
func (r *Reading) Sentence(a *Answer) string {
	if !a.Resolved() {
		return r.lookSentence(a)
	}
	looks, pronoun, pointer := r.Looks(a), r.quote(a.Pronoun), r.pointerClause(a)
	evidence, answer, most, least := looks.Evidence, looks.Answer, looks.Most, r.leastLook(1)
	switch {
	case most == nil:
		return fmt.Sprintf("This model has no attention layers: nothing is mixed into %s before the pointer compares it with each word and gives %s.", pronoun, pointer)
	case evidence != nil && answer != nil:
		second := "head " + answer.Head.String() + " takes " + percent(answer.Weight)
		if answer.Head == evidence.Head {
			second = percent(answer.Weight)
		}
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s and %s from %s; the pointer then gives %s.",
			pronoun, evidence.Head, percent(evidence.Weight), r.quote(evidence.Span), second, r.quote(answer.Span), pointer)
	case evidence != nil:
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s; the pointer then gives %s.",
			pronoun, evidence.Head, percent(evidence.Weight), r.quote(evidence.Span), pointer)
	case answer != nil:
		return fmt.Sprintf("To resolve %s, head %s takes %s of its mixture from %s itself; the pointer then gives %s.",
			pronoun, answer.Head, percent(answer.Weight), r.quote(answer.Span), pointer)
	case r.notable(most):
		return fmt.Sprintf("No head takes %s of its mixture for %s from one content word; head %s takes %s from %s. The pointer gives %s.",
			percent(least), pronoun, most.Head, percent(most.Weight), r.quote(most.Span), pointer)
	}
	return fmt.Sprintf("The attention of %s is spread out: no head takes %s of its mixture from one word; the most is %s, head %s from %s. The pointer gives %s.",
		pronoun, percent(least), percent(most.Weight), most.Head, r.quote(most.Span), pointer)
}

// pointerClause is the answer with its probability, with "only" where that is less
// than a half.
func (r *Reading) pointerClause(a *Answer) string {
	share := func(p float64) string {
		if p < 0.5 {
			return "only\u00a0" + percent(float32(p))
		}
		return percent(float32(p))
	}
	if a.Antecedent == nil {
		return fmt.Sprintf("NONE %s: %s refers to nothing named in the text", share(a.None), r.quote(a.Pronoun))
	}
	return r.quote(a.Antecedent.Span()) + r.Place(a) + " " + share(a.Antecedent.Probability)
}

func (r *Reading) quote(s data.Span) string { return `"` + r.Words(s) + `"` }

func percent(weight float32) string {
	return fmt.Sprintf("%d\u00a0%%", int(math.Round(100*float64(weight))))
}
