"use strict";

/** The page for a class: the lessons with the closed forms of all values of their main controls, from one file. */
(() => {
  const { lessons } = JSON.parse(byID("lessons").textContent);
  const curves = makeCurves(byID("curves"));
  const table = makeReadings(byID("readings"), curves);

  function showLesson(lesson) {
    for (const link of byID("lesson-list").querySelectorAll("a")) {
      if (link.hash === "#" + lesson.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    writeLesson(lesson);
    const start = lesson.variants.findIndex(({ value }) => value === lesson.state[lesson.vary]);
    makeControl(lesson, Math.max(0, start));
  }

  function makeControl(lesson, start) {
    const slider = make("input", { type: "range", id: "slider", min: 0, max: lesson.variants.length - 1, step: 1 });
    const buttons = lesson.variants.map(({ label }, index) =>
      make("button", { type: "button", onclick: () => choose(index) }, label));
    slider.addEventListener("input", () => choose(slider.valueAsNumber));
    byID("main-control").replaceChildren(make("div", { class: "control main" },
      make("label", { for: "slider" }, lesson.label ?? lesson.vary), slider,
      make("div", { class: "values", role: "group", "aria-label": "Values" }, buttons)));

    function choose(index) {
      const { forecast, label } = lesson.variants[index];
      slider.value = index;
      slider.setAttribute("aria-valuetext", label);
      buttons.forEach((button, other) => button.setAttribute("aria-pressed", String(other === index)));
      curves.showForecast(forecast);
      table.showForecast();
    }
    choose(start);
  }

  const chosen = () => lessons.find((lesson) => "#" + lesson.id === decodeURIComponent(location.hash)) ?? lessons[0];

  byID("lesson-list").replaceChildren(...lessons.map((lesson, index) =>
    make("li", {}, make("a", { href: "#" + lesson.id }, `${index + 1} ${lesson.title}`))));
  byID("theme").addEventListener("click", Theme.toggle);
  addEventListener("hashchange", () => showLesson(chosen()));
  showLesson(chosen());
})();
