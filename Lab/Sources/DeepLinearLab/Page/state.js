"use strict";

/** The state of the page: one flat object of texts, the same in the address, the controls and the requests. */
const State = (() => {
  let defaults = {};
  const lessons = new Map();
  const catalogue = new Set();
  const known = new Set(["preset", "upload", "view", "viewRun", "viewCompare", "viewModes", "viewRecord"]);
  let current = {};
  let pending = null;

  /** The defaults of the controls and of the lessons, and what an address may speak of. */
  function learn(options) {
    defaults = Object.fromEntries(options.controls.map((control) => [control.key, control.default]));
    for (const key of Object.keys(defaults)) known.add(key);
    for (const lesson of options.lessons) lessons.set(lesson.id, lesson.state);
    for (const entry of options.catalogue) catalogue.add(entry.identifier);
  }

  const firstLesson = () => lessons.keys().next().value;

  /** What a preset is before anything is moved. */
  function base(preset) {
    const view = lessons.has(preset) ? "lessons" : preset ? "catalogue" : "experiment";
    return { ...defaults, ...(lessons.get(preset) || {}), preset, view };
  }

  /** Takes what is known from the address, to which others may have added; the answer is a preset that there is not. */
  function readAddress() {
    const query = Object.fromEntries([...new URLSearchParams(location.search)].filter(([key]) => known.has(key)));
    const unknown = query.preset && !lessons.has(query.preset) && !catalogue.has(query.preset) ? query.preset : null;
    if (unknown) {
      current = base(firstLesson());
      return unknown;
    }
    const isBare = Object.keys(query).length === 0 || (query.view === "lessons" && !query.preset);
    const preset = isBare ? firstLesson() : query.preset || "";
    current = { ...base(preset), ...query, preset };
    return null;
  }

  /** What differs from the preset. */
  function query() {
    const standard = base(current.preset);
    const parts = new URLSearchParams();
    if (current.preset) parts.set("preset", current.preset);
    for (const [key, value] of Object.entries(current)) {
      if (key !== "preset" && value !== (standard[key] ?? "")) parts.set(key, value);
    }
    if (parts.size === 0) parts.set("view", current.view);
    return "?" + parts;
  }

  /** What the server is asked for: a preset of the catalogue has no controls of its own. */
  function body() {
    const isCatalogue = current.preset && !lessons.has(current.preset);
    const keys = Object.keys(current).filter((key) => !key.startsWith("view"));
    const wanted = isCatalogue ? ["preset", "speed"] : keys;
    return Object.fromEntries(wanted.filter((key) => key in current).map((key) => [key, current[key]]));
  }

  /** Browsers refuse an address that changes with every movement of a slider, so the last one is written. */
  function writeSoon() {
    clearTimeout(pending);
    pending = setTimeout(writeNow, 200);
  }

  function writeNow() {
    clearTimeout(pending);
    history.replaceState(null, "", location.pathname + query());
  }

  function set(changes) {
    current = { ...current, ...changes };
    writeSoon();
  }

  /** Another view or preset is a step that "back" undoes. */
  function visit(next) {
    writeNow();
    current = next;
    history.pushState(null, "", location.pathname + query());
  }

  return {
    learn, readAddress, set, visit, base, body, writeNow, firstLesson,
    get: (key) => current[key] ?? "",
    all: () => ({ ...current }),
    isLesson: () => lessons.has(current.preset),
    link: () => location.origin + location.pathname + query(),
    exportQuery: () => "?" + new URLSearchParams(body()),
  };
})();
