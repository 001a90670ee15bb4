package compare

import (
	"bufio"
	"bytes"
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

// A Row is what the pronoun attends to in both models: A's weights and B's for each
// token. That of the pointer has NONE at the end. In JSON it has "difference" as well.
type Row struct {
	HeadA string    `json:"head_a"` // "pointer", or layer.head
	HeadB string    `json:"head_b"`
	A     []float32 `json:"weights_a"`
	B     []float32 `json:"weights_b"`
}

// Difference is B's weights less A's.
func (r *Row) Difference() []float32 {
	difference := make([]float32, len(r.A))
	for i := range r.A {
		difference[i] = r.B[i] - r.A[i]
	}
	return difference
}

// MarshalJSON makes the JSON of a row.
func (r Row) MarshalJSON() ([]byte, error) {
	type row Row
	return json.Marshal(struct {
		row
		Difference []float32 `json:"difference"`
	}{row(r), r.Difference()})
}

// WriteJSON writes the comparison as one line, a resolution at a time, since those of a
// text with hundreds of pronouns are large together.
func (c *Comparison) WriteJSON(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	marshal := func(v any) (text []byte, err error) {
		b.Reset()
		err = encoder.Encode(v)
		return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
	}
	rest := *c
	rest.Resolutions = []Resolution{}
	text, err := marshal(rest)
	if err != nil {
		return err
	}
	buffered.Write(bytes.TrimSuffix(text, []byte("]}"))) // the resolutions are last
	for i := range c.Resolutions {
		if i > 0 {
			buffered.WriteByte(',')
		}
		if text, err = marshal(&c.Resolutions[i]); err != nil {
			return err
		}
		buffered.Write(text)
	}
	buffered.WriteString("]}\n")
	return buffered.Flush()
}
