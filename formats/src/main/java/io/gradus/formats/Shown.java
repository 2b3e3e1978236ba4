package io.gradus.formats;

/// Texts out of files as messages show them: cut where they are long, and without what would drive
/// a terminal.
final class Shown {
  private static final int FIRST = 600;
  private static final int LAST = 200;

  private Shown() {}

  /// {@return a text on one line, of at most some 800 letters}
  static String of(String text) {
    int left = text.length() - FIRST - LAST;
    return left <= 0
        ? escaped(text)
        : escaped(text.substring(0, FIRST))
            + "… (%,d more) …".formatted(left)
            + escaped(text.substring(FIRST + left));
  }

  /// {@return a text with `\\u001b` in place of a letter that moves the cursor, changes colours or
  /// turns the direction of what follows}
  static String escaped(String text) {
    if (text.chars().noneMatch(Shown::drives)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(letter -> {
          if (drives(letter)) {
            escaped.append("\\u%04x".formatted(letter));
          } else {
            escaped.append((char) letter);
          }
        });
    return escaped.toString();
  }

  // Also what separates lines and turns the direction of writing.
  private static boolean drives(int letter) {
    return Character.isISOControl(letter)
        || (letter >= 0x2028 && letter <= 0x202e)
        || (letter >= 0x2066 && letter <= 0x2069)
        || letter == 0x200e
        || letter == 0x200f
        || letter == 0x61c;
  }
}
