package data

import (
	"hash/fnv"

	"antecedent/data/lookup"
)

// MaxNgrams is the greatest number of n-grams of a word. A word of up to eleven
// letters has no more; longer ones lose some of their longest n-grams first.
const MaxNgrams = 32

// The shortest and longest n-grams, in characters: three to five hold English
// endings and most stems. fastText goes to six by default, which in most words
// is nearly the word itself, and that has a vector of its own here.
const minNgram, maxNgram = 3, 5

// Ngrams hashes the character n-grams of a word into buckets, so that words
// never seen in training share vectors with words that look like them
// (Bojanowski et al., "Enriching Word Vectors with Subword Information",
// 2017). The word is its [lookup.Key], put in angle brackets first, which tells
// a prefix or suffix from the middle of a word. The result holds at least one
// and at most MaxNgrams buckets, shortest n-grams first; it is nil if there
// are no buckets.
func Ngrams(word string, buckets int) []int {
	if buckets <= 0 {
		return nil
	}
	text := "<" + lookup.Key(word) + ">"
	starts := make([]int, 0, 64) // the byte at which each character begins
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))

	if len(starts) <= minNgram { // the empty word
		return []int{bucket(text, buckets)}
	}
	out := make([]int, 0, MaxNgrams)
	for n := minNgram; n <= maxNgram; n++ {
		for i := 0; i+n < len(starts) && len(out) < MaxNgrams; i++ {
			out = append(out, bucket(text[starts[i]:starts[i+n]], buckets))
		}
	}
	return out
}

// bucket is the FNV-1a hash of an n-gram, modulo the number of buckets.
func bucket(ngram string, buckets int) int {
	hash := fnv.New32a()
	hash.Write([]byte(ngram))
	return int(uint64(hash.Sum32()) % uint64(buckets))
}
