"use strict";

/** A refusal in one sentence, with the control it speaks of. */
class Refusal extends Error {
  constructor(sentence, key = null) {
    super(sentence);
    this.key = key;
  }
}

/** The lab's server. */
const Service = (() => {
  const silence = "The lab does not answer: is deeplinear-lab still running?";
  const token = document.querySelector('meta[name="lab-token"]').content;

  async function answer(path, options) {
    let response;
    let body;
    try {
      response = await fetch(path, options);
      body = await response.json();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Refusal(silence);
    }
    if (body.error) throw new Refusal(body.error, body.key ?? null);
    if (!response.ok) throw new Refusal(`The lab answered with status ${response.status}.`);
    return body;
  }

  const get = (path) => answer(path, {});

  const post = (path, body = {}, signal) => answer(path, {
    method: "POST", signal,
    headers: { "X-Lab-Token": token, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

  const upload = (file) => answer("/api/uploads?name=" + encodeURIComponent(file.name), {
    method: "POST", body: file,
    headers: { "X-Lab-Token": token, "Content-Type": "application/octet-stream" },
  });

  /** A file of the server's making; where it refuses, it says why as everywhere. */
  async function file(path) {
    const response = await fetch(path).catch(() => null);
    if (!response) throw new Refusal(silence);
    if (response.ok) return response.blob();
    const body = await response.json().catch(() => ({}));
    throw new Refusal(body.error ?? `The lab answered with status ${response.status}.`, body.key ?? null);
  }

  /** A stream of events; handlers by name get the value and its text. Whoever opens it closes it. */
  function events(path, handlers, lost) {
    const stream = new EventSource(path);
    for (const [name, handler] of Object.entries(handlers)) {
      stream.addEventListener(name, (event) => handler(JSON.parse(event.data), event.data));
    }
    // A closed stream has ended its work on the server, so that connecting again would find nothing.
    stream.addEventListener("error", () => {
      stream.close();
      lost();
    });
    return stream;
  }

  return { get, post, upload, file, events };
})();
