"use strict";

/** Two or more runs in one picture. */
const Comparison = (() => {
  let figure = null;
  let series = [];
  let asked = 0;

  function prepare() {
    figure = makeFigure(byID("comparison-figures"), "Runs compared", true);
    byID("comparison-quantity").addEventListener("input", draw);
    byID("comparison-time").addEventListener("input", draw);
    byID("comparison-values").addEventListener("input", draw);
    Theme.onChange(draw);
  }

  async function show(names) {
    const mine = (asked += 1);
    byID("comparison").hidden = names.length < 2;
    if (names.length < 2) return;
    try {
      const query = new URLSearchParams(names.map((name) => ["names", name]));
      const answer = await Service.get("/api/runs/compare?" + query);
      if (mine !== asked) return;
      ({ series } = answer);
    } catch (refusal) {
      if (mine !== asked) return;
      byID("comparison").hidden = true;
      return Problem.show(refusal);
    }
    const quantities = [...new Set(series.flatMap((one) => Object.keys(one.quantities)))];
    const select = byID("comparison-quantity");
    const before = select.value;
    select.replaceChildren(...quantities.map((key) => make("option", { value: key }, quantityName(key))));
    if (quantities.includes(before)) select.value = before;
    draw();
  }

  function quantityName(key) {
    const mode = /^singularValue(\d+)$/.exec(key);
    if (mode) return `mode strength ${mode[1]}`;
    return { loss: "loss", testError: "test error", nuclearRank: "effective rank ‖W‖∗/‖W‖" }[key] ?? key;
  }

  function draw() {
    const key = byID("comparison-quantity").value;
    const shown = series.filter((one) => one.quantities[key]);
    if (shown.length === 0) return;
    const lines = shown.map((one, index) => ({
      points: one.quantities[key].map((value, record) => ({ x: numeric(one.moments[record]), y: coordinate(value) })),
      color: Theme.palette(index), width: 2, dash: Theme.dash(Math.floor(index / 7) + index),
    }));
    const moments = lines.flatMap((line) => line.points.map((point) => point.x));
    const isLogarithmic = byID("comparison-time").checked;
    const { greatest } = extremes(moments);
    const { least: first } = extremes(moments.filter((moment) => moment > 0));
    figure.element.hidden = false;
    figure.setTitle(quantityName(key));
    figure.chart.setAxis("x", { min: isLogarithmic ? first : 0, max: greatest, isLogarithmic,
      title: shown[0].clock === "time" ? "time t" : "iteration k" });
    figure.chart.setAxis("y", { ...rangeOf(lines, byID("comparison-values").checked), title: quantityName(key) });
    figure.chart.setLines(lines);
    figure.chart.draw();
    byID("comparison-legend").replaceChildren(...shown.map((one, index) => make("span", { class: "entry" },
      makeSwatch(lines[index].color, lines[index].dash, 2), `${one.run}, ${one.network}`)));
    figure.summary.textContent = shown.map((one) => `${one.run}, ${one.network}: at the end ` +
      words(one.quantities[key][one.quantities[key].length - 1])).join("; ") + ".";
  }

  return { prepare, show };
})();
