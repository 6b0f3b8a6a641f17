"use strict";

/** Taking something away from the page: a link, files, a kept run. */
const Keep = (() => {
  const files = {
    "export-experiment": "experiment.yaml", "export-csv": "trajectory.csv", "export-svg": "figure.svg",
  };

  function prepare() {
    byID("copy-link").addEventListener("click", copyLink);
    for (const [id, name] of Object.entries(files)) {
      byID(id).addEventListener("click", (event) => {
        event.preventDefault();
        save(byID(id).href, name);
      });
    }
    byID("keep-run").addEventListener("click", () => {
      byID("keep-fault").textContent = "";
      byID("keep").showModal();
      byID("keep-name").focus();
    });
    byID("keep-cancel").addEventListener("click", () => byID("keep").close());
    byID("keep-start").addEventListener("click", keep);
    byID("keep-name").addEventListener("keydown", (event) => event.key === "Enter" && keep());
  }

  function refresh() {
    for (const [id, file] of Object.entries(files)) byID(id).href = `/api/export/${file}${State.exportQuery()}`;
  }

  /** A link alone would leave the page, or save the refusal, where the lab refuses the file. */
  async function save(path, name) {
    Status.say(`${name} is being made.`);
    try {
      const address = URL.createObjectURL(await Service.file(path));
      make("a", { href: address, download: name }).click();
      // The browser reads it after this.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      Status.say(`${name} is saved.`);
    } catch (refusal) {
      Problem.show(refusal);
      Status.say(`${name} is not saved.`);
    }
  }

  async function copyLink() {
    State.writeNow();
    try {
      await navigator.clipboard.writeText(State.link());
      Status.say("The link is copied: it opens the same picture.");
    } catch {
      Status.say("This browser does not let a page copy; the address above is the link.");
    }
  }

  /** A refusal, of a name that is taken say, stands in the dialog, where it can be mended. */
  async function keep() {
    const button = byID("keep-start");
    if (button.disabled) return;
    button.disabled = true;
    byID("keep-fault").textContent = "";
    const name = byID("keep-name").value.trim();
    try {
      const answer = await Service.post("/api/runs", { ...State.body(), ...(name ? { name } : {}) });
      byID("keep").close();
      followRun(answer);
    } catch (refusal) {
      byID("keep-fault").textContent = refusal.message;
    }
    button.disabled = false;
  }

  return { prepare, refresh };
})();

/**
 * Follows a run that is being kept, in whatever view; it goes on as long as it is followed. The ticket is the server's
 * leave to do so. Its start and its end are read out, its progress is not.
 */
function followRun({ name, ticket }) {
  const bar = make("progress", { max: 1, value: 0, "aria-label": `Progress of ${name}` });
  const text = make("span", {}, `${name} starts`);
  const stop = make("button", { type: "button" }, "Stop");
  // The status line is part of the board, which some views hide.
  const announce = (sentence) => { byID("kept-news").textContent = sentence; };
  const finish = (sentence) => {
    stream.close();
    announce(sentence);
    element.dataset.ended = "";
    element.replaceChildren(sentence, " ", make("a", { href: runLink(name), "data-run": name },
      `Open ${name} in Runs`));
    if (State.get("view") === "runs") Runs.show();
  };
  stop.addEventListener("click", () => finish("Stopped; it can be resumed."));
  const element = make("p", { class: "kept" }, bar, text, stop);
  for (const old of byID("kept").querySelectorAll("[data-ended]")) old.remove();
  byID("kept").append(element);
  announce(text.textContent);
  const stream = Service.events(`/api/runs/${encodeURIComponent(name)}/progress?` + new URLSearchParams({ ticket }), {
    progress: ({ network, fraction, secondsLeft }) => {
      bar.value = fraction;
      const left = Number.isFinite(secondsLeft) ? `, ${duration(secondsLeft)} left` : "";
      text.textContent = `${name}: network ${network + 1}, ${Math.round(100 * fraction)} %${left}`;
    },
    ended: ({ status, sentences }) => finish([`${name}: ${status}.`, ...sentences].join(" ")),
    problem: ({ error }) => finish(error),
  }, () => finish("The connection to the lab is lost; the run is interrupted and can be resumed."));
}

const runLink = (name) => "?" + new URLSearchParams({ view: "runs", viewRun: name });
