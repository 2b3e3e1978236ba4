package io.gradus.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A zip archive whose entries are read in place: what is stored as it is may be larger than memory
/// and is read at any place. Nothing is ever unpacked to disk, what nobody reads costs nothing, and
/// an entry that cannot be read does not keep others from being read.
///
/// What an entry unpacks to is bounded by what deflate can make of its bytes, and above 4 GiB, as
/// in Keras, by 100 times these.
///
/// APPNOTE.TXT, version 6.3.10; with the fields of 64 bits.
final class ZipArchive implements Container {
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
  // No stream of deflate gives more bytes for each of its own: 258 for two bits.
  private static final long MOST_DEFLATED = 1032;
  private static final long LARGE = 1L << 32;
  private static final long MOST_LARGE = 100;
  // What a text takes beyond a multiple of the bytes of the file.
  private static final long TEXT_SPARE = 16L << 20;
  private static final long TEXT_TIMES = 8;
  private static final int PAGE = 1 << 20;
  private static final int MOST_LISTED = 20;

  private final Bytes bytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  // Where the headers of entries are, and the directory: no entry reaches into the next.
  private final NavigableSet<Long> starts = new TreeSet<>();

  /// An entry as the directory describes it.
  ///
  /// @param problem why it cannot be read, or null
  private record Entry(
      String name,
      byte[] rawName,
      int method,
      long crc,
      long packed,
      long size,
      long header,
      @Nullable String problem) {
    boolean isDeflated() {
      return method == DEFLATED;
    }
  }

  private ZipArchive(Bytes bytes) {
    this.bytes = bytes;
  }

  /// {@return whether the bytes begin as archives do}
  static boolean isArchive(Bytes bytes) throws IOException {
    if (bytes.length() < END_LENGTH) {
      return false;
    }
    int start = bytes.structure(0, Integer.BYTES, "archive").getInt();
    return start == LOCAL || start == END;
  }

  /// {@return the archive in these bytes}
  ///
  /// @throws ModelFormatException if it is none, or its directory is damaged
  static ZipArchive open(Bytes bytes) throws IOException {
    ZipArchive archive = new ZipArchive(bytes);
    archive.directory();
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
    starts.add(start);
    long at = start;
    for (long i = 0; i < count; i++) {
      if (at + DIRECTORY_LENGTH > start + length) {
        throw bytes.wrong(at, "the directory ends within entry %d of %d".formatted(i, count));
      }
      at += entry(at);
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

  /// Reads an entry of the directory; returns the bytes this takes.
  private long entry(long at) throws IOException {
    ByteBuffer head = bytes.structure(at, DIRECTORY_LENGTH, "directory");
    if (head.getInt(0) != DIRECTORY) {
      throw bytes.wrong(at, "no entry of a directory");
    }
    int flags = head.getShort(8);
    int method = Short.toUnsignedInt(head.getShort(10));
    int nameLength = Short.toUnsignedInt(head.getShort(28));
    int extraLength = Short.toUnsignedInt(head.getShort(30));
    int commentLength = Short.toUnsignedInt(head.getShort(32));
    byte[] rawName = bytes.structure(at + DIRECTORY_LENGTH, nameLength, "directory").array();
    String name = new String(rawName, StandardCharsets.UTF_8);
    ByteBuffer extra =
        bytes.structure(at + DIRECTORY_LENGTH + nameLength, extraLength, "directory");
    long[] wide = wide(extra, head);
    long size = wide[0];
    long packed = wide[1];
    long header = wide[2];
    long crc = Integer.toUnsignedLong(head.getInt(16));
    String problem =
        entries.containsKey(name)
            ? "the name is there twice"
            : problem((flags & 1) != 0, method, size, packed, header);
    starts.add(header);
    entries.put(name, new Entry(name, rawName, method, crc, packed, size, header, problem));
    return (long) DIRECTORY_LENGTH + nameLength + extraLength + commentLength;
  }

  private static @Nullable String problem(
      boolean encrypted, int method, long size, long packed, long header) {
    if (encrypted) {
      return "encrypted";
    }
    if (method != 0 && method != DEFLATED) {
      return "packed by method %d; known: 0 (stored) and 8 (deflate)".formatted(method);
    }
    if (size < 0 || packed < 0 || header < 0 || (method == 0 && size != packed)) {
      return String.format(Locale.ROOT, "%,d bytes cannot come from %,d", size, packed);
    }
    if (method == 0) {
      return null;
    }
    if (Math.ceilDiv(size, MOST_DEFLATED) > packed) {
      return String.format(
          Locale.ROOT,
          "%,d packed bytes are said to unpack to %,d; deflate gives at most %,d for each",
          packed,
          size,
          MOST_DEFLATED);
    }
    if (size > LARGE && size / MOST_LARGE > packed) {
      return String.format(
          Locale.ROOT,
          "%,d packed bytes unpack to %,d; above 4 GiB at most %,d for each are read",
          packed,
          size,
          MOST_LARGE);
    }
    return null;
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
  private static long[] wide(ByteBuffer extra, ByteBuffer head) {
    long[] values = {
      Integer.toUnsignedLong(head.getInt(24)),
      Integer.toUnsignedLong(head.getInt(20)),
      Integer.toUnsignedLong(head.getInt(42))
    };
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        break;
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

  /// {@return the packed bytes of an entry}
  private Bytes packed(Entry entry) throws IOException {
    if (entry.problem != null) {
      throw wrong(entry.name, entry.problem);
    }
    Long next = starts.higher(entry.header);
    long limit = next == null ? bytes.length() : next;
    if (entry.header > limit - LOCAL_LENGTH) {
      throw wrong(entry.name, "its header is said to be at byte %d".formatted(entry.header));
    }
    ByteBuffer local = bytes.structure(entry.header, LOCAL_LENGTH, "entry's header");
    int nameLength = Short.toUnsignedInt(local.getShort(26));
    int extraLength = Short.toUnsignedInt(local.getShort(28));
    if (local.getInt(0) != LOCAL
        || nameLength != entry.rawName.length
        || !Arrays.equals(
            bytes.structure(entry.header + LOCAL_LENGTH, nameLength, "entry's header").array(),
            entry.rawName)) {
      throw wrong(entry.name, "its header at byte %d is another's or none".formatted(entry.header));
    }
    long start = entry.header + LOCAL_LENGTH + nameLength + extraLength;
    if (entry.packed > limit - start) {
      throw wrong(
          entry.name,
          String.format(Locale.ROOT, "takes %,d bytes; %,d are left", entry.packed, limit - start));
    }
    return bytes.part(entry.name, start, entry.packed);
  }

  /// {@return the names of the entries, in the directory's order; those of folders end in `/`}
  @Override
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public Path file() {
    return bytes.file();
  }

  /// {@return whether there is an entry of this name}
  @Override
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /// {@return the number of bytes of an entry, unpacked}
  ///
  /// @throws ModelFormatException if there is none of this name
  long size(String name) throws IOException {
    return entry(name).size;
  }

  /// {@return the bytes of an entry in order, unpacked as they are read. At the last one the
  /// checksum is compared}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is none that can be read
  InputStream stream(String name) throws IOException {
    return stream(entry(name));
  }

  /// {@return the bytes of an entry, to be read at any place, without comparing the checksum. What
  /// is packed is unpacked in memory}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is none that can be read
  @Override
  public Bytes unchecked(String name) throws IOException {
    Entry entry = entry(name);
    return entry.isDeflated() ? unpacked(entry) : packed(entry);
  }

  /// {@return the bytes of an entry, to be read at any place, or null if there is none of this
  /// name. What is packed is unpacked in memory}
  ///
  /// @throws ModelFormatException if it is damaged
  @Nullable Bytes find(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    if (entry.isDeflated()) {
      return unpacked(entry);
    }
    Bytes content = packed(entry);
    try (InputStream in = stream(entry)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return content;
  }

  /// {@return the bytes of an entry}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is damaged
  @Override
  public Bytes get(String name) throws IOException {
    Bytes found = find(entry(name).name);
    return Objects.requireNonNull(found);
  }

  /// {@return the bytes of an entry that is a text, or null if there is none of this name}
  ///
  /// @throws ModelFormatException if it is damaged, or beyond measure for a file of this length
  @Override
  public @Nullable Bytes findText(String name) throws IOException {
    Entry entry = entries.get(name);
    long most = TEXT_SPARE + TEXT_TIMES * bytes.present();
    if (entry != null && entry.size > most) {
      throw wrong(
          name,
          String.format(
              Locale.ROOT,
              "a text of %,d bytes; in a file of %,d there can be %,d",
              entry.size,
              bytes.present(),
              most));
    }
    return find(name);
  }

  /// {@return the bytes of an entry that is a text}
  ///
  /// @throws ModelFormatException if there is none of this name, it is damaged, or beyond measure
  ///   for a file of this length
  @Override
  public Bytes text(String name) throws IOException {
    return Objects.requireNonNull(findText(entry(name).name));
  }

  private Entry entry(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw bytes.wrong(0, "no entry \"%s\"; there are %s".formatted(name, listed()));
    }
    return entry;
  }

  private String listed() {
    List<String> first = entries.keySet().stream().limit(MOST_LISTED).toList();
    int more = entries.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and %,d others".formatted(more) : "");
  }

  private Bytes unpacked(Entry entry) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    if (entry.size > heap) {
      throw wrong(
          entry.name,
          String.format(
              Locale.ROOT,
              "unpacks to %,d bytes in memory; the heap has %,d (-Xmx)",
              entry.size,
              heap));
    }
    List<byte[]> pages = new ArrayList<>();
    try (InputStream in = stream(entry)) {
      for (long at = 0; at < entry.size; at += PAGE) {
        byte[] page = new byte[(int) Math.min(PAGE, entry.size - at)];
        in.readNBytes(page, 0, page.length);
        pages.add(page);
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
    return bytes.entry(
        entry.name,
        (offset, block) -> {
          int count = block.remaining();
          for (long at = offset; block.hasRemaining(); ) {
            byte[] page = pages.get((int) (at / PAGE));
            int from = (int) (at % PAGE);
            int part = Math.min(block.remaining(), page.length - from);
            block.put(page, from, part);
            at += part;
          }
          return count;
        },
        entry.size);
  }

  private InputStream stream(Entry entry) throws IOException {
    Bytes packed = packed(entry);
    return new ZipEntryStream(packed, entry.isDeflated(), entry.size, entry.crc);
  }

  /// {@return the error for a problem of the archive as a whole}
  ModelFormatException wrong(String problem) {
    return bytes.wrong(0, problem);
  }

  /// {@return the error for a problem of an entry}
  @Override
  public ModelFormatException wrong(String entry, String problem) {
    return bytes.part(entry, 0, 0).wrong(0, problem);
  }
}
