"""Gradient descent on all factors of W = W_N ... W_1 at once, the way one writes it in NumPy.

Run it here, without arguments; it writes one case-*.npz for each case and manifest.json.

    W_j <- W_j - stepSize * (W_N ... W_{j+1})^T  G  (W_{j-1} ... W_1)^T,   G = gradient of f in W

Two objectives, for depths 1 to 5:

    target      f(W) = 1/2 ||W - target||_F^2                    G = W - target
    regression  f(W) = 1/(2n) ||inputs W^T - outputs||_F^2       G = W Sx - Sxy^T
                with Sx = inputs^T inputs / n, Sxy = inputs^T outputs / n, one sample in each row

Every array is float64 in row-major order; W_j is d_j x d_{j-1}. Keys of each case:

    target                                       (target cases)
    inputs, outputs, inputCovariance (Sx), inputOutputCovariance (Sxy)   (regression cases)
    initial1 ... initialN, final1 ... finalN     the factors before and after
    endToEnd                                     W after the last step
    lossSteps, losses                            f after so many steps
    stepSize, steps                              one number each

Each case is run again in extended precision and refused unless double precision stays within
2e-13 of it (Frobenius norm, relative, every factor and W; losses relative to the first one): what
a program gets wrong beyond that is not rounding. Each case is also refused unless three modes
u_i^T W v_i of the minimiser U diag(s) V^T pass half their strength s_i during the run.
"""

import json
import platform

import numpy as np

STEPS = 1000
LOSS_STEPS = [0, 1, 10, 100, 300, 1000]
WIDTHS = {
    1: [7, 5],
    2: [7, 6, 5],
    3: [7, 9, 4, 5],
    4: [7, 6, 4, 8, 5],
    5: [7, 4, 6, 5, 9, 5],
}
# Chosen so that the start is moderate: escaping from a small start would amplify rounding.
STEP_SIZE = 0.004
INITIAL_SCALES = {1: 0.3, 2: 0.5, 3: 0.6, 4: 0.7, 5: 0.75}


def end_to_end(factors):
    product = factors[0]
    for factor in factors[1:]:
        product = factor @ product
    return product


def descend(initial, slope, loss):
    """Runs STEPS steps; `slope` and `loss` are functions of the end-to-end matrix."""
    factors = list(initial)
    losses = []
    trajectory = []
    for step in range(STEPS + 1):
        below = [np.eye(factors[0].shape[1], dtype=factors[0].dtype)]  # W_{j-1} ... W_1
        for factor in factors:
            below.append(factor @ below[-1])
        product = below[-1]
        trajectory.append(product)
        if step in LOSS_STEPS:
            losses.append(loss(product))
        if step == STEPS:
            return factors, product, losses, trajectory
        gradient = slope(product)  # becomes (W_N ... W_{j+1})^T G on the way down
        updated = list(factors)
        for j in reversed(range(len(factors))):
            updated[j] = factors[j] - STEP_SIZE * (gradient @ below[j].T)
            gradient = factors[j].T @ gradient
        factors = updated


def target_problem(random):
    u, _ = np.linalg.qr(random.standard_normal((5, 5)))
    v, _ = np.linalg.qr(random.standard_normal((7, 5)))
    target = u @ np.diag([3.0, 2.4, 1.9, 1.5, 0.5]) @ v.T

    def functions(dtype):
        goal = target.astype(dtype)
        return lambda w: w - goal, lambda w: ((w - goal) ** 2).sum() / 2

    return {"target": target}, functions, target


def regression_problem(random):
    arrays, _, truth = target_problem(random)
    inputs = random.standard_normal((40, 7)) * np.linspace(1.3, 0.8, 7)
    outputs = inputs @ truth.T + 0.1 * random.standard_normal((40, 5))
    count = len(inputs)

    def functions(dtype):
        x, y = inputs.astype(dtype), outputs.astype(dtype)
        sx, sxy = x.T @ x / count, x.T @ y / count
        return lambda w: w @ sx - sxy.T, lambda w: ((x @ w.T - y) ** 2).sum() / (2 * count)

    arrays = {
        "inputs": inputs,
        "outputs": outputs,
        "inputCovariance": inputs.T @ inputs / count,
        "inputOutputCovariance": inputs.T @ outputs / count,
    }
    minimiser = np.linalg.lstsq(inputs, outputs, rcond=None)[0].T
    return arrays, functions, minimiser


def learned_modes(trajectory, minimiser):
    """How many modes of the minimiser start below half their strength and end above it."""
    u, s, vt = np.linalg.svd(minimiser, full_matrices=False)
    first = np.einsum("ia,ij,aj->a", u, trajectory[0], vt) / s
    last = np.einsum("ia,ij,aj->a", u, trajectory[-1], vt) / s
    return int(((first < 0.5) & (last > 0.5)).sum())


def relative_distance(matrix, reference):
    difference = (matrix - reference).astype(float)
    return np.linalg.norm(difference) / np.linalg.norm(reference.astype(float))


def make_case(depth, objective, make_problem, seed):
    random = np.random.default_rng(seed)
    arrays, functions, minimiser = make_problem(random)
    widths = WIDTHS[depth]
    initial = [
        INITIAL_SCALES[depth] * random.standard_normal((rows, columns)) / np.sqrt(columns)
        for columns, rows in zip(widths, widths[1:])
    ]
    final, product, losses, trajectory = descend(initial, *functions(float))

    extended = [factor.astype(np.longdouble) for factor in initial]
    exact_final, exact_product, exact_losses, _ = descend(extended, *functions(np.longdouble))
    deviation = max(
        relative_distance(a, b)
        for a, b in zip(final + [product], exact_final + [exact_product]))
    loss_deviation = max(
        float(abs(a - b) / exact_losses[0]) for a, b in zip(losses, exact_losses))
    modes = learned_modes(trajectory, minimiser)
    print(f"depth {depth} {objective}: {modes} modes learned, deviation {deviation:.1e},"
          f" losses {loss_deviation:.1e}, {losses[0]:.3g} -> {losses[-1]:.3g}")
    assert modes >= 3, "fewer than three modes are learned"
    assert deviation < 2e-13 and loss_deviation < 2e-13, "rounding is amplified"

    arrays |= {f"initial{j}": factor for j, factor in enumerate(initial, 1)}
    arrays |= {f"final{j}": factor for j, factor in enumerate(final, 1)}
    arrays |= {"endToEnd": product, "losses": np.array(losses),
               "lossSteps": np.array(LOSS_STEPS, dtype=float),
               "stepSize": np.array([STEP_SIZE]), "steps": np.array([float(STEPS)])}
    name = f"case-depth{depth}-{objective}"
    np.savez(name + ".npz", **{key: np.ascontiguousarray(value) for key, value in arrays.items()})
    return {"name": name, "objective": objective, "depth": depth, "widths": widths, "seed": seed,
            "stepSize": STEP_SIZE, "steps": STEPS, "learnedModes": modes,
            "deviationFromExtendedPrecision": deviation,
            "lossDeviationFromExtendedPrecision": loss_deviation}


def main():
    assert np.finfo(np.longdouble).eps < 1e-18, "this needs a longer long double"
    cases = []
    for depth in WIDTHS:
        cases.append(make_case(depth, "target", target_problem, seed=100 + depth))
        cases.append(make_case(depth, "regression", regression_problem, seed=200 + depth))
    with open("manifest.json", "w") as file:
        json.dump({"numpy": np.__version__, "python": platform.python_version(),
                   "cases": cases}, file, indent=2)
        file.write("\n")


main()
