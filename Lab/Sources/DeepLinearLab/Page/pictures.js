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
    arrange(byID("picture-row"), [
      draw("truth", "truth", event.truth, event),
      draw("noisy", "with noise", event.noisy, event),
      // A network that has diverged keeps its last picture.
      ...event.recovered.map((cells, index) =>
        draw(`network ${index}`, names[index], cells, event) ?? pictures.get(`network ${index}`)?.element),
      draw("truncated", event.rank, event.truncated, event),
    ].filter(Boolean));
  }

  /** The picture, if there is one now; its caption may change, as the best rank does with the noise. */
  function draw(key, caption, cells, { width, height }) {
    if (!cells) return null;
    if (!pictures.has(key)) {
      const canvas = make("canvas", { class: "picture", role: "img", width, height });
      const title = make("figcaption");
      pictures.set(key, { canvas, title, element: make("figure", { class: "matrix" }, title, canvas) });
    }
    const { canvas, title, element } = pictures.get(key);
    title.textContent = caption;
    canvas.setAttribute("aria-label", caption);
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    bytesOf(cells).forEach((gray, index) => {
      image.data.fill(gray, 4 * index, 4 * index + 3);
      image.data[4 * index + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    return element;
  }

  return { start, show };
})();
