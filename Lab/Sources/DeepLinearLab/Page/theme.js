"use strict";

/** What this browser remembers between visits; a browser that refuses storage still works. */
const Memory = {
  read(key) {
    try { return localStorage.getItem("lab-" + key); } catch { return null; }
  },
  write(key, value) {
    try { localStorage.setItem("lab-" + key, value); } catch { /* private windows may refuse */ }
  },
};

/** Dark or light: the system's choice until the reader makes another. Loaded first, so that nothing flashes. */
const Theme = (() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = [];

  const name = () => Memory.read("theme") || (system.matches ? "dark" : "light");

  function apply() {
    document.documentElement.dataset.theme = name();
    for (const listener of listeners) listener();
  }

  function toggle() {
    Memory.write("theme", name() === "dark" ? "light" : "dark");
    apply();
  }

  /** The value of a colour of the style sheet, for canvases. */
  const color = (property) => getComputedStyle(document.documentElement).getPropertyValue("--" + property).trim();

  // After Okabe and Ito, told apart with every kind of colour vision; darker on light ground, brighter on dark.
  const palettes = {
    light: ["#0072b2", "#d55e00", "#009e73", "#b0508a", "#946600", "#1f7fb3", "#5c5c5c"],
    dark: ["#56b4e9", "#f08a3c", "#2fc59a", "#dd94bb", "#f0c04a", "#8fd0f5", "#bdbdbd"],
  };
  const palette = (index) => palettes[name()][index % palettes.light.length];

  const dashes = [[], [9, 4], [3, 3], [12, 3, 3, 3], [6, 2, 2, 2, 2, 2]];
  const dash = (index) => dashes[index % dashes.length];

  system.addEventListener("change", apply);
  apply();
  return { name, toggle, color, palette, dash, onChange: (listener) => listeners.push(listener) };
})();
