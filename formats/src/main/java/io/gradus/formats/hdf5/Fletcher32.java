package io.gradus.formats.hdf5;

import java.io.IOException;
import java.io.InputStream;

/// Bytes whose last four are a checksum, which is compared when the others were read, and is not
/// among them.
final class Fletcher32 extends InputStream {
  private static final int SUM = Integer.BYTES;
  private static final int MASK = 0xFFFF;
  private static final int SWAPPED = 0xFF00FF;

  private final InputStream in;
  // What was read and not given out: at least the checksum.
  private final byte[] buffer = new byte[1 << 13];
  private int from;
  private int to;
  private int low;
  private int high;
  private int first = -1;
  private boolean isChecked;

  Fletcher32(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    if (to - from <= SUM) {
      fill();
    }
    int count = Math.min(most, to - from - SUM);
    if (count <= 0) {
      check();
      return most == 0 ? 0 : -1;
    }
    System.arraycopy(buffer, from, into, at, count);
    for (int i = 0; i < count; i++) {
      add(Byte.toUnsignedInt(buffer[from + i]));
    }
    from += count;
    return count;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    to += in.readNBytes(buffer, to, buffer.length - to);
  }

  private void add(int value) {
    if (first < 0) {
      first = value;
    } else {
      word(first << Byte.SIZE | value);
      first = -1;
    }
  }

  private void word(int word) {
    low = folded(low + word);
    high = folded(high + low);
  }

  private static int folded(int sum) {
    return (sum & MASK) + (sum >>> Short.SIZE);
  }

  private void check() throws IOException {
    if (isChecked) {
      return;
    }
    isChecked = true;
    if (to - from < SUM) {
      throw new IOException("no checksum");
    }
    if (first >= 0) {
      word(first << Byte.SIZE);
    }
    int stored = 0;
    for (int i = 0; i < SUM; i++) {
      stored |= Byte.toUnsignedInt(buffer[from + i]) << (i * Byte.SIZE);
    }
    int sum = high << Short.SIZE | low;
    // Early versions of HDF5 had the bytes of each half the other way round.
    int swapped = (sum & SWAPPED) << Byte.SIZE | (sum >>> Byte.SIZE & SWAPPED);
    if (stored != sum && stored != swapped) {
      throw new IOException("the checksum differs");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
