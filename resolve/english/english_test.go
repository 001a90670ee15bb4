package english

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/resolve"
)

// The model and its vectors take at most 8 MB, and the vectors are in the program once.
func TestSize(t *testing.T) {
	const most = 8_000_000
	vectors, err := os.Stat("../../data/vectors/builtin.bin")
	if err != nil {
		t.Fatal(err)
	}
	size := vectors.Size()
	entries, err := files.ReadDir("model")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		if regexp.MustCompile("^(vectors|optimizer)").MatchString(e.Name()) {
			t.Errorf("%s is not needed", e.Name())
		}
	}
	if size > most {
		t.Errorf("%d bytes, more than %d", size, most)
	}
}

// What was embedded is what was trained: saved again with the vectors of the program, it
// has the same files, and its manifest names the same file of vectors.
func TestSavedAgain(t *testing.T) {
	s, err := Step()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run, err := checkpoints.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	if err := run.Save(s, 0); err != nil {
		t.Fatal(err)
	}
	entries, err := files.ReadDir("model")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		want, err := fs.ReadFile(files, "model/"+e.Name())
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, checkpoints.StepName(s.Number), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() == "manifest.json" { // the optimizer's state is not saved again
			vectors := regexp.MustCompile(`(?s)"vectors": \{.*?\}`)
			want, got = vectors.Find(want), vectors.Find(got)
		}
		if len(want) == 0 || !bytes.Equal(want, got) {
			t.Errorf("%s differs", e.Name())
		}
	}
}

// state.json says what the model was trained on, by paths that are not of one machine.
func TestStateHasNoAbsolutePath(t *testing.T) {
	s, err := Step()
	if err != nil {
		t.Fatal(err)
	}
	if path := regexp.MustCompile(`"(/|[A-Za-z]:[/\\])[^"]*"`).Find(s.State); path != nil {
		t.Errorf("state.json names %s", path)
	}
}

func TestAnswers(t *testing.T) {
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want []string // of each pronoun
	}{
		{"The cat sat on the mat because it was tired.", []string{"The cat"}},
		{"The cat sat on the mat because it was dirty.", []string{"the mat"}},
		{"The animal didn't cross the street because it was too tired.", []string{"The animal"}},
		{"Anna thanked Tom because he had helped her.", []string{"Tom", "Anna"}},
		{"My uncle met Mary at the station, and she gave him a book.", []string{"Mary", "My uncle"}},
		{"The students read the book before they went home.", []string{"The students"}},
	} {
		reading, err := r.Read(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := answers(reading); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func answers(r *resolve.Reading) []string {
	var list []string
	for _, a := range r.Answers {
		if a.Antecedent == nil {
			list = append(list, "")
			continue
		}
		list = append(list, a.Antecedent.Text)
	}
	return list
}

// Many examples, which are answered in batches of several sizes, get the same bits as
// each alone.
func TestAnswersInBatches(t *testing.T) {
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	var many []data.Example
	for n := range 45 {
		many = append(many, data.FromText("The cat was tired, "+strings.Repeat("very ", n%7)+"because it had chased the dog for hours.")...)
		many = append(many, data.FromText(fmt.Sprintf("Anna met %d boys and their teacher; she knew them.", n))...)
	}
	together, err := r.Predict(t.Context(), many, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range many {
		many[i].Mentions, many[i].Features = nil, nil
		alone, err := r.Predict(t.Context(), many[i:i+1], nil)
		if err != nil {
			t.Fatal(err)
		}
		if alone[0].None != together[i].None || !slices.Equal(alone[0].Pointer, together[i].Pointer) {
			t.Fatalf("example %d, %q, is answered otherwise among others", i, many[i].Text)
		}
	}
}

func TestReadOnce(t *testing.T) {
	first, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := Open(); second != first {
		t.Error("the model is made again")
	}
}
