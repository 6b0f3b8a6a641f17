"""Reference values of the whole-matrix results past the papers, in 50-digit arithmetic or more.

Run with Python 3.11 and mpmath 1.3:  python3 matrix.py > matrix.json
The output is the same every time. It shares no code with the library and, where that can be, no method:
B.mode and B.balanced2 take the plain formulas with as many digits as the exponentials need; B.self_consistent integrates
its equation by extrapolating the midpoint rule; B.compression iterates the whole network; B.gauss_legendre solves the
stages by fixed-point iteration; B.endtoend takes powers of the Gramians.
"""
import json
import random
from mpmath import mp, mpf, matrix, eye, exp, expm1, sqrt, diag

mp.dps = 50
rng = random.Random(20261121)


def number(x):
    return mp.nstr(x, 25, strip_zeros=False)


def rows(a):
    return [[number(a[i, j]) for j in range(a.cols)] for i in range(a.rows)]


def plain(a):
    return [[float(a[i, j]) for j in range(a.cols)] for i in range(a.rows)]


def gaussian(m, n, scale=1.0):
    return matrix([[float(f"{rng.gauss(0, scale):.6g}") for _ in range(n)] for _ in range(m)])


def value(low, high):
    return float(f"{10 ** rng.uniform(low, high):.6g}")


def digits_for(exponent):
    return 60 + int(exponent / 2.302585) * 2


def mode():
    cases = []
    for index in range(40):
        sigma = rng.choice([0.0, 1, 1, 1, -1]) * value(-4, 2)
        variance = 0.0 if index % 7 == 0 else value(-4, 2)
        u0 = rng.choice([1, -1]) * value(-4, 1)
        v0 = u0 * rng.choice([1, -1]) if index % 5 == 0 else rng.choice([1, -1]) * value(-4, 1)
        t = 0.0 if index % 11 == 0 else value(-2, 2 if variance == 0 else 4)
        if variance == 0 and abs(sigma) * t > 300:
            t = 1.0 / abs(sigma)
        s, l, a, b, time = map(mpf, (sigma, variance, u0, v0, t))
        delta = a * a - b * b
        w = sqrt(s * s + l * l * delta * delta / 4)
        mp.dps = digits_for(min(float(4 * w * time), 40000))
        if w * time > 10000:
            mp.dps = 50
            continue
        s, l, a, b, time = map(mpf, (sigma, variance, u0, v0, t))
        delta = a * a - b * b
        w = sqrt(s * s + l * l * delta * delta / 4)
        e = exp(-2 * w * time)

        def square(start, sign):
            if start == 0:
                return mpf(0)
            if w == 0:
                return start / (1 + l * start * time / 2)
            up, down = w + sign * s, w - sign * s
            top = start * (up + down * e) + l * delta * delta / 2 * (1 - e)
            return top / (down + up * e + l / 2 * start * (1 - e))

        p, q = square((a + b) ** 2, 1), square((a - b) ** 2, -1)
        total = sqrt(p) * (1 if a + b >= 0 else -1)
        difference = sqrt(q) * (1 if a - b >= 0 else -1)
        x = (p - q) / 4
        expected = {"u": (total + difference) / 2, "v": (total - difference) / 2, "x": x, "gap": l * x - s}
        if any(y != 0 and abs(y) < mpf("1e-280") for y in expected.values()):
            mp.dps = 50
            continue
        cases.append({
            "inputs": {"sigma": sigma, "lambda": variance, "u0": u0, "v0": v0, "t": t},
            "expected": {k: number(y) for k, y in expected.items()}})
        mp.dps = 50
    return cases


def orthonormal(n, k):
    q, _ = mp.qr(gaussian(n, n))
    return q[:, :k]


def balanced_start(p, k, d, lam):
    low = [mpf(value(-3, 0.3)) if i < min(p, d) else mpf(0) for i in range(k)]
    left, right, rotation = orthonormal(p, min(p, k)), orthonormal(d, min(d, k)), orthonormal(k, k)
    first, second = matrix(k, d), matrix(p, k)
    for i in range(k):
        a, b = (low[i], sqrt(low[i] ** 2 + lam)) if lam >= 0 else (sqrt(low[i] ** 2 - lam), low[i])
        for j in range(d):
            first[i, j] = a * right[j, i] if i < min(d, k) else mpf(0)
        for j in range(p):
            second[j, i] = b * left[j, i] if i < min(p, k) else mpf(0)
    return rotation * first, second * rotation.T


def balanced():
    cases = []
    for index in range(24):
        p, d = rng.randint(1, 4), rng.randint(1, 4)
        sign = index % 3
        k = rng.randint(1, p if sign == 1 else d if sign == 2 else 5)
        lam = 0.0 if sign == 0 else (1 if sign == 1 else -1) * value(-3, 1)
        t = 0.0 if index == 5 else value(-2, 2) if index % 4 else value(3, 6)
        scale = min(1.0, 1500 / max(t, 1))
        if abs(lam) * t > 3000:
            lam = float(f"{(1 if lam > 0 else -1) * 3000 / t:.6g}")
        target = gaussian(p, d, scale)
        first, second = balanced_start(p, k, d, mpf(lam))
        first, second = matrix(plain(first)), matrix(plain(second))
        generator = matrix(d + p, d + p)
        for i in range(d):
            generator[i, i] = -mpf(lam) / 2
            for j in range(p):
                generator[i, d + j] = generator[d + j, i] = target[j, i]
        for j in range(p):
            generator[d + j, d + j] = mpf(lam) / 2
        q0 = matrix(d + p, k)
        for j in range(k):
            for i in range(d):
                q0[i, j] = first[j, i]
            for i in range(p):
                q0[d + i, j] = second[i, j]
        size = max(sum(abs(generator[i, j]) for j in range(d + p)) for i in range(d + p))
        mp.dps = digits_for(float(4 * size) * t) + 60
        values, vectors = mp.eigsy(generator)
        time = mpf(t)
        growth = diag([exp(x * time) for x in values])
        phi = diag([time if x == 0 else expm1(2 * x * time) / (2 * x) for x in values])
        r0 = vectors.T * q0
        inner = eye(k) + r0.T * phi * r0
        moved = growth * r0
        product = vectors * (moved * (inner ** -1) * moved.T) * vectors.T
        cases.append({
            "inputs": {"Y": plain(target), "W1": plain(first), "W2": plain(second), "lambda0": lam, "t": t},
            "expected": {
                "W": rows(product[d:d + p, 0:d]), "G1": rows(product[0:d, 0:d]),
                "G2": rows(product[d:d + p, d:d + p])}})
        mp.dps = 50
    return cases


def matrix_root(a, c):
    values, vectors = mp.eigsy(a)
    return vectors * diag([sqrt(max(x, 0) + c * c) for x in values]) * vectors.T


def extrapolated(field, start, time, steps):
    """Gragg's midpoint rule with 2, 4, ..., 28 substeps, extrapolated: order 28."""
    state = start
    h = time / steps
    for _ in range(steps):
        row = []
        for j in range(14):
            n = 2 * (j + 1)
            small = h / n
            last, current = state, state + small * field(state)
            for _ in range(n - 1):
                last, current = current, last + 2 * small * field(current)
            entries = [(last + current + small * field(current)) / 2]
            for k in range(j):
                ratio = (mpf(n) / (2 * (j - k))) ** 2
                entries.append(entries[k] + (entries[k] - row[k]) / (ratio - 1))
            row = entries
        state = row[-1]
    return state


def self_consistent():
    mp.dps = 40
    cases = []
    for index in range(16):
        p, d = rng.randint(1, 2), rng.randint(1, 2)
        target = gaussian(p, d, 1.0)
        start = gaussian(p, d, 0.5) if index % 4 else matrix(p, d)
        width = rng.randint(1, 50)
        variance = value(-3, -1)
        t = float(f"{rng.uniform(0.05, 1.5):.4g}") if index else 0.0
        c = mpf(variance) * width

        def field(a):
            g = a - target
            return -(matrix_root(a * a.T, c) * g + g * matrix_root(a.T * a, c))

        result = extrapolated(field, start, mpf(t), max(4, int(8 * t))) if t else start
        finer = extrapolated(field, start, mpf(t), max(6, int(12 * t))) if t else start
        assert max(abs(x) for x in result - finer) < mpf("1e-25"), "the reference has too few digits"
        cases.append({
            "inputs": {"Y": plain(target), "A0": plain(start), "s2": variance, "k": width, "t": t},
            "expected": {"A": rows(finer)}})
    mp.dps = 50
    return cases


def power(a, exponent):
    if exponent == 0:
        return eye(a.rows)
    values, vectors = mp.eigsy(a)
    return vectors * diag([x ** exponent if x > mpf("1e-40") else mpf(0) for x in values]) * vectors.T


def end_to_end():
    cases = []
    for index in range(20):
        p, d = rng.randint(1, 4), rng.randint(1, 4)
        depth = rng.randint(1, 6)
        w, g = gaussian(p, d, value(-1, 1)), gaussian(p, d)
        if index % 5 == 4:
            w = matrix(plain(matrix([[float(i + 1)] for i in range(p)]) * matrix([[float(j - 1) for j in range(d)]])))
        left, right = w * w.T, w.T * w
        velocity = matrix(p, d)
        for j in range(1, depth + 1):
            velocity -= power(left, mpf(j - 1) / depth) * g * power(right, mpf(depth - j) / depth)
        u, s, vt = mp.svd_r(w)
        rates = []
        for r in range(min(p, d)):
            value_ = s[r] if s[r] > mpf("1e-40") else mpf(0)
            projection = sum(u[i, r] * g[i, j] * vt[r, j] for i in range(p) for j in range(d))
            factor = mpf(1) if depth == 1 else mpf(0) if value_ == 0 else value_ ** (2 - mpf(2) / depth)
            rates.append(-depth * factor * projection)
        singular = any(x <= mpf("1e-40") for x in s)
        if singular and depth == 1:
            continue
        cases.append({
            "inputs": {"W": plain(w), "G": plain(g), "N": depth},
            "expected": {"dW": rows(velocity), "ds": [number(x) for x in rates]}})
    return cases


def compression():
    cases = []
    for index in range(15):
        d, depth = rng.randint(2, 6), rng.randint(1, 4)
        rank = rng.randint(1, d // 2)
        # Integer factors, so that the product has this rank exactly.
        left = matrix([[float(rng.randint(-3, 3)) for _ in range(rank)] for _ in range(d)])
        right = matrix([[float(rng.randint(1, 3)) for _ in range(d)] for _ in range(rank)])
        target = left * right / 8
        # Signed permutations are orthogonal without rounding.
        rotations = []
        for _ in range(depth):
            order = list(range(d))
            rng.shuffle(order)
            rotations.append(matrix([
                [float(rng.choice([1, -1])) if order[i] == j else 0.0 for j in range(d)] for i in range(d)]))
        alpha, eta, count = value(-2, -0.2), value(-3, -1.5), rng.randint(0, 200)
        factors = [mpf(alpha) * o for o in rotations]
        for _ in range(count):
            prefixes = [eye(d)]
            for f in factors:
                prefixes.append(f * prefixes[-1])
            back = prefixes[-1] - target
            new = list(factors)
            for layer in reversed(range(depth)):
                new[layer] = factors[layer] - mpf(eta) * back * prefixes[layer].T
                back = factors[layer].T * back
            factors = new
        whole = eye(d)
        for f in factors:
            whole = f * whole
        cases.append({
            "inputs": {
                "Y": plain(target), "Os": [plain(o) for o in rotations], "alpha": alpha, "eta": eta, "k": count},
            "expected": {"W": rows(whole)}})
    return cases


def gauss_legendre():
    cases = []
    for index in range(16):
        p, d, k = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 3)
        target, first, second = gaussian(p, d), gaussian(k, d, 0.5), gaussian(p, k, 0.5)
        order = 4 if index % 2 else 6
        h, count = float(f"{rng.uniform(0.01, 0.1):.3g}"), rng.randint(0, 20)
        root = sqrt(mpf(15)) if order == 6 else sqrt(mpf(3))
        if order == 4:
            a = [[mpf(1) / 4, mpf(1) / 4 - root / 6], [mpf(1) / 4 + root / 6, mpf(1) / 4]]
            b = [mpf(1) / 2] * 2
        else:
            a = [[mpf(5) / 36, mpf(2) / 9 - root / 15, mpf(5) / 36 - root / 30],
                 [mpf(5) / 36 + root / 24, mpf(2) / 9, mpf(5) / 36 - root / 24],
                 [mpf(5) / 36 + root / 30, mpf(2) / 9 + root / 15, mpf(5) / 36]]
            b = [mpf(5) / 18, mpf(4) / 9, mpf(5) / 18]
        w1, w2 = first, second
        for _ in range(count):
            stages = [(w2.T * (target - w2 * w1), (target - w2 * w1) * w1.T)] * len(b)
            while True:
                new = []
                for row in a:
                    x = w1 + mpf(h) * sum((c * s[0] for c, s in zip(row, stages)), matrix(k, d))
                    y = w2 + mpf(h) * sum((c * s[1] for c, s in zip(row, stages)), matrix(p, k))
                    misfit = target - y * x
                    new.append((y.T * misfit, misfit * x.T))
                change = max(
                    max(abs(z) for z in s[0] - t[0]) + max(abs(z) for z in s[1] - t[1])
                    for s, t in zip(stages, new))
                stages = new
                if change < mpf("1e-45"):
                    break
            w1 = w1 + mpf(h) * sum((c * s[0] for c, s in zip(b, stages)), matrix(k, d))
            w2 = w2 + mpf(h) * sum((c * s[1] for c, s in zip(b, stages)), matrix(p, k))
        cases.append({
            "inputs": {
                "Y": plain(target), "W1": plain(first), "W2": plain(second), "order": order, "h": h, "k": count},
            "expected": {"V1": rows(w1), "V2": rows(w2)}})
    return cases


if __name__ == "__main__":
    families = {
        "B.mode": ("a two-layer mode with any imbalance and input variance", mode()),
        "B.balanced2": ("two layers from a lambda0-balanced start", balanced()),
        "B.self_consistent": ("the self-consistent flow", self_consistent()),
        "B.endtoend": ("the velocity of the end-to-end matrix", end_to_end()),
        "B.compression": ("descent from orthogonal factors", compression()),
        "B.gauss_legendre": ("Gauss-Legendre steps of two layers", gauss_legendre()),
    }
    print(json.dumps({"families": {
        key: {"description": text, "cases": cases} for key, (text, cases) in families.items()}}, indent=0))
