package io.gradus.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A zip archive whose entries are read in place: what is stored as it is may be larger than memory
/// and is read at any place. Nothing is ever unpacked to disk.
///
/// APPNOTE.TXT, version 6.3.10; with the fields of 64 bits.
final class ZipArchive {
  private static final int END = 0x06054B50;
  private static final int END_64 = 0x06064B50;
  private static final int LOCATOR_64 = 0x07064B50;
  private static final int DIRECTORY = 0x02014B50;
  private static final int LOCAL = 0x04034B50;
  private static final int END_LENGTH = 22;
  private static final int END_64_LENGTH = 56;
  private static final int LOCATOR_LENGTH = 20;
  private static final int DIRECTORY_LENGTH = 46;
  private static final int LOCAL_LENGTH = 30;
  private static final long WIDE = 0xFFFF_FFFFL;
  private static final int DEFLATED = 8;
  // What all deflated entries may take beyond the bytes of the file.
  private static final long SPARE = 16L << 20;
  private static final int BLOCK = 1 << 16;

  private final Bytes bytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// An entry.
  private record Entry(
      String name, int method, long crc, long packed, long size, long header, long start) {
    long end() {
      return start + packed;
    }
  }

  private ZipArchive(Bytes bytes) {
    this.bytes = bytes;
  }

  /// {@return whether the bytes begin as archives do}
  static boolean isArchive(Bytes bytes) throws IOException {
    return bytes.length() >= END_LENGTH
        && bytes.structure(0, Integer.BYTES, "archive").getInt() == LOCAL;
  }

  /// {@return the archive in these bytes}
  ///
  /// @throws ModelFormatException if it is none, or its entries are not what it says
  static ZipArchive open(Bytes bytes) throws IOException {
    ZipArchive archive = new ZipArchive(bytes);
    archive.directory();
    archive.checkSizes();
    return archive;
  }

  private void directory() throws IOException {
    long end = end();
    ByteBuffer last = bytes.structure(end, END_LENGTH, "directory");
    long count = Short.toUnsignedLong(last.getShort(10));
    long length = Integer.toUnsignedLong(last.getInt(12));
    long start = Integer.toUnsignedLong(last.getInt(16));
    if (end >= LOCATOR_LENGTH) {
      ByteBuffer locator = bytes.structure(end - LOCATOR_LENGTH, LOCATOR_LENGTH, "directory");
      if (locator.getInt(0) == LOCATOR_64) {
        ByteBuffer wide = bytes.structure(locator.getLong(8), END_64_LENGTH, "directory");
        if (wide.getInt(0) != END_64) {
          throw bytes.wrong(end - LOCATOR_LENGTH, "a directory's end that is not there");
        }
        count = wide.getLong(32);
        length = wide.getLong(40);
        start = wide.getLong(48);
      }
    }
    bytes.check(start, length, "directory");
    long at = start;
    for (long i = 0; i < count; i++) {
      if (at + DIRECTORY_LENGTH > start + length) {
        throw bytes.wrong(at, "the directory ends within entry %d of %d".formatted(i, count));
      }
      at += entry(at, start);
    }
  }

  private long end() throws IOException {
    long length = bytes.length();
    int tail = (int) Math.min(length, END_LENGTH + 0xFFFF);
    ByteBuffer last = bytes.structure(length - tail, tail, "archive");
    for (int at = tail - END_LENGTH; at >= 0; at--) {
      if (last.getInt(at) == END
          && Short.toUnsignedInt(last.getShort(at + 20)) == tail - at - END_LENGTH) {
        return length - tail + at;
      }
    }
    throw bytes.wrong(0, "no readable zip: its directory's end is missing");
  }

  /// Takes in the entry that the directory has at an offset; returns the bytes this takes.
  private long entry(long at, long directory) throws IOException {
    ByteBuffer head = bytes.structure(at, DIRECTORY_LENGTH, "directory");
    if (head.getInt(0) != DIRECTORY) {
      throw bytes.wrong(at, "no entry of a directory");
    }
    int flags = head.getShort(8);
    int method = Short.toUnsignedInt(head.getShort(10));
    int nameLength = Short.toUnsignedInt(head.getShort(28));
    int extraLength = Short.toUnsignedInt(head.getShort(30));
    int commentLength = Short.toUnsignedInt(head.getShort(32));
    byte[] name = bytes.structure(at + DIRECTORY_LENGTH, nameLength, "directory").array();
    String text = new String(name, StandardCharsets.UTF_8);
    if ((flags & 1) != 0 || (method != 0 && method != DEFLATED)) {
      throw wrong(text, "encrypted, or packed by method %d; known: 0 and 8".formatted(method));
    }
    ByteBuffer extra =
        bytes.structure(at + DIRECTORY_LENGTH + nameLength, extraLength, "directory");
    long[] wide = wide(extra, head, text);
    long size = wide[0];
    long packed = wide[1];
    long header = wide[2];
    if (size < 0 || packed < 0 || header < 0 || (method == 0 && size != packed)) {
      throw wrong(text, String.format(Locale.ROOT, "%,d bytes cannot come from %,d", size, packed));
    }
    long start = start(text, header, directory);
    if (packed > directory - start) {
      throw wrong(
          text,
          String.format(Locale.ROOT, "takes %,d bytes; %,d are left", packed, directory - start));
    }
    long crc = Integer.toUnsignedLong(head.getInt(16));
    if (entries.put(text, new Entry(text, method, crc, packed, size, header, start)) != null) {
      throw wrong(text, "the name is there twice");
    }
    return (long) DIRECTORY_LENGTH + nameLength + extraLength + commentLength;
  }

  /// Checks that no name leads out of the archive.
  ///
  /// @throws ModelFormatException if one does
  void checkNames() throws ModelFormatException {
    for (String name : entries.keySet()) {
      boolean leaves =
          name.isEmpty()
              || name.startsWith("/")
              || name.indexOf('\\') >= 0
              || name.indexOf('\0') >= 0
              || name.indexOf(':') >= 0
              || List.of(name.split("/", -1)).contains("..");
      if (leaves) {
        throw wrong(name, "the name leads out of the archive");
      }
    }
  }

  /// {@return size, packed size and offset of the header, of 64 bits where the others are full}
  private long[] wide(ByteBuffer extra, ByteBuffer head, String name) throws IOException {
    long[] values = {
      Integer.toUnsignedLong(head.getInt(24)),
      Integer.toUnsignedLong(head.getInt(20)),
      Integer.toUnsignedLong(head.getInt(42))
    };
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        throw wrong(name, "a field that is not whole");
      }
      ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      extra.position(extra.position() + length);
      for (int i = 0; id == 1 && i < values.length; i++) {
        if (values[i] == WIDE && field.remaining() >= Long.BYTES) {
          values[i] = field.getLong();
        }
      }
    }
    return values;
  }

  /// {@return where the bytes of an entry begin whose header is at an offset}
  private long start(String name, long header, long directory) throws IOException {
    if (header > directory - LOCAL_LENGTH) {
      throw wrong(name, "its header is said to be at byte %d".formatted(header));
    }
    ByteBuffer local = bytes.structure(header, LOCAL_LENGTH, "entry's header");
    int nameLength = Short.toUnsignedInt(local.getShort(26));
    int extraLength = Short.toUnsignedInt(local.getShort(28));
    if (local.getInt(0) != LOCAL
        || nameLength != name.getBytes(StandardCharsets.UTF_8).length
        || !name.equals(
            new String(
                bytes.structure(header + LOCAL_LENGTH, nameLength, "entry's header").array(),
                StandardCharsets.UTF_8))) {
      throw wrong(name, "its header at byte %d is another's or none".formatted(header));
    }
    return header + LOCAL_LENGTH + nameLength + extraLength;
  }

  private void checkSizes() throws IOException {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::header));
    long end = 0;
    long grown = 0;
    for (Entry entry : ordered) {
      if (entry.header < end) {
        throw wrong(entry.name, "it lies within another entry");
      }
      end = entry.end();
      if (entry.method == DEFLATED) {
        grown += entry.size;
        if (grown < 0 || grown > bytes.length() + SPARE) {
          throw wrong(
              entry.name,
              String.format(
                  Locale.ROOT,
                  "unpacks to %,d bytes; all entries together may to %,d",
                  entry.size,
                  bytes.length() + SPARE));
        }
      }
    }
  }

  /// {@return the names of the entries, in the directory's order}
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /// {@return the bytes of an entry, or null if there is none of this name}
  ///
  /// @throws ModelFormatException if it is damaged
  @Nullable Bytes find(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    Bytes packed = bytes.part(name, entry.start, entry.packed);
    Bytes content = entry.method == DEFLATED ? inflated(entry, packed) : packed;
    CRC32 sum = new CRC32();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long at = 0; at < content.length(); at += BLOCK) {
      block.clear().limit((int) Math.min(BLOCK, content.length() - at));
      sum.update(content.fill(at, block, "entry"));
    }
    if (sum.getValue() != entry.crc) {
      throw content.wrong(content.length(), "the checksum differs: the entry is damaged");
    }
    return content;
  }

  /// {@return the bytes of an entry}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is damaged
  Bytes get(String name) throws IOException {
    Bytes found = find(name);
    if (found == null) {
      throw bytes.wrong(
          0, "no entry \"%s\"; there are %s".formatted(name, String.join(", ", entries.keySet())));
    }
    return found;
  }

  private Bytes inflated(Entry entry, Bytes packed) throws IOException {
    byte[] out = new byte[Math.toIntExact(entry.size)];
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    int count = 0;
    try (Inflater inflater = new Inflater(true)) {
      for (long at = 0; at < entry.packed && !inflater.finished(); at += block.limit()) {
        block.clear().limit((int) Math.min(BLOCK, entry.packed - at));
        inflater.setInput(packed.fill(at, block, "entry"));
        int more;
        do {
          more = inflater.inflate(out, count, out.length - count);
          count += more;
        } while (more > 0);
        if (count == out.length && !inflater.finished() && inflater.inflate(new byte[1]) > 0) {
          throw packed.wrong(at, "unpacks to more than the %,d bytes said".formatted(count));
        }
      }
      if (count < out.length) {
        throw packed.wrong(
            entry.packed, "unpacks to %d bytes, not %d".formatted(count, out.length));
      }
    } catch (DataFormatException e) {
      throw (IOException) packed.wrong(0, "cannot be unpacked: " + e.getMessage()).initCause(e);
    }
    return bytes.memory(entry.name, out);
  }

  private ModelFormatException wrong(String entry, String problem) {
    return bytes.part(entry, 0, 0).wrong(0, problem);
  }
}
