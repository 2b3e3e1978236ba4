package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of various lengths of a file, in collections.
///
/// HDF5 File Format Specification 3.0, part III.E.
final class GlobalHeap {
  private static final int ALIGNMENT = 8;
  private static final String NAME = "global heap";

  private final Storage storage;
  private final Map<Long, Places> collections = new HashMap<>();

  /// Where the objects of a collection are, and how long.
  private static final class Places {
    private int[] indices = new int[16];
    private long[] addresses = new long[16];
    private long[] lengths = new long[16];
    private int count;
    // Where objects stand in another order: index and place of each, sorted.
    private long @Nullable [] sorted;

    void add(int index, long address, long length) {
      if (count == indices.length) {
        indices = Arrays.copyOf(indices, 2 * count);
        addresses = Arrays.copyOf(addresses, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      indices[count] = index;
      addresses[count] = address;
      lengths[count++] = length;
    }

    /// {@return the place of an object, −1 if there is none}
    int find(long index) {
      // Objects stand in the order of their indices, from 1 on, if none was deleted.
      if (index >= 1 && index <= count && indices[(int) index - 1] == index) {
        return (int) index - 1;
      }
      long[] keys = sorted;
      if (keys == null) {
        keys = new long[count];
        for (int i = 0; i < count; i++) {
          keys[i] = (long) indices[i] << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        sorted = keys;
      }
      // The first of those with this index.
      int found = Arrays.binarySearch(keys, index << Integer.SIZE);
      found = found < 0 ? -found - 1 : found;
      return found < count && keys[found] >>> Integer.SIZE == index ? (int) keys[found] : -1;
    }
  }

  GlobalHeap(Storage storage) {
    this.storage = storage;
  }

  /// {@return the bytes of a pointer to a text}
  static int pointer(Storage storage) {
    return 2 * Integer.BYTES + storage.addressWidth();
  }

  /// {@return the text that the next pointer of a block leads to}
  String text(Block pointers) throws IOException {
    long length = pointers.u32();
    long address = pointers.address();
    long index = pointers.u32();
    if (length == 0) {
      return "";
    }
    Places places = collections.get(address);
    if (places == null) {
      places = places(address);
      collections.put(address, places);
    }
    int place = places.find(index);
    if (place < 0) {
      throw storage.wrong(
          Math.clamp(address, 0, storage.length()),
          "object %d is not in the global heap".formatted(index));
    }
    long at = places.addresses[place];
    if (length > places.lengths[place]) {
      throw storage.wrong(at, "a text of %d bytes in %d".formatted(length, places.lengths[place]));
    }
    storage.count(at, length);
    ByteBuffer text = storage.fill(at, ByteBuffer.allocate((int) length), NAME);
    int end = (int) length;
    while (end > 0 && text.get(end - 1) == 0) {
      end--;
    }
    return new String(text.array(), 0, end, StandardCharsets.UTF_8);
  }

  private static long padded(long length) {
    return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
  }

  private Places places(long address) throws IOException {
    int header = ALIGNMENT + storage.lengthWidth();
    Block start = storage.block(address, header, NAME).signature("GCOL").version(1);
    start.skip(3);
    long size = start.length();
    storage.check(address, size, NAME);
    storage.count(address, size);
    Places places = new Places();
    long end = address + size;
    long prefix = padded(header);
    long at = address + prefix;
    while (at + header <= end) {
      Block object = storage.block(at, header, NAME);
      int index = object.u16();
      object.skip(6);
      long length = object.length();
      at += prefix;
      if (index == 0) {
        break;
      }
      if (length > end - at) {
        throw storage.wrong(at, "an object of %d bytes in %d".formatted(length, end - at));
      }
      places.add(index, at, length);
      at += padded(length);
    }
    return places;
  }
}
