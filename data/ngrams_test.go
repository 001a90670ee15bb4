package data

import (
	"hash/fnv"
	"slices"
	"strings"
	"testing"
)

// bucketOf is the definition: FNV-1a of the n-gram's bytes.
func bucketOf(ngram string, buckets int) int {
	h := fnv.New32a()
	h.Write([]byte(ngram))
	return int(h.Sum32() % uint32(buckets))
}

func TestNgramsOfCat(t *testing.T) {
	const buckets = 1 << 20
	for word, ngrams := range map[string][]string{
		"Cat": {"<ca", "cat", "at>", "<cat", "cat>", "<cat>"},
		"a":   {"<a>"},
		"":    {"<>"},
		"né":  {"<né", "né>", "<né>"},
		"日本語": {"<日本", "日本語", "本語>", "<日本語", "日本語>", "<日本語>"},
	} {
		var want []int
		for _, ngram := range ngrams {
			want = append(want, bucketOf(ngram, buckets))
		}
		if got := Ngrams(word, buckets); !slices.Equal(got, want) {
			t.Errorf("Ngrams(%q) = %v, want %v of %q", word, got, want, ngrams)
		}
	}
	// The hash itself, so that it cannot change under trained weights: FNV-1a
	// of "<a>", computed apart from this program.
	if got := Ngrams("a", 1<<30)[0]; got != 0x8c9cd1f0&(1<<30-1) {
		t.Errorf("the hash of <a> is %#x", got)
	}
}

func TestNgramsAreFewAndInRange(t *testing.T) {
	for _, buckets := range []int{0, -1} {
		if got := Ngrams("cat", buckets); got != nil {
			t.Errorf("%d buckets gave %v", buckets, got)
		}
	}
	for n := range 100 {
		got := Ngrams(strings.Repeat("é", n), 7)
		if len(got) == 0 || len(got) > MaxNgrams {
			t.Errorf("a word of %d letters has %d n-grams", n, len(got))
		}
		if n == 11 && len(got) != 30 {
			t.Errorf("a word of 11 letters has %d n-grams, want all 30", len(got))
		}
		for _, bucket := range got {
			if bucket < 0 || bucket >= 7 {
				t.Errorf("bucket %d of 7", bucket)
			}
		}
	}
}

func FuzzNgrams(f *testing.F) {
	f.Add("cat", 5)
	f.Add("\xff\x00", 1)
	f.Fuzz(func(t *testing.T, word string, buckets int) {
		got := Ngrams(word, buckets)
		if (len(got) > 0) != (buckets > 0) || len(got) > MaxNgrams {
			t.Fatalf("Ngrams(%q, %d) = %v", word, buckets, got)
		}
	})
}

func BenchmarkNgrams(b *testing.B) {
	for b.Loop() {
		Ngrams("Antecedent", 1<<14)
	}
}
