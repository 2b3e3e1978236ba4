package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The messages of an object in an HDF5 file, of headers of version 1 and 2.
///
/// HDF5 File Format Specification 3.0, part IV.A.
final class ObjectHeader {
  static final int DATASPACE = 0x1;
  static final int LINK_INFO = 0x2;
  static final int DATATYPE = 0x3;
  static final int OLD_FILL = 0x4;
  static final int FILL = 0x5;
  static final int LINK = 0x6;
  static final int EXTERNAL_FILES = 0x7;
  static final int LAYOUT = 0x8;
  static final int FILTERS = 0xB;
  static final int ATTRIBUTE = 0xC;
  static final int SHARED_TABLE = 0xF;
  static final int SYMBOLS = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;
  private static final int CONTINUATION = 0x10;
  private static final int MOST_MESSAGES = 1 << 16;
  // Others, such as times and comments, are nothing that anyone asks for here.
  private static final Set<Integer> KEPT =
      Set.of(
          DATASPACE,
          LINK_INFO,
          DATATYPE,
          OLD_FILL,
          FILL,
          LINK,
          EXTERNAL_FILES,
          LAYOUT,
          FILTERS,
          ATTRIBUTE,
          SHARED_TABLE,
          SYMBOLS,
          ATTRIBUTE_INFO);
  private static final int LAST_KNOWN = 0x18;
  private static final int SHARED = 0x2;
  private static final int MUST_KNOW = 0x80;
  private static final int SIGNATURE = 4;
  private static final int CHECKSUM = 4;
  private static final int PREFIX = 16;
  private static final String NAME = "object header";

  private final Storage storage;
  private final List<Message> messages = new ArrayList<>();
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();
  private boolean tracksOrder;
  private int version;

  /// A message.
  ///
  /// @param type what it tells
  /// @param isShared whether it only tells where the real one is
  /// @param content its bytes
  record Message(int type, boolean isShared, Block content) {}

  /// A stretch of messages that has not been read yet.
  private record Part(long address, long length) {}

  private ObjectHeader(Storage storage) {
    this.storage = storage;
  }

  /// {@return the messages of the object at an address}
  ///
  /// @throws IOException if there is no object
  static List<Message> read(Storage storage, long address) throws IOException {
    ObjectHeader header = new ObjectHeader(storage);
    header.begin(address);
    while (!header.parts.isEmpty()) {
      Part part = header.parts.removeFirst();
      header.messages(
          header.version == 1
              ? storage.block(part.address, part.length, NAME)
              : storage.checked(part.address, part.length, NAME).signature("OCHK"));
    }
    return header.messages;
  }

  private void begin(long address) throws IOException {
    Block start = storage.block(address, PREFIX, NAME);
    seen.add(address);
    version = start.u8();
    if (version != 'O') {
      if (version != 1 || start.u8() != 0) {
        throw storage.wrong(address, "no object header of version 1 or 2");
      }
      start.seek(8);
      parts.add(new Part(address + PREFIX, start.u32()));
      return;
    }
    start.seek(0);
    start.signature("OHDR").version(2);
    version = 2;
    int flags = start.u8();
    tracksOrder = (flags & 0x4) != 0;
    int times = (flags & 0x20) == 0 ? 0 : 16;
    int limits = (flags & 0x10) == 0 ? 0 : 4;
    int width = 1 << (flags & 0x3);
    int first = SIGNATURE + 2 + times + limits;
    long size = storage.block(address + first, width, NAME).number(width);
    storage.check(address, size, NAME);
    Block whole = storage.checked(address, first + width + size + CHECKSUM, NAME);
    whole.skip(first + width);
    messages(whole);
  }

  private void messages(Block part) throws IOException {
    int prefix = version == 1 ? 8 : tracksOrder ? 6 : 4;
    while (part.remaining() >= prefix) {
      int type = version == 1 ? part.u16() : part.u8();
      int size = part.u16();
      int flags = part.u8();
      part.skip(prefix - (version == 1 ? 5 : 4));
      Block content = part.part(size, "message");
      if (type == CONTINUATION) {
        continued(content.address(), content.length());
      } else if (type > LAST_KNOWN && (flags & MUST_KNOW) != 0) {
        throw content.wrong("is of type %d, which is not known".formatted(type));
      } else if (KEPT.contains(type)) {
        if (messages.size() == MOST_MESSAGES) {
          throw content.wrong("is one of more than %d".formatted(MOST_MESSAGES));
        }
        messages.add(new Message(type, (flags & SHARED) != 0, content));
      }
    }
  }

  private void continued(long address, long length) throws IOException {
    if (!seen.add(address)) {
      throw storage.wrong(address, "a part of an object header that is there twice");
    }
    parts.add(new Part(address, length));
  }
}
