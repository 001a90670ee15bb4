// State: what the reader has chosen. It is kept in the URL's hash, so that a link
// restores it.

const initial = () => ({
  text: null, // null: the first of the page's sentences
  swap: ["tired", "dirty"], // the words that the minimal-pair button exchanges
  pronoun: null, // token whose pointer decides; null: the first pronoun
  head: "", // "1.2", or "pointer"; "": the one that headToShow chooses
  query: null, // token that looks; null: the one that defaultQuery chooses
  key: null, // token looked at; null: the one looked at most
  step: null, // moment of the training; null: the checkpoint itself
  off: new Set(), // heads switched off: "1.2"
  cut: new Set(), // edges cut: "1.2:8-1", query 8 to key 1
  view: "map", // or lines
  versus: "", // twin, intact, end or other
  show: "both", // or difference
  stage: 6, // of the arithmetic, 1 to 6
});

const choices = { view: ["map", "lines"], versus: ["", "twin", "intact", "end", "other"], show: ["both", "difference"] };

function toHash(state) {
  const plain = initial(), out = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value instanceof Set) {
      if (value.size) out.set(name, [...value].join(","));
    } else if (name === "swap") {
      if (value.join("~") !== plain.swap.join("~")) out.set(name, value.join("~"));
    } else if (value !== plain[name]) out.set(name, value);
  }
  return "#" + out;
}

// fromHash reads a state from a hash. What is not valid keeps its default; whether
// indices are within the sentence is checked when it is read.
function fromHash(hash) {
  const state = initial(), given = new URLSearchParams(hash.replace(/^#/, ""));
  for (const [name, value] of given) {
    if (name === "text") state.text = value;
    else if (name === "swap" && value.split("~").length === 2) state.swap = value.split("~");
    else if (name === "head" && /^(pointer|\d+\.\d+)$/.test(value)) state.head = value;
    else if (name === "off") state.off = new Set(value.split(",").filter((v) => /^\d+\.\d+$/.test(v)));
    else if (name === "cut") state.cut = new Set(value.split(",").filter((v) => /^\d+\.\d+:\d+-\d+$/.test(v)));
    else if (["pronoun", "query", "key", "step"].includes(name) && /^\d{1,9}$/.test(value)) state[name] = Number(value);
    else if (name === "stage" && /^[1-6]$/.test(value)) state.stage = Number(value);
    else if (choices[name] && choices[name].includes(value)) state[name] = value;
  }
  return state;
}

// pairIn is where a word of a pair stands in a text: {of: which of the two, start, end}
// in characters, null where neither does. Of two that stand there it is the first of the
// pair, at its last place. Case does not count; a word may be several ("a flat tyre").
function pairIn(text, pair) {
  const tokens = tokenize(text), words = pair.map((word) => tokenize(word).map((t) => wordKey(t.text)));
  if (words.some((w) => !w.length) || words[0].join(" ") === words[1].join(" ")) return null;
  for (const of of [0, 1])
    for (let i = tokens.length - words[of].length; i >= 0; i--)
      if (words[of].every((word, k) => wordKey(tokens[i + k].text) === word)) return { of, start: tokens[i].start, end: tokens[i + words[of].length - 1].end };
  return null;
}

// twinOf is a text with one word of a pair replaced by the other, null where the text
// has neither.
function twinOf(text, pair) {
  const at = pairIn(text, pair);
  if (!at) return null;
  const chars = Array.from(text), to = pair[1 - at.of].trim(), capital = chars[at.start] !== lowerOne(chars[at.start]);
  return chars.slice(0, at.start).join("") + (capital ? to[0].toUpperCase() + to.slice(1) : to) + chars.slice(at.end).join("");
}

// swapOf is the pair of words in which two sentences differ.
function swapOf(text, twin) {
  const a = tokenize(text), b = tokenize(twin);
  const same = (i, j) => a[i] && b[j] && wordKey(a[i].text) === wordKey(b[j].text);
  let start = 0, end = 0;
  while (same(start, start)) start++;
  while (end < Math.min(a.length, b.length) - start && same(a.length - 1 - end, b.length - 1 - end)) end++;
  const part = (text, tokens) => textOf(text, tokens, { start, end: tokens.length - end });
  return [part(text, a), part(twin, b)];
}
