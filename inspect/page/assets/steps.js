// Steps: the arithmetic of one query of one head, step by step, with the numbers of
// the model.

// arithmetic collects the numbers of one row of a head, or of the pointer.
function arithmetic(reading, head, query) {
  const { model, trace } = reading, { width, heads, no_scale } = model.config, names = trace.tokens.map((t) => t.text);
  if (head === "pointer") {
    const p = reading.answer;
    return {
      pointer: true, temperature: model.temperature, K: width, unscaled: no_scale, query: p.query, keys: p.keys,
      names: [...names, "NONE"], dot: p.dot, scores: p.scores, weights: [...p.pointer, p.none],
      content: p.content, structure: p.structure, mentions: p.mentions, features: p.features, of: model.weights["pointer.structure"],
    };
  }
  const [l, h] = head.split(".").map(Number), K = width / heads, layer = trace.layers[l], own = layer.heads[h];
  const [q, keys, values] = [layer.q, layer.k, layer.v].map((m) => rows(m, width, h * K, K)), weights = own.pattern[query];
  return {
    K, temperature: 1, unscaled: no_scale, reader: l + 1 < trace.layers.length ? "the next layer" : "the pointer", query: q[query], keys, values, names, dot: own.dot[query], distance: own.distance[query],
    scores: own.scores[query], weights, mixed: mix(weights, values),
  };
}

const stageNames = ["q and k", "q · k", "÷ √K", "+ distance", "softmax", "× V"];
// stageNamesOf is those of a head, or of the pointer, which may have structure.
const stageNamesOf = (a) => stageNames.map((name, i) => (a.structure && i === 3 ? "+ structure" : name));

// stageText explains a step in words, with the numbers of one row.
function stageText(a, stage, word, key) {
  const T = a.names.length, K = a.K, root = Math.sqrt(K), to = a.names[key];
  const list = (...lines) => lines.filter(Boolean).map((line) => el("p", {}, line));
  switch (stage) {
    case 1:
      return list(`Each token is multiplied by two matrices: W_Q makes its query, what it looks for, and W_K its key, what it has to offer. Both have K = ${K} numbers.`,
        `Q is ${a.pointer ? `1×${K}` : `${T}×${K}`}, K is ${T}×${K}. Here is the query of “${word}” (${a.pointer ? "its only row" : "one row of Q"}), and the key of every ${a.pointer ? "token and of NONE, which has learned one of its own" : "token"}. Blue is positive, orange negative.`);
    case 2: {
      const terms = Array.from(a.query, (q, k) => q * a.keys[key][k]);
      const order = terms.map((_, k) => k).sort((x, y) => Math.abs(terms[y]) - Math.abs(terms[x])).slice(0, 5);
      return [...list(`The dot product multiplies query and key number by number and adds up. The better they match, the greater it is. For “${word}” and “${to}”:`),
        el("p", { class: "sum" }, order.map((k, i) => [i ? " + " : "", el("span", {}, `(${number(a.query[k])} · ${number(a.keys[key][k])})`)]),
          K > 5 ? ` + ${K - 5} smaller terms` : "", " = ", el("b", {}, number(a.dot[key], 3))),
        ...list(`In matrices: Q·Kᵀ is ${a.pointer ? 1 : T}×${K} · ${K}×${T} → ${a.pointer ? 1 : T}×${T}, that is ${(a.pointer ? 1 : T) * T * K} multiplications.`)];
    }
    case 3: {
      if (a.unscaled) return list(`This model was trained with --no-scale: it leaves the division by √K = ${number(root)} out, so that large products make softmax choose one word and learn slowly.`);
      const added = a.distance || a.structure;
      const sharp = softmax(a.dot.map((d, j) => (a.scores[j] === -Infinity || (a.structure && a.weights[j] === 0) ? -Infinity : ((a.structure ? a.content[j] * root : d) + (added ? added[j] : 0)) / a.temperature)));
      return list(`The products of ${K} numbers spread about √${K} = ${number(root)} times as wide as one. Dividing by it keeps softmax from choosing a single word for that reason alone.`,
        `“${to}”: ${number(a.dot[key], 3)} ÷ ${number(root)} = ${number(a.dot[key] / root, 3)}. Without the division its weight would be ${percent(sharp[key])} instead of ${percent(a.weights[key])}.`);
    }
    case 4:
      if (a.structure) return structureText(a, key, list);
      if (a.pointer) return list("The pointer has no bias for distance: what decides is content alone.");
      return list("Attention by content alone would not know the order of the words. This head has learned a bias for each distance between two tokens, which is added to the score.",
        `“${to}”: ${number(a.scores[key] - a.distance[key], 3)} by content and ${number(a.distance[key], 3)} by distance make ${number(a.scores[key], 3)}.`);
    case 5:
      if (a.structure && a.weights[key] === 0) return list(`“${to}” is not the head of a mention that the pronoun can mean: it cannot be the answer, and takes no part in the softmax.`);
      return list("Softmax makes weights of the scores: eˢ for each, divided by their sum. All are positive and together they are 1.",
        a.temperature !== 1 && `First the scores are divided by the temperature of the model, ${number(a.temperature)}. It was fitted to examples that the model was not trained on, so that of the answers there of probability 0.7 about seven in ten are right.`,
        `“${to}”: e^${number(a.scores[key] / a.temperature)} ÷ Σ = ${number(a.weights[key], 3)}. ` + (a.pointer ? "This row is the decision: the probability that the pronoun refers to each word, or to none of them."
          : `In plain words: ${percent(a.weights[key])} of what this head mixes into “${word}” comes from “${to}”.`));
    default:
      return a.pointer ? list("Nothing is mixed here: the pointer ends with its weights, which are the answer.")
        : list(`The values, a third product of the tokens, are mixed by these weights: Σ weight · v, ${T} rows of ${K} numbers become one.`,
          `W_O then adds the outputs of all heads to the vector of “${word}”, and the ReLU network adds to that; ${a.reader} reads the sum. weights·V is ${T}×${T} · ${T}×${K} → ${T}×${K}.`);
  }
}

// structureText explains what structure adds to the score of a token.
function structureText(a, key, list) {
  const k = a.mentions.findIndex((m) => m.head === key), shared = Math.abs(a.content[key] - a.dot[key] / (a.unscaled ? 1 : Math.sqrt(a.K))) > 1e-9;
  return [...list("Content does not say where words stand. What is true of a mention as an antecedent of this pronoun, its features, has learned weights, whose sum is added on the head of the mention.",
    shared && key === a.names.length - 1 && `All mentions that the pronoun can mean are names, which have the same content, ${number(a.content[key], 3)}, and none has it too: structure alone decides.`,
    shared && key < a.names.length - 1 && `“${a.names[key]}” is a name that the pronoun can mean. All such names have the same content, the mean of theirs, ${number(a.content[key], 3)}: which of them is meant is for structure to tell.`,
    `“${a.names[key]}”: ${number(a.content[key], 3)} by content and ${number(a.structure[key], 3)} by structure make ${number(a.scores[key], 3)}.`),
    k >= 0 && el("ul", { class: "features" }, [...a.features[k]].sort((x, y) => Math.abs(a.of[y]) - Math.abs(a.of[x])).map((f) => el("li", {}, `${english.features[f]}\u00a0${signed(a.of[f], 2)}`)))];
}

// stageTable is a line for each token, with a column for each step so far.
function stageTable(a, stage, word, key, pick) {
  const greatest = (vectors) => Math.max(...vectors.flatMap((v) => Array.from(v, Math.abs)));
  const most = greatest([a.query, ...a.keys]), wide = a.values ? greatest(a.values) : 1;
  const root = Math.sqrt(a.K), scale = a.unscaled ? 1 : root;
  const columns = [
    [1, "key", (j) => strip(a.keys[j], most, `key of ${a.names[j]}`)],
    [2, "q · k", (j) => number(a.dot[j])],
    [3, a.unscaled ? "not scaled" : "÷ √K", (j) => number(a.dot[j] / scale)],
    a.structure && [4, "content", (j) => number(a.content[j])],
    a.structure && [4, "+ structure", (j) => number(a.structure[j])],
    a.structure && [4, "= score", (j) => number(a.scores[j])],
    !a.pointer && [4, "+ distance", (j) => number(a.distance[j])],
    !a.pointer && [4, "= score", (j) => number(a.scores[j])],
    a.temperature !== 1 && [5, `÷ ${number(a.temperature)}`, (j) => number(a.scores[j] / a.temperature)],
    [5, "weight", (j) => {
      const bar = el("span", { class: "inline" });
      bar.style.width = `${Math.round(64 * a.weights[j])}px`;
      return [bar, a.weights[j].toFixed(3)];
    }],
    !a.pointer && [6, "value", (j) => {
      const s = strip(a.values[j], wide, `value of ${a.names[j]}`);
      s.style.opacity = String(0.2 + 0.8 * Math.min(1, a.weights[j] / Math.max(...a.weights)));
      return s;
    }],
  ].filter((c) => c && c[0] <= stage);
  const head = (cells) => el("tr", {}, el("th", { scope: "col" }, ""), cells);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "the numbers" }, el("table", { class: "numbers" },
    el("thead", {}, head(columns.map(([s, name]) => el("th", { scope: "col", class: s === stage ? "now" : "" }, name))),
      el("tr", { class: "query" }, el("th", { scope: "row" }, `query of ${short(word)}`), el("td", {}, strip(a.query, most, `query of ${word}`)),
        columns.slice(1).map(() => el("td", {})))),
    el("tbody", {}, a.names.map((name, j) => el("tr", { class: (j === key ? "chosen" : "") + (a.scores[j] === -Infinity ? " is-cut" : ""), onclick: () => pick(j) },
      el("th", { scope: "row" }, short(name)), columns.map(([s, , cell]) => el("td", { class: s === stage ? "now" : "" }, cell(j)))))),
    stage === 6 && a.mixed && el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, "Σ weight · v"),
      columns.slice(0, -1).map((_, i, all) => el("td", {}, i === all.length - 1 ? "1.000" : "")), el("td", {}, strip(a.mixed, wide, "the mixed value"))))));
}
