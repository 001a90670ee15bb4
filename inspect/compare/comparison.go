package compare

import (
	"encoding/json"
	"io"

	"antecedent/data"
	"antecedent/data/score"
	"antecedent/model"
	"antecedent/resolve"
)

// A Comparison is what differs between two models A and B on the same examples.
type Comparison struct {
	A           Side         `json:"a"`
	B           Side         `json:"b"`
	Sentence    string       `json:"sentence"` // what changed, in words
	Changed     int          `json:"changed"`  // resolutions with another answer
	Heads       []HeadPair   `json:"heads"`    // in the order of A's
	Resolutions []Resolution `json:"resolutions"`
}

// A Side describes one of the models.
type Side struct {
	Name     string         `json:"name"`
	Layers   int            `json:"layers"`
	Heads    int            `json:"heads"`
	Score    *score.Summary `json:"score"`    // of the labelled pronouns; null where there are none
	LeftOver []model.Head   `json:"leftover"` // heads without a partner
}

// A HeadPair is a head of A and the head of B that is compared with it.
type HeadPair struct {
	A          model.Head `json:"a"`
	B          model.Head `json:"b"`
	Divergence float64    `json:"divergence"` // of all texts' patterns, in bits
	Moved      float64    `json:"moved"`      // mean share of a pronoun's weights that is on other tokens in B
}

// A Resolution is one pronoun in both models.
type Resolution struct {
	Text    string       `json:"text"`
	Tokens  []data.Token `json:"tokens"`
	Pronoun int          `json:"pronoun"` // its token
	Changed bool         `json:"changed"`
	Gold    [][2]int     `json:"gold"` // the tokens [start, end) of each right answer; null where it is not known
	A       Answer       `json:"a"`
	B       Answer       `json:"b"`
	Rows    []Row        `json:"rows"` // the pointer, then each pair of heads
}

// An Answer is one model's answer.
type Answer struct {
	Antecedent *resolve.TokenMention `json:"antecedent"` // null where NONE wins
	None       float32               `json:"none"`
	Right      *bool                 `json:"right"` // null where it is not known

	place string // among the options of equal words, see [resolve.Reading.Place]
}

// A Row is what the pronoun attends to in both models: A's weights, B's, and B's
// less A's, for each token. That of the pointer has NONE at the end.
type Row struct {
	HeadA      string    `json:"head_a"` // "pointer", or layer.head
	HeadB      string    `json:"head_b"`
	A          []float32 `json:"weights_a"`
	B          []float32 `json:"weights_b"`
	Difference []float32 `json:"difference"`
}

// WriteJSON writes the comparison as one line.
func (c *Comparison) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(c)
}
