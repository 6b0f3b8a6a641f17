"use strict";

/** The panel of controls, built from what the server says of each: name, unit, meaning, source, limits. */
const Controls = (() => {
  const groups = [
    ["Target", ["target", "rows", "columns", "spectrum", "noise"]],
    ["Networks and their start", ["depths", "hidden", "start", "scale", "perturbation", "imbalances"]],
    ["Training", ["dynamics", "stepSize", "steps", "until"]],
    ["Record", ["clock", "seed"]],
  ];
  const inTransport = new Set(["speed", "preset", "upload"]);
  let known = [];
  let changed = () => {};

  function prepare(controls, listener) {
    known = controls.filter((control) => !inTransport.has(control.key));
    changed = listener;
  }

  /** Builds all controls; the main one of a lesson stands by itself, with the lesson's values to choose from. */
  function build(panel, mainPlace, lesson) {
    panel.replaceChildren();
    mainPlace.replaceChildren();
    const main = lesson && known.find((control) => control.key === lesson.vary);
    if (main) mainPlace.append(makeControl(main, lesson.values));
    const named = new Set(groups.flatMap(([, keys]) => keys));
    const rest = known.filter((control) => !named.has(control.key)).map((control) => control.key);
    for (const [title, keys] of [...groups, ["More", rest]]) {
      const members = keys.map((key) => known.find((control) => control.key === key));
      const shown = members.filter((control) => control && control !== main);
      if (shown.length === 0) continue;
      const content = shown.map((control) => makeControl(control));
      if (title === "Target") content.splice(1, 0, Upload.makeControl());
      panel.append(make("fieldset", {}, make("legend", {}, title), content));
    }
    refresh();
  }

  function makeControl(control, values = null) {
    const id = "control-" + control.key;
    const described = { "aria-describedby": `meaning-${control.key} fault-${control.key}` };
    const field = control.kind === "choice" ? makeChoice(control, id, described) : make("input", {
      id, type: "text", class: control.kind, autocomplete: "off", spellcheck: "false", ...described,
      inputmode: control.kind === "list" ? null : "decimal",
    });
    field.addEventListener("input", () => changed(control.key, field.value));
    const label = make("label", { for: id }, control.label,
      control.unit ? make("span", { class: "unit" }, ` ${control.unit}`) : null);
    const element = make("div", { class: values ? "control main" : "control", "data-key": control.key },
      make("div", { class: control.kind === "list" ? "row list" : "row" }, label, field),
      makeSlider(control, values), values ? makeValues(control, values) : null,
      make("p", { class: "meaning", id: "meaning-" + control.key }, control.meaning,
        control.source ? make("cite", {}, ` ${control.source}`) : null),
      makeFault(control.key));
    return element;
  }

  const makeFault = (key) => make("p", { class: "fault", role: "alert", id: "fault-" + key, hidden: true });

  const makeChoice = (control, id, described) => make("select", { id, ...described },
    control.choices.map((choice) => make("option", { value: choice.value }, choice.label)));

  /** A number has a slider over its range; the list of a lesson has one over the lesson's values. */
  function makeSlider(control, values) {
    const isNumber = control.kind === "number" || control.kind === "integer";
    if (!isNumber && !(values && control.kind === "list")) return null;
    const last = isNumber ? 1000 : values.length - 1;
    const slider = make("input", { type: "range", id: "slider-" + control.key, min: 0, max: last, step: 1,
      "aria-label": control.label });
    slider.addEventListener("input", () => {
      const value = isNumber ? valueAt(control, slider.valueAsNumber / 1000) : values[slider.valueAsNumber];
      changed(control.key, value);
    });
    return slider;
  }

  const makeValues = (control, values) => make("div", { class: "values", role: "group",
    "aria-label": `Values of ${control.label}` }, values.map((value) => make("button",
    { type: "button", "data-value": value, onclick: () => changed(control.key, value) }, shownValue(control, value))));

  const shownValue = (control, value) =>
    control.choices?.find((choice) => choice.value === value)?.label ?? value;

  // A logarithmic range that begins at 0 begins, after 0, four decades below its end.
  const lowest = (control) => (control.minimum > 0 ? control.minimum : control.maximum * 1e-4);

  function valueAt(control, position) {
    const { minimum, maximum } = control;
    if (position === 0) return String(minimum);
    const value = control.scale === "logarithmic"
      ? lowest(control) * (maximum / lowest(control)) ** position
      : minimum + (maximum - minimum) * position;
    if (control.kind === "integer") return String(Math.round(value));
    return String(Number(value.toPrecision(3)));
  }

  function positionOf(control, value) {
    const { minimum, maximum } = control;
    const position = control.scale === "logarithmic"
      ? Math.log(Math.max(value, lowest(control)) / lowest(control)) / Math.log(maximum / lowest(control))
      : (value - minimum) / (maximum - minimum);
    return value <= minimum ? 0 : Math.round(1000 * Math.min(1, Math.max(0, position)));
  }

  /** Puts the state into the controls and hides those without a meaning for it. */
  function refresh() {
    for (const control of known) {
      const field = byID("control-" + control.key);
      if (!field) continue;
      const value = State.get(control.key);
      // What is being typed is left as it is typed.
      if (field.value !== value) field.value = value;
      const slider = byID("slider-" + control.key);
      const element = field.closest(".control");
      const buttons = [...element.querySelectorAll(".values button")];
      if (slider && control.kind !== "list") {
        slider.value = positionOf(control, Number(value));
        slider.setAttribute("aria-valuetext", value);
      } else if (slider) {
        const index = buttons.findIndex((button) => button.dataset.value === value);
        if (index >= 0) slider.value = index;
        slider.setAttribute("aria-valuetext", value);
      }
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
      element.hidden = !applies(control);
    }
    for (const fieldset of document.querySelectorAll("#panel fieldset")) {
      fieldset.hidden = !fieldset.querySelector(".control:not([hidden])");
    }
    Upload.refresh();
  }

  const applies = (control) => Object.entries(control.applies || {})
    .every(([key, values]) => values.includes(State.get(key)));

  /** Shows a refusal beside the control it speaks of, if that is to be seen; without a refusal, all is well. */
  function showFault(refusal) {
    for (const fault of document.querySelectorAll(".fault:not([hidden])")) {
      fault.hidden = true;
      byID(fault.id.replace("fault-", "control-"))?.removeAttribute("aria-invalid");
    }
    const fault = refusal?.key && byID("fault-" + refusal.key);
    if (!fault || !fault.parentElement.checkVisibility()) return false;
    fault.textContent = refusal.message;
    fault.hidden = false;
    byID("control-" + refusal.key)?.setAttribute("aria-invalid", "true");
    return true;
  }

  return { prepare, build, refresh, makeFault, showFault };
})();
