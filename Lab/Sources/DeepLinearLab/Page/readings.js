"use strict";

/** What the curves show, as sentences and as tables: for those who read rather than look. */
function makeReadings(place, curves) {
  const steps = make("p", { class: "note" });
  const stepSizes = make("details", {}, make("summary", {}, "Bounds on the step size η"));
  const times = make("details", {}, make("summary", {}, "The times as a table"));
  const theorems = make("details", {}, make("summary", {}, "Theorems and their assumptions"));
  const stepSizesPlace = make("div");
  const timesPlace = make("div");
  const theoremsPlace = make("div");
  stepSizes.append(stepSizesPlace);
  times.append(timesPlace);
  theorems.append(theoremsPlace);
  place.append(steps, times, stepSizes, theorems);

  function showForecast() {
    const forecast = curves.forecast();
    byID("warnings").replaceChildren(...forecast.warnings.map((sentence) => make("li", {}, sentence)));
    steps.textContent = forecast.networks.map(stepSentence).filter(Boolean).join(" ");
    // Closed tables are written when they are opened, so that they cost no moving of a control anything.
    summarize();
  }

  function stepSentence(network) {
    const bound = network.largestSafeStepSize;
    if (!bound || !network.stepSize) return "";
    return `${network.name}: step size η = ${words(network.stepSize)}, proven safe up to ${words(bound.stepSize)} ` +
      `(${bound.source}).`;
  }

  function writeOpen() {
    if (times.open) timesPlace.replaceChildren(timesTable());
    if (stepSizes.open) stepSizesPlace.replaceChildren(stepSizesTable());
    if (theorems.open) theoremsPlace.replaceChildren(...theoremTables());
  }
  for (const details of [times, stepSizes, theorems]) details.addEventListener("toggle", writeOpen);

  /** When the simulation reached a share of the limit of the mode that is the rank-th largest at the end. */
  function measured(network, { mode, rank, isInOrder }, share) {
    const points = isInOrder && curves.simulated()[network]?.modes[rank];
    const level = share * Math.abs(numeric(mode.limit));
    return points && level > 0 ? crossing(points, level) : null;
  }

  const orDash = (value) => (value === null ? "–" : words(value));
  const between = (when) => (when.lower === null ? "–" : `${words(when.lower)} to ${words(when.upper)}`);

  function timesTable() {
    const forecast = curves.forecast();
    const clock = forecast.networks[0]?.clock === "time" ? "times" : "iterations";
    const whenSimulated = (value) => (curves.simulated().length > 0 ? [value] : []);
    const rows = forecast.networks.flatMap((network, index) => readings(network).map((reading) => {
      const { mode, half, most } = reading;
      return [network.name, String(mode.mode), words(mode.strength), words(mode.limit),
        orDash(half.at), ...whenSimulated(orDash(measured(index, reading, 0.5))), between(half),
        orDash(most.at), ...whenSimulated(orDash(measured(index, reading, 0.99))), between(most),
        words(mode.rateOverOneLayer)];
    }));
    const caption = `When each mode reaches half and 99 % of its limit, in ${clock}`;
    return makeTable(caption, ["network", "mode", "strength σ", "limit",
      "half: predicted", ...whenSimulated("half: simulated"), "half: bounds",
      "99 %: predicted", ...whenSimulated("99 %: simulated"), "99 %: bounds", "rate over one layer's"], rows);
  }

  function stepSizesTable() {
    const rows = curves.forecast().networks.flatMap((network) => network.stepSizes.map((bound) =>
      [network.name, words(network.stepSize), words(bound.stepSize), bound.says, bound.source]));
    return makeTable("Step sizes of which something is known",
      ["network", "η", "bound", "what it says", "source"], rows);
  }

  function theoremTables() {
    return curves.forecast().networks.map((network) => makeTable(network.name,
      ["source", "gives", "assumption", "value", "bound", "holds"],
      network.theorems.flatMap((theorem) => (theorem.assumptions.length > 0 ? theorem.assumptions : [null])
        .map((assumption) => [theorem.source, theorem.gives,
          ...(assumption ? [`${assumption.quantity} ${assumption.relation} ${assumption.boundName}`,
            words(assumption.value), words(assumption.bound),
            assumption.holds ? "yes" : `no, short by ${words(assumption.shortfall)}`]
            : ["none", "–", "–", theorem.holds ? "yes" : "no"])]))));
  }

  /** Sentences on what the simulation has done, written when it rests. */
  function summarize() {
    const forecast = curves.forecast();
    const modes = forecast.networks.map((network, index) => {
      const all = readings(network);
      const sentences = all.slice(0, 3).map((reading) => {
        const { mode, half } = reading;
        const moment = measured(index, reading, 0.5);
        const predicted = half.at === null ? "no time predicted" : `predicted at ${words(half.at)}`;
        return `mode ${mode.mode} ` + (moment === null ? predicted : `half learned at ${words(moment)} (${predicted})`);
      });
      if (all.length > 3) sentences.push(`${all.length - 3} more in the table below`);
      return (sentences.join(", ") || "no mode is predicted") + ".";
    });
    const latest = (text) => curves.simulated()
      .map((lines, index) => (lines.latest ? `${curves.networkName(index)}: ${text(lines.latest)}` : null))
      .filter(Boolean).join("; ");
    curves.describe({
      modes,
      excessLoss: latest((state) => `excess loss ${words(state.excessLoss)}`),
      loss: latest((state) => `loss ${words(state.loss)}`),
      testError: latest((state) => `test error ${words(state.testError)}`),
      rank: latest((state) => `effective rank ${words(state.nuclearRank)}`),
      imbalance: latest((state) => `imbalance ${state.imbalance.map((value) => words(value, 2)).join(", ") || "none"}`),
    });
    writeOpen();
  }

  return { showForecast, summarize };
}
