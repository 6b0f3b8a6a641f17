"use strict";

/** One picture of the data: true, noisy, truncated, and as each network has recovered it so far. */
const Pictures = (() => {
  let names = [];
  const pictures = new Map();

  function start(networkNames) {
    byID("pictures").hidden = networkNames.length === 0 || State.get("target") !== "ones";
    if (networkNames.join() === names.join()) return;
    names = networkNames;
    pictures.clear();
    byID("picture-row").replaceChildren();
  }

  function show(event) {
    byID("pictures").hidden = false;
    draw("truth", "truth", event.truth, event);
    draw("noisy", "with noise", event.noisy, event);
    event.recovered.forEach((cells, index) => draw(`network ${index}`, names[index], cells, event));
    draw("truncated", event.rank, event.truncated, event);
  }

  /** A picture keeps its place; its caption may change, as the best rank does with the noise. */
  function draw(key, caption, cells, { width, height }) {
    if (!cells) return;
    if (!pictures.has(key)) {
      const canvas = make("canvas", { class: "picture", role: "img", width, height });
      const title = make("figcaption");
      byID("picture-row").append(make("figure", { class: "matrix" }, title, canvas));
      pictures.set(key, { canvas, title });
    }
    const { canvas, title } = pictures.get(key);
    title.textContent = caption;
    canvas.setAttribute("aria-label", caption);
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    bytesOf(cells).forEach((gray, index) => {
      image.data.fill(gray, 4 * index, 4 * index + 3);
      image.data[4 * index + 3] = 255;
    });
    context.putImageData(image, 0, 0);
  }

  return { start, show };
})();
