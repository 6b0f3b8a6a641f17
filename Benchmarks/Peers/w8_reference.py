"""W8 to far more digits than either side has: the closed equation G' = A G + G A^T of w8_scipy.py's gram_rhs by Taylor
series in extended precision. A is linear in G, so the coefficients follow from Cauchy's product. `error` is the largest
difference of two orders and tolerances."""
from common import *

m, n, T = 5, 10, 50
L = np.longdouble


def series(Y, G, order):
    """Coefficients of G(t + h) in powers of h."""
    C, E = np.zeros((order + 1, m + n, m + n), L), np.zeros((order + 1, m, n), L)
    C[0], E[0] = G, Y - G[:m, m:]
    for k in range(order):
        P = np.empty((m + n, m + n), L)
        side = E[k::-1].transpose(1, 0, 2).reshape(m, -1)                     # E_k ... E_0 side by side
        P[:m] = side @ C[:k + 1, m:].reshape(-1, m + n)
        side = E[k::-1].transpose(2, 0, 1).reshape(n, -1)
        P[m:] = side @ C[:k + 1, :m].reshape(-1, m + n)
        C[k + 1] = (P + P.T) / L(k + 1)
        E[k + 1] = -C[k + 1][:m, m:]
    return C


def products(data, sigma, order=24, share=1e-18):
    """W at 0, 1, ... 50; each step drops terms of `share` of G at most."""
    Y, R = arr(data).astype(L), (sigma * np.vstack([arr("w2_U50"), arr("w2_V50")])).astype(L)
    G = R @ R.T; W, h = [G[:m, m:]], 0
    for _ in range(T):
        t = L(0)
        while t < 1:
            C = series(Y, G, order); size = lambda k: np.abs(C[k]).max()
            # The first term left out is about as large as the larger of the last two.
            h = min([(L(share) * size(0) / size(k)) ** (L(1) / k) for k in (order - 1, order) if size(k) > 0] + [1 - t])
            G = C[order]
            for c in C[-2::-1]:
                G = G * h + c
            t += h
        W.append(G[:m, m:])
    return np.array(W)


PEERS = {"Taylor": lambda data, sigma: (lambda: products(data, sigma), lambda W: dict(W=W))}

if __name__ == "__main__":
    for data, sigma in (("w2_Y", 0.01), ("w2_Y", 0.1), ("w2_Y", 1.0), ("w8_Ystiff", 0.1)):
        W = products(data, sigma); other = products(data, sigma, 32, 1e-19)
        print(data, sigma, "error", float(np.abs(W - other).max() / np.abs(W).max()))
