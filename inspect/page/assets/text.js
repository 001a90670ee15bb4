// Text: tokens, pronouns and n-grams of a sentence, and the form under which a word is
// looked up. A port of the Go package data/lookup and of tokenize.go, pronouns.go and
// ngrams.go of the package data; tests compare the two.

// The classes of a character, which may be undefined, are those of Go's package
// unicode.
const isLetter = (c) => c !== undefined && /^\p{L}$/u.test(c);
const isDigit = (c) => c !== undefined && /^\p{Nd}$/u.test(c);
const isWord = (c) => c !== undefined && /^[\p{L}\p{Nd}\p{M}]$/u.test(c);
const isSpace = (c) => /^\p{White_Space}$/u.test(c);
const isApostrophe = (c) => c === "'";
const isInvisible = (c) => c >= "\u00ad" && /^\p{Default_Ignorable_Code_Point}$/u.test(c);
const isASCII = (text) => /^[\0-\x7f]*$/.test(text);

// lower makes each character lower case by itself, as Go does: no final sigma, and
// İ becomes i alone.
const lowerOne = (c) => (c === "İ" ? "i" : c.toLowerCase());
const lower = (text) => Array.from(text, lowerOne).join("");

// plain is the plain character that looks like c, or "" if c is invisible or white space.
const plainOf = new Map([..."’‘‛ʼʻ´"].map((c) => [c, "'"]).concat([..."“”„‟"].map((c) => [c, '"']), [..."‐‑"].map((c) => [c, "-"])));
const plain = (c) => plainOf.get(c) || (isInvisible(c) || isSpace(c) ? "" : c);

// wordForm is a token in the normalisation form NFKC, without invisible characters and
// with plain apostrophes, quotation marks and hyphens.
function wordForm(token) {
  if (isASCII(token)) return token;
  const map = (text) => Array.from(text, plain).join("");
  return map(map(token).normalize("NFKC")).normalize("NFC") || token;
}

// wordKey is the form under which a word is looked up: in lower case, and of a
// contracted pronoun the pronoun.
const contracted = new Map([["'t", "it"], ["'em", "them"]]);
function wordKey(word) {
  const key = lower(wordForm(word)).normalize("NFC");
  return contracted.get(key) || key;
}

// isCurly reports whether a token is a curly quotation mark or apostrophe.
const isCurly = (token) => /^[“”„‟‘’‛]+$/.test(token);

// decisive is the character by which tokenize decides what c is.
function decisive(c) {
  if (c <= "\x7f") return c;
  const form = wordForm(c);
  return characters(form) > 1 || (isDigit(form) && !isDigit(c)) ? c : form;
}
const characters = (text) => Array.from(text).length;

const clitics = new Set(["s", "m", "d", "re", "ve", "ll"]);

// isClitic reports whether the apostrophe at i follows a word and begins "'s", "'ll"
// and so on.
function isClitic(chars, i) {
  if (i === 0 || !isWord(chars[i - 1])) return false;
  let end = i + 1;
  while (isWord(chars[end])) end++;
  return clitics.has(lower(chars.slice(i + 1, end).join("")));
}

// isNegation reports whether "n't" begins at i and ends its word.
function isNegation(chars, i) {
  return i + 2 < chars.length && lowerOne(chars[i]) === "n" && isApostrophe(chars[i + 1]) &&
    lowerOne(chars[i + 2]) === "t" && !isWord(chars[i + 3]);
}

// wordEnd is the index after the word that begins at start.
function wordEnd(chars, start) {
  let end = start + 1;
  for (; end < chars.length; end++) {
    const c = chars[end];
    if (isWord(c)) {
      if (isNegation(chars, end)) return end;
    } else if (isApostrophe(c) && isLetter(chars[end + 1]) && !isClitic(chars, end)) {
      // stays inside its word: O'Brien
    } else if ((c === "." || c === ",") && isDigit(chars[end - 1]) && isDigit(chars[end + 1])) {
      // stays inside its number: 1,000
    } else return end;
  }
  return end;
}

// contraction is where a contracted pronoun that begins with the apostrophe at i ends:
// the "'t" of "'twas" and "'t was", or "'em". It is 0 where none does.
const afterIt = new Set(["was", "is", "were", "will", "would", "wo", "ai"]);
function contraction(chars, i) {
  if (!isApostrophe(chars[i]) || (i > 0 && isWord(chars[i - 1])) || i + 2 >= chars.length) return 0;
  const word = (start) => {
    let end = start;
    while (end < chars.length && isWord(chars[end]) && !isNegation(chars, end)) end++;
    return lower(chars.slice(start, end).join(""));
  };
  const first = lowerOne(chars[i + 1]), next = i + 2;
  if (first === "e" && word(i + 1) === "em") return i + 3;
  return first === "t" && (afterIt.has(word(next)) || (isSpace(chars[next]) && afterIt.has(word(next + 1)))) ? next : 0;
}

// tokenize splits text into [{text, start, end}]; offsets count characters. Invisible
// characters separate nothing.
function tokenize(text) {
  const all = Array.from(text, (c) => (/^[\ud800-\udfff]$/.test(c) ? "\ufffd" : c));
  const offsets = [...all.keys()].filter((i) => !isInvisible(all[i])), chars = offsets.map((i) => decisive(all[i]));
  const tokens = [];
  for (let start = 0; start < chars.length; ) {
    const c = chars[start];
    let end = start + 1;
    if (isSpace(c)) {
      start++;
      continue;
    } else if (isWord(c)) end = wordEnd(chars, start);
    else if (isApostrophe(c) && isClitic(chars, start)) while (isWord(chars[end])) end++;
    else if (contraction(chars, start)) end = contraction(chars, start);
    else while (end < chars.length && all[offsets[end]] === all[offsets[start]] && !contraction(chars, end)) end++;
    const from = offsets[start], to = end < chars.length && !isSpace(chars[end]) ? offsets[end] : offsets[end - 1] + 1;
    tokens.push({ text: all.slice(from, to).join(""), start: from, end: to });
    start = end;
  }
  return tokens;
}

const pronouns = new Set(("he him his himself she her hers herself it its itself " +
  "they them their theirs themselves themself").split(" "));
// pronounsOf is the indices of the tokens that are pronouns. "IT" among words in lower
// case is an abbreviation, and what a mark joins to other words part of a name.
function pronounsOf(tokens) {
  const lowered = tokens.some((t) => t.text.toUpperCase() !== t.text), named = inNames(tokens);
  return [...tokens.keys()].filter((i) => pronouns.has(wordKey(tokens[i].text)) && !named[i] && !(lowered && wordForm(tokens[i].text) === "IT"));
}

// inNames says of each token whether it is part of a name that marks join: of
// "it.example.org", "me@it.org", "it-girl", "#it" or an address of the web.
function inNames(tokens) {
  const named = [], forms = tokens.map((t) => wordForm(t.text));
  for (let start = 0, end; start < tokens.length; start = end) {
    end = start + 1;
    while (end < tokens.length && tokens[end].start === tokens[end - 1].end && !separators.has(forms[end - 1]) && !separators.has(forms[end])) end++;
    const run = forms.slice(start, end), address = isAddress(run);
    for (const i of run.keys()) named.push(address || joinedAt(run, i));
  }
  return named;
}

const separators = new Set(['"', "(", ")", "[", "]", "{", "}", "<", ">", "«", "»", ",", ";", "–", "—", "--"]);
const beginsLower = (form) => /^[\p{Ll}\p{Nd}]/u.test(form);

// isAddress reports whether a run of tokens has "://", or a path behind a host's name.
function isAddress(run) {
  const inner = [...run.keys()].slice(1, -1), host = inner.find((i) => run[i] === "." && beginsLower(run[i + 1]));
  return inner.some((i) => (run[i] === ":" && run[i + 1] === "//") || (i > host && (run[i] === "/" || run[i] === "?")));
}

// joinedAt reports whether a mark joins token i of a run to a name. In "late.Then" the
// mark ends a sentence, and in "he/she" it is an "or".
function joinedAt(run, i) {
  const before = run[i - 1], after = run[i + 1], far = i + 2 < run.length;
  if ("@#$=".includes(before || " ") || after === "=") return true;
  if (i > 1 && (before === "-" || before === "_" || (before === "." && beginsLower(run[i])))) return true;
  return far && (after === "@" || after === "-" || after === "_" || (after === "." && beginsLower(run[i + 2])));
}

// textOf is the text of tokens start to end, the latter exclusive.
const textOf = (text, tokens, { start, end }) => start < end ? Array.from(text).slice(tokens[start].start, tokens[end - 1].end).join("") : "";

// ngrams hashes a word's character n-grams, of 3 to 5 characters, into buckets
// by FNV-1a. A word has at most 32.
function ngrams(word, buckets) {
  const chars = Array.from("<" + wordKey(word) + ">");
  const bucket = (text) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash >>> 0) % buckets;
  };
  if (chars.length < 3) return [bucket(chars.join(""))];
  const out = [];
  for (let n = 3; n <= 5; n++)
    for (let i = 0; i + n <= chars.length && out.length < 32; i++) out.push(bucket(chars.slice(i, i + n).join("")));
  return out;
}

// isUnsure reports whether the first of the options, which is the answer, is less
// probable than 2/3: calibrated, it is right less than two times in three.
const isUnsure = (options) => options[0].probability < 2 / 3;
