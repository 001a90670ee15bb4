package svg

import (
	"bytes"
	"fmt"
	"testing"

	"antecedent/data"
	"antecedent/inspect/inspecttest"
)

// Whatever the text, every picture is well-formed XML within its frame, whose size is
// bounded.
func FuzzPictures(f *testing.F) {
	for i, text := range inspecttest.Hostile {
		f.Add(text, uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, view uint8) {
		if len(text) > 400 {
			text = text[:400]
		}
		if len(data.Tokenize(text)) == 0 {
			return
		}
		v := views[int(view)%len(views)]
		reading := random(t, text, 2, 1+int(view)%3)
		var b bytes.Buffer
		if err := v.draw(&b, reading); err != nil {
			t.Fatal(err)
		}
		checkPicture(t, fmt.Sprintf("%s of %q", v.name, text), b.String())
		if b.Len() > mostBytes+2<<20 {
			t.Errorf("%s of %d tokens: %d bytes", v.name, len(reading.Tokens), b.Len())
		}
	})
}
