package io.gradus.formats.hdf5;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// A file in memory, `x.h5`.
record MemorySource(byte[] content) implements ByteSource {
  static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MemorySource.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  /// {@return the file of a name that is kept compressed}
  static Hdf5File open(String name) throws IOException {
    return Hdf5File.open(new MemorySource(unpacked(name)));
  }

  /// {@return the bytes of a file that is kept compressed}
  static byte[] unpacked(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(resource(name + ".h5.gz")))) {
      return in.readAllBytes();
    }
  }

  @Override
  public long length() {
    return content.length;
  }

  @Override
  public ByteBuffer fill(long offset, ByteBuffer block, String what) throws IOException {
    int position = block.position();
    if (offset < 0 || offset > content.length - block.remaining()) {
      throw wrong(offset, "the file ends within the " + what);
    }
    block.put(content, (int) offset, block.remaining());
    return block.position(position);
  }

  @Override
  public IOException wrong(long offset, String problem) {
    return new IOException("x.h5, byte %d: %s".formatted(offset, problem));
  }
}
