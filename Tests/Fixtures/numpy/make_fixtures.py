"""Writes the array files that the tests of MatrixFiles read.

Run it in this folder: python3 make_fixtures.py. VERSIONS.txt then says by what they were written.
The values follow formulas that the tests repeat: element (i, j) of a table is
(-1)^(i+j) (7 i + j) / 8 for floating point, without the division for signed integers, 7 i + j for
unsigned ones, and (i + j) mod 3 = 0 for truth values.
"""

import gzip
import io
import platform
import struct
import zipfile
import zlib

import numpy as np
from numpy.lib import format as npy_format

i, j = np.indices((3, 4))
sign = (-1.0) ** (i + j)


def table(kind):
    if kind == "b":
        return (i + j) % 3 == 0
    return {"f": sign * (7 * i + j) / 8, "i": sign * (7 * i + j), "u": 7 * i + j}[kind]


def write(name, array, version=(1, 0)):
    with open(name, "wb") as file:
        npy_format.write_array(file, array, version=version)


codes = ["|b1", "|i1", "|u1"] + [e + c for e in "<>" for c in "i2 u2 i4 u4 i8 u8 f4 f8".split()]
for code in codes:
    values = table(code[1]).astype(code)
    label = {"<": "little", ">": "big", "|": "byte"}[code[0]] + "-" + code[1:]
    write(f"{label}-rows.npy", np.ascontiguousarray(values))
    write(f"{label}-columns.npy", np.asfortranarray(values))
for code in "i1 u1 i2 u2 i4 u4".split():
    limits = np.iinfo(code)
    write(f"limits-{code}.npy", np.array([limits.min, limits.max], dtype="<" + code))
write("limits-i8.npy", np.array([-(2**53), 2**53], dtype="<i8"))
write("limits-u8.npy", np.array([0, 2**53], dtype="<u8"))
write("limits-f8.npy", np.array([5e-324, np.finfo("f8").max, -0.0]))
write("inexact-i8.npy", np.array([1, -(2**53) - 1], dtype="<i8"))
write("inexact-u8.npy", np.array([1, 2, 2**64 - 1], dtype="<u8"))

for version in [(1, 0), (2, 0), (3, 0)]:
    write(f"version-{version[0]}.npy", table("f"), version)
write("zero-axes.npy", np.array(2.5))
write("one-axis.npy", np.arange(5) / 4)
cube = np.arange(24.0).reshape(2, 3, 4)
write("three-axes-rows.npy", cube)
write("three-axes-columns.npy", np.asfortranarray(cube))
write("empty.npy", np.zeros((0, 3)))
write("with-nan.npy", np.asfortranarray([[1, 2, np.inf], [np.nan, 5, 6]]))
write("complex.npy", np.array([1 + 2j]))
write("text.npy", np.array(["a", "b"]))
write("records.npy", np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]))

members = {"weights": np.asfortranarray(table("f")), "steps": np.arange(6), "scale": np.array(0.5)}
np.savez("stored.npz", **members)
np.savez_compressed("deflated.npz", **members)


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that sizes follow the data of each member."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, data):
        self.content += bytes(data)
        return len(data)


pipe = Pipe()
np.savez_compressed(pipe, **members)
open("streamed.npz", "wb").write(pipe.content)

# Python writes 64-bit sizes only beyond this limit; lowering it gives a small example.
plain_limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 16, 1
np.savez("large-sizes.npz", **members)
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = plain_limits

np.savetxt("savetxt.csv", table("f"), delimiter=",")
np.savetxt("savetxt-header.csv", table("f"), delimiter=",", header="a,b,c,d", comments="")


def idx(code, values):
    header = struct.pack(">BBBB", 0, 0, code, values.ndim)
    header += b"".join(struct.pack(">I", size) for size in values.shape)
    return header + values.tobytes()


for code, kind in {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}.items():
    values = table(kind[-2]).astype(kind)
    open(f"table-{kind[-2:]}.idx", "wb").write(idx(code, values))
images = np.arange(24, dtype="u1").reshape(3, 2, 4)
open("images.idx", "wb").write(idx(8, images))
# The name does not say that this one is compressed.
open("images-gzipped.idx", "wb").write(gzip.compress(idx(8, images), mtime=0))
claim = struct.pack(">BBBBII", 0, 0, 8, 2, 2**30, 256)
open("huge-claim.idx", "wb").write(gzip.compress(claim + bytes(1000), mtime=0))


def png(pixels, depth, colour):
    """A PNG without filters; `pixels` is height x bytes of a row."""

    def chunk(name, data):
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    height, row_bytes = pixels.shape
    channels = {0: 1, 2: 3, 6: 4}[colour]
    width = row_bytes * 8 // (channels * depth)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [("IHDR", header), ("IDAT", zlib.compress(rows)), ("IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(n.encode(), d) for n, d in parts)


grey = np.array([[0, 1, 127], [128, 254, 255]], dtype="u1")
colours = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [10, 20, 30]]], dtype="u1")
clear = np.array([[[10, 20, 30, 255], [10, 20, 30, 0]]], dtype="u1")
open("grey-8.png", "wb").write(png(grey, 8, 0))
open("grey-16.png", "wb").write(png(np.repeat(grey, 2, axis=1), 16, 0))
open("colour-8.png", "wb").write(png(colours.reshape(2, -1), 8, 2))
open("colour-16.png", "wb").write(png(np.repeat(colours, 2, axis=2).reshape(2, -1), 16, 2))
open("transparent-8.png", "wb").write(png(clear.reshape(1, -1), 8, 6))
open("grey-1.png", "wb").write(png(np.array([[0b10110000], [0b01001111]], dtype="u1"), 1, 0))

with open("VERSIONS.txt", "w") as file:
    file.write(f"NumPy {np.__version__}, Python {platform.python_version()}\n")
