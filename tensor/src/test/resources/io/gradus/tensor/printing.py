"""Writes printing.txt: what NumPy's `print` gives for arrays of many kinds.

Run `python3 printing.py > printing.txt`; the file was made with NumPy 2.4.6 and ml_dtypes 0.6.0. A case is a line "# dtype shape", a line
with the elements (floats as C99 hex), and then the printed lines, each after "> ".
"""
import hashlib
import sys

import ml_dtypes
import numpy as np

CASES = []


def case(x):
    CASES.append(np.asarray(x))


nan, inf = np.nan, np.inf
f32 = np.float32
for v in [0.0, -0.0, 1.0, -1.5, 0.1, 3.14159265358979, 1e15, 1e16, 123456789.0, 1e-4, 9.9e-5, 1e-5, 1.2345e-10, 1e100,
          5e-324, nan, inf, -inf, 1 / 3, 2e16, 123456.789e12]:
    case(np.float64(v))
for v in [0.1, 1 / 3, 16777216.0, 1e16, 1e-5, 3.4028235e38, 1e-45, -0.0, nan]:
    case(f32(v))
for v in [0, -7, 2147483647]:
    case(np.int32(v))
case(np.int64(-9223372036854775808))
case(np.uint8(255))
case(np.bool_(True))
case(np.bool_(False))
case(np.array([1, 2, 3], np.int32))
case(np.array([-1, 20, 300], np.int64))
case(np.array([[1, -200], [30, 4]], np.int32))
case(np.array([0, 255, 7], np.uint8))
case(np.array([True, False]))
case(np.array([[True], [False]]))
case(np.array([1.0, 2.0, 3.0], f32))
case(np.array([1.5, -2.25, 3.0], f32))
case(np.array([0.1, 0.2, 0.3], f32))
case(np.array([0.1, 0.2, 0.3]))
case(np.array([1 / 3, 2 / 3, 1.0]))
case(np.array([1 / 3, 200 / 3, -1.0], f32))
case(np.array([1e-3, 1.0, 999.0]))
case(np.array([1e-3, 1.0, 1001.0]))
case(np.array([1e-3, 1.0, 1e4]))
case(np.array([1e8, 1.0]))
case(np.array([99999999.0, 1.0e5]))
case(np.array([1e-5, 1e-4]))
case(np.array([1e-4, 2e-4]))
case(np.array([1e10, 1e-10]))
case(np.array([1e100, 1e-100, 1.0]))
case(np.array([1e-300, 1e300]))
case(np.array([0.0, -0.0, 1.0]))
case(np.array([-0.0, 0.0], f32))
case(np.array([0.0, 0.0]))
case(np.array([nan, 1.0, 2.5]))
case(np.array([inf, -inf, nan], f32))
case(np.array([inf, 1.0]))
case(np.array([-inf, 0.25, 100.0]))
case(np.array([nan, 1e10, -1e-10]))
case(np.array([nan, -inf, 1e20], f32))
case(np.array([-1.0, nan]))
case(np.array([1.123456789, 2.1]))
case(np.array([1.123456785, 1.123456775]))
case(np.array([0.99999999999, 1.0]))
case(np.array([9.999999999e9, 1.0]))
case(np.array([1.00000001e-5, 1.0]))
case(np.array([16777217.0, 0.5]))
case(np.array([16777216.0, 1.0], f32))
case(np.array([3.4028235e38, 1e-45], f32))
case(np.array([123456.789, 0.001], f32))
case(np.array([1e5, 12345.678], f32))
case(np.array([[1.0, 2.5], [-3.25, 1000.0]], f32))
case(np.array([[1e-8, 1.0], [2.0, 3.0]], f32))
case(np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], np.int32))
case(np.arange(24, dtype=f32).reshape(2, 3, 2, 2) / 3)
case(np.zeros((0,), f32))
case(np.zeros((0, 3), f32))
case(np.zeros((3, 0), np.int32))
case(np.zeros((2, 0, 2)))
case(np.zeros((2, 3, 0), np.bool_))
case(np.zeros((1, 1, 1, 1), f32))
case(np.arange(30, dtype=np.int32))
case(np.arange(1000, dtype=np.int32))
case(np.arange(40, dtype=f32) * f32(0.1))
case(np.arange(100, dtype=np.int64).reshape(2, 50) * 1000003)
case(np.arange(60).reshape(2, 1, 30) / 7)
case(np.array([True, False] * 20))
case(np.array([0.1] * 18))
case(np.array([1e-10] + [1.0] * 11))
case(np.arange(1001, dtype=np.int32))
case(np.arange(1200, dtype=f32) / f32(8))
case(np.arange(2000, dtype=np.int32).reshape(2, 1000))
case(np.arange(2000, dtype=np.int32).reshape(1000, 2))
case(np.arange(10000, dtype=f32).reshape(100, 100) / f32(64))
case(np.arange(8 * 7 * 30, dtype=np.int64).reshape(8, 7, 30) - 500)
case(np.arange(3 * 9 * 5 * 10, dtype=f32).reshape(3, 9, 5, 10))
case(np.arange(1001) % 2 == 0)
case(np.arange(1500) * 1e-7)
case((np.arange(1100) - 550) * 1e9)
case(np.arange(1001, dtype=np.uint8))
case(np.arange(2 * 501, dtype=np.int64).reshape(501, 2) * 10**12)
case(np.concatenate([np.ones(500), [1e20], np.ones(501)]))
case(np.arange(6 * 167, dtype=np.int32).reshape(6, 167))
case(np.arange(7 * 150, dtype=f32).reshape(7, 150) * f32(1e6))
case(np.array([True, True]))
case(np.array([nan, nan]))
case(np.array([-inf, -inf], f32))
case(np.array([1e6, 1.0], f32))
case(np.array([999999.0, 1000.0], f32))
case(np.array([1e-4, 2e-4], f32))
case(f32(1e-4))
case(f32(999999.0))
case(f32(1e6))
case(np.array([0.1, 1e-5 / 3], f32))
case(np.array([5e-324, 1.0]))
case(np.array([5e-324]))
case(np.array([2e-45], f32))
case(np.array([1e23]))
case(np.array([2.0**60, 3.0]))
case(np.array([1e16]))
case(np.array([1000.5, 0.001], f32))
case(np.array([[0.0, 1e-7], [1e7, 3.0]]))
for n in range(1, 5):
    case(np.arange(40.0).reshape((1,) * (n - 1) + (40,)) + 0.25)
    case(np.arange(36).reshape((1,) * (n - 1) + (36,)) + 10)
case((np.arange(1, 25) / 9).reshape(4, 6).astype(f32))
case((np.arange(1, 25) / 9).reshape(2, 2, 6))
case(np.array([0.1 + 0.2, 1e-3 / 7]))
case(np.array([1e-9, 0.5]) * 1e3)
case(np.array([12345678.9, 99999999.4]))
case(np.array([0.000123456789, 0.1]))
case(np.array([1.5, 2.5, -0.5e-9]))
f16, bf16 = np.float16, ml_dtypes.bfloat16
for t in f16, bf16:
    for v in [0.0, -0.0, 1.0, 0.1, 1 / 3, 999.5, 1000.0, 2048.0, 65504.0, 1e-4, 9.9e-5, 6e-8, nan, inf, -inf, -2.5, 123.0]:
        case(t(v))
    case(np.array([1, 2, 3], t))
    case(np.array([1.5, -2.25, 3.0], t))
    case(np.array([0.1, 0.2, 0.3], t))
    case(np.array([1 / 3, 200 / 3, -1.0], t))
    case(np.array([999.0, 1.0], t))
    case(np.array([1000.0, 1.0], t))
    case(np.array([1e-4, 2e-4], t))
    case(np.array([1e-5, 1.0], t))
    case(np.array([1e-3, 1.0], t))
    case(np.array([1e-3, 1.001], t))
    case(np.array([65504.0, 6e-8], t))
    case(np.array([inf, -inf, nan], t))
    case(np.array([nan, 1.0, 2.5], t))
    case(np.array([-0.0, 0.0], t))
    case(np.array([[1.0, 2.5], [-3.25, 100.0]], t))
    case(np.zeros((0, 3), t))
    case((np.arange(40) / 7).astype(t))
    case((np.arange(1200) / 8).astype(t))
    case((np.arange(2400) / 64).astype(t).reshape(2, 30, 40))
    case((np.arange(24) / 3).astype(t).reshape(2, 3, 4))
case(np.array([3.0e38, 1e-38, 9.2e-41], bf16))
case(bf16(1e6))
case(np.array([123456.0, 1234567.0, 1e-4, 9e-5], bf16))
for t in np.int8, np.int16, np.uint16, np.uint32, np.uint64:
    i = np.iinfo(t)
    case(t(i.min))
    case(t(i.max))
    case(np.array([i.min, i.max, 7], t))
    case(np.arange(30).astype(t).reshape(2, 15))
    case(np.arange(1100).astype(t))
    case(np.zeros((2, 0), t))
    case(np.arange(1200).astype(t).reshape(40, 30))

if len(sys.argv) > 1:
    # What PrintingTest knows of all finite positive float16: the digest of their texts, a line each, first one by one,
    # then four at a time.
    halves = np.arange(0x7C00, dtype=np.uint16).view(f16)
    print(hashlib.sha256("\n".join(map(str, [*halves, *halves.reshape(-1, 4)])).encode()).hexdigest())
    sys.exit()


def element(v, kind):
    if kind in "fV":
        return "nan" if np.isnan(v) else float(v).hex().replace("inf", "Infinity")
    return str(int(v))


for x in CASES:
    print("#", x.dtype.name, ",".join(map(str, x.shape)))
    print(" ".join(element(v, x.dtype.kind) for v in x.ravel()))
    for row in str(x).split("\n") if x.ndim else [str(x)]:
        print("> " + row)
