// Structure: the features of each mention as an antecedent of a pronoun. A port of the
// Go package data/structure, with the names that things have there; tests compare the
// two. A set of features is a Set of their numbers.

// Feature has the number of each feature, in the order of the checkpoint format.
const Feature = Object.fromEntries(("isMention subject sentenceInitial sentenceStart nameWithThe fullName indefinite bare afterPreposition afterComma afterAnd possessor " +
  "beforeStop startSame afterCommaSame beforeCommaSame afterOfPrevious beforeAndPrevious afterCommaAfter beforeCommaAfter inSentence " +
  "quoteDiffers latest againInSentence adjacentObject otherPronounBetween afterSamePronoun ownPossession noCommaBetween sameClauseSubject " +
  "initialSubjectPrevious initialPossessiveAfter subjectsPrevious subjectPossessiveAfter subjectObjectSame ownSubjectObject " +
  "ownSubjectReflexive lastSubject mostRecentSame thirdRecent mostRecentPossessive firstIntroduced secondIntroduced mostMentioned " +
  "competitorInSentence oneCompetitorBetween competitorBeside nameForPerson unknownForPerson placeForPerson genderAgrees nounAgrees " +
  "genderDiffers personForPerson thingForPerson thingForIt personForIt pluralForThey singularForThey personForThey personsForThey " +
  "pluralForOne given").split(" ").map((name, i) => [name, i]));

// Part has a bit for each property of a token, and Form is what a pronoun is in its
// clause.
const Part = { auxiliary: 1, verb: 2, preposition: 4, subordinator: 8, connective: 16, comma: 32, stop: 64, bracket: 128 };
const Form = { subject: 0, object: 1, possessive: 2, reflexive: 3 };

// partOf is the properties of a word in lower case.
function partOf(word) {
  if (word === ",") return Part.comma;
  if ([".", "!", "?", ";", ":", "...", "…"].includes(word)) return Part.stop;
  if (["(", ")", "-", "--", "–", "—"].includes(word)) return Part.bracket;
  if (word === "'s") return 0; // more often a possessive than a verb
  if (word === "and" || word === "but") return Part.connective;
  return (isOn(word, List.auxiliary) ? Part.auxiliary : 0) | (isVerbal(word) ? Part.verb : 0) | (isOn(word, List.preposition) ? Part.preposition : 0) |
    (isOn(word, List.subordinator | List.relative) ? Part.subordinator | Part.connective : 0);
}

const isIndefinite = (word) => ["a", "an", "another", "any", "no", "some"].includes(word);
// The prepositions after which a name is more often that of a place than of a person.
const ofPlace = (word) => ["in", "at", "from", "near", "into", "through", "across", "toward", "towards", "around", "outside", "of"].includes(word);
// The prepositions that may begin a clause.
const alsoConjunction = (word) => ["before", "after", "since", "until", "as"].includes(word);
// followsObject reports whether "her" before the word is an object: before a determiner,
// a pronoun, and what is only a verb, as in "let her go".
const objectFollowers = new Set(("a an the his her their its my your our this that these those some any no another each every all both one " +
  "he she it they i we you him them me us himself herself itself themselves " +
  "what how whose or nor not never back again away here there so too \" '' ” ' ’").split(" "));
function followsObject(word) {
  const c = classOf(word);
  return objectFollowers.has(word) || (c.isVerb && !c.inflected && c.verb >= c.noun + 24);
}
const isPossessiveMark = (word) => word === "'s";

// The kinds of pronoun, to tell those that cannot refer to the same entity; −1 for no
// pronoun.
const pronounKinds = { he: "he him his himself", she: "she her hers herself", it: "it its itself", they: "they them their theirs themselves themself" };
const kindOfPronoun = new Map(Object.values(pronounKinds).flatMap((words, kind) => words.split(" ").map((word) => [word, kind])));
const [He, She, It, They] = [0, 1, 2, 3];
const genderOfKind = [Gender.masculine, Gender.feminine, 0, 0];

// quotationsOf tells for each token whether it is within a quotation, the opening mark
// included.
function quotationsOf(tokens) {
  let open = false;
  return tokens.map(({ text }) => {
    if (text === "``" || text === "“") open = true;
    else if (text === '"') open = !open;
    const quoted = open;
    if (text === "''" || text === "”") open = false;
    return quoted;
  });
}

// counts is the number of items that meet a condition among the first i, for each i.
function counts(list, condition) {
  const sums = [0];
  list.forEach((item, i) => sums.push(sums[i] + (condition(item) ? 1 : 0)));
  return sums;
}

// A TextStructure is what the pronouns of one text share.
class TextStructure {
  constructor(tokens) {
    this.mentions = findMentions(tokens);
    this.words = tokens.map((t) => (isCurly(t.text) ? t.text : wordKey(t.text)));
    this.parts = this.words.map(partOf);
    this.kinds = this.words.map((w) => kindOfPronoun.get(w) ?? -1);
    this.quoted = quotationsOf(tokens);
    const sentences = sentencesOf(tokens);
    this.starts = [], this.previous = []; // the first token of the token's sentence, and of the one before or −1
    tokens.forEach((_, i) => {
      this.starts[i] = i > 0 && sentences[i] === sentences[i - 1] ? this.starts[i - 1] : i;
      this.previous[i] = this.starts[i] > 0 ? this.starts[this.starts[i] - 1] : -1;
    });
    [this.commas, this.verbs, this.connectives] = [Part.comma, Part.verb, Part.connective].map((bit) => counts(this.parts, (p) => p & bit));
    this.pronouns = [He, She, It, They].map((kind) => counts(this.kinds, (k) => k === kind));
    this.entities = [];
    for (const m of this.mentions) {
      const e = (this.entities[m.entity] = this.entities[m.entity] || { first: m.head, mentions: 0, gender: 0, kind: 0, number: 0 });
      e.mentions++;
      for (const what of ["gender", "kind", "number"]) e[what] = e[what] || m[what];
    }
    this.sets = this.mentions.map((_, k) => this.around(k));
    this.findSubjects();
  }

  // neighbours is the words before and after mention k in its sentence, "" at the
  // sentence's ends, and the properties of the one after.
  neighbours(k) {
    const m = this.mentions[k], start = this.starts[m.start], inside = m.end < this.words.length && this.starts[m.end] === start;
    return [m.start > start ? this.words[m.start - 1] : "", inside ? this.words[m.end] : "", inside ? this.parts[m.end] : 0];
  }

  // around is the features of mention k that do not depend on the pronoun.
  around(k) {
    const m = this.mentions[k], [before, after, next] = this.neighbours(k), F = Feature, s = new Set();
    const put = (feature, condition) => { if (condition) s.add(feature); };
    const afterPreposition = before !== "" && this.parts[m.start - 1] & Part.preposition && !(alsoConjunction(before) && next & Part.verb);
    const verbNext = next & Part.verb || (after.endsWith("ly") && m.end + 1 < this.words.length && this.parts[m.end + 1] & Part.verb);
    put(F.isMention, true);
    put(F.subject, verbNext && !afterPreposition);
    put(F.sentenceInitial, m.start - this.starts[m.start] <= 1);
    put(F.sentenceStart, m.start === this.starts[m.start]);
    put(F.nameWithThe, m.name && (before === "the" || this.words[m.start] === "the"));
    put(F.fullName, m.name && m.end - m.start > 1);
    put(F.indefinite, !m.name && isIndefinite(this.words[m.start]));
    put(F.bare, !m.name && m.number !== Count.plural && !isOn(this.words[m.start], List.determiner) && !isPossessiveMark(before));
    put(F.afterPreposition, afterPreposition && before !== "of");
    put(F.afterComma, before === ",");
    put(F.afterAnd, before === "and");
    put(F.possessor, isPossessiveMark(after));
    put(F.beforeStop, after === "" || next & Part.stop);
    return s;
  }

  // findSubjects finds for each token the mention that is the last subject before it
  // in its sentence, or −1; for ownSubject with no subordinator and no pronoun as a
  // subject between.
  findSubjects() {
    this.lastSubject = [], this.ownSubject = [];
    let last = -1, own = -1, k = 0;
    this.words.forEach((w, i) => {
      if (i === this.starts[i]) last = own = -1;
      this.lastSubject[i] = last, this.ownSubject[i] = own;
      while (k < this.mentions.length && this.mentions[k].end <= i) k++;
      const verbNext = i + 1 < this.words.length && this.parts[i + 1] & Part.verb;
      if (k < this.mentions.length && this.mentions[k].end === i + 1 && this.sets[k].has(Feature.subject)) last = own = k;
      else if ((verbNext && isOn(w, List.pronoun)) || (this.parts[i] & (Part.subordinator | Part.preposition)) === Part.subordinator) own = -1;
    });
  }

  // formOf is the form of the pronoun at token i.
  formOf(i) {
    const word = this.words[i], next = this.words[i + 1] || "", part = this.parts[i + 1] || 0;
    if (["him", "them", "hers", "theirs"].includes(word)) return Form.object;
    if (["his", "their", "its"].includes(word)) return Form.possessive;
    if (["himself", "herself", "itself", "themselves", "themself"].includes(word)) return Form.reflexive;
    if (word === "her") return next === "" || part & ~Part.verb || followsObject(next) ? Form.object : Form.possessive;
    if (word === "it") {
      if ((next !== "" && part & Part.verb) || isPossessiveMark(next)) return Form.subject;
      if (i > this.starts[i] && this.parts[i - 1] & (Part.verb | Part.preposition)) return Form.object;
    }
    return Form.subject;
  }

  // otherPronouns reports whether a pronoun of another kind is in tokens from to to.
  otherPronouns(from, to, kind) { return this.pronouns.some((sums, k) => k !== kind && sums[to] > sums[from]); }

  // featuresOf is the features of each mention as an antecedent of the pronoun at
  // token p: for each a list of numbers, ascending, and empty for one that it
  // cannot refer to: that contains it, or whose gender is certain and another.
  featuresOf(p) {
    const form = this.formOf(p), kind = this.kinds[p], sentence = this.starts[p], initial = p - sentence <= 1, hasGender = kind === He || kind === She;
    const rivals = new Competitors(this, p), mentioned = this.entities.map(() => 0), F = Feature;
    for (const m of this.mentions) if (this.starts[m.start] === sentence) mentioned[m.entity]++;
    return this.mentions.map((m, k) => {
      const comes = m.end <= p, follows = m.start > p, start = this.starts[m.start];
      if ((!comes && !follows) || (hasGender && m.certain && m.gender !== genderOfKind[kind])) return [];
      const s = new Set(this.sets[k]), [before, after] = this.neighbours(k);
      const put = (feature, condition) => { if (condition) s.add(feature); };
      const same = comes && start === sentence, previous = comes && !same && start === this.previous[p], isSubject = s.has(F.subject);

      put(F.startSame, same && m.start === sentence);
      put(F.afterCommaSame, same && before === ",");
      put(F.beforeCommaSame, same && after === ",");
      put(F.afterOfPrevious, previous && before === "of");
      put(F.beforeAndPrevious, previous && after === "and");
      put(F.afterCommaAfter, follows && before === ",");
      put(F.beforeCommaAfter, follows && after === ",");

      put(F.inSentence, same);
      put(F.quoteDiffers, this.quoted[m.start] !== this.quoted[p]);
      put(F.latest, comes && rivals.last[m.entity] === m.head);
      put(F.againInSentence, mentioned[m.entity] - (start === sentence ? 1 : 0) > 0);
      put(F.otherPronounBetween, comes && this.otherPronouns(m.end, p, kind));
      put(F.afterSamePronoun, comes && kind >= 0 && this.pronouns[kind][m.start] > 0);
      put(F.ownPossession, kind >= 0 && this.kinds[m.start] === kind && this.formOf(m.start) === Form.possessive);
      if (same) {
        const verbs = this.verbs[p] - this.verbs[m.end], connectives = this.connectives[p] - this.connectives[m.end], own = k === this.ownSubject[p];
        put(F.adjacentObject, p - m.end <= 1 && form === Form.object);
        put(F.noCommaBetween, this.commas[p] === this.commas[m.end]);
        put(F.sameClauseSubject, verbs === 0 && connectives === 0 && form === Form.subject);
        put(F.subjectObjectSame, isSubject && form === Form.object);
        put(F.ownSubjectObject, own && form === Form.object);
        put(F.ownSubjectReflexive, own && form === Form.reflexive);
        put(F.lastSubject, k === this.lastSubject[p] && form === Form.subject);
      }
      put(F.initialSubjectPrevious, previous && initial && form === Form.subject);
      put(F.initialPossessiveAfter, follows && initial && form === Form.possessive);
      put(F.subjectsPrevious, previous && isSubject && form === Form.subject);
      put(F.subjectPossessiveAfter, follows && isSubject && form === Form.possessive);

      const who = this.entities[m.entity], recent = rivals.moreRecent(m.entity), introduced = rivals.introducedBefore(m.entity);
      put(F.mostRecentSame, same && recent === 0);
      put(F.thirdRecent, recent >= 2);
      put(F.mostRecentPossessive, recent === 0 && form === Form.possessive);
      put(F.firstIntroduced, introduced === 0);
      put(F.secondIntroduced, introduced === 1);
      put(F.mostMentioned, who.mentions > rivals.mostMentions(m.entity));
      put(F.competitorInSentence, same && rivals.inSentence(m.entity));
      put(F.oneCompetitorBetween, previous && rivals.between(k) === 1);
      put(F.competitorBeside, rivals.beside(k));

      put(F.nameForPerson, hasGender && m.name);
      put(F.unknownForPerson, hasGender && m.name && who.gender === 0 && who.kind === 0);
      put(F.placeForPerson, hasGender && m.name && who.kind !== Kind.person && ofPlace(before));
      put(F.genderAgrees, hasGender && who.gender && who.gender === genderOfKind[kind]);
      put(F.nounAgrees, hasGender && !m.name && m.gender === genderOfKind[kind]);
      put(F.genderDiffers, hasGender && who.gender && who.gender !== genderOfKind[kind]);
      put(F.personForPerson, hasGender && who.kind === Kind.person);
      put(F.thingForPerson, hasGender && who.kind === Kind.thing);
      put(F.thingForIt, kind === It && who.kind && who.kind !== Kind.person);
      put(F.personForIt, kind === It && who.kind === Kind.person);
      put(F.pluralForThey, kind === They && who.number === Count.plural);
      put(F.singularForThey, kind === They && who.number === Count.singular);
      put(F.personForThey, kind === They && who.kind === Kind.person);
      put(F.personsForThey, kind === They && who.kind === Kind.person && who.number === Count.plural);
      put(F.pluralForOne, kind !== They && who.number === Count.plural);
      return [...s].sort((a, b) => a - b);
    });
  }
}

// Competitors are the entities that the pronoun at token p could refer to as well.
// Every question about them leaves out the entity that is asked about.
class Competitors {
  constructor(text, p) {
    Object.assign(this, { text, p });
    this.is = text.entities.map((x) => agrees(x, text.kinds[p]));
    this.last = text.entities.map(() => -1); // the head of the last mention before the pronoun
    for (const m of text.mentions) if (m.end <= p) this.last[m.entity] = m.head;
    this.others = [...text.entities.keys()].filter((i) => this.is[i]);
  }

  count(entity, condition) { return this.others.filter((i) => i !== entity && condition(i)).length; }
  // moreRecent is how many were mentioned more recently before the pronoun, and
  // introducedBefore how many were mentioned first before the entity was.
  moreRecent(entity) { return Math.min(2, this.count(entity, (i) => this.last[i] > this.last[entity])); }
  introducedBefore(entity) { return Math.min(2, this.count(entity, (i) => this.text.entities[i].first < this.text.entities[entity].first)); }
  mostMentions(entity) { return Math.max(0, ...this.others.filter((i) => i !== entity).map((i) => this.text.entities[i].mentions)); }
  inSentence(entity) { return this.count(entity, (i) => this.last[i] >= this.text.starts[this.p]) > 0; }

  // beside reports whether one is mentioned in the sentence of mention k with at most
  // two tokens between.
  beside(k) {
    const { mentions, starts } = this.text, m = mentions[k];
    return mentions.some((o) => o.entity !== m.entity && this.is[o.entity] && starts[o.start] === starts[m.start] &&
      ((o.start >= m.end && o.start <= m.end + 2) || (o.end <= m.start && o.end >= m.start - 2)));
  }

  // between is how many are mentioned between mention k and the pronoun.
  between(k) {
    const { mentions } = this.text, m = mentions[k];
    return new Set(mentions.filter((o) => o.entity !== m.entity && this.is[o.entity] && o.head >= m.end && o.head < this.p).map((o) => o.entity)).size;
  }
}

// agrees reports whether nothing that is known of an entity excludes a pronoun of a
// kind.
function agrees(x, kind) {
  if (kind === He || kind === She) return (x.gender === 0 || x.gender === genderOfKind[kind]) && x.kind !== Kind.thing && x.number !== Count.plural;
  if (kind === It) return x.kind !== Kind.person && x.number !== Count.plural;
  return kind !== They || x.number !== Count.singular;
}

// sharedHeads is the heads of the mentions between which the content is not to tell:
// the persons' names that the pronoun at token p, of a kind, can mean.
function sharedHeads(mentions, kind, p) {
  const gender = genderOfKind[kind];
  return mentions.filter((m) => gender && !contains(m, p) && m.name && (m.kind === 0 || m.kind === Kind.person) && (m.gender === 0 || m.gender === gender)).map((m) => m.head);
}

// contains reports whether token i is in a mention.
const contains = (m, i) => m.start <= i && i < m.end;

// mentionOptions is what the answer can be, {start, end, head, tokens, probability} each,
// or {none, probability} for NONE, the most probable first. The probability of a mention
// is that of its own tokens, those of a name that of all its mentions, of which the most
// probable is shown. A token is the own token of the mention that it is the head of, and
// otherwise of the shortest mention that contains it. Mentions that contain the pronoun
// are not eligible.
function mentionOptions(mentions, pointer, none, pronoun) {
  const owner = pointer.map(() => null), owned = new Map(mentions.map((m) => [m, []]));
  for (const m of mentions) for (let i = m.start; i < m.end; i++) if (!owner[i] || m.end - m.start < owner[i].end - owner[i].start) owner[i] = m;
  for (const m of mentions) owner[m.head] = m;
  owner.forEach((m, i) => { if (m && i !== pronoun) owned.get(m).push(i); });
  const list = [], names = new Map();
  for (const m of mentions) {
    if (m.start <= pronoun && pronoun < m.end) continue;
    let option = m.name ? names.get(m.entity) : undefined;
    if (!option) {
      list.push((option = { own: -1, probability: 0, tokens: [] }));
      if (m.name) names.set(m.entity, option);
    }
    const own = owned.get(m).reduce((sum, i) => sum + pointer[i], 0);
    if (own > option.own) Object.assign(option, { own, start: m.start, end: m.end, head: m.head });
    option.probability += own;
    option.tokens.push(...owned.get(m));
  }
  return [...list, { none: true, probability: none }].sort((a, b) => b.probability - a.probability);
}

// ordinalOf is the place of an option among those of equal words, in the order of the text:
// " (2nd)". It is empty for words that only one option has.
function ordinalOf(tokens, options, option) {
  const key = (o) => tokens.slice(o.start, o.end).map((t) => wordKey(t.text)).join(" "), equal = options.filter((o) => !o.none && key(o) === key(option));
  if (option.none || equal.length < 2) return "";
  const place = 1 + equal.filter((o) => o.start < option.start).length, teens = Math.floor(place / 10) % 10 === 1;
  return ` (${place}${(!teens && ["th", "st", "nd", "rd"][place % 10]) || "th"})`;
}

// whyAnswer compares an answer with its most probable alternative, the head of another
// mention or NONE: {first, second, terms, sum}, null where there is none. The terms in
// which the two scores differ are content first, then the features by the size of
// their weights.
function whyAnswer({ pointer, antecedent, content, features, mentions, options }, weights) {
  const T = pointer.length;
  let first = T;
  if (antecedent) {
    first = antecedent.start;
    for (let t = first; t < antecedent.end; t++) if (pointer[t] > pointer[first]) first = t;
  }
  if (options.length < 2) return null;
  const second = options[1].none ? T : options[1].head;
  const setOf = (t) => features[mentions.findIndex((m) => m.head === t)] || [], [f, s] = [setOf(first), setOf(second)];
  const terms = [...f.filter((i) => !s.includes(i)).map((i) => [i, weights[i]]), ...s.filter((i) => !f.includes(i)).map((i) => [i, -weights[i]])]
    .sort((x, y) => x[0] - y[0]).sort((x, y) => Math.abs(y[1]) - Math.abs(x[1])).map(([i, value]) => ({ name: english.features[i], value }));
  terms.unshift({ name: "content", value: content[first] - content[second] });
  return { first, second, terms, sum: terms.reduce((sum, t) => sum + t.value, 0) };
}
