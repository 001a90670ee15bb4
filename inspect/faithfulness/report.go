package faithfulness

import "antecedent/model"

// A Report is what [Measure] found.
type Report struct {
	Layers   int `json:"layers"`
	PerLayer int `json:"heads_per_layer"`

	ChosenOn   int         `json:"chosen_on"`       // examples that heads were chosen on; none of them is reported on
	Evidence   *model.Head `json:"evidence_head"`   // attends to the predicate most often; nil where there is nothing to choose by, or none deserves the name
	Antecedent *model.Head `json:"antecedent_head"` // attends to the antecedent most often; nil likewise
	Unnamed    []string    `json:"unnamed"`         // why no head has one of these names, a paragraph each
	Examples   int         `json:"examples"`        // labelled examples reported on, without those of sets apart
	Figures                // on all of these
	Splits     []Split     `json:"splits"`

	Rules      map[string]float64 `json:"rules"`     // accuracy of the rules that do not read the text
	HeadScores []HeadScore        `json:"looks"`     // of each head
	Baselines  []HeadScore        `json:"baselines"` // of what a head has to beat
	Untrained  *HeadScore         `json:"untrained"` // for each column the best head of the same model before training
	Rows       []RowStatistics    `json:"rows"`      // of each head

	Sample       Sample        `json:"sample"`
	Ablations    []Ablation    `json:"knocks"`              // of each head, then each layer, then all heads; empty without heads or sample
	Together     *Ablation     `json:"decoration_together"` // of all heads that seem decoration; nil where these are fewer than two, or all heads
	Correlations []Correlation `json:"correlations"`        // in the order of Ablations, then of the pointer
	Verdict      []string      `json:"verdict"`             // the conclusions, a paragraph each
}

// Figures are the figures of one set, or of several together.
type Figures struct {
	Accuracy       Share  `json:"accuracy"`
	Pairs          Share  `json:"pairs"`           // both twins right
	Order          Share  `json:"pointer_order"`   // the pointer gives the antecedent more than every wrong candidate; of minimal pairs, where there are any
	EvidenceFinds  *Share `json:"evidence_finds"`  // the evidence head attends most to the predicate; nil where no predicate is known
	AntecedentGets *Share `json:"antecedent_gets"` // the antecedent head attends most to the antecedent; nil where there is none
}

// A Split is the figures of one [Set].
type Split struct {
	Name     string `json:"name"`
	Apart    bool   `json:"apart"`
	Examples int    `json:"examples"` // labelled ones
	Figures
}

// index is the place of a head in HeadScores, Rows, Ablations and Correlations.
func (report *Report) index(h *model.Head) int { return h.Layer*report.PerLayer + h.Head }
