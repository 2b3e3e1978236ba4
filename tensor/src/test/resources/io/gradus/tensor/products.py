"""Writes products.txt: NumPy's results of products and of functions that arrange elements, or "error" where it refuses.

Run `python3 products.py > products.txt`; the file was made with NumPy 2.4.6. A line is the function with its arguments,
the shapes of the operands (each an arange, the i-th one starting at i), the shape of the result and its elements,
separated by "|".
"""
import random

import numpy as np

random.seed(20261121)
lines = set()


def joined(values):
    return ",".join(str(int(v)) for v in values)


def golden(call, shapes, f):
    operands = [np.arange(int(np.prod(s))).reshape(s) + i for i, s in enumerate(shapes)]
    head = call + "|" + ";".join(joined(s) for s in shapes) + "|"
    try:
        y = np.asarray(f(*operands))
    except (ValueError, IndexError):
        lines.add(head + "error|")
        return
    if y.ndim <= 8:
        lines.add(head + joined(y.shape) + "|" + joined(y.ravel()))


def shape(rank, most=4):
    return tuple(random.choice([1, 2, 3, most, 2, 3, 0 if random.random() < 0.2 else 2]) for _ in range(rank))


for shapes in [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((2, 3), (3, 4)), ((), (2, 3)), ((2, 3), ()), ((), ()),
               ((2, 3, 2, 4), (4,)), ((2, 3, 2, 4), (4, 5)), ((2, 3, 4), (5, 4, 2)), ((3,), (2, 3, 4)), ((2, 3), (2, 3)),
               ((0,), (0,)), ((2, 0), (0, 3)), ((0, 2), (2, 3)), ((3,), (4,)), ((2, 3, 4), (3,)), ((3, 4), (2, 2, 4, 3))]:
    golden("dot", shapes, np.dot)
    golden("inner", shapes, np.inner)
    golden("matmul", shapes, np.matmul)
    golden("outer", shapes, np.outer)
    golden("kron", shapes, np.kron)
    golden("vdot", shapes, np.vdot)
for _ in range(40):
    a, b = shape(random.randint(1, 4)), shape(random.randint(1, 4))
    if random.random() < 0.8:
        b = b[:-1] + a[-1:] if len(b) < 2 else b[:-2] + a[-1:] + b[-1:]
    golden("dot", (a, b), np.dot)
    golden("matmul", (a, b), np.matmul)
for n in range(4):
    golden("tensordot %d" % n, ((2, 3, 4), (2, 3, 4)), lambda x, y: np.tensordot(x, y, n))
    golden("tensordot %d" % n, ((4, 2, 3), (2, 3, 4)), lambda x, y: np.tensordot(x, y, n))
    golden("tensordot %d" % n, ((2, 3, 4), (4,)), lambda x, y: np.tensordot(x, y, n))
for p, q in [((0,), (1,)), ((1, 2), (1, 0)), ((-1,), (0,)), ((0, 2), (2, 1)), ((0, 0), (2, 2)), ((2, 0, 1), (0, 2, 1)), ((3,), (0,))]:
    golden("tensordot %s;%s" % (joined(p), joined(q)), ((2, 3, 4), (4, 3, 2)), lambda x, y: np.tensordot(x, y, (p, q)))


# NumPy 2 has dropped vectors of length 2.
def cross(x, y):
    if x.shape[-1] == 2 and y.shape[-1] == 2:
        return x[..., 0] * y[..., 1] - x[..., 1] * y[..., 0]
    third = [np.pad(v, [(0, 0)] * (v.ndim - 1) + [(0, 1)]) if v.shape[-1] == 2 else v for v in (x, y)]
    return np.cross(*third)


for shapes in [((3,), (3,)), ((2,), (3,)), ((2,), (2,)), ((4, 3), (3,)), ((4, 1, 2), (5, 3)), ((4, 2), (2,)), ((4,), (3,))]:
    golden("cross", shapes, cross)
for text, shapes in [
    ("ij,jk->ik", ((2, 3), (3, 4))), ("ij,jk", ((2, 3), (3, 4))), ("ij,jk->ki", ((2, 3), (3, 4))), ("ij->ji", ((2, 3),)),
    ("ij", ((2, 3),)), ("ji", ((2, 3),)), ("ba", ((2, 3),)), ("ii", ((3, 3),)), ("ii->i", ((3, 3),)), ("ii->", ((3, 3),)), ("iij->j", ((3, 3, 2),)),
    ("iji->ij", ((3, 2, 3),)), ("iii->i", ((2, 2, 2),)), ("iii", ((2, 2, 2),)), ("i,i", ((3,), (3,))), ("i,j", ((3,), (2,))), ("i,j->ji", ((3,), (2,))),
    ("i,i->i", ((3,), (3,))), ("ij,ij->", ((2, 3), (2, 3))), ("ij,ij->i", ((2, 3), (2, 3))), ("bij,bjk->bik", ((2, 3, 4), (2, 4, 5))),
    ("bhqd,bhkd->bhqk", ((2, 2, 3, 4), (2, 2, 5, 4))), ("btnh,bsnh->bnts", ((2, 3, 2, 4), (2, 5, 2, 4))), (",ij", ((), (2, 3))), (",", ((), ())),
    ("...ij,...jk->...ik", ((2, 2, 3, 4), (2, 4, 2))), ("...ij,...jk", ((2, 1, 3, 4), (5, 4, 2))), ("...i->...", ((2, 3, 4),)), ("i...->...", ((2, 3, 4),)),
    ("...", ((2, 3),)), ("...,...", ((2, 3), (3,))), ("...,...->...", ((2, 1), (3,))), ("i...j->j...i", ((2, 3, 4),)), ("...i,i...", ((2, 3), (3, 2))),
    ("ij,jk,kl->il", ((2, 3), (3, 4), (4, 2))), ("ij,jk,kl->lki", ((2, 3), (3, 4), (4, 2))), ("a,b,c->cab", ((2,), (3,), (4,))), ("ab,bc,ca->", ((2, 3), (3, 4), (4, 2))),
    ("ij,k->i", ((2, 3), (4,))), ("ij,jk->", ((2, 3), (3, 4))), ("ijk,j->ik", ((2, 3, 4), (3,))), ("aB,Bc", ((2, 3), (3, 2))), ("zA", ((2, 3),)), ("i j , j k -> i k", ((2, 3), (3, 4))),
    ("ij,jk->ik", ((2, 0), (0, 3))), ("ij,jk->ik", ((0, 2), (2, 3))), ("i->", ((0,),)), ("ij,jk->ik", ((2, 1), (3, 4))), ("ij,ij->ij", ((1, 3), (2, 1))), ("i,i->i", ((1,), (3,))), ("i,i->", ((1,), (3,))), ("ij->i", ((1, 1),)), ("i,i->i", ((1,), (1,))),
    # refused
    ("ij,jk->ik", ((2, 3), (2, 3))), ("ij->ijk", ((2, 3),)), ("ij->ii", ((2, 3),)), ("ij", ((2, 3, 4),)), ("ij,jk", ((2, 3),)), ("ij", ((2, 3), (3, 4))), ("i1->i", ((2, 3),)),
    ("ii", ((2, 3),)), ("...i...", ((2, 3),)), ("..i", ((2, 3),)), ("ij->j->i", ((2, 3),)), ("i-j", ((2, 3),)), ("...,...", ((2, 3), (2,))), ("...ij", ((2,),)),
]:
    golden("einsum " + text, shapes, lambda *xs: np.einsum(text, *xs))
for _ in range(40):
    lengths = {c: random.randint(1, 4) for c in "abcdef"}
    terms = ["".join(random.choices("abcdef", k=random.randint(1, 4))) for _ in range(random.randint(1, 3))]
    used = sorted(set("".join(terms)))
    text = ",".join(terms) + "->" + "".join(random.sample(used, random.randint(0, len(used))))
    golden("einsum " + text, [tuple(lengths[c] for c in t) for t in terms], lambda *xs: np.einsum(text, *xs))
for mode in ["reflect", "symmetric", "edge", "wrap", "constant"]:
    for s, widths in [((4,), [(1, 2)]), ((4,), [(3, 3)]), ((4,), [(9, 11)]), ((1,), [(2, 3)]), ((2, 3), [(1, 0), (0, 2)]), ((2, 3), [(0, 0), (5, 4)]), ((0, 2), [(0, 0), (1, 1)]), ((2, 3, 2), [(1, 1), (2, 2), (0, 1)]), ((2,), [(-1, 1)]), ((2, 3), [(1, 1)] * 3)]:
        golden("pad %s %s" % (mode, ";".join(joined(w) for w in widths)), (s,), lambda x: np.pad(x, widths, mode=mode) if mode != "constant" else np.pad(x, widths, constant_values=7))
for s in [(5,), (3, 4), (2, 3, 2), (0, 3), ()]:
    for shift in [0, 1, -1, 2, 7, -13]:
        golden("roll %d" % shift, (s,), lambda x: np.roll(x, shift))
        for axis in [0, 1, -1]:
            golden("roll %d %d" % (shift, axis), (s,), lambda x: np.roll(x, shift, axis))
    for n in [0, 1, 2, 3]:
        golden("repeat %d" % n, (s,), lambda x: np.repeat(x, n))
        for axis in [0, 1, -1] if s else []:
            golden("repeat %d %d" % (n, axis), (s,), lambda x: np.repeat(x, n, axis))
    for reps in [(2,), (1, 2), (2, 1), (2, 0), (2, 2, 2), (1, 3, 1, 2)]:
        golden("tile " + joined(reps), (s,), lambda x: np.tile(x, reps))
    for k in [-2, -1, 0, 1, 2]:
        if len(s) > 1:
            golden("tril %d" % k, (s,), lambda x: np.tril(x, k))
            golden("triu %d" % k, (s,), lambda x: np.triu(x, k))
        golden("diag %d" % k, (s,), lambda x: np.diag(x, k))
        golden("trace %d" % k, (s,), lambda x: np.trace(x, k, -2, -1))
        golden("rot90 %d" % k, (s,), lambda x: np.rot90(x, k))
for axes in [(0, 1), (1, 0), (0, -1), (2, 0), (1, 1), (0, 3)]:
    for k in [-3, -1, 0, 1, 2, 5]:
        golden("diagonal %d %s" % (k, joined(axes)), ((2, 3, 4),), lambda x: np.diagonal(x, k, *axes))
    golden("rot90 1 " + joined(axes), ((2, 3, 4),), lambda x: np.rot90(x, 1, axes))
for p, q in [((0,), (2,)), ((-1,), (0,)), ((0, 1), (1, 2)), ((0, 1), (-1, -2)), ((2, 0), (0, 1)), ((0, 0), (1, 2)), ((3,), (0,)), ((0, 1), (0,))]:
    golden("moveaxis %s;%s" % (joined(p), joined(q)), ((2, 3, 4),), lambda x: np.moveaxis(x, p, q))
for axes in ["", "0", "1", "-1", "0,2", "0,0", "3"]:
    at = tuple(int(a) for a in axes.split(",") if a)
    golden("flip " + axes, ((2, 3, 2),), lambda x: np.flip(x, at or None))
    golden("squeeze " + axes, ((1, 3, 1),), lambda x: np.squeeze(x, at or None))
for axis in [0, 1, -1, 2, -3]:
    for shapes in [((2, 3), (1, 3)), ((2, 3), (2, 3)), ((2, 3), (2, 1)), ((2, 3), (0, 3)), ((2, 3), (3,))]:
        golden("concatenate %d" % axis, shapes, lambda *xs: np.concatenate(xs, axis))
        golden("stack %d" % axis, shapes, lambda *xs: np.stack(xs, axis))
print("\n".join(sorted(lines)))
