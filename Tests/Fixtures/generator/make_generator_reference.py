"""Prints the reference numbers of SeededGeneratorTests and RandomMatricesTests.

xoshiro256** (Blackman and Vigna 2021) with a state from SplitMix64 (Steele, Lea and Flood 2014),
written from the papers' descriptions, on Python's own integers; normal numbers by Box and Muller.
"""

import math

MASK = (1 << 64) - 1


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate(value, count):
    return ((value << count) | (value >> (64 - count))) & MASK


def xoshiro(s0, s1, s2, s3):
    while True:
        yield rotate((5 * s1) & MASK, 7) * 9 & MASK
        t = (s1 << 17) & MASK
        s2, s3 = s2 ^ s0, s3 ^ s1
        s1, s0 = s1 ^ s2, s0 ^ s3
        s2, s3 = s2 ^ t, rotate(s3, 45)


def seeded(seed, stream):
    mixer = split_mix(seed ^ next(split_mix(stream)))
    return xoshiro(*(next(mixer) for _ in range(4)))


def normals(generator):
    while True:
        u, v = ((next(generator) >> 11) / 2**53 for _ in range(2))
        radius = math.sqrt(-2 * math.log(1 - u))
        yield radius * math.cos(2 * math.pi * v)
        yield radius * math.sin(2 * math.pi * v)


# Published first outputs: xoshiro256** from the state 1, 2, 3, 4, and SplitMix64 from 1234567.
check = xoshiro(1, 2, 3, 4)
assert [next(check) for _ in range(4)] == [11520, 0, 1509978240, 1215971899390074240]
check = split_mix(1234567)
assert [next(check) for _ in range(2)] == [6457827717110365317, 3203168211198807973]

for seed, stream in [(0, 0), (1, 0), (20260101, 7), (MASK, MASK)]:
    outputs = seeded(seed, stream)
    numbers = [next(outputs) for _ in range(1000)]
    print(f"seed {seed} stream {stream}: {numbers[:4]}, 1000th {numbers[-1]}")
outputs = normals(seeded(20260101, 7))
print("normal numbers of seed 20260101 stream 7:", [next(outputs) for _ in range(5)])
