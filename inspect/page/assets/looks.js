// Looks: what a word looks at most, and the head to show. A port of looks.go of the Go
// package resolve and of IsContentWord of package data; tests compare the two.

// functionWords are set by readFunctionWords.
let functionWords = new Set();
const readFunctionWords = (list) => { functionWords = new Set(list); };

// isContentWord reports whether a token is a word or number, and not a function word.
const isContentWord = (text) => Array.from(text).some((c) => isLetter(c) || isDigit(c)) && !functionWords.has(wordKey(text));

// defaultQuery is the token that looks where none was chosen: the first pronoun, whose
// tokens places are, or else the first content word or the first token.
const defaultQuery = (tokens, places) => (places.length ? places[0] : Math.max(0, tokens.findIndex((t) => isContentWord(t.text))));

// A head is named where a look at n tokens takes a quarter of its mixture, and twice
// what uniform attention over all tokens would.
const leastLook = (n, tokens) => Math.max(0.25, Math.min(1, (2 * n) / tokens)) - 0.005;

// looksOf is what token query looks at most, in heads given as [name, pattern]: at the
// answer, which may be null, at another content word as evidence, and at any one token.
// The first two are null where no head deserves to be named.
function looksOf(heads, tokens, query, answer) {
  const looks = { answer: null, evidence: null, most: null };
  const within = (i) => answer !== null && i >= answer.start && i < answer.end;
  for (const [head, pattern] of heads) {
    const raise = (name, start, end) => {
      const weight = pattern[query].slice(start, end).reduce((sum, w) => sum + w, 0);
      if (!looks[name] || weight > looks[name].weight) looks[name] = { head, start, end, weight };
    };
    if (answer) raise("answer", answer.start, answer.end);
    tokens.forEach((t, i) => {
      raise("most", i, i + 1);
      if (i !== query && !within(i) && isContentWord(t.text)) raise("evidence", i, i + 1);
    });
  }
  for (const name of ["answer", "evidence"]) {
    const look = looks[name];
    if (look && look.weight < leastLook(look.end - look.start, tokens.length)) looks[name] = null;
  }
  return looks;
}

// headToShow is the name of the head that looks are shown in, "" without heads.
const headToShow = ({ evidence, answer, most }) => (evidence || answer || most || { head: "" }).head;
