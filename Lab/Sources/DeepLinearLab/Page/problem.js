"use strict";

/** The one sentence on what is wrong now, beside the control it speaks of and in the status line. */
const Problem = (() => {
  function show(refusal) {
    document.body.dataset.problem = refusal.message;
    const isShown = Controls.showFault(refusal);
    byID("problem").textContent = isShown ? "" : refusal.message;
  }

  function clear() {
    document.body.dataset.problem = "";
    byID("problem").textContent = "";
    Controls.showFault(null);
  }

  return { show, clear };
})();

/** What is going on, politely read out; never once a frame. */
const Status = (() => {
  let pending = null;

  // A moving slider starts and ends simulations faster than anyone can listen.
  function say(sentence) {
    clearTimeout(pending);
    pending = setTimeout(() => { byID("status").textContent = sentence; }, 300);
  }

  return { say };
})();
