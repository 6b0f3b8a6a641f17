#!/usr/bin/env python3
"""Shows that nothing that is sent to the lab breaks it, and that it writes to its runs folder alone.

Usage: LAB=PATH Lab/Checks/fuzz.py [--count 10000] [--seed 1] [--only NUMBER]

Sends seeded malformed requests over bare sockets: broken HTTP, paths that lead elsewhere, bodies that are no JSON,
hostile states, foreign pages, hostile files. It fails when the lab ends, answers with 5xx, leaves a whole request
without an answer for ten seconds, shows a file from outside, keeps connections that clients have closed, or changes
anything outside the runs folder: its home, its working folder and its temporary folder are watched. --only sends one
request again and prints it with its answer.
"""
import collections
import concurrent.futures
import io
import json
import pathlib
import random
import re
import socket
import tempfile
import time
import urllib.parse
import zipfile
import zlib

from lab import Lab, arguments, fail

PATIENCE = 10
UPLOAD_LIMIT = 1_000_000
SECRET = b"nobody may read this"
RUN = "a kept run"

NUMBERS = """1e308 -1e308 1e309 nan inf -inf -0 0 -1 0.5 1e-320 0x10 9223372036854775807 9223372036854775808 1e18 +5 1_0 1e
    --1 . 8 9 200 201 1000 1001 ١٢ 𝟙 null true""".split() + ["", " ", "1,5", "\0", "1\n2", "7" * 400, "1" * 3000]
LISTS = ["1," * 150, "1 " * 1000, ",,,", "1,,2", "2, 2", "8, 8, 8, 8, 8, 8", "1, 2, 3, 4, 5, 6, 7", "nan, inf", "-5, 5", "1;2"]
YAML = [
    '"', "'", "\n", "a: b", "}: {", "&a [*a, *a]", "*a", "!!python/object:os.system x", "{lowRank: 1}", "|", ">", "# x",
    "10, 5\nnetworks: []", "10]}}\ntraining: {flow: {until: 1}}", "---\n...\n", "%YAML 9", "\t", "\u2028", "\x85", "\ufeff",
    'lab"\nname: "x', "- - - -", "? x", "<<: *a", "../../secret.txt", "/etc/passwd", "upload-0000000000000000.npy",
    "<script>alert(1)</script>", "${HOME}", "$(touch x)", "; touch x", "%s%n", "\ud83d", "lesson/", "lesson/../x"]
NAMES = ["target", "rows", "columns", "spectrum", "noise", "upload", "depths", "hidden", "start", "scale", "perturbation",
         "imbalances", "dynamics", "stepSize", "steps", "until", "clock", "seed", "speed", "preset", "name"]
WORDS = ["lowRank", "symmetric", "diagonal", "ones", "upload", "gaussian", "identical", "spectral", "orthogonal", "balanced",
         "descent", "flow", "linear", "logarithmic", "lesson/depth", "lesson/denoising", "gidel2019/figure1"]
SMALL = {"rows": "6", "columns": "5", "spectrum": "3, 1", "steps": "50", "until": "1"}

# Where a state goes, where a body goes, and where a part of a path does.
STATES = ["/api/forecast", "/api/simulations", "/api/runs"]
BODIES = STATES + ["/api/runs/delete", "/api/runs/restore", "/api/simulations/x/speed", "/api/uploads?name=x.npy"]
EXPORTS = ["experiment.yaml", "trajectory.csv", "figure.svg"]
PLACES = [
    "/{}", "/assets/{}", "/api/{}", "/api/simulations/{}/events", "/api/simulations/x/{}", "/api/runs/{}",
    "/api/runs/{}/progress", "/api/runs/{}/resume", "/api/runs/{}/files/trajectory.csv",
    f"/api/runs/{urllib.parse.quote(RUN)}/files/{{}}", f"/api/runs/{urllib.parse.quote(RUN)}/files/figures/{{}}",
    "/api/runs/compare?names={}&names={}", "/api/reproductions/{}/figure1/events", "/api/reproductions/gidel2019/{}/events",
    "/api/reproductions/gidel2019/figure1/figures/{}", "/api/export/{}", "/api/uploads?name={}", "/api/runs?text={}&sort={}"]
HOSTILE = [".", "..", "...", ".lab", ".deleted", ".index.lock", "index.sqlite", "", "a\0b", "\0", "x" * 300, "x" * 5000, "CON",
           "a kept run/..", "-rf", "~", "*", "é" * 100, "\u202e", "link", "linked", "a\nb"]


class Request:
    """Bytes to send, and whether they are a whole request, which must be answered."""

    def __init__(self, kind, data, whole=True, expected=None):
        self.kind, self.data, self.whole, self.expected = kind, data, whole, expected


class Generator:
    """Malformed requests by number."""

    def __init__(self, lab, seed, root):
        self.lab, self.seed = lab, seed
        self.targets = [f"{root}/secret.txt", f"{root}/inside/escaped", f"{root}/temporary/escaped", "/etc/passwd"]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.npy", bytes(50_000_000))
        self.bombs = [packed.getvalue(), zlib.compress(bytes(50_000_000), wbits=31)]
        self.kinds = [
            (self.wire, 20), (self.path, 20), (self.body, 15), (self.state, 20), (self.export, 5), (self.foreign, 7),
            (self.upload, 8), (self.names, 5)]

    def request(self, number):
        rng = random.Random(f"{self.seed}/{number}")
        make = rng.choices(*zip(*self.kinds))[0]
        return make(rng)

    def http(self, kind, method, path, body=b"", whole=True, expected=None, **headers):
        fields = {"Host": f"127.0.0.1:{self.lab.port}", "X-Lab-Token": self.lab.token, "Connection": "close"}
        if body or method == "POST":
            fields["Content-Length"] = str(len(body))
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return Request(kind, head.encode("utf-8", "surrogatepass") + b"\r\n" + body, whole, expected)

    # What is no HTTP.

    def wire(self, rng):
        body = b'{"preset":"lesson/depth"}'
        good = self.http("wire", "POST", "/api/forecast", body).data
        head = good.split(b"\r\n\r\n")[0]
        choice = rng.randrange(11)
        if choice == 0:
            data = rng.randbytes(rng.randrange(1, 2000))
        elif choice == 1:
            data = good[:rng.randrange(len(good))]
        elif choice == 2:
            data = mutated(rng, good)
        elif choice == 3:
            method = rng.choice(["GETT", "TRACE", "CONNECT", "PRI", "get", "X" * 10000, "\0", "PUT", "DELETE", "M-SEARCH"])
            data = good.replace(b"POST", method.encode(), 1)
        elif choice == 4:
            data = head + b"\r\nX: " + b"a" * rng.choice([1000, 80_000, 500_000]) + b"\r\n\r\n" + body
        elif choice == 5:
            data = head + b"".join(b"\r\nX%d: y" % n for n in range(rng.choice([100, 5000]))) + b"\r\n\r\n" + body
        elif choice == 6:
            length = rng.choice([b"-1", b"0", b"5", b"999", b"99999999999999999999", b"1e3", b"x", b"", b"25, 25", b"+25"])
            data = re.sub(rb"Content-Length: \d+", b"Content-Length: " + length, good)
        elif choice == 7:
            size = rng.choice([b"-1", b"fffffffffffffffff", b"zz", b"19", b"0", b""])
            data = re.sub(rb"Content-Length: \d+", b"Transfer-Encoding: chunked", head)
            data += b"\r\n\r\n" + size + b"\r\n" + body + rng.choice([b"", b"\r\n0\r\n\r\n", b"0\r\n"])
        elif choice == 8:
            data = head + b"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + good
        elif choice == 9:
            version = rng.choice([b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"HTTP/1.0", b"HTTP/", b"JUNK", b""])
            data = good.replace(b"HTTP/1.1", version, 1)
        else:
            path = rng.choice([b"*", b"", b"http://[::1", b"//x/y", b"/ /", b"?", b"/%", b"/%zz", b"/" * 5000, b"\xff\xfe"])
            data = good.replace(b"/api/forecast", path, 1)
        return Request("wire", data, whole=False)

    # Paths that lead elsewhere.

    def path(self, rng):
        place = rng.choice(PLACES)
        parts = [self.hostile(rng) for _ in range(place.count("{}"))]
        method = "POST" if place.endswith("/resume") or rng.random() < 0.2 else rng.choice(["GET", "GET", "HEAD"])
        return self.http("path", method, place.format(*parts).replace(" ", "%20"), whole=False)

    def hostile(self, rng):
        if rng.random() < 0.4:
            text = rng.choice(HOSTILE)
            return rng.choice([urllib.parse.quote(text, safe="", errors="replace"), re.sub(r"[\x00-\x20#?]", "", text)])
        text = rng.choice(["../" * rng.randrange(1, 12), "", "/", "figures/../../", "./"]) + rng.choice(
            self.targets + ["secret.txt", "../secret.txt", ".lab/ones-images.idx.gz"]).lstrip("/" * rng.randrange(2))
        text = rng.choice([text, text.replace("/", "\\")])
        spelling = rng.randrange(7)
        if spelling == 0:
            return text
        if spelling == 1:
            return urllib.parse.quote(text, safe="")
        if spelling == 2:
            return text.replace(".", "%2e")
        if spelling == 3:
            return urllib.parse.quote(text, safe="").replace(".", "%2e").replace("%", "%25")
        if spelling == 4:
            return text.replace("/", "%c0%af").replace(".", rng.choice(["%c0%ae", "%e0%80%ae", "."]))
        if spelling == 5:
            return urllib.parse.quote(text, safe="") + "%00.csv"
        return text.replace("../", rng.choice(["....//", "..;/", "..%2f", "%2e%2e/", ".%00./", "%uff0e%uff0e/"]))

    # Bodies that are not what is expected.

    def body(self, rng):
        place = rng.choice(BODIES)
        good = json.dumps(rng.choice([SMALL, {"names": [RUN]}, {"recordsPerSecond": 60}])).encode()
        choice = rng.randrange(6)
        if choice == 0:
            data = rng.randbytes(rng.randrange(500))
        elif choice == 1:
            data = mutated(rng, good)
        elif choice == 2:
            value = rng.choice([None, [], [[]], 0, "x", True, {"rows": 5}, {"rows": None}, {"rows": ["5"]}, {"names": "x"},
                                {"names": [1]}, {"recordsPerSecond": "x"}, {"recordsPerSecond": -1}, {"names": {}}])
            data = json.dumps(value).encode()
        elif choice == 3:
            data = rng.choice([b"[" * 50_000, b'{"a":' * 10_000, b'{"rows":"5","rows":"6"}', b'{"recordsPerSecond":1e999}',
                               b'{"recordsPerSecond":NaN}', b"\xef\xbb\xbf{}", b'{"\\ud800":"x"}', b'{"rows":"\xff"}', b"{}{}"])
        elif choice == 4:
            data = b'{"view":"' + b"x" * rng.choice([1999, 70_000, 500_000]) + b'"}'
        else:
            data = json.dumps({f"view{n}": "x" for n in range(5000)}).encode()
        return self.http("body", "POST", place, data, whole=len(data) < 60_000)

    # States with hostile values.

    def hostile_state(self, rng):
        state = dict(SMALL)
        for _ in range(rng.randrange(1, 5)):
            key = rng.choice(NAMES + ["unknown", "viewX", "__proto__", "", "a\nb"] if rng.random() < 0.2 else NAMES)
            state[key] = rng.choice(rng.choice([NUMBERS, LISTS, YAML, WORDS]))
        return state

    def state(self, rng):
        body = json.dumps(self.hostile_state(rng)).encode()
        return self.http("state", "POST", rng.choice(STATES), body, expected={200, 400, 429})

    def export(self, rng):
        query = urllib.parse.urlencode(self.hostile_state(rng), errors="replace")
        if rng.random() < 0.3:
            query = mutated(rng, query.encode()).decode("latin-1")
            query = re.sub(r"[\x00-\x20#\x7f-\xff]", "", query)
        return self.http("export", "GET", f"/api/export/{rng.choice(EXPORTS)}?{query}")

    # Foreign pages.

    def foreign(self, rng):
        body = json.dumps(SMALL).encode()
        wrong = rng.choice([
            {"X_Lab_Token": rng.choice(["", "x", self.lab.token.lower(), self.lab.token + "x", self.lab.token[:-1]])},
            {"Host": rng.choice(["example.org", "127.0.0.1.example.org", "localhost.", "", "[::1", "127.0.0.1@x", "0x7f.1"])},
            {"Sec_Fetch_Site": rng.choice(["cross-site", "same-site", "", "SAME-ORIGIN", "x"])}])
        return self.http("foreign", "POST", rng.choice(BODIES), body, expected={400, 403, 421}, **wrong)

    # Files.

    def upload(self, rng):
        choice = rng.randrange(9)
        ending = "npy"
        if choice < 4:
            data = npy(rng)
        elif choice == 4:
            data = rng.choice(self.bombs)
            ending = rng.choice(["npy", "csv", "npz", "gz", "npy.gz"])
        elif choice < 8:
            data, ending = csv(rng), "csv"
        else:
            data, ending = bytes(UPLOAD_LIMIT + rng.choice([0, 1, 1000, 1_000_000])), rng.choice(["npy", "csv"])
        name = rng.choice(["x", "../../inside/escaped", "/escaped", "a%00b", "%2e%2e%2fescaped", "."]) + "." + ending
        # An answer to what is too long may be lost, because the lab does not read to its end.
        return self.http("upload", "POST", f"/api/uploads?name={name}", data, whole=len(data) <= UPLOAD_LIMIT)

    # Names of runs.

    def names(self, rng):
        names = [rng.choice(HOSTILE + self.targets + ["../secret.txt", "../runs/" + RUN, "../inside"])
                 for _ in range(rng.choice([0, 1, 2, 300]))]
        place = rng.choice(["/api/runs/delete", "/api/runs/restore"])
        return self.http("names", "POST", place, json.dumps({"names": names}).encode())


def mutated(rng, data):
    """The same with some bytes changed, left out or doubled."""
    data = bytearray(data)
    for _ in range(rng.randrange(1, 8)):
        if not data:
            break
        place = rng.randrange(len(data))
        change = rng.randrange(3)
        if change == 0:
            data[place] = rng.randrange(256)
        elif change == 1:
            del data[place]
        else:
            data[place:place] = data[place:place + rng.randrange(20)]
    return bytes(data)


def npy(rng):
    shape = rng.choice(["(2, 3)", "(6,)", "()", "(-2, 3)", "(0, 0)", "(99999999999, 99999999999)", "(4294967296, 4294967296)",
                        "(9223372036854775807, 2)", "(2, 3, 1)", "(2.5, 3)", "(1000000000,)", "(2, 3", "'x'", "(2, " * 2000])
    kind = rng.choice(["<f8", ">f8", "=f8", "<f4", "<i8", ">u2", "|O", "|b1", "<c16", "|V8", "<U5", "<f99999999999", "", "f", "[('a','<f8')]"])
    order = rng.choice(["False", "True", "None", "1"])
    header = f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}".encode()
    if rng.random() < 0.3:
        header = mutated(rng, header)
    header += b" " * rng.randrange(64) + b"\n"
    version = rng.choice([b"\1\0", b"\1\0", b"\2\0", b"\3\0", b"\xff\xff"])
    length = rng.choice([len(header)] * 4 + [0, 65535, len(header) + 9])
    size = length.to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + size + header + rng.randbytes(rng.choice([0, 47, 48, 48, 48, 49, 10_000]))


def csv(rng):
    choice = rng.randrange(8)
    if choice == 0:
        return b"1,2,3\n4,5\n6\n"
    if choice == 1:
        return b"1," + b"9" * rng.choice([1000, 500_000]) + b"\n"
    if choice == 2:
        return b"1,\0,2\n" + bytes(rng.randrange(100))
    if choice == 3:
        return rng.randbytes(rng.randrange(5000))
    if choice == 4:
        return b"1," * 400_000 + b"1"
    if choice == 5:
        return b"\n" * rng.choice([0, 1, 900_000])
    if choice == 6:
        return rng.choice([b'"1,2\n3', b"nan,inf\n-inf,1e999\n", b"a,b\n1,2\n", b"=cmd|'/c calc'!A1,1\n", b"1;2\n3;4\n", b"\xff\xfe1\0,\0"])
    return mutated(rng, b"1.5,2.5,3.5\n4.5,5.5,6.5\n")


def answer_to(port, request):
    """What comes back, and the seconds that it took; of an event stream the beginning."""
    start, received = time.time(), b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        try:
            connection.sendall(request.data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            # The lab has closed before the end; what it said may still be read.
            pass
        try:
            while piece := connection.recv(1 << 16):
                received += piece
                if b"text/event-stream" in received[:2000]:
                    break
        except TimeoutError:
            raise
        except OSError:
            pass
    return received, time.time() - start


def problem_of(port, request, counts):
    """What is wrong with the answer to a request, or nothing; and the seconds that it took."""
    try:
        answer, seconds = answer_to(port, request)
    except TimeoutError:
        return f"no answer within {PATIENCE} s", PATIENCE
    except OSError as error:
        return f"no connection: {error}", 0
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]
    counts.update(statuses or ["closed"])
    if any(status >= 500 for status in statuses):
        return f"answered {answer[:300]!r}", seconds
    if SECRET in answer or b"root:x:0" in answer:
        return f"showed a file from outside: {answer[:300]!r}", seconds
    if request.whole and not statuses:
        return "closed without an answer", seconds
    if request.expected and not set(statuses) <= request.expected:
        return f"answered {answer[:300]!r}", seconds
    return None, seconds


def snapshot(root, runs):
    """Every file outside the runs folder, with its size and time."""
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns if path.is_file() else 0)
        for path in root.rglob("*") if runs != path and runs not in path.parents}


def strangers(runs):
    """What should not be in the runs folder: neither the lab's own, nor a run of a proper name."""
    own = r"index\.sqlite(-wal|-shm)?|\.index\.lock|\.lab|\.deleted|\.reproductions|link|linked"
    run = r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}"
    found = [path for path in runs.iterdir() if not re.fullmatch(own, path.name) and not (
        re.fullmatch(run, path.name) and (path / "experiment.yaml").is_file())]
    data = r"ones-images\.idx\.gz|upload-[0-9a-f]{16}\.(npy|csv)"
    return found + [path for path in (runs / ".lab").iterdir() if not re.fullmatch(data, path.name)]


def main():
    options = arguments(__doc__, ("--count", 10000), ("--seed", 1), ("--only", -1))
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        runs = root / "parent" / "runs"
        for name in ["home", "temporary", "inside", "parent/outside"]:
            (root / name).mkdir(parents=True)
        for name in ["secret.txt", "parent/secret.txt", "parent/outside/experiment.yaml"]:
            (root / name).write_bytes(SECRET)
        lab = Lab(
            options.lab, runs, "--upload-bytes", str(UPLOAD_LIMIT), cwd=root / "inside",
            env={"HOME": f"{root}/home", "TMPDIR": f"{root}/temporary", "PATH": "/usr/local/bin:/usr/bin:/bin"})
        ticket = lab.post("/api/runs", SMALL | {"name": RUN})[1]["ticket"]
        path = f"/api/runs/{urllib.parse.quote(RUN)}/progress?ticket={ticket}"
        if "ended" not in [name for name, _ in lab.events(path)]:
            fail("a run cannot be kept")
        # Links lead out of the runs folder and out of a run.
        (runs / "link").symlink_to(root / "secret.txt")
        (runs / "linked").symlink_to(root / "parent" / "outside")
        (runs / RUN / "link").symlink_to(root / "secret.txt")
        (runs / RUN / "secret.txt").symlink_to(root / "secret.txt")
        (runs / RUN / "figures" / "secret.txt").symlink_to(root)
        before, connections = snapshot(root, runs), lab.connections()
        generator = Generator(lab, options.seed, root)
        if options.only >= 0:
            request = generator.request(options.only)
            print(request.kind, request.data[:3000], *answer_to(lab.port, request), sep="\n")
            return

        counts = collections.Counter()

        def sent(number):
            if lab.process.poll() is not None:
                return number, "the lab had ended", 0
            request = generator.request(number)
            return number, *problem_of(lab.port, request, counts)

        start = time.time()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            results = list(pool.map(sent, range(options.count)))
        problems = [(number, problem) for number, problem, _ in results if problem]
        slowest = max(results, key=lambda result: result[2])
        print(f"{options.count} requests in {time.time() - start:.0f} s, {len(problems)} with a problem; "
              f"the slowest, {slowest[0]}, took {slowest[2]:.1f} s; {lab.memory():.0f} MiB")
        print("answers: " + ", ".join(f"{count} {status}" for status, count in counts.most_common()))
        for number, problem in problems[:20]:
            print(f"  {number} ({generator.request(number).kind}): {problem}")
        if lab.process.poll() is not None:
            fail(f"the lab ended with {lab.process.returncode}")
        if problems:
            fail(f"{len(problems)} requests had a problem; --only NUMBER repeats one")
        status, answer = lab.post("/api/forecast", {"target": "ones", "steps": "10", "stepSize": "1e-6"})
        if status != 200 or "networks" not in answer:
            fail(f"a closed form is not computed any more: {status} {answer}")
        # What clients have closed, the lab closes too, at the latest when it has been idle for a while.
        end = time.time() + 90
        while (left := lab.connections() - connections) > 5 and time.time() < end:
            time.sleep(1)
        if left > 5:
            fail(f"{left} connections are still open in the lab 90 s after every client has closed its own")
        lab.stop()
        after = snapshot(root, runs)
        changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        if changed:
            fail(f"outside the runs folder have changed: {sorted(changed)[:10]}")
        if found := strangers(runs):
            fail(f"the runs folder holds what is not its own: {found[:10]}")
    print("The lab lives, answered everything below 500, and wrote to its runs folder alone.")


if __name__ == "__main__":
    main()
