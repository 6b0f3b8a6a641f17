"use strict";

/**
 * The line charts of one experiment: what theory says, wide and light, and over it what the simulation finds, thin.
 * Used by the page and by the file handed to a class.
 */
function makeCurves(place) {
  const legend = make("div", { class: "legend" });
  const modeGrid = make("div", { class: "figures" });
  const networkLegend = make("div", { class: "legend" });
  const otherGrid = make("div", { class: "figures small" });
  const modeFigures = [];
  const others = {
    excessLoss: makeFigure(otherGrid, "Excess loss"),
    loss: makeFigure(otherGrid, "Loss"),
    testError: makeFigure(otherGrid, "Test error: distance to the target without noise"),
    rank: makeFigure(otherGrid, "Effective rank ‖W‖∗/‖W‖ and predicted plateaus"),
    imbalance: makeFigure(otherGrid, "Imbalance ‖Wⱼ₊₁ᵀWⱼ₊₁ − WⱼWⱼᵀ‖ of neighbouring factors"),
  };
  place.append(legend, modeGrid, networkLegend, otherGrid);

  let forecast = { networks: [] };
  let modesAreLogarithmic = false;
  let simulated = [];
  let expectedEnd = NaN;
  // As many as the server sends of a simulation.
  const shownModes = 10;

  function showForecast(answer, hasLogarithmicModes = false) {
    forecast = { ...answer, networks: onOneClock(answer.networks) };
    modesAreLogarithmic = hasLogarithmicModes;
    expectedEnd = NaN;
    writeLegend();
    draw();
  }

  /** Until the first frame comes, and where no simulation is, the lines are empty. */
  function startSimulation(count) {
    simulated = Array.from({ length: count }, () =>
      ({ moments: [], modes: [], excessLoss: [], loss: [], testError: [], rank: [], imbalance: [], latest: null }));
  }

  function addFrame(frame) {
    frame.networks.forEach((state, index) => {
      const lines = simulated[index];
      if (!state || !lines) return;
      const x = forecast.networks[index]?.clock === "time" ? state.time : state.iteration;
      // What an experiment does not record, and what diverged, has no point.
      const add = (points, value) => {
        if (Number.isFinite(numeric(value))) points.push({ x, y: coordinate(value) });
      };
      lines.moments.push(x);
      state.singularValues.forEach((value, mode) => add((lines.modes[mode] ??= []), value));
      state.imbalance.forEach((value, pair) => add((lines.imbalance[pair] ??= []), value));
      add(lines.excessLoss, state.excessLoss);
      if (state.excessLoss === undefined) add(lines.loss, state.loss);
      add(lines.rank, state.nuclearRank);
      add(lines.testError, state.testError);
      lines.latest = state;
    });
  }

  // MARK: drawing

  const networkName = (index) => forecast.networks[index].name;
  const predictedLine = (network, values, color, dash = []) =>
    ({ points: pointsOf(network.moments, values), color: color + "80", width: 5, dash });
  const simulatedLine = (points, color, dash = []) => ({ points, color, width: 1.8, dash });

  function pointsOf(moments, values) {
    if (!values) return [];
    return values.map((value, index) => ({ x: numeric(moments[index]), y: coordinate(value) }));
  }

  function timeRange() {
    const ends = [
      ...forecast.networks.map((network) => numeric(network.moments[network.moments.length - 1])),
      ...simulated.map((lines) => lines.moments[lines.moments.length - 1]),
      expectedEnd,
    ].filter(Number.isFinite);
    const max = ends.length > 0 ? Math.max(...ends) : 1;
    // A logarithmic axis begins at the first moment after 0; until one is known, it cannot be drawn.
    const first = Math.min(...forecast.networks.flatMap((network, index) => firstMoment(network, simulated[index])));
    const isLogarithmic = forecast.networks.some((network) => network.isLogarithmic) && first < max;
    return { min: isLogarithmic ? first : 0, max, isLogarithmic, title: timeTitle() };
  }

  /** Where theory has no closed form, the simulation alone knows the moments. */
  const firstMoment = (network, lines) =>
    [...network.moments, ...(lines?.moments.slice(0, 2) ?? [])]
      .map(numeric).filter((moment) => moment > 0 && moment < Infinity).slice(0, 1);

  const timeTitle = () =>
    (forecast.networks.every((network) => network.clock === "time") ? "time t" : "iteration k");

  function draw() {
    const time = timeRange();
    while (modeFigures.length < forecast.networks.length) modeFigures.push(makeFigure(modeGrid, "", true));
    modeFigures.forEach((figure, index) => {
      figure.element.hidden = index >= forecast.networks.length;
      if (!figure.element.hidden) drawModes(figure, index, time);
    });
    drawOverlay("excessLoss", time, "excess loss", true);
    drawOverlay("loss", time, "loss", true);
    drawOverlay("testError", time, "test error", false);
    drawRank(time);
    drawImbalance(time);
  }

  function drawModes(figure, index, time) {
    const network = forecast.networks[index];
    const curves = network.singularValues.slice(0, shownModes).map((values, mode) =>
      predictedLine(network, values, Theme.palette(mode), [10, 4]));
    const range = modeRange();
    const measured = (simulated[index]?.modes ?? []).map((points, mode) => simulatedLine(points, Theme.palette(mode)));
    const marks = { points: [], bands: [] };
    for (const { mode, rank, half, most } of readings(network).slice(0, shownModes)) {
      const color = Theme.palette(rank);
      const size = Math.abs(mode.limit);
      // The marks of the smallest modes stand too close for their numbers.
      const label = size > 0.05 * range.max ? String(mode.mode) : "";
      if (half.at !== null) marks.points.push({ x: half.at, y: size / 2, color, label });
      if (most.lower !== null) marks.bands.push({ from: most.lower, to: most.upper, top: 0.99 * size, color });
    }
    figure.note.textContent = network.prediction === "exact" ? "" : network.reason;
    figure.setTitle(`Mode strengths, ${network.name}`);
    const hasNothing = [curves, measured, marks.points, marks.bands].every((shown) => shown.length === 0);
    // Until the first record comes, the chart keeps its place.
    figure.place.hidden = hasNothing && Boolean(simulated[index]?.latest);
    if (figure.place.hidden) return;
    figure.chart.setAxis("x", time);
    figure.chart.setAxis("y", { ...range, title: "mode strength" });
    figure.chart.setLines([...curves, ...measured], marks);
    figure.chart.draw();
  }

  /** One axis for all networks, so that they can be compared; a run that diverges leaves it. */
  function modeRange() {
    const sizes = forecast.networks.flatMap((network) => network.modes.map((mode) => Math.abs(mode.limit)));
    const curves = forecast.networks.flatMap((network) =>
      network.singularValues.map((values) => ({ points: pointsOf(network.moments, values) })));
    const known = Math.max(...sizes.filter(Number.isFinite), 0);
    const lines = curves.length > 0 ? curves : simulated.flatMap((one) => one.modes.map((points) => ({ points })));
    const seen = rangeOf(lines, modesAreLogarithmic);
    const max = known > 0 ? Math.min(Math.max(seen.max, known * 1.08), known * 1.5) : seen.max;
    if (!modesAreLogarithmic) return { min: 0, max, isLogarithmic: false };
    return { min: Math.max(seen.min, max * 1e-8), max, isLogarithmic: true };
  }

  function drawOverlay(key, time, title, isLogarithmic) {
    const predicted = forecast.networks.map((network, index) =>
      predictedLine(network, network[key], Theme.palette(index)));
    const measured = simulated.map((lines, index) =>
      simulatedLine(lines[key], Theme.palette(index), Theme.dash(index)));
    const lines = [...predicted, ...measured];
    // What diverges leaves the picture, so that the rest can still be read.
    const first = Math.max(...lines.filter((line) => line.points.length > 0).map((line) => line.points[0].y));
    show(others[key], lines, time, { title, isLogarithmic, ceiling: first * (isLogarithmic ? 1e4 : 3) });
  }

  function drawRank(time) {
    const predicted = forecast.networks.map((network, index) =>
      predictedLine(network, network.effectiveRank, Theme.palette(index)));
    const measured = simulated.map((lines, index) =>
      simulatedLine(lines.rank, Theme.palette(index), Theme.dash(index)));
    const levels = forecast.networks.flatMap((network, index) => network.plateaus
      .filter((plateau) => plateau.isVisible)
      .map((plateau) => ({ from: numeric(plateau.from), to: numeric(plateau.to ?? time.max),
        y: numeric(plateau.effectiveRank), color: Theme.palette(index) })));
    show(others.rank, [...predicted, ...measured], time, { title: "effective rank", levels });
  }

  function drawImbalance(time) {
    const measured = simulated.flatMap((lines, index) => lines.imbalance.map((points) =>
      simulatedLine(points, Theme.palette(index), Theme.dash(index))));
    show(others.imbalance, measured, time, { title: "imbalance" });
  }

  /** A chart without any line is not shown. */
  function show(figure, lines, time, { title, isLogarithmic = false, ceiling, levels = [] }) {
    figure.element.hidden = !lines.some((line) => line.points.length > 0);
    if (figure.element.hidden) return;
    figure.chart.setAxis("x", time);
    figure.chart.setAxis("y", { ...rangeOf(lines, isLogarithmic, ceiling), title });
    figure.chart.setLines(lines, { levels });
    figure.chart.draw();
  }

  function writeLegend() {
    const entry = (swatch, text) => make("span", { class: "entry" }, swatch, text);
    const ink = Theme.color("quiet");
    const networks = forecast.networks.length > 1 ? forecast.networks.map((network, index) =>
      entry(makeSwatch(Theme.palette(index), Theme.dash(index), 2), network.name)) : [];
    const hasBounds = forecast.networks.some((network) => readings(network).some((one) => one.most.lower !== null));
    networkLegend.replaceChildren(...networks);
    legend.replaceChildren(
      ...(simulated.length > 0 ? [entry(makeSwatch(ink, [], 2), "simulation")] : []),
      entry(makeSwatch(ink, [10, 4], 5, 0.5), "theory"),
      make("span", { class: "entry" }, "◇ predicted time of half the limit, by mode"),
      ...(hasBounds ? [make("span", { class: "entry" }, "⊓ 99 %, proven bounds")] : []),
      entry(makeSwatch(ink, [], 9, 0.4), "predicted plateau"));
  }

  function describe(summaries) {
    for (const [index, figure] of modeFigures.entries()) figure.summary.textContent = summaries.modes[index] ?? "";
    for (const [name, figure] of Object.entries(others)) figure.summary.textContent = summaries[name] ?? "";
  }

  Theme.onChange(() => { writeLegend(); draw(); });
  return {
    showForecast, startSimulation, addFrame, draw, describe, networkName,
    // An end on another clock says nothing.
    expectEnd: (end, clock) => { expectedEnd = clock === forecast.networks[0]?.clock ? numeric(end) : NaN; },
    simulated: () => simulated,
    forecast: () => forecast,
  };
}

/** A chart with its caption, and in words what it shows. */
function makeFigure(grid, title, isSummaryShown = false) {
  const caption = make("figcaption", {}, title);
  const canvas = make("canvas", { role: "img", "aria-label": title });
  const note = make("p", { class: "note" });
  const summary = make("p", { class: isSummaryShown ? "summary" : "hidden" });
  const place = make("div", { class: "chart" }, canvas);
  const element = make("figure", { hidden: true }, caption, place, note, summary);
  grid.append(element);
  const setTitle = (text) => {
    caption.textContent = text;
    canvas.setAttribute("aria-label", text);
  };
  return { element, place, setTitle, note, summary, chart: makeLineChart(canvas, { x: "", y: "" }) };
}

/** A flow has no iterations: beside one, descent is drawn over time too, the step size times the iterations. */
function onOneClock(networks) {
  if (networks.every((network) => network.clock === networks[0].clock)) return networks;
  return networks.map((network) => {
    if (network.clock === "time") return network;
    const timeOf = (moment) => network.stepSize * numeric(moment);
    return { ...network, clock: "time", moments: network.moments.map(timeOf),
      plateaus: network.plateaus.map((plateau) =>
        ({ ...plateau, from: timeOf(plateau.from), to: plateau.to && timeOf(plateau.to) })) };
  });
}

/** The modes of a network in the order of their final size, with their times on the network's clock. */
function readings(network) {
  const read = (when) => {
    const isTime = network.clock === "time";
    const at = when ? numeric(isTime ? when.time : when.iterations) : NaN;
    // Bounds are proven of iterations.
    const [lower, upper] = when && !isTime ? [numeric(when.lowerBound), numeric(when.upperBound)] : [NaN, NaN];
    return { at: Number.isFinite(at) ? at : null, lower: Number.isNaN(lower) ? null : lower,
      upper: Number.isNaN(upper) ? Infinity : upper };
  };
  const all = [...network.modes].sort((one, other) => Math.abs(other.limit) - Math.abs(one.limit))
    .map((mode, rank) => ({ mode, rank, half: read(mode.half), most: read(mode.most) }));
  // Simulated curves are sorted by size. Where a weaker mode comes first they change places, and stand for no one mode.
  const areSwapped = (stronger, weaker) => weaker.half.at !== null && (stronger.half.at ?? Infinity) > weaker.half.at;
  return all.map((reading) => ({ ...reading, isInOrder: all.every((other) => other.rank > reading.rank
    ? !areSwapped(reading, other) : other === reading || !areSwapped(other, reading)) }));
}
