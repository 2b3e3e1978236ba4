package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Where a member of a group is.
sealed interface Link {
  /// In this file.
  ///
  /// @param address where its header is
  record Hard(long address) implements Link {}

  /// Under another name.
  ///
  /// @param path that name, from the root if it begins with `/`, else from the group
  record Soft(String path) implements Link {}

  /// In another file, which is not opened.
  ///
  /// @param label where, in words
  record Elsewhere(String label) implements Link {}

  /// A link and its name.
  ///
  /// @param name the name
  /// @param order its place in the order in which the members were made; −1 if that is not known
  /// @param link where it leads
  record Named(String name, long order, Link link) {}

  /// {@return the link that a message describes}
  static Named read(Block message) throws IOException {
    message.version(1);
    int flags = message.u8();
    int kind = (flags & 0x8) == 0 ? 0 : message.u8();
    long order = (flags & 0x4) == 0 ? -1 : message.i64();
    message.skip((flags & 0x10) == 0 ? 0 : 1);
    long length = message.number(1 << (flags & 0x3));
    String name = new String(message.bytes(length), StandardCharsets.UTF_8);
    return new Named(name, order, target(message, kind));
  }

  private static Link target(Block message, int kind) throws IOException {
    return switch (kind) {
      case 0 -> new Hard(message.address());
      case 1 -> new Soft(new String(message.bytes(message.u16()), StandardCharsets.UTF_8));
      case 64 -> {
        message.skip(3);
        String file = message.text();
        yield new Elsewhere("an external link to %s in %s".formatted(message.text(), file));
      }
      default -> new Elsewhere("a link of type %d".formatted(kind));
    };
  }
}
