package model

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// golden.json holds what PyTorch makes of small models; golden.py beside it
// says how it was made.
type golden struct {
	Torch string
	Cases []struct {
		Name     string
		Config   Config
		Loss     float64
		Examples []struct {
			Words   []int
			Ngrams  [][]int
			Pronoun int
			Targets []int
			Pointer []float64
		}
		Parameters []struct {
			Name           string
			Shape          []int
			Data, Gradient []float64
		}
	}
}

func TestAgainstPyTorch(t *testing.T) {
	raw, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var file golden
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var weights []Parameter
			for _, p := range c.Parameters {
				weights = append(weights, Parameter{Name: p.Name, Shape: p.Shape, Data: narrowed(p.Data)})
			}
			m, err := Restore(configJSON(t, c.Config), weights)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range c.Parameters {
				if name := m.Parameters()[i].Name; name != p.Name {
					t.Fatalf("parameter %d is %s, want %s", i, name, p.Name)
				}
			}
			// More room than the examples need: rows and columns of padding.
			const length = 11
			size := len(c.Examples) + 1
			b := Batch{
				Size: size, Length: length, Queries: size,
				Words: make([]int, size*length), Ngrams: make([]int, size*length*MaxNgrams), Lengths: make([]int, size),
				Texts: make([]int, size), Pronouns: make([]int, size), Targets: make([]float32, size*(length+1)),
			}
			for i := range b.Texts {
				b.Texts[i] = i
			}
			for i := range b.Ngrams {
				b.Ngrams[i] = -1
			}
			for i, e := range c.Examples {
				copy(b.Words[i*length:], e.Words)
				b.Lengths[i], b.Pronouns[i] = len(e.Words), e.Pronoun
				for j, grams := range e.Ngrams {
					copy(b.Ngrams[(i*length+j)*MaxNgrams:], grams)
				}
				for _, target := range e.Targets {
					if target == len(e.Words) {
						target = length
					}
					b.Targets[i*(length+1)+target] = 1
				}
			}
			const tolerance = 1e-5
			loss, gradients, err := m.Gradients(b, Share{}, Dropout{})
			if err != nil {
				t.Fatal(err)
			}
			if e := math.Abs(loss-c.Loss) / c.Loss; e > tolerance {
				t.Errorf("loss %v, PyTorch %s %v: relative error %.1e", loss, file.Torch, c.Loss, e)
			}
			for i, p := range c.Parameters {
				if e := relativeError(gradients[i], p.Gradient); e > tolerance {
					t.Errorf("gradient of %s differs by %.1e of its size", p.Name, e)
				}
			}
			out, err := m.Forward(b)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range c.Examples {
				row := out[i*(length+1) : (i+1)*(length+1)]
				got := append(append([]float32{}, row[:len(e.Words)]...), row[length])
				if e := relativeError(got, e.Pointer); e > tolerance {
					t.Errorf("pointer of example %d differs by %.1e of its size", i, e)
				}
			}
		})
	}
}

// relativeError is |got − want| / |want| in the Euclidean norm. Where the
// gradient is 0 by symmetry (a bias on all keys cancels in the softmax) both
// must be as small as rounding makes it.
func relativeError(got []float32, want []float64) float64 {
	var difference, size float64
	for i, w := range want {
		d := float64(got[i]) - w
		difference += d * d
		size += w * w
	}
	if size < 1e-20 {
		return math.Sqrt(difference)
	}
	return math.Sqrt(difference / size)
}

func narrowed(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}
