package io.gradus.formats;

import io.gradus.formats.hdf5.ByteSource;
import io.gradus.nn.layer.Restoring;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The bytes of a file or of an archive's entry, read at any place.
///
/// What describes other bytes, such as tables and headers, is read with [#structure], which gives
/// out no more than a bounded number of bytes in all: whoever reads a file whose parts refer to
/// each other comes to an end, with memory for each part.
final class Bytes implements ByteSource {
  private final Path file;
  private final @Nullable String entry;
  private final Medium medium;
  private final long start;
  private final long length;
  private final long present;
  private long structure;

  /// Where the bytes are.
  @FunctionalInterface
  interface Medium {
    /// Fills a buffer with the bytes from an offset on; returns how many there were.
    int read(long offset, ByteBuffer block) throws IOException;
  }

  private Bytes(
      Path file, @Nullable String entry, Medium medium, long start, long length, long present) {
    this.file = file;
    this.entry = entry;
    this.medium = medium;
    this.start = start;
    this.length = length;
    this.present = present;
    this.structure = 2 * length + (1 << 16);
  }

  /// Reads something.
  @FunctionalInterface
  interface Read<T> {
    T run() throws IOException;
  }

  /// Reads something from bytes.
  @FunctionalInterface
  interface ReadFrom<T> {
    T run(Bytes bytes) throws IOException;
  }

  /// {@return what is read from a file, which is open meanwhile}
  ///
  /// @throws ModelFormatException also if that takes more memory than there is
  static <T> T read(Path file, ReadFrom<T> code) throws IOException {
    return guarded(
        file,
        () -> {
          try (FileChannel channel = open(file)) {
            return code.run(of(file, channel));
          }
        });
  }

  /// {@return what is read}
  ///
  /// @throws ModelFormatException also if that takes more memory than there is
  static <T> T guarded(Path file, Read<T> code) throws IOException {
    String problem;
    Error cause;
    try {
      return code.run();
    } catch (ClosedByInterruptException e) {
      // It has no message.
      FileSystemException named =
          new FileSystemException(
              file.toString(), null, "the thread was interrupted while it was read");
      named.initCause(e);
      throw named;
    } catch (OutOfMemoryError e) {
      long heap = Runtime.getRuntime().maxMemory();
      problem = String.format(Locale.ROOT, "takes more memory than the heap's %,d (-Xmx)", heap);
      cause = e;
    } catch (StackOverflowError e) {
      problem = "parts within parts beyond measure";
      cause = e;
    }
    throw (IOException) new ModelFormatException(file, null, 0, problem).initCause(cause);
  }

  /// {@return a file, to be read} Of a pipe it would wait for someone to write, perhaps for ever.
  ///
  /// @throws ModelFormatException if it is a folder, a pipe or a device
  static FileChannel open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what =
          Files.isDirectory(file) ? "a folder, not a file" : "a pipe or a device, not a file";
      throw new ModelFormatException(file, null, 0, what);
    }
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /// {@return the bytes of an open file}
  static Bytes of(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    return new Bytes(file, null, (offset, block) -> read(channel, offset, block), 0, size, size);
  }

  /// {@return bytes in memory, of an entry of these}
  Bytes memory(String name, byte[] content) {
    return of(file, name, content);
  }

  /// {@return bytes that are elsewhere, of an entry of these}
  Bytes entry(String name, Medium content, long size) {
    return new Bytes(file, name, content, 0, size, present);
  }

  /// {@return these bytes in order}
  InputStream stream() {
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        int count = (int) Math.min(most, length - at);
        if (count > 0) {
          fill(at, ByteBuffer.wrap(into, from, count), "text");
        }
        at += count;
        return count > 0 || most == 0 ? count : -1;
      }
    };
  }

  /// {@return bytes in memory}
  static Bytes of(Path file, @Nullable String entry, byte[] content) {
    return new Bytes(
        file,
        entry,
        (offset, block) -> {
          int count = block.remaining();
          block.put(content, (int) offset, count);
          return count;
        },
        0,
        content.length,
        content.length);
  }

  private static int read(FileChannel channel, long offset, ByteBuffer block) throws IOException {
    int count = 0;
    while (block.hasRemaining()) {
      int read = channel.read(block, offset + count);
      if (read < 0) {
        break;
      }
      count += read;
    }
    return count;
  }

  /// {@return a part of these bytes, under a name of its own}
  Bytes part(String name, long from, long count) {
    return new Bytes(file, name, medium, start + from, count, present);
  }

  /// {@return the file}
  Path file() {
    return file;
  }

  /// {@return the number of bytes of the file on disk, which what is unpacked is measured by}
  long present() {
    return present;
  }

  /// {@return the number of bytes}
  @Override
  public long length() {
    return length;
  }

  /// {@return bytes that describe others, in a little-endian buffer}
  ///
  /// @param what what they are, for messages
  /// @throws ModelFormatException if they are not there, or if too many have been asked for
  ByteBuffer structure(long offset, long count, String what) throws IOException {
    check(offset, count, what);
    count(offset, count);
    ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
    return fill(offset, block, what);
  }

  /// Counts bytes as given out by [#structure].
  ///
  /// @throws ModelFormatException if they are too many
  void count(long offset, long count) throws ModelFormatException {
    structure -= count;
    if (structure < 0) {
      throw wrong(offset, "tables and headers beyond measure, since parts refer to each other");
    }
  }

  /// Fills an array-backed buffer between its position and its limit, which stay. Returns the
  /// buffer.
  ///
  /// @throws ModelFormatException if the bytes are not there, or if there is no time left
  @Override
  public ByteBuffer fill(long offset, ByteBuffer block, String what) throws IOException {
    try {
      Restoring.checkTime();
    } catch (IllegalArgumentException e) {
      throw (IOException) wrong(offset, String.valueOf(e.getMessage())).initCause(e);
    }
    int position = block.position();
    check(offset, block.remaining(), what);
    int wanted = block.remaining();
    if (medium.read(start + offset, block) < wanted) {
      throw wrong(offset, "the file has become shorter within the " + what);
    }
    return block.position(position);
  }

  /// Checks that bytes are there.
  void check(long offset, long count, String what) throws ModelFormatException {
    if (offset < 0 || count < 0 || offset > length || count > length - offset) {
      throw wrong(
          Math.clamp(offset, 0, length),
          String.format(
              Locale.ROOT,
              "the %s is said to be the %s bytes from byte %s on; there are %,d",
              what,
              Long.toUnsignedString(count),
              Long.toUnsignedString(offset),
              length));
    }
  }

  /// {@return the error for a problem at an offset}
  @Override
  public ModelFormatException wrong(long offset, String problem) {
    return new ModelFormatException(file, entry, offset, problem);
  }
}
