"""Keeps one peer alive for the benchmark program: imports, loads and compiles once, then measures on request.

    python worker.py MODULE PEER PARAMETERS        e.g.  python worker.py w2_jax scan-gram '{"k": 50, "sigma": 0.1, "steps": 4000}'

The module's PEERS names a function that takes the parameters and returns (run, observe): run() is what is timed, observe(its
result) the observables, a dict of lists. First answer: {"ready": {...}} or {"missing": "reason"}. Then one request for each
line, {"seconds": 0.2, "observe": false}: run() is repeated for at least that long, at least once, and the answer holds the
seconds of each repetition. When nobody can ask any more, it ends at once, be it in the midst of a repetition."""
import importlib, json, multiprocessing, os, queue, sys, threading, time
import numpy as np


def versions(module):
    names = ("numpy", "scipy", "numba", "jax", "diffrax")
    origin = lambda a: getattr(a, "__module__", None) or getattr(a, "__name__", "")
    used = {"numpy"} | {str(origin(a)).split(".")[0] for a in vars(module).values()}
    return ", ".join(f"{n} {sys.modules[n].__version__}" for n in names if n in used and n in sys.modules)


def kernels():
    """OpenBLAS's kernels as NumPy's own copy of it names them, without a further library."""
    import ctypes
    paths = {line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line} if os.path.exists("/proc/self/maps") else ()
    for path in sorted(paths, key=lambda p: "scipy_openblas" not in p):
        blas = ctypes.CDLL(path)
        for symbol in ("scipy_openblas_get_corename64_", "scipy_openblas_get_corename", "openblas_get_corename64_", "openblas_get_corename"):
            if hasattr(blas, symbol):
                f = getattr(blas, symbol); f.restype = ctypes.c_char_p
                return f().decode()
    return "unknown"


def plain(observables):
    return {k: np.asarray(v, float).ravel().tolist() for k, v in observables.items()}


def listen(requests):
    """Passes on the requests; at their end, also when the benchmark program was killed, ends this process and its own."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(0)


def answer(**fields):
    print(json.dumps(fields), file=OUT, flush=True)


if __name__ == "__main__":
    OUT = os.fdopen(os.dup(1), "w"); os.dup2(2, 1)          # a library that prints does not spoil the answers
    requests = queue.Queue(); threading.Thread(target=listen, args=(requests,), daemon=True).start()
    try:
        module = importlib.import_module(sys.argv[1])
    except ImportError as e:
        answer(missing=str(e)); sys.exit(0)
    t = time.perf_counter()
    try:
        run, observe = module.PEERS[sys.argv[2]](**json.loads(sys.argv[3]))
        result = run()
    except FileNotFoundError as e:
        answer(missing=f"{e.filename} is missing; run make bench-setup"); sys.exit(0)
    answer(ready=dict(versions=versions(module), kernels=kernels(), threads=int(os.environ.get("OMP_NUM_THREADS", "0")),
                      setup=time.perf_counter() - t))
    while True:
        request = requests.get(); seconds, begun = [], time.perf_counter()
        while not seconds or time.perf_counter() - begun < request["seconds"]:
            t = time.perf_counter(); result = run(); seconds.append(time.perf_counter() - t)
        answer(seconds=seconds, observables=plain(observe(result)) if request["observe"] else {})
