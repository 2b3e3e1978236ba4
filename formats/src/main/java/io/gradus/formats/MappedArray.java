package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// An array in an `.npy` file that is larger than memory, or of which little is needed: the file is
/// mapped, and [#rows] copies some of its rows into a tensor. Nothing else is held in the heap; the
/// system keeps the pages of the file that were read lately, as long as it has memory to spare.
///
/// ```java
/// MappedArray images = Npy.map(Path.of("images.npy"));
/// Tensor batch = images.rows(0, 128);
/// ```
///
/// Any number of threads may read at once. There is nothing to close: the mapping goes with this
/// object, at a time that the garbage collector chooses. Until then Windows lets nobody delete the
/// file. Rows of arrays in Fortran order are read too, but slowly, since their elements are not
/// side by side.
public final class MappedArray {
  private static final int BLOCK = 1 << 24;

  private final Path file;
  private final MemorySegment elements;
  private final NpyHeader header;
  private final long start;

  /// The elements of a file, which begin at `start`.
  MappedArray(Path file, MemorySegment elements, NpyHeader header, long start) {
    this.file = file;
    this.elements = elements;
    this.header = header;
    this.start = start;
  }

  static MappedArray of(Path file) throws IOException {
    try (FileChannel channel = Bytes.open(file)) {
      long size = channel.size();
      Source source = Npy.source(file, channel);
      NpyHeader header = Npy.header(source);
      long start = source.position();
      MemorySegment elements =
          size == start
              ? MemorySegment.NULL
              : channel.map(FileChannel.MapMode.READ_ONLY, start, size - start, Arena.ofAuto());
      return new MappedArray(file, elements, header, start);
    }
  }

  /// {@return the type and shape of the whole array}
  public TensorType type() {
    return header.type();
  }

  /// {@return a copy of the rows `from` to `to`, the latter not included: of the part of the first
  /// axis, in whole of the others}
  ///
  /// @throws IllegalArgumentException if the array has no such rows
  /// @throws ModelFormatException if they are more than a tensor can have, or the file has become
  ///   shorter
  public Tensor rows(long from, long to) throws IOException {
    TensorType whole = type();
    if (whole.shape().rank() == 0) {
      throw new IllegalArgumentException("npy: %s has no rows".formatted(whole));
    }
    long count = whole.shape().dim(0);
    if (from < 0 || to < from || to > count) {
      throw new IllegalArgumentException(
          "npy: rows %d to %d of %s: expected 0 <= from <= to <= %d"
              .formatted(from, to, whole, count));
    }
    Shape shape = whole.shape().withDim(0, to - from);
    String obstacle = Elements.obstacle(new TensorType(whole.dtype(), shape));
    if (obstacle != null) {
      throw new ModelFormatException(file, null, start, obstacle);
    }
    ArrayStorage storage = Elements.allocate(whole.dtype(), shape.size());
    long size = shape.size();
    if (size > 0) {
      try {
        if (header.fortranOrder()) {
          long run = to - from;
          for (long at = 0; at < size; at += run) {
            copy(storage, at, from + (at / run) * count, run);
          }
        } else {
          copy(storage, 0, from * (size / (to - from)), size);
        }
      } catch (InternalError e) {
        // What the machine says of a page that the file has no longer.
        throw (IOException)
            new ModelFormatException(file, null, start, "the file has become shorter").initCause(e);
      }
    }
    return Npy.tensor(storage, shape, header.fortranOrder());
  }

  /// Copies elements from one of the file on.
  private void copy(ArrayStorage storage, long to, long from, long count) {
    DType dtype = header.elements().dtype();
    int width = dtype.bytes();
    int most = BLOCK / width;
    for (long done = 0; done < count; done += most) {
      int part = (int) Math.min(most, count - done);
      MemorySegment block = elements.asSlice((from + done) * width, (long) part * width);
      Elements.take(
          block.asByteBuffer().order(header.elements().order()),
          dtype,
          storage.array(),
          (int) (to + done),
          part);
    }
  }
}
