#!/usr/bin/env python3
"""Writes regression-inputs.csv, regression-outputs.csv and regression-new.csv: outputs of rank 2 with noise.

Usage: make_regression.py FOLDER
"""
import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])
random = np.random.default_rng(2)
names = ["rain", "sun", "wind", "nitrogen", "clay", "slope", "pH", "density"]
outputs = ["yield", "height", "protein", "starch", "water", "colour"]
coefficients = random.normal(size=(8, 2)) @ np.diag([1.0, 0.6]) @ random.normal(size=(2, 6))
inputs = random.normal(size=(64, 8)) + 3
values = inputs @ coefficients + random.normal(scale=2, size=(64, 6))


def write(name, header, table):
    np.savetxt(folder / name, table, fmt="%.3f", delimiter=",", header=",".join(header), comments="")


write("regression-inputs.csv", names, inputs[:60])
write("regression-outputs.csv", outputs, values[:60])
write("regression-new.csv", names, inputs[60:])
