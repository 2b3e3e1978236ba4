package io.gradus.formats.hdf5;

import java.util.Arrays;

/// Addresses that were met, two longs for each at most four times over.
final class AddressSet {
  private long[] slots = empty(1 << 6);
  private int count;

  private static long[] empty(int length) {
    long[] slots = new long[length];
    Arrays.fill(slots, Storage.UNDEFINED);
    return slots;
  }

  int size() {
    return count;
  }

  /// Adds an address that is none of the undefined. Returns whether it was not there yet.
  boolean add(long address) {
    int slot = slot(slots, address);
    if (slots[slot] == address) {
      return false;
    }
    slots[slot] = address;
    count++;
    if (2 * count > slots.length) {
      long[] more = empty(2 * slots.length);
      for (long old : slots) {
        if (old != Storage.UNDEFINED) {
          more[slot(more, old)] = old;
        }
      }
      slots = more;
    }
    return true;
  }

  /// {@return where an address is or goes}
  private static int slot(long[] slots, long address) {
    long mixed = address * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (slots[slot] != Storage.UNDEFINED && slots[slot] != address) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
