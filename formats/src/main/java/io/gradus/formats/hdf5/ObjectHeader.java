package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// The messages of an object in an HDF5 file, of headers of version 1 and 2.
///
/// HDF5 File Format Specification, version 3.0, part IV.A.
final class ObjectHeader {
  static final int DATASPACE = 0x1;
  static final int LINK_INFO = 0x2;
  static final int DATATYPE = 0x3;
  static final int LINK = 0x6;
  static final int LAYOUT = 0x8;
  static final int FILTERS = 0xB;
  static final int ATTRIBUTE = 0xC;
  static final int ATTRIBUTE_INFO = 0x15;
  static final int SYMBOLS = 0x11;
  private static final int CONTINUATION = 0x10;
  private static final int SIGNATURE = 0x5244484F;
  private static final int CONTINUED = 0x4B48434F;
  private static final int CHECKSUM = 4;

  private final Storage bytes;
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean tracksOrder;
  private int version;

  /// Takes the messages one after the other.
  @FunctionalInterface
  interface Reader {
    /// Takes a message.
    ///
    /// @param type the type of the message
    /// @param shared whether the message only tells where the real one is
    /// @param message its bytes
    /// @param offset where they are in the file
    void take(int type, boolean shared, ByteBuffer message, long offset) throws IOException;
  }

  private record Part(long offset, long length) {}

  private ObjectHeader(Storage bytes) {
    this.bytes = bytes;
  }

  /// Gives the messages of the object at an address to the reader.
  ///
  /// @throws IOException if there is no object
  static void read(Storage bytes, long address, Reader reader) throws IOException {
    ObjectHeader header = new ObjectHeader(bytes);
    header.begin(address);
    while (!header.parts.isEmpty()) {
      header.part(header.parts.removeFirst(), reader);
    }
  }

  private void begin(long address) throws IOException {
    ByteBuffer start = bytes.structure(address, 16, "object header");
    if (start.getInt(0) != SIGNATURE) {
      version = start.get(0);
      if (version != 1 || start.get(1) != 0) {
        throw bytes.wrong(address, "no object header of version 1 or 2");
      }
      parts.add(new Part(address + 16, Integer.toUnsignedLong(start.getInt(8))));
      return;
    }
    version = start.get(4);
    if (version != 2) {
      throw bytes.wrong(address + 4, "object header of version " + version);
    }
    int flags = start.get(5);
    tracksOrder = (flags & 0x4) != 0;
    int at = 6 + ((flags & 0x20) == 0 ? 0 : 16) + ((flags & 0x10) == 0 ? 0 : 4);
    int width = 1 << (flags & 0x3);
    ByteBuffer size = bytes.structure(address + at, width, "object header");
    parts.add(new Part(address + at + width, number(size, width)));
  }

  /// {@return the unsigned number of 1, 2, 4 or 8 bytes at the buffer's position, which moves on}
  static long number(ByteBuffer from, int width) {
    return switch (width) {
      case 1 -> Byte.toUnsignedLong(from.get());
      case 2 -> Short.toUnsignedLong(from.getShort());
      case 4 -> Integer.toUnsignedLong(from.getInt());
      default -> from.getLong();
    };
  }

  private void part(Part part, Reader reader) throws IOException {
    ByteBuffer all = bytes.structure(part.offset, part.length, "object header");
    int prefix = version == 1 ? 8 : tracksOrder ? 6 : 4;
    while (all.remaining() >= prefix) {
      int type = version == 1 ? Short.toUnsignedInt(all.getShort()) : Byte.toUnsignedInt(all.get());
      int size = Short.toUnsignedInt(all.getShort());
      int flags = all.get();
      all.position(all.position() + prefix - (version == 1 ? 5 : 4));
      long offset = part.offset + all.position();
      if (size > all.remaining()) {
        throw bytes.wrong(
            offset, "a message of %d bytes, %d are left".formatted(size, all.remaining()));
      }
      ByteBuffer message = all.slice(all.position(), size).order(all.order());
      all.position(all.position() + size);
      if (type == CONTINUATION) {
        continued(message, offset);
      } else {
        reader.take(type, (flags & 0x2) != 0, message, offset);
      }
    }
  }

  private void continued(ByteBuffer message, long offset) throws IOException {
    if (message.remaining() < 16) {
      throw bytes.wrong(offset, "a continuation of %d bytes".formatted(message.remaining()));
    }
    long at = message.getLong();
    long length = message.getLong();
    if (version == 1) {
      parts.add(new Part(at, length));
      return;
    }
    if (bytes.structure(at, 4, "object header").getInt() != CONTINUED || length < 4 + CHECKSUM) {
      throw bytes.wrong(offset, "a continuation that leads to none");
    }
    parts.add(new Part(at + 4, length - 4 - CHECKSUM));
  }
}
