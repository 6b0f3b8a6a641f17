"use strict";

/** The kept runs, which the program and the lab share. */
const Runs = (() => {
  const columns = [["name", "name"], [null, "networks"], ["status", "status"], ["loss", "final loss"],
    [null, "least test error"], ["seconds", "duration"], ["changed", "changed"]];
  const wanted = { text: "", status: "", sort: "changed", order: "descending", deleted: "false" };
  const chosen = new Set();
  // No name holds it.
  const separator = "/";
  let asked = 0;
  let visit = () => {};

  function prepare(statuses, open) {
    visit = open;
    byID("runs-status").append(...statuses.map((status) => make("option", {}, status)));
    byID("runs-text").addEventListener("input", (event) => want({ text: event.target.value }));
    byID("runs-status").addEventListener("input", (event) => want({ status: event.target.value }));
    byID("runs-deleted").addEventListener("input", (event) => want({ deleted: String(event.target.checked) }));
    byID("runs-compare").addEventListener("click", () =>
      visit({ viewRun: "", viewCompare: [...chosen].join(separator) }));
    byID("runs-delete").addEventListener("click", () => remove([...chosen]));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-run]");
      if (!link) return;
      event.preventDefault();
      visit({ view: "runs", viewRun: link.dataset.run, viewCompare: "" });
    });
  }

  function want(changes) {
    Object.assign(wanted, changes);
    list();
  }

  async function list() {
    const mine = (asked += 1);
    try {
      const answer = await Service.get("/api/runs?" + new URLSearchParams(wanted));
      if (mine === asked) showList(answer.runs);
    } catch (refusal) {
      Problem.show(refusal);
    }
  }

  function showList(runs) {
    const names = new Set(runs.filter((run) => !run.isDeleted).map((run) => run.name));
    for (const name of chosen) if (!names.has(name)) chosen.delete(name);
    byID("runs-count").textContent = runs.length > 0 ? plural(runs.length, "run")
      : "No such runs: “Keep this run” makes one, and so does deeplinear run.";
    byID("runs-table").hidden = runs.length === 0;
    const focused = document.activeElement.dataset.sort;
    byID("runs-head").replaceChildren(make("th", { scope: "col" }, make("span", { class: "hidden" }, "choose")),
      ...columns.map(([sort, title]) => heading(sort, title)));
    byID("runs-body").replaceChildren(...runs.map(row));
    byID("runs-head").querySelector(`[data-sort="${focused}"]`)?.focus();
    refreshButtons();
  }

  function heading(sort, title) {
    if (!sort) return make("th", { scope: "col" }, title);
    const isSorted = wanted.sort === sort;
    const next = isSorted && wanted.order === "ascending" ? "descending" : "ascending";
    const arrow = isSorted ? (wanted.order === "ascending" ? " ↑" : " ↓") : "";
    return make("th", { scope: "col", "aria-sort": isSorted ? wanted.order : "none" },
      make("button", { type: "button", class: "sort", "data-sort": sort,
        onclick: () => want({ sort, order: next }) }, title + arrow));
  }

  function row(run) {
    // A run of the same name may have been kept since; only restoring means the deleted one.
    const box = make("input", { type: "checkbox", "aria-label": `Choose ${run.name}`, disabled: run.isDeleted });
    box.checked = chosen.has(run.name);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(run.name);
      else chosen.delete(run.name);
      refreshButtons();
    });
    const least = run.networks.map((network) => numeric(network.smallestTestError)).filter(Number.isFinite);
    const losses = run.networks.map((network) => words(network.finalLoss));
    const name = run.isDeleted ? [run.name, " ", make("button", { type: "button", onclick: () => restore([run.name]) },
      "Restore")] : make("a", { href: runLink(run.name), "data-run": run.name }, run.name);
    return make("tr", {}, make("td", {}, box), make("th", { scope: "row" }, name),
      make("td", {}, run.networks.map((network) => network.name).join(", ") || run.kind),
      make("td", {}, make("span", { class: `badge ${run.status}` }, run.status)),
      make("td", { class: "number" }, losses.join(", ") || "–"),
      make("td", { class: "number" }, least.length > 0 ? words(Math.min(...least)) : "–"),
      make("td", { class: "number" }, duration(run.seconds)),
      make("td", {}, make("time", { datetime: run.changed }, new Date(run.changed).toLocaleString())));
  }

  function refreshButtons() {
    byID("runs-compare").disabled = chosen.size < 2;
    byID("runs-delete").disabled = chosen.size === 0;
  }

  async function remove(names) {
    try {
      await Service.post("/api/runs/delete", { names });
    } catch (refusal) {
      return Problem.show(refusal);
    }
    chosen.clear();
    byID("undo").replaceChildren(`Deleted: ${names.join(", ")}. `,
      make("button", { type: "button", id: "runs-undo", onclick: () => restore(names) }, "Undo"));
    visit({ viewRun: "", viewCompare: "" });
    byID("runs-undo").focus();
  }

  async function restore(names) {
    try {
      await Service.post("/api/runs/restore", { names });
    } catch (refusal) {
      return Problem.show(refusal);
    }
    byID("undo").replaceChildren(`Restored: ${names.join(", ")}.`);
    list();
  }

  function show() {
    list();
    const names = State.get("viewCompare").split(separator).filter(Boolean);
    for (const name of names) chosen.add(name);
    Comparison.show(names);
    RunPage.show(State.get("viewRun"), remove);
  }

  return { prepare, show };
})();
