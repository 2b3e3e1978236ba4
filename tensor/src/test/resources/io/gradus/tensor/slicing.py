"""Writes slicing.txt: NumPy's results of basic indexing, or "error" where NumPy refuses.

Run `python3 slicing.py > slicing.txt`; the file was made with NumPy 2.4.6. A line is the shape of an arange, the
index, the shape of the result and its elements, separated by "|".
"""
import random

import numpy as np

random.seed(20261121)
SHAPES = [(), (1,), (5,), (7,), (0,), (3, 4), (1, 6), (4, 0), (2, 3, 4), (3, 1, 2), (2, 3, 2, 3)]
FIXED = [
    ((7,), t)
    for t in [":", "::", "::1", "::-1", "1:", ":1", "-1:", ":-1", "2:5", "5:2", "5:2:-1", "-3:-1", "-1:-3:-1", "10:", ":10",
              "-10:", ":-10", "10::-1", ":-10:-1", "-10::-1", "::2", "1::2", "::-2", "-2::-2", "::3", "::100", "::-100",
              "3:3", "0:0", "6:7", "7:8", "0", "-1", "6", "-7", "7", "-8", "...", "newaxis", "..., newaxis", "newaxis, ...",
              "newaxis, newaxis", "1, newaxis", "newaxis, 1", "1:3, newaxis", "None, 2", "+2", "+1:+4", " 1 : 5 : 2 "]
] + [
    ((2, 3, 4), t)
    for t in ["0", "0, 1", "0, 1, 2", "..., 0", "0, ...", ":, 1", ":, :, 1", "..., 1:3", "1:, ..., ::-1", ":, newaxis, 1",
              "0, newaxis, ..., newaxis, 1", "..., 1, :", "1, ..., 2", "0:0, ...", "0, 1, 2, ...", "..., 0, 1, 2",
              "0, 1, 2, 3", "..., ..., 0", "::-1, ::-1, ::-1", "1:10, -10:2", "2", ":, 3", "-1, -1, -1", "-3", "newaxis"]
]


def part(n):
    kind = random.random()
    if kind < 0.25:
        return str(random.randint(-n - 1, n) if n else 0)
    if kind < 0.35:
        return "newaxis"

    def end():
        return "" if random.random() < 0.35 else str(random.randint(-n - 3, n + 3))

    if kind < 0.7:
        return end() + ":" + end()
    return end() + ":" + end() + ":" + random.choice(["1", "2", "3", "-1", "-2", "-3", "7", "-7", ""])


def texts(shape):
    parts = [part(n) for n in shape[: random.randint(0, len(shape))]]
    if random.random() < 0.3 or not parts:
        parts.insert(random.randint(0, len(parts)), "...")
    return ", ".join(parts)


def line(shape, text):
    x = np.arange(int(np.prod(shape))).reshape(shape)
    try:
        y = x[eval("np.s_[" + text + "]", {"np": np, "newaxis": np.newaxis})]
        shown = ",".join(map(str, np.shape(y))) + "|" + ",".join(str(v) for v in np.ravel(y))
    except IndexError:
        shown = "error|"
    return ",".join(map(str, shape)) + "|" + text + "|" + shown


seen = set()
for shape, text in FIXED:
    seen.add(line(shape, text))
while len(seen) < 420:
    shape = random.choice(SHAPES)
    seen.add(line(shape, texts(shape)))
print("\n".join(sorted(seen)))
