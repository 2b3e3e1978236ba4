package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the elements of a dataset in an HDF5 file are.
sealed interface Layout {
  /// In one piece.
  ///
  /// @param address where it is; −1 where nothing was ever written
  /// @param length the number of bytes
  record Contiguous(long address, long length) implements Layout {}

  /// In chunks of one shape, listed in a tree.
  ///
  /// @param address where the tree is; −1 where nothing was ever written
  /// @param chunk the lengths of a chunk
  /// @param offset where this is said
  record Chunked(long address, long[] chunk, long offset) implements Layout {}

  /// {@return the layout that a message describes}
  static Layout read(Storage bytes, ByteBuffer message, long offset) throws IOException {
    int version = message.get();
    int kind = message.get();
    if (version != 3 && !(version == 4 && kind < 2)) {
      throw bytes.wrong(offset, "layout of version %d and class %d".formatted(version, kind));
    }
    return switch (kind) {
      case 0 -> {
        int size = Short.toUnsignedInt(message.getShort());
        yield new Contiguous(offset + message.position(), size);
      }
      case 1 -> new Contiguous(message.getLong(), message.getLong());
      case 2 -> {
        int rank = message.get() - 1;
        long tree = message.getLong();
        if (rank < 1 || rank > message.remaining() / Integer.BYTES) {
          throw bytes.wrong(offset + 2, "chunks of %d axes".formatted(rank));
        }
        long[] chunk = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
          chunk[axis] = Integer.toUnsignedLong(message.getInt());
        }
        yield new Chunked(tree, chunk, offset);
      }
      default -> throw bytes.wrong(offset + 1, "layout of class " + kind);
    };
  }
}
