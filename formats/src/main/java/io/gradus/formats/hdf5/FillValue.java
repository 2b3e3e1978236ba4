package io.gradus.formats.hdf5;

import java.io.IOException;

/// What the elements of a dataset are where nothing was ever written.
final class FillValue {
  private static final int DEFINED = 0x20;

  private FillValue() {}

  /// {@return the bytes of one element; none stand for zeros}
  static byte[] read(Block message) throws IOException {
    int version = message.u8();
    return switch (version) {
      case 1 -> {
        message.skip(3);
        yield old(message);
      }
      case 2 -> {
        message.skip(2);
        yield message.u8() == 0 ? new byte[0] : old(message);
      }
      case 3 -> (message.u8() & DEFINED) == 0 ? new byte[0] : old(message);
      default -> throw message.wrong("tells of a fill value of version %d".formatted(version));
    };
  }

  /// {@return the bytes in a message of the earlier kind}
  static byte[] old(Block message) throws IOException {
    // Messages without a value may end before its length.
    return message.remaining() < Integer.BYTES ? new byte[0] : message.bytes(message.u32());
  }
}
