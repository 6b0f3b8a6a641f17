#!/usr/bin/env python3
"""Shows that the lab bears a class: 50 simulations at once for a minute, while closed forms stay quick.

Usage: LAB=PATH Lab/Checks/load.py [--seconds 60] [--streams 50] [--rate 10]

Pages differ in lesson, size and speed, and each keeps to its own, so that what grows is the server and not the
experiments; one that ends is rewound and resumed, or started again. Meanwhile four clients ask for closed forms. It fails when anything is refused or breaks off, when a frame is missing, when the
99th percentile of the closed forms reaches 200 ms, when they wait for long computations, when the memory's median in
the last sixth of the time is more than 10 % + 16 MiB above that in the third sixth, or when the simulations outlive
their pages.
"""
import multiprocessing
import os
import random
import re
import statistics
import tempfile
import threading
import time

from lab import Lab, arguments, blocks, fail

LESSONS = ["sequential", "depth", "imbalance", "negative", "step-size", "denoising"]
SPEEDS = ["60", "60", "120", "240", "1000"]
CLIENTS = 4


def simulated(rng):
    """A state as pages have it, now and then a large one."""
    state = {"preset": f"lesson/{rng.choice(LESSONS)}", "speed": rng.choice(SPEEDS)}
    if rng.random() < 0.3:
        size = rng.choice(["20", "50", "100", "200"])
        state = {
            "target": "lowRank", "rows": size, "columns": size, "spectrum": "10, 6, 3, 1",
            "depths": rng.choice(["2", "3", "2, 3"]), "start": "balanced", "steps": "500",
            "speed": rng.choice(SPEEDS)}
    return state | {"seed": str(rng.randrange(1000))}


def forecast(rng):
    """A state after a slider has been moved."""
    return {
        "preset": f"lesson/{rng.choice(LESSONS)}", "scale": f"{10 ** rng.uniform(-3, -1):.4g}",
        "stepSize": f"{10 ** rng.uniform(-3, -1):.4g}", "seed": str(rng.randrange(1000))}


class Watcher(threading.Thread):
    """A page that always shows a simulation."""

    def __init__(self, lab, number, end):
        super().__init__()
        self.lab, self.rng, self.end = lab, random.Random(number), end
        self.state = simulated(self.rng)
        self.frames = self.simulations = self.rewinds = 0
        self.problem = None

    def run(self):
        try:
            while time.time() < self.end:
                self.watch()
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"

    def watch(self):
        status, started = self.lab.post("/api/simulations", self.state)
        if status != 200 or "id" not in started:
            raise RuntimeError(f"POST /api/simulations answers {status}: {started}")
        self.simulations += 1
        path = f"/api/simulations/{started['id']}"
        rewinds, due = self.rng.randrange(3), 0
        answer, connection = self.lab.stream(f"{path}/events")
        try:
            for block in blocks(answer):
                if block.startswith(b"event: frame"):
                    index = int(re.search(rb'"index":(\d+)', block)[1])
                    if index != due:
                        raise RuntimeError(f"frame {index} came where {due} was due")
                    due += 1
                    self.frames += 1
                elif block.startswith(b"event: problem"):
                    raise RuntimeError(block.decode())
                elif block.startswith(b"event: rewound"):
                    due = 0
                elif block.startswith(b"event: state") and b'"ended"' in block:
                    if not rewinds:
                        return
                    rewinds -= 1
                    self.rewinds += 1
                    for command in ["rewind", "resume"]:
                        status, said = self.lab.post(f"{path}/{command}")
                        if status != 200:
                            raise RuntimeError(f"{command} answers {status}: {said}")
                if time.time() > self.end:
                    return
            raise RuntimeError("a stream ended by itself")
        finally:
            answer.close()
            connection.close()


def ask(lab, number, end, rate, results):
    """A client in a process of its own, so that nothing but the lab makes it wait."""
    rng, times = random.Random(1000 + number), []
    connection = lab.connection()
    due = time.time() + number / rate
    while due < end:
        time.sleep(max(0, due - time.time()))
        start = time.perf_counter()
        status, answer = lab.post("/api/forecast", forecast(rng), connection)
        times.append(1000 * (time.perf_counter() - start))
        if status != 200 or "networks" not in answer:
            results.put((times, f"POST /api/forecast answers {status}: {answer}"))
            return
        # One that was late is not made up for.
        due = max(due + CLIENTS / rate, time.time())
    results.put((times, None))


def check_gone(lab, limit):
    """Simulations whose pages are closed leave their places to others within ten seconds."""
    started, end = 0, time.time() + 10
    while started < limit:
        status, answer = lab.post("/api/simulations", {"preset": "lesson/sequential"})
        if status == 200:
            started += 1
        elif time.time() > end:
            fail(f"only {started} of {limit} places were free 10 s after all pages were closed")
        else:
            time.sleep(0.2)
    if lab.post("/api/simulations", {})[0] != 429:
        fail(f"a simulation more than the limit of {limit} is not refused")


def check_silent_page(program, folder):
    """Also a page whose simulation rests, to which nothing is sent, leaves its place at once."""
    lab = Lab(program, f"{folder}/silent", "--simulations", "1")
    paused = "/api/simulations?paused=true"
    answer, connection = lab.stream(f"/api/simulations/{lab.post(paused)[1]['id']}/events")
    if not any(b'"paused"' in block for block in blocks(answer)):
        fail("a simulation that begins paused does not say so")
    answer.close()
    connection.close()
    # A third of the time between two signs of life.
    time.sleep(0.3)
    if lab.post(paused)[0] != 200:
        fail("the place of a paused simulation is taken 0.3 s after its page was closed")
    lab.kill()


def check_long_computations(program, folder):
    """Closed forms do not wait for long computations, even when there are as many as processors."""
    count = os.cpu_count() or 1
    lab = Lab(program, f"{folder}/long", "--kept-runs", str(count))
    pages = [lab.connection() for _ in range(count)]
    for seed, page in enumerate(pages):
        page.request("GET", f"/api/export/trajectory.csv?rows=100&columns=100&steps=60000&seed={seed}")
    time.sleep(1)
    for _ in range(20):
        start = time.perf_counter()
        try:
            lab.post("/api/forecast", {"preset": "lesson/depth"}, lab.connection(timeout=5))
        except TimeoutError:
            fail(f"a closed form waits for more than 5 s while {count} exports are made")
        if (seconds := time.perf_counter() - start) > 0.5:
            fail(f"a closed form takes {seconds:.1f} s while {count} exports are made")
    lab.kill()


def main():
    options = arguments(__doc__, ("--seconds", 60.0), ("--streams", 50), ("--rate", 10.0))
    with tempfile.TemporaryDirectory() as folder:
        limit = options.streams + 14
        lab = Lab(options.lab, f"{folder}/runs", "--simulations", str(limit))
        end = time.time() + options.seconds
        results = multiprocessing.Queue()
        clients = [
            multiprocessing.Process(target=ask, args=(lab, number, end, options.rate, results))
            for number in range(CLIENTS)]
        for client in clients:
            client.start()
        watchers = [Watcher(lab, number, end) for number in range(options.streams)]
        for watcher in watchers:
            watcher.start()
        memory = []
        while time.time() < end and lab.process.poll() is None:
            memory.append(lab.memory())
            time.sleep(1)
        answers = [results.get(timeout=60) for _ in clients]
        for worker in watchers + clients:
            worker.join()
        times = sorted(time for some, _ in answers for time in some)
        problems = [problem for _, problem in answers if problem]
        problems += [watcher.problem for watcher in watchers if watcher.problem]
        sixth = max(1, len(memory) // 6)
        early = statistics.median(memory[2 * sixth:3 * sixth] or memory)
        late = statistics.median(memory[-sixth:])
        middle, most = times[len(times) // 2], times[int(0.99 * len(times))]
        frames = sum(watcher.frames for watcher in watchers)
        print(f"""\
streams                      {options.streams}
simulations, rewinds         {sum(w.simulations for w in watchers)}, {sum(w.rewinds for w in watchers)}
frames a second              {frames / options.seconds:.0f}
closed forms                 {len(times)}
  50th, 99th percentile, max {middle:.1f}, {most:.1f}, {times[-1]:.1f} ms
memory, third to last sixth  {early:.0f} to {late:.0f} MiB (first {memory[0]:.0f}, most {max(memory):.0f})""")
        if problems:
            fail(f"{len(problems)} clients had a problem, the first: {problems[0]}")
        if most >= 200:
            fail(f"the 99th percentile of closed forms is {most:.0f} ms")
        if late > 1.1 * early + 16:
            fail(f"the memory grew from {early:.0f} to {late:.0f} MiB")
        check_gone(lab, limit)
        lab.stop()
        check_silent_page(options.lab, folder)
        check_long_computations(options.lab, folder)
    print(f"{options.streams} simulations at once, memory flat, closed forms quick, and nothing is left of closed pages.")


if __name__ == "__main__":
    main()
