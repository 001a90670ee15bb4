// Model: the forward pass, a port of the Go package model/reference. Matrices are
// flat Float32Arrays, row after row; sums are taken in float64. Axis letters: T
// tokens, D width, E width of
// the word vectors, H heads, K = D/H, L layers, F hidden width, R radius.

// sizesOf lists the parameters, [name, number of weights] each, in the order of the
// weights.
function sizesOf(c) {
  const d = c.width, list = [["embed.word", c.vocabulary * d]];
  if (c.vectors > 0) list.push(["embed.vector", c.vectors * d]);
  if (c.ngram_buckets > 0) list.push(["embed.ngram", c.ngram_buckets * d]);
  for (let l = 0; l < c.layers; l++) {
    const add = (name, size) => list.push([`layer.${l}.${name}`, size]);
    add("norm1.gain", d), add("norm1.bias", d);
    for (const role of "QKVO") add("attention.W_" + role, d * d), add("attention.b_" + role, d);
    add("attention.position", (2 * c.radius + 1) * c.heads);
    add("norm2.gain", d), add("norm2.bias", d);
    add("mlp.W_1", d * c.hidden), add("mlp.b_1", c.hidden), add("mlp.W_2", c.hidden * d), add("mlp.b_2", d);
  }
  list.push(["norm.gain", d], ["norm.bias", d], ["pointer.W_Q", d * d], ["pointer.W_K", d * d], ["pointer.none", d]);
  if (c.structure > 0) list.push(["pointer.structure", c.structure], ["pointer.structure.given", c.structure]);
  return list;
}

// weightsOf cuts one flat array into the parameters, by their names.
function weightsOf(config, flat) {
  const weights = {};
  let at = 0;
  for (const [name, size] of sizesOf(config)) {
    weights[name] = flat.subarray(at, at + size);
    at += size;
  }
  if (at !== flat.length) throw new Error(`${flat.length} weights where the model has ${at}`);
  return weights;
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

// affine is x·w + bias, or x·w without a bias: x (n,a), w (a,b), bias (b).
function affine(x, w, a, b, bias) {
  const n = x.length / a, y = new Float32Array(n * b), sums = new Float64Array(b);
  for (let i = 0; i < n; i++) {
    if (bias) sums.set(bias);
    else sums.fill(0);
    for (let k = 0; k < a; k++) {
      const v = x[i * a + k];
      if (v !== 0) for (let j = 0, at = k * b; j < b; j++) sums[j] += v * w[at + j];
    }
    y.set(sums, i * b);
  }
  return y;
}

function layerNorm(x, gain, bias) {
  const d = gain.length, y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += d) {
    let mean = 0, variance = 0;
    for (let k = 0; k < d; k++) mean += x[at + k] / d;
    for (let k = 0; k < d; k++) variance += (x[at + k] - mean) ** 2 / d;
    const inverse = 1 / Math.sqrt(variance + 1e-5);
    for (let k = 0; k < d; k++) y[at + k] = (x[at + k] - mean) * inverse * gain[k] + bias[k];
  }
  return y;
}

// add adds y to x.
function add(x, y) {
  for (let i = 0; i < x.length; i++) x[i] += y[i];
}

function dot(x, y) {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}

// rows is the rows of a matrix m (n,width), or of its n columns from left.
const rows = (m, width, left = 0, n = width) => Array.from({ length: m.length / width }, (_, i) => m.subarray(i * width + left, i * width + left + n));

// softmax turns scores into weights that sum to 1. The weight of −Infinity is 0.
function softmax(scores) {
  const greatest = Math.max(...scores);
  if (greatest === -Infinity) return scores.map(() => 0);
  const powers = scores.map((s) => Math.exp(s - greatest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

// mix is the sum of vectors with these weights.
const mix = (weights, vectors) => Array.from(vectors[0], (_, k) => weights.reduce((sum, w, j) => sum + w * vectors[j][k], 0));

// numbered is the number of each word by its key. Of words that look equal it is that of
// the first, or where first is not set of one that is spelled like the key.
function numbered(words, first) {
  const ids = new Map();
  words.forEach((word, id) => {
    const key = wordKey(word);
    if (!ids.has(key) || (!first && key === word)) ids.set(key, id);
  });
  return ids;
}

// A VectorTable maps words to frozen vectors, of one byte a number and one scale a
// word. Row 0 belongs to every word that it does not know.
class VectorTable {
  constructor({ words, width, values, scales }) {
    this.width = width;
    this.ids = numbered(words);
    this.values = new Int8Array(bytesOf(values).buffer);
    this.scales = new Float32Array(bytesOf(scales).buffer);
  }

  // id is the row of a word, or else of its last part after a hyphen.
  id(word) {
    const key = wordKey(word), cut = key.lastIndexOf("-");
    return this.ids.get(key) || (cut > 0 && this.ids.get(key.slice(cut + 1))) || 0;
  }

  // rowsOf is the vectors (T,E) of tokens that are read as these words. The words of a
  // person's name have the vector of one common name, in a model that is not neutral by
  // its gender: which of two names is meant is for the words around them, and the
  // structure, to tell.
  rowsOf(tokens, words, mentions, neutral) {
    const ids = words.map((word) => this.id(word));
    for (const m of mentions) {
      const id = m.name && m.kind === Kind.person && this.id(["smith", "john", "mary"][neutral ? 0 : m.gender]);
      for (let i = m.start; id && i < m.end; i++) if (isCapital(wordForm(tokens[i].text))) ids[i] = id;
    }
    const out = new Float32Array(ids.length * this.width);
    ids.forEach((id, t) => {
      for (let k = 0; k < this.width; k++) out[t * this.width + k] = this.values[id * this.width + k] * this.scales[id];
    });
    return out;
  }
}

// neutralWords is what a neutral model reads in the place of a pronoun.
const neutralWords = new Map([["she", "he"], ["his", "him"], ["her", "him"], ["hers", "him"], ["herself", "himself"]]);

// kindsOfPronoun is the pronouns of each kind, the most frequent first.
const kindsOfPronoun = ["he his him himself", "she her herself hers", "it its itself", "they their them themselves theirs themself"].map((words) => words.split(" "));

// A Model is a configuration, a vocabulary, weights, and word vectors or null.
class Model {
  constructor(config, words, flat, vectors = null) {
    this.config = config;
    this.words = words;
    this.vectors = vectors;
    this.ids = numbered(words, true);
    this.neutral = config.structure > 0 && this.ids.has("he") && !this.ids.has("she"); // reads "she" as "he"
    this.weights = weightsOf(config, flat);
  }

  // has reports whether a word has a vector, and known whether it is read as one that has.
  has(word) { return (this.ids.get(wordKey(word)) || (this.vectors && this.vectors.id(word)) || 0) > 0; }
  known(token) { return this.has(this.read([token])[0]); }

  // read is the words of tokens as the model reads them: a pronoun that it has not learned
  // as another of its kind.
  read(tokens) {
    return tokens.map(({ text }) => {
      const word = (this.neutral && neutralWords.get(wordKey(text))) || text;
      if (!pronouns.has(wordKey(word)) || this.has(word)) return word;
      return kindsOfPronoun.find((kind) => kind.includes(wordKey(word))).find((other) => this.has(other)) || word;
    });
  }

  embed(tokens, mentions) {
    const d = this.config.width, x = new Float32Array(tokens.length * d), words = this.read(tokens);
    const word = this.weights["embed.word"], ngram = this.weights["embed.ngram"];
    words.forEach((text, t) => {
      const id = this.ids.get(wordKey(text)) || 0;
      x.set(word.subarray(id * d, id * d + d), t * d);
      if (!ngram) return;
      const grams = ngrams(text, this.config.ngram_buckets);
      for (const g of grams) for (let k = 0; k < d; k++) x[t * d + k] += ngram[g * d + k] / grams.length;
    });
    if (this.vectors) add(x, affine(this.vectors.rowsOf(tokens, words, mentions, this.neutral), this.weights["embed.vector"], this.vectors.width, d));
    return x;
  }

  // scale is 1/√width, or 1 for the lesson on why it is there.
  scale(width) { return this.config.no_scale ? 1 : Math.fround(1 / Math.sqrt(width)); }

  // forward computes everything up to the pointer. off is a set of heads ("0.3")
  // whose output is 0. cut is a set of edges ("0.3:8-1", query 8 to key 1) whose
  // weight is 0; the other weights of the row still sum to 1. structure is that of the
  // tokens.
  forward(tokens, off = new Set(), cut = new Set(), structure = new TextStructure(tokens)) {
    const { layers, heads, width, hidden } = this.config, w = this.weights;
    const x = this.embed(tokens, structure.mentions); // (T,D)
    const trace = { tokens, structure, layers: [] };
    for (let l = 0; l < layers; l++) {
      const p = (name) => w[`layer.${l}.${name}`];
      const h = layerNorm(x, p("norm1.gain"), p("norm1.bias")); // (T,D)
      const project = (role) => affine(h, p("attention.W_" + role), width, width, p("attention.b_" + role));
      const layer = { q: project("Q"), k: project("K"), v: project("V"), heads: [] }; // (T,D) each
      const z = new Float32Array(x.length);
      for (let head = 0; head < heads; head++) {
        const edges = [...cut].filter((e) => e.startsWith(`${l}.${head}:`)).map((e) => e.split(/[:-]/).slice(1).map(Number));
        layer.heads.push(this.attention(layer, l, head, edges, off.has(`${l}.${head}`), z));
      }
      add(x, affine(z, p("attention.W_O"), width, width, p("attention.b_O"))); // (T,D)
      const inner = affine(layerNorm(x, p("norm2.gain"), p("norm2.bias")), p("mlp.W_1"), width, hidden, p("mlp.b_1"));
      inner.forEach((v, i) => { if (v < 0) inner[i] = 0; }); // (T,F)
      add(x, affine(inner, p("mlp.W_2"), hidden, width, p("mlp.b_2")));
      trace.layers.push(layer);
    }
    trace.final = layerNorm(x, w["norm.gain"], w["norm.bias"]); // (T,D)
    return trace;
  }

  // attention is scaled dot-product attention of one head. It returns dot, distance,
  // scores and pattern, (T,T) each, and writes the mixed values to the head's
  // columns of z (T,D).
  attention(layer, l, head, cut, off, z) {
    const { heads, width, radius } = this.config, K = width / heads, left = head * K;
    const [q, k, v] = [layer.q, layer.k, layer.v].map((m) => rows(m, width, left, K)); // (T,K) each
    const scale = this.scale(K), position = this.weights[`layer.${l}.attention.position`];
    const trace = { dot: [], distance: [], scores: [], pattern: [] };
    q.forEach((query, i) => {
      const dots = k.map((key) => dot(query, key));
      const distance = k.map((_, j) => position[(Math.max(-radius, Math.min(radius, j - i)) + radius) * heads + head]);
      const scores = dots.map((s, j) => s * scale + distance[j]);
      for (const [from, to] of cut) if (from === i && to < k.length) scores[to] = -Infinity;
      const row = softmax(scores);
      trace.dot.push(dots), trace.distance.push(distance), trace.scores.push(scores), trace.pattern.push(row);
      if (!off) z.set(mix(row, v), i * width + left);
    });
    return trace;
  }

  // temperature divides the scores of the pointer before the softmax.
  get temperature() { return this.config.temperature || 1; }

  // pointer is the last attention, of the pronoun over the tokens and NONE. Its row
  // (T+1) is the answer. On the head of each mention its score is content, which
  // names that the pronoun can mean share, plus the weights of its features; in a model
  // with structure, other tokens cannot be the answer.
  pointer(trace, pronoun) {
    const d = this.config.width, w = this.weights, T = trace.tokens.length, { structure } = trace;
    const query = affine(trace.final.subarray(pronoun * d, pronoun * d + d), w["pointer.W_Q"], d, d); // (D)
    const keys = [...rows(affine(trace.final, w["pointer.W_K"], d, d), d), w["pointer.none"]]; // (T+1,D)
    const dots = keys.map((key) => dot(query, key)), content = dots.map((s) => (this.config.no_content ? 0 : s * this.scale(d))); // (T+1) each
    let features = null, bias = null; // of each mention; (T+1)
    if (this.config.structure > 0) {
      features = structure.featuresOf(pronoun).map((list) => list.filter((f) => f < this.config.structure));
      bias = content.map(() => 0);
      structure.mentions.forEach((m, k) => { for (const f of features[k]) bias[m.head] += w["pointer.structure"][f]; });
      const shared = sharedHeads(structure.mentions, structure.kinds[pronoun], pronoun);
      if (shared.length > 0 && shared.length === features.filter((list) => list.length > 0).length) shared.push(T); // all share: NONE too
      const mean = shared.reduce((sum, t) => sum + content[t] / shared.length, 0);
      for (const t of shared) content[t] = mean;
    }
    const scores = bias ? content.map((c, j) => c + bias[j]) : content;
    const heads = features && new Set(structure.mentions.filter((_, k) => features[k].length > 0).map((m) => m.head));
    const row = softmax(scores.map((s, j) => (!heads || j === T || heads.has(j) ? s / this.temperature : -Infinity)));
    if (!row.every(Number.isFinite)) throw new Error("The answer is not a finite number: a weight of this model is too large.");
    const pointer = row.slice(0, T), none = row[T], { mentions } = structure;
    const options = mentionOptions(mentions, pointer, none, pronoun);
    const antecedent = options[0].none ? null : options[0];
    return { options, pronoun, query, keys, dot: dots, content, structure: bias, scores, pointer, none, mentions, features, antecedent };
  }
}

// modelsOf decodes the checkpoint and its snapshots, in the order of their steps.
// The checkpoint has exact weights. The snapshots, from the last to the first, have
// one byte a weight: each weight is that of the next later snapshot, or of the
// checkpoint, plus byte·unit.
function modelsOf(data) {
  const flat = new Float32Array(bytesOf(data.weights).buffer);
  const vectors = data.vectors ? new VectorTable(data.vectors) : null;
  const exact = new Model(data.config, data.words, flat, vectors);
  const list = [{ step: data.step, exact: true, model: exact }];
  let current = flat;
  for (const snapshot of data.snapshots) {
    const bytes = new Int8Array(bytesOf(snapshot.deltas).buffer), next = new Float32Array(current.length);
    let at = 0;
    sizesOf(data.config).forEach(([, size], i) => {
      for (const end = at + size; at < end; at++)
        next[at] = Math.fround(current[at] + Math.fround(bytes[at] * snapshot.units[i]));
    });
    if (snapshot.step !== data.step)
      list.push({ step: snapshot.step, exact: false, model: new Model(data.config, data.words, next, vectors) });
    current = next;
  }
  return list.sort((a, b) => a.step - b.step);
}
