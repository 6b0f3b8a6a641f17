"use strict";

/**
 * Asks for the closed forms of the state. One request is under way at a time, and the newest state follows it: so every
 * answer is drawn, also of a forecast that takes longer than a slider takes to move on.
 */
const Forecast = (() => {
  let frame = null;
  let inFlight = null;
  let asked = null;
  let drawn = () => {};
  window.labTimings = [];
  window.labDrawn = null;

  /** `since`: when the control was moved, on the clock of performance.now(). */
  function ask(since = null) {
    asked = { since };
    if (!inFlight) frame ??= requestAnimationFrame(send);
  }

  async function send() {
    frame = null;
    const { since } = asked;
    asked = null;
    const mine = new AbortController();
    inFlight = mine;
    const state = State.body();
    try {
      const answer = await Service.post("/api/forecast", state, mine.signal);
      if (inFlight !== mine) return;
      Problem.clear();
      drawn(answer, asked === null);
      window.labDrawn = state;
      document.body.dataset.forecast = String(Number(document.body.dataset.forecast) + 1);
      if (since !== null) requestAnimationFrame(() => measure(performance.now() - since));
    } catch (error) {
      if (error.name === "AbortError" || inFlight !== mine) return;
      if (!(error instanceof Refusal)) throw error;
      byID("board").classList.add("stale");
      Problem.show(error);
    } finally {
      if (inFlight === mine) {
        inFlight = null;
        if (asked) frame ??= requestAnimationFrame(send);
      }
    }
  }

  function measure(milliseconds) {
    window.labTimings.push(milliseconds);
    if (window.labTimings.length > 500) window.labTimings.shift();
  }

  /** For another preset or view, of which no earlier answer speaks. */
  function cancel() {
    inFlight?.abort();
    inFlight = null;
    asked = null;
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  }

  /** The listener gets an answer, and whether no newer state waits for its own. */
  return { ask, cancel, onDrawn: (listener) => { drawn = listener; } };
})();
