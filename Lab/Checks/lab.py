"""What the checks share: a lab that is started and asked, and the two programs' paths.

LAB and DEEPLINEAR in the environment name the programs `deeplinear-lab` and `deeplinear`; options do so too.
"""
import argparse
import atexit
import http.client
import json
import os
import re
import subprocess
import sys


def arguments(description, *options):
    """The options of a check: those of all checks, and pairs of a name and a default of its own."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", default=os.environ.get("LAB", "deeplinear-lab"))
    parser.add_argument("--deeplinear", default=os.environ.get("DEEPLINEAR", "deeplinear"))
    for name, default in options:
        parser.add_argument(name, default=default, type=type(default))
    return parser.parse_args()


def fail(sentence):
    """Ends the check as failed."""
    print(f"FAILED: {sentence}", flush=True)
    sys.exit(1)


class Lab:
    """A server in a process of its own."""

    def __init__(self, program, runs, *options, **settings):
        self.process = subprocess.Popen(
            [program, "--port", "0", "--runs", str(runs), *options], stdout=subprocess.PIPE,
            text=True, **settings)
        # Also when the check fails.
        atexit.register(self.process.kill)
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if not found:
            fail(f"the lab did not start: {line!r}")
        self.port = int(found[1])
        page = self.get("/")[1].decode()
        self.token = re.search(r'name="lab-token" content="([^"]+)"', page)[1]

    def connection(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, path):
        """The status and the body of an answer."""
        connection = self.connection()
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def post(self, path, value=None, connection=None):
        """The status and the value of an answer; a connection is used again where one is given."""
        connection = connection or self.connection()
        connection.request("POST", path, json.dumps(value or {}), {"X-Lab-Token": self.token})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def stream(self, path):
        """The answer whose events can be read, and its connection, which ends it when closed."""
        connection = self.connection()
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {answer.read()[:200]}")
        return answer, connection

    def events(self, path):
        """The names and values of a stream's events, up to its end."""
        answer, connection = self.stream(path)
        try:
            for block in blocks(answer):
                name, _, data = block.partition(b"\ndata: ")
                if data:
                    yield name.removeprefix(b"event: ").decode(), json.loads(data)
        finally:
            # A socket stays open as long as the answer is.
            answer.close()
            connection.close()

    def memory(self):
        """The memory that it has, in MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def connections(self):
        """Open sockets; the index's files are not among them."""
        folder = f"/proc/{self.process.pid}/fd"
        count = 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:
                pass
        return count

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            fail("the lab did not end within 20 s of being asked to")


def blocks(answer):
    """The blocks of an event stream as they come; an answer that breaks off raises."""
    rest = b""
    while piece := answer.read1(1 << 16):
        *whole, rest = (rest + piece).split(b"\n\n")
        yield from whole
