// SPDX-License-Identifier: Apache-2.0
// What a drawing answers when it is pointed at, by means of D3 (https://d3js.org) as the set-up has installed it. Comfort
// only: every drawing says all it has to say in its marks, its legend and its table.
const d3 = globalThis.d3;
const figure3 = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0 });
const change = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" });
const numbers = (text) => text.split(",").map(Number);
const words = (figure, key, ...values) => (figure.dataset[key] ?? "").replace(/\{(\d)\}/g, (_, place) => values[place] ?? "");

// The line below a drawing that says what the pointer is on; it is spoken as it changes. The first of its kind says how.
const told = new Set();
function readout(figure) {
  const hint = told.has(figure.dataset.live) ? "" : figure.dataset.sayHint;
  told.add(figure.dataset.live);
  const out = document.createElement("output");
  out.className = "readout";
  out.textContent = hint;
  figure.querySelector("svg.plot").after(out);
  return (text) => { out.textContent = text || hint; };
}

function network(figure) {
  const svg = d3.select(figure).select("svg.plot");
  const stage = svg.select("g.stage");
  const box = svg.node().viewBox.baseVal;
  const nodes = [...figure.querySelectorAll("[data-node]")].map((anchor) => {
    const shape = anchor.querySelector(".shape");
    return { anchor, shape, ring: anchor.querySelector(".ring"), at: Number(anchor.dataset.node), x: Number(shape.getAttribute("cx")),
      y: Number(shape.getAttribute("cy")), r: Number(shape.getAttribute("r")), near: new Set(), label: null, dx: 0, dy: 0 };
  });
  const byPlace = new Map(nodes.map((node) => [node.at, node]));
  const ties = [...figure.querySelectorAll("line.tie")].map((line) =>
    ({ line, from: byPlace.get(Number(line.dataset.from)), to: byPlace.get(Number(line.dataset.to)) }));
  for (const { from, to } of ties) { from.near.add(to); to.near.add(from); }
  for (const node of nodes) {
    let label = figure.querySelector(`text[data-label="${node.at}"]`);
    if (!label) {
      // Names that had no room show while their circle is pointed at.
      label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      label.setAttribute("class", "name more");
      label.setAttribute("text-anchor", "middle");
      label.setAttribute("aria-hidden", "true");
      label.setAttribute("x", node.x);
      label.setAttribute("y", node.y - node.r - 7);
      label.textContent = node.anchor.getAttribute("aria-label").split(" · ")[0];
      stage.node().append(label);
    }
    node.label = label;
    node.dx = Number(label.getAttribute("x")) - node.x;
    node.dy = Number(label.getAttribute("y")) - node.y;
  }

  function draw(node) {
    for (const circle of [node.shape, node.ring]) {
      circle?.setAttribute("cx", node.x);
      circle?.setAttribute("cy", node.y);
    }
    node.label.setAttribute("x", node.x + node.dx);
    node.label.setAttribute("y", node.y + node.dy);
    for (const { line, from, to } of ties) {
      if (from !== node && to !== node) continue;
      const length = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
      const gap = Math.min(length / 2, to.r + 4);
      line.setAttribute("x1", from.x);
      line.setAttribute("y1", from.y);
      line.setAttribute("x2", to.x - (to.x - from.x) / length * gap);
      line.setAttribute("y2", to.y - (to.y - from.y) / length * gap);
    }
  }

  let dragged = null;
  function point(node) {
    if (dragged && dragged !== node) return;
    svg.classed("pointed", Boolean(node));
    const near = (other) => Boolean(node) && (other === node || node.near.has(other));
    for (const other of nodes) {
      other.anchor.classList.toggle("near", near(other));
      other.label.classList.toggle("near", near(other));
    }
    for (const { line, from, to } of ties) line.classList.toggle("near", from === node || to === node);
  }

  const zoom = d3.zoom().scaleExtent([1, 8]).translateExtent([[-box.width / 2, -box.height / 2], [box.width * 1.5, box.height * 1.5]])
    .filter(() => !d3.event.button && (d3.event.type !== "wheel" || d3.event.ctrlKey || d3.event.metaKey))
    .on("zoom", () => stage.attr("transform", d3.event.transform));
  svg.call(zoom).on("dblclick.zoom", null).classed("live", true);
  const drag = d3.drag().clickDistance(4).container(() => stage.node()).subject((node) => node)
    .on("start", (node) => { dragged = node; point(node); })
    .on("drag", (node) => { node.x = d3.event.x; node.y = d3.event.y; draw(node); })
    .on("end", () => { dragged = null; });
  d3.selectAll(nodes.map((node) => node.anchor)).data(nodes)
    .on("dragstart", () => d3.event.preventDefault())
    .on("mouseenter focus", point).on("mouseleave blur", () => point(null)).call(drag);

  const tools = d3.select(figure).insert("div", "svg").attr("class", "tools");
  const quick = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160;
  const step = (mark, label, act) => tools.append("button").attr("type", "button").attr("aria-label", label).attr("title", label)
    .text(mark).on("click", act);
  const by = (factor) => () => zoom.scaleBy(svg.transition().duration(quick), factor);
  step("+", figure.dataset.sayCloser, by(1.5));
  step("−", figure.dataset.sayFarther, by(1 / 1.5));
  step("⤢", figure.dataset.sayWhole, () => zoom.transform(svg.transition().duration(quick), d3.zoomIdentity));
  const hint = document.createElement("span");
  hint.textContent = figure.dataset.sayHint;
  figure.querySelector("figcaption").append(hint);
}

function series(figure) {
  const svg = d3.select(figure).select("svg.plot");
  if (svg.empty()) return;
  const { unit, ceiling, box } = svg.node().dataset;
  // The table below the drawing holds every month.
  const rows = [...figure.querySelectorAll("details tbody tr")];
  const names = rows.map((row) => row.querySelector("th").textContent);
  const amounts = rows.map((row) => row.querySelector("td").dataset.value).map((text) => text === "" ? null : Number(text));
  const [left, top, right, bottom] = numbers(box);
  if (names.length < 2) return;
  const x = d3.scaleLinear([0, names.length - 1], [left, right]);
  const y = d3.scaleLinear([0, Number(ceiling)], [bottom, top]);
  const tell = readout(figure);
  const amount = (value) => value === null ? figure.dataset.sayNothing : `${figure3.format(value)} ${unit}`;
  const cursor = svg.append("g").attr("class", "cursor").attr("visibility", "hidden");
  const line = cursor.append("line").attr("y1", top).attr("y2", bottom);
  const dot = cursor.append("circle").attr("r", 4);
  let chosen = null;
  const sum = (from, to) => {
    const known = amounts.slice(Math.max(0, from), to + 1).filter((value) => value !== null);
    return from < 0 || !known.length ? null : { total: d3.sum(known), count: known.length };
  };

  function month(at) {
    cursor.attr("visibility", "visible");
    line.attr("x1", x(at)).attr("x2", x(at));
    dot.attr("visibility", amounts[at] === null ? "hidden" : "inherit").attr("cx", x(at)).attr("cy", y(amounts[at] ?? 0));
    if (!chosen) tell(words(figure, "sayMonth", names[at], amount(amounts[at])));
  }

  const brush = d3.brushX().extent([[left, top], [right, bottom]]).on("brush end", () => {
    const stretch = d3.event.selection;
    chosen = stretch && stretch.map((place) => Math.round(x.invert(place)));
    if (!chosen) return tell();
    const [from, to] = chosen;
    const here = sum(from, to);
    const before = sum(from - 12, to - 12);
    if (!here) return tell(figure.dataset.sayNothing);
    let text = words(figure, "sayWindow", names[from], names[to], to - from + 1, amount(here.total), amount(here.total / here.count));
    if (before && before.total > 0)
      text += " " + words(figure, "sayBefore", amount(before.total), change.format(here.total / before.total - 1));
    tell(text);
  });
  // Below the marks of controls and breaks, which keep their titles.
  svg.insert("g", "path.line").attr("class", "brush").call(brush);
  svg.classed("live", true).on("mousemove", function () {
    const [mouse] = d3.mouse(this);
    if (mouse < left - 8 || mouse > right + 8) return;
    month(Math.max(0, Math.min(names.length - 1, Math.round(x.invert(mouse)))));
  }).on("mouseleave", () => {
    cursor.attr("visibility", "hidden");
    if (!chosen) tell();
  });
}

function measure(figure) {
  const svg = d3.select(figure).select("svg.plot");
  if (svg.empty()) return;
  const [first, last] = numbers(svg.node().dataset.decades);
  const [left, top, right, bottom] = numbers(svg.node().dataset.box);
  const bars = [...figure.querySelectorAll(".hill")].map((bar) =>
    ({ bar, from: Number(bar.getAttribute("x")), to: Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")), count: Number(bar.dataset.n) }));
  const all = d3.sum(bars, (bar) => bar.count);
  if (!all) return;
  const tell = readout(figure);
  const line = svg.append("line").attr("class", "cursor").attr("y1", top).attr("y2", bottom).attr("visibility", "hidden");
  const point = (mouse) => {
    line.attr("visibility", mouse === null ? "hidden" : "visible").attr("x1", mouse ?? 0).attr("x2", mouse ?? 0);
    for (const { bar, from, to } of bars) bar.classList.toggle("near", mouse !== null && mouse >= from && mouse < to + 1);
    if (mouse === null) return tell();
    const value = 10 ** (first + (mouse - left) / (right - left) * (last - first));
    // A bar is counted by the part of it that lies below.
    const below = d3.sum(bars, ({ from, to, count }) => count * Math.max(0, Math.min(1, (mouse - from) / Math.max(1, to - from))));
    tell(words(figure, "sayBelow", `${figure3.format(value)} ${svg.node().dataset.unit}`, share.format(below / all), figure3.format(all)));
  };
  svg.classed("live", true).on("mousemove", function () {
    const [mouse] = d3.mouse(this);
    if (mouse >= left && mouse <= right) point(mouse);
  }).on("mouseleave", () => point(null));
}

if (d3) {
  const live = { network, series, measure };
  for (const figure of document.querySelectorAll("[data-live]")) live[figure.dataset.live]?.(figure);
}
