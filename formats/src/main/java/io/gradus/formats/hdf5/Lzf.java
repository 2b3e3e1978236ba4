package io.gradus.formats.hdf5;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Undoes LZF, the fast compression that h5py has of its own: runs of bytes, and copies of up to
/// 264 bytes from at most 8,192 bytes before. No more of a chunk is kept than these.
final class Lzf extends InputStream {
  private static final int RUN = 32;
  private static final int LONG = 7;
  private static final int OFFSET = 0x1F;
  private static final int WINDOW = 1 << 13;

  private final InputStream in;
  private final long most;
  private final byte[] window = new byte[WINDOW];
  private long count;
  // Of what is under way: its bytes, and how far before they are, 0 in a run.
  private int left;
  private int distance;

  private Lzf(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /// {@return the bytes before they were compressed}
  ///
  /// @param most the most there may be
  static InputStream undo(InputStream stored, int most) {
    return new Lzf(new BufferedInputStream(stored), most);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int done = 0;
    while (done < length && (left > 0 || next())) {
      int now = Math.min(left, length - done);
      for (int i = 0; i < now; i++) {
        byte value =
            distance == 0 ? (byte) need("run") : window[(int) (count - distance & WINDOW - 1)];
        window[(int) (count++ & WINDOW - 1)] = value;
        into[from + done + i] = value;
      }
      left -= now;
      done += now;
    }
    return done > 0 || length == 0 ? done : -1;
  }

  /// Begins the next run or copy; returns whether there is one.
  private boolean next() throws IOException {
    int control = in.read();
    if (control < 0) {
      return false;
    }
    if (control < RUN) {
      left = control + 1;
      distance = 0;
    } else {
      left = (control >> 5) + 2;
      if (left == LONG + 2) {
        left += need("copy");
      }
      distance = ((control & OFFSET) << Byte.SIZE | need("copy")) + 1;
    }
    if (left > most - count) {
      throw new IOException("more than %,d bytes".formatted(most));
    }
    if (distance > count) {
      throw new IOException("a copy from before the beginning");
    }
    return true;
  }

  private int need(String within) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new IOException("ends within a " + within);
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
