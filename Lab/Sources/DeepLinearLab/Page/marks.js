"use strict";

/**
 * What theory says at single moments, drawn into a line chart: `chart.marks` holds
 * bands {from, to, top, color} of proven bounds, levels {from, to, y, color} of plateaus, points
 * {x, y, color, label} of predicted times.
 */
const MarksPlugin = {
  id: "marks",

  beforeDatasetsDraw(chart) {
    this.draw(chart, (context, marks) => {
      for (const band of marks.bands) this.drawBand(chart, context, band);
      for (const level of marks.levels) this.drawLevel(chart, context, level);
    });
  },

  afterDatasetsDraw(chart) {
    this.draw(chart, (context, marks) => {
      for (const point of marks.points) this.drawPoint(chart, context, point);
    });
  },

  draw(chart, drawing) {
    const { ctx: context, chartArea: area } = chart;
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    drawing(context, chart.marks);
    context.restore();
  },

  /** From the first to the last moment that is proven possible, up to the height of which it is proven. */
  drawBand(chart, context, { from, to, top, color }) {
    const { x, y } = chart.scales;
    const [left, right] = [x.getPixelForValue(Math.max(from, x.min)), x.getPixelForValue(Math.min(to, x.max))];
    const height = y.getPixelForValue(top);
    context.fillStyle = color + "22";
    context.fillRect(left, height, Math.max(right - left, 1), chart.chartArea.bottom - height);
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(left, height + 5);
    context.lineTo(left, height);
    context.lineTo(right, height);
    context.lineTo(right, height + 5);
    context.stroke();
  },

  drawLevel(chart, context, { from, to, y: value, color }) {
    const { x, y } = chart.scales;
    context.strokeStyle = color + "66";
    context.lineWidth = 9;
    context.beginPath();
    context.moveTo(x.getPixelForValue(Math.max(from, x.min)), y.getPixelForValue(value));
    context.lineTo(x.getPixelForValue(Math.min(to, x.max)), y.getPixelForValue(value));
    context.stroke();
  },

  drawPoint(chart, context, { x: moment, y: value, color, label }) {
    const [x, y] = [chart.scales.x.getPixelForValue(moment), chart.scales.y.getPixelForValue(value)];
    context.beginPath();
    context.moveTo(x, y - 6);
    context.lineTo(x + 5, y);
    context.lineTo(x, y + 6);
    context.lineTo(x - 5, y);
    context.closePath();
    context.fillStyle = Theme.color("paper");
    context.fill();
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.stroke();
    context.font = "bold 12px sans-serif";
    context.fillStyle = Theme.color("ink");
    context.textBaseline = "middle";
    context.fillText(label, x + 8, y);
  },
};
