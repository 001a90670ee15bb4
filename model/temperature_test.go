package model

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

// The temperature divides the differences of the pointer's scores, in inference only.
func TestTemperature(t *testing.T) {
	m := testModel(t, func(c *Config) { c.Structure = testF })
	b := withInputs(testBatch(1, testT, testV, testG), m.Config())
	plain := traceOf(t, m, b, nil)
	loss, gradients, err := m.Gradients(b, Share{}, Dropout{})
	if err != nil {
		t.Fatal(err)
	}
	gradient := slices.Clone(gradients[len(gradients)-1])

	m.SetTemperature(2.5)
	cooled := traceOf(t, m, b, nil)
	for i, row := range plain.Pointer {
		n := len(row)
		for j := range row {
			got := math.Log(float64(cooled.Pointer[i][j])) - math.Log(float64(cooled.None[i]))
			want := (math.Log(float64(row[j])) - math.Log(float64(plain.None[i]))) / 2.5
			if (row[j] == 0) != (cooled.Pointer[i][j] == 0) || row[j] > 0 && !(math.Abs(got-want) < 1e-5) {
				t.Errorf("pronoun %d, token %d: log odds %v against NONE, want %v", i, j, got, want)
			}
		}
		if !slices.Equal(plain.Content[i], cooled.Content[i]) || !slices.Equal(plain.Structure[i], cooled.Structure[i]) || n == 0 {
			t.Errorf("pronoun %d: content or structure were divided", i)
		}
	}
	again, gradients, err := m.Gradients(b, Share{}, Dropout{})
	if err != nil || again != loss || !slices.Equal(gradients[len(gradients)-1], gradient) {
		t.Errorf("training: loss %v, want %v (%v)", again, loss, err)
	}
}

// A configuration without a temperature, as it was saved before there was one, is of
// temperature 1, and is written as before.
func TestTemperatureInTheConfiguration(t *testing.T) {
	c := Default()
	c.Vocabulary = 1
	raw, err := json.Marshal(c)
	if err != nil || strings.Contains(string(raw), "temperature") || c.PointerTemperature() != 1 {
		t.Errorf("%s, %v, temperature %v", raw, err, c.PointerTemperature())
	}
	for temperature, ok := range map[float64]bool{0: true, 1: true, 0.3: true, -1: false, math.Inf(1): false, math.NaN(): false} {
		c.Temperature = temperature
		if err := c.Validate(); (err == nil) != ok {
			t.Errorf("temperature %v: %v", temperature, err)
		}
	}
}
