package io.gradus.formats.hdf5;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// What was done to each chunk of a dataset in an HDF5 file.
///
/// @param all the filters in the order they were applied
record FilterPipeline(List<Filter> all) {
  /// Nothing was done.
  static final FilterPipeline NONE = new FilterPipeline(List.of());

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int LZF = 32_000;
  private static final List<Integer> KNOWN = List.of(DEFLATE, SHUFFLE, FLETCHER32, LZF);
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(4, "szip"),
          Map.entry(5, "nbit"),
          Map.entry(6, "scaleoffset"),
          Map.entry(307, "bzip2"),
          Map.entry(32_001, "blosc"),
          Map.entry(32_004, "lz4"),
          Map.entry(32_008, "bitshuffle"),
          Map.entry(32_013, "zfp"),
          Map.entry(32_015, "zstd"),
          Map.entry(32_026, "blosc2"));
  private static final int MOST = 32;
  private static final int NAMED = 256;
  private static final int BUFFER = 1 << 13;

  /// One filter.
  ///
  /// @param id its number
  /// @param width of a shuffle, the bytes of an element
  record Filter(int id, int width) {}

  private static final class Deflated extends InflaterInputStream {
    Deflated(InputStream in) {
      super(in, new Inflater(), BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /// {@return the filters that a message lists}
  static FilterPipeline read(Block message) throws IOException {
    int version = message.u8();
    int count = message.u8();
    if ((version != 1 && version != 2) || count > MOST) {
      throw message.wrong("lists %d filters, version %d".formatted(count, version));
    }
    message.skip(version == 1 ? 6 : 0);
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = message.u16();
      int name = version == 1 || id >= NAMED ? message.u16() : 0;
      message.skip(2);
      int values = message.u16();
      message.skip(version == 1 ? Math.ceilDiv(name, 8) * 8 : name);
      int width = values > 0 ? (int) message.u32() : 1;
      int padding = version == 1 ? values % 2 : 0;
      message.skip((Math.max(0, values - 1L) + padding) * Integer.BYTES);
      if (id == SHUFFLE && width < 1) {
        throw message.wrong("tells of a shuffle of elements of %d bytes".formatted(width));
      }
      filters.add(new Filter(id, width));
    }
    if (filters.stream().filter(filter -> filter.id == SHUFFLE).count() > 1) {
      // Each would hold a chunk as a whole.
      throw message.wrong("lists more than one shuffle");
    }
    if (filters.stream().filter(filter -> filter.id == DEFLATE).count() > 1) {
      // A stream of deflate that gives nothing can be packed a thousandfold, and that again.
      throw message.wrong("lists more than one deflate");
    }
    return new FilterPipeline(filters);
  }

  /// {@return the first filter that cannot be undone here, in words, or null if there is none}
  @Nullable String unknown() {
    for (Filter filter : all) {
      if (!KNOWN.contains(filter.id)) {
        return "filter %d (%s)".formatted(filter.id, OTHERS.getOrDefault(filter.id, "of others"));
      }
    }
    return null;
  }

  /// {@return a chunk from what is stored of it}
  ///
  /// @param skipped a bit for each filter that was left out for this chunk
  /// @param length the bytes of the chunk
  InputStream undo(InputStream stored, int skipped, int length) throws IOException {
    InputStream data = stored;
    int most = length + Integer.BYTES * (int) count(FLETCHER32, skipped, all.size());
    for (int i = all.size() - 1; i >= 0; i--) {
      if (isApplied(i, skipped)) {
        Filter filter = all.get(i);
        most = length + Integer.BYTES * (int) count(FLETCHER32, skipped, i);
        data =
            switch (filter.id) {
              case DEFLATE -> new Deflated(data);
              case SHUFFLE -> Shuffle.undo(data, most, filter.width);
              case FLETCHER32 -> new Fletcher32(data);
              default -> Lzf.undo(data, most);
            };
      }
    }
    return data;
  }

  private boolean isApplied(int filter, int skipped) {
    return (skipped & (1 << filter)) == 0;
  }

  /// {@return whether chunks may be shorter in the file than they are}
  boolean compresses() {
    return all.stream().anyMatch(filter -> filter.id == DEFLATE || filter.id == LZF);
  }

  /// {@return whether chunks are undone as a whole, not piece by piece}
  boolean buffers() {
    return all.stream().anyMatch(filter -> filter.id == SHUFFLE);
  }

  /// {@return how often a filter is among the first}
  private long count(int id, int skipped, int first) {
    long count = 0;
    for (int i = 0; i < first; i++) {
      count += all.get(i).id == id && isApplied(i, skipped) ? 1 : 0;
    }
    return count;
  }

  /// {@return all bytes of a stream}
  ///
  /// @throws IOException if there are more
  static byte[] all(InputStream in, int most) throws IOException {
    byte[] bytes = new byte[most];
    try (in) {
      int count = in.readNBytes(bytes, 0, most);
      if (in.read() >= 0) {
        throw new IOException("more than %,d bytes".formatted(most));
      }
      return count == most ? bytes : Arrays.copyOf(bytes, count);
    }
  }
}
