"use strict";

/**
 * The simulation that runs on the server while its stream of events is open here. A browser opens few streams to one
 * server, all tabs together, so that an ended simulation keeps none, nor does a paused one that nobody sees: to see it
 * again is to start it again.
 */
const Simulation = (() => {
  let stream = null;
  let path = "";
  let starting = 0;

  // Whether one was started since the controls moved last.
  let isStarted = false;
  let records = 0;
  let listener = {};
  let frameAsked = false;

  const setState = (state) => {
    document.body.dataset.state = state;
    listener.state(state);
    endUnseen();
  };

  const is = (state) => document.body.dataset.state === state;

  function closeStream() {
    stream?.close();
    stream = null;
  }

  function close() {
    starting += 1;
    isStarted = false;
    closeStream();
    if (!is("idle")) setState("idle");
  }

  /** Takes away what an earlier simulation left, where the next one waits for Play. */
  function reset() {
    if (isStarted) return;
    close();
    listener.begin({ names: [], end: NaN });
    clear();
    listener.state("idle");
  }

  function endUnseen() {
    if (!document.hidden || !is("paused")) return;
    close();
    if (document.body.dataset.frames === "0") return;
    Status.say("The paused simulation ended when its page was hidden: Play starts it again from the beginning.");
  }
  document.addEventListener("visibilitychange", endUnseen);

  /** A paused start shows the first frame and waits. */
  async function start(isPaused = false) {
    closeStream();
    isStarted = true;
    const mine = (starting += 1);
    try {
      const answer = await Service.post("/api/simulations" + (isPaused ? "?paused=true" : ""), State.body());
      // Another change came meanwhile; its own simulation follows.
      if (mine === starting) open(answer, isPaused);
    } catch (refusal) {
      if (mine !== starting) return;
      close();
      Problem.show(refusal);
    }
  }

  function open(answer, isPaused) {
    path = "/api/simulations/" + encodeURIComponent(answer.id);
    records = answer.records;
    listener.begin(answer);
    clear();
    stream = Service.events(path + "/events", {
      frame: takeFrame,
      matrices: (event) => HeatMaps.show(event),
      pictures: (event) => Pictures.show(event),
      rewound: clear,
      state: (event) => {
        if (event.state === "ended") closeStream();
        setState(event.state);
        if (event.sentences.length > 0) Status.say(event.sentences.join(" "));
      },
      problem: (event) => {
        Problem.show(new Refusal(event.error));
        close();
      },
    }, () => {
      close();
      Problem.show(new Refusal("The connection to the lab is lost. Press Play to start again."));
    });
    setState(isPaused ? "paused" : "running");
  }

  function clear() {
    document.body.dataset.frames = "0";
    window.labFirstFrame = null;
    window.labFrames = State.get("viewRecord") === "1" ? [] : null;
    listener.clear();
    drawSoon();
  }

  function takeFrame(frame, text) {
    if (frame.index === 0) window.labFirstFrame = text;
    window.labFrames?.push(text);
    document.body.dataset.frames = String(Number(document.body.dataset.frames) + 1);
    listener.frame(frame, records);
    drawSoon();
  }

  /** However fast the records come, they are drawn once a frame. */
  function drawSoon() {
    if (frameAsked) return;
    frameAsked = true;
    requestAnimationFrame(() => {
      frameAsked = false;
      listener.draw();
    });
  }

  async function command(name, body) {
    if (!stream) return;
    try {
      await Service.post(`${path}/${name}`, body);
    } catch (refusal) {
      Problem.show(refusal);
    }
  }

  function toggle() {
    if (is("running")) return command("pause");
    return is("paused") ? command("resume") : start();
  }

  async function step() {
    if (is("idle")) return start(true);
    if (is("running")) await command("pause");
    return command("step");
  }

  return {
    start, close, reset, toggle, step,
    startUnlessStarted: () => { if (!isStarted) start(); },
    rewind: () => (is("ended") ? start(true) : command("rewind")),
    setSpeed: (recordsPerSecond) => command("speed", { recordsPerSecond: Number(recordsPerSecond) }),
    listen: (handlers) => { listener = handlers; },
  };
})();
