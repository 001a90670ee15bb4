package structure

import "antecedent/data"

// competitors are the entities that the pronoun of an example could refer to as well.
// Every question about them leaves out the entity that is asked about.
type competitors struct {
	text *text
	is   []bool // of each entity
	last []int  // the head of each entity's last mention before the pronoun, or -1

	// Of the competitors: the two latest values of last, the two earliest first
	// mentions, and the two greatest numbers of mentions.
	recent, first, often ranking
	sentence             ranking // those mentioned in the pronoun's sentence before it
}

// A ranking holds the two greatest values of different entities.
type ranking struct {
	entity, value [2]int
	n             int
}

// add enters an entity with its value, once.
func (r *ranking) add(entity, value int) {
	switch {
	case r.n == 0 || value > r.value[0]:
		r.entity[1], r.value[1] = r.entity[0], r.value[0]
		r.entity[0], r.value[0] = entity, value
	case r.n == 1 || value > r.value[1]:
		r.entity[1], r.value[1] = entity, value
	default:
		return
	}
	r.n = min(2, r.n+1)
}

// above returns how many of the two are greater than the value.
func (r *ranking) above(value int) int {
	n := 0
	for i := range r.n {
		n += one(r.value[i] > value)
	}
	return n
}

// best returns the greatest value of another entity, and false where there is none.
func (r *ranking) best(entity int) (int, bool) {
	for i := range r.n {
		if r.entity[i] != entity {
			return r.value[i], true
		}
	}
	return 0, false
}

func (t *text) competitors(e *data.Example) *competitors {
	c := &competitors{text: t, is: make([]bool, len(t.entities)), last: make([]int, len(t.entities))}
	p := e.Pronoun.Start
	for i := range c.last {
		c.last[i] = -1
		c.is[i] = len(e.Candidates) == 0 && t.entities[i].agrees(t.kinds[p])
	}
	for _, m := range t.mentions {
		if m.End <= p {
			c.last[m.Entity] = m.Head
		}
		for _, candidate := range e.Candidates {
			if candidate.Contains(m.Head) {
				c.is[m.Entity] = true
			}
		}
	}
	for i, x := range t.entities {
		if !c.is[i] || x.mentions == 0 {
			continue
		}
		c.recent.add(i, c.last[i])
		c.first.add(i, -x.first)
		c.often.add(i, x.mentions)
		if c.last[i] >= t.starts[p] {
			c.sentence.add(i, 1)
		}
	}
	return c
}

// agrees reports whether nothing that is known of the entity excludes the pronoun.
func (x entity) agrees(pronoun int) bool {
	switch pronoun {
	case he, she:
		return (x.gender == 0 || x.gender == genders[pronoun]) && x.kind != data.Thing && x.number != data.Plural
	case it:
		return x.kind != data.Person && x.number != data.Plural
	case they:
		return x.number != data.Singular
	}
	return true
}

// moreRecent returns how many competitors, of at most two, were mentioned more
// recently before the pronoun.
func (c *competitors) moreRecent(entity int) int { return c.recent.above(c.last[entity]) }

// introducedBefore returns how many competitors, of at most two, were mentioned
// first before the entity was.
func (c *competitors) introducedBefore(entity int) int {
	return c.first.above(-c.text.entities[entity].first)
}

// mostMentions returns the greatest number of mentions of a competitor.
func (c *competitors) mostMentions(entity int) int {
	n, _ := c.often.best(entity)
	return n
}

// inSentence reports whether a competitor is mentioned in the pronoun's sentence
// before it.
func (c *competitors) inSentence(entity int) bool {
	_, ok := c.sentence.best(entity)
	return ok
}

// beside reports whether a competitor is mentioned in the sentence of mention k with at
// most two tokens between.
func (c *competitors) beside(k int) bool {
	t := c.text
	m := t.mentions[k]
	rival := func(o data.Mention) bool {
		return o.Entity != m.Entity && c.is[o.Entity] && t.starts[o.Start] == t.starts[m.Start]
	}
	for j := k + 1; j < len(t.mentions) && t.mentions[j].Start <= m.End+2; j++ {
		if o := t.mentions[j]; o.Start >= m.End && rival(o) {
			return true
		}
	}
	for j := k - 1; j >= 0 && t.mentions[j].End >= m.Start-2; j-- {
		if o := t.mentions[j]; o.End <= m.Start && rival(o) {
			return true
		}
	}
	return false
}

// between counts the competitors that are mentioned between a mention and the
// pronoun, for mentions from the last to the first.
type between struct {
	competitors *competitors
	seen        []bool
	n           int // of seen
	next        int // the mentions from here on were looked at
	p           int
}

func newBetween(t *text, c *competitors, p int) *between {
	b := &between{competitors: c, seen: make([]bool, len(t.entities)), next: len(t.mentions), p: p}
	return b
}

// count returns the number for mention k, which must not grow from call to call.
func (b *between) count(k int) int {
	t := b.competitors.text
	end := t.mentions[k].End
	for ; b.next > 0 && t.mentions[b.next-1].Head >= end; b.next-- {
		m := t.mentions[b.next-1]
		if m.Head < b.p && b.competitors.is[m.Entity] && !b.seen[m.Entity] {
			b.seen[m.Entity] = true
			b.n++
		}
	}
	return b.n - one(b.seen[t.mentions[k].Entity])
}
