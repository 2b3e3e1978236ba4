package io.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an index as NumPy writes it between brackets, such as `10:100, ::-1, ..., newaxis, -3`.
final class IndexText {
  private final String text;
  private int at;

  private IndexText(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  /// {@return the parts of the index}
  ///
  /// @throws IllegalArgumentException with a caret under the mistake
  static List<Index> parse(String text) {
    return new IndexText(text).parts();
  }

  private List<Index> parts() {
    List<Index> parts = new ArrayList<>();
    do {
      parts.add(part());
    } while (taken(","));
    if (at < text.length()) {
      throw mistake("expected ',' or the end");
    }
    return parts;
  }

  private Index part() {
    if (taken("...")) {
      return Index.ELLIPSIS;
    }
    if (taken("newaxis") || taken("None")) {
      return Index.NEW_AXIS;
    }
    if (startsWith("[")) {
      return new ArrayText(this).index();
    }
    Long first = number();
    if (!taken(":")) {
      if (first == null) {
        throw mistake("expected a position, a range such as 2:5, ':', '...' or 'newaxis'");
      }
      return new Index.At(first);
    }
    Long stop = number();
    int stepAt = at;
    Long step = taken(":") ? number() : null;
    if (step != null && step == 0) {
      at = stepAt + 1;
      throw mistake("the step of a range must not be 0");
    }
    return new Index.Range(first, stop, step == null ? 1 : step);
  }

  @Nullable Long number() {
    skipSpace();
    int end = at;
    if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    int digits = end;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == digits) {
      return null;
    }
    try {
      long value = Long.parseLong(text, at, end, 10);
      at = end;
      return value;
    } catch (NumberFormatException _) {
      throw mistake("the number is too large");
    }
  }

  boolean taken(String token) {
    skipSpace();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    skipSpace();
    return true;
  }

  boolean startsWith(String token) {
    skipSpace();
    return text.startsWith(token, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  IllegalArgumentException mistake(int position, String what) {
    at = position;
    return mistake(what);
  }

  IllegalArgumentException mistake(String what) {
    return new IllegalArgumentException(
        "index: %s at position %d%n  %s%n  %s^".formatted(what, at, text, " ".repeat(at)));
  }
}
