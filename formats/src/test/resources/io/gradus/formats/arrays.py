"""Writes spellings.npz, refused.npz and mixed.npz with NumPy (1.24.2), and checks that NumPy reads
all of the first: each entry is the array [[0, 1, 2], [3, 4, 5]] (or what its name says) with
another header. Run in this folder; needs NumPy."""

import io
import struct
import zipfile

import numpy as np

TIME = (1980, 1, 1, 0, 0, 0)


def saved(array, allow_pickle=False):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=allow_pickle)
    return file.getvalue()


def header(text, elements, version=1):
    text = text.encode("utf-8")
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    size = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + size + text + elements


def text(descr, shape="(2, 3)", order="False"):
    return "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (descr, order, shape)


def archive(name, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as file:
        for key, content in entries.items():
            info = zipfile.ZipInfo(key, TIME)
            info.compress_type = method
            file.writestr(info, content)


x = np.arange(6).reshape(2, 3)
spellings = {}
for code in "? b1 u1 u2 u4 u8 i1 i2 i4 i8 f2 f4 f8 e f d h H i I q Q b B half single double bool".split() + (
        "l L p P byte ubyte short ushort intc uintc int int_ uint long ulong longlong ulonglong intp uintp "
        "bool_ float float_").split():
    for order in "", "<", ">", "=", "|":
        if len(code) > 2 and order:
            continue
        try:
            dtype = np.dtype(order + code)
        except TypeError:
            continue
        name = "%s%s" % ({"": "none", "<": "little", ">": "big", "=": "native", "|": "bar"}[order], "_" + code.replace("?", "question"))
        elements = x.astype(dtype).tobytes()
        spellings[name] = header(text("'%s%s'" % (order, code)), elements)
for name in "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64".split():
    spellings["name_" + name] = header(text("'%s'" % name), x.astype(name).tobytes())
for dtype in ">f4", "<f4", ">i8", "|b1", ">u2":
    spellings["fortran" + dtype[1:] + {"<": "l", ">": "b", "|": "n"}[dtype[0]]] = saved(
        np.asfortranarray(x.astype(dtype)))
f4 = x.astype("<f4").tobytes()
spellings["version2"] = header(text("'<f4'"), f4, 2)
spellings["version3"] = header(text("'<f4'"), f4, 3)
spellings["python2"] = header(text("'<f4'", "(2L, 3L)"), f4)
spellings["python2_u"] = header("{u'descr': u'<f4', u'fortran_order': False, u'shape': (2L, 3), }", f4)
spellings["spaces"] = header("  { 'shape' :( 2 ,3 ) ,\t'fortran_order':False,\n 'descr' : \"<f4\" }  ", f4)
spellings["python2_one"] = header(text("'<f4'", "(6L,)"), f4)
spellings["scalar"] = saved(np.array(5, ">i4"))
spellings["empty"] = saved(np.zeros((0, 3), ">f8"))
spellings["empty_fortran"] = header(text("'<f4'", "(3, 0)", "True"), b"")
for name, content in spellings.items():
    if name.startswith("python2"):
        content = content.replace(b"L", b" ")  # NumPy 1.24 reads these only with a warning
    read = np.load(io.BytesIO(content))
    want = x.astype(read.dtype)
    if name == "python2_one":
        want = want.reshape(6)
    elif name == "scalar":
        want = np.array(5)
    elif name.startswith("empty"):
        want = np.zeros(read.shape)
        assert read.size == 0
    assert np.array_equal(read, want), name
archive("spellings.npz", {name + ".npy": content for name, content in spellings.items()})

refused = {
    "objects": saved(np.array([{"a": 1}, None], dtype=object), True),
    "bytes": saved(np.array([b"abc", b"defgh"])),
    "texts": saved(np.array(["abc", "defghij"])),
    "dates": saved(np.array(["2020-01-01"], "datetime64[D]")),
    "durations": saved(np.array([1], "timedelta64[ns]")),
    "complex": saved(np.array([1 + 2j], "complex64")),
    "long_double": saved(np.array([1], "longdouble")),
    "structured": saved(np.array([(1, 2.0)], [("count", "<i4"), ("mean", "<f8")])),
    "titled": saved(np.array([(1,)], [(("How many", "count"), "<i4")])),
    "subarray": header(text("('<f4', (3,))", "(2,)"), f4),
    "raw": saved(np.array([b"abcd"], "V4")),
    "bfloat16": header(text("'|V2'"), f4[:12]),  # what ml_dtypes writes for bfloat16, also '<V2'
    "float8": header(text("'|V1'"), f4[:6]),
    "old_float8": header(text("'<f1'"), f4[:6]),
    "string_dtype": header(text("'|T16'", "(1,)"), bytes(16)),
    "longdouble": header(text("'longdouble'", "(1,)"), bytes(16)),
}
archive("refused.npz", {name + ".npy": content for name, content in refused.items()})

mixed = {
    "readings.npy": saved(np.array([0.5, 2.5, -1], "<f4")),
    "notes.npy": refused["objects"],
    "folder/": b"",
    "folder/labels.npy": saved(np.array([0, 1, 1])),
    "readme.txt": b"What the readings are.",
    "unsuffixed": saved(np.array([7, 8], ">i2")),
}
archive("mixed.npz", mixed, zipfile.ZIP_STORED)
