package io.gradus.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The bytes of a file or of an archive's entry, read in order, and the place they are read from.
final class Source {
  private final InputStream in;
  private final Path file;
  private final @Nullable String entry;
  private final long length;
  private long position;

  /// The `length` bytes of a file, or of its entry where one is named.
  Source(InputStream in, Path file, @Nullable String entry, long length) {
    this.in = in;
    this.file = file;
    this.entry = entry;
    this.length = length;
  }

  /// {@return the bytes of a file or an entry, in order}
  static Source of(Bytes bytes) {
    return new Source(bytes.stream(), bytes.file(), null, bytes.length());
  }

  /// {@return the number of bytes read so far}
  long position() {
    return position;
  }

  /// {@return the number of bytes not read yet}
  long left() {
    return length - position;
  }

  /// Fills an array-backed buffer between its position and its limit, which stay. Returns the
  /// buffer.
  ///
  /// @throws ModelFormatException if fewer bytes are left, saying what they were to be
  ByteBuffer fill(ByteBuffer block, String what) throws IOException {
    int count = block.remaining();
    int read = in.readNBytes(block.array(), block.arrayOffset() + block.position(), count);
    position += read;
    if (read < count) {
      throw wrong("ends within the " + what);
    }
    return block;
  }

  /// {@return the error for a problem at the present position}
  ModelFormatException wrong(String problem) {
    return wrong(position, problem);
  }

  /// {@return the error for a problem at an offset}
  ModelFormatException wrong(long offset, String problem) {
    return new ModelFormatException(file, entry, offset, problem);
  }
}
