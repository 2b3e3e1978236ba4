package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.DataFormatException;

/// Reads a dataset kept in chunks, which a tree lists.
final class ChunkReader {
  private static final int TREE = 0x45455254;
  private static final int HEADER = 24;
  private static final int WORD = 8;
  // What a chunk may take beyond the dataset, when that can grow.
  private static final long SPARE = 1 << 20;

  private final Storage bytes;
  private final String path;
  private final TensorType type;
  private final Layout.Chunked layout;
  private final FilterPipeline filters;
  private final Object array;
  private final Set<Long> seen = new HashSet<>();
  private final long[] chunk;
  private final int chunkBytes;
  private long covered;

  /// The chunks that go into an array.
  ChunkReader(
      Storage bytes,
      String path,
      TensorType type,
      Layout.Chunked layout,
      FilterPipeline filters,
      Object array)
      throws IOException {
    this.bytes = bytes;
    this.path = path;
    this.type = type;
    this.layout = layout;
    this.filters = filters;
    this.array = array;
    this.chunk = layout.chunk();
    if (chunk.length != type.shape().rank()) {
      throw wrong("%d axes in chunks of %d".formatted(type.shape().rank(), chunk.length));
    }
    chunkBytes = Math.toIntExact(chunkBytes());
  }

  private long chunkBytes() throws IOException {
    long size = type.dtype().bytes();
    long most = Math.min(type.bytes() + SPARE, Integer.MAX_VALUE / 2);
    for (long dim : chunk) {
      if (dim < 1 || dim > most / size) {
        throw wrong("chunks of %s".formatted(Shape.of(chunk)));
      }
      size *= dim;
    }
    return size;
  }

  /// Reads all chunks.
  ///
  /// @throws IOException if some are not there
  void read() throws IOException {
    tree(layout.address(), Integer.MAX_VALUE);
    if (covered != type.shape().size()) {
      throw wrong(
          String.format(
              Locale.ROOT, "%,d of %,d elements are there", covered, type.shape().size()));
    }
  }

  private void tree(long address, int below) throws IOException {
    if (!seen.add(address)) {
      throw bytes.wrong(address, "a part of %s that is there twice".formatted(path));
    }
    ByteBuffer header = bytes.structure(address, HEADER, "tree node");
    int level = Byte.toUnsignedInt(header.get(5));
    if (header.getInt(0) != TREE || header.get(4) != 1 || level >= below) {
      throw bytes.wrong(address, "no node of a tree of chunks");
    }
    int count = Short.toUnsignedInt(header.getShort(6));
    int key = WORD + (chunk.length + 1) * WORD;
    ByteBuffer entries =
        bytes.structure(address + HEADER, (long) count * (key + WORD) + key, "tree node");
    for (int i = 0; i < count; i++) {
      int at = i * (key + WORD);
      long child = entries.getLong(at + key);
      if (level > 0) {
        tree(child, level);
      } else {
        chunk(entries.slice(at, key).order(ByteOrder.LITTLE_ENDIAN), child);
      }
    }
  }

  private void chunk(ByteBuffer key, long address) throws IOException {
    if (!seen.add(address)) {
      throw bytes.wrong(address, "a part of %s that is there twice".formatted(path));
    }
    int stored = key.getInt();
    int skipped = key.getInt();
    long[] from = new long[chunk.length];
    for (int axis = 0; axis < from.length; axis++) {
      from[axis] = key.getLong();
      if (from[axis] < 0 || from[axis] % chunk[axis] != 0) {
        throw bytes.wrong(address, "a chunk of %s at %d".formatted(path, from[axis]));
      }
      if (from[axis] >= type.shape().dim(axis)) {
        return;
      }
    }
    if (stored < 0 || stored > 2L * chunkBytes + SPARE) {
      throw bytes.wrong(address, "a chunk of %s in %d bytes".formatted(path, stored));
    }
    bytes.check(address, stored, path);
    ByteBuffer raw = bytes.fill(address, ByteBuffer.allocate(stored), path);
    try {
      byte[] data = filters.undo(raw.array(), skipped, chunkBytes);
      rows(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), from, 0, 0, 0);
    } catch (DataFormatException e) {
      IOException wrong =
          bytes.wrong(address, "a chunk of %s cannot be read: %s".formatted(path, e.getMessage()));
      wrong.initCause(e);
      throw wrong;
    }
  }

  /// Copies the part of a chunk under an axis.
  private void rows(ByteBuffer data, long[] from, int axis, long source, long target) {
    long dim = type.shape().dim(axis);
    int count = (int) Math.min(chunk[axis], dim - from[axis]);
    long source0 = source * chunk[axis];
    long target0 = target * dim + from[axis];
    if (axis == chunk.length - 1) {
      data.position((int) source0 * type.dtype().bytes());
      Elements.take(data, type.dtype(), array, (int) target0, count);
      covered += count;
      return;
    }
    for (int i = 0; i < count; i++) {
      rows(data, from, axis + 1, source0 + i, target0 + i);
    }
  }

  private IOException wrong(String problem) {
    return bytes.wrong(layout.offset(), path + ": " + problem);
  }
}
