#!/bin/sh
# jHDF: truth values, as h5py stores them, come back as the texts TRUE and FALSE, not as boolean or numbers.
#
# h5py has no type for bool in HDF5 and takes an enumeration of int8, FALSE 0 and TRUE 1. Seen with jHDF 0.13.0 and a
# file that HDF5 1.14.3 wrote in this type: a String[]. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages io.jhdf:jhdf:0.13.0 org.bytedeco:hdf5:1.14.3-1.5.10 org.bytedeco:hdf5:1.14.3-1.5.10:linux-x86_64 \
  org.bytedeco:javacpp:1.5.10:linux-x86_64
java_class <<'EOF'
import static org.bytedeco.hdf5.global.hdf5.*;

import io.jhdf.HdfFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.*;

public class Main {
  public static void main(String[] arguments) {
    long file = H5Fcreate(new BytePointer("bool.h5"), H5F_ACC_TRUNC, 0, 0);
    long type = H5Tenum_create(H5T_STD_I8LE_g());
    H5Tenum_insert(type, new BytePointer("FALSE"), new BytePointer(new byte[] {0}));
    H5Tenum_insert(type, new BytePointer("TRUE"), new BytePointer(new byte[] {1}));
    long space = H5Screate_simple(1, new LongPointer(new long[] {2}), (LongPointer) null);
    long dataset = H5Dcreate2(file, new BytePointer("mask"), type, space, 0, 0, 0);
    H5Dwrite(dataset, type, 0, 0, 0, new BytePointer(new byte[] {1, 0}));
    H5Dclose(dataset);
    H5Fclose(file);
    try (HdfFile read = new HdfFile(Path.of("bool.h5"))) {
      Object data = read.getDatasetByPath("mask").getData();
      System.out.println(data.getClass().getSimpleName() + " " + Arrays.toString((Object[]) data));
    }
  }
}
EOF
stated <<'EOF'
String[] [TRUE, FALSE]
EOF
