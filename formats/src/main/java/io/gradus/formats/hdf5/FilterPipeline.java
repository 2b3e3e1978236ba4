package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What was done to each chunk of a dataset in an HDF5 file: deflate, shuffle, checksum.
///
/// @param all the filters in the order they were applied
record FilterPipeline(List<Filter> all) {
  /// Nothing was done.
  static final FilterPipeline NONE = new FilterPipeline(List.of());

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int MOST = 32;
  private static final int NAMED = 256;

  /// One filter.
  ///
  /// @param id its number
  /// @param width of a shuffle, the bytes of an element
  record Filter(int id, int width) {}

  /// {@return the filters that a message lists}
  static FilterPipeline read(Storage bytes, ByteBuffer message, long offset) throws IOException {
    int version = message.get();
    int count = message.get();
    if ((version != 1 && version != 2) || count < 0 || count > MOST) {
      throw bytes.wrong(offset, "%d filters, version %d".formatted(count, version));
    }
    if (version == 1) {
      message.position(message.position() + 6);
    }
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = Short.toUnsignedInt(message.getShort());
      int name = version == 1 || id >= NAMED ? Short.toUnsignedInt(message.getShort()) : 0;
      message.getShort();
      int values = Short.toUnsignedInt(message.getShort());
      message.position(message.position() + (version == 1 ? Math.ceilDiv(name, 8) * 8 : name));
      if (id < DEFLATE || id > FLETCHER32) {
        throw bytes.wrong(
            offset, "filter %d; known: 1 deflate, 2 shuffle, 3 fletcher32".formatted(id));
      }
      int width = values > 0 ? message.getInt(message.position()) : 1;
      if (id == SHUFFLE && width < 1) {
        throw bytes.wrong(offset, "a shuffle of elements of %d bytes".formatted(width));
      }
      int padding = version == 1 && values % 2 == 1 ? 1 : 0;
      message.position(message.position() + (values + padding) * Integer.BYTES);
      filters.add(new Filter(id, width));
    }
    return new FilterPipeline(filters);
  }

  /// {@return whether chunks may be shorter in the file than they are}
  boolean compress() {
    return all.stream().anyMatch(filter -> filter.id == DEFLATE);
  }

  /// {@return a chunk of `length` bytes from what is stored of it}
  ///
  /// @param skipped a bit for each filter that was left out for this chunk
  /// @throws DataFormatException if what is stored is no such chunk
  byte[] undo(byte[] stored, int skipped, int length) throws DataFormatException {
    byte[] data = stored;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    Collections.reverse(order);
    for (int i : order) {
      if ((skipped & (1 << i)) == 0) {
        Filter filter = all.get(i);
        data =
            switch (filter.id) {
              case DEFLATE -> inflated(data, length + checksums() * Integer.BYTES);
              case SHUFFLE -> unshuffled(data, filter.width);
              default -> checked(data);
            };
      }
    }
    if (data.length != length) {
      throw new DataFormatException("%,d bytes, not %,d".formatted(data.length, length));
    }
    return data;
  }

  private int checksums() {
    return (int) all.stream().filter(filter -> filter.id == FLETCHER32).count();
  }

  private static byte[] inflated(byte[] data, int most) throws DataFormatException {
    byte[] out = new byte[most];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(data);
      int count = 0;
      int more;
      do {
        more = inflater.inflate(out, count, most - count);
        count += more;
      } while (more > 0 && count < most);
      // The end of the stream may lie behind the last byte.
      if (!inflater.finished()) {
        inflater.inflate(new byte[1]);
      }
      if (!inflater.finished()) {
        throw new DataFormatException("more than %,d bytes, or not whole".formatted(most));
      }
      return count == most ? out : Arrays.copyOf(out, count);
    }
  }

  /// Brings the bytes of each element together; they come as all first ones, all second ones, …
  private static byte[] unshuffled(byte[] data, int width) {
    byte[] out = data.clone();
    int count = data.length / width;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < width; b++) {
        out[i * width + b] = data[b * count + i];
      }
    }
    return out;
  }

  private static byte[] checked(byte[] data) throws DataFormatException {
    int length = data.length - Integer.BYTES;
    if (length < 0) {
      throw new DataFormatException("no checksum");
    }
    int sum = fletcher32(data, length);
    int stored = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      stored |= Byte.toUnsignedInt(data[length + i]) << (i * Byte.SIZE);
    }
    if (sum != stored) {
      throw new DataFormatException("the checksum differs");
    }
    return Arrays.copyOf(data, length);
  }

  private static int fletcher32(byte[] data, int length) {
    int low = 0;
    int high = 0;
    for (int i = 0; i < length; i += 2) {
      int second = i + 1 < length ? Byte.toUnsignedInt(data[i + 1]) : 0;
      low = folded(low + (Byte.toUnsignedInt(data[i]) << Byte.SIZE | second));
      high = folded(high + low);
    }
    return high << Short.SIZE | low;
  }

  private static int folded(int sum) {
    return (sum & 0xFFFF) + (sum >>> Short.SIZE);
  }
}
