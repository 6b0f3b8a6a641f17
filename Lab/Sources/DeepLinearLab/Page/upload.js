"use strict";

/** A matrix of the reader's own as the target. */
const Upload = (() => {
  // By id, as far as they were sent from this page.
  const names = new Map();
  let described = {};
  let taken = () => {};

  /** `upload`: {label, meaning, source} as the server has it. */
  function prepare(upload) {
    described = upload;
  }

  function makeControl() {
    const input = make("input", { type: "file", id: "upload", accept: ".npy,.csv",
      "aria-describedby": "meaning-upload upload-name" });
    input.addEventListener("change", () => input.files.length > 0 && send(input.files[0]));
    return make("div", { class: "control", "data-key": "upload" },
      make("label", { for: "upload" }, described.label), input,
      make("p", { class: "meaning", id: "meaning-upload" }, described.meaning,
        make("cite", {}, ` ${described.source}`)),
      make("p", { class: "meaning", id: "upload-name" }));
  }

  async function send(file) {
    try {
      const answer = await Service.upload(file);
      names.set(answer.id, `${answer.name}, ${answer.rows} × ${answer.columns}`);
      taken(answer.id);
      Problem.clear();
    } catch (refusal) {
      Problem.show(refusal);
    }
    refresh();
  }

  function refresh() {
    const place = byID("upload-name");
    const id = State.get("target") === "upload" && State.get("upload");
    if (place) place.textContent = id ? `In use: ${names.get(id) ?? `upload ${id}`}` : "";
  }

  return { prepare, makeControl, refresh, onTaken: (listener) => { taken = listener; } };
})();
