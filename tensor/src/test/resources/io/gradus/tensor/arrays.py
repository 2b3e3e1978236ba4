"""Writes arrays.txt: NumPy's results of indexing with arrays and masks, or "error" where NumPy refuses.

Run `python3 arrays.py > arrays.txt`; the file was made with NumPy 2.4.6. A line is the shape of an arange, the index,
the shape of the result, its elements, and the elements after -1, -2, … were assigned to the part, separated by "|".
"""
import random

import numpy as np

random.seed(20261121)
SHAPES = [(1,), (5,), (7,), (0,), (3, 4), (1, 6), (4, 0), (2, 3, 4), (3, 1, 2), (2, 3, 2, 3)]
FIXED = [
    ((7,), t)
    for t in ["[0, 2, 2]", "[-1, -7]", "[]", "[[0, 1], [2, 3]]", "[7]", "[-8]", "[3], newaxis", "newaxis, [3, 1]", "[[1]]",
              "[True, False, True, False, False, False, True]", "[True, False]", "..., [1, 2]", "[1, 2], ...",
              "[False, False, False, False, False, False, False]", "[1], [2]"]
] + [
    ((2, 3, 4), t)
    for t in ["[0, 1], [2, 0]", "[0, 1], :, [2, 0]", ":, [2, 0], [1, 3]", ":, [0, 2]", "..., [3, 0, 3]", "0, [1, 2]",
              "0, :, [1, 2]", ":, 0, [1, 2]", ":, [0, 1], 0", "[1, 0], ..., [2, 0]", ":, [0, 1], ..., [2, 0]",
              ":, 0, ..., [1, 2]", "[[0], [1]], [0, 2]", "[[0], [1]], :, [0, 2]", "[0, 1], [0, 1, 2]", "[0, 1], newaxis, [0, 1]",
              ":, newaxis, [0, 1]", "newaxis, [0, 1], newaxis, 1:", "[True, False]", "[True, False], [0, 2]",
              "[True, True], :, [0, 2]", "[[True, False, True], [False, False, True]]",
              "[[True, False, True], [False, False, True]], [0, 3, 1]", "[[True, False, True], [False, False, True]], ::2",
              ":, [[True, False, True, False], [False, False, True, False], [True, True, False, False]]",
              ":, [True, False, True], ::-1", "1, [True, False, True]", "1, :, [True, False, True, True]",
              "::-1, [0, 2], 1:3", "1:, [0, 2], newaxis, 0", "[1], 1, 1", "1, 1, [1]", "[0, 2]", ":, :, [4]",
              "[True, False, True]", "[[True, False], [False, True]]", "[0], [0], [0], [0]"]
]


def numbers(n, shape):
    if not shape:
        return str(random.randint(-n, n - 1) if n and random.random() < 0.97 else n)
    return "[" + ", ".join(numbers(n, shape[1:]) for _ in range(shape[0])) + "]"


def truths(shape):
    if not shape:
        return random.choice(["True", "False"])
    return "[" + ", ".join(truths(shape[1:]) for _ in range(shape[0])) + "]"


def ranged(n):
    def end():
        return "" if random.random() < 0.5 else str(random.randint(-n - 1, n + 1))

    return end() + ":" + end() + random.choice(["", "", ":1", ":2", ":-1", ":-2"])


def text(shape):
    outer = random.choice([(1,), (2,), (3,), (2, 2), (2, 1)])
    parts = []
    axis = 0
    stop = random.randint(1, len(shape))
    while axis < stop:
        kind = random.random()
        if kind < 0.4:
            own = outer[random.randint(0, len(outer) - 1):]
            parts.append(numbers(shape[axis], tuple(random.choice([d, d, d, 1]) for d in own)))
        elif kind < 0.5:
            parts.append(numbers(shape[axis], ()))
        elif kind < 0.65:
            rank = random.randint(1, min(2, len(shape) - axis))
            if 0 in shape[axis:axis + rank]:
                continue
            parts.append(truths(shape[axis:axis + rank]))
            axis += rank - 1
        elif kind < 0.72:
            parts.append("newaxis")
            continue
        else:
            parts.append(ranged(shape[axis]))
        axis += 1
    if random.random() < 0.3:
        parts.insert(random.randint(0, len(parts)), "...")
    return ", ".join(parts)


def joined(values):
    return ",".join(str(int(v)) for v in values)


def line(shape, index):
    x = np.arange(int(np.prod(shape))).reshape(shape)
    head = joined(shape) + "|" + index + "|"
    at = eval("np.s_[" + index + "]", {"np": np, "newaxis": np.newaxis})
    at = tuple(np.array(p, dtype=int) if p == [] else p for p in (at if isinstance(at, tuple) else (at,)))
    try:
        y = x[at]
    except IndexError:
        return head + "error||"
    x[at] = -1 - np.arange(y.size).reshape(y.shape)
    return head + joined(y.shape) + "|" + joined(y.ravel()) + "|" + joined(x.ravel())


seen = set()
for shape, index in FIXED:
    seen.add(line(shape, index))
while len(seen) < 420:
    shape = random.choice(SHAPES)
    index = text(shape)
    if "[" in index and len(index) < 120:
        seen.add(line(shape, index))
print("\n".join(sorted(seen)))
