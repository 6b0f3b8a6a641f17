"""Reference values of the scalar results past the three papers, in 50-digit arithmetic.

Writes scalar.json beside this file: python3 scalar.py (mpmath; a minute). Inputs are exact doubles.
Every value comes by another way than the library's: counts by tanh-sinh quadrature in the factor itself,
identities by taking the step, the 2-cycle by Newton's method along a path of step sizes, limits of the
divergence by perturbing coinciding values by 1e-40, times by the hypergeometric function and values by
bisection; the list of the Hessian's eigenvalues is held against a dense Hessian before it is written.
"""

import json
import pathlib
import random

from mpmath import mp, mpf, nstr

mp.dps = 50
rng = random.Random(20250704)


def digits(x):
    if isinstance(x, bool) or isinstance(x, int):
        return x
    if isinstance(x, list):
        return [digits(y) for y in x]
    return "inf" if x == mp.inf else nstr(mpf(x), 25, min_fixed=0, max_fixed=0)


def case(inputs, expected):
    return {"inputs": inputs, "expected": {k: digits(v) for k, v in expected.items()}}


def log_uniform(low, high):
    return float(mp.exp(mpf(rng.uniform(float(mp.log(low)), float(mp.log(high))))))


def rows(matrix):
    return [[matrix[i, j] for j in range(matrix.cols)] for i in range(matrix.rows)]


# B.backward_error


def modified_field(N, lam, l, eta):
    """F~ from its definition in eta: F, h = F', F''."""

    def field(x):
        F = eta * (lam * x ** (N - 1) - l * x ** (2 * N - 1))
        h = -eta * l * (2 * N - 1) * x ** (2 * N - 2)
        c = -eta * l * (2 * N - 1) * (2 * N - 2) * x ** (2 * N - 3) if N > 1 else mpf(0)
        if N > 1:
            h += eta * lam * (N - 1) * x ** (N - 2)
        if N > 2:
            c += eta * lam * (N - 1) * (N - 2) * x ** (N - 3)
        if abs(h) < mpf("1e-8"):
            log_ratio = sum((-h) ** n / (n + 1) for n in range(8))
            weight = sum((-h) ** n * (n + 1) / (2 * mpf(n + 2) * (n + 3)) for n in range(8))
        else:
            log_ratio = mp.log1p(h) / h
            weight = ((1 + h / 2) * log_ratio - 1) / h**2
        return F * (log_ratio + F * c * weight / (1 + h))

    return field


def count(N, lam, l, eta, alpha, end):
    """Integral of dx / F~ between breakpoints that halve the distances from 0 and from the fixed point."""
    N, lam, l, eta, alpha = int(N), mpf(lam), mpf(l), mpf(eta), mpf(alpha)
    field = modified_field(N, lam, l, eta)
    points = [alpha]
    s = (lam / l) ** (mpf(1) / N) if lam > 0 else None
    low, high = min(alpha, end), max(alpha, end)
    grid = set()
    x = low
    while x < high:
        grid.add(x)
        x *= mpf("1.5")
    if s is not None:
        sign = 1 if alpha < s else -1
        gap = abs(s - end)
        while gap < abs(s - alpha):
            grid.add(s - sign * gap)
            gap *= 2
    # Next to the start of a fall or decay the logarithm may be near its singularity.
    if end < alpha:
        width = high - low
        for k in range(1, 40):
            grid.add(high - width * mpf(2) ** -k)
    inner = sorted(g for g in grid if low < g < high)
    points = [low] + inner + [high]
    value = sum(
        mp.quad(lambda x: 1 / field(x), [a, b]) for a, b in zip(points, points[1:])
    )
    return value if end >= alpha else -value


def backward_case(N, lam, l, alpha, eta, mus, gaps):
    mp.dps = 40
    ks = [count(N, lam, l, eta, alpha, mpf(m)) for m in mus]
    kg = [
        count(N, lam, l, eta, alpha, ((1 - mpf(g)) * mpf(lam) / mpf(l)) ** (mpf(1) / N)) for g in gaps
    ]
    mp.dps = 50
    inputs = {"N": N, "lambda": lam, "l": l, "alpha": alpha, "eta": eta, "mu": mus, "gap": gaps}
    return case(inputs, {"k": ks, "k_gap": kg})


def backward_error():
    cases = []
    for N in [2, 3, 4, 2, 3, 4, 5, 8]:  # growth in the regime of the guarantee
        lam = log_uniform(0.1, 10)
        alpha = min(log_uniform(1e-3, 0.3), 0.4 * lam ** (1 / N))
        eta = rng.uniform(0.1, 0.5) / (N * lam ** (2 - 2 / N))
        mus = [float(mp.mpf(lam) ** (mpf(1) / N) * 0.75)]
        cases.append(backward_case(N, lam, 1.0, alpha, eta, mus, [0.5, 0.01]))
    cases.append(backward_case(2, 1e4, 1.0, 1e-6, 4e-5, [1e-6, 1e-3, 99.0], [1e-9]))
    cases.append(backward_case(2, 1e-8, 1.0, 1e-7, 1.0, [1e-6, 5e-5], [1e-3]))
    cases.append(backward_case(2, 3.0, 2.0, 0.01, 0.15, [0.5], [0.5, 1e-12]))  # input variance
    cases.append(backward_case(3, 2.0, 0.25, 0.05, 0.0625, [1.0], [0.5, 0.01]))
    cases.append(backward_case(2, 1.0, 1.0, 0.01, 0.49, [0.5], [0.5, 1e-3]))  # near the limit
    cases.append(backward_case(1, 2.0, 1.5, 0.25, 0.3, [1.0], [0.5, 1e-6]))  # linear: logarithms
    cases.append(backward_case(1, -1.0, 1.5, 2.0, 0.3, [1.0, 0.125], []))
    for N, alpha, eta in [(2, 1.5, 0.1), (3, 1.25, 0.0625), (4, 1.0078125, 0.125)]:  # from above
        cases.append(backward_case(N, 1.0, 1.0, alpha, eta, [1.005], [-0.01, -1e-8]))
    for N, lam, alpha in [(2, -1.0, 0.5), (3, -0.5, 0.75), (4, -2.0, 0.5), (2, 0.0, 0.5), (3, 0.0, 0.75)]:
        cases.append(backward_case(N, lam, 1.0, alpha, 0.125, [alpha, 0.25, 0.015625], []))
    cases.append(backward_case(6, 1.0, 1.0, 1e-9, 0.05, [2e-9], [0.5]))
    return {"description": "iterations of descent until levels of the factor and gaps of the product", "cases": cases}


# B.hessian


def hessian_list(s, sigma, d, p, k):
    r = len(s)
    values = []
    times = []
    for i in range(r):
        values += [3 * s[i] - sigma[i], sigma[i] - s[i]]
    for i in range(r):
        for j in range(i + 1, r):
            a = 2 * (s[i] + s[j]) - (sigma[i] + sigma[j])
            b = mp.sqrt(4 * s[i] * s[j] + (sigma[i] - sigma[j]) ** 2)
            c = sigma[i] + sigma[j]
            e = mp.sqrt((2 * (s[i] - s[j]) - (sigma[i] - sigma[j])) ** 2 + 4 * s[i] * s[j])
            values += [(a + b) / 2, (a - b) / 2, (c + e) / 2, (c - e) / 2]
    times += [1] * len(values)
    values += s
    times += [d + p - 2 * r] * r
    for i in range(r):
        values += [s[i] - sigma[i], sigma[i] - s[i]]
        times += [k - r] * 2
    return values + [mpf(0)], times + [(k - r) * (d + p - 2 * r)]


def dense_hessian(s, sigma, d, p, k):
    """Columns: the derivative of the gradient along each unit direction."""
    W1, W2, M = mp.matrix(k, d), mp.matrix(p, k), mp.matrix(p, d)
    for i in range(len(s)):
        W1[i, i] = W2[i, i] = mp.sqrt(s[i])
        M[i, i] = sigma[i]
    E = W2 * W1 - M
    size = k * d + p * k
    H = mp.matrix(size, size)
    for column in range(size):
        A, B = mp.matrix(k, d), mp.matrix(p, k)
        if column < k * d:
            A[column // d, column % d] = 1
        else:
            B[(column - k * d) // k, (column - k * d) % k] = 1
        dE = B * W1 + W2 * A
        first = W2.T * dE + B.T * E
        second = dE * W1.T + E * A.T
        for i in range(k):
            for j in range(d):
                H[i * d + j, column] = first[i, j]
        for i in range(p):
            for j in range(k):
                H[k * d + i * k + j, column] = second[i, j]
    return H


def hessian():
    shapes = [
        ([1.0], [1.0], 1, 1, 1), ([0.0], [2.0], 1, 1, 1), ([0.5], [2.0], 2, 1, 1),
        ([0.5], [2.0], 1, 2, 3), ([0.0], [0.0], 2, 2, 2), ([3.0], [1e-8], 2, 2, 2),
        ([1.0, 0.5], [2.0, 0.75], 2, 2, 2), ([1.0, 1.0], [1.0, 1.0], 3, 2, 2),
        ([2.0, 1.0], [2.0, 1.0], 2, 3, 4), ([1.0, 0.0], [1.0, 0.5], 3, 3, 2),
        ([1e4, 1e-8], [1e4, 1e-8], 2, 2, 2), ([0.25, 0.25], [3.0, 1.0], 2, 4, 3),
        ([3.0, 2.0, 1.0], [3.0, 2.5, 1.5], 3, 3, 3), ([1.0, 0.125, 0.0], [1.5, 1.25, 1.0], 4, 3, 4),
        ([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], 3, 4, 3), ([0.1, 0.7], [0.3, 0.2], 3, 4, 2),
        ([5.0, 0.3, 0.3], [4.0, 0.3, 0.1], 3, 3, 4),
    ]
    cases = []
    for s, sigma, d, p, k in shapes:
        exact_s, exact_sigma = [mpf(x) for x in s], [mpf(x) for x in sigma]
        values, times = hessian_list(exact_s, exact_sigma, d, p, k)
        listed = sorted(v for v, n in zip(values, times) for _ in range(n))
        found = sorted(mp.eigsy(dense_hessian(exact_s, exact_sigma, d, p, k), eigvals_only=True))
        assert len(listed) == len(found) == k * (d + p)
        scale = max([abs(x) for x in found] + [mpf(1)])
        assert max(abs(a - b) for a, b in zip(listed, found)) < scale * mpf(10) ** -40
        cases.append(
            case(
                {"s": s, "sigma": sigma, "d": d, "p": p, "k": k},
                {"eigenvalues": values, "multiplicities": [mpf(n) for n in times],
                 "largest": found[-1], "smallest": found[0] if abs(found[0]) > 1e-40 else mpf(0)},
            )
        )
    return {"description": "spectrum of the Hessian of two aligned layers", "cases": cases}


# B.sharpness


def sharpness():
    inputs = [
        (2, [1.0], [0.0]), (2, [3.0, 2.0, 1.0], [0.0, 1.0, -5.0]), (3, [2.0, 0.5], [1.0, 0.0]),
        (4, [1.0, 1.0], [2.0, 1e4]), (1, [2.0, 1.0], [0.0, 0.0]), (1, [0.0], [0.0]), (2, [0.0], [0.0]),
        (3, [0.0, 1.0], [3.0, 0.0]), (5, [1e4, 1e-8], [1e-8, 1e4]), (8, [7.0, 0.3, 0.3], [1.0, 2.0, 3.0]),
        (2, [1e-8], [1e-9]), (6, [0.1, 0.2, 0.4, 0.8], [0.5, 0.5, 0.5, 0.5]), (7, [1.25], [-1.0]),
        (20, [1.5, 0.75], [0.0, 0.0]), (3, [1.0, 1.0000001], [0.0, 0.1]), (10, [1e-3, 1e3], [0.1, -1e3]),
    ]
    cases = []
    for N, s, delta in inputs:
        S = [mpf(x) for x in s]

        def entry(a, b):
            if a == b:
                return N * a ** (2 - mpf(2) / N)
            p = mpf(2) / N
            return (a**2 - b**2) / (a**p - b**p)

        G = [[entry(a, b) for b in S] for a in S]
        cases.append(
            case(
                {"N": N, "s": s, "delta": delta},
                {"gauss_newton": G, "sharpness": max(max(r) for r in G),
                 "imbalanced": [mp.sqrt(4 * a**2 + mpf(b) ** 2) for a, b in zip(S, delta)]},
            )
        )
    return {"description": "curvature at a minimum", "cases": cases}


# B.edge


def solve_cycle(N, z, start):
    """Newton's method for b = a + F(a), a = b + F(b) in units of the fixed point."""

    def equations(a, b):
        F = lambda x: z / N * x ** (N - 1) * (1 - x**N)
        # Divided by b - a, so that the fixed point itself is no solution.
        return [(a + F(a) - b) / (b - a), (b + F(b) - a) / (b - a)]

    x = mp.findroot(equations, start, tol=mpf(10) ** -80, maxsteps=60)
    return x[0], x[1]


def cycle_at(N, z):
    """Continuation in z from the threshold."""
    at = 2 * (1 + mpf("1e-3")) if z > 2.002 else z
    e = mp.sqrt(6 * mp.log(at / 2) / ((5 * N - 4) * (N - 1)))
    a, b = solve_cycle(N, at, (1 - e / 2, 1 + e / 2))
    while at < z:
        at = min(at * mpf("1.01"), z)
        a, b = solve_cycle(N, at, (a, b))
    assert 0 < a < 1 < b
    return a, b


def multiplier_at(N, z, a, b):
    D = lambda x: 1 + z / N * ((N - 1) * x ** (N - 2) - (2 * N - 1) * x ** (2 * N - 2))
    return D(a) * D(b)


def doubling(N):
    low = mpf("2.1") if N <= 4 else mpf("2.01")
    g = lambda z: multiplier_at(N, z, *cycle_at(N, z)) + 1
    return mp.findroot(g, (low, mpf("2.5")), solver="anderson", tol=mpf(10) ** -80)


def edge():
    inputs = [
        (2, [1.0, 0.5], 0.5, 1.0), (2, [1.0, 0.5], 1.125, 2.0), (2, [1.0, 0.5], 1.5, 2.0),
        (2, [4.0, 3.0, 2.0], 0.375, 10.0), (2, [1e4], 1.2e-4, 0.5), (2, [1e-8, 1e-9], 1.1e8, 1e-8),
        (3, [1.0], 0.75, 1.0), (3, [2.0, 1.5, 0.0], 0.28, 20.0), (3, [0.5, 0.5], 1.75, 1.0),
        (4, [1.0, 0.9], 0.55, 4.0), (4, [3.0], 0.1, 0.0), (5, [1.0], 0.41, 8.0), (8, [1.0, 0.5], 0.26, 1.0),
        (1, [2.0], 2.5, 1.0), (1, [0.5, 0.25], 1.5, 1.5), (3, [0.0], 1.0, 3.0), (2, [1.0], 1.001, 1.0),
        (2, [3.0, 1.0], 0.5, 5.0), (3, [1.0], 0.0, 1.0), (6, [1.25], 0.25, 12.0),
    ]
    doubles = {}
    cases = []
    for N, s, eta, tau in inputs:
        S = [mpf(x) for x in s]
        curvature = lambda x: N * x ** (2 - mpf(2) / N)
        top = max(S)
        out = {
            "eta_star": 2 / curvature(top) if curvature(top) else mp.inf,
            "oscillating": sum(1 for x in S if mpf(eta) * curvature(x) > 2),
            "catapult": bool(2 < mpf(eta) * mpf(tau) < 4),
        }
        if N > 1:
            if N not in doubles:
                doubles[N] = doubling(N)
            out["eta_doubling"] = doubles[N] / curvature(top) if curvature(top) else mp.inf
            z = mpf(eta) * curvature(top)
            if z > 2:
                a, b = cycle_at(N, z)
                scale = top ** (mpf(1) / N)
                out["cycle"] = [a * scale, b * scale]
                out["multiplier"] = multiplier_at(N, z, a, b)
                out["stable"] = bool(abs(out["multiplier"]) < 1)
        cases.append(case({"N": N, "s": s, "eta": eta, "tau0": tau}, out))
    return {"description": "edge of stability and the 2-cycle", "cases": cases}


# B.identities, B.scalar_step


def identities():
    cases = []
    widths = [
        [1, 1, 1], [2, 2, 2], [3, 2, 4], [2, 5, 1], [1, 1, 1, 1], [2, 3, 2, 4], [3, 3, 3, 3], [1, 4, 1, 2],
        [2, 2, 2, 2, 2], [4, 1, 4], [3, 2, 2, 3, 1], [1, 3], [2, 1, 2], [5, 4, 3], [2, 2, 2], [2, 3, 2], [3, 2, 1],
    ]
    for number, width in enumerate(w for w in widths if len(w) > 2):
        scale = [1.0, 1e-4, 30.0][number % 3]
        eta = [0.1, 1e-3, 2.0, 0.0][number % 4]
        W = [
            [[scale * rng.gauss(0, 1) for _ in range(a)] for _ in range(b)]
            for a, b in zip(width, width[1:])
        ]
        G = [[rng.gauss(0, 1) for _ in range(width[0])] for _ in range(width[-1])]
        X = [mp.matrix(w) for w in W]
        new = []
        for j in range(len(X)):
            left, right = mp.eye(width[-1]), mp.eye(width[0])
            for other in reversed(X[j + 1 :]):
                left = left * other
            for other in X[:j]:
                right = other * right
            new.append(X[j] - mpf(eta) * (left.T * mp.matrix(G) * right.T))
        Q = lambda Z, j: Z[j + 1].T * Z[j + 1] - Z[j] * Z[j].T
        change = [rows(Q(new, j) - Q(X, j)) for j in range(len(X) - 1)]
        cases.append(case({"W": W, "G": G, "eta": eta}, {"change": change}))
    return {"description": "change of every imbalance in one step of descent", "cases": cases}


def scalar_step():
    inputs = [(1.0, 2.0, 3.0, 1.0, 0.1), (0.0, 0.0, 1.0, 1.0, 0.5), (1.0, -1.0, 2.0, 0.5, 0.25)]
    inputs += [
        (rng.gauss(0, 1) * a, rng.gauss(0, 1) * a, rng.gauss(0, 2), log_uniform(0.1, 10), log_uniform(1e-3, 1))
        for a in [1e-4, 1e-2, 1.0, 1.0, 1.0, 3.0, 3.0, 10.0, 10.0, 50.0, 1.0, 0.1, 0.5, 2.0]
    ]
    cases = []
    for u, v, sigma, l, eta in inputs:
        a, b, e = mpf(u), mpf(v), mpf(eta)
        r = mpf(sigma) - mpf(l) * a * b
        x, y = a + e * r * b, b + e * r * a
        cases.append(
            case({"u": u, "v": v, "sigma": sigma, "l": l, "eta": eta},
                 {"s": x * y, "tau": x**2 + y**2, "delta": x**2 - y**2})
        )
    return {"description": "one step of descent on a two-layer mode", "cases": cases}


# B.sure


def sure():
    cases = []
    spectra = [
        [1.0], [0.0], [2.0, 1.0], [1.0, 1.0], [0.0, 0.0], [3.0, 0.0], [5.0, 2.0, 2.0, 1.0], [3.0, 3.0, 3.0],
        [4.0, 1.0, 0.0, 0.0], [1e4, 1.0, 1e-8], [1.0, 1.0 + 1e-9], [2.0, 2.0 - 2**-40, 1.0], [0.1, 0.7, 0.3, 0.2, 0.9],
        [10.0, 9.0, 8.0, 7.0, 6.0, 5.0], [1e-8, 2e-8], [6.0, 0.5, 0.5, 0.25, 0.0],
    ]
    for number, s in enumerate(spectra):
        c = [0.5, 1.0, 2.0][number % 3]
        f = [x**3 / (c + x * x) for x in s]
        df = [(3 * x * x * c + x**4) / (c + x * x) ** 2 for x in s]
        small, large = len(s), len(s) + [0, 1, 40][number % 3]
        m, n = (small, large) if number % 2 else (large, small)
        tau = [0.1, 1.0, 0.0, 3.0][number % 4]
        mp.dps = 160
        # Coinciding values take their limit when each is moved by its own tiny amount along the filter.
        shift = [mpf(10) ** -40 * (i + 1) for i in range(len(s))]
        S = [mpf(x) + e for x, e in zip(s, shift)]
        F = [mpf(y) + mpf(g) * e for y, g, e in zip(f, df, shift)]
        # Near but distinct values keep their own doubles.
        for i, x in enumerate(s):
            if s.count(x) == 1 and x > 0:
                S[i], F[i] = mpf(x), mpf(f[i])
        div = sum(mpf(g) + abs(m - n) * y / x for x, y, g in zip(S, F, df))
        for i in range(len(s)):
            for j in range(len(s)):
                if i != j:
                    div += 2 * S[i] * F[i] / (S[i] ** 2 - S[j] ** 2)
        risk = -m * n * mpf(tau) ** 2 + sum((mpf(y) - mpf(x)) ** 2 for x, y in zip(s, f)) + 2 * mpf(tau) ** 2 * div
        cases.append(
            case({"s": s, "f": f, "df": df, "m": m, "n": n, "tau": tau}, {"divergence": div, "sure": risk})
        )
        mp.dps = 50
    return {"description": "divergence and Stein's estimate of a spectral filter", "cases": cases}


# B.depthN_time


def flow_time(N, sigma, l, x, y):
    """From x to y on one side of the fixed point, by the hypergeometric function."""
    if N == 2:
        return (mp.log(y / x) - mp.log((sigma - l * y) / (sigma - l * x))) / (2 * sigma)
    b = mpf(2) / N - 1

    def H(x):
        return x**b / (sigma * (2 - N)) * mp.hyp2f1(1, b, b + 1, l * x / sigma)

    return mp.re(H(y) - H(x))


def flow_value(N, sigma, l, x, t):
    """Bisection in the coordinate ln |y / (1 - y)|."""
    limit = sigma / l
    sign = 1 if x < limit else -1
    start = mp.log(abs(x / (limit - x)))
    point = lambda theta: limit / (1 + sign * mp.exp(-theta))
    low, high = start, start + 1
    while flow_time(N, sigma, l, x, point(high)) < t:
        low, high = high, start + 2 * (high - start)
    for _ in range(190):
        middle = (low + high) / 2
        if flow_time(N, sigma, l, x, point(middle)) < t:
            low = middle
        else:
            high = middle
    return point(low)


def depth_time():
    inputs = [
        (2, 1.0, 1.0, 0.01, [0.5, 0.99], [1.0, 5.0]), (3, 1.0, 1.0, 0.01, [0.5, 0.99], [1.0, 5.0]),
        (4, 2.0, 1.0, 0.001, [1.0, 1.9], [0.5, 6.0]), (5, 0.5, 2.0, 0.01, [0.125], [10.0]),
        (8, 3.0, 1.0, 0.001, [0.01, 2.9], [1.0]), (2, 1e-8, 1.0, 1e-10, [5e-9], [1e6, 1e8]),
        (3, 1e4, 1.0, 1.0, [5e3, 9e3], [1e-5, 1e-3]), (3, 1.0, 1.0, 2.0, [1.5, 1.125], [0.1, 1.0]),
        (2, 1.0, 4.0, 3.0, [1.0, 0.375], [0.1, 2.0]), (4, 1.0, 1.0, 30.0, [20.0, 1.5], [1e-4, 0.25]),
        (3, 2.0, 0.5, 1e-6, [1e-6, 2e-6, 1e-3], [0.0, 1.0]), (6, 1.0, 1.0, 0.5, [0.75, 0.999], [0.25, 1.0]),
        (10, 1.5, 1.0, 0.25, [0.5], [0.5]), (2, 1.0, 1.0, 1e-6, [0.5, 0.999], [7.0, 15.0]),
        (3, 0.1, 1.0, 0.001, [0.05], [100.0]), (4, 10.0, 1.0, 0.001, [5.0], [1.0]),
    ]
    cases = []
    for N, sigma, l, s0, levels, times in inputs:
        a, b, x = mpf(sigma), mpf(l), mpf(s0)
        out = {
            "time": [flow_time(N, a, b, x, mpf(y)) for y in levels],
            "value": [x if t == 0 else flow_value(N, a, b, x, mpf(t)) for t in times],
        }
        if x < a / b:
            out["plateau"] = mp.log(a / (b * x)) / (2 * a) if N == 2 else x ** (mpf(2) / N - 1) / (a * (N - 2))
        cases.append(case({"N": N, "sigma": sigma, "l": l, "s0": s0, "s": levels, "t": times}, out))
    return {"description": "times and values of the balanced flow of depth N", "cases": cases}


families = {
    "B.backward_error": backward_error(),
    "B.depthN_time": depth_time(),
    "B.edge": edge(),
    "B.hessian": hessian(),
    "B.identities": identities(),
    "B.scalar_step": scalar_step(),
    "B.sharpness": sharpness(),
    "B.sure": sure(),
}
for identifier, family in families.items():
    assert len(family["cases"]) >= 15, (identifier, len(family["cases"]))
text = json.dumps({"families": families}, indent=1)
pathlib.Path(__file__).with_name("scalar.json").write_text(text + "\n")
