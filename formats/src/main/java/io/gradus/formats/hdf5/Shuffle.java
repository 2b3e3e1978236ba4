package io.gradus.formats.hdf5;

import java.io.IOException;
import java.io.InputStream;

/// The bytes of elements that come as all first ones, all second ones, …, brought together again.
final class Shuffle extends InputStream {
  private final byte[] bytes;
  private final int width;
  private final int count;
  private int at;
  private int element;
  private int part;

  private Shuffle(byte[] bytes, int width) {
    this.bytes = bytes;
    this.width = width;
    this.count = bytes.length / width;
  }

  /// {@return the elements}
  ///
  /// @param most the most bytes there may be
  /// @param width the bytes of an element
  static InputStream undo(InputStream in, int most, int width) throws IOException {
    return new Shuffle(FilterPipeline.all(in, most), width);
  }

  @Override
  public int read() {
    return at == bytes.length ? -1 : Byte.toUnsignedInt(next());
  }

  @Override
  public int read(byte[] into, int from, int most) {
    int length = Math.min(most, bytes.length - at);
    for (int i = 0; i < length; i++) {
      into[from + i] = next();
    }
    return length == 0 && most > 0 ? -1 : length;
  }

  @Override
  public long skip(long most) {
    int length = Math.clamp(most, 0, bytes.length - at);
    at += length;
    element = at / width;
    part = at % width;
    return length;
  }

  // Bytes beyond the last whole element stand as they were.
  private byte next() {
    int from = element < count ? part * count + element : at;
    at++;
    if (++part == width) {
      part = 0;
      element++;
    }
    return bytes[from];
  }
}
