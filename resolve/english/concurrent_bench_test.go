package english

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"antecedent/data"
	"antecedent/data/corpus"
)

// BenchmarkResolver reads the built-in held-out sentences with one resolver from one and
// from two goroutines at once. An operation is one sentence, so that on two idle
// processors the time of an operation by two goroutines should be near half of that by
// one.
func BenchmarkResolver(b *testing.B) {
	r, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	c, err := corpus.Load()
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	for _, text := range data.GroupTexts(c.Heldout[0].Examples) {
		texts = append(texts, c.Heldout[0].Examples[text[0]].Text)
	}
	for _, goroutines := range []int{1, 2} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) {
			b.ReportAllocs()
			var next atomic.Int64
			var group sync.WaitGroup
			for range goroutines {
				group.Go(func() {
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						if _, err := r.Read(texts[i%int64(len(texts))]); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			group.Wait()
		})
	}
}
