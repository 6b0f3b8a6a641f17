"use strict";

/** Matrices as pictures: W and the factors of every network, blue below zero, orange above. */
const HeatMaps = (() => {
  let groups = [];
  let latest = null;

  /** The maps of the last simulation stay until new ones come, so that the page does not jump. */
  function start(names) {
    if (names.join() === groups.map((group) => group.name).join()) return;
    latest = null;
    groups = names.map((name) => ({ name, maps: new Map(), element: null }));
    byID("matrices").hidden = true;
    byID("matrix-groups").replaceChildren(...groups.map((group) => {
      group.element = make("div", { class: "maps", role: "group", "aria-label": `Matrices of ${group.name}` });
      return make("div", {}, make("h3", {}, group.name), group.element);
    }));
  }

  function show(event) {
    latest = event;
    byID("matrices").hidden = false;
    event.networks.forEach((matrices, index) => {
      const group = groups[index];
      if (!matrices || !group) return;
      const maps = [draw(group, "W", matrices.endToEnd)];
      const last = matrices.factors.length;
      // The factors stand as they are multiplied: the last one first.
      for (let factor = last; factor >= 1 && last > 1; factor -= 1) {
        maps.push(draw(group, "W" + subscript(factor), matrices.factors[factor - 1]));
      }
      arrange(group.element, maps);
    });
  }

  const subscript = (index) => String(index).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

  function draw(group, name, matrix) {
    if (!group.maps.has(name)) group.maps.set(name, makeMap(name));
    const { element, canvas, bar, limit } = group.maps.get(name);
    paint(canvas, matrix.width, matrix.height, signedBytes(matrix.cells));
    paint(bar, 1, 33, Int8Array.from({ length: 33 }, (_, row) => Math.round(127 * (1 - row / 16))));
    limit.textContent = `±${words(matrix.scale, 2)}`;
    canvas.setAttribute("aria-label", `${name}, ${matrix.rows} × ${matrix.columns}, entries up to ` +
      `${words(matrix.scale, 2)} in size`);
    return element;
  }

  function makeMap(name) {
    const canvas = make("canvas", { class: "map", role: "img" });
    const bar = make("canvas", { class: "bar", "aria-hidden": "true" });
    const limit = make("span", { class: "limit" });
    const element = make("figure", { class: "matrix" },
      make("figcaption", {}, name === "W" ? "end-to-end W" : name, " ", limit), make("div", {}, canvas, bar));
    return { element, canvas, bar, limit };
  }

  function paint(canvas, width, height, cells) {
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    const [low, middle, high] = mapColors();
    for (let index = 0; index < cells.length; index += 1) {
      const share = Math.max(-1, cells[index] / 127);
      const end = share < 0 ? low : high;
      for (let channel = 0; channel < 3; channel += 1) {
        image.data[4 * index + channel] = middle[channel] + Math.abs(share) * (end[channel] - middle[channel]);
      }
      image.data[4 * index + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }

  const mapColors = () => (Theme.name() === "dark"
    ? [[86, 180, 233], [24, 28, 34], [245, 150, 60]]
    : [[0, 90, 160], [250, 250, 248], [200, 80, 0]]);

  Theme.onChange(() => latest && show(latest));
  return { start, show };
})();

/** Base64 as bytes; matrices come with a sign, pictures without. */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const signedBytes = (text) => new Int8Array(bytesOf(text).buffer);
