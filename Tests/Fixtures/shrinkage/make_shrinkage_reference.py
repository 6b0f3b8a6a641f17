#!/usr/bin/env python3
"""Writes shrinkage.json: thresholds and shrinkers from their definitions, by 40-digit integration and minimisation.

Nothing here is a formula of the optimal threshold or of a shrinker. A singular value x of the signal appears as
y = sqrt((x + 1/x)(x + beta/x)), and its vectors keep the cosines c, d with the signal's (Benaych-Georges, Nadakuditi 2012).
Keeping eta of it leaves [x 0; 0 0] - eta [c; s] [d t], whose norms are minimised over eta. The threshold lambda is where keeping y
and dropping it cost the same. The median of the Marchenko-Pastur law comes from its density.
"""
import json
import pathlib

from mpmath import asin, cos, findroot, mp, mpf, nstr, pi, quad, sin, sqrt

mp.dps = 40


def cosines(x, beta):
    c = sqrt((x**4 - beta) / (x**4 + beta * x**2))
    d = sqrt((x**4 - beta) / (x**4 + x**2))
    return c, d


def observed(x, beta):
    return sqrt((x + 1 / x) * (x + beta / x))


def least(loss, low, high):
    """Golden section: the loss is unimodal, or convex with one kink."""
    ratio = (sqrt(mpf(5)) - 1) / 2
    a, b = low, high
    p, q = b - ratio * (b - a), a + ratio * (b - a)
    fp, fq = loss(p), loss(q)
    while b - a > mpf(10) ** -19 * high:
        if fp < fq:
            b, q, fq = q, p, fp
            p = b - ratio * (b - a)
            fp = loss(p)
        else:
            a, p, fp = p, q, fq
            q = a + ratio * (b - a)
            fq = loss(q)
    return (a + b) / 2


def losses(x, beta):
    c, d = cosines(x, beta)
    s, t = sqrt(1 - c * c), sqrt(1 - d * d)
    squares = lambda eta: x * x + eta * eta - 2 * x * eta * c * d
    product = lambda eta: x * eta * s * t
    return {
        "frobenius": squares,
        "operatorNorm": lambda eta: (
            sqrt(squares(eta) + 2 * product(eta))
            + sqrt(max(squares(eta) - 2 * product(eta), mpf(0)))) / 2,
        "nuclear": lambda eta: sqrt(squares(eta) + 2 * product(eta)),
    }


def median(beta):
    a, b = (1 - sqrt(beta)) ** 2, (1 + sqrt(beta)) ** 2
    # x = a + (b - a) sin^2 takes the square roots at both ends away.
    def share(x):
        end = asin(sqrt((x - a) / (b - a)))
        density = lambda u: (
            (b - a) ** 2 * sin(u) ** 2 * cos(u) ** 2 / (pi * beta * (a + (b - a) * sin(u) ** 2)))
        return quad(density, [0, end / 2, end])

    return findroot(lambda x: share(x) - mpf(1) / 2, (a + b) / 2 - beta / 3, tol=mpf(10) ** -30)


def threshold(beta):
    def difference(x):
        c, d = cosines(x, beta)
        return observed(x, beta) - 2 * x * c * d

    start = beta ** mpf("0.25")
    return observed(findroot(difference, (start * mpf("1.01"), 3), solver="anderson"), beta)


rows = []
for text in ["0.05", "0.1", "0.2", "0.3", "0.5", "0.7", "0.9", "1"]:
    beta = mpf(text)
    mu, lam = median(beta), threshold(beta)
    shrunken = []
    for factor in ["1.02", "1.2", "1.5", "2.5", "6"]:
        x = beta ** mpf("0.25") * mpf(factor)
        y = observed(x, beta)
        entry = {"y": nstr(y, 20)}
        for name, loss in losses(x, beta).items():
            entry[name] = nstr(least(loss, mpf(0), 2 * y), 18)
        shrunken.append(entry)
    rows.append({
        "beta": text, "median": nstr(mu, 20), "threshold": nstr(lam, 20),
        "medianCoefficient": nstr(lam / sqrt(mu), 20), "shrunken": shrunken})
path = pathlib.Path(__file__).with_name("shrinkage.json")
path.write_text(json.dumps(rows, indent=1) + "\n")
