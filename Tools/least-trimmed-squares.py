#!/usr/bin/env python3
"""Least trimmed squares by another way, for the golden values of RegressionTests.

Starts from every elemental subset (each row alone, or each pair of rows), keeps the best 1,500 and concentrates each to
convergence. On the public set `inttrade` of the FSDA toolbox (180 flows) it gives the published values to all their digits;
the generated sets below follow the generator of the tests, so that both sides see the same numbers.

    python3 Tools/least-trimmed-squares.py [inttrade.txt]
"""

import sys

import numpy as np

MASK = (1 << 64) - 1


class Generator:
    """The xorshift generator of Tests/TradeFlowsTests/GeneratedSeries.swift."""

    def __init__(self, seed):
        self.state = (seed * 2 + 1) & MASK

    def unit(self):
        x = self.state
        x ^= (x << 13) & MASK
        x ^= x >> 7
        x ^= (x << 17) & MASK
        self.state = x
        return (x >> 11) / 9007199254740992

    def within(self, low, high):
        return low + (high - low) * self.unit()

    def normal(self):
        a, b = self.unit(), self.unit()
        return np.sqrt(-2 * np.log(max(1e-300, a))) * np.cos(2 * np.pi * b)


def fit(columns, response, h):
    n, p = columns.shape
    if p == 1:
        starts = np.array([[response[i] / columns[i, 0]] for i in range(n)])
    else:
        starts = []
        for i in range(n):
            for j in range(i + 1, n):
                if columns[i, 1] != columns[j, 1]:
                    slope = (response[i] - response[j]) / (columns[i, 1] - columns[j, 1])
                    starts.append([response[i] - slope * columns[i, 1], slope])
        starts = np.array(starts)
    squares = np.sort((response[None, :] - starts @ columns.T) ** 2, axis=1)[:, :h].sum(1)
    best = (np.inf, None)
    for place in np.argsort(squares)[:1500]:
        beta, last = starts[place], np.inf
        for _ in range(200):
            rows = np.argsort((response - columns @ beta) ** 2, kind="stable")[:h]
            beta = np.linalg.lstsq(columns[rows], response[rows], rcond=None)[0]
            objective = np.sort((response - columns @ beta) ** 2)[:h].sum()
            if objective >= last * (1 - 1e-15):
                break
            last = objective
        if objective < best[0]:
            best = (objective, beta)
    return best


def show(name, x, y):
    n = len(x)
    for p in (1, 2):
        columns = x[:, None] if p == 1 else np.c_[np.ones(n), x]
        for h in (int(0.75 * n), (n + p + 1) // 2):
            objective, beta = fit(columns, y, h)
            print(f"{name}: {p} columns, h {h}: objective {objective:.12g}, beta {[float(b) for b in beta]}")


def main():
    if len(sys.argv) > 1:
        table = np.loadtxt(sys.argv[1])
        show("inttrade", table[:, 0], table[:, 1])
    random = Generator(97)
    for _ in range(20):
        random.unit()
    x = np.array([random.within(10, 1000) for _ in range(240)])
    y = np.array([40 + (4.25 if i % 5 else 1.6) * x[i] + 25 * random.normal() for i in range(240)])
    show("generated", x, y)


if __name__ == "__main__":
    main()
