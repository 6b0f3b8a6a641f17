#!/usr/bin/env python3
"""Drives the lab's real page in headless Chromium.

    LAB=deeplinear-lab DEEPLINEAR=deeplinear page.py [--pictures FOLDER] [--quick 1]

Both programs are built for release. Shown are: every lesson and every
entry of the catalogue opens without a console error; a slider changes the curves within 100 ms (median of 50, measured
in the page), and they follow it while it is dragged; a run streams, pauses, steps, and rewinds to the same first frame,
also from its end; more tabs than a browser has connections stay alive; the exported file gives, run by deeplinear, the
streamed frames and the exported records to 1e-12; the page for a class opens without a network. --pictures leaves a
screenshot of every lesson at three widths, dark and light. --quick 1 leaves the catalogue out.
"""

import csv
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import lab
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDTHS = (380, 820, 1400)

# The entries of the catalogue whose data do not come with the repository.
WITHOUT_DATA = {"gidel2019/table1"}


class Failure(Exception):
    """What is not as it should be, in a sentence."""


def require(condition, sentence):
    if not condition:
        raise Failure(sentence)


class Browser:
    """Chromium without a window."""

    def __init__(self):
        options = Options()
        for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.binary_location = "/usr/bin/chromium"
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.resize(1400, 1000)

    def resize(self, width, height):
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def open(self, address):
        self.driver.get(address)

    def click(self, identifier):
        self.script("document.getElementById(arguments[0]).click()", identifier)

    def data(self, name):
        return self.script("return document.body.dataset[arguments[0]]", name)

    def wait(self, condition, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.02)
        raise Failure(f"{what} did not happen within {seconds} s")

    def wait_for_state(self, *states, seconds=30):
        self.wait(lambda: self.data("state") in states, f"the state {' or '.join(states)}", seconds)

    def require_silence(self, where):
        lines = [e["message"] for e in self.driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]
        require(not lines, f"{where}: the console says {lines[:3]}")

    def picture(self, path):
        """Saves the whole page; charts are drawn anew when the window grows, which takes a moment."""
        width, height = self.script("return [innerWidth, document.documentElement.scrollHeight]")
        self.resize(width, min(height, 5000))
        time.sleep(0.5)
        self.driver.save_screenshot(path)
        self.resize(width, 1000)


def options(base):
    with urllib.request.urlopen(f"{base}api/options") as answer:
        return json.load(answer)


def check_lessons(browser, base, lessons):
    for lesson in lessons:
        browser.open(f"{base}?preset={lesson['id']}&speed=1000")
        browser.wait(lambda: int(browser.data("forecast")) > 0, f"{lesson['id']}: the forecast")
        browser.wait_for_state("ended", seconds=60)
        require(browser.data("problem") == "", f"{lesson['id']}: {browser.data('problem')}")
        browser.require_silence(lesson["id"])
        print(f"  {lesson['id']}: {browser.data('frames')} frames")


def check_catalogue(browser, base, catalogue):
    for entry in catalogue:
        name = entry["identifier"]
        browser.open(f"{base}?preset={name}&speed=1000")
        browser.wait(
            lambda: int(browser.data("forecast")) > 0 or browser.data("problem"), f"{name}: its curves", 60)
        refusal = browser.data("problem")
        if name in WITHOUT_DATA:
            require("needs data" in refusal, f"{name}: no sentence says that its data are missing")
            # Without data there is nothing to judge; remarks name what was not measured.
            found = "#reproduction li"
        else:
            browser.wait(
                lambda: int(browser.data("frames")) > 0 or browser.data("problem"), f"{name}: its simulation", 60)
            require(browser.data("problem") == "", f"{name}: {browser.data('problem')}")
            found = "#reproduction tbody tr"
        browser.click("reproduce")
        browser.wait(
            lambda: browser.script("return document.querySelector(arguments[0]) !== null", found),
            f"{name}: its verdicts", 300)
        require(browser.data("problem") == refusal, f"{name}: {browser.data('problem')}")
        browser.require_silence(name)
        print(f"  {name}: {refusal or browser.data('state')}")


def check_slider(browser, base, lesson, key):
    """Moves a slider fifty times; the page itself measures from the movement to the drawn curve."""
    browser.open(f"{base}?preset={lesson}&speed=1")
    browser.wait(lambda: int(browser.data("forecast")) > 0, "the first forecast")
    browser.script("window.labTimings.length = 0")
    for move in range(50):
        before = int(browser.data("forecast"))
        browser.script(
            """const slider = document.getElementById("slider-" + arguments[0]);
            slider.value = arguments[1]; slider.dispatchEvent(new Event("input", {bubbles: true}));""",
            key, 300 + 8 * move)
        browser.wait(lambda: int(browser.data("forecast")) > before, f"forecast {move}")
    browser.wait(lambda: browser.script("return window.labTimings.length") >= 50, "the last measurement")
    timings = browser.script("return window.labTimings")
    median, worst = statistics.median(timings), max(timings)
    print(f"  {lesson}, {key}: median {median:.0f} ms, worst {worst:.0f} ms of {len(timings)}")
    require(median < 100, f"{lesson}: a slider takes {median:.0f} ms")


def check_dragging(browser, base, lesson, key):
    """Drags a slider at 60 Hz, faster than its forecasts are made: curves are drawn meanwhile, the last at its end."""
    browser.open(f"{base}?preset={lesson}&speed=1")
    browser.wait(lambda: int(browser.data("forecast")) > 0, "the first forecast")
    browser.script(
        """const slider = document.getElementById("slider-" + arguments[0]);
        const drawn = () => Number(document.body.dataset.forecast);
        const [begin, before] = [performance.now(), drawn()];
        window.dragged = null;
        const timer = setInterval(() => {
          const passed = performance.now() - begin;
          slider.value = 300 + passed / 5;
          slider.dispatchEvent(new Event("input", {bubbles: true}));
          if (passed < 1500) return;
          clearInterval(timer);
          window.dragged = {drawn: drawn() - before, value: document.getElementById("control-" + arguments[0]).value};
        }, 1000 / 60);""",
        key)
    browser.wait(lambda: browser.script("return window.dragged"), "the dragging")
    dragged = browser.script("return window.dragged")
    require(dragged["drawn"] >= 5, f"{lesson}: only {dragged['drawn']} curves were drawn while {key} was dragged")
    browser.wait(
        lambda: browser.script("return window.labDrawn[arguments[0]]", key) == dragged["value"], "the last forecast")
    print(f"  {lesson}, {key}: {dragged['drawn']} curves while dragged for 1.5 s")


def check_transport(browser, base):
    browser.open(f"{base}?preset=lesson/sequential&speed=60")
    browser.wait_for_state("running")
    browser.wait(lambda: int(browser.data("frames")) >= 20, "twenty frames")
    first = browser.script("return window.labFirstFrame")
    browser.click("play")
    browser.wait_for_state("paused")
    still = browser.data("frames")
    time.sleep(1)
    require(browser.data("frames") == still, "a paused run goes on")
    browser.click("step")
    browser.wait(lambda: int(browser.data("frames")) == int(still) + 1, "one step")
    browser.click("rewind")
    browser.wait(lambda: browser.data("frames") == "1", "the rewinding")
    require(browser.script("return window.labFirstFrame") == first, "the first frame is another one")
    browser.click("play")
    browser.wait_for_state("ended")
    frames = browser.data("frames")
    browser.click("rewind")
    browser.wait(lambda: browser.data("frames") == "1", "the rewinding from the end")
    browser.wait_for_state("paused")
    require(browser.script("return window.labFirstFrame") == first, "the first frame is another one after the end")
    browser.click("play")
    browser.wait_for_state("ended")
    require(browser.data("frames") == frames, "the second time has another number of frames")
    browser.require_silence("transport")
    print(f"  streamed, paused at {still}, stepped, rewound to the same frame, ended at {browser.data('frames')}")


def check_tabs(browser, base):
    """Chromium keeps six connections to one host: a tab that shows nothing new to anybody must hold none."""

    def show(speed):
        browser.open(f"{base}?preset=lesson/sequential&speed={speed}")

    def end():
        show(1000)
        browser.wait_for_state("ended")

    def pause():
        show(10)
        browser.wait_for_state("running")
        browser.wait(lambda: int(browser.data("frames")) > 0, "the first frame")
        browser.click("play")
        browser.wait_for_state("paused")

    def want_little_motion():
        browser.command(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
        show(10)
        browser.wait(lambda: int(browser.data("forecast")) > 0, "the forecast")
        time.sleep(0.5)
        require(browser.data("state") == "idle", "a simulation starts though little motion is wanted")
        browser.click("step")
        browser.wait(lambda: browser.data("frames") == "1", "the first record")

    first = browser.driver.current_window_handle
    for use in (end, pause, want_little_motion):
        for _ in range(8):
            browser.driver.switch_to.new_window("tab")
            use()
    for handle in browser.driver.window_handles:
        if handle != first:
            browser.driver.switch_to.window(handle)
            browser.require_silence("a tab in the background")
            browser.driver.close()
    browser.driver.switch_to.window(first)
    print("  eight tabs that ended, eight that are paused, eight that want little motion")


def difference(one, other):
    """Of two numbers, relative where they are large."""
    return abs(float(one) - float(other)) / max(abs(float(other)), 1.0)


def frame_difference(frames, names, program):
    """The largest difference of the streamed frames from the program's table, which must have the same records."""
    rows = {name: iter([row for row in program if row["network"] == name]) for name in names}
    worst = 0.0
    count = 0
    for frame in frames:
        for name, state in zip(names, frame["networks"]):
            if state is None:
                continue
            row = next(rows[name], None)
            require(row is not None, f"{name}: more records were streamed than the program has")
            count += 1
            require(state["iteration"] == int(row["step"]), f"{name}: another record was streamed")
            values = {key: state[key] for key in ("time", "loss", "excessLoss", "nuclearRank")}
            values |= {f"singularValue{mode}": value for mode, value in enumerate(state["singularValues"], 1)}
            values |= {f"imbalance{pair}": value for pair, value in enumerate(state["imbalance"], 1)}
            worst = max([worst, *(difference(value, row[key]) for key, value in values.items())])
    require(count == len(program), f"{count} records were streamed of the program's {len(program)}")
    return worst


def check_export(browser, base, deeplinear, folder):
    """What the page streamed and exports against what the program makes of the exported file."""
    for lesson in ("sequential", "negative", "imbalance"):
        browser.open(f"{base}?preset=lesson/{lesson}&speed=1000&seed=5&viewRecord=1")
        browser.wait_for_state("ended")
        link = browser.script("return document.getElementById('export-experiment').href")
        with urllib.request.urlopen(link) as answer:
            text = answer.read()
        file = os.path.join(folder, f"{lesson}.yaml")
        with open(file, "wb") as out:
            out.write(text)
        results = os.path.join(folder, lesson)
        subprocess.run([deeplinear, "run", file, "--output", results], check=True, capture_output=True)
        with open(os.path.join(results, "trajectory.csv")) as table:
            program = list(csv.DictReader(table))
        link = browser.script("return document.getElementById('export-csv').href")
        with urllib.request.urlopen(link) as answer:
            page = list(csv.DictReader(io.TextIOWrapper(answer)))
        require(len(page) == len(program) > 100, "the records are not as many")
        worst = max(
            difference(ours[key], value) for ours, theirs in zip(page, program)
            for key, value in theirs.items() if key != "network" and value)
        require(worst <= 1e-12, f"{lesson}: the exported file differs by {worst}")
        frames = [json.loads(text) for text in browser.script("return window.labFrames")]
        worst = max(worst, frame_difference(frames, list(dict.fromkeys(row["network"] for row in program)), program))
        require(worst <= 1e-12, f"{lesson}: the streamed frames differ by {worst}")
        print(f"  lesson/{lesson}: {len(program)} records, largest difference {worst:.1e}")


def check_offline(browser, program, folder):
    file = os.path.join(folder, "lessons.html")
    subprocess.run([program, "export", file], check=True, capture_output=True)
    browser.command("Network.enable")
    browser.command(
        "Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
    browser.open(f"file://{file}")
    browser.wait(lambda: browser.script("return document.querySelectorAll('canvas').length") > 0, "the curves")
    browser.require_silence("the page for a class")
    browser.command(
        "Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    print(f"  {os.path.getsize(file) // 1024} KiB")


def take_pictures(browser, base, lessons, folder):
    os.makedirs(folder, exist_ok=True)
    for theme in ("light", "dark"):
        browser.command(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        for width in WIDTHS:
            browser.resize(width, 1000)
            for lesson in lessons:
                browser.open(f"{base}?preset={lesson['id']}&speed=1000")
                browser.wait_for_state("ended", seconds=60)
                time.sleep(0.3)
                name = lesson["id"].replace("/", "-")
                browser.picture(os.path.join(folder, f"{name}-{width}-{theme}.png"))


def main():
    chosen = lab.arguments(__doc__, ("--pictures", ""), ("--quick", 0))
    program, deeplinear = os.path.abspath(chosen.lab), os.path.abspath(chosen.deeplinear)
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [program, "--port", "0", "--runs", os.path.join(folder, "runs")], stdout=subprocess.PIPE, text=True)
        try:
            base = re.search(r"http://\S+/", server.stdout.readline()).group()
            choices = options(base)
            browser = Browser()
            print("lessons:")
            check_lessons(browser, base, choices["lessons"])
            print("slider:")
            check_slider(browser, base, "lesson/sequential", "scale")
            check_slider(browser, base, "lesson/negative", "perturbation")
            check_slider(browser, base, "lesson/denoising", "noise")
            check_dragging(browser, base, "lesson/denoising", "noise")
            print("transport:")
            check_transport(browser, base)
            check_tabs(browser, base)
            print("export:")
            check_export(browser, base, deeplinear, folder)
            print("page for a class:")
            check_offline(browser, program, folder)
            if not chosen.quick:
                print("catalogue:")
                check_catalogue(browser, base, choices["catalogue"])
            if chosen.pictures:
                take_pictures(browser, base, choices["lessons"], chosen.pictures)
            print("all as it should be")
        except Failure as failure:
            sys.exit(f"page.py: {failure}")
        finally:
            # The page is still open: a server that is asked to stop ends its streams.
            server.terminate()
            server.wait(timeout=2)


if __name__ == "__main__":
    main()
