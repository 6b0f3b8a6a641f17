#!/usr/bin/env python3
"""Shows that a lab that is killed at any moment loses nothing.

Usage: LAB=PATH DEEPLINEAR=PATH Lab/Checks/kill.py [--rounds 20] [--seed 1]

In every round the lab keeps runs, deletes some and restores them, until SIGKILL ends it at a random moment. The next
lab must list every run there is, deleted ones among the deleted, and call those that have not ended interrupted; the
program `deeplinear runs list` must list the same. In the end all are resumed, and each trajectory.csv must equal, byte
for byte, that of the same experiment run whole by the program.
"""
import concurrent.futures
import http.client
import json
import pathlib
import random
import subprocess
import tempfile
import time

from lab import Lab, arguments, fail

# Some seconds each, with one network and more, descent and flow.
STATES = [
    {"rows": "60", "columns": "50", "depths": "2, 3", "start": "balanced", "steps": "20000", "stepSize": "0.002"},
    {"preset": "lesson/depth", "steps": "30000", "stepSize": "0.002"},
    {"target": "symmetric", "rows": "30", "depths": "3", "dynamics": "flow", "until": "20", "scale": "0.1"},
    {"target": "diagonal", "spectrum": "2, 1", "steps": "100", "stepSize": "0.05", "start": "identical", "scale": "0.1"},
]


def until_killed(lab, work):
    """Does a piece of work that the lab's end may break off."""
    try:
        work(lab)
    except (OSError, http.client.HTTPException, ValueError, TypeError):
        # The process is gone when its connections are, or a moment later.
        time.sleep(1)
        if lab.process.poll() is None:
            raise


def keep(name, number):
    """The work of keeping a run."""
    def work(lab):
        status, answer = lab.post("/api/runs", STATES[number] | {"name": name})
        if status != 200 or answer.get("name") != name:
            fail(f"a run cannot be kept: {status} {answer}")
        finish(lab, answer)
    return work


def resume(name):
    """The work of resuming a run."""
    def work(lab):
        status, answer = lab.post(f"/api/runs/{name}/resume")
        if status != 200:
            fail(f"{name} cannot be resumed: {status} {answer}")
        finish(lab, answer)
    return work


def finish(lab, begun):
    """Follows a run to its end."""
    name = begun["name"]
    events = list(lab.events(f"/api/runs/{name}/progress?ticket={begun['ticket']}"))
    kind, value = events[-1] if events else ("nothing", {})
    if kind == "problem" or kind == "ended" and value["status"] != "completed":
        fail(f"{name} ends with {kind}: {value}")
    if kind != "ended":
        raise OSError(f"the progress of {name} broke off")


def move(names):
    """The work of deleting runs and restoring them, again and again."""
    def work(lab):
        while names:
            for place in ["delete", "restore"]:
                status, answer = lab.post(f"/api/runs/{place}", {"names": names})
                if status != 200:
                    fail(f"{place} of {names} answers {status}: {answer}")
    return work


def listed(lab, program, runs, is_deleted):
    """What lab and program list, which must be the same, by name."""
    status, answer = lab.get(f"/api/runs?deleted={str(is_deleted).lower()}")
    if status != 200:
        fail(f"GET /api/runs answers {status}: {answer[:300]}")
    entries = {entry["name"]: entry for entry in json.loads(answer)["runs"]}
    command = [program, "runs", "list", "--folder", str(runs), "--json"] + ["--deleted"] * is_deleted
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    if {entry["name"]: entry for entry in told} != entries:
        fail(f"the program lists {told}, the lab {list(entries.values())}")
    return entries


def check_list(lab, program, runs):
    """Every folder is listed, and as what it is; the names of those that have not ended."""
    unfinished = []
    for folder, is_deleted in [(runs, False), (runs / ".deleted", True)]:
        entries = listed(lab, program, runs, is_deleted)
        # A folder without its document was being made, and nobody has been told its name yet.
        folders = [path.parent for path in folder.glob("[!.]*/experiment.yaml")]
        if {path.name for path in folders} != set(entries):
            fail(f"there are {sorted(path.name for path in folders)}, listed are {sorted(entries)}")
        for path in folders:
            ended = (path / "summary.json").exists()
            status = entries[path.name]["status"]
            if (status == "completed") != ended or not ended and status != "interrupted":
                fail(f"{path.name} {'has' if ended else 'has not'} ended and is called {status}")
            if not ended:
                unfinished.append(path.name)
    return unfinished


def kill_once(lab, rng, works):
    """Lets the lab work and kills it at a random moment."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        futures = [pool.submit(until_killed, lab, work) for work in works]
        time.sleep(rng.choice([0.1, 0.5, 2, 6]) * rng.random())
        lab.kill()
        for future in futures:
            future.result()


def check_trajectories(program, runs, numbers):
    """Each run has left what the program leaves for the same experiment."""
    whole = {}
    for name, number in numbers.items():
        if number not in whole:
            output = runs.parent / f"whole-{number}"
            subprocess.run(
                [program, "run", str(runs / name / "experiment.yaml"), "-o", str(output)],
                check=True, capture_output=True)
            whole[number] = (output / "trajectory.csv").read_bytes()
        if (runs / name / "trajectory.csv").read_bytes() != whole[number]:
            fail(f"{name} differs from the same experiment run whole")


def main():
    options = arguments(__doc__, ("--rounds", 20), ("--seed", 1))
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        runs = pathlib.Path(folder).resolve() / "runs"
        numbers, interruptions = {}, 0
        for turn in range(options.rounds):
            lab = Lab(options.lab, runs)
            names = check_list(lab, options.deeplinear, runs)
            interruptions += len(names)
            here = [name for name in names if (runs / name / "experiment.yaml").exists()]
            works = [resume(name) for name in rng.sample(sorted(here), min(1, len(here)))]
            for number in rng.sample(range(len(STATES)), 2):
                numbers[f"run-{turn}-{number}"] = number
                works.append(keep(f"run-{turn}-{number}", number))
            ended = sorted(path.parent.name for path in runs.glob("[!.]*/summary.json"))
            kill_once(lab, rng, works + [move(ended)])
        lab = Lab(options.lab, runs)
        check_list(lab, options.deeplinear, runs)
        deleted = [path.name for path in (runs / ".deleted").glob("*")]
        status, answer = lab.post("/api/runs/restore", {"names": deleted})
        if status != 200:
            fail(f"the deleted are not restored: {status} {answer}")
        names = check_list(lab, options.deeplinear, runs)
        # A run that the lab had not begun when it was killed is none.
        numbers = {name: number for name, number in numbers.items() if (runs / name / "experiment.yaml").exists()}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda name: resume(name)(lab), names))
        if left := check_list(lab, options.deeplinear, runs):
            fail(f"{left} have not ended though they were resumed")
        check_trajectories(options.deeplinear, runs, numbers)
        print(f"""\
kills                      {options.rounds}
runs, those never begun    {len(numbers)}, {2 * options.rounds - len(numbers)}
seen as interrupted        {interruptions}
resumed in the end         {len(names)}
deleted at the last kill   {len(deleted)}""")
        lab.stop()
    print("Nothing was lost, and every resumed run equals one run whole.")


if __name__ == "__main__":
    main()
