"""Cuts the first images of one digit out of the MNIST training data.

    python3 cut_ones.py train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz ones-images.idx.gz

writes the first 100 images with label 1, in their original order, as a gzipped IDX file of unsigned
bytes (100 x 28 x 28). The gzip header carries no time, so the result is the same at every run.
It needs nothing beyond Python's standard library.
"""

import gzip
import struct
import sys

DIGIT, COUNT = 1, 100

images_path, labels_path, output_path = sys.argv[1:]
images = gzip.open(images_path).read()
labels = gzip.open(labels_path).read()[8:]
_, _, height, width = struct.unpack(">IIII", images[:16])
size = height * width
chosen = [k for k, label in enumerate(labels) if label == DIGIT][:COUNT]
pixels = b"".join(images[16 + k * size : 16 + (k + 1) * size] for k in chosen)
header = struct.pack(">IIII", 0x803, COUNT, height, width)
with open(output_path, "wb") as file:
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as output:
        output.write(header + pixels)
