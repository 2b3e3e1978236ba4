# Makes chunks.h5 with h5py 3.16.0: chunks, filters and the later kinds of groups, which Keras does
# not write but HDF5 files may have.  The *.keras, *.weights.h5 and *.legacy.h5 files beside it were
# saved by Keras 3.15.1 (the conformance cases models/mlp and models/resume_mlp).
import h5py
import numpy as np

counts = np.arange(3000).reshape(50, 60)
with h5py.File("chunks.h5", "w", track_order=True) as f:
    f.create_dataset("packed", data=counts.astype("float32"), chunks=(16, 32), compression="gzip",
                     shuffle=True, fletcher32=True)
    f.create_dataset("plain", data=counts.astype("int64"), chunks=(16, 32))
    f.create_dataset("growing", data=np.arange(10, dtype="float16"), maxshape=(None,))
    f["inner/flags"] = np.array([True, False, True])
    f["inner/empty"] = np.zeros((0, 3), "uint8")
    f["inner/scalar"] = np.float64(2.5)
    f["inner"].attrs["texts"] = ["a", "bc"]
    f["inner"].attrs["fixed"] = np.array([b"ab", b"c"])
