"use strict";

/** Builds an element. Data becomes text or attributes, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const byID = (id) => document.getElementById(id);

/** Leaves these elements in a place, in their order; what stands there so already is not touched. */
function arrange(place, elements) {
  const isSame = elements.length === place.children.length
    && elements.every((element, index) => element === place.children[index]);
  if (!isSame) place.replaceChildren(...elements);
}

/** A table that a screen reader can read: a caption, header cells with scopes; cells are text or elements. */
function makeTable(caption, header, rows) {
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, header.map((word) => make("th", { scope: "col" }, word)))),
      make("tbody", {}, rows.map((row) => make("tr", {}, row.map((cell) => make("td", {}, cell)))))));
}

/** A line of the legend or of a chart, drawn as it is drawn there. */
function makeSwatch(color, dash, width, opacity = 1) {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "line");
  const attributes = { x1: 0, x2: 34, y1: 6, y2: 6, stroke: color, "stroke-width": width, "stroke-opacity": opacity,
    "stroke-dasharray": dash.join(" ") };
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  for (const [name, value] of Object.entries({ width: 34, height: 12, "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  picture.append(line);
  return picture;
}

/** A lesson's words, in the lab and on the page for a class. */
function writeLesson(lesson) {
  byID("lesson-title").textContent = lesson.title;
  byID("lesson-question").textContent = lesson.question;
  byID("lesson-text").replaceChildren(...lesson.text.map((paragraph) => make("p", {}, paragraph)));
  byID("lesson-look").replaceChildren(...lesson.look.map((sentence) => make("li", {}, sentence)));
}

const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
