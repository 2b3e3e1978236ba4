package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A heap of links or attributes, whose objects are found by an identifier: *managed* ones in
/// blocks that become longer row by row, *huge* ones anywhere in the file, *tiny* ones in the
/// identifier itself.
///
/// HDF5 File Format Specification 3.0, part III.G.
final class FractalHeap {
  private static final int CHECKSUM = 4;
  private static final int PREFIX = 5;
  private static final int CHECKED = 0x2;
  private static final int SHORT_TINY = 17;
  private static final int MOST_BITS = 62;
  private static final int HUGE_BY_KEY = 1;
  private static final String NAME = "fractal heap";

  private final Storage storage;
  private final int idLength;
  private final boolean blocksAreChecked;
  private final long huge;
  private final int tableWidth;
  private final long startSize;
  private final long mostDirect;
  private final int offsetWidth;
  private final int lengthWidth;
  private final long root;
  private final int rootRows;
  private final Map<Long, ByteBuffer> direct = new HashMap<>();
  private final Map<Long, Indirect> indirect = new HashMap<>();
  private long cached;
  private @Nullable Map<Long, Extent> hugeObjects;

  /// The addresses of other blocks, row by row.
  private record Indirect(long[] children) {}

  private record Extent(long address, long length) {}

  /// The heap whose header is at an address.
  FractalHeap(Storage storage, long address) throws IOException {
    this.storage = storage;
    int width = storage.addressWidth();
    int length = 22 + 12 * storage.lengthWidth() + 3 * width + CHECKSUM;
    Block header = storage.checked(address, length, NAME).signature("FRHP").version(0);
    idLength = header.u16();
    int filters = header.u16();
    int flags = header.u8();
    blocksAreChecked = (flags & CHECKED) != 0;
    long mostManaged = header.u32();
    header.length();
    huge = header.address();
    header.length();
    header.address();
    header.skip(8L * storage.lengthWidth());
    tableWidth = header.u16();
    startSize = header.length();
    mostDirect = header.length();
    int bits = header.u16();
    header.u16();
    root = header.address();
    rootRows = header.u16();
    if (filters != 0) {
      throw header.wrong("has filters, which is not supported");
    }
    boolean powers =
        Integer.bitCount(tableWidth) == 1
            && Long.bitCount(startSize) == 1
            && Long.bitCount(mostDirect) == 1;
    int widest = 2 + Widths.bits(mostDirect) - Widths.bits(startSize);
    if (!powers || widest < 1 || bits > MOST_BITS || mostManaged == 0 || rootRows > MOST_BITS) {
      throw header.wrong(
          "has rows of %d blocks of %d to %d bytes, of 2^%d in all"
              .formatted(tableWidth, startSize, mostDirect, bits));
    }
    offsetWidth = Math.ceilDiv(bits, Byte.SIZE);
    lengthWidth = Math.min(Widths.ofOffset(mostDirect), Widths.of(mostManaged));
  }

  /// {@return the object with an identifier}
  ///
  /// @param what what it is, for messages
  Block object(byte[] id, String what) throws IOException {
    Block key = new Block(storage, little(id), 0, "identifier");
    int first = key.u8();
    return switch (first >> 4 & 3) {
      case 0 -> managed(key.number(offsetWidth), key.number(lengthWidth), what);
      case 1 -> huge(key, what);
      case 2 -> tiny(first, key, what);
      default -> throw storage.wrong(root, "an object of type 3 in a fractal heap");
    };
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(Block.ORDER);
  }

  private Block tiny(int first, Block key, String what) throws IOException {
    int length = first & 0xF;
    if (idLength > SHORT_TINY) {
      length = length << Byte.SIZE | key.u8();
    }
    return new Block(storage, little(key.bytes(length + 1L)), 0, what);
  }

  private Block huge(Block key, String what) throws IOException {
    int direct = storage.addressWidth() + storage.lengthWidth();
    Extent extent;
    if (direct <= idLength - 1) {
      extent = new Extent(key.address(), key.length());
    } else {
      long number = key.number(Math.min(Long.BYTES, idLength - 1));
      extent = hugeObjects().get(number);
      if (extent == null) {
        throw storage.wrong(0, "object %d is not among the huge ones of a heap".formatted(number));
      }
    }
    return storage.block(extent.address, extent.length, what);
  }

  private Map<Long, Extent> hugeObjects() throws IOException {
    Map<Long, Extent> objects = hugeObjects;
    if (objects == null) {
      Map<Long, Extent> found = new HashMap<>();
      new LaterTree(storage, huge, List.of(HUGE_BY_KEY))
          .each(record -> {
            Extent extent = new Extent(record.address(), record.length());
            found.put(record.length(), extent);
          });
      objects = found;
      hugeObjects = found;
    }
    return objects;
  }

  /// {@return the bytes of a block in a row of the table}
  private long rowSize(int row) {
    return row == 0 ? startSize : startSize << (row - 1);
  }

  private int directRows() {
    return Widths.bits(mostDirect) - Widths.bits(startSize) + 2;
  }

  private Block managed(long offset, long length, String what) throws IOException {
    long block = root;
    long size = startSize;
    long start = 0;
    int rows = rootRows;
    if (root == Storage.UNDEFINED) {
      throw storage.wrong(0, "an object of an empty fractal heap");
    }
    while (rows > 0) {
      Indirect table = indirect(block, rows);
      long inside = offset - start;
      int row = row(inside);
      if (inside < 0 || row >= rows) {
        throw storage.wrong(block, "byte %d is not in the fractal heap".formatted(offset));
      }
      size = rowSize(row);
      long first = row == 0 ? 0 : size * tableWidth;
      int column = (int) ((inside - first) / size);
      start += first + column * size;
      block = table.children[row * tableWidth + column];
      if (row < directRows()) {
        rows = 0;
      } else {
        rows = Widths.bits(size) - Widths.bits(startSize) - Widths.bits(tableWidth) + 1;
      }
    }
    ByteBuffer bytes = direct(block, size);
    long from = offset - start;
    if (from < 0 || length < 0 || from > bytes.limit() || length > bytes.limit() - from) {
      throw storage.wrong(
          Math.clamp(block, 0, storage.length()),
          "%d bytes from byte %d on of a block of a heap".formatted(length, from));
    }
    storage.count(block, length);
    ByteBuffer object = bytes.slice((int) from, (int) length).order(Block.ORDER);
    return new Block(storage, object, block + from, what);
  }

  private int row(long offset) {
    long first = startSize * tableWidth;
    return offset < first ? 0 : Widths.bits(offset) - Widths.bits(first) + 1;
  }

  private Indirect indirect(long address, int rows) throws IOException {
    Indirect known = indirect.get(address);
    if (known != null && known.children.length == rows * tableWidth) {
      return known;
    }
    int width = storage.addressWidth();
    int prefix = PREFIX + width + offsetWidth;
    long children = (long) rows * tableWidth;
    Block block =
        storage
            .checked(address, prefix + children * width + CHECKSUM, NAME)
            .signature("FHIB")
            .version(0);
    block.skip(width + offsetWidth);
    Indirect found = new Indirect(new long[(int) children]);
    for (int i = 0; i < children; i++) {
      found.children[i] = block.address();
    }
    indirect.put(address, found);
    return found;
  }

  private ByteBuffer direct(long address, long size) throws IOException {
    ByteBuffer known = direct.get(address);
    if (known != null && known.limit() == size) {
      return known;
    }
    cached += size;
    if (cached > storage.length()) {
      throw storage.wrong(address, "blocks of a fractal heap that lie over each other");
    }
    Block block = storage.block(address, size, NAME).signature("FHDB").version(0);
    block.skip(storage.addressWidth() + offsetWidth);
    ByteBuffer bytes = block.whole();
    if (blocksAreChecked) {
      int at = PREFIX + storage.addressWidth() + offsetWidth;
      int stored = (int) block.u32();
      // The checksum is that of the block with zeros in its place.
      bytes.putInt(at, 0);
      int sum = Checksum.of(bytes, bytes.limit());
      if (sum != stored) {
        throw storage.wrong(address + at, Checksum.differs(NAME, stored, sum));
      }
    }
    direct.put(address, bytes);
    return bytes;
  }
}
