"use strict";

/** The papers' figures: each can be seen, and made anew with its claims judged. */
const Catalogue = (() => {
  let entries = [];
  let stream = null;
  let asked = 0;

  function prepare(options, open) {
    entries = options.catalogue;
    byID("catalogue-list").replaceChildren(...entries.map((entry) => make("li", {}, make("a", {
      href: "?" + new URLSearchParams({ preset: entry.identifier }), "data-identifier": entry.identifier,
      onclick: (event) => {
        event.preventDefault();
        open(entry.identifier);
      },
    }, make("strong", {}, entry.title), make("span", {}, entry.source)))));
    byID("catalogue-filter").addEventListener("input", filter);
    byID("reproduce").addEventListener("click", reproduce);
  }

  function filter(event) {
    const wanted = event.target.value.toLowerCase();
    for (const link of byID("catalogue-list").querySelectorAll("a")) {
      const text = `${link.textContent} ${link.dataset.identifier}`.toLowerCase();
      link.parentElement.hidden = !text.includes(wanted);
    }
  }

  const current = () => entries.find((entry) => entry.identifier === State.get("preset")) ?? null;

  function show() {
    const entry = current();
    close();
    byID("reproduction").replaceChildren();
    byID("catalogue-entry").hidden = !entry;
    for (const link of byID("catalogue-list").querySelectorAll("a")) {
      if (entry && link.dataset.identifier === entry.identifier) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!entry) return;
    byID("catalogue-title").textContent = entry.title;
    byID("catalogue-source").textContent = `${entry.source} · ${entry.identifier}`;
    byID("catalogue-choices").replaceChildren(...entry.choices.map((sentence) => make("li", {}, sentence)));
    byID("catalogue-choices-title").hidden = entry.choices.length === 0;
  }

  function close() {
    asked += 1;
    stream?.close();
    stream = null;
    byID("reproduce").disabled = false;
  }

  async function reproduce() {
    close();
    const mine = asked;
    byID("reproduce").disabled = true;
    const bar = make("progress", { max: 1, value: 0, "aria-label": "Progress of the reproduction" });
    const text = make("span", {}, "starting");
    const place = byID("reproduction");
    place.replaceChildren(make("p", { class: "kept" }, bar, text));
    const identifier = State.get("preset").split("/").map(encodeURIComponent).join("/");
    const refuse = (sentence) => {
      close();
      place.replaceChildren(make("p", { class: "fault", role: "alert" }, sentence));
    };
    let answer;
    try {
      answer = await Service.post(`/api/reproductions/${identifier}`);
    } catch (refusal) {
      return mine === asked && refuse(refusal.message);
    }
    // Another entry was opened meanwhile.
    if (mine !== asked) return;
    const query = new URLSearchParams({ ticket: answer.ticket });
    stream = Service.events(`/api/reproductions/${identifier}/events?${query}`, {
      progress: ({ part, fraction }) => {
        bar.value = fraction;
        text.textContent = part;
      },
      result: (result) => {
        close();
        place.replaceChildren(...resultElements(result));
        Status.say(`Reproduced in ${duration(result.seconds)}.`);
      },
      problem: ({ error }) => refuse(error),
    }, () => refuse("The connection to the lab is lost."));
  }

  function resultElements(result) {
    const picture = ({ caption, url, name }) => make("figure", { class: "result" },
      make("img", { src: url, alt: caption || name }), make("figcaption", {}, caption));
    return [
      make("h3", {}, `Reproduced at quick size in ${duration(result.seconds)}`),
      makeTable("Claims and verdicts", ["claim", "evidence", "verdict"], result.verdicts.map((verdict) => [
        verdict.claim, verdict.evidence,
        make("span", { class: verdict.isGreen ? "verdict good" : "verdict bad" },
          `${verdict.isGreen ? "✓" : "✗"} ${verdict.word}`),
      ])),
      make("ul", {}, result.remarks.map((remark) => make("li", {}, remark))),
      make("div", { class: "results" }, result.figures.map(picture)),
      ...result.strips.map((strip) => make("section", {}, make("h4", {}, strip.title),
        make("div", { class: "strip" }, strip.pictures.map(picture)))),
      ...result.tables.map((table) => makeTable(table.title, table.header, table.rows)),
    ];
  }

  return { prepare, show, current, close };
})();
