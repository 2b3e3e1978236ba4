package io.gradus.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The bytes of a zip's entry in order, unpacked as they are read. With the last one it is checked
/// that nothing follows and that the checksum is right.
final class ZipEntryStream extends InputStream {
  private static final int BLOCK = 1 << 16;

  private final Bytes packed;
  private final long size;
  private final long crc;
  private final CRC32 sum = new CRC32();
  private final ByteBuffer block;
  private final @Nullable Inflater inflater;
  private long taken;
  private long given;
  private boolean checked;

  /// Packed bytes, which are to give `size` bytes of a checksum.
  ZipEntryStream(Bytes packed, boolean deflated, long size, long crc) {
    this.packed = packed;
    this.size = size;
    this.crc = crc;
    this.inflater = deflated ? new Inflater(true) : null;
    this.block = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(1, packed.length())));
    block.limit(0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int count = (int) Math.min(most, size - given);
    if (count > 0) {
      count = inflater == null ? stored(into, from, count) : inflated(inflater, into, from, count);
      sum.update(into, from, count);
      given += count;
    }
    if (given == size && !checked) {
      checkEnd();
    }
    return count > 0 || most == 0 ? count : -1;
  }

  private int stored(byte[] into, int from, int count) throws IOException {
    packed.fill(given, ByteBuffer.wrap(into, from, count), "entry");
    return count;
  }

  private int inflated(Inflater inflater, byte[] into, int from, int most) throws IOException {
    int count = 0;
    try {
      while (count == 0) {
        count = inflater.inflate(into, from, most);
        if (count == 0 && !refilled(inflater)) {
          throw packed.wrong(packed.length(), "unpacks to %d bytes, not %d".formatted(given, size));
        }
      }
    } catch (DataFormatException e) {
      throw damaged(e);
    }
    return count;
  }

  /// Hands on more packed bytes; returns whether there were any.
  private boolean refilled(Inflater inflater) throws IOException {
    if (inflater.finished() || taken == packed.length()) {
      return false;
    }
    block.clear().limit((int) Math.min(block.capacity(), packed.length() - taken));
    packed.fill(taken, block, "entry");
    taken += block.limit();
    inflater.setInput(block.array(), 0, block.limit());
    return true;
  }

  private void checkEnd() throws IOException {
    checked = true;
    if (inflater != null) {
      try {
        byte[] one = new byte[1];
        int more = inflater.inflate(one);
        while (more == 0 && refilled(inflater)) {
          more = inflater.inflate(one);
        }
        if (more > 0) {
          throw packed.wrong(taken, "unpacks to more than the %,d bytes said".formatted(size));
        }
      } catch (DataFormatException e) {
        throw damaged(e);
      } finally {
        inflater.end();
      }
    }
    if (sum.getValue() != crc) {
      throw packed.wrong(size, "the checksum differs: the entry is damaged");
    }
  }

  private IOException damaged(DataFormatException e) {
    return (IOException) packed.wrong(0, "cannot be unpacked: " + e.getMessage()).initCause(e);
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
  }
}
