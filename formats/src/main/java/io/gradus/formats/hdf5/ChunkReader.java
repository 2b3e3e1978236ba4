package io.gradus.formats.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// Reads a dataset kept in chunks. What chunks there are is looked at first, before anything is
/// taken for them; then each is read once.
final class ChunkReader {
  // Deflate makes at most 1,032 bytes of one.
  private static final long MOST_GROWTH = 1_032;
  private static final long MOST_BUFFER = 32 << 20;
  private static final int MOST_CHUNKS = 1 << 20;
  private static final int MOST_SUMS = 1 << 10;
  private static final int BLOCK = 1 << 16;

  private final Storage storage;
  private final String path;
  private final long at;
  private final ChunkGrid grid;
  private final Layout.Chunked layout;
  private final FilterPipeline filters;
  private final int elementSize;
  private final int chunkBytes;
  // The chunk's elements from this axis on are in one piece, both in it and in the dataset.
  private final int whole;

  /// The chunks of a dataset.
  ///
  /// @param at where its header is
  /// @param space how many elements it has; elements that are arrays have axes of their own
  /// @param elementSize the bytes of an element
  ChunkReader(
      Storage storage,
      String path,
      long at,
      Dataspace space,
      int elementSize,
      Layout.Chunked layout,
      FilterPipeline filters)
      throws IOException {
    this.storage = storage;
    this.path = path;
    this.at = at;
    this.layout = layout;
    this.filters = filters;
    this.elementSize = elementSize;
    grid = new ChunkGrid(space.dims(), space.most(), layout.chunk());
    if (grid.chunk().length != grid.rank()) {
      throw wrong("%d axes in chunks of %d".formatted(grid.rank(), grid.chunk().length));
    }
    if (layout.elementSize() != elementSize) {
      throw wrong(
          "elements of %d bytes in chunks of %d".formatted(elementSize, layout.elementSize()));
    }
    long bytes = elementSize;
    for (long length : grid.chunk()) {
      if (length > (Integer.MAX_VALUE - MOST_SUMS) / bytes) {
        throw wrong("chunks of %s elements".formatted(Arrays.toString(grid.chunk())));
      }
      bytes *= length;
    }
    chunkBytes = (int) bytes;
    if (filters.buffers() && chunkBytes > space.size() * elementSize + MOST_BUFFER) {
      throw wrong(String.format(Locale.ROOT, "chunks of %,d bytes", chunkBytes));
    }
    int last = grid.rank() - 1;
    while (last > 0 && grid.chunk()[last] == grid.dims()[last]) {
      last--;
    }
    whole = last;
  }

  /// What chunks there are.
  ///
  /// @param count how many
  /// @param stored the bytes that they take in the file
  record Survey(int count, long stored) {}

  private void each(ChunkIndex.Visitor visitor) throws IOException {
    if (layout.index().address() != Storage.UNDEFINED) {
      ChunkIndex.of(storage.once(), layout.index(), grid, chunkBytes)
          .each((position, address, stored, skipped) -> {
            if (grid.contains(position)) {
              visitor.take(position, address, stored < 0 ? chunkBytes : stored, skipped);
            }
          });
    }
  }

  /// Looks at all chunks.
  ///
  /// @throws IOException if they cannot be what they are said to be
  Survey survey() throws IOException {
    AddressSet seen = new AddressSet();
    long[] before = new long[grid.rank()];
    long[] sum = new long[1];
    before[0] = -1;
    each((position, address, stored, skipped) -> {
      check(position, address, stored);
      if (!seen.add(address)) {
        throw storage.wrong(address, "%s: a chunk that is there twice".formatted(path));
      }
      if (layout.index().kind() != Layout.Index.Kind.EXTENSIBLE_ARRAY
          && Arrays.compare(before, position) >= 0) {
        throw storage.wrong(
            address,
            "%s: chunks that are not in order, %s after %s"
                .formatted(path, Arrays.toString(position), Arrays.toString(before)));
      }
      System.arraycopy(position, 0, before, 0, before.length);
      sum[0] += stored;
      if (seen.size() > MOST_CHUNKS || sum[0] > storage.length()) {
        throw wrong(
            String.format(
                Locale.ROOT,
                "more than %,d chunks of %,d bytes together in a file of %,d",
                seen.size() - 1,
                sum[0] - stored,
                storage.length()));
      }
    });
    return new Survey(seen.size(), sum[0]);
  }

  private void check(long[] position, long address, long stored) throws IOException {
    storage.check(address, stored, "chunk of " + path);
    long most = filters.compresses() ? MOST_GROWTH * stored : stored;
    boolean plain = filters.all().isEmpty() || isPlain(position);
    if (chunkBytes > most || (plain && stored != chunkBytes)) {
      throw storage.wrong(
          address,
          String.format(
              Locale.ROOT, "%s: a chunk of %,d bytes is stored in %,d", path, chunkBytes, stored));
    }
  }

  private boolean isPlain(long[] position) {
    return layout.cutEdges() && grid.isCut(position);
  }

  /// {@return the most bytes that the chunks of a survey can have}
  long most(Survey survey) {
    return filters.compresses() ? MOST_GROWTH * survey.stored : survey.stored;
  }

  /// {@return the number of chunks that there can be}
  long count() {
    long count = 1;
    for (int axis = 0; axis < grid.rank(); axis++) {
      count *= grid.count(axis);
    }
    return count;
  }

  /// Gives the elements of all chunks to a sink.
  void read(ElementSink sink) throws IOException {
    byte[] block = new byte[Math.max(elementSize, BLOCK / elementSize * elementSize)];
    each((position, address, stored, skipped) -> {
      InputStream raw = new StoredBytes(storage, address, stored, "chunk of " + path);
      FilterPipeline undone = isPlain(position) ? FilterPipeline.NONE : filters;
      try (InputStream data = undone.undo(raw, skipped, chunkBytes)) {
        new Copy(data, position, block, sink).rows(0, 0);
        if (data.read() >= 0) {
          throw new IOException(String.format(Locale.ROOT, "more than %,d bytes", chunkBytes));
        }
      } catch (IOException e) {
        IOException wrong =
            storage.wrong(
                address,
                "%s: a chunk cannot be read: %s"
                    .formatted(path, e instanceof EOFException ? "it ends early" : e.getMessage()));
        wrong.initCause(e);
        throw wrong;
      }
    });
  }

  /// {@return the elements of a chunk for each place along an axis}
  private long inner(int axis) {
    long inner = 1;
    for (int a = axis + 1; a < grid.rank(); a++) {
      inner *= grid.chunk()[a];
    }
    return inner;
  }

  /// A chunk that is copied to a sink.
  private final class Copy {
    private final InputStream data;
    private final long[] position;
    private final byte[] block;
    private final ElementSink sink;

    Copy(InputStream data, long[] position, byte[] block, ElementSink sink) {
      this.data = data;
      this.position = position;
      this.block = block;
      this.sink = sink;
    }

    /// Copies the part of the chunk under an axis.
    ///
    /// @param target where the part begins in the dataset, counted in parts
    void rows(int axis, long target) throws IOException {
      long dim = grid.dims()[axis];
      long length = grid.chunk()[axis];
      long from = position[axis] * length;
      long count = Math.min(length, dim - from);
      long first = target * dim + from;
      long inner = inner(axis);
      if (axis == whole) {
        elements(first * inner, count * inner);
      } else {
        for (long i = 0; i < count; i++) {
          rows(axis + 1, first + i);
        }
      }
      data.skipNBytes((length - count) * inner * elementSize);
    }

    private void elements(long first, long count) throws IOException {
      int most = block.length / elementSize;
      for (long done = 0; done < count; done += most) {
        int now = (int) Math.min(most, count - done);
        int bytes = now * elementSize;
        if (data.readNBytes(block, 0, bytes) < bytes) {
          throw new EOFException();
        }
        sink.take(ByteBuffer.wrap(block, 0, bytes), (int) (first + done), now);
      }
    }
  }

  private IOException wrong(String problem) {
    return storage.wrong(at, path + ": " + problem);
  }
}
