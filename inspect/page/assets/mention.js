// Mention: what a text mentions, its names and noun phrases. A port of the Go package
// data/mention, with the names that things have there; tests compare the two. Find
// takes no given spans here.

// A mention: {start, end, head, name, entity, gender, number, kind}. The last three
// are 0 where nothing is known.
const Gender = { masculine: 1, feminine: 2 }, Count = { singular: 1, plural: 2 }, Kind = { person: 1, animal: 2, thing: 3 };

// List has a bit for each of the word lists.
const List = Object.fromEntries(["determiner", "pronoun", "possessive", "preposition", "subordinator", "relative", "conjunction",
  "auxiliary", "verb", "function", "premodifier", "adjectival", "calendar", "link", "abbreviation",
  "suffix", "title", "masculine-title", "feminine-title", "masculine", "feminine", "group", "person",
  "masculine-name", "feminine-name", "subject", "modal", "elliptic", "idiom", "acronym"].map((name, i) => [name, 1 << i]));
List.closed = List.determiner | List.pronoun | List.preposition | List.subordinator | List.relative | List.conjunction | List.auxiliary | List.verb | List.function;
List.firstName = List["masculine-name"] | List["feminine-name"];
List.gendered = List.masculine | List.feminine;

// A WordClass is what is known of a word without its context, of the six bytes of
// Class.Bytes.
class WordClass {
  constructor([noun, verb, adjective, adverb, flags, name]) {
    Object.assign(this, { noun, verb, adjective, adverb });
    this.highest = Math.max(noun, verb, adjective, adverb);
    this.known = this.highest > 0;
    this.isNoun = noun > 0 && noun >= Math.max(verb, adjective, adverb);
    this.isVerb = verb > Math.max(noun, adjective, adverb);
    this.isAdjective = adjective > Math.max(noun, verb, adverb);
    this.isAdverb = adverb > Math.max(noun, verb, adjective);
    [this.common, this.proper, this.plural, this.frequent, this.inflected, this.irregular, this.givenName] = [1, 2, 4, 8, 16, 32, 64].map((bit) => (flags & bit) !== 0);
    this.kind = name & 3, this.firstName = (name >> 2) & 3, this.nameKind = (name >> 4) & 3;
  }
}
const noClass = new WordClass([0, 0, 0, 0, 0, 0]);

// english is the lists and classes of words: lists is a Map from a word to its bits,
// classes one from a word to its WordClass, features the names of the structural
// features.
let english = null;

// readEnglish decodes the object of the same name in the page. A word begins with how
// many characters it shares with the word before it, as a digit of base 36.
function readEnglish({ lists, words, rows, of, features }) {
  const bytes = bytesOf(rows), index = bytesOf(of), kinds = [];
  for (let i = 0; i < bytes.length; i += 6) kinds.push(new WordClass(bytes.subarray(i, i + 6)));
  english = { lists: new Map(), classes: new Map(), features };
  for (const [name, list] of Object.entries(lists)) for (const word of list) english.lists.set(word, english.lists.get(word) | List[name]);
  let word = "";
  words.split("\n").forEach((line, i) => {
    word = word.slice(0, parseInt(line[0], 36)) + line.slice(1);
    english.classes.set(word, kinds[index[2 * i] | (index[2 * i + 1] << 8)]);
  });
}

const listsOf = (word) => english.lists.get(word) || 0;
const isOn = (word, list) => (listsOf(word) & list) !== 0;
const classOf = (word) => english.classes.get(word) || noClass;

// Thresholds of the scores of a class: each 8 are a doubling of the count.
const Score = { rare: 8, uncommon: 22, usual: 56 };

const isUpper = (c) => /^\p{Lu}$/u.test(c), isLower = (c) => /^\p{Ll}$/u.test(c);
const firstOf = (text) => String.fromCodePoint(text.codePointAt(0));
const isCapital = (text) => isUpper(firstOf(text));
// allUpper reports whether Go's strings.ToUpper leaves a text as it is, which maps
// each character to one.
const allUpper = (text) => Array.from(text).every((c) => c.toUpperCase() === c || (c.toUpperCase().length > 1 && c.length === 1 && !/[ᾀ-ᾇᾐ-ᾗᾠ-ᾧᾳῃῳ]/.test(c)));
const byteLength = (text) => new TextEncoder().encode(text).length;

// What a word without a class looks like.
const looksAdverbial = (word) => word.endsWith("ly");
const looksVerbal = (word) => word.endsWith("ed") || word.endsWith("ing");

// isVerbal reports whether a word is more usual as a verb than as anything else.
function isVerbal(word, is = listsOf(word), c = classOf(word)) {
  if (is & (List.auxiliary | List.verb)) return true;
  if (is & List.closed & ~List.function) return false;
  return c.isVerb || (!c.known && byteLength(word) > 3 && word.endsWith("ed"));
}

// sentencesOf is the number of the sentence that each token is in, from 0.
function sentencesOf(tokens) {
  const numbers = [];
  let number = 0, open = false; // open: within straight quotation marks
  for (let i = 0; i < tokens.length; i++) {
    numbers[i] = number;
    const text = markOf(tokens[i]);
    if (text === '"') open = opensQuote(tokens, i, open);
    if (!isTerminal(text) || (text === "." && endsAbbreviation(tokens, i))) continue;
    for (; i + 1 < tokens.length; i++) {
      const next = markOf(tokens[i + 1]), quote = next === '"' && !opensQuote(tokens, i + 1, open);
      if (!quote && !isTerminal(next) && !"”’)]''".includes(next)) break;
      if (quote) open = false;
      numbers[i + 1] = number;
    }
    if (i + 1 < tokens.length) {
      const c = firstOf(wordForm(tokens[i + 1].text));
      if (!isLower(c) && c !== "," && c !== ";") number++;
    }
  }
  return numbers;
}

// markOf is the form of a token, but a curly quotation mark as it is.
const markOf = ({ text }) => (isCurly(text) ? text : wordForm(text));

const isTerminal = (text) => /^[.!?…]+$/.test(text);

// opensQuote reports whether the straight quotation mark at i is an opening one.
function opensQuote(tokens, i, open) {
  const left = i > 0 && tokens[i - 1].end === tokens[i].start;
  const right = i + 1 < tokens.length && tokens[i].end === tokens[i + 1].start;
  return left !== right ? right : !open;
}

// endsAbbreviation reports whether the period at i belongs to the word before it.
function endsAbbreviation(tokens, i) {
  if (i === 0 || i + 1 === tokens.length || wordForm(tokens[i].text) !== "." || tokens[i - 1].end !== tokens[i].start) return false;
  const word = wordForm(tokens[i - 1].text), is = listsOf(lower(word)), next = tokens[i + 1].text;
  if (is & List.suffix || (is & List.abbreviation && !(is & List.title))) return !isOn(wordKey(next), List.closed) || !isCapital(next);
  if (is & List.abbreviation) return isCapital(word);
  return characters(word) === 1 && isCapital(word) && word !== "I";
}

// After these a capital letter may be that of a beginning.
const beforeStart = new Set([".", "!", "?", ":", ";", '"', "“", "‘", "'", "`", "``", "''"]);

// noWord is what stands outside of the text. A word is a token with all that the
// rules ask of it: letter: begins with a letter; capital: has a capital letter that
// says something; start: begins a sentence or a quotation; glued: follows the token
// before it without white space; dot: is the period of an abbreviation.
const noWord = { text: "", lower: "", class: noClass, is: 0, letter: false, capital: false, start: false, glued: false, dot: false };

// readWords prepares the tokens.
function readWords(tokens) {
  const sentences = sentencesOf(tokens), words = [];
  tokens.forEach((t, i) => {
    const w = { ...noWord, text: wordForm(t.text), lower: wordKey(t.text) };
    w.is = listsOf(w.lower);
    w.letter = isLetter(firstOf(w.text));
    w.capital = w.letter && w.lower !== w.text;
    if (w.letter) w.class = classOf(w.lower);
    w.glued = i > 0 && tokens[i - 1].end === t.start;
    w.dot = endsAbbreviation(tokens, i);
    w.start = i === 0 || sentences[i] !== sentences[i - 1] || (!words[i - 1].dot && beforeStart.has(markOf(tokens[i - 1])));
    const ampersand = i + 1 < tokens.length && wordForm(tokens[i + 1].text) === "&" && tokens[i + 1].start === t.end;
    if ((w.is & List.acronym || ampersand) && allUpper(w.text)) w.is = 0; // "US", "AT&T"
    words.push(w);
  });
  for (let from = 0, to; from < words.length; from = to) {
    for (to = from + 1; to < words.length && sentences[to] === sentences[from]; ) to++;
    ignoreCapitals(words.slice(from, to));
  }
  return words;
}

// ignoreCapitals takes the capitals of a sentence that is all in capitals for small
// letters, except those of words that are names only.
function ignoreCapitals(words) {
  const long = words.filter((w) => w.letter && byteLength(w.text) > 1);
  if (long.length < 3 || !long.every((w) => allUpper(w.text))) return;
  for (const w of words) {
    w.is = listsOf(w.lower);
    w.capital = w.capital && !(w.is & List.closed) && (!w.class.known || w.class.proper || w.class.firstName !== 0);
  }
}

// tells holds the verbs that take a person and a clause.
const tells = new Set("tell tells told telling assured informed reminded warned promised convinced".split(" "));

const startsWithDigit = (w) => /^[0-9]/.test(w.text);
const isShort = (w) => characters(w.text) === 1;
// isAcronym reports whether a word is in capitals, such as "CEO". Then its class, which
// is that of the word in any case, does not say that it is a first name.
const isAcronym = (w) => w.capital && byteLength(w.text) > 1 && allUpper(w.text);
const isFirstName = (w) => (w.is & List.firstName) !== 0;
// openCapital reports whether a word has a capital and is not of a closed class.
const openCapital = (w) => w.capital && !(w.is & List.closed);
// isCentral reports whether a word is one of the determiners of which a noun phrase has one.
const isCentral = (w) => ["this", "that", "these", "those", "what", "which"].includes(w.lower) || isArticle(w.lower) || (w.is & List.possessive) !== 0;
const isArticle = (word) => word === "the" || word === "a" || word === "an";

// findMentions is Find: the names and noun phrases that tokens mention, in the order
// of their heads.
function findMentions(tokens) {
  const finder = new Finder(tokens);
  finder.find();
  describeAll(finder.words, finder.found);
  return finder.found;
}

// A Finder finds the mentions of one text.
class Finder {
  constructor(tokens) {
    this.words = readWords(tokens);
    this.found = [];
    // Words with a capital within a sentence.
    this.named = new Set(this.words.filter((w, i) => w.capital && !w.start && !(w.is & List.closed) && !this.at(i - 1).start).map((w) => w.lower));
  }

  find() {
    for (let i = 0; i < this.words.length; ) {
      if (this.nameAt(i)) i = this.name(i, i);
      else if (this.determinerAt(i)) i = this.phrase(i);
      else if (this.bareNounAt(i)) i = this.bare(i);
      else i++;
    }
  }

  at(i) { return this.words[i] || noWord; }
  add(start, end, head, name) { this.found.push({ start, end, head, name, entity: 0, gender: 0, number: 0, kind: 0, certain: false }); }
  lastEnd() { return this.found.length ? this.found[this.found.length - 1].end : 0; }

  // closedAt reports whether token i cannot be inside a noun phrase.
  closedAt(i) {
    const w = this.at(i);
    if (w.lower === "being" && i > 0) return this.at(i - 1).class.adjective === 0 || this.at(i - 1).class.plural; // "a human being"
    return !w.letter || ((w.is & List.closed) !== 0 && !this.joined(i));
  }

  // joined reports whether a hyphen joins word i to the word before it.
  joined(i) { return i > 1 && this.at(i).glued && this.at(i - 1).text === "-" && this.at(i - 1).glued; }
  // hyphenAt reports whether token i is a hyphen inside a word.
  hyphenAt(i) { return this.joined(i + 1) && this.at(i + 1).letter; }

  // possessorAt reports whether token i is the "'s" or "'" of a possessive.
  possessorAt(i) {
    const w = this.at(i), before = this.at(i - 1);
    const noun = !(before.is & List.closed) || before.is & List.elliptic || (isFirstName(before) && before.capital);
    if (!w.glued || !before.letter || !noun) return false; // "let's", "it's"
    if (w.lower === "'s") return true;
    return w.lower === "'" && before.lower.endsWith("s");
  }

  // after is the index of the token after word i and its period.
  after(i) { return this.at(i + 1).dot ? i + 2 : i + 1; }

  // nameAt reports whether word i is a name or begins one.
  nameAt(i) {
    const w = this.at(i), before = this.at(i - 1), next = this.at(this.after(i));
    if (!w.capital || w.lower === "i") return false;
    if (isShort(w)) return this.at(i + 1).dot || this.maskAt(i + 1) || before.text === "&" || (openCapital(before) && !before.start); // "J. Smith", "AT&T"
    if (w.is & List.adjectival) return !w.start && (openCapital(next) || !next.letter || (next.is & List.closed) !== 0 || next.class.noun === 0);
    if (w.start) return this.nameAtStart(i);
    if (!(w.is & List.closed)) return true;
    // A first name that is also an auxiliary: "to Will", "Edna May", "May Smith".
    return isFirstName(w) && ((before.is & (List.preposition | List.title)) !== 0 || (openCapital(before) && !(before.is & List.calendar)) ||
      (openCapital(next) && !(next.is & List.calendar)) || isVerbal(next.lower, next.is, next.class));
  }

  // nameAtStart reports whether the capital of a word that begins a sentence is that
  // of a name.
  nameAtStart(i) {
    const w = this.at(i), c = w.class, usual = Score.usual;
    let next = this.at(this.after(i));
    const nameNext = openCapital(next);
    if (isFirstName(w) && next.is & List.function) next = this.at(i + 2); // "Mark almost made it"
    const verbNext = (next.is & (List.auxiliary | List.verb)) !== 0 || next.class.irregular || (next.class.isVerb && next.class.inflected);
    if (w.is & List.closed) return isFirstName(w) && ((verbNext && !next.capital) || ((next.is & List.conjunction) !== 0 && this.named.has(w.lower)));
    if ((w.is & List.title && next.capital) || c.proper) return true;
    if (this.named.has(w.lower) && (!c.known || isFirstName(w) || !c.frequent)) return true;
    if (!c.known) {
      if (looksAdverbial(w.lower) && c.firstName === 0 && !nameNext) return false; // "Alternatively"
      return !c.frequent || nameNext || c.firstName !== 0 || c.nameKind !== 0;
    }
    if ((isFirstName(w) && (verbNext || !next.letter)) || (c.isAdjective && this.possessorAt(i + 1))) return true; // "Bob, come", "Savage's son"
    if (c.isAdjective && c.verb === 0 && c.highest < usual - 16 && next.class.isVerb) return true; // "Rocky beat Drago"
    if (c.isAdverb) return false;
    if (verbNext && next.letter && c.highest < usual && c.adverb <= Score.rare && !looksVerbal(w.lower) && !c.plural && !c.inflected && this.likeName(w)) return true; // "Hunter was late"
    if (nameNext && !isShort(next)) return !looksVerbal(w.lower);
    if (c.isNoun || c.highest < Score.uncommon) {
      const nounNext = next.letter && !(next.is & List.closed) && next.class.noun > next.class.verb;
      return this.likeName(w) && !c.plural && !nounNext;
    }
    return false;
  }

  likeName(w) { return this.named.has(w.lower) || w.class.nameKind !== Kind.thing; }

  // name reads the name that begins at i, whose mention begins at start, and returns
  // where to go on.
  name(start, i) {
    let end = this.nameEnd(i), head = end - 1;
    while (head > i && (this.at(head).is & List.suffix || !this.at(head).letter)) head--; // "Smith Jr."
    const determined = start < i, first = this.at(i);
    if (determined) { // "the Ford car"
      let k = end;
      while (this.nounAfterName(k)) k++;
      if (k > end) return this.add(start, k, k - 1, false), k;
    }
    const h = this.at(head);
    if (this.at(end).lower === "of" && (determined || h.is & List.title || h.class.common)) {
      let k = end + 1;
      if (this.at(k).lower === "the") k++;
      if (this.nameAt(k) && !(this.at(k).is & List.calendar)) { // "the Bank of England"
        end = this.nameEnd(k);
        return this.add(start, end, head, true), end;
      }
    }
    const single = end === i + 1;
    if (single && determined && first.is & List.adjectival) this.add(start, end, head, false); // "an American"
    else if (single && first.is & List.calendar && (!isFirstName(first) || determined || this.at(i - 1).is & List.preposition || startsWithDigit(this.at(end)))) {
      // A date is no mention; "May" may be a woman.
    } else this.add(start, end, head, true);
    return end;
  }

  // nameEnd is where the name that begins at i ends.
  nameEnd(i) {
    for (let j = this.after(i); ; ) {
      const w = this.at(j);
      if (this.besideAt(i, j) || this.pairAt(i, j)) return j;
      if ((w.capital && (!w.start || this.at(j - 1).dot) && this.nameAt(j)) || (w.capital && w.is & List.suffix)) j = this.after(j);
      else if ((w.is & List.link || w.text === "&") && this.nameAt(j + 1)) j = this.after(j + 1); // "Ludwig van Beethoven"
      else if (w.is & List.link && this.at(j + 1).is & List.link && this.nameAt(j + 2)) j = this.after(j + 2); // "Jean de la Croix"
      else if (this.hyphenAt(j) || this.maskAt(j)) j += 2;
      else return j;
    }
  }

  // besideAt reports whether the name that begins at word j is another than the one that
  // is word i, the word before it: "on Monday Anna met him", "told Anna Beth left".
  besideAt(i, j) {
    if (j !== i + 1 || !this.personAt(j)) return false;
    const w = this.at(i), before = this.at(i - 1), after = this.at(j + 1);
    if (w.is & List.calendar && !isFirstName(w)) return true;
    if (!isVerbal(after.lower, after.is, after.class)) return false;
    const place = w.class.nameKind === Kind.thing && w.class.proper && !w.class.common;
    return (place && before.start && (before.is & List.preposition) !== 0) || (tells.has(before.lower) && this.personAt(i));
  }

  // pairAt reports whether the ampersand at j stands between the first names of two
  // persons, of which word i is one.
  pairAt(i, j) { return j === i + 1 && this.at(j).text === "&" && this.personAt(i) && this.personAt(j + 1); }

  // personAt reports whether word i is a first name.
  personAt(i) {
    const w = this.at(i);
    return w.capital && w.class.firstName !== 0 && w.class.nameKind === Kind.person;
  }

  // maskAt reports whether token i is an asterisk inside a word: "J*rg".
  maskAt(i) { return this.at(i).text === "*" && this.at(i).glued && this.at(i + 1).glued && this.at(i + 1).letter; }

  // nounAfterName reports whether word i is a noun that continues a name with a
  // determiner.
  nounAfterName(i) {
    const w = this.at(i), c = w.class;
    return !this.closedAt(i) && !w.capital && c.noun > c.adjective && (c.verb === 0 || c.noun > c.verb + 8);
  }

  // determinerAt reports whether token i begins a noun phrase: a determiner, or what
  // follows a possessor.
  determinerAt(i) {
    const w = this.at(i), next = this.at(i + 1);
    if (this.possessorAt(i)) return true;
    if (!(w.is & List.determiner) || this.joined(i)) return false;
    if ((w.is & List.possessive) !== 0 && isCentral(next)) return false; // "gave her the book"
    if (w.lower === "what" || w.lower === "which") return !(next.is & List.determiner) && !next.capital; // "what the teacher said"
    if (w.lower === "each") return next.lower !== "other"; // "each other" means those who were mentioned before
    if (w.lower === "both" || w.lower === "either" || w.lower === "neither") return !isCentral(next) && !this.nameAt(i + 1); // "both Anna and Tom"
    if (w.lower === "that") { // more often a conjunction
      if (next.capital || next.class.nameKind === Kind.person) return false;
      return this.singularNoun(i + 1) || (!this.closedAt(i + 1) && next.class.isAdjective && this.singularNoun(i + 2));
    }
    return true;
  }

  singularNoun(i) {
    const c = this.at(i).class;
    return !this.closedAt(i) && c.noun > Math.max(c.verb, c.adjective) && !c.plural;
  }

  // phrase reads the noun phrase that the determiner at i begins and returns where to
  // go on.
  phrase(i) {
    const start = this.possessorAt(i) ? i + 1 : i;
    let j = i + 1, head = -1;
    for (; j < this.words.length; j++) {
      if (this.hyphenAt(j)) {
        if (this.at(j + 1).is & List.preposition) { // "mother-in-law": the first word is the head
          head = j - 1;
          while (this.hyphenAt(j)) j += 2;
          return this.add(start, j, head, false), j;
        }
        head = -1;
      } else if (head < 0 && this.premodifierAt(i, j)) {
        // part of the phrase
      } else if (this.closedAt(j)) break;
      else if (this.nameAt(j)) {
        if (head < 0 || this.modifierAt(head)) return this.name(start, j);
        break;
      } else if (head < 0) {
        if (this.verbAfterDeterminer(i, j)) break;
        if (this.headAt(j)) head = j;
      } else if (this.continuesAt(j)) head = j;
      else break;
    }
    if (head >= 0) return this.add(start, head + 1, head, false), head + 1;
    if (this.at(i).lower === "the" && j === i + 2 && this.at(i + 1).class.adjective > 0) return this.add(start, j, i + 1, false), j; // "the rich"
    if (j > i + 1 && this.at(i + 1).is & List.elliptic) return this.add(start, i + 2, i + 1, false), i + 2; // "the two"
    return i + 1;
  }

  // premodifierAt reports whether token j, before the noun of the phrase that begins
  // at i, is part of it without being a noun.
  premodifierAt(i, j) {
    const w = this.at(j);
    if ((w.is & (List.determiner | List.premodifier) && !this.joined(j)) || startsWithDigit(w)) return true;
    return (w.text === "," || w.lower === "and") && j > i + 1 && this.at(j - 1).class.adjective > 0 && this.at(j + 1).class.adjective > 0 && !(this.at(j + 1).is & List.closed);
  }

  // modifierAt reports whether word j, taken for a noun, is rather an adjective or a
  // participle of the name that follows: "the dying Indian".
  modifierAt(j) {
    const c = this.at(j).class;
    return c.adjective > 0 || (c.isVerb && c.inflected && !c.plural);
  }

  // verbAfterDeterminer reports whether word j is a verb, so that what began at i is
  // no noun phrase: "all saw", "the two met", "John's leaving".
  verbAfterDeterminer(i, j) {
    const c = this.at(j).class, d = this.at(i);
    const alone = j === i + 1 && !(d.is & List.possessive) && !isArticle(d.lower);
    return (alone || this.possessorAt(i) || (this.at(j - 1).is & List.elliptic) !== 0) && c.inflected && c.isVerb;
  }

  // headAt reports whether word j can be the first noun of a phrase.
  headAt(j) {
    const c = this.at(j).class, next = this.at(j + 1).class;
    if (c.noun === 0) return !c.known && !looksAdverbial(this.at(j).lower);
    if (this.closedAt(j + 1)) return true;
    const nounNext = next.noun > 0 && next.verb < next.noun + 24 && (next.noun > next.verb || c.adjective > c.noun + 12);
    return c.adjective <= c.noun || !nounNext;
  }

  // continuesAt reports whether word j belongs to the phrase whose last noun is before
  // it.
  continuesAt(j) {
    const w = this.at(j), c = w.class;
    if (this.verbOf(j) || (c.plural && this.at(j - 1).class.plural)) return false; // "gave the neighbors tickets"
    if (!c.known) return !looksVerbal(w.lower) && !looksAdverbial(w.lower);
    return w.lower === "being" || (c.noun > c.verb && c.noun >= c.adjective && c.noun > c.adverb);
  }

  // verbOf reports whether word j is rather the verb of the noun before it than
  // another noun: "the company plans the trip".
  verbOf(j) {
    const c = this.at(j).class, next = this.at(j + 1);
    if (!c.plural || c.verb === 0 || this.at(j - 1).class.plural) return false;
    return (next.is & (List.determiner | List.pronoun)) !== 0 || next.lower === "to" || next.class.isAdverb || this.nameAt(j + 1) ||
      ((next.is & List.preposition) !== 0 && c.verb + 8 >= c.noun);
  }

  // predicateOf reports whether word j is the verb of the plural that begins the
  // sentence: "Dogs bark".
  predicateOf(j) {
    const c = this.at(j).class, before = this.at(j - 1);
    return before.start && before.class.plural && c.verb > 0 && !c.plural;
  }

  // bareNounAt reports whether word i is a noun that needs no determiner.
  bareNounAt(i) {
    if (this.closedAt(i)) return false;
    const w = this.at(i), before = this.at(i - 1), next = this.at(i + 1), c = w.class, other = Math.max(c.verb, c.adjective, c.adverb);
    if (w.is & List.calendar) return false;
    if (!c.known) return (byteLength(w.lower) > 3 || c.proper) && !(before.is & (List.subject | List.modal | List.auxiliary)) && !looksVerbal(w.lower) && !looksAdverbial(w.lower);
    if (w.is & List.idiom && before.is & List.preposition) return false; // "for example"
    if (before.is & List.preposition && !(before.is & List.modal) && c.noun > 0 && c.noun >= other) return true;
    if (c.noun <= other || (i === this.lastEnd() && i > 0 && this.verbOf(i)) || this.predicateOf(i)) return false;
    if (before.is & List.subject || (before.is & List.modal && !c.plural)) return c.verb === 0 || c.noun > c.verb + 24; // "he works", "to work"
    if (c.plural && c.verb + 8 >= c.noun && next.is & (List.preposition | List.determiner)) return before.text !== "," && !(before.is & List.conjunction) && !before.capital; // "and works for"
    return true;
  }

  // bare reads the noun phrase without a determiner that has word i: the nouns from
  // there on, and the adjectives before it.
  bare(i) {
    let end = i + 1, start = i;
    for (;;) {
      if (this.hyphenAt(end)) {
        end += 2;
        continue;
      }
      const c = this.at(end).class;
      if (this.closedAt(end) || this.nameAt(end) || this.predicateOf(end) || c.noun <= Math.max(c.verb, c.adjective)) break;
      end++;
    }
    while (start > this.lastEnd() && !this.closedAt(start - 1) && this.at(start - 1).class.adjective > this.at(start - 1).class.verb && !this.nameAt(start - 1)) start--;
    this.add(start, end, end - 1, false);
    return end;
  }
}

// describeAll sets gender, number, kind and entity of the mentions.
function describeAll(words, found) {
  const titled = found.map((m) => (m.name ? describeName(words, m) : (describeNoun(words, m), 0)));
  cluster(words, found, titled);
}

// genderOn is the gender that one of two lists tells.
const genderOn = (is, m, f) => (is & m && !(is & f) ? Gender.masculine : is & f && !(is & m) ? Gender.feminine : 0);

// describeName judges a name by its title, by a noun that fixes a gender, and by its
// first name, in this order. It returns the gender that the title tells.
function describeName(words, m) {
  let titled = 0, first = true, saint = false;
  m.number = Count.singular;
  for (let i = m.start; i <= m.head; i++) {
    const w = words[i];
    if (!w.letter || w.is & List.determiner) continue;
    if (w.is & List.title && (i < m.head || w.is & List.gendered)) {
      m.kind = Kind.person;
      saint = w.lower === "st" || w.lower === "saint";
      if (m.gender === 0) titled = m.gender = genderOn(w.is, List["masculine-title"], List["feminine-title"]), m.certain = m.gender !== 0;
      continue;
    }
    if (first && w.is & List.gendered) { // "Dad"
      m.kind = Kind.person;
      if (m.gender === 0) m.gender = genderOn(w.is, List.masculine, List.feminine), m.certain = m.gender !== 0;
    } else if (first && i === m.head && m.kind === Kind.person && !saint) {
      // a surname: "Dr. Lee"
    } else if (first) {
      const listed = genderOn(w.is, List["masculine-name"], List["feminine-name"]), likely = w.class.firstName;
      if (listed) {
        m.kind = Kind.person;
        if (m.gender === 0) m.gender = listed, m.certain = w.class.givenName;
      } else if (likely && m.gender === 0 && !isAcronym(w) && ((m.start === i && i === m.head) || w.class.nameKind === Kind.person)) m.gender = likely, m.certain = w.class.givenName;
      if (m.kind === 0) {
        m.kind = w.class.nameKind;
        if (i < m.head && m.kind === Kind.thing && words[m.head].class.nameKind === Kind.person) m.kind = 0; // "Chelsea Clinton"
      }
    }
    first = false;
  }
  const head = words[m.head];
  if (m.kind !== Kind.person && head.class.common && head.class.kind === Kind.thing && m.head > m.start) m.kind = Kind.thing;
  if (m.end - m.start === 2 && words[m.start].lower === "the" && head.lower.endsWith("s")) m.number = 0; // "the Beatles", "the Netherlands"
  if (head.is & List.group) m.kind = Kind.thing, m.gender = m.number = 0;
  if (m.kind === Kind.thing) {
    m.gender = 0, m.certain = false;
    if (words[m.start].lower === "the") m.number = 0;
  }
  return titled;
}

function describeNoun(words, m) {
  const w = words[m.head];
  if (w.is & List.elliptic || (w.class.isAdjective && m.end - m.start === 2 && words[m.start].lower === "the")) return; // "the other", "the rich"
  m.number = w.class.plural ? Count.plural : Count.singular;
  m.kind = w.class.kind;
  m.gender = genderOn(w.is, List.masculine, List.feminine);
  m.certain = m.gender !== 0;
  if (w.class.noun <= Score.rare && m.end - m.start === 1 && w.class.nameKind === Kind.person && w.class.firstName !== 0) { // "john", in lower case
    m.kind = Kind.person;
    m.gender = w.class.firstName, m.certain = w.class.givenName;
  }
  if (w.is & List.group) {
    m.kind = Kind.thing;
    if (m.number === Count.singular) m.number = 0;
  }
  if (w.is & List.person || m.gender) m.kind = Kind.person;
}

// partsOf is the words of a name by which it is compared: all but titles, initials,
// links and suffixes, if that leaves one.
function partsOf(words, m) {
  const kept = [], all = [];
  for (let i = m.start; i < m.end; i++) {
    const w = words[i];
    if (!w.letter || (i === m.start && w.is & List.determiner)) continue;
    if (i > m.head && w.lower === "of") return [...all, words.slice(i, m.end).map((w) => w.lower + " ").join("")]; // "of England" is one part
    all.push(w.lower);
    if (!isShort(w) && !(w.is & (List.title | List.suffix | List.link)) && w.lower !== "of") kept.push(w.lower);
  }
  return kept.length ? kept : all;
}

// cluster numbers the entities, in the order of their first mentions. A name joins
// the longest name that has all of its parts, unless its title says another gender; a
// common noun joins the mentions with the same head word.
function cluster(words, found, titled) {
  const names = found.map((m) => (m.name ? partsOf(words, m) : null));
  const order = [...found.keys()].filter((i) => found[i].name).sort((a, b) => names[b].length - names[a].length);
  const entities = [], of = [], heads = new Map(), numbers = new Map();
  const equal = (a, b) => a.length === b.length && a.every((s, k) => s === b[k]);
  for (const i of order) {
    let best = -1;
    entities.forEach((other, e) => {
      if ((titled[i] && other.gender && titled[i] !== other.gender) || !names[i].every((s) => other.parts.includes(s))) return;
      if (best < 0 || (equal(names[i], other.parts) && !equal(names[i], entities[best].parts))) best = e;
    });
    if (best < 0) best = entities.push({ parts: names[i], gender: 0, kind: 0 }) - 1;
    const e = entities[best];
    if (e.gender === 0 || titled[i]) e.gender = found[i].gender, e.kind = found[i].kind;
    of[i] = best;
  }
  found.forEach((m, i) => {
    if (m.name) return;
    const head = words[m.head].lower;
    if (!heads.has(head)) heads.set(head, entities.length + heads.size);
    of[i] = heads.get(head);
  });
  found.forEach((m, i) => {
    if (!numbers.has(of[i])) numbers.set(of[i], numbers.size);
    m.entity = numbers.get(of[i]);
    if (!m.name || titled[i]) return;
    // "Smith" alone is what the longest name of the entity is.
    m.gender = entities[of[i]].gender || m.gender;
    m.kind = entities[of[i]].kind || m.kind;
  });
}
