package io.gradus.formats.hdf5;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A stretch of the file, read in order.
final class StoredBytes extends InputStream {
  private final Storage storage;
  private final String what;
  private long at;
  private long left;

  /// The `length` bytes from an address on.
  ///
  /// @param what what they are, for messages
  StoredBytes(Storage storage, long address, long length, String what) {
    this.storage = storage;
    this.at = address;
    this.left = length;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int count = (int) Math.min(most, left);
    if (count == 0) {
      return most == 0 ? 0 : -1;
    }
    storage.fill(at, ByteBuffer.wrap(into, from, count), what);
    at += count;
    left -= count;
    return count;
  }

  @Override
  public long skip(long most) {
    long count = Math.clamp(most, 0, left);
    at += count;
    left -= count;
    return count;
  }
}
