package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.Arrays;

/// Where the elements of a dataset in an HDF5 file are.
///
/// HDF5 File Format Specification 3.0, part IV.A.2.i.
sealed interface Layout {
  /// In one piece.
  ///
  /// @param address where it is; [Storage#UNDEFINED] where nothing was ever written
  /// @param length the number of bytes; −1 for as many as the elements take
  record Contiguous(long address, long length) implements Layout {}

  /// In chunks of one shape.
  ///
  /// @param chunk the lengths of a chunk
  /// @param elementSize the bytes of an element
  /// @param index which chunks there are
  /// @param cutEdges whether chunks that reach over the edges are not filtered
  record Chunked(long[] chunk, long elementSize, Index index, boolean cutEdges) implements Layout {}

  /// In other datasets, of parts of which this one is made.
  record Virtual() implements Layout {}

  /// How the chunks are listed.
  ///
  /// @param kind in what kind of list
  /// @param address where it is; [Storage#UNDEFINED] where nothing was ever written
  /// @param stored of a single chunk, the bytes that are stored; −1 for those of its elements
  /// @param skipped of a single chunk, a bit for each filter that was left out
  record Index(Kind kind, long address, long stored, int skipped) {
    /// The kinds of lists.
    enum Kind {
      TREE,
      SINGLE,
      IMPLICIT,
      FIXED_ARRAY,
      EXTENSIBLE_ARRAY,
      LATER_TREE
    }

    Index(Kind kind, long address) {
      this(kind, address, -1, 0);
    }
  }

  /// {@return the layout that a message describes}
  static Layout read(Block message) throws IOException {
    int version = message.u8();
    return switch (version) {
      case 1, 2 -> early(message);
      case 3, 4, 5 -> {
        int kind = message.u8();
        yield switch (kind) {
          case 0 -> compact(message, message.u16());
          case 1 -> new Contiguous(message.address(), message.length());
          case 2 -> version == 3 ? chunked(message) : later(message);
          case 3 -> new Virtual();
          default -> throw message.wrong("tells of a layout of class %d".formatted(kind));
        };
      }
      default -> throw message.wrong("tells of a layout of version %d".formatted(version));
    };
  }

  private static Layout compact(Block message, long length) throws IOException {
    long at = message.at();
    message.skip(length);
    return new Contiguous(at, length);
  }

  private static Layout early(Block message) throws IOException {
    int rank = message.u8();
    int kind = message.u8();
    message.skip(5);
    long address = kind == 0 ? 0 : message.address();
    if (kind == 2) {
      return chunked(lengths(message, rank, Integer.BYTES), Index.Kind.TREE, address);
    }
    message.skip(4L * rank);
    return switch (kind) {
      case 0 -> compact(message, message.u32());
      case 1 -> new Contiguous(address, -1);
      default -> throw message.wrong("tells of a layout of class %d".formatted(kind));
    };
  }

  private static Layout chunked(Block message) throws IOException {
    int rank = message.u8();
    long tree = message.address();
    return chunked(lengths(message, rank, Integer.BYTES), Index.Kind.TREE, tree);
  }

  private static Layout chunked(long[] lengths, Index.Kind kind, long address) {
    return chunked(lengths, new Index(kind, address), false);
  }

  // The last length is the bytes of an element.
  private static Layout chunked(long[] lengths, Index index, boolean cutEdges) {
    int rank = lengths.length - 1;
    return new Chunked(Arrays.copyOf(lengths, rank), lengths[rank], index, cutEdges);
  }

  private static long[] lengths(Block message, int count, int width) throws IOException {
    if (count < 2) {
      throw message.wrong("tells of chunks of %d axes".formatted(count - 1));
    }
    long[] lengths = new long[count];
    for (int axis = 0; axis < count; axis++) {
      lengths[axis] = message.number(width);
      if (lengths[axis] < 1) {
        throw message.wrong("tells of chunks of %d along axis %d".formatted(lengths[axis], axis));
      }
    }
    return lengths;
  }

  private static Layout later(Block message) throws IOException {
    int flags = message.u8();
    int rank = message.u8();
    int width = message.u8();
    if (width < 1 || width > Long.BYTES) {
      throw message.wrong("tells of lengths of %d bytes".formatted(width));
    }
    long[] lengths = lengths(message, rank, width);
    boolean cutEdges = (flags & 1) != 0;
    int kind = message.u8();
    Index index =
        switch (kind) {
          case 1 -> {
            boolean filtered = (flags & 2) != 0;
            long stored = filtered ? message.length() : -1;
            int skipped = filtered ? (int) message.u32() : 0;
            yield new Index(Index.Kind.SINGLE, message.address(), stored, skipped);
          }
          case 2 -> new Index(Index.Kind.IMPLICIT, message.address());
          case 3 -> index(message, 1, Index.Kind.FIXED_ARRAY);
          case 4 -> index(message, 5, Index.Kind.EXTENSIBLE_ARRAY);
          case 5 -> index(message, 6, Index.Kind.LATER_TREE);
          default -> throw message.wrong("tells of chunks in an index of type %d".formatted(kind));
        };
    return chunked(lengths, index, cutEdges);
  }

  /// The index, whose header has the parameters that stand here too.
  private static Index index(Block message, int parameters, Index.Kind kind) throws IOException {
    message.skip(parameters);
    return new Index(kind, message.address());
  }
}
