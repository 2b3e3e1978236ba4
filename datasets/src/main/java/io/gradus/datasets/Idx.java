package io.gradus.datasets;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads IDX, the format of MNIST and its relatives: two zero bytes, the element type, the number
/// of axes, the axis lengths as 32-bit integers, then the elements, all big-endian. Compressed
/// files (gzip) are recognised by their content.
///
/// A file is not trusted: what its header promises is compared with what follows, memory grows with
/// the bytes that are really there, and [#MAX_BYTES] bounds it.
public final class Idx {
  /// The most bytes of elements that are read, 1 GiB. A compressed file of a megabyte can unpack to
  /// as much.
  public static final long MAX_BYTES = 1L << 30;

  private static final int FIRST_READ = 1 << 20;

  private final InputStream in;
  private final String name;
  // Of the whole uncompressed file, or −1.
  private final long fileSize;
  private long offset;

  private Idx(InputStream in, String name, long fileSize) {
    this.in = in;
    this.name = name;
    this.fileSize = fileSize;
  }

  /// {@return the content of a file, plain or compressed}
  ///
  /// @throws IOException if it is not exactly one IDX array, naming file and offset
  public static Tensor read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          text("idx: %s: a folder, not a file", String.valueOf(file.getFileName())));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, String.valueOf(file.getFileName()), Files.size(file));
    }
  }

  /// {@return the content of a stream, plain or compressed, read to its end}
  ///
  /// @param name what messages call the stream
  /// @throws IOException if it is not exactly one IDX array, naming stream and offset
  public static Tensor read(InputStream in, String name) throws IOException {
    return read(in, name, -1);
  }

  private static Tensor read(InputStream in, String name, long size) throws IOException {
    var start = new PushbackInputStream(in, 2);
    byte[] first = start.readNBytes(2);
    start.unread(first);
    try {
      return read(start, first, name, size);
    } catch (OutOfMemoryError e) {
      throw new IOException(text("idx: %s: takes more than the heap has left, -Xmx", name), e);
    }
  }

  private static Tensor read(PushbackInputStream start, byte[] first, String name, long size)
      throws IOException {
    boolean compressed = first.length == 2 && first[0] == 0x1f && first[1] == (byte) 0x8b;
    if (!compressed) {
      return new Idx(start, name, size).tensor();
    }
    try (var unpacked = new GZIPInputStream(start, 1 << 16)) {
      return new Idx(unpacked, name, -1).tensor();
    } catch (EOFException | ZipException e) {
      // Only of the gzip header: later ones are caught where they happen.
      throw new IOException("idx: " + name + ": at offset 0: not a whole gzip file", e);
    }
  }

  private Tensor tensor() throws IOException {
    byte[] magic = header(4, "4 bytes of type and rank");
    if (magic[0] != 0 || magic[1] != 0) {
      throw error(
          0,
          "not an IDX file: it begins with 0x%08x, not 0x0000 and an element type"
              .formatted(ByteBuffer.wrap(magic).getInt()));
    }
    DType dtype = dtype(magic[2] & 0xff);
    int rank = magic[3] & 0xff;
    if (rank < 1 || rank > Shape.MAX_RANK) {
      throw error(3, "the number of axes must be 1 to %d, got %d".formatted(Shape.MAX_RANK, rank));
    }
    ByteBuffer lengths = ByteBuffer.wrap(header(4 * rank, rank + " axis lengths"));
    long[] dims = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = Integer.toUnsignedLong(lengths.getInt());
    }
    int count = elements(dims, dtype);
    checkHeap((long) count * dtype.bytes(), dtype);
    byte[] bytes = body(count * dtype.bytes(), dims[0]);
    Object array = array(dtype, bytes, count);
    Shape shape = Shape.of(dims);
    return Tensor.of(Strided.dense(new ArrayStorage(dtype, Device.current(), array), shape));
  }

  private DType dtype(int code) throws IOException {
    return switch (code) {
      case 0x08 -> DType.UINT8;
      case 0x09 -> DType.INT8;
      case 0x0b -> DType.INT16;
      case 0x0c -> DType.INT32;
      case 0x0d -> DType.FLOAT32;
      case 0x0e -> DType.FLOAT64;
      default -> throw error(2, "unknown element type 0x%02x".formatted(code));
    };
  }

  private int elements(long[] dims, DType dtype) throws IOException {
    // Dividing keeps clear of overflow; a zero anywhere makes the product zero.
    long most = MAX_BYTES / dtype.bytes();
    long count = Arrays.stream(dims).anyMatch(dim -> dim == 0) ? 0 : 1;
    for (long dim : dims) {
      if (count > 0 && dim > most / count) {
        throw error(
            4,
            text(
                "header promises %s%s, more than the %,d bytes that are read at most",
                dtype, Shape.of(dims), MAX_BYTES));
      }
      count *= dim;
    }
    return Math.toIntExact(count);
  }

  // The bytes that grow, and what they become.
  private void checkHeap(long promised, DType dtype) throws IOException {
    long needed = dtype.bytes() == 1 ? promised + promised / 2 : 2 * promised;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw error(4, text("header promises %,d bytes; the heap has %,d (-Xmx)", promised, heap));
    }
  }

  private byte[] header(int length, String what) throws IOException {
    byte[] bytes = new byte[length];
    int got = fill(bytes, 0);
    if (got < length) {
      throw error(
          offset - got,
          "the file ends within the header: %s expected, %d bytes follow".formatted(what, got));
    }
    return bytes;
  }

  /// The bytes of all elements, exactly as many as promised.
  private byte[] body(int promised, long items) throws IOException {
    if (fileSize >= 0 && fileSize - offset != promised) {
      throw mismatch(promised, items, text("%,d follow", fileSize - offset));
    }
    byte[] bytes = new byte[fileSize >= 0 ? promised : Math.min(promised, FIRST_READ)];
    int got = fill(bytes, 0);
    while (got == bytes.length && got < promised) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(promised, 2L * got));
      got += fill(bytes, got);
    }
    if (got < promised) {
      throw mismatch(promised, items, text("%,d follow", got));
    }
    // Reading on also has a compressed file's checksum compared.
    if (fill(new byte[1], 0) > 0) {
      throw mismatch(promised, items, "more follow");
    }
    return bytes;
  }

  private IOException mismatch(int promised, long items, String found) {
    return error(4, text("header promises %,d items (%,d bytes), %s", items, promised, found));
  }

  /// Reads until the array is full or the data ends; returns the number of bytes read.
  private int fill(byte[] bytes, int from) throws IOException {
    int to = from;
    try {
      while (to < bytes.length) {
        int got = in.read(bytes, to, bytes.length - to);
        if (got < 0) {
          break;
        }
        to += got;
        offset += got;
      }
    } catch (EOFException _) {
      throw error(offset, "the compressed data ends early");
    } catch (ZipException e) {
      throw error(offset, "the compressed data is damaged: " + e.getMessage());
    }
    return to - from;
  }

  private static Object array(DType dtype, byte[] bytes, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (dtype) {
      case INT16 -> {
        short[] values = new short[count];
        buffer.asShortBuffer().get(values);
        yield values;
      }
      case INT32 -> {
        int[] values = new int[count];
        buffer.asIntBuffer().get(values);
        yield values;
      }
      case FLOAT32 -> {
        float[] values = new float[count];
        buffer.asFloatBuffer().get(values);
        yield values;
      }
      case FLOAT64 -> {
        double[] values = new double[count];
        buffer.asDoubleBuffer().get(values);
        yield values;
      }
      default -> bytes;
    };
  }

  private IOException error(long at, String problem) {
    return new IOException(text("idx: %s: at offset %,d: %s", name, at, problem));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
