"""Gradient flow on all factors of W = W_N ... W_1 at once, correct to the last bit of a double.

Run it here, without arguments; it writes one case-*.npz for each case and manifest.json.

    dW_j/dt = -(W_N ... W_{j+1})^T  G  (W_{j-1} ... W_1)^T,    G = gradient of f in W
    target cases      f(W) = 1/2 ||W - target||_F^2            G = W - target
    regression cases  f(W) = 1/(2n) ||inputs W^T - outputs||^2 G = W Sx - Sxy^T
                      with Sx = inputs^T inputs / n, Sxy = inputs^T outputs / n

Every array is float64 in row-major order; W_j is d_j x d_{j-1}. Keys of each case:

    target, or inputs and outputs    the problem; these doubles are taken as exact numbers
    initial1 ... initialN            the factors at time 0, taken as exact numbers too
    times                            T times
    factor1 ... factorN              the factors then, each of shape T x rows x columns
    endToEnd                         W then, shape T x rows x columns

Depth 1 is the closed form, by mpmath with 50 digits, taken to be right to 1e-40. Deeper cases are
Taylor series in t, in decimal arithmetic of 50 digits (Python's own `decimal`): the flow is
polynomial, so the coefficients follow from Cauchy products. A step is so short that the last two
terms kept are below 1e-40. A case is refused unless

  - a bound on its error, proved step by step (see `error_after`), is below 1e-20, and rounding to
    double gives the same number anywhere within that bound;
  - a second integration with another order and other steps agrees within 1e-30;
  - the closed form agrees within 1e-30, where one is known (two layers with a balanced start).
"""

import json
from decimal import Decimal, getcontext

import mpmath
import numpy as np

getcontext().prec = 50
mpmath.mp.dps = 50
AGREEMENT = Decimal("1e-30")
TIMES = [0.0, 0.25, 0.5, 1.0, 2.0, 4.0]

exact = np.vectorize(Decimal, otypes=[object])  # every double is a decimal number exactly
nearest = np.vectorize(float, otypes=[float])   # rounds correctly


def cauchy(left, right):
    """The coefficient of the highest order in the product of two series of matrices."""
    return np.concatenate(left, axis=1) @ np.concatenate(right[::-1], axis=0)


def transposed(series):
    return [coefficient.T for coefficient in series]


def taylor(factors, sx, syx, order):
    """Taylor coefficients in time: of every factor (series[j][k] is W_{j+1}'s k-th), and of G."""
    depth = len(factors)
    series = [[factor] for factor in factors]
    below = [[] for _ in factors]  # of W_j ... W_1
    slope = [[] for _ in factors]  # of (W_N ... W_{j+1})^T G
    for k in range(order):
        for j in range(depth):
            below[j].append(cauchy(series[j], below[j - 1]) if j > 0 else series[0][k])
        gradient = below[-1][k] @ sx - (syx if k == 0 else 0)
        for j in reversed(range(depth)):
            slope[j].append(gradient)
            if j > 0:
                change = cauchy(slope[j], transposed(below[j - 1]))
                gradient = cauchy(transposed(series[j]), slope[j])
            else:
                change = slope[0][k]
            series[j].append(-change / (k + 1))
    return series, slope[-1]


def size(matrices):
    return max(abs(entry) for matrix in matrices for entry in matrix.flat)


def longest_step(series, order, tolerance):
    """The step at which the last two terms of the series are no larger than the tolerance."""
    steps = []
    for k in (order - 1, order):
        coefficient = size(factor[k] for factor in series)
        if coefficient > 0:
            steps.append((tolerance / coefficient) ** (Decimal(1) / k))
    return min(steps)


def evaluate(series, step):
    value = series[-1]
    for coefficient in series[-2::-1]:
        value = coefficient + step * value
    return value


def terms(coefficients, step):
    """The Frobenius norms of a series' terms at the end of a step."""
    return np.array([float(sum(entry * entry for entry in coefficient.flat).sqrt() * step**k)
                     for k, coefficient in enumerate(coefficients)])


def error_after(step, series, slope, sx, error):
    """A bound on the distance from the exact flow after a step, from one before the step.

    The polynomials p_j of the step solve p_j' = F_j(p) + d_j. As the coefficients of d_j below the
    order of the series vanish (up to rounding), ||d_j|| is at most the sum of the higher terms of
    F_j(p), which is bounded by products of norms. The distance e from the exact flow obeys
    e' <= mu e + ||d||, with mu a bound on how negative the Hessian of the loss can be. The Hessian
    is J^T J plus terms with two varied factors, at most ||G|| C_ij, C_ij the product of ||W_k||
    over the k other than i and j (spectral norms, C_ii = 0); so mu is ||G|| times the norm of C.
    The factor 1.01 is for the exact flow's own norms, and covers rounding of these bounds.
    """
    depth, order = len(series), len(series[0]) - 1
    factors = [terms(factor, step) for factor in series]
    gradient = terms(slope, step)
    product = np.ones(1)
    for factor in factors:
        product = np.convolve(product, factor)
    higher = product * np.linalg.norm(nearest(sx))
    whole_gradient = np.concatenate([gradient, higher[order:]])
    defect = 0.0
    for j in range(depth):
        change = whole_gradient
        for i in range(depth):
            if i != j:
                change = np.convolve(change, factors[i])
        defect += change[order:].sum()
    # Spectral norms during the step: that at its start, and the terms added.
    sizes = [np.linalg.norm(nearest(first), 2) + norms[1:].sum()
             for first, norms in zip([factor[0] for factor in series], factors)]
    gradient_size = np.linalg.norm(nearest(slope[0]), 2) + whole_gradient[1:].sum()
    pairs = [[np.prod([sizes[k] for k in range(depth) if k not in (i, j)]) if i != j else 0.0
              for j in range(depth)] for i in range(depth)]
    mu = 1.01 * gradient_size * np.linalg.norm(pairs, 2)
    rounding = 1e-44  # 50 digits, and fewer than 10^5 operations on numbers below 10
    step = float(step)
    return (error + 1.01 * step * defect + rounding) * np.exp(mu * step)


def integrate(initial, sx, syx, times, order, tolerance):
    """The factors at each time, which must ascend from 0, and a bound on their error."""
    time, factors, states, error = Decimal(0), initial, [], 0.0
    for goal in map(Decimal, times):
        while time < goal:
            series, slope = taylor(factors, sx, syx, order)
            step = min(longest_step(series, order, tolerance), goal - time)
            error = error_after(step, series, slope, sx, error)
            factors = [evaluate(factor, step) for factor in series]
            time += step
        states.append(factors)
    return states, error


def end_to_end(factors):
    product = factors[0]
    for factor in factors[1:]:
        product = factor @ product
    return product


def matrix_of(array):
    return mpmath.matrix([[mpmath.mpf(str(entry)) for entry in row] for row in array])


def array_of(matrix):
    return np.array([[Decimal(mpmath.nstr(matrix[i, j], 50)) for j in range(matrix.cols)]
                     for i in range(matrix.rows)], dtype=object)


def depth_one(initial, sx, syx, times):
    """W(t) = W* + (W(0) - W*) exp(-t Sx), with W* Sx = Sxy^T."""
    sx, syx, w = matrix_of(sx), matrix_of(syx), matrix_of(initial[0])
    best = syx * mpmath.inverse(sx)
    return [[array_of(best + (w - best) * mpmath.expm(-mpmath.mpf(t) * sx))] for t in times]


def balanced_product(initial, target, times):
    """W_2 W_1 for a balanced start, W_2^T W_2 = W_1 W_1^T.

    Q = [W_1^T; W_2] then gives P = Q Q^T with dP/dt = A P + P A - P^2, A = [0 M^T; M 0]; so
    P(t) = e^{At} Q(0) (I + Q(0)^T (integral of e^{2As} from 0 to t) Q(0))^{-1} Q(0)^T e^{At}.
    """
    target = matrix_of(target)
    rows, columns = target.rows, target.cols
    a = mpmath.zeros(rows + columns)
    a[columns:, :columns] = target
    a[:columns, columns:] = target.T
    values, vectors = mpmath.eigsy(a)
    q = matrix_of(np.concatenate([initial[0].T, initial[1]]))

    def function_of_a(function):
        return vectors * mpmath.diag([function(value) for value in values]) * vectors.T

    products = []
    for t in times:
        growth = function_of_a(lambda value: mpmath.exp(value * t))
        integral = function_of_a(
            lambda value: mpmath.expm1(2 * value * t) / (2 * value) if abs(value) > 1e-30 else t)
        inner = mpmath.eye(q.cols) + q.T * integral * q
        p = growth * q * mpmath.inverse(inner) * q.T * growth
        products.append(array_of(p[columns:, :columns]))
    return products


def gaussian_factors(random, widths, scale):
    return [scale * random.standard_normal((rows, columns))
            for columns, rows in zip(widths, widths[1:])]


def target_arrays(random, widths, values):
    u, _ = np.linalg.qr(random.standard_normal((widths[-1], len(values))))
    v, _ = np.linalg.qr(random.standard_normal((widths[0], len(values))))
    return {"target": u @ np.diag(values) @ v.T}


def regression_arrays(random, widths, values):
    truth = target_arrays(random, widths, values)["target"]
    inputs = random.standard_normal((6, widths[0]))
    return {"inputs": inputs,
            "outputs": inputs @ truth.T + 0.1 * random.standard_normal((6, widths[-1]))}


def statistics(arrays):
    """Sx and Sxy^T as exact numbers; a target is a regression with Sx = I."""
    if "target" in arrays:
        target = exact(arrays["target"])
        return exact(np.eye(target.shape[1])), target
    x, y = exact(arrays["inputs"]), exact(arrays["outputs"])
    return x.T @ x / len(x), y.T @ x / len(x)


def make_case(name, arrays, initial, times=TIMES, is_balanced=False):
    sx, syx = statistics(arrays)
    start = [exact(factor) for factor in initial]
    if len(initial) == 1:
        states, bound, difference = depth_one(start, sx, syx, times), 1e-40, None
    else:
        states, bound = integrate(start, sx, syx, times, order=40, tolerance=Decimal("1e-40"))
        again, _ = integrate(start, sx, syx, times, order=32, tolerance=Decimal("1e-40"))
        assert bound < 1e-20, "the error bound is too large"
        difference = max(size(a - b for a, b in zip(*pair)) for pair in zip(states, again))
        assert difference < AGREEMENT, "the two integrations differ"
    products = [end_to_end(factors) for factors in states]
    closed_form = None
    if is_balanced:
        closed_form = size(
            a - b for a, b in zip(products, balanced_product(start, syx, times)))
        assert closed_form < AGREEMENT, "the closed form differs"
    # The product's error is that of the factors times the norms of the other factors.
    margin = 1000 * Decimal(bound)
    for array in [np.array(products)] + [np.array(factor) for factor in zip(*states)]:
        assert (nearest(array - margin) == nearest(array + margin)).all(), "too near to a tie"
    print(name, f"{bound:.1e}", difference and f"{difference:.1e}",
          closed_form and f"{closed_form:.1e}", flush=True)
    arrays = dict(arrays, times=np.array(times), endToEnd=nearest(np.array(products)))
    for j, factor in enumerate(initial, 1):
        arrays[f"initial{j}"] = factor
        arrays[f"factor{j}"] = nearest(np.array([factors[j - 1] for factors in states]))
    np.savez(name + ".npz", **{key: np.ascontiguousarray(value) for key, value in arrays.items()})
    widths = [initial[0].shape[1]] + [factor.shape[0] for factor in initial]
    return {"name": name, "depth": len(initial), "widths": widths, "times": times,
            "errorBound": float(f"{bound:.1e}"),
            "differenceOfIntegrations": difference and float(difference),
            "differenceFromClosedForm": closed_form and float(closed_form)}, arrays


def generic_cases():
    widths_of_depth = {1: [4, 3], 2: [4, 3, 3], 3: [3, 4, 2, 3], 4: [3, 2, 4, 3, 2]}
    for depth, widths in widths_of_depth.items():
        values = [2.5, 1.5, 0.7][:min(widths)]
        for objective, make_arrays in {
                "target": target_arrays, "regression": regression_arrays}.items():
            random = np.random.default_rng(10 * depth + len(objective))
            arrays = make_arrays(random, widths, values)
            initial = gaussian_factors(random, widths, 0.5)
            yield make_case(f"case-depth{depth}-{objective}", arrays, initial)[0]


def balanced_case():
    """Powers of two and a rotation by a quarter turn: W_2^T W_2 = W_1 W_1^T exactly, in doubles."""
    first = np.array([[0.5, 0.25, -0.25], [0.25, -0.5, 0.5], [0.125, 0.5, 0.25]])
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    initial = [first, turn @ first.T]
    assert (initial[1].T @ initial[1] == first @ first.T).all()
    arrays = target_arrays(np.random.default_rng(7), [3, 3, 3], [2.5, 1.5, 0.7])
    return make_case("case-depth2-balanced", arrays, initial, is_balanced=True)[0]


def escape_case():
    """Two modes learned one after the other, with a stay near the saddle of rank one between."""
    random = np.random.default_rng(11)
    arrays = target_arrays(random, [3, 4, 3], [4.0, 1.0])
    initial = gaussian_factors(random, [3, 4, 3], 1e-2)
    times = [0.0, 0.5, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 4.5, 5.0, 6.0, 8.0]
    description, result = make_case("case-depth2-escape", arrays, initial, times)
    u, s, vt = np.linalg.svd(arrays["target"])
    strengths = np.array([(u.T @ w @ vt.T).diagonal()[:2] for w in result["endToEnd"]])
    plateau = (strengths[:, 0] > 0.98 * s[0]) & (strengths[:, 1] < 0.02 * s[1])
    assert plateau.any(), "no plateau between the two modes"
    assert ((strengths[:, 1] > 0.2) & (strengths[:, 1] < 0.8)).any(), "no time inside the escape"
    assert strengths[-1, 1] > 0.98 * s[1], "the second mode is not learned"
    return description


def main():
    cases = [*generic_cases(), balanced_case(), escape_case()]
    with open("manifest.json", "w") as file:
        json.dump({"numpy": np.__version__, "mpmath": mpmath.__version__, "cases": cases},
                  file, indent=2)
        file.write("\n")


main()
