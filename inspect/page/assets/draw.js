// Draw: the elements and pictures of the page. Text becomes text nodes, never
// markup.

// make gives an element its attributes, with "on…" for events, and its children. A
// child that is not an element becomes text; null and false are left out.
function make(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(2)) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}
// el and svg make elements of HTML and of SVG.
const el = (tag, attributes, ...children) => make(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => make(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// Colours that are distinct to every kind of colour vision: lightness shows a
// weight, and blue or orange the sign of a difference.
const palettes = {
  light: {
    weight: ["#fbfbf9", "#d3e3f2", "#8dbbdf", "#3c83bf", "#135292", "#08264f"],
    signed: ["#7a3803", "#c9680f", "#f2b36b", "#fbfbf9", "#8dbbdf", "#2a72b5", "#08264f"],
  },
  dark: {
    weight: ["#20242b", "#1c3a5c", "#245e94", "#4291cc", "#9acdf2", "#f0f8ff"],
    signed: ["#ffd9b0", "#f09a48", "#8f5217", "#20242b", "#245e94", "#5aa9e2", "#e3f2ff"],
  },
};
const darkMode = matchMedia("(prefers-color-scheme: dark)");
let printing = false;
const palette = () => palettes[darkMode.matches && !printing ? "dark" : "light"];

// blend is the colour [r,g,b] at a share, from 0 to 1, of the way through stops.
const channels = ((known) => (hex) => (known[hex] = known[hex] || [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))))({});
function blend(stops, share) {
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(at));
  const a = channels(stops[i]), b = channels(stops[i + 1]);
  return a.map((v, k) => Math.round(v + (b[k] - v) * (at - i)));
}
// The scale of weights is always 0 to 1, that of differences −1 to 1: a scale that
// follows the data makes small differences seem large.
const weightColour = (w) => blend(palette().weight, w);
const signedColour = (v) => blend(palette().signed, (v + 1) / 2);
const css = (c) => `rgb(${c.join(",")})`;

// luminance is the relative luminance of WCAG 2, and inkOn the colour of text with
// the greater contrast on a colour: it is 4.5 or more.
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((c) => (c <= 10 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const inkOn = (rgb) => (luminance(rgb) + 0.05 > Math.sqrt(1.05 * 0.05) ? "#000000" : "#ffffff");

// percent writes a probability with more digits near 0 and 1: 99.98 % is not
// certain. A line is not broken within it.
function percent(p) {
  if (p > 0.99995) return ">\u00a099.99\u00a0%";
  if (p < 0.0005) return "0\u00a0%";
  const rest = Math.min(p, 1 - p);
  return `${(100 * p).toFixed(rest >= 0.00995 ? 0 : rest >= 0.0005 ? 1 : 2)}\u00a0%`;
}
// share writes a part of counted things: 0 % and 100 % are none and all of them.
const share = (p) => p === 0 || p === 1 ? `${100 * p}\u00a0%` : p < 0.0005 ? (p < 0.00005 ? "<\u00a00.01\u00a0%" : `${(100 * p).toFixed(2)}\u00a0%`) : percent(p);
const hundredths = (w) => String(Math.round(100 * w));
const signedHundredths = (d) => (d > 0 ? "+" : "") + hundredths(d).replace("-", "−");
// points writes a difference of probabilities in hundredths.
const points = (d) => `${d < 0 ? "−" : "+"}${(100 * Math.abs(d)).toFixed(Math.abs(d) < 0.095 ? 1 : 0)}`;
// number writes a number of the arithmetic; the score of a cut edge is −Infinity.
const number = (v, digits = 2) => v === -Infinity ? "cut" : v.toFixed(digits).replace("-", "−");

// image draws rows × columns with one pixel each, to be stretched by the style.
function image(rows, columns, colourAt, label) {
  const canvas = el("canvas", { width: columns, height: rows, role: "img", "aria-label": label });
  const context = canvas.getContext("2d"), pixels = context.createImageData(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0, at = 4 * i * columns; j < columns; j++) {
      const [r, g, b] = colourAt(i, j);
      pixels.data[at++] = r, pixels.data[at++] = g, pixels.data[at++] = b, pixels.data[at++] = 255;
    }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

// strip draws a vector, a cell for each number, blue for positive. most is the
// greatest magnitude of the scale.
function strip(values, most, label) {
  const canvas = image(1, values.length, (_, j) => signedColour(values[j] / most), label);
  canvas.className = "strip";
  canvas.style.width = `${values.length * (values.length > 32 ? 2 : 6)}px`;
  return canvas;
}

// short cuts a text to at most so many characters.
const short = (text, most = 14) => (Array.from(text).length > most ? Array.from(text).slice(0, most - 1).join("") + "…" : text);

// weightText is what a picture writes of the weight, or difference of weights, v, ""
// where it is negligible. edgeTitle is the title of the edge from query i to key j.
// The options o are heatMap's.
const weightText = (o, v) => Math.abs(v) < 0.005 ? "" : o.signed ? signedHundredths(v) : hundredths(v);
const edgeTitle = (o, i, j) => svg("title", {}, `${o.tokens[i].text} → ${o.keys[j].text}: ${(o.signed ? points : percent)(o.value(i, j))}`);

// picture is the root of a picture for heatMap, lineView and lossCurve.
const picture = (name, width, height, label) => svg("svg", { class: name, width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });

// heatMap draws values (T,T) with their numbers: a row for each query, a column for
// each key. o: {tokens, keys, value(i,j), signed, query, key, marks, cut(i,j), pick(i,j), label}
function heatMap(o) {
  const rows = o.tokens.length, columns = o.keys.length, small = columns > 22;
  const cell = Math.max(15, Math.min(38, Math.floor((o.width || 560) / columns)));
  const longest = (list) => Math.max(...list.map((t) => Array.from(short(t.text)).length));
  const left = 8 + 8.2 * longest(o.tokens), top = 8 + 6.2 * longest(o.keys);
  const width = left + columns * cell + 26, height = top + rows * cell + 4;
  const root = picture("map", width, height, o.label);
  o.keys.forEach((t, j) => root.append(svg("text", {
    class: "axis " + (j === o.key ? "is-key " : "") + o.marks(j), x: left + (j + 0.5) * cell, y: top - 7,
    transform: `rotate(-48 ${left + (j + 0.5) * cell} ${top - 7})`,
  }, short(t.text))));
  o.tokens.forEach((t, i) => root.append(svg("text", {
    class: "axis row " + (i === o.query ? "is-query" : ""), x: left - 8, y: top + (i + 0.5) * cell + 4.5, "text-anchor": "end",
    onclick: () => o.pick(i, null),
  }, short(t.text))));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const v = o.value(i, j), colour = o.signed ? signedColour(v) : weightColour(v);
      const x = left + j * cell, y = top + i * cell;
      if (columns > 60 && Math.abs(v) < 0.01 && !o.cut(i, j)) continue; // thousands of cells in the colour of the background
      const group = svg("g", { class: "cell", onclick: () => o.pick(i, j) },
        edgeTitle(o, i, j),
        svg("rect", { x: x + 0.5, y: y + 0.5, width: cell - 1, height: cell - 1, rx: small ? 1 : 3, fill: css(colour) }));
      const text = o.cut(i, j) ? "✕" : small ? "" : weightText(o, v);
      if (text) group.append(svg("text", { x: x + cell / 2, y: y + cell / 2 + 4, "text-anchor": "middle", fill: inkOn(colour) }, text));
      root.append(group);
    }
  if (o.query !== null && o.query < rows)
    root.append(svg("rect", { class: "ring query", x: left - 1, y: top + o.query * cell - 0.5, width: columns * cell + 2, height: cell + 1, rx: 4 }));
  if (o.query !== null && o.key !== null && o.query < rows && o.key < columns)
    root.append(svg("rect", { class: "ring key", x: left + o.key * cell - 0.5, y: top + o.query * cell - 0.5, width: cell + 1, height: cell + 1, rx: 4 }));
  return root;
}

// lineView draws queries on the left, keys on the right, and a curve for each
// weight; those of the chosen query are stronger. The options are heatMap's.
function lineView(o) {
  const rows = o.tokens.length, columns = o.keys.length, step = rows > 40 ? 20 : 27, top = 30;
  const width = Math.max(300, Math.min(460, o.width || 460)), side = 112, height = top + Math.max(rows, columns) * step + 6;
  const root = picture("lines", width, height, o.label);
  const y = (i) => top + (i + 0.5) * step;
  root.append(svg("text", { class: "head", x: side - 12, y: 14, "text-anchor": "end" }, "looks"),
    svg("text", { class: "head", x: width - side + 12, y: 14 }, "looked at"));
  const curve = (i, j) => `M${side} ${y(i)}C${width / 2} ${y(i)} ${width / 2} ${y(j)} ${width - side} ${y(j)}`;
  const faint = svg("g", { class: "faint" }), strong = svg("g", { class: "strong" });
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const v = o.value(i, j), size = Math.abs(v), cut = o.cut(i, j), mine = i === o.query;
      if (!cut && size < (mine ? 0.005 : 0.04)) continue;
      const line = svg("path", { d: curve(i, j), "stroke-width": (mine ? 1.2 : 0.8) + 9 * size, "stroke-opacity": mine ? 0.25 + 0.7 * size : 0.1 + 0.25 * size });
      line.classList.add(cut ? "cut" : o.signed && v < 0 ? "less" : "more");
      if (!mine) faint.append(line);
      else strong.append(svg("g", { class: "edge" + (j === o.key ? " is-key" : ""), onclick: () => o.pick(i, j) },
        edgeTitle(o, i, j), svg("path", { class: "reach", d: curve(i, j) }), line));
    }
  root.append(faint, strong);
  o.tokens.forEach((t, i) => root.append(svg("text", {
    class: "token " + (i === o.query ? "is-query" : ""), x: side - 12, y: y(i) + 5, "text-anchor": "end", onclick: () => o.pick(i, null),
  }, short(t.text, 13))));
  o.keys.forEach((t, j) => {
    const v = o.query !== null && o.query < rows ? o.value(o.query, j) : 0;
    root.append(svg("text", { class: `token ${o.marks(j)} ${j === o.key ? "is-key" : ""}`, x: width - side + 12, y: y(j) + 5, onclick: () => o.pick(o.query, j) },
      short(t.text, 11), weightText(o, v) && svg("tspan", { class: "value", dx: 7 }, weightText(o, v))));
  });
  return root;
}

// barList draws one row of weights as bars, a line for each token. rows: [{text,
// weight, before, mark, chosen, cut, pick, toggle}]
function barList(rows, label) {
  return el("ol", { class: "bars", "aria-label": label }, rows.map((r) => {
    const bar = el("span", { class: "bar" }), fill = el("span", { class: "fill" });
    fill.style.width = `${100 * r.weight}%`;
    bar.append(fill);
    if (r.before !== undefined) {
      const was = el("span", { class: "was", title: `reference: ${percent(r.before)}` });
      was.style.left = `${100 * r.before}%`;
      bar.append(was);
    }
    return el("li", { class: [r.mark, r.chosen ? "chosen" : "", r.cut ? "is-cut" : ""].join(" ") },
      r.pick ? el("button", { class: "name", "data-key": r.id, "aria-pressed": String(Boolean(r.chosen)), onclick: r.pick }, short(r.text, 16))
        : el("span", { class: "name" }, short(r.text, 16)),
      bar,
      el("span", { class: "value" }, hundredths(r.weight)),
      r.before !== undefined && el("span", { class: "delta" }, Math.abs(r.weight - r.before) < 0.005 ? "·" : points(r.weight - r.before)),
      r.toggle && el("button", { class: "cut", "data-key": r.id + "cut", "aria-pressed": String(Boolean(r.cut)), title: r.cut ? "put this edge back" : "cut this edge", "aria-label": `${r.cut ? "put back" : "cut"} the edge to ${r.text}`, onclick: r.toggle }, r.cut ? "↺" : "✕"));
  }));
}

// lossCurve draws loss and accuracy over the training, above the slider and on its
// scale: x(step) is the place of a step from 0 to 1. Losses are cut off at curve.top.
function lossCurve(curve, x, now, width, inset) {
  const height = width < 420 ? 44 : 64, losses = curve.loss.map((p) => Math.min(Math.max(p.loss, 1e-4), curve.top));
  const root = picture("curve", width, height, "loss and accuracy over the training");
  if (!losses.length) return root;
  const low = Math.log(Math.min(...losses)), high = Math.log(Math.max(...losses, Math.exp(low) * 1.01));
  const at = (step) => inset + x(step) * (width - 2 * inset);
  const path = (points) => points.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
  root.append(
    svg("path", { class: "loss", d: path(curve.loss.map((p, i) => [at(p.step), 4 + (height - 8) * (1 - (Math.log(losses[i]) - low) / (high - low))])) }),
    svg("path", { class: "accuracy", d: path(curve.valid.map((p) => [at(p.step), 4 + (height - 8) * (1 - p.accuracy)])) }),
    ...curve.valid.map((p) => svg("circle", { class: "accuracy", cx: at(p.step), cy: 4 + (height - 8) * (1 - p.accuracy), r: 2.5 }, svg("title", {}, `step ${p.step}: accuracy ${share(p.accuracy)}`))),
    svg("line", { class: "now", x1: at(now), x2: at(now), y1: 0, y2: height }));
  return root;
}
