"use strict";

/** One kept run: what it was, how it ended, its figures and files. */
const RunPage = (() => {
  // By kind, and first what is there from the start.
  const files = {
    run: ["experiment.yaml", "summary.json", "trajectory.csv", "arrays.npz"],
    sweep: ["sweep.yaml", "summary.json", "table.csv", "table.npz"],
  };

  async function show(name, remove) {
    const place = byID("run");
    place.replaceChildren();
    if (!name) return;
    const path = "/api/runs/" + encodeURIComponent(name);
    try {
      const run = await Service.get(path);
      if (State.get("viewRun") === name) place.replaceChildren(...elements(run, path, remove));
    } catch (refusal) {
      Problem.show(refusal);
    }
  }

  function elements({ entry, experiment, figures, hasReport, summary }, path, remove) {
    const link = (file, text) => make("a", { class: "button", href: `${path}/files/${file}` }, text);
    const resume = make("button", { type: "button", id: "run-resume" }, "Resume");
    resume.addEventListener("click", async () => {
      resume.disabled = true;
      try {
        followRun(await Service.post(path + "/resume"));
      } catch (refusal) {
        Problem.show(refusal);
        resume.disabled = false;
      }
    });
    const isSweep = entry.kind === "sweep";
    const isInterrupted = entry.status === "interrupted";
    const names = summary ? files[entry.kind] : files[entry.kind].slice(0, 1);
    return [
      make("h2", {}, entry.title || entry.name),
      make("p", {}, make("span", { class: `badge ${entry.status}` }, entry.status),
        ` ${entry.name} · ${duration(entry.seconds)} · ${words(entry.bytes / 1e6, 2)} MB`),
      entry.problem ? make("p", { class: "fault" }, entry.problem) : null,
      make("p", { class: "actions" }, hasReport ? link("report.html", "Report") : null,
        ...names.map((file) => link(file, file)),
        isInterrupted && !isSweep ? resume : null,
        make("button", { type: "button", onclick: () => remove([entry.name]) }, "Delete")),
      isInterrupted && isSweep ? make("p", {}, "The command ", make("code", {}, "deeplinear sweep --resume"),
        " goes on with it, given the same sweep file and --output.") : null,
      makeTable("Networks", ["network", "depth", "engine", "status", "steps", "final loss", "least test error"],
        entry.networks.map((network) => [network.name, String(network.depth ?? "–"), network.engine ?? "–",
          network.status ?? "–", words(network.steps), words(network.finalLoss), words(network.smallestTestError)])),
      make("div", { class: "results" }, figures.map((figure) => make("figure", { class: "result" },
        make("img", { src: `${path}/files/${figure}`, alt: `Figure ${figure} of ${entry.name}` })))),
      make("details", {}, make("summary", {}, isSweep ? "Sweep file" : "Experiment file"),
        make("pre", { tabindex: "0" }, experiment)),
    ].filter(Boolean);
  }

  return { show };
})();
