/// HDF5 files, read and written by code of our own: groups, attributes and datasets as h5py writes
/// them. `Hdf5File` opens a file and finds its objects; `Hdf5Writer` writes one. Depends on tensors
/// and their elements, not on the formats around it.
@NullMarked
package io.gradus.formats.hdf5;

import org.jspecify.annotations.NullMarked;
