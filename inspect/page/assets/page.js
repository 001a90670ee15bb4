// Page: what is on it, and what happens on input. Every change goes through
// change(), which computes and draws everything anew: a sentence takes about a
// millisecond a pass.

const content = JSON.parse(document.getElementById("content").textContent);
const moments = modelsOf(content.model); // in the order of their steps
const other = content.other ? modelsOf(content.other)[0].model : null;
const config = content.model.config;
const headNames = Array.from({ length: config.layers }, (_, l) => Array.from({ length: config.heads }, (_, h) => `${l}.${h}`)).flat();
const $ = (id) => document.getElementById(id);

let state = initial();
let now = {}; // what is on the page, computed from the state
let playing = null;

// compute is one look at a sentence by one model. text may be read by another
// vocabulary, but the tokens are the same.
function compute(model, text, { off, cut, pronoun } = { off: new Set(), cut: new Set() }) {
  const tokens = tokenize(text).slice(0, content.max_tokens);
  const places = tokens.map((t, i) => (isPronoun(t) ? i : -1)).filter((i) => i >= 0);
  const trace = model.run(tokens, off, cut);
  const at = places.includes(pronoun) ? pronoun : places.length ? places[0] : null;
  return { model, text, tokens, places, trace, pronoun: at, point: at === null ? null : model.point(trace, at) };
}

const momentOf = (step) => moments.find((m) => m.step === step) || moments.find((m) => m.exact);
const chosenMoment = () => (state.step === null ? moments.find((m) => m.exact) : momentOf(state.step));

// share is the pointer's probability of an answer found before: its mention, or
// NONE.
const share = (look, answer) => (answer ? look.point.pointer.slice(answer.start, answer.end).reduce((a, b) => a + b, 0) : look.point.none);

// reference is what the state is compared with, or null.
function reference(look) {
  const model = look.model, own = { off: state.off, cut: state.cut, pronoun: look.pronoun };
  const twin = state.versus === "twin" && twinOf(state.text, state.swap);
  if (state.versus === "twin") return twin ? { name: `with “${swapped()[1]}”`, ...compute(model, twin, own) } : null;
  const intact = { off: new Set(), cut: new Set(), pronoun: look.pronoun };
  if (state.versus === "intact") return { name: "with every head on", ...compute(model, state.text, intact) };
  if (state.versus === "end") return { name: `at step ${content.model.step}`, ...compute(momentOf(null).model, state.text, own) };
  if (state.versus === "other" && other) return { name: content.other.name, ...compute(other, state.text, intact) };
  return null;
}

// swapped is the pair's words as they stand: the one in the sentence first.
function swapped() {
  const words = tokenize(state.text).map((t) => lower(t.text)), first = tokenize(state.swap[0]).map((t) => lower(t.text));
  return first.length && first.every((w) => words.includes(w)) ? state.swap : [state.swap[1], state.swap[0]];
}

// odds are those of an answer found before, as a logarithm: they tell 99 % from
// 99.99 %, which differ as much as 50 % from 99 %.
function logOdds(look, answer) {
  const p = share(look, answer), rest = look.point.pointer.reduce((sum, q, i) => sum + (answer && i >= answer.start && i < answer.end ? 0 : q), answer ? look.point.none : 0);
  return Math.log(Math.max(p, 1e-12)) - Math.log(Math.max(rest, 1e-12));
}
const times = (change) => {
  const factor = Math.exp(Math.abs(change)), power = String(Math.round(Math.log10(factor)));
  return factor < 1.05 ? "× 1" : `${change < 0 ? "÷" : "×"} ${factor < 9.95 ? factor.toFixed(1) : factor < 1000 ? factor.toFixed(0) : "10" + Array.from(power, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")}`;
};

// effects tells for each head what switching it off does to the log odds of the
// answer. It is left out where it would take too long.
function effects(look) {
  if (!look.point || look.tokens.length > 64 || headNames.length > 48) return null;
  const before = logOdds(look, look.point.answer), out = {};
  for (const name of headNames) {
    if (state.off.has(name)) continue;
    const without = compute(look.model, look.text, { off: new Set([...state.off, name]), cut: state.cut, pronoun: look.pronoun });
    out[name] = logOdds(without, look.point.answer) - before;
  }
  return out;
}

function patternOf(look, head) {
  if (head === "pointer") return look.point && [[...look.point.pointer, look.point.none]];
  const [l, h] = head.split(".").map(Number);
  return look.trace.layers[l] && look.trace.layers[l].heads[h] && look.trace.layers[l].heads[h].pattern;
}

// settle brings indices of the state into the sentence and chooses what was
// left open.
function settle() {
  state.text = state.text || content.sentences[0].text;
  const look = compute(chosenMoment().model, state.text, state), n = look.tokens.length;
  const within = (i, least) => (i === null || i < n ? i : least);
  state.pronoun = look.places.includes(state.pronoun) ? state.pronoun : null;
  state.query = within(state.query, null), state.key = within(state.key, null);
  state.off = new Set([...state.off].filter((name) => headNames.includes(name)));
  state.cut = new Set([...state.cut].filter((edge) => headNames.includes(edge.split(":")[0])));
  if (state.versus === "other" && !other) state.versus = "";
  if (state.step !== null && (momentOf(state.step).exact || momentOf(state.step).step !== state.step)) state.step = null;
  const effect = effects(look);
  if (state.head !== "pointer" && !headNames.includes(state.head)) {
    state.head = headNames.length === 0 ? "pointer" : effect ? telling(look) : headNames[0];
  }
  if (state.head === "pointer" && !look.point && headNames.length) state.head = headNames[0];
  return { ...look, effect };
}

// telling is the head to begin with: the one in which the word that the pronoun
// looks at most is needed most, found by cutting that edge.
function telling(look) {
  const shifts = headNames.map((name) => {
    const row = patternOf(look, name)[look.pronoun], edge = `${name}:${look.pronoun}-${row.indexOf(Math.max(...row))}`;
    return logOdds(compute(look.model, look.text, { off: state.off, cut: new Set([...state.cut, edge]), pronoun: look.pronoun }), look.point.answer);
  });
  return headNames[shifts.indexOf(Math.min(...shifts))];
}

function see() {
  const look = settle();
  const query = state.head === "pointer" ? look.pronoun : state.query ?? look.pronoun ?? 0;
  const rows = look.tokens.length ? patternOf(look, state.head) : null;
  const row = rows && (state.head === "pointer" ? rows[0] : rows[query]);
  const keys = look.tokens.concat(state.head === "pointer" ? [{ text: "NONE" }] : []);
  const key = row && (state.key !== null && state.key < row.length ? state.key : row.indexOf(Math.max(...row)));
  const back = look.tokens.length ? reference(look) : null;
  const alike = back && back.tokens.length === look.tokens.length;
  now = { look, back, alike, query, key, row, rows, keys };
}

// change alters the state, draws, and keeps the URL.
function change(with_, keepHash) {
  Object.assign(state, with_);
  const focus = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.key;
  see();
  draw();
  if (focus) {
    const again = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focus);
    if (again) again.focus({ preventScroll: true });
  }
  if (!keepHash) try { history.replaceState(null, "", toHash(state)); } catch { /* some viewers allow no history */ }
}

const flip = (set, item) => {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
};
const edge = (key) => `${state.head}:${now.query}-${key}`;
const pick = (query, key) => change(state.head === "pointer" ? { key } : { query, key });
const fill = (id, ...children) => $(id).replaceChildren(...children.flat(2).filter((c) => c !== null && c !== undefined && c !== false));
const marks = (i) => (i === now.look.pronoun ? "is-pronoun " : "") + (now.look.point && now.look.point.answer && i >= now.look.point.answer.start && i < now.look.point.answer.end ? "is-answer" : "");

function answerText(look) {
  const { answer, none } = look.point;
  const chars = Array.from(look.text);
  const words = answer && chars.slice(look.tokens[answer.start].start, look.tokens[answer.end - 1].end).join("");
  return { words: words || "nothing in the text", share: percent(answer ? answer.probability : none), none: !answer };
}

function segments(id, options, chosen, choose) {
  fill(id, options.map(([value, text, title]) => el("button", { class: "segment", "data-key": `${id}-${value}`, "aria-pressed": String(value === chosen), title, onclick: () => choose(value) }, text)));
}

function draw() {
  drawAsk();
  drawCompare();
  const empty = !now.look.tokens.length;
  for (const id of ["decision", "heads", "detail", "steps"]) $(id).hidden = empty;
  $("decision").hidden = !now.look.point;
  $("heads").hidden = empty || !headNames.length;
  if (!empty) {
    if (now.look.point) drawDecision();
    drawGrid();
    $("detail").hidden = $("steps").hidden = !now.row;
    if (now.row) drawDetail(), drawSteps();
  }
  drawTraining();
}

function drawAsk() {
  const { look, back } = now;
  if ($("text").value !== state.text && document.activeElement !== $("text")) $("text").value = state.text;
  grow();
  const twin = twinOf(state.text, state.swap), [here, there] = swapped();
  const button = $("swap");
  button.disabled = !twin;
  button.replaceChildren(el("b", {}, here || "…"), " ⇄ ", there || "…");
  for (const [id, i] of [["from", 0], ["to", 1]]) if (document.activeElement !== $(id)) $(id).value = state.swap[i];

  fill("answer", look.places.map((place) => {
    const one = place === look.pronoun ? look : { ...look, pronoun: place, point: look.model.point(look.trace, place) };
    const { words, share: p, none } = answerText(one);
    const before = place === look.pronoun && back && back.point ? answerText(back) : null;
    return el("p", { class: place === look.pronoun ? "chosen" : "" },
      el("button", { class: "pronoun", "data-key": `p${place}`, "aria-pressed": String(place === look.pronoun), onclick: () => change({ pronoun: place, query: place, key: null }) }, look.tokens[place].text),
      el("span", { class: "arrow" }, " refers to "), el("span", { class: none ? "none" : "noun" }, words), " ", el("span", { class: "share" }, p),
      before && el("span", { class: "before" }, `${back.name}: `, el("b", {}, before.words), ` ${before.share}`));
  }));
  // The tokens are shaded by what the chosen head does with the query.
  fill("tokens", look.tokens.map((t, i) => {
    const w = now.row ? now.row[i] : 0, chip = el("button", {
      class: `chip ${marks(i)} ${i === now.query ? "is-query" : ""} ${i === now.key ? "is-key" : ""} ${look.model.known(t) ? "" : "unknown"}`,
      "data-key": `t${i}`, "aria-pressed": String(i === now.query), title: look.model.known(t) ? null : "not in the vocabulary: read as unknown",
      onclick: () => change({ query: i, key: null, ...(isPronoun(t) ? { pronoun: i } : {}), ...(state.head === "pointer" && !isPronoun(t) && headNames.length ? { head: headNames[headNames.length - 1] } : {}) }),
    }, t.text, el("span", { class: "weight" }, w >= 0.005 ? hundredths(w) : " "));
    const colour = weightColour(w);
    chip.style.backgroundColor = css(colour), chip.style.color = inkOn(colour);
    return chip;
  }));
  const unknown = [...new Set(look.tokens.filter((t) => !look.model.known(t)).map((t) => t.text))];
  const length = tokenize(state.text).length;
  fill("notes", !look.tokens.length ? "Type a sentence."
    : length > content.max_tokens ? `The text has ${length} tokens and the limit is ${content.max_tokens}: only the first ${content.max_tokens} are read.`
    : !look.places.length ? "There is no pronoun to resolve, such as it, he, she or they. You can still see what the heads look at."
    : unknown.length ? `Not in the vocabulary, so read as unknown${config.ngram_buckets ? ", by their letters" : ""}: ${unknown.join(", ")}.` : "");
}

function drawCompare() {
  const twin = twinOf(state.text, state.swap), changed = state.off.size + state.cut.size > 0;
  const options = [["", "nothing"], twin && ["twin", `the twin, “${swapped()[1]}”`], changed && ["intact", "every head on"],
    state.step !== null && ["end", `step ${content.model.step}`], other && ["other", content.other.name]].filter(Boolean);
  const group = (label, list, chosen, choose, id) => el("span", { class: "group", role: "group", "aria-label": label }, el("span", { class: "label" }, label),
    list.map(([value, text]) => el("button", { class: "segment", "data-key": id + value, "aria-pressed": String(value === chosen), onclick: () => choose(value) }, text)));
  $("compare").hidden = options.length < 2;
  fill("compare", group("compare with", options, now.back ? state.versus : "", (versus) => change({ versus }), "versus-"),
    now.back && now.alike && group("show", [["both", "side by side"], ["difference", "difference"]], state.show, (show) => change({ show }), "show-"),
    now.back && !now.alike && el("span", { class: "label" }, "the two texts differ in length: no differences"),
    changed && el("span", { class: "group" }, el("span", { class: "label" }, [state.off.size && `off: ${[...state.off].join(", ")}`, state.cut.size && `cut: ${state.cut.size} ${state.cut.size > 1 ? "edges" : "edge"}`].filter(Boolean).join(" · ")),
      el("button", { class: "segment", "data-key": "restore", onclick: restore }, "restore all")));
}
const restore = () => change({ off: new Set(), cut: new Set(), versus: state.versus === "intact" ? "" : state.versus });

function drawDecision() {
  const { look, back, alike } = now;
  const p = look.point, before = back && alike && back.point && back.pronoun === look.pronoun ? back.point : null;
  fill("decision-lead", `This row is the answer: how probable it is that “${look.tokens[look.pronoun].text}” refers to each word.`, before && ` The marks are those ${back.name}.`);
  const line = (text, i, weight, was) => ({ id: `d${i}`, text, weight, before: was, mark: i < 0 ? (p.answer ? "" : "is-answer") : marks(i),
    chosen: state.head === "pointer" && now.key === (i < 0 ? look.tokens.length : i), pick: () => change({ head: "pointer", key: i < 0 ? look.tokens.length : i }) });
  fill("pointer", barList([...look.tokens.map((t, i) => line(t.text, i, p.pointer[i], before && before.pointer[i] || (before ? 0 : undefined))),
    line("NONE", -1, p.none, before ? before.none : undefined)], "the pointer's row"));
}

function drawGrid() {
  const { look, back, alike } = now, T = look.tokens.length;
  fill("heads-lead", "Small maps of who looks at whom: a row looks, a column is looked at. Below each, the word that ",
    el("span", { class: "is-query" }, now.query === null ? "" : look.tokens[state.head === "pointer" ? look.pronoun : now.query].text),
    " looks at most", look.effect ? ", and by how much the odds of the answer change when the head is off." : ".");
  const query = state.head === "pointer" ? look.pronoun : now.query;
  const grid = el("div", { class: "heads" });
  grid.style.setProperty("--heads", config.heads);
  for (const name of headNames) {
    const pattern = patternOf(look, name), was = back && patternOf(back, name), off = state.off.has(name);
    const row = pattern[query], best = row.indexOf(Math.max(...row)), effect = look.effect && look.effect[name];
    const picture = (at, n, text) => {
      const box = el("span", { class: "thumb" }, image(n, n, at, text)), ring = el("span", { class: "ring" });
      ring.style.top = `${(100 * query) / n}%`, ring.style.height = `${100 / n}%`;
      box.append(ring);
      return box;
    };
    const pictures = was && alike && state.show === "difference" ? [picture((i, j) => signedColour(pattern[i][j] - was[i][j]), T, "difference")]
      : [picture((i, j) => weightColour(pattern[i][j]), T, `head ${name}`), was && picture((i, j) => weightColour(was[i][j]), was.length, back.name)];
    grid.append(el("div", { class: `head ${name === state.head ? "chosen" : ""} ${off ? "is-off" : ""}` },
      el("button", { class: "open", "data-key": `h${name}`, "aria-pressed": String(name === state.head), "aria-label": `head ${name}: looks most at ${look.tokens[best].text}, ${percent(row[best])}`, onclick: () => change({ head: name, key: null }) },
        el("span", { class: "pictures" }, pictures), el("span", { class: "caption" }, el("b", {}, name), ` ${short(look.tokens[best].text, 10)} `, el("span", { class: "value" }, hundredths(row[best])))),
      el("span", { class: "foot" }, el("button", { class: "switch", role: "switch", "data-key": `o${name}`, "aria-checked": String(!off), "aria-label": `head ${name}`, title: off ? "switch this head on" : "switch this head off", onclick: () => change({ off: flip(state.off, name) }) }, off ? "off" : "on"),
        effect !== undefined && effect !== null && el("span", { class: "effect", title: "what switching this head off does to the odds of the answer" }, "odds ", el("b", {}, times(effect))))));
  }
  fill("grid", grid);
}

function drawDetail() {
  const { look, back, alike, query, key, row, rows, keys } = now, pointer = state.head === "pointer", off = state.off.has(state.head);
  const word = look.tokens[query].text, was = back && patternOf(back, state.head), usable = was && (pointer ? was.length === rows.length && back.pronoun === look.pronoun : true);
  fill("detail-title", pointer ? "The pointer" : `Head ${state.head}`, off && el("span", { class: "tag" }, "switched off"));
  segments("views", [["map", "heat map", "v"], ["lines", "lines", "v"]], state.view, (view) => change({ view }));
  if (!pointer && !off && look.point)
    $("views").prepend(el("button", { class: "segment", "data-key": "seek", title: "cut each edge of this head in turn, and show the one without which the answer loses most (e)", onclick: seek }, "which edge matters most?"));
  const draw = state.view === "lines" ? lineView : heatMap;
  const room = $("detail").clientWidth - (innerWidth > 900 ? 350 : 40);
  const two = usable && !(alike && state.show === "difference");
  const options = (pattern, look, keys, extra) => ({
    tokens: pointer ? [look.tokens[look.pronoun]] : look.tokens, keys, value: (i, j) => pattern[i][j], query: pointer ? 0 : query, key, marks: extra ? () => "" : marks,
    cut: (i, j) => !pointer && !extra && state.cut.has(`${state.head}:${i}-${j}`), pick: (i, j) => pick(pointer ? null : i, j), width: room / (two && innerWidth > 900 ? 2 : 1) - 120,
    label: `attention of ${pointer ? "the pointer" : "head " + state.head} over “${look.text}”: ${word} looks most at ${keys[key] ? keys[key].text : ""}, ${percent(row[key])}`,
  });
  const figure = (caption, picture) => el("figure", {}, caption && el("figcaption", {}, caption), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "picture" }, picture));
  if (usable && !two)
    fill("picture", figure(`difference: this minus ${back.name}`, draw({ ...options(rows, look, keys), signed: true, value: (i, j) => rows[i][j] - was[i][j] })));
  else if (two) {
    const theirs = pointer ? [...back.tokens, { text: "NONE" }] : back.tokens;
    fill("picture", el("div", { class: "two" }, figure("this", draw(options(rows, look, keys))), figure(back.name, draw(options(was, back, theirs, true)))));
  } else fill("picture", figure("", draw(options(rows, look, keys))));

  const before = usable && alike ? was[pointer ? 0 : query] : null;
  fill("detail-lead", detailText(word, pointer, off));
  fill("look", el("h3", {}, "what ", el("span", { class: "is-query" }, word), " looks at", before && el("span", { class: "hint" }, `marks: ${back.name}`)),
    barList(keys.map((t, j) => ({ id: `e${j}`, text: t.text, weight: row[j], before: before ? before[j] : undefined, mark: j < look.tokens.length ? marks(j) : "", chosen: j === key, cut: !pointer && state.cut.has(edge(j)),
      pick: () => change({ key: j }), toggle: pointer || off ? null : () => change({ cut: flip(state.cut, edge(j)), key: j }) })), `weights of ${word}`));
}

// needed finds the edge of a head that the answer depends on most, among those
// with weight enough to matter.
function needed(look, head) {
  const before = logOdds(look, look.point.answer), edges = [];
  patternOf(look, head).forEach((row, i) => row.forEach((w, j) => { if (w >= 0.05) edges.push([w, i, j]); }));
  let best = null, least = 0;
  for (const [, query, key] of edges.sort((a, b) => b[0] - a[0]).slice(0, 150)) {
    const without = compute(look.model, look.text, { off: state.off, cut: new Set([...state.cut, `${head}:${query}-${key}`]), pronoun: look.pronoun });
    const shift = logOdds(without, look.point.answer) - before;
    if (shift < least) best = { query, key }, (least = shift);
  }
  return best;
}
const seek = () => {
  if (state.head === "pointer" || !now.look.point || state.off.has(state.head)) return;
  const best = needed(now.look, state.head);
  if (best) change(best);
};

// detailText says in plain words what the chosen weight means, and what the
// answer would be without it.
function detailText(word, pointer, off) {
  const { look, row, key, keys } = now, to = keys[key].text;
  if (pointer) return `The pointer gives ${percent(row[key])} to “${to}”. This row is the decision itself.`;
  const cutNow = state.cut.has(edge(key));
  const say = cutNow ? `The edge from “${word}” to “${to}” is cut.` : `Head ${state.head} takes ${percent(row[key])} of what it mixes into “${word}” from “${to}”.`;
  if (!look.point) return say;
  if (off) return say + " It is switched off, so nothing of it is used.";
  const without = compute(look.model, look.text, { off: state.off, cut: flip(state.cut, edge(key)), pronoun: look.pronoun });
  const shift = logOdds(without, look.point.answer) - logOdds(look, look.point.answer), { words, share: p } = answerText(look), then = answerText(without);
  return `${say} That is not a share of the decision: ${cutNow ? "with" : "without"} this edge ` +
    (then.words !== words ? `the answer would be “${then.words}”, ${then.share}.`
      : Math.abs(shift) < Math.log(1.05) ? `the odds of “${words}” would be the same.`
      : `the odds of “${words}” would be ${times(shift).slice(2)} times ${shift < 0 ? "smaller" : "greater"}${then.share === p ? "." : `: ${then.share} instead of ${p}.`}`);
}

function drawSteps() {
  const { look, query, key } = now, word = look.tokens[query].text;
  const a = arithmetic(look, state.head, query), last = a.pointer ? 5 : 6, stage = Math.min(state.stage, last);
  segments("stages", stageNames.slice(0, last).map((name, i) => [i + 1, `${i + 1} ${name}`]), stage, (s) => change({ stage: s }));
  fill("arithmetic", el("div", { class: "say" }, stageText(a, stage, word, key), el("p", { class: "turn" }, el("button", { "data-key": "back", disabled: stage === 1, onclick: () => change({ stage: stage - 1 }) }, "‹ back"),
      el("button", { "data-key": "next", disabled: stage === last, onclick: () => change({ stage: stage + 1 }) }, "next ›"))), stageTable(a, stage, word, key, (j) => change({ key: j })));
}

// The training: stops at equal distances, the curve stretched to fit them.
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
    loss && el("span", { class: "loss" }, `loss ${loss.loss.toPrecision(2)}`), valid && el("span", { class: "accuracy" }, `accuracy ${percent(valid.accuracy)}`));
  const width = $("curve").clientWidth || 600;
  fill("curve", lossCurve(curve, place, moment.step, width, moments.length > 1 ? 8 : 0));
}
const stepOf = (index) => (moments[index].exact ? null : moments[index].step);

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

function grow() {
  const field = $("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

// A minimal pair: the twin takes the sentence's place, and is compared with it.
function swap() {
  const twin = twinOf(state.text, state.swap);
  if (!twin) return;
  $("text").value = twin;
  change({ text: twin, versus: "twin", key: null });
}

const moveIn = (list, item, by) => list[(list.indexOf(item) + by + list.length) % list.length];
const shortcuts = [
  ["←", "→", "the token that looks", (by) => {
    const n = now.look.tokens.length;
    const list = state.head === "pointer" ? now.look.places : Array.from({ length: n }, (_, i) => i);
    const query = moveIn(list, now.query, by);
    change({ query, key: null, ...(now.look.places.includes(query) ? { pronoun: query } : {}) });
  }],
  ["↑", "↓", "the token looked at", (by) => change({ key: (now.key + by + now.row.length) % now.row.length })],
  ["h", "H", "next head, head before", (by) => change({ head: moveIn([...headNames, "pointer"], state.head, -by), key: null })],
  ["p", "", "the pointer", () => now.look.point && change({ head: "pointer", key: null })],
  ["v", "", "heat map or lines", () => change({ view: state.view === "map" ? "lines" : "map" })],
  ["x", "", "switch the head off or on", () => state.head !== "pointer" && change({ off: flip(state.off, state.head) })],
  ["c", "", "cut the edge or put it back", () => state.head !== "pointer" && change({ cut: flip(state.cut, edge(now.key)) })],
  ["e", "", "the edge that matters most in this head", seek],
  ["r", "", "restore all heads and edges", restore],
  ["s", "", "swap the minimal pair", swap],
  ["b", "n", "step back, next step of the arithmetic", (by) => change({ stage: Math.max(1, Math.min(state.head === "pointer" ? 5 : 6, Math.min(state.stage, state.head === "pointer" ? 5 : 6) + by)) })],
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
  const c = config, size = shapesOf(c).reduce((sum, [, ...shape]) => sum + shape.reduce((a, b) => a * b), 0);
  fill("about", `${content.model.name}, step ${content.model.step} · ${c.layers} ${c.layers === 1 ? "layer" : "layers"} of ${c.heads} heads · width ${c.width} · ${c.vocabulary} words · ${size.toLocaleString("en")} weights, running in this page`);
  const use = (i) => {
    const s = content.sentences[i];
    $("text").value = s.text;
    change({ text: s.text, pronoun: null, query: null, key: null, cut: new Set(), ...(s.twin ? { swap: swapOf(s.text, s.twin) } : { versus: state.versus === "twin" ? "" : state.versus }) });
  };
  if (content.sentences.length > 1)
    fill("examples", el("select", { "aria-label": "examples", onchange: (e) => { if (e.target.value) use(Number(e.target.value)); e.target.value = ""; } },
      el("option", { value: "" }, "examples…"), content.sentences.map((s, i) => el("option", { value: i }, s.text))));
  fill("keys", shortcuts.map(([a, b, what]) => [el("dt", {}, el("kbd", {}, a), b && " ", b && el("kbd", {}, b)), el("dd", {}, what)]));
  $("text").addEventListener("input", () => change({ text: $("text").value.replace(/\n/g, " "), pronoun: null, query: null, key: null, cut: new Set() }));
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
  const first = content.sentences[0];
  if (!/[#&]swap=/.test(location.hash) && first.twin) state.swap = swapOf(first.text, first.twin);
  change({}, true);
}
start();
