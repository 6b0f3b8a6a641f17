"use strict";

/** A matrix of the reader's own as the target. */
const Upload = (() => {
  // By id, as far as they were sent from this page.
  const names = new Map();
  let described = {};
  let largest = Infinity;
  let taken = () => {};

  /** `upload`: {label, meaning, source} as the server has it; `bytes`: the size of a file, at most. */
  function prepare(upload, bytes) {
    described = upload;
    largest = bytes;
  }

  function makeControl() {
    const input = make("input", { type: "file", id: "control-upload", accept: ".npy,.csv",
      "aria-describedby": "meaning-upload upload-name fault-upload" });
    input.addEventListener("change", async () => {
      if (input.files.length === 0) return;
      await send(input.files[0]);
      // The same file, mended, can then be chosen again.
      input.value = "";
    });
    return make("div", { class: "control", "data-key": "upload" },
      make("label", { for: "control-upload" }, described.label), input,
      make("p", { class: "meaning", id: "meaning-upload" }, described.meaning,
        make("cite", {}, ` ${described.source}`)),
      make("p", { class: "meaning", id: "upload-name" }), Controls.makeFault("upload"));
  }

  async function send(file) {
    try {
      if (file.size > largest) {
        throw new Refusal(`${file.name} has ${mebibytes(file.size)}; this lab takes at most ${mebibytes(largest)}`,
          "upload");
      }
      const answer = await Service.upload(file);
      names.set(answer.id, `${answer.name}, ${answer.rows} × ${answer.columns}`);
      taken(answer.id);
      Problem.clear();
    } catch (refusal) {
      Problem.show(refusal);
    }
    refresh();
  }

  const mebibytes = (bytes) => `${words(bytes / 2 ** 20)} MiB`;

  function refresh() {
    const place = byID("upload-name");
    const id = State.get("target") === "upload" && State.get("upload");
    if (place) place.textContent = id ? `In use: ${names.get(id) ?? `upload ${id}`}` : "";
  }

  return { prepare, makeControl, refresh, onTaken: (listener) => { taken = listener; } };
})();
