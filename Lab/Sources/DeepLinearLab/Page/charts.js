"use strict";

/**
 * A line chart that lives as long as the page and is given new lines: building one anew would cost more than the
 * forecast itself.
 */
function makeLineChart(canvas, titles) {
  const axis = (title) => ({
    type: "linear",
    title: { display: true, text: title, padding: 0 },
    ticks: { maxRotation: 0, autoSkipPadding: 14, includeBounds: false, callback: writeTick },
    grid: { drawBorder: false },
  });
  const chart = new Chart(canvas, {
    type: "line",
    data: { datasets: [] },
    options: {
      animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false,
      events: [], spanGaps: false,
      layout: { padding: { top: 8, right: 10 } },
      elements: { point: { radius: 0 }, line: { tension: 0 } },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: { x: axis(titles.x), y: axis(titles.y) },
    },
    plugins: [MarksPlugin],
  });
  chart.marks = { bands: [], levels: [], points: [] };

  /** `range`: {min, max, isLogarithmic, title}. */
  function setAxis(name, range) {
    const options = chart.options.scales[name];
    options.type = range.isLogarithmic ? "logarithmic" : "linear";
    options.min = range.min;
    options.max = range.max;
    if (range.title) options.title.text = range.title;
  }

  /** `lines`: {points: [{x, y}], color, width, dash}; the first is drawn at the bottom. */
  function setLines(lines, marks = {}) {
    chart.marks = { bands: [], levels: [], points: [], ...marks };
    // The same data sets are used again: the chart keeps what it has worked out for them.
    const sets = chart.data.datasets;
    sets.length = Math.min(sets.length, lines.length);
    lines.forEach((line, index) => {
      const set = (sets[index] ??= { order: -index });
      Object.assign(set,
        { data: line.points, borderColor: line.color, borderWidth: line.width, borderDash: line.dash });
    });
  }

  function dress() {
    for (const name of ["x", "y"]) {
      const options = chart.options.scales[name];
      options.ticks.color = Theme.color("quiet");
      options.title.color = Theme.color("quiet");
      options.grid.color = Theme.color("line");
    }
  }

  dress();
  Theme.onChange(() => { dress(); chart.update("none"); });
  return { setAxis, setLines, draw: () => chart.update("none") };
}

/** Powers of ten only on a logarithmic axis, unless it is so short that it has hardly any. */
function writeTick(value, index, ticks) {
  if (this.type !== "logarithmic") return words(value);
  if (value === 0) return null;
  const decades = Math.log10(this.max / this.min);
  const power = Math.log10(value);
  const isPower = Math.abs(power - Math.round(power)) < 1e-6;
  const leading = Math.round(value / 10 ** Math.floor(power + 1e-9));
  if (!isPower) return decades < 2 && (leading === 2 || leading === 5) ? words(value) : null;
  if (decades > 7 && Math.round(power) % Math.ceil(decades / 6) !== 0) return null;
  return decades < 4 || value === 1 ? words(value) : "10" + superscript(Math.round(power));
}

/**
 * The least and greatest value of some lines below a ceiling, with a little room; a logarithmic axis shows at most 14
 * decades.
 */
function rangeOf(lines, isLogarithmic, ceiling = Infinity) {
  let [min, max] = [Infinity, -Infinity];
  for (const line of lines) {
    for (const { y } of line.points) {
      if (Number.isNaN(y) || y > ceiling || (isLogarithmic && y <= 0)) continue;
      min = Math.min(min, y);
      max = Math.max(max, y);
    }
  }
  if (max === -Infinity) return { min: isLogarithmic ? 0.1 : 0, max: 1, isLogarithmic };
  if (isLogarithmic) {
    const floor = Math.max(min, max * 1e-14) / 1.5;
    return { min: floor, max: Math.max(max * 1.5, floor * 10), isLogarithmic };
  }
  const room = (max - min) * 0.06 || Math.abs(max) * 0.1 || 1;
  const isFlat = max - min < 1e-6 * Math.abs(max);
  return { min: min >= 0 && (min <= max / 2 || isFlat) ? 0 : min - room, max: max + room, isLogarithmic };
}
