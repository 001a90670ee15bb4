package model

import "cmp"

// PointerTemperature returns what the pointer's scores are divided by before the
// softmax: Temperature, 1 where there is none. Above 1 the probabilities are nearer to
// one another, below 1 farther apart; which is the greatest does not change. A network's
// probabilities are often too near to 0 and 1, and this one number, fitted on examples
// that it was not trained on, corrects most of that (Guo et al., "On Calibration of
// Modern Neural Networks", 2017).
func (c Config) PointerTemperature() float64 { return cmp.Or(c.Temperature, 1) }

// SetTemperature changes the temperature of the model's configuration, 0 for 1. It may
// not be called while another method runs.
func (m *Model) SetTemperature(temperature float64) {
	m.config.Temperature = temperature
	m.evaluators = newEvaluators() // their graphs have the temperature
}

// temperature is that of the graph that is built: in training the scores are not
// divided.
func (b *builder) temperature() float32 {
	if b.key.train {
		return 1
	}
	return float32(b.config.PointerTemperature())
}
