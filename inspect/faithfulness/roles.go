package faithfulness

import "antecedent/model"

// noticeable is the share of answers that an intervention has to change to count,
// and the fall of probability: one in twenty.
const noticeable = 0.05

// noticed reports whether, at 95 % confidence, a noticeable share of answers
// changed.
func (s Share) noticed() bool { return s.Low > noticeable }

// negligible reports whether, at 95 % confidence, neither the answers nor the
// probability of the gold antecedent changed noticeably.
func (f Effect) negligible() bool {
	return f.Changed.High < noticeable && f.Drop.High < noticeable && f.Drop.Low > -noticeable
}

// roles sorts the heads by what the sample shows, at 95 % confidence:
//
//   - needed: without what the head tells of the example (its output replaced by
//     its mean) more than one answer in twenty changes;
//   - decoration: neither that nor uniform nor permuted attention changes as many
//     as one in twenty, or takes 0.05 from the gold antecedent's probability;
//   - between: neither is shown; the head matters a little, or the sample is small.
//
// Zero output does not count: a head that gives the same for every example may be
// needed as a constant, and where it attends is decoration still.
func (report *Report) roles() (needed, between, decoration []model.Head) {
	for _, a := range report.Ablations {
		if len(a.Heads) != 1 || a.Name != a.Heads[0].String() {
			continue
		}
		switch h := a.Heads[0]; {
		case a.Mean.Changed.noticed():
			needed = append(needed, h)
		case a.Mean.negligible() && a.Uniform.negligible() && a.Permuted.negligible():
			decoration = append(decoration, h)
		default:
			between = append(between, h)
		}
	}
	return needed, between, decoration
}

// ofAll is the ablation of all heads, nil where there is none.
func (report *Report) ofAll() *Ablation {
	for i := range report.Ablations {
		if a := &report.Ablations[i]; len(a.Heads) == report.Layers*report.PerLayer {
			return a
		}
	}
	return nil
}

// ofHead is the ablation of one head, nil where there is none.
func (report *Report) ofHead(h *model.Head) *Ablation {
	for i := range report.Ablations {
		if a := &report.Ablations[i]; h != nil && len(a.Heads) == 1 && a.Heads[0] == *h {
			return a
		}
	}
	return nil
}
