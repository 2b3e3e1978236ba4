#!/bin/sh
# jHDF: parts of a dataset that were never written come back as 0; the HDF5 library gives the fill value.
#
# Seen with jHDF 0.13.0 and HDF5 1.14.3: of four numbers with the fill value 7, in chunks of two, the first is written.
# HDF5 reads 1 7 7 7, jHDF 1 7 0 0; it knows the fill value. In a file of the newer layout it refuses the read.
# Needs Linux on x86-64.
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
  static void write(String name, int earliest) {
    long access = H5Pcreate(H5P_CLS_FILE_ACCESS_ID_g());
    H5Pset_libver_bounds(access, earliest, H5F_LIBVER_LATEST);
    long file = H5Fcreate(new BytePointer(name), H5F_ACC_TRUNC, 0, access);
    long space = H5Screate_simple(1, new LongPointer(new long[] {4}), (LongPointer) null);
    long creation = H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g());
    H5Pset_chunk(creation, 1, new LongPointer(new long[] {2}));
    H5Pset_fill_value(creation, H5T_NATIVE_FLOAT_g(), new FloatPointer(new float[] {7}));
    long dataset = H5Dcreate2(file, new BytePointer("x"), H5T_IEEE_F32LE_g(), space, 0, creation, 0);
    var one = new LongPointer(new long[] {1});
    H5Sselect_hyperslab(space, H5S_SELECT_SET, new LongPointer(new long[] {0}), (LongPointer) null, one, (LongPointer) null);
    long memory = H5Screate_simple(1, one, (LongPointer) null);
    H5Dwrite(dataset, H5T_NATIVE_FLOAT_g(), memory, space, 0, new FloatPointer(new float[] {1}));
    var values = new FloatPointer(4);
    H5Dread(dataset, H5T_NATIVE_FLOAT_g(), 0, 0, 0, values);
    float[] read = new float[4];
    values.get(read);
    System.out.println("HDF5 " + Arrays.toString(read));
    H5Dclose(dataset);
    H5Fclose(file);
  }

  public static void main(String[] arguments) {
    for (int earliest : new int[] {H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST}) {
      System.out.println(earliest == H5F_LIBVER_EARLIEST ? "earliest layout" : "latest layout");
      write("fill.h5", earliest);
      try (HdfFile file = new HdfFile(Path.of("fill.h5"))) {
        var dataset = file.getDatasetByPath("x");
        System.out.println("jHDF, fill value " + dataset.getFillValue());
        System.out.println("jHDF " + Arrays.toString((float[]) dataset.getData()));
      } catch (RuntimeException e) {
        System.out.println("jHDF " + e.getMessage());
      }
    }
  }
}
EOF
stated <<'EOF'
earliest layout
HDF5 [1.0, 7.0, 7.0, 7.0]
jHDF, fill value 7.0
jHDF [1.0, 7.0, 0.0, 0.0]
latest layout
HDF5 [1.0, 7.0, 7.0, 7.0]
jHDF, fill value 7.0
jHDF Failed to read chunk for dataset '/x' at address -1
EOF
