package faithfulness

import "antecedent/model"

// A Report is what [Measure] found.
type Report struct {
	Layers   int `json:"layers"`
	PerLayer int `json:"heads_per_layer"`

	ChosenOn   int         `json:"chosen_on"`       // examples that heads were chosen on; none of them is reported on
	Evidence   *model.Head `json:"evidence_head"`   // the best at attending to the predicate; nil where there is nothing to choose by
	Antecedent *model.Head `json:"antecedent_head"` // the best at attending to the antecedent; nil likewise
	Examples   int         `json:"examples"`        // labelled examples reported on, without those of sets apart
	Figures                // on all of these
	Splits     []Split     `json:"splits"`

	Rules      map[string]float64 `json:"rules"`     // accuracy of the rules that do not read the text
	HeadScores []HeadScore        `json:"looks"`     // of each head
	Baselines  []HeadScore        `json:"baselines"` // of what a head has to beat
	Untrained  *HeadScore         `json:"untrained"` // for each question the best head of the same model before training
	Rows       []RowStatistics    `json:"rows"`      // of each head

	Sample       Sample        `json:"sample"`
	Ablations    []Ablation    `json:"knocks"`              // of each head, each layer and all heads
	Together     *Ablation     `json:"decoration_together"` // of all heads that seem decoration; nil of fewer than two
	Correlations []Correlation `json:"correlations"`
	Verdict      []string      `json:"verdict"` // the conclusions, a paragraph each
}

// Figures are the figures of one set, or of several together.
type Figures struct {
	Accuracy       Share  `json:"accuracy"`
	Pairs          Share  `json:"pairs"`           // both twins right
	Order          Share  `json:"pointer_order"`   // in the pointer the antecedent is above every wrong candidate; of minimal pairs, where there are any
	EvidenceFinds  *Share `json:"evidence_finds"`  // the evidence head's most-attended token is the predicate's
	AntecedentGets *Share `json:"antecedent_gets"` // the antecedent head's is the antecedent's
}

// A Split is the figures of one [Set].
type Split struct {
	Name     string `json:"name"`
	Apart    bool   `json:"apart"`
	Examples int    `json:"examples"` // labelled ones
	Figures
}

// A Sample is the examples that interventions are made on, and the answers of the
// unchanged model.
type Sample struct {
	Examples int                `json:"examples"`
	Twins    int                `json:"pairs"` // minimal pairs
	Accuracy Share              `json:"accuracy"`
	Pairs    Share              `json:"pair_accuracy"`
	Gold     Mean               `json:"gold_probability"` // of the gold antecedents
	Rules    map[string]float64 `json:"rules"`            // accuracy of the rules that do not read the text
}
