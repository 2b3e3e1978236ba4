package io.gradus.formats;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands before the elements of an array in NumPy's format: magic bytes, version, length, and
/// a Python dictionary such as `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// @param elements the type of the elements
/// @param fortranOrder whether the first axis is the one whose neighbours lie together
/// @param shape the shape
record NpyHeader(NpyType elements, boolean fortranOrder, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  static final int MAGIC_LENGTH = MAGIC.length;
  private static final int MAX_LENGTH = 1 << 16;
  private static final int ALIGNMENT = 64;
  private static final int MOST_FIELDS = 20;
  private static final Pattern FIELD = Pattern.compile("\\(+u?['\"]([^'\"]*)['\"]");

  /// {@return the type of the elements and the shape}
  TensorType type() {
    return new TensorType(elements.dtype(), shape);
  }

  /// {@return the bytes of the header of a little-endian array in row-major order, a multiple of
  /// 64}
  static byte[] bytes(TensorType type) {
    Shape shape = type.shape();
    StringBuilder dims = new StringBuilder();
    for (long dim : shape.dims()) {
      dims.append(dim).append(", ");
    }
    if (shape.rank() > 0) {
      dims.setLength(dims.length() - (shape.rank() == 1 ? 1 : 2));
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(NpyType.spelling(type.dtype()), dims);
    int prefix = MAGIC.length + 2 + Short.BYTES;
    int length = Math.ceilDiv(prefix + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - prefix));
    bytes.put(text.getBytes(StandardCharsets.ISO_8859_1));
    Arrays.fill(bytes.array(), bytes.position(), length - 1, (byte) ' ');
    bytes.array()[length - 1] = '\n';
    return bytes.array();
  }

  /// {@return whether bytes are those that arrays begin with}
  static boolean isMagic(byte[] start) {
    return Arrays.equals(start, MAGIC);
  }

  /// {@return the header read from the source, which then stands before the first element}
  static NpyHeader read(Source source) throws IOException {
    ByteBuffer start = source.fill(ByteBuffer.allocate(MAGIC.length + 2), "header");
    if (!isMagic(Arrays.copyOf(start.array(), MAGIC_LENGTH))) {
      throw source.wrong(0, "no NumPy array: it does not begin with \\x93NUMPY");
    }
    int major = start.get(MAGIC.length);
    int minor = start.get(MAGIC.length + 1);
    if (major < 1 || major > 3 || minor != 0) {
      throw source.wrong(
          MAGIC.length, "version %d.%d is unknown; known: 1.0, 2.0, 3.0".formatted(major, minor));
    }
    long at = source.position();
    int width = major == 1 ? Short.BYTES : Integer.BYTES;
    ByteBuffer size = source.fill(ByteBuffer.allocate(width), "header");
    size.order(ByteOrder.LITTLE_ENDIAN);
    long length = major == 1 ? Short.toUnsignedLong(size.getShort()) : size.getInt() & 0xFFFF_FFFFL;
    if (length > MAX_LENGTH || length > source.left()) {
      throw source.wrong(
          at,
          String.format(
              Locale.ROOT,
              "a header of %,d bytes, more than the %,d there can be",
              length,
              Math.min(MAX_LENGTH, source.left())));
    }
    ByteBuffer text = source.fill(ByteBuffer.allocate((int) length), "header");
    // Version 3 is UTF-8, of which only names of fields make use.
    return new Parser(source, at + width, new String(text.array(), StandardCharsets.ISO_8859_1))
        .header();
  }

  /// Reads the dictionary.
  private static final class Parser {
    private final Source source;
    private final String text;
    private final long start;
    private int at;

    Parser(Source source, long start, String text) {
      this.source = source;
      this.text = text;
      this.start = start;
    }

    NpyHeader header() throws IOException {
      @Nullable NpyType elements = null;
      @Nullable Boolean fortranOrder = null;
      @Nullable Shape shape = null;
      expect("{");
      while (!taken("}")) {
        space();
        int place = at;
        String key = string();
        expect(":");
        if (key.equals("descr") && elements == null) {
          elements = elements();
        } else if (key.equals("fortran_order") && fortranOrder == null) {
          fortranOrder = truth();
        } else if (key.equals("shape") && shape == null) {
          shape = shape();
        } else {
          throw wrong(place, "a key '" + key + "', which is unknown or there twice");
        }
        if (!taken(",")) {
          expect("}");
          break;
        }
      }
      space();
      if (at < text.length()) {
        throw wrong(at, "text after the header's end");
      }
      if (elements == null || fortranOrder == null || shape == null) {
        throw wrong(0, "a header without descr, fortran_order or shape");
      }
      return new NpyHeader(elements, fortranOrder, shape);
    }

    private NpyType elements() throws IOException {
      space();
      int place = at;
      if (text.startsWith("[", at)) {
        throw wrong(
            place,
            "a structured array of the fields %s; save each as an array of its own: x['%s']"
                .formatted(String.join(", ", fields()), fields().getFirst()));
      }
      if (text.startsWith("(", at)) {
        throw wrong(place, "elements that are arrays themselves, which no tensor holds");
      }
      String spelling = string();
      NpyType elements = NpyType.of(spelling);
      if (elements == null) {
        throw wrong(place, NpyType.refusal(spelling));
      }
      return elements;
    }

    /// {@return the names in a list of fields, `[('x', '<f4'), ('y', '<i4', (3,))]`; where one has
    /// a title, that}
    private List<String> fields() {
      List<String> names = new ArrayList<>();
      Matcher name = FIELD.matcher(text).region(at, text.length());
      while (name.find() && names.size() < MOST_FIELDS) {
        names.add(name.group(1));
      }
      return names.isEmpty() ? List.of("?") : names;
    }

    private boolean truth() throws IOException {
      if (taken("True")) {
        return true;
      }
      expect("False");
      return false;
    }

    private Shape shape() throws IOException {
      expect("(");
      int place = at;
      List<Long> dims = new ArrayList<>();
      while (!taken(")")) {
        dims.add(length());
        if (!taken(",")) {
          expect(")");
          break;
        }
      }
      if (dims.size() > Shape.MAX_RANK) {
        throw wrong(
            place, "%d axes, more than the %d there can be".formatted(dims.size(), Shape.MAX_RANK));
      }
      return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    private long length() throws IOException {
      space();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      int to = at;
      // Python 2 writes the lengths that it has as long, 3L.
      if (to > from && (text.startsWith("L", at) || text.startsWith("l", at))) {
        at++;
      }
      try {
        return Long.parseLong(text, from, to, 10);
      } catch (NumberFormatException _) {
        throw wrong(from, "expected the length of an axis");
      }
    }

    private String string() throws IOException {
      space();
      int from = at;
      // Python 2 writes texts of Unicode as u'…', Python 3 those of bytes as b'…'.
      if (text.startsWith("u'", at) || text.startsWith("b'", at)) {
        at++;
      }
      String quote = taken("\"") ? "\"" : "'";
      if (quote.equals("'")) {
        expect("'");
      }
      int end = text.indexOf(quote, at);
      if (end < 0) {
        throw wrong(from, "a text without an end");
      }
      String content = text.substring(at, end);
      at = end + 1;
      return content;
    }

    private void expect(String token) throws IOException {
      if (!taken(token)) {
        throw wrong(at, "expected " + token);
      }
    }

    private boolean taken(String token) {
      space();
      if (!text.startsWith(token, at)) {
        return false;
      }
      at += token.length();
      return true;
    }

    private void space() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
    }

    private ModelFormatException wrong(int place, String problem) {
      return source.wrong(start + place, problem);
    }
  }
}
