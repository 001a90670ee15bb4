// Page: what is on it, and what happens on input. Every input goes through
// change(), which computes and draws everything again: a forward pass over a
// sentence takes about a millisecond.

const content = JSON.parse(document.getElementById("content").textContent);
readEnglish(content.english);
readFunctionWords(content.function_words);
const moments = modelsOf(content.model); // the checkpoint and its snapshots, in the order of their steps
const other = content.other ? modelsOf(content.other)[0].model : null;
const config = content.model.config;
const headNames = Array.from({ length: config.layers }, (_, l) => Array.from({ length: config.heads }, (_, h) => `${l}.${h}`)).flat();
const $ = (id) => document.getElementById(id);

let state = initial();
let headChosen = false; // whether the reader chose the head; else another text has its own
// now is what the page shows, computed from the state by update(): the reading, the
// one that it is compared with (back, or null), whether the two have equally many
// tokens (alike), the chosen head's rows of weights over the tokens keys, and in them
// the chosen query, its row and the chosen key.
let now = {};
let playing = null; // the timer that plays the training

// structureOf is the mentions of a text and their features. The latest one is kept, for
// the many readings of one text.
let structured = { text: null, structure: null };
function structureOf(text, tokens) {
  if (structured.text !== text) structured = { text, structure: new TextStructure(tokens) };
  return structured.structure;
}

// read reads a text with a model. The answer is that of the pronoun, or of the
// text's first where that is no pronoun; null where there is none.
function read(model, text, { off, cut, pronoun }) {
  const tokens = tokenize(text).slice(0, content.max_tokens), places = pronounsOf(tokens);
  const trace = model.forward(tokens, off, cut, structureOf(text, tokens));
  const at = places.includes(pronoun) ? pronoun : places.length ? places[0] : null;
  return { model, text, tokens, places, trace, pronoun: at, answer: at === null ? null : model.pointer(trace, at) };
}

// chosenMoment is the moment of the state's step, or else the checkpoint.
const checkpoint = moments.find((m) => m.exact);
const chosenMoment = () => moments.find((m) => m.step === state.step) || checkpoint;

// covers reports whether token i belongs to an antecedent. NONE is null.
const covers = (antecedent, i) => antecedent !== null && i >= antecedent.start && i < antecedent.end;

// reference is the reading that the reader compares with, or null.
function reference(reading) {
  const model = reading.model, own = { off: state.off, cut: state.cut, pronoun: reading.pronoun };
  const twin = state.versus === "twin" && twinOf(state.text, state.swap);
  if (state.versus === "twin") return twin ? { name: `with “${twinWord()}”`, ...read(model, twin, own) } : null;
  const intact = { off: new Set(), cut: new Set(), pronoun: reading.pronoun };
  if (state.versus === "intact") return { name: "with every head on", ...read(model, state.text, intact) };
  if (state.versus === "end") return { name: `at step ${content.model.step}`, ...read(checkpoint.model, state.text, own) };
  if (state.versus === "other" && other) return { name: content.other.name, ...read(other, state.text, intact) };
  return null;
}

// twinWord is the word of the pair that the twin of the sentence has.
const twinWord = () => state.swap[1 - pairIn(state.text, state.swap).of];

// logOdds are the log odds of an antecedent, which may be that of another reading of
// the same tokens; null is NONE. Unlike its probability they tell 99 % from 99.99 %,
// which are as far apart as 50 % and 99 %.
function logOdds({ answer }, antecedent) {
  let p = 0, rest = 0;
  const own = (i) => (antecedent && antecedent.tokens ? antecedent.tokens.includes(i) : covers(antecedent, i));
  answer.pointer.forEach((q, i) => { if (own(i)) p += q; else rest += q; });
  if (antecedent) rest += answer.none;
  else p += answer.none;
  return Math.log(Math.max(p, 1e-12)) - Math.log(Math.max(rest, 1e-12));
}

// withChange reads the text of a reading again with other heads off or edges cut than
// those of the state. shiftOf is the change of the log odds of the answer by that.
const withChange = (reading, changed) => read(reading.model, reading.text, { off: state.off, cut: state.cut, pronoun: reading.pronoun, ...changed });
const shiftOf = (reading, changed) => logOdds(withChange(reading, changed), reading.answer.antecedent) - logOdds(reading, reading.answer.antecedent);
const withItem = (set, item) => new Set([...set, item]);

// times writes a change of log odds as a factor: "× 2.4".
const times = (change) => {
  const factor = Math.exp(Math.abs(change)), power = String(Math.round(Math.log10(factor)));
  return factor < 1.05 ? "× 1" : `${change < 0 ? "÷" : "×"} ${factor < 9.95 ? factor.toFixed(1) : factor < 1000 ? factor.toFixed(0) : "10" + Array.from(power, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")}`;
};

// effects is what switching each head off does to the log odds of the answer, by
// the name of the head; null where that would take too long.
function effects(reading) {
  if (!reading.answer || reading.tokens.length > 64 || headNames.length > 48) return null;
  return Object.fromEntries(headNames.filter((name) => !state.off.has(name)).map((name) => [name, shiftOf(reading, { off: withItem(state.off, name) })]));
}

// mostOf is the index of the greatest weight of a row.
const mostOf = (row) => row.indexOf(Math.max(...row));

// patternOf is the pattern (T,T) of a head, or the pointer's one row (1,T+1).
function patternOf(reading, head) {
  if (head === "pointer") return reading.answer && [[...reading.answer.pointer, reading.answer.none]];
  const [l, h] = head.split(".").map(Number);
  return reading.trace.layers[l]?.heads[h]?.pattern;
}

// resolveState reads the text of the state, drops choices that the text or the model
// does not have, and makes those that were left open.
function resolveState() {
  state.text = state.text ?? content.sentences[0].text;
  const reading = read(chosenMoment().model, state.text, state), n = reading.tokens.length;
  const within = (i, least) => (i === null || i < n ? i : least);
  state.pronoun = reading.places.includes(state.pronoun) ? state.pronoun : null;
  state.query = within(state.query, null), state.key = within(state.key, null);
  state.off = new Set([...state.off].filter((name) => headNames.includes(name)));
  state.cut = new Set([...state.cut].filter((edge) => headNames.includes(edge.split(":")[0])));
  if (state.versus === "other" && !other) state.versus = "";
  if (chosenMoment().exact) state.step = null;
  const effect = effects(reading);
  if (state.head !== "pointer" && !headNames.includes(state.head)) {
    state.head = headNames.length === 0 ? "pointer" : n ? headOf(reading, queryOf(reading)) : headNames[0];
  }
  if (state.head === "pointer" && !reading.answer && headNames.length) state.head = headNames[0];
  return { ...reading, effect };
}

// queryOf is the token that looks in a reading.
const queryOf = (reading) => state.query ?? reading.pronoun ?? defaultQuery(reading.tokens, reading.places);

// headOf is the head to show what a token looks at.
function headOf(reading, query) {
  const answer = reading.places.includes(query) ? reading.model.pointer(reading.trace, query).antecedent : null;
  return headToShow(looksOf(headNames.map((name) => [name, patternOf(reading, name)]), reading.tokens, query, answer));
}

// update computes what the page shows.
function update() {
  const reading = resolveState();
  const query = state.head === "pointer" ? reading.pronoun : queryOf(reading);
  const rows = reading.tokens.length ? patternOf(reading, state.head) : null;
  const row = rows && (state.head === "pointer" ? rows[0] : rows[query]);
  const keys = reading.tokens.concat(state.head === "pointer" ? [{ text: "NONE" }] : []);
  const key = row && (state.key !== null && state.key < row.length ? state.key : mostOf(row));
  const back = reading.tokens.length ? reference(reading) : null;
  const alike = back && back.tokens.length === reading.tokens.length;
  now = { reading, back, alike, query, key, row, rows, keys };
}

// change changes the state, draws the page, and puts the state into the URL.
function change(changes, keepHash) {
  Object.assign(state, changes);
  if (changes.head) headChosen = true;
  const focus = document.activeElement?.dataset?.key;
  let problem = null;
  try {
    update();
    draw();
  } catch (error) { // the model has no answer to this text
    problem = error.message;
    for (const id of ["tokens", "notes", "compare"]) fill(id);
    fill("answer", problem);
  }
  for (const part of document.querySelectorAll("main > :not(#ask)")) part.classList.toggle("failed", problem !== null);
  if (focus) {
    const again = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focus);
    if (again) again.focus({ preventScroll: true });
  }
  if (!keepHash) try { history.replaceState(null, "", toHash(state)); } catch { /* some viewers allow no history */ }
}

// flip is a set with an item put in, or taken out where it was in.
const flip = (set, item) => {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
};
// edge is the name of the edge from the chosen query to a key in the chosen head.
const edge = (key) => `${state.head}:${now.query}-${key}`;
const pick = (query, key) => change(state.head === "pointer" ? { key } : { query, key });
// fill replaces the children of an element, by its id.
const fill = (id, ...children) => {
  $(id).replaceChildren();
  make($(id), {}, children);
};
// marks is the classes of token i.
const marks = (i) => (i === now.reading.pronoun ? "is-pronoun " : "") + (now.reading.answer && covers(now.reading.answer.antecedent, i) ? "is-answer" : "");

// answerText is the answer of a reading in words, and its probability, and for an unsure
// one the alternative.
function answerText({ text, tokens, answer: { antecedent, none, options } }) {
  const [, other] = options, named = other && other.probability >= 0.005, words = (o) => textOf(text, tokens, o) + ordinalOf(tokens, options, o);
  return {
    doubt: !isUnsure(options) ? "" : !named ? "unsure" : `unsure: or ${other.none ? "nothing in the text" : words(other)} ${percent(other.probability)}`,
    words: antecedent ? words(antecedent) : "nothing in the text", share: percent(antecedent ? antecedent.probability : none), none: !antecedent,
  };
}

// whyOf is why the answer of a reading is more probable than the alternative, null for
// a model without structure.
const whyOf = ({ model, answer }) => (answer.structure ? whyAnswer(answer, model.weights["pointer.structure"]) : null);
const signed = (v, digits = 1) => (v < 0 ? "−" : "+") + Math.abs(v).toFixed(digits);
// nameOf is the text of a token in quotation marks, or NONE.
const nameOf = ({ tokens }, t) => (t < tokens.length ? `“${tokens[t].text}”` : "NONE");

// reasonText says in a few words what the answer has that the alternative does not. A
// term is tied to its value by no-break spaces.
function reasonText(reading) {
  const why = whyOf(reading), most = 4;
  if (!why) return "";
  const named = why.terms.slice(0, most), rest = why.terms.slice(most);
  const parts = named.map((t) => `${t.name}\u00a0${signed(t.value)}`);
  if (rest.length) parts.push(`${rest.length}\u00a0more\u00a0${signed(rest.reduce((sum, t) => sum + t.value, 0))}`);
  return `over ${nameOf(reading, why.second)}: ${parts.join(", ")}`;
}

// mentionText describes a mention: "the cat: animal, singular".
function mentionText({ text, tokens }, m) {
  const known = [m.name && "name", ["", "masculine", "feminine"][m.gender], ["", "person", "animal", "thing"][m.kind], ["", "singular", "plural"][m.number]].filter(Boolean);
  return `mention “${textOf(text, tokens, m)}”${known.length ? ": " + known.join(", ") : ""}`;
}

// segments is buttons of which one is chosen. options: [[value, text, title]]
const segments = (id, options, chosen, choose) => options.map(([value, text, title]) =>
  el("button", { class: "segment", "data-key": `${id}-${value}`, "aria-pressed": String(value === chosen), title, onclick: () => choose(value) }, text));

// draw draws the whole page.
function draw() {
  drawAsk();
  drawCompare();
  const empty = !now.reading.tokens.length;
  for (const id of ["decision", "heads", "detail", "steps"]) $(id).hidden = empty;
  $("decision").hidden = !now.reading.answer;
  $("heads").hidden = empty || !headNames.length;
  if (!empty) {
    if (now.reading.answer) drawDecision();
    drawGrid();
    $("detail").hidden = $("steps").hidden = !now.row;
    if (now.row) drawDetail(), drawSteps();
  }
  drawTraining();
}

// notKnown says of a word that the model does not know it. wordsWith is how many words
// have vectors, and leftOut whether the model has those of more.
const notKnown = (model) => model.vectors ? "without a word vector: read as unknown" : "not in the vocabulary: read as unknown";
const count = (n) => n.toLocaleString("en");
const wordsWith = content.model.vectors ? count(content.model.vectors.words.length - 1) : "";
const leftOut = content.model.vectors && content.model.vectors.words.length - 1 < content.model.vectors.of;

// drawAsk draws the sentence, its answers, its tokens and remarks on it.
function drawAsk() {
  const { reading, back } = now;
  if ($("text").value !== state.text && document.activeElement !== $("text")) $("text").value = state.text;
  grow();
  const at = pairIn(state.text, state.swap), button = $("swap"), label = (i) => (at && at.of === i ? el("b", {}, state.swap[i]) : state.swap[i] || "…");
  button.disabled = !at;
  button.title = at ? "exchange the two words in the sentence (s)" : "neither word is in the sentence";
  button.replaceChildren(label(0), " ⇄ ", label(1));
  for (const [id, i] of [["from", 0], ["to", 1]]) if (document.activeElement !== $(id)) $(id).value = state.swap[i];

  fill("answer", reading.places.map((place) => {
    const one = place === reading.pronoun ? reading : { ...reading, pronoun: place, answer: reading.model.pointer(reading.trace, place) };
    const { words, share: p, none, doubt } = answerText(one);
    const before = place === reading.pronoun && back && back.answer ? answerText(back) : null;
    return el("p", { class: place === reading.pronoun ? "chosen" : "" },
      el("button", { class: "pronoun", "data-key": `p${place}`, "aria-pressed": String(place === reading.pronoun), onclick: () => change({ pronoun: place, query: place, key: null }) }, reading.tokens[place].text),
      el("span", { class: "arrow" }, " refers to "), el("span", { class: none ? "none" : "noun" }, words), " ", el("span", { class: "share" }, p),
      doubt && el("span", { class: "doubt" }, doubt),
      before && el("span", { class: "before" }, `${back.name}: `, el("b", {}, before.words), ` ${before.share}`),
      place === reading.pronoun && one.answer.structure && el("span", { class: "reason" }, reasonText(one)));
  }));
  // The tokens are shaded by the weights of the chosen head for the query.
  const { mentions } = reading.trace.structure, places = new Set(pronounsOf(reading.tokens));
  fill("tokens", reading.tokens.map((t, i) => {
    const inside = mentions.find((m) => m.start <= i && i < m.end), unknown = !reading.model.known(t);
    const title = [unknown && notKnown(reading.model), inside && mentionText(reading, inside)].filter(Boolean).join("; ");
    const w = now.row ? now.row[i] : 0, chip = el("button", {
      class: `chip ${marks(i)} ${i === now.query ? "is-query" : ""} ${i === now.key ? "is-key" : ""} ${unknown ? "unknown" : ""} ${!inside ? "" : inside.head === i ? "is-head" : "in-mention"}`,
      "data-key": `t${i}`, "aria-pressed": String(i === now.query), title: title || null,
      onclick: () => change({ query: i, key: null, ...(places.has(i) ? { pronoun: i } : {}), ...(state.head === "pointer" && !places.has(i) && headNames.length ? { head: headNames[headNames.length - 1] } : {}) }),
    }, t.text, el("span", { class: "weight" }, w >= 0.005 ? hundredths(w) : " "));
    const colour = weightColour(w);
    chip.style.backgroundColor = css(colour), chip.style.color = inkOn(colour);
    return chip;
  }));
  const unknown = [...new Set(reading.tokens.filter((t) => !reading.model.known(t)).map((t) => t.text))];
  const length = tokenize(state.text).length, most = content.max_tokens;
  fill("warning", length > most && `This page reads only the first ${count(most)} of the text's ${count(length)} tokens. Nothing after “${reading.tokens[most - 1].text}”, where they end, is read or answered here; infer, the command, reads longer texts.`);
  fill("notes", !reading.tokens.length ? "Type a sentence."
    : !reading.places.length ? `There is no pronoun to resolve, such as it, he, she or they.${config.layers ? " You can still see what the heads look at." : ""}`
    : unknown.length ? `Not in the vocabulary, so read as unknown${config.ngram_buckets ? ", by their letters" : ""}: ${unknown.join(", ")}.${leftOut ? ` This page has the vectors of ${wordsWith} of the model's ${count(content.model.vectors.of)} words.` : ""}` : "");
}

// drawCompare draws the choice of what to compare with.
function drawCompare() {
  const twin = twinOf(state.text, state.swap), changed = state.off.size + state.cut.size > 0;
  const options = [["", "nothing"], twin && ["twin", `the twin, “${twinWord()}”`], changed && ["intact", "every head on"],
    state.step !== null && ["end", `step ${content.model.step}`], other && ["other", content.other.name]].filter(Boolean);
  const group = (label, list, chosen, choose, id) => el("span", { class: "group", role: "group", "aria-label": label }, el("span", { class: "label" }, label), segments(id, list, chosen, choose));
  $("compare").hidden = options.length < 2;
  fill("compare", group("compare with", options, now.back ? state.versus : "", (versus) => change({ versus }), "versus"),
    now.back && now.alike && group("show", [["both", "side by side"], ["difference", "difference"]], state.show, (show) => change({ show }), "show"),
    now.back && !now.alike && el("span", { class: "label" }, "the two texts differ in length: no differences"),
    changed && el("span", { class: "group" }, el("span", { class: "label" }, [state.off.size && `off: ${[...state.off].join(", ")}`, state.cut.size && `cut: ${state.cut.size} ${state.cut.size > 1 ? "edges" : "edge"}`].filter(Boolean).join(" · ")),
      el("button", { class: "segment", "data-key": "restore", onclick: restore }, "restore all")));
}
// restore switches all heads on and puts all edges back.
const restore = () => change({ off: new Set(), cut: new Set(), versus: state.versus === "intact" ? "" : state.versus });

// drawDecision draws the pointer's row.
function drawDecision() {
  const { reading, back, alike } = now;
  const p = reading.answer, before = back && alike && back.answer && back.pronoun === reading.pronoun ? back.answer : null;
  fill("decision-lead", `This row is the answer: how probable it is that “${reading.tokens[reading.pronoun].text}” refers to each word.`, before && ` The marks are those ${back.name}.`);
  const line = (text, i, weight, was, mark) => ({ id: `d${i}`, text, weight, before: was, mark, chosen: state.head === "pointer" && now.key === i, pick: () => change({ head: "pointer", key: i }) });
  fill("pointer", barList([...reading.tokens.map((t, i) => line(t.text, i, p.pointer[i], before?.pointer[i], marks(i))),
    line("NONE", reading.tokens.length, p.none, before?.none, p.antecedent ? "" : "is-answer")], "the pointer's row"), drawWhy(reading));
}

// drawWhy is the terms in which the scores of the answer and of the most probable
// alternative differ, null where there is nothing to compare.
function drawWhy(reading) {
  const why = whyOf(reading);
  if (!why) return null;
  const most = Math.max(...why.terms.map((t) => Math.abs(t.value)), 1e-9), { temperature } = reading.model;
  const term = (name, value, kind) => {
    const bar = el("span", { class: value < 0 ? "less" : "more" });
    bar.style.width = `${(50 * Math.abs(value)) / most}%`;
    return el("li", { class: kind }, el("span", { class: "name" }, name), el("span", { class: "bar" }, kind ? null : bar), el("span", { class: "value" }, signed(value, 2)));
  };
  return [el("h3", { class: "why" }, `Why ${nameOf(reading, why.first)} over ${nameOf(reading, why.second)}`),
    el("ul", { class: "terms", "aria-label": "the terms of the difference" }, why.terms.map((t) => term(t.name, t.value, "")), term(`sum${temperature === 1 ? "" : ` ÷ ${number(temperature)}`}: odds ${times(why.sum / temperature)}`, why.sum / temperature, "total"))];
}

// drawGrid draws a small map of every head.
function drawGrid() {
  const { reading, back, alike } = now, T = reading.tokens.length;
  fill("heads-lead", "Small maps of who looks at whom: a row looks, a column is looked at. Below each, the word that ",
    el("span", { class: "is-query" }, now.query === null ? "" : reading.tokens[state.head === "pointer" ? reading.pronoun : now.query].text),
    " looks at most", reading.effect ? ", and by how much the odds of the answer change when the head is off." : ".");
  const query = state.head === "pointer" ? reading.pronoun : now.query;
  const grid = el("div", { class: "heads" });
  grid.style.setProperty("--heads", config.heads);
  for (const name of headNames) {
    const pattern = patternOf(reading, name), was = back && patternOf(back, name), off = state.off.has(name);
    const row = pattern[query], best = mostOf(row), effect = reading.effect && reading.effect[name];
    const picture = (at, n, text) => {
      const box = el("span", { class: "thumb" }, image(n, n, at, text)), ring = el("span", { class: "ring" });
      ring.style.top = `${(100 * query) / n}%`, ring.style.height = `${100 / n}%`;
      box.append(ring);
      return box;
    };
    const pictures = was && alike && state.show === "difference" ? [picture((i, j) => signedColour(pattern[i][j] - was[i][j]), T, "difference")]
      : [picture((i, j) => weightColour(pattern[i][j]), T, `head ${name}`), was && picture((i, j) => weightColour(was[i][j]), was.length, back.name)];
    grid.append(el("div", { class: `head ${name === state.head ? "chosen" : ""} ${off ? "is-off" : ""}` },
      el("button", { class: "open", "data-key": `h${name}`, "aria-pressed": String(name === state.head), "aria-label": `head ${name}: looks most at ${reading.tokens[best].text}, ${percent(row[best])}`, onclick: () => change({ head: name, key: null }) },
        el("span", { class: "pictures" }, pictures), el("span", { class: "caption" }, el("b", {}, name), ` ${short(reading.tokens[best].text, 10)} `, el("span", { class: "value" }, hundredths(row[best])))),
      el("span", { class: "foot" }, el("button", { class: "switch", role: "switch", "data-key": `o${name}`, "aria-checked": String(!off), "aria-label": `head ${name}`, title: off ? "switch this head on" : "switch this head off", onclick: () => change({ off: flip(state.off, name) }) }, off ? "off" : "on"),
        effect !== undefined && effect !== null && el("span", { class: "effect", title: "what switching this head off does to the odds of the answer" }, "odds ", el("b", {}, times(effect))))));
  }
  fill("grid", grid);
}

// drawDetail draws the chosen head as a picture, and the chosen row of it as bars.
function drawDetail() {
  const { reading, back, alike, query, key, row, rows, keys } = now, pointer = state.head === "pointer", off = state.off.has(state.head);
  const word = reading.tokens[query].text, was = back && patternOf(back, state.head), usable = was && (pointer ? was.length === rows.length && back.pronoun === reading.pronoun : true);
  fill("detail-title", pointer ? "The pointer" : `Head ${state.head}`, off && el("span", { class: "tag" }, "switched off"));
  fill("views", !pointer && !off && reading.answer && el("button", { class: "segment", "data-key": "seek", title: "cut each edge of this head in turn, and show the one without which the answer loses most (e)", onclick: seek }, "which edge matters most?"),
    segments("views", [["map", "heat map", "v"], ["lines", "lines", "v"]], state.view, (view) => change({ view })));
  const draw = state.view === "lines" ? lineView : heatMap;
  const room = $("detail").clientWidth - (innerWidth > 900 ? 350 : 40);
  const two = usable && !(alike && state.show === "difference");
  const options = (pattern, reading, keys, extra) => ({
    tokens: pointer ? [reading.tokens[reading.pronoun]] : reading.tokens, keys, value: (i, j) => pattern[i][j], query: pointer ? 0 : query, key, marks: extra ? () => "" : marks,
    cut: (i, j) => !pointer && !extra && state.cut.has(`${state.head}:${i}-${j}`), pick: (i, j) => pick(pointer ? null : i, j), width: room / (two && innerWidth > 900 ? 2 : 1) - 120,
    label: `attention of ${pointer ? "the pointer" : "head " + state.head} over “${reading.text}”: ${word} looks most at ${keys[key] ? keys[key].text : ""}, ${percent(row[key])}`,
  });
  const figure = (caption, picture) => el("figure", {}, caption && el("figcaption", {}, caption), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "picture" }, picture));
  if (usable && !two)
    fill("picture", figure(`difference: this minus ${back.name}`, draw({ ...options(rows, reading, keys), signed: true, value: (i, j) => rows[i][j] - was[i][j] })));
  else if (two) {
    const theirs = pointer ? [...back.tokens, { text: "NONE" }] : back.tokens;
    fill("picture", el("div", { class: "two" }, figure("this", draw(options(rows, reading, keys))), figure(back.name, draw(options(was, back, theirs, true)))));
  } else fill("picture", figure("", draw(options(rows, reading, keys))));

  const before = usable && alike ? was[pointer ? 0 : query] : null;
  fill("detail-lead", detailText(word, pointer, off));
  fill("row", el("h3", {}, "what ", el("span", { class: "is-query" }, word), " looks at", before && el("span", { class: "hint" }, `marks: ${back.name}`)),
    barList(keys.map((t, j) => ({ id: `e${j}`, text: t.text, weight: row[j], before: before ? before[j] : undefined, mark: j < reading.tokens.length ? marks(j) : "", chosen: j === key, cut: !pointer && state.cut.has(edge(j)),
      pick: () => change({ key: j }), toggle: pointer || off ? null : () => change({ cut: flip(state.cut, edge(j)), key: j }) })), `weights of ${word}`));
}

// bestEdge is the edge of a head, of those with a weight of 5 % or more, that lowers
// the log odds of the answer most when it is cut; null where none does.
function bestEdge(reading, head) {
  const edges = [];
  patternOf(reading, head).forEach((row, i) => row.forEach((w, j) => { if (w >= 0.05) edges.push([w, i, j]); }));
  let best = null, least = 0;
  for (const [, query, key] of edges.sort((a, b) => b[0] - a[0]).slice(0, 150)) {
    const shift = shiftOf(reading, { cut: withItem(state.cut, `${head}:${query}-${key}`) });
    if (shift < least) best = { query, key }, (least = shift);
  }
  return best;
}
// seek chooses the edge that matters most in the chosen head.
const seek = () => {
  if (state.head === "pointer" || !now.reading.answer || state.off.has(state.head)) return;
  const best = bestEdge(now.reading, state.head);
  if (best) change(best);
};

// detailText says what the chosen weight means, and what the answer would be
// without its edge.
function detailText(word, pointer, off) {
  const { reading, row, key, keys } = now, to = keys[key].text;
  if (pointer) return `The pointer gives ${percent(row[key])} to “${to}”. This row is the decision itself.`;
  const cutNow = state.cut.has(edge(key));
  const say = cutNow ? `The edge from “${word}” to “${to}” is cut.` : `Head ${state.head} takes ${percent(row[key])} of what it mixes into “${word}” from “${to}”.`;
  if (!reading.answer) return say;
  if (off) return say + " It is switched off, so nothing of it is used.";
  const changed = { cut: flip(state.cut, edge(key)) }, shift = shiftOf(reading, changed);
  const { words, share: p } = answerText(reading), then = answerText(withChange(reading, changed));
  return `${say} That is not a share of the decision: ${cutNow ? "with" : "without"} this edge ` +
    (then.words !== words ? `the answer would be “${then.words}”, ${then.share}.`
      : Math.abs(shift) < Math.log(1.05) ? `the odds of “${words}” would be the same.`
      : `the odds of “${words}” would be ${times(shift).slice(2)} times ${shift < 0 ? "smaller" : "greater"}${then.share === p ? "." : `: ${then.share} instead of ${p}.`}`);
}

// lastStage is the last step of the arithmetic: the pointer mixes nothing.
const lastStage = () => (state.head === "pointer" ? 5 : 6);

// drawSteps draws the arithmetic of the chosen row.
function drawSteps() {
  const { reading, query, key } = now, word = reading.tokens[query].text;
  const a = arithmetic(reading, state.head, query), last = lastStage(), stage = Math.min(state.stage, last);
  fill("stages", segments("stages", stageNamesOf(a).slice(0, last).map((name, i) => [i + 1, `${i + 1} ${name}`]), stage, (s) => change({ stage: s })));
  fill("arithmetic", el("div", { class: "say" }, stageText(a, stage, word, key), el("p", { class: "turn" }, el("button", { "data-key": "back", disabled: stage === 1, onclick: () => change({ stage: stage - 1 }) }, "‹ back"),
      el("button", { "data-key": "next", disabled: stage === last, onclick: () => change({ stage: stage + 1 }) }, "next ›"))), stageTable(a, stage, word, key, (j) => change({ key: j })));
}

// place is where a step stands on the slider, from 0 to 1. Snapshots are at equal
// distances, and the loss curve is stretched to fit them.
function place(step) {
  if (moments.length < 2) {
    const last = Math.max(1, content.model.step, ...content.model.curve.loss.map((p) => p.step));
    return step / last;
  }
  let i = moments.findIndex((m) => m.step >= step);
  if (i < 0) return 1;
  if (i === 0) return 0;
  const a = moments[i - 1].step, b = moments[i].step;
  return (i - 1 + (step - a) / (b - a)) / (moments.length - 1);
}

// drawTraining draws the loss curve and the slider through the training.
function drawTraining() {
  const root = $("training"), moment = chosenMoment(), curve = content.model.curve, index = moments.indexOf(moment);
  root.hidden = moments.length < 2 && !curve.loss.length;
  if (root.hidden) return;
  const nearest = (list) => list.filter((p) => p.step <= moment.step).pop();
  const loss = nearest(curve.loss), valid = nearest(curve.valid);
  if (!root.firstChild) {
    root.append(el("div", { class: "inner" },
      el("div", { class: "read" }, el("button", { id: "play", title: "play the training (space)" }, "▶ play"), el("span", { id: "read" })),
      el("div", { class: "track" }, el("div", { id: "curve" }),
        moments.length > 1 ? el("input", { id: "slider", type: "range", min: 0, max: moments.length - 1, step: 1, "aria-label": "moment of the training" })
          : el("p", { class: "hint" }, "Train with --snapshots 20 to replay how attention formed."))));
    $("play").addEventListener("click", play);
    if (moments.length > 1) $("slider").addEventListener("input", (e) => change({ step: stepOf(Number(e.target.value)) }));
    else $("play").hidden = true;
  }
  if (moments.length > 1) {
    $("slider").value = index;
    $("slider").setAttribute("aria-valuetext", `step ${moment.step}`);
  }
  $("play").textContent = playing ? "❚❚ stop" : "▶ play";
  fill("read", el("b", {}, `step ${moment.step}`), moment.exact ? el("span", { class: "hint" }, "this checkpoint") : el("span", { class: "hint" }, "of " + content.model.step),
    loss && el("span", { class: "loss" }, `loss ${loss.loss.toPrecision(2)}`), valid && el("span", { class: "accuracy" }, `accuracy ${share(valid.accuracy)}`),
    curve.greatest > curve.top && el("span", { class: "hint" }, `losses are cut off at ${curve.top.toPrecision(2)}; the greatest is ${curve.greatest.toPrecision(2)}`));
  const width = $("curve").clientWidth || 600;
  fill("curve", lossCurve(curve, place, moment.step, width, moments.length > 1 ? 8 : 0));
}
// stepOf is the state's step for a moment.
const stepOf = (index) => (moments[index].exact ? null : moments[index].step);

// play starts or stops the replay of the training.
function play() {
  if (playing) {
    clearInterval(playing);
    playing = null;
    drawTraining();
    return;
  }
  let index = moments.indexOf(chosenMoment());
  if (index === moments.length - 1) index = -1;
  const advance = () => {
    if (++index >= moments.length - 1) clearInterval(playing), (playing = null);
    change({ step: stepOf(Math.min(index, moments.length - 1)) });
  };
  playing = setInterval(advance, 500);
  advance();
}

// grow makes the field as high as its text.
function grow() {
  const field = $("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

// swap replaces the sentence by its twin, and compares the two.
function swap() {
  const twin = twinOf(state.text, state.swap);
  if (!twin) return;
  $("text").value = twin;
  change({ text: twin, versus: "twin", key: null });
}

// another is the changes for another text: nothing in it is chosen yet.
const another = (text) => ({ text, pronoun: null, query: null, key: null, cut: new Set(), ...(headChosen ? {} : { head: "" }) });

// moveIn is the item so many places after another in a list that begins again at its
// end.
const moveIn = (list, item, by) => list[(list.indexOf(item) + by + list.length) % list.length];
// shortcuts: [key for −1 or alone, key for +1, meaning, action(±1)]
const shortcuts = [
  ["←", "→", "the token that looks", (by) => {
    const n = now.reading.tokens.length;
    const list = state.head === "pointer" ? now.reading.places : Array.from({ length: n }, (_, i) => i);
    const query = moveIn(list, now.query, by);
    change({ query, key: null, ...(now.reading.places.includes(query) ? { pronoun: query } : {}) });
  }],
  ["↑", "↓", "the token looked at", (by) => change({ key: (now.key + by + now.row.length) % now.row.length })],
  ["h", "H", "next head, head before", (by) => change({ head: moveIn([...headNames, "pointer"], state.head, -by), key: null })],
  ["p", "", "the pointer", () => now.reading.answer && change({ head: "pointer", key: null })],
  ["v", "", "heat map or lines", () => change({ view: state.view === "map" ? "lines" : "map" })],
  ["x", "", "switch the head off or on", () => state.head !== "pointer" && change({ off: flip(state.off, state.head) })],
  ["c", "", "cut the edge or put it back", () => state.head !== "pointer" && change({ cut: flip(state.cut, edge(now.key)) })],
  ["e", "", "the edge that matters most in this head", seek],
  ["r", "", "restore all heads and edges", restore],
  ["s", "", "swap the minimal pair", swap],
  ["b", "n", "step back, next step of the arithmetic", (by) => change({ stage: Math.max(1, Math.min(lastStage(), Math.min(state.stage, lastStage()) + by)) })],
  [",", ".", "earlier, later in the training", (by) => change({ step: stepOf(Math.max(0, Math.min(moments.length - 1, moments.indexOf(chosenMoment()) + by))) })],
  ["space", "", "play the training", () => moments.length > 1 && play()],
  ["/", "", "edit the sentence; Esc leaves it", () => $("text").focus()],
];
const keyNames = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", " ": "space" };

function onKey(e) {
  const at = e.target, field = /^(TEXTAREA|SELECT)$/.test(at.tagName) || (at.tagName === "INPUT" && at.type !== "range");
  if (e.key === "Escape" && field) return at.blur();
  if (e.ctrlKey || e.metaKey || e.altKey || field) return;
  const key = keyNames[e.key] || e.key;
  if (at.type === "range" && "←→↑↓".includes(key)) return;
  if (key === "space" && at.tagName === "BUTTON") return;
  const found = shortcuts.find(([a, b]) => a === key || b === key);
  if (!found || (!now.row && "/s".indexOf(key) < 0)) return;
  e.preventDefault();
  found[3](found[0] === key ? -1 : 1);
}

function start() {
  const c = config, size = sizesOf(c).reduce((sum, [, size]) => sum + size, 0);
  fill("about", `${content.model.name}, step ${content.model.step} · ${c.layers} ${c.layers === 1 ? "layer" : "layers"} of ${c.heads} heads · width ${c.width} · ${content.model.vectors ? `vectors of ${wordsWith} words${leftOut ? ` of the model's ${count(content.model.vectors.of)}` : ""}` : `${c.vocabulary} words`} · ${size.toLocaleString("en")} weights, running in this page`);
  const use = (i) => {
    const s = content.sentences[i];
    $("text").value = s.text;
    change({ ...another(s.text), ...(s.twin ? { swap: swapOf(s.text, s.twin) } : { versus: state.versus === "twin" ? "" : state.versus }) });
  };
  if (content.sentences.length > 1)
    fill("examples", el("select", { "aria-label": "examples", onchange: (e) => { if (e.target.value) use(Number(e.target.value)); e.target.value = ""; } },
      el("option", { value: "" }, "examples…"), content.sentences.map((s, i) => el("option", { value: i }, s.text))));
  $("structure-help").hidden = !c.structure;
  $("layers-help").hidden = c.layers < 2;
  $("heads-help").hidden = !c.layers;
  fill("keys", shortcuts.map(([a, b, what]) => [el("dt", {}, el("kbd", {}, a), b && " ", b && el("kbd", {}, b)), el("dd", {}, what)]));
  $("text").addEventListener("input", () => change(another($("text").value.replace(/\n/g, " "))));
  $("text").addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(), $("text").blur(); });
  for (const id of ["from", "to"]) $(id).addEventListener("input", () => change({ swap: [$("from").value, $("to").value] }));
  $("swap").addEventListener("click", swap);
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", () => { state = fromHash(location.hash); change({}, true); });
  addEventListener("resize", () => draw());
  darkMode.addEventListener("change", () => draw());
  addEventListener("beforeprint", () => { printing = true; draw(); });
  addEventListener("afterprint", () => { printing = false; draw(); });
  state = fromHash(location.hash);
  headChosen = state.head !== "";
  if (state.text === null && state.query === null) state.query = content.query;
  const first = content.sentences[0];
  if (!/[#&]swap=/.test(location.hash) && first.twin) state.swap = swapOf(first.text, first.twin);
  change({}, true);
}
start();
