"use strict";

/** Play, pause, rewind, step and speed, by buttons and by keys. */
const Transport = (() => {
  const sayings = { idle: "No simulation: Play starts it", running: "Running", paused: "Paused: Play goes on",
    ended: "Ended" };

  let keysAct = Memory.read("keys") !== "off";

  function prepare(speed) {
    const { label, meaning, source, minimum, maximum } = speed;
    Object.assign(byID("control-speed"), { min: minimum, max: maximum });
    byID("meaning-speed").replaceChildren(`${label}: ${meaning} `, make("cite", {}, source));
    byID("single-keys").checked = keysAct;
    byID("single-keys").addEventListener("input", (event) => {
      keysAct = event.target.checked;
      Memory.write("keys", keysAct ? "on" : "off");
    });
    byID("play").addEventListener("click", () => Simulation.toggle());
    byID("rewind").addEventListener("click", () => Simulation.rewind());
    byID("step").addEventListener("click", () => Simulation.step());
    byID("control-speed").addEventListener("input", (event) => {
      State.set({ speed: event.target.value });
      showSpeed();
      Simulation.setSpeed(event.target.value);
    });
    byID("help-open").addEventListener("click", () => byID("help").showModal());
    byID("help-close").addEventListener("click", () => byID("help").close());
    document.addEventListener("keydown", press);
  }

  function showSpeed() {
    byID("control-speed").value = State.get("speed");
    byID("speed-value").textContent = `${State.get("speed")} records a second`;
  }

  function showState(state) {
    const isRunning = state === "running";
    byID("play").textContent = isRunning ? "Pause" : "Play";
    byID("rewind").disabled = state === "idle";
    byID("step").disabled = state === "ended";
    Status.say(sayings[state] + ".");
  }

  function showProgress(frame, records) {
    byID("progress").max = Math.max(1, records - 1);
    byID("progress").value = frame.index;
    const state = frame.networks.find(Boolean);
    const moment = state ? `, iteration ${state.iteration}, time ${words(state.time)}` : "";
    byID("progress-words").textContent = `record ${frame.index + 1} of ${records}${moment}`;
  }

  function clearProgress() {
    byID("progress").value = 0;
    byID("progress-words").textContent = "";
  }

  /** Keys that a field or a button under the focus needs itself stay theirs. */
  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    // Who dictates may trigger single letters by chance.
    if (byID("board").hidden || (!keysAct && /^[rs?]$/i.test(event.key))) return;
    const isWriting = event.target.matches("input:not([type=range]):not([type=checkbox]), select, textarea");
    const isActing = event.target.matches("button, summary, input:not([type=range]), select, textarea");
    if (event.key === " " && !isActing) Simulation.toggle();
    else if (event.key.toLowerCase() === "r" && !isWriting) Simulation.rewind();
    else if (event.key.toLowerCase() === "s" && !isWriting) Simulation.step();
    else if (event.key === "ArrowRight" && !event.target.matches("input, select, textarea, .scroll")) Simulation.step();
    else if (event.key === "?" && !isWriting) byID("help").showModal();
    else return;
    event.preventDefault();
  }

  return { prepare, showSpeed, showState, showProgress, clearProgress };
})();
