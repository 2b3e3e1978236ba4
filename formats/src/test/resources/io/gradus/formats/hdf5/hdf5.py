# Makes the *.h5.gz files of this folder, and beside most of them an *.npz with the arrays
# that a reader must find in it, by path.  Written with h5py 3.7.0 over HDF5 1.10.8; hdf5_2.h5 with
# h5py 3.16.0 over HDF5 2.0.0:
#
#   python3 hdf5.py FOLDER            all but hdf5_2.h5
#   python3 hdf5.py FOLDER hdf5_2     that one
import ctypes
import gzip
import os
import sys

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t

folder = sys.argv[1]
library = ctypes.CDLL(
    next(line.split()[-1] for line in open("/proc/self/maps")
         if "libhdf5" in line and "_hl" not in line and ".so" in line))


class Case:
    """A file under way, and what must be found in it."""

    def __init__(self, name, **options):
        self.path = os.path.join(folder, name + ".h5")
        self.start = options.pop("start", b"")
        options.setdefault("libver", "latest")
        fcpl, fapl = options.pop("fcpl", None), None
        if fcpl is not None:
            fapl = h5p.create(h5p.FILE_ACCESS)
            fapl.set_libver_bounds(h5f.LIBVER_LATEST, h5f.LIBVER_LATEST)
            self.file = h5py.File(h5f.create(self.path.encode(), h5f.ACC_TRUNC, fcpl, fapl))
        else:
            self.file = h5py.File(self.path, "w", **options)
        self.expected = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()
        if "small_" not in self.path:
            np.savez_compressed(self.path[:-3] + ".npz", **self.expected)
        with open(self.path, "rb") as f:
            content = self.start + f.read()[len(self.start):]
        with gzip.GzipFile(self.path + ".gz", "wb", mtime=0) as f:
            f.write(content)
        os.remove(self.path)

    def expect(self, path, values):
        values = np.asarray(values)
        self.expected[path] = values.astype(values.dtype.newbyteorder("="))

    def add(self, path, values, **options):
        """A dataset with all values written."""
        values = np.asarray(values)
        made = self.file.create_dataset(path, data=values, **options)
        self.expect(path, values)
        return made

    def partly(self, path, shape, parts, dtype="float32", **options):
        """A dataset of which only some slices are written, with the values of counts."""
        made = self.file.create_dataset(path, shape, dtype=dtype, **options)
        want = np.full(shape, options.get("fillvalue", 0), dtype)
        all = np.arange(want.size).reshape(shape).astype(dtype) + 1
        for part in parts:
            made[part] = all[part]
            want[part] = all[part]
        self.expect(path, want)
        return made

    def low(self, path, values, change, space=None, dtype=None):
        """A dataset whose creation properties are changed."""
        values = np.asarray(values)
        plist = h5p.create(h5p.DATASET_CREATE)
        change(plist)
        kind = h5t.py_create(values.dtype, logical=True) if dtype is None else dtype
        space = h5s.create_simple(values.shape) if space is None else space
        link = h5p.create(h5p.LINK_CREATE)
        link.set_create_intermediate_group(True)
        made = h5py.Dataset(
            h5d.create(self.file.id, path.encode(), kind, space, plist, link))
        made[...] = values
        self.expect(path, values)
        return made


counts = lambda *shape: np.arange(np.prod(shape)).reshape(shape)


def groups():
    with Case("groups") as c:
        c.add("few/a", np.float32(1))
        many = c.file.create_group("many", track_order=True)
        for i in reversed(range(40)):
            c.add("many/m%d" % i, np.int32(i))
        unordered = c.file.create_group("unordered")
        for i in reversed(range(20)):
            c.add("unordered/u%02d" % i, np.int16(i))
        # Some links are huge objects of the heap.
        c.add("unordered/" + "long" * 1500, np.int8(7))
        c.file["soft"] = h5py.SoftLink("/many/m3")
        c.file["many/relative"] = h5py.SoftLink("m5")
        c.file["twice"] = h5py.SoftLink("soft")
        c.file["dangling"] = h5py.SoftLink("/nothing/here")
        c.file["round"] = h5py.SoftLink("/round")
        c.file["external"] = h5py.ExternalLink("other.h5", "/data")
        c.file["few/up"] = c.file["/"]
        c.file["few/same"] = c.file["few/a"]
        c.file["kind"] = np.dtype("<f8")
        c.file.create_dataset("named", data=[1.5, 2.5], dtype=c.file["kind"])
        c.expect("named", [1.5, 2.5])
        c.file["few"].attrs.create("named", 3.5, dtype=c.file["kind"])
        c.file.create_group("nothing")
    with Case("old_groups", libver="earliest", userblock_size=1024, start=b"a user block") as c:
        for i in range(40):
            c.add("many/m%d" % i, np.int32(i))
        c.file["many/soft"] = h5py.SoftLink("m39")
        c.file["absolute"] = h5py.SoftLink("/many/m38")


def deep():
    # Indirect blocks within indirect blocks, trees of depth 2, arrays with pages.
    with Case("deep") as c:
        one = c.add("one", np.float32(1))
        wide = c.file.create_group("wide")
        for i in range(1800):
            wide[("n%04d" % i) + "x" * 500] = one
        f = c.file
        big = f.create_dataset("pages", (140_000,), "uint8", maxshape=(None,), chunks=(1,))
        values = (np.arange(140_000) % 251).astype("uint8")
        big[...] = values
        c.expect("pages", values)
        some = f.create_dataset("some_pages", (300_000,), "uint8", maxshape=(None,), chunks=(1,),
                                fillvalue=9)
        want = np.full(300_000, 9, "uint8")
        for at in (0, 5, 1000, 140_000, 299_999):
            some[at] = want[at] = at % 200
        c.expect("some_pages", want)
        fixed = f.create_dataset("fixed_pages", (5000,), "int16", chunks=(2,), maxshape=(6000,),
                                 fillvalue=-3)
        want = np.full(5000, -3, "int16")
        fixed[0:10] = want[0:10] = np.arange(10)
        fixed[4990:5000] = want[4990:5000] = np.arange(10)
        c.expect("fixed_pages", want)
        c.add("grid", counts(100, 90).astype("int32"), chunks=(2, 3), maxshape=(None, None))


def indexes(c):
    values = counts(10, 13).astype("float32")
    c.add("single/plain", values, chunks=(10, 13))
    c.add("single/filtered", values, chunks=(10, 13), compression="gzip")
    c.add("single/larger", values, chunks=(16, 16), maxshape=(16, 16))
    early = lambda p: (p.set_chunk((4, 5)), p.set_alloc_time(h5d.ALLOC_TIME_EARLY))
    c.low("implicit/all", values, early)
    c.low("implicit/limits", values, early, h5s.create_simple((10, 13), (20, 30)))
    for name, options in {
        "fixed": dict(chunks=(4, 5)),
        "fixed_limits": dict(chunks=(4, 5), maxshape=(20, 30)),
        "extensible": dict(chunks=(4, 5), maxshape=(None, 13)),
        "extensible_last": dict(chunks=(4, 5), maxshape=(20, None)),
        "tree": dict(chunks=(4, 5), maxshape=(None, None)),
    }.items():
        c.add(name + "/plain", values, **options)
        c.add(name + "/gzip", values, compression="gzip", **options)
        c.add(name + "/all", values, compression="gzip", shuffle=True, fletcher32=True, **options)
        c.partly(name + "/partly", (10, 13), [np.s_[0:2, 0:2], np.s_[9, 12]], fillvalue=-1.5,
                 **options)
        c.partly(name + "/partly_gzip", (10, 13), [np.s_[5, 6]], compression="gzip", **options)
        c.partly(name + "/never", (10, 13), [], fillvalue=2.5, **options)
    for name in ("extensible", "extensible_last", "tree"):
        made = c.add(name + "/shrunk", values, chunks=(4, 5), maxshape=(None, None)
                     if name == "tree" else (None, 13) if name == "extensible" else (20, None))
        size = (10, 3) if name == "extensible_last" else (3, 13)
        made.resize(size)
        c.expect(name + "/shrunk", values[: size[0], : size[1]])
    cube = counts(3, 40, 5).astype("int64")
    c.add("cube", cube, chunks=(2, 3, 2), maxshape=(3, None, 5))
    c.add("rows", counts(50, 4, 3).astype("uint16"), chunks=(7, 4, 3), compression="gzip")

    def cut(p):
        p.set_chunk((4, 5))
        p.set_deflate(6)
        library.H5Pset_chunk_opts.argtypes = [ctypes.c_int64, ctypes.c_uint]
        assert library.H5Pset_chunk_opts(p.id, 2) >= 0

    c.low("cut_edges", values, cut)
    c.low("compact", values[0], lambda p: p.set_layout(h5d.COMPACT))


def layouts():
    with Case("indexes") as c:
        indexes(c)
    with Case("old_indexes", libver="earliest") as c:
        indexes(c)


def types():
    with Case("types") as c:
        for kind in "i1 i2 i4 i8 u1 u2 u4 u8".split():
            low = 0 if kind[0] == "u" else -(1 << (8 * int(kind[1]) - 1))
            values = np.array([low, 0, 1, 100, np.iinfo(kind).max], kind)
            for order in "<>":
                c.add("integers/%s%s" % (kind, "le" if order == "<" else "be"),
                      values.astype(order + kind))
        for kind in "f2 f4 f8".split():
            values = np.array([0, -0.0, 1.5, -2.25, 6e-8, 65504, np.inf, np.nan], kind)
            for order in "<>":
                c.add("floats/%s%s" % (kind, "le" if order == "<" else "be"),
                      values.astype(order + kind))
        c.add("big_chunks", counts(10, 13).astype(">f4"), chunks=(4, 5), compression="gzip",
              shuffle=True)
        c.partly("big_fill", (6,), [np.s_[0:2]], ">i4", chunks=(2,), fillvalue=-5)
        c.add("bools", np.array([[True, False], [False, True]]))
        enum = h5py.enum_dtype({"RED": 3, "GREEN": -4}, basetype="i2")
        c.file.create_dataset("enum", data=[3, -4, 3], dtype=enum)
        c.expect("enum", np.array([3, -4, 3], "i2"))
        odd = h5py.enum_dtype({"FALSE": 1, "TRUE": 0}, basetype="i1")
        c.file.create_dataset("odd_enum", data=[1, 0], dtype=odd)
        c.expect("odd_enum", np.array([1, 0], "i1"))
        arrays = np.dtype(("<i4", (2, 3)))
        made = h5d.create(c.file.id, b"arrays", h5t.py_create(arrays), h5s.create_simple((4,)))
        made.write(h5s.ALL, h5s.ALL, counts(4, 2, 3).astype("i4"), h5t.py_create(arrays))
        c.expect("arrays", counts(4, 2, 3).astype("i4"))
        never = h5d.create(c.file.id, b"never_arrays", h5t.py_create(arrays), h5s.create_simple((4,)))
        c.expect("never_arrays", np.zeros((4, 2, 3), "i4"))
        bits = h5d.create(c.file.id, b"bits", h5t.STD_B8LE, h5s.create_simple((3,)))
        bits.write(h5s.ALL, h5s.ALL, np.array([0, 1, 255], "u1"), h5t.STD_B8LE)
        c.expect("bits", np.array([0, 1, 255], "u1"))
        c.add("scalar", np.float64(2.5))
        c.add("zero", np.zeros((0, 3), "u1"))
        c.add("zero_chunked", np.zeros((0, 3), "f4"), chunks=(2, 3), maxshape=(None, 3))
        c.file["null"] = h5py.Empty("f4")
        c.expect("null", np.zeros(0, "f4"))
        c.partly("never", (3, 4), [])
        c.partly("never_filled", (3, 4), [], fillvalue=7)
        c.partly("never_chunked", (3, 4), [], "int64", chunks=(2, 2), fillvalue=-7)
        # 400 MB that nobody wrote.
        c.file.create_dataset("never_large", (10_000, 10_000), "f4")
        bfloat16 = np.array([1.5, -2.0], "f4").view("u4") >> 16
        made = c.file.create_dataset("bfloat16", data=bfloat16.astype("u2").view("V2"))
        made.attrs["dtype"] = "bfloat16"
        c.file["texts/fixed"] = np.array([b"ab", b"c", b""])
        c.file["texts/variable"] = ["größer", "", "x" * 5000]
        c.file.create_dataset("texts/chunked", data=["t%d" % i for i in range(50)],
                              chunks=(8,), compression="gzip")
        c.file.create_dataset("texts/never", (3,), h5py.string_dtype())
        c.file["texts/scalar"] = "one"
        # What no tensor holds.
        c.file["refused/complex"] = np.array([1 + 2j])
        c.file["refused/compound"] = np.array([(1, 2.0)], [("id", "i4"), ("weight", "f8")])
        c.file.create_dataset("refused/sequences", (2,), h5py.vlen_dtype("i4"))
        c.file.create_dataset("refused/reference", data=c.file["bools"].ref, dtype=h5py.ref_dtype)
        c.file["refused/opaque"] = np.array([b"abc"], "V3")
        narrow = h5t.STD_I16LE.copy()
        narrow.set_precision(12)
        h5d.create(c.file.id, b"refused/narrow", narrow, h5s.create_simple((2,)))
        c.file["refused/longdouble"] = np.zeros(2, np.longdouble)
        c.file["refused/axes"] = np.zeros((1,) * 9, "f4")


def filters():
    smooth = (counts(40, 50) // 7).astype("int32")
    rough = np.random.default_rng(1).integers(0, 256, (40, 50), "uint8")
    with Case("filters") as c:
        for name, values in {"smooth": smooth, "rough": rough}.items():
            for shuffle in (False, True):
                for sum in (False, True):
                    for way in (None, "gzip", "lzf"):
                        path = "%s/%s%s%s" % (
                            name, way, "_shuffle" * shuffle, "_fletcher32" * sum)
                        c.add(path, values, chunks=(16, 16), compression=way, shuffle=shuffle,
                              fletcher32=sum)
        c.add("lzf_runs", np.repeat(np.arange(9, dtype="u1"), 300), chunks=(2700,),
              compression="lzf")
        c.add("gzip_zeros", np.zeros((1000, 100), "f4"), chunks=(1000, 100), compression="gzip")
        c.file.create_dataset("refused/scaleoffset", data=smooth, chunks=(16, 16), scaleoffset=0)
        p = h5p.create(h5p.DATASET_CREATE)
        p.set_chunk((16, 16))
        p.set_filter(h5py.h5z.FILTER_NBIT)
        h5d.create(c.file.id, b"refused/nbit", h5t.STD_I32LE, h5s.create_simple((40, 50)), p)
        h5py.Dataset(h5d.open(c.file.id, b"refused/nbit"))[...] = smooth
        p = h5p.create(h5p.DATASET_CREATE)
        p.set_chunk((16, 16))
        p.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
        h5d.create(c.file.id, b"optional", h5t.STD_I32LE, h5s.create_simple((40, 50)), p)


def attributes():
    with Case("attributes", track_order=True) as c:
        for name, count in {"few": 3, "many": 30}.items():
            group = c.file.create_group(name, track_order=name == "few")
            for i in range(count):
                group.attrs["a%02d" % i] = np.arange(i, dtype="f4")
            group.attrs["text"] = "größer"
            group.attrs["fixed"] = np.bytes_("ab")
            group.attrs["texts"] = ["a", "", "bc"]
            group.attrs["flag"] = np.bool_(True)
            group.attrs["empty"] = h5py.Empty("f4")
            group.attrs["big"] = np.array([1, 2], ">i8")
            group.attrs["complex"] = 1j
        c.file["many"].attrs["large"] = np.arange(20_000, dtype="i4")
        c.file["many"].attrs["large_text"] = "t" * 100_000
        c.file["many"].attrs["large_fixed"] = np.bytes_(b"u" * 100_000)
        c.add("with", np.float32(1)).attrs["unit"] = "m"


def files():
    fcpl = h5p.create(h5p.FILE_CREATE)
    fcpl.set_sizes(4, 4)
    fcpl.set_userblock(512)
    with Case("narrow", fcpl=fcpl) as c:
        indexes(c)
        for i in range(20):
            c.add("many/m%d" % i, np.int32(i))
            c.file.attrs["a%d" % i] = "text %d" % i
    fcpl = h5p.create(h5p.FILE_CREATE)
    call = library.H5Pset_shared_mesg_nindexes
    call.argtypes = [ctypes.c_int64, ctypes.c_uint]
    assert call(fcpl.id, 2) >= 0
    call = library.H5Pset_shared_mesg_index
    call.argtypes = [ctypes.c_int64, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
    # Spaces, types and fill values; attributes.
    assert call(fcpl.id, 0, 0x2 | 0x8 | 0x20, 8) >= 0
    assert call(fcpl.id, 1, 0x1000, 8) >= 0
    with Case("shared", fcpl=fcpl) as c:
        for i in range(12):
            c.add("d%d" % i, counts(3, 4).astype("f8") + i).attrs["unit"] = np.bytes_("metre")
        c.partly("filled", (3, 4), [], "f8", fillvalue=4.5)
        many = c.file.create_group("many")
        for i in range(12):
            many.attrs["a%d" % i] = np.bytes_("metre")
    with Case("paged_file", fs_strategy="page", fs_persist=True) as c:
        c.add("a", counts(3, 4))


def elsewhere():
    with Case("elsewhere") as c:
        layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
        layout[:] = h5py.VirtualSource("other.h5", "data", shape=(4,))
        c.file.create_virtual_dataset("virtual", layout)
        c.file.create_dataset("outside", (4,), "f4", external=[("other.bin", 0, 16)])
        c.add("inside", counts(4))


def hdf5_2():
    # Layout messages of version 5; types that 2.0 has.
    with Case("hdf5_2") as c:
        indexes(c)
        for i in range(20):
            c.add("many/m%d" % i, np.int32(i))
        lib = library
        for name, symbol in {"bfloat16": "H5T_FLOAT_BFLOAT16LE_g", "e4m3": "H5T_FLOAT_F8E4M3_g"}.items():
            kind = ctypes.c_int64.in_dll(lib, symbol).value
            lib.H5Screate_simple.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
            lib.H5Screate_simple.restype = ctypes.c_int64
            space = lib.H5Screate_simple(1, (ctypes.c_uint64 * 1)(2), None)
            lib.H5Dcreate2.argtypes = [ctypes.c_int64, ctypes.c_char_p] + [ctypes.c_int64] * 5
            lib.H5Dcreate2.restype = ctypes.c_int64
            made = lib.H5Dcreate2(c.file.id.id, name.encode(), kind, space, 0, 0, 0)
            assert made >= 0
            data = (ctypes.c_uint16 * 2)(0x3FC0, 0xC000)
            lib.H5Dwrite.argtypes = [ctypes.c_int64] * 5 + [ctypes.c_void_p]
            assert lib.H5Dwrite(made, kind, 0, 0, 0, ctypes.byref(data)) >= 0
            lib.H5Dclose.argtypes = [ctypes.c_int64]
            lib.H5Dclose(made)
        c.file.create_dataset("complex", data=np.array([1j]))


def small():
    # Small files of each kind, to be damaged.
    few = counts(6, 5).astype("float32")
    with Case("small_links") as c:
        for i in range(10):
            c.add("d%d" % i, np.float32(i))
        c.file["soft"] = h5py.SoftLink("/d3")
    with Case("small_attributes") as c:
        for i in range(10):
            c.file.attrs["a%d" % i] = "text %d" % i
        c.file.attrs["numbers"] = np.arange(3)
        c.file.attrs["large"] = np.bytes_(b"u" * 5000)
    for name, options in {
        "single": dict(chunks=(6, 5)),
        "fixed": dict(chunks=(2, 2)),
        "extensible": dict(chunks=(2, 2), maxshape=(None, 5)),
        "tree": dict(chunks=(2, 2), maxshape=(None, None)),
    }.items():
        with Case("small_" + name) as c:
            c.add("plain", few, **options)
            c.add("gzip", few, compression="gzip", **options)
            c.partly("partly", (6, 5), [np.s_[0:2, 0:2]], fillvalue=-1.5, **options)
    with Case("small_old", libver="earliest") as c:
        c.add("plain", few, chunks=(2, 2))
        c.add("gzip", few, chunks=(6, 5), compression="gzip", shuffle=True, fletcher32=True)
        c.file["texts"] = ["a", "bc"]
        c.file["soft"] = h5py.SoftLink("/plain")
    with Case("small_types") as c:
        c.low("implicit", few, lambda p: (p.set_chunk((2, 2)),
                                          p.set_alloc_time(h5d.ALLOC_TIME_EARLY)))
        c.low("compact", few[0], lambda p: p.set_layout(h5d.COMPACT))
        c.add("big", few.astype(">f4"))
        c.add("bools", np.array([True, False]))
        c.partly("never", (3, 4), [], fillvalue=7)
        c.file["texts"] = np.array([b"ab", b"c"])
        c.file["kind"] = np.dtype("<f8")
        c.file.create_dataset("named", data=[1.5, 2.5], dtype=c.file["kind"])
    with Case("small_filters") as c:
        runs = np.repeat(np.arange(6, dtype="u2"), 20)
        c.add("lzf", runs, chunks=(60,), compression="lzf", shuffle=True)
        c.add("gzip", runs, chunks=(60,), compression="gzip", shuffle=True, fletcher32=True)
        c.add("sum", runs, chunks=(60,), fletcher32=True)
        c.file.create_dataset("texts", data=np.array([b"a", b"bc"] * 8), chunks=(8,),
                              compression="lzf")


def one_chunk():
    """32 MB in one chunk, without the numbers beside it."""
    values = (np.arange(8_000_000) % 1000).astype("f4").reshape(2000, 4000)
    path = os.path.join(folder, "one_chunk.h5")
    with h5py.File(path, "w") as file:
        file.create_dataset("a", data=values, chunks=(2000, 4000), compression="gzip",
                            compression_opts=9, shuffle=True)
    with open(path, "rb") as file, gzip.GzipFile(path + ".gz", "wb", mtime=0) as packed:
        packed.write(file.read())
    os.remove(path)


if len(sys.argv) > 2:
    hdf5_2()
else:
    for make in (groups, deep, layouts, types, filters, attributes, files, elsewhere, small, one_chunk):
        make()
