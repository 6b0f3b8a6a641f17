"use strict";

/** Puts the page together and starts it. */
(async () => {
  const views = ["lessons", "catalogue", "experiment", "runs"];
  const narrow = matchMedia("(max-width: 60rem)");
  let lastLesson = "";
  let laterStart = null;
  let curves = null;
  let readingsOf = null;

  Simulation.listen({
    begin: ({ names, end, clock }) => {
      curves.expectEnd(end, clock);
      HeatMaps.start(names);
      Pictures.start(names);
    },
    clear: () => {
      curves.startSimulation(curves.forecast().networks.length);
      Transport.clearProgress();
    },
    frame: (frame, records) => {
      curves.addFrame(frame);
      Transport.showProgress(frame, records);
    },
    draw: () => curves.draw(),
    state: (state) => {
      Transport.showState(state);
      if (state === "paused" || state === "ended") readingsOf.summarize();
    },
  });

  Forecast.onDrawn((answer, isNewest) => {
    curves.startSimulation(answer.networks.length);
    curves.showForecast(answer, modesAreLogarithmic());
    readingsOf.showForecast();
    byID("board").classList.remove("stale");
    if (isNewest) startSoon();
  });

  const modesAreLogarithmic = () => State.get("viewModes") === "logarithmic";

  /** The simulation follows when the controls have come to rest; who wants little motion starts it with Play. */
  function startSoon() {
    clearTimeout(laterStart);
    if (reducedMotion()) return Simulation.reset();
    laterStart = setTimeout(Simulation.startUnlessStarted, 250);
  }

  function ask(since = null) {
    clearTimeout(laterStart);
    Simulation.close();
    Forecast.ask(since);
  }

  function change(key, value) {
    const since = performance.now();
    State.set({ [key]: value });
    Controls.refresh();
    Keep.refresh();
    ask(since);
  }

  // MARK: views

  function open(preset) {
    byID("notice").textContent = "";
    State.visit(State.base(preset));
    show();
  }

  /** The view of own experiments goes on from what is on the screen. */
  function openView(view) {
    if (view === "lessons") return open(State.isLesson() ? State.get("preset") : lastLesson || State.firstLesson());
    byID("notice").textContent = "";
    const next = { ...State.all(), view, viewRun: "", viewCompare: "" };
    if (view === "experiment") next.preset = "";
    if (view === "catalogue" && State.isLesson()) next.preset = "";
    State.visit(next);
    show();
  }

  function visitRuns(changes) {
    State.visit({ ...State.all(), ...changes });
    show();
  }

  function showAddress() {
    const unknown = State.readAddress();
    byID("notice").textContent = unknown ? `There is no lesson and no figure ${unknown}; here are the lessons.` : "";
    show();
  }

  function show() {
    const view = views.includes(State.get("view")) ? State.get("view") : "lessons";
    if (State.isLesson()) lastLesson = State.get("preset");
    for (const name of views) {
      const link = byID("view-" + name);
      if (name === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.body.dataset.view = view;
    for (const section of document.querySelectorAll("[data-views]")) {
      section.hidden = !section.dataset.views.split(" ").includes(view);
    }
    Problem.clear();
    Catalogue.show();
    Lessons.show();
    byID("lesson").hidden = view !== "lessons";
    Controls.build(byID("panel"), byID("main-control"), view === "lessons" ? Lessons.current() : null);
    Transport.showSpeed();
    Keep.refresh();
    byID("view-modes").value = State.get("viewModes") || "linear";
    byID("all-controls").hidden = view === "catalogue" || view === "runs";
    byID("all-controls").open = view === "experiment" && !narrow.matches;
    byID("catalogue-all").open = !narrow.matches || !Catalogue.current();
    const hasBoard = view !== "runs" && (view !== "catalogue" || Catalogue.current() !== null);
    byID("board").hidden = !hasBoard;
    byID("catalogue-hint").hidden = view !== "catalogue" || hasBoard;
    const shown = { lessons: Lessons, catalogue: Catalogue }[view]?.current();
    const title = shown?.title ?? byID("view-" + view).textContent;
    document.title = `${title} · DeepLinear lab`;
    if (view === "runs") Runs.show();
    Forecast.cancel();
    if (hasBoard) return ask();
    clearTimeout(laterStart);
    Simulation.close();
  }

  // MARK: start

  let options;
  try {
    options = await Service.get("/api/options");
  } catch (refusal) {
    return Problem.show(refusal);
  }
  State.learn(options);
  byID("version").textContent = options.version;
  curves = makeCurves(byID("curves"));
  readingsOf = makeReadings(byID("readings"), curves);
  Controls.prepare(options.controls, change);
  Upload.onTaken((id) => {
    State.set({ upload: id });
    change("target", "upload");
  });
  Lessons.prepare(options, open);
  Catalogue.prepare(options, open);
  Runs.prepare(options.statuses, visitRuns);
  Comparison.prepare();
  Upload.prepare(options.extra.upload, options.limits.uploadBytes);
  Transport.prepare(options.controls.find((control) => control.key === "speed"));
  Keep.prepare();
  byID("theme").addEventListener("click", Theme.toggle);
  byID("view-modes").addEventListener("input", (event) => {
    State.set({ viewModes: event.target.value });
    curves.showForecast(curves.forecast(), modesAreLogarithmic());
  });
  for (const view of views) {
    byID("view-" + view).addEventListener("click", (event) => {
      event.preventDefault();
      openView(view);
    });
  }
  addEventListener("popstate", showAddress);
  showAddress();
})();
