"use strict";

/**
 * The simulation that runs on the server while its stream of events is open here. A browser opens few streams to one
 * server, all tabs together, so that an ended simulation keeps none: to see it again is to start it again.
 */
const Simulation = (() => {
  let stream = null;
  let path = "";
  let starting = 0;
  let records = 0;
  let listener = {};
  let frameAsked = false;

  const setState = (state) => {
    document.body.dataset.state = state;
    listener.state(state);
  };

  const hasEnded = () => document.body.dataset.state === "ended";

  function closeStream() {
    stream?.close();
    stream = null;
  }

  function close() {
    starting += 1;
    closeStream();
    if (document.body.dataset.state !== "idle") setState("idle");
  }

  /** A paused start shows the first frame and waits. */
  async function start(isPaused = false) {
    closeStream();
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
    const state = document.body.dataset.state;
    if (state === "running") return command("pause");
    return state === "paused" ? command("resume") : start();
  }

  async function step() {
    if (document.body.dataset.state === "running") await command("pause");
    return command("step");
  }

  return {
    start, close, toggle, step,
    rewind: () => (hasEnded() ? start(true) : command("rewind")),
    setSpeed: (recordsPerSecond) => command("speed", { recordsPerSecond: Number(recordsPerSecond) }),
    listen: (handlers) => { listener = handlers; },
  };
})();
