package io.gradus.formats.hdf5;

import java.io.IOException;

/// How many elements a dataset or an attribute has along each axis.
///
/// @param dims the lengths; one of 0 where there are no elements at all (h5py's `Empty`)
/// @param most the lengths up to which it can grow, −1 where there is no limit
record Dataspace(long[] dims, long[] most) {
  private static final int NULL = 2;
  private static final int MOST_RANK = 32;

  /// {@return the lengths that a message tells}
  static Dataspace read(Block message) throws IOException {
    int version = message.u8();
    int rank = message.u8();
    int flags = message.u8();
    int kind = message.u8();
    if (version != 1 && version != 2) {
      throw message.wrong("tells of a dataspace of version %d".formatted(version));
    }
    if (version == 1) {
      message.skip(4);
    } else if (kind == NULL) {
      return new Dataspace(new long[] {0}, new long[] {0});
    }
    if (rank > MOST_RANK) {
      throw message.wrong("tells of %d axes".formatted(rank));
    }
    long[] dims = lengths(message, rank, false);
    long elements = 1;
    for (long dim : dims) {
      long length = Math.max(1, dim);
      if (elements > Long.MAX_VALUE / length) {
        throw message.wrong("tells of more elements than can be counted");
      }
      elements *= length;
    }
    return new Dataspace(dims, (flags & 1) == 0 ? dims : lengths(message, rank, true));
  }

  private static long[] lengths(Block message, int rank, boolean mayBeUnlimited)
      throws IOException {
    long[] lengths = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      lengths[axis] = mayBeUnlimited ? message.limit() : message.length();
    }
    return lengths;
  }

  /// {@return the number of elements}
  long size() {
    long size = 1;
    for (long dim : dims) {
      size *= dim;
    }
    return size;
  }
}
