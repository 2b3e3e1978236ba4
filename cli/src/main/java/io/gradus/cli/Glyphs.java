package io.gradus.cli;

import java.nio.charset.Charset;

/// Characters beyond ASCII that the command prints, and what stands for them where they cannot be
/// encoded.
final class Glyphs {
  private static final String FANCY = "━─┃│┏┳┓┡╇┩├┼┤└┴┘·–−…≠";
  private static final String PLAIN = "=-||+++++++++++++.--.!";

  private Glyphs() {}

  /// {@return whether the charset has them all}
  static boolean fit(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode(FANCY + "▀▄█✗");
  }

  /// {@return the text in ASCII as far as it is known how}
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      int at = FANCY.indexOf(plain.charAt(i));
      if (at >= 0) {
        plain.setCharAt(i, PLAIN.charAt(at));
      }
    }
    return plain.toString();
  }
}
