"use strict";

/** A number of the server's, which writes infinities and absent values as words. */
function numeric(value) {
  if (typeof value === "number") return value;
  if (value === "inf") return Infinity;
  if (value === "-inf") return -Infinity;
  return NaN;
}

/** The same for a coordinate: what is not finite is a gap, and what no canvas can hold is cut off. */
function coordinate(value) {
  const number = numeric(value);
  return Number.isFinite(number) ? Math.max(-1e30, Math.min(1e30, number)) : NaN;
}

/** Three or four digits, as a reader of a table wants them. */
function words(value, digits = 3) {
  const number = numeric(value);
  if (number === Infinity) return "∞";
  if (number === -Infinity) return "−∞";
  if (Number.isNaN(number)) return "–";
  const size = Math.abs(number);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    const [mantissa, exponent] = number.toExponential(digits - 1).split("e");
    return `${Number(mantissa)}·10${superscript(Number(exponent))}`.replace("-", "−");
  }
  if (size >= 1000) return String(Math.round(number)).replace("-", "−");
  return String(Number(number.toPrecision(digits))).replace("-", "−");
}

function superscript(exponent) {
  return String(exponent).replace(/[-0-9]/g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
}

/** The least and the greatest of however many numbers: as arguments of Math.min, too many overflow the stack. */
function extremes(numbers) {
  let [least, greatest] = [Infinity, -Infinity];
  for (const number of numbers) {
    least = Math.min(least, number);
    greatest = Math.max(greatest, number);
  }
  return { least, greatest };
}

/** The first moment at which a curve reaches a level, between its points on a straight line. */
function crossing(points, level) {
  for (let index = 0; index < points.length; index += 1) {
    if (points[index].y < level || Number.isNaN(points[index].y)) continue;
    if (index === 0) return points[0].x;
    const [before, after] = [points[index - 1], points[index]];
    return before.x + ((level - before.y) / (after.y - before.y)) * (after.x - before.x);
  }
  return null;
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function duration(seconds) {
  const number = numeric(seconds);
  if (!Number.isFinite(number)) return "–";
  if (number < 60) return `${words(number, 2)} s`;
  if (number < 5400) return `${Math.round(number / 60)} min`;
  return `${words(number / 3600, 2)} h`;
}
