"use strict";

/** Six lessons of one screen each. */
const Lessons = (() => {
  let lessons = [];

  function prepare(options, open) {
    lessons = options.lessons;
    byID("lesson-list").replaceChildren(...lessons.map((lesson, index) => make("li", {}, make("a", {
      id: lesson.id.replaceAll("/", "-"), href: "?" + new URLSearchParams({ preset: lesson.id }),
      onclick: (event) => {
        event.preventDefault();
        open(lesson.id);
      },
    }, `${index + 1} ${lesson.title}`))));
  }

  const current = () => lessons.find((lesson) => lesson.id === State.get("preset")) ?? null;

  function show() {
    const lesson = current();
    for (const link of byID("lesson-list").querySelectorAll("a")) {
      if (lesson && link.id === lesson.id.replaceAll("/", "-")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (lesson) writeLesson(lesson);
  }

  return { prepare, show, current };
})();
