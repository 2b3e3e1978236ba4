package io.gradus.formats.hdf5;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Undoes LZF, the fast compression that h5py has of its own: runs of bytes, and copies of up to
/// 264 bytes from at most 8,192 bytes before.
final class Lzf {
  private static final int RUN = 32;
  private static final int LONG = 7;
  private static final int OFFSET = 0x1F;

  private final InputStream in;
  private final byte[] out;
  private int count;

  private Lzf(InputStream in, int most) {
    this.in = in;
    this.out = new byte[most];
  }

  /// {@return the bytes before they were compressed}
  ///
  /// @param most the most there may be
  static InputStream undo(InputStream stored, int most) throws IOException {
    try (InputStream in = new BufferedInputStream(stored)) {
      Lzf lzf = new Lzf(in, most);
      for (int control = in.read(); control >= 0; control = in.read()) {
        if (control < RUN) {
          lzf.run(control + 1);
        } else {
          lzf.copy(control);
        }
      }
      return new ByteArrayInputStream(lzf.out, 0, lzf.count);
    }
  }

  private void run(int length) throws IOException {
    need(length);
    if (in.readNBytes(out, count, length) < length) {
      throw new IOException("ends within a run");
    }
    count += length;
  }

  private void copy(int control) throws IOException {
    int length = control >> 5;
    if (length == LONG) {
      length += next();
    }
    length += 2;
    int from = count - ((control & OFFSET) << Byte.SIZE | next()) - 1;
    need(length);
    if (from < 0) {
      throw new IOException("a copy from before the beginning");
    }
    // The copy may overlap with what it makes.
    for (int i = 0; i < length; i++) {
      out[count++] = out[from + i];
    }
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new IOException("ends within a copy");
    }
    return next;
  }

  private void need(int length) throws IOException {
    if (length > out.length - count) {
      throw new IOException("more than %,d bytes".formatted(out.length));
    }
  }
}
