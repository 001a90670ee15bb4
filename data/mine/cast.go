package mine

import (
	"unicode"
	"unicode/utf8"

	"antecedent/data"
)

// A cast is what a document tells of the words that are names in it.
type cast struct {
	roles  map[string]*role
	joined map[[2]string]bool // words of one name, in order: "dorian gray"
}

// A role is what is known of one word with a capital.
type role struct {
	within   int         // how often it occurs with a capital within a sentence
	lower    int         // how often without
	titled   [3]int      // how often behind a title, by the title's gender
	pronouns [3]int      // how often a pronoun of that gender follows the name alone
	opening  [3]int      // of these, how often the name begins the sentence
	placed   int         // how often behind "in" or "at"
	articled int         // how often behind "the" or "a", as the noun "Chancellor" is
	speaks   int         // how often beside a verb of speech
	listed   data.Gender // of the first name that the word is; 0: none
	gender   data.Gender // 0: not known
	person   bool        // whether it surely or likely names persons
}

// newCast looks at all occurrences of every name.
func newCast(paragraphs []*paragraph) cast {
	c := cast{map[string]*role{}, map[[2]string]bool{}}
	lower := map[string]int{}
	for _, p := range paragraphs {
		for i, t := range p.tokens {
			if !capitalised(t.Text) {
				if r, _ := utf8.DecodeRuneInString(t.Text); unicode.IsLower(r) {
					lower[t.Text]++
				}
				continue
			}
			r := c.roles[p.lower[i]]
			if r == nil {
				r = &role{listed: firstName(p.lower[i])}
				c.roles[p.lower[i]] = r
			}
			if !p.starts[i] {
				r.within++
			}
			if gender, ok := p.titleBefore(i); ok {
				r.titled[gender]++
			}
			if i > 0 && (p.lower[i-1] == "the" || p.lower[i-1] == "a") {
				r.articled++
			}
			if i > 0 && (p.lower[i-1] == "in" || p.lower[i-1] == "at") {
				r.placed++
			}
			if i > 0 && speech[p.lower[i-1]] || i+1 < len(p.tokens) && speech[p.lower[i+1]] {
				r.speaks++
			}
		}
	}
	for word, r := range c.roles {
		r.lower = lower[word]
	}
	for _, p := range paragraphs {
		c.countPronouns(p)
	}
	for _, p := range paragraphs {
		for i := range p.tokens {
			if i > 0 && c.isName(p, i) && c.isName(p, i-1) && p.isGap(i) {
				c.joined[[2]string{p.lower[i-1], p.lower[i]}] = true
			}
		}
	}
	for word, r := range c.roles {
		r.judge(word)
	}
	return c
}

// nominative are the pronouns that most often refer to the subject before them.
var nominative = map[string]data.Gender{
	"he": data.Masculine, "himself": data.Masculine, "she": data.Feminine, "herself": data.Feminine,
}

// countPronouns counts, in sentences that name one person or thing, the gender of the
// first pronoun behind it.
func (c cast) countPronouns(p *paragraph) {
	for _, s := range p.sentences {
		var name *role
		first := false
		names := 0
		for i := s.Start; i < s.End; i++ {
			if f, ok := nominative[p.lower[i]]; ok && names == 1 {
				name.pronouns[f]++
				if first {
					name.opening[f]++
				}
				break
			}
			if c.isName(p, i) {
				if names == 1 && i > s.Start && c.isName(p, i-1) { // a name of several words
					if particles[p.lower[i-1]] {
						name = c.roles[p.lower[i]]
					}
					continue
				}
				if gender, _ := p.titleBefore(i); gender != 0 {
					names = 2
				}
				name, first = c.roles[p.lower[i]], i <= s.Start+2
				names++
			}
			if names > 1 {
				break
			}
		}
	}
}

// judge decides on a role's gender by the list of first names, titles and pronouns.
// Where they disagree the gender is unknown.
func (r *role) judge(word string) {
	byPronouns := leaning(r.pronouns, 5, 0.85)
	if byPronouns == 0 {
		byPronouns = leaning(r.opening, 5, 0.8)
	}
	if g := leaning(r.pronouns, 20, 0.7); byPronouns == 0 && g == leaning(r.opening, 3, 0.6) {
		byPronouns = g
	}
	byTitles := leaning(r.titled, 3, 0.95)
	listed := r.listed
	titled := r.titled[0] + r.titled[data.Masculine] + r.titled[data.Feminine]
	r.person = listed != 0 || titled+r.speaks > 1 && titled+r.speaks > r.placed
	if 3*r.articled > r.within {
		return
	}
	switch opposite := data.Masculine + data.Feminine - listed; {
	case listed != 0 && (byPronouns != opposite || byTitles == listed) && (r.titled[opposite] < max(3, r.titled[listed]) || byPronouns == listed):
		r.gender = listed
	case listed != 0 && byTitles != listed && leaning(r.pronouns, 20, 0.75) == opposite:
		r.gender = opposite // a girl who is called Charley
	case listed != 0 || !r.person:
	case byPronouns == 0 && byTitles == 0:
		if g := leaning(r.pronouns, 5, 0.65); g == leaning(r.titled, 2, 0.8) {
			r.gender = g
		}
	case byPronouns == byTitles || byTitles == 0:
		r.gender = byPronouns
	case byPronouns == 0:
		r.gender = byTitles
	}
}

// leaning returns the gender of at least a share of the occurrences, of which there
// must be enough, or 0.
func leaning(counts [3]int, enough int, share float64) data.Gender {
	m, f := counts[data.Masculine], counts[data.Feminine]
	switch least := share * float64(m+f); {
	case m+f < enough:
	case float64(m) >= least:
		return data.Masculine
	case float64(f) >= least:
		return data.Feminine
	}
	return 0
}

// isName reports whether token i is a word of a name: it has a capital that neither the
// beginning of a sentence explains nor, for other than first names, that it is a common
// word as well.
func (c cast) isName(p *paragraph, i int) bool {
	if !capitalised(p.tokens[i].Text) || notNames[p.lower[i]] {
		return false
	}
	if _, ok := titles[p.lower[i]]; ok || endearments[p.lower[i]] {
		return false
	}
	if genderedNouns[p.lower[i]] != 0 || neutralNouns[p.lower[i]] {
		return false
	}
	r := c.roles[p.lower[i]]
	if r != nil && r.listed != 0 && !p.starts[i] {
		return true
	}
	return r != nil && (r.within > 0 || r.listed != 0) && 5*r.lower <= r.within
}

// together reports whether a word of one name stands beside a word of the other
// somewhere in the document, as "Dorian" and "Gray" do in "Dorian Gray".
func (c cast) together(a, b []string) bool {
	for _, v := range a {
		for _, w := range b {
			if c.joined[[2]string{v, w}] || c.joined[[2]string{w, v}] {
				return true
			}
		}
	}
	return false
}

// titleBefore finds a title in front of token i.
func (p *paragraph) titleBefore(i int) (data.Gender, bool) {
	if i > 1 && p.tokens[i-1].Text == "." && !p.apart(i-1) {
		i--
	}
	if i == 0 || !capitalised(p.tokens[i-1].Text) {
		return 0, false
	}
	gender, ok := titles[p.lower[i-1]]
	return gender, ok
}

// capitalised reports whether a word has a capital first and a lower-case letter next.
func capitalised(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) || size == len(word) {
		return false
	}
	rest := word[size:]
	next, size := utf8.DecodeRuneInString(rest)
	if next == '\'' || next == '’' { // O'Brien
		return len(rest) > size+1
	}
	return unicode.IsLower(next)
}
