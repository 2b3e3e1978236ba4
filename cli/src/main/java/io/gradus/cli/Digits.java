package io.gradus.cli;

import io.gradus.tensor.kernel.Strided;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Images drawn side by side in text at half their width: a character shows one dot above another,
/// and a dot is four pixels.
final class Digits {
  private static final int LINE = 80;
  private static final int LIT = 50;
  // Nothing, the upper dot, the lower dot, both.
  private static final String BLOCKS = " ▀▄█";
  private static final String ASCII = " '.#";

  private final List<boolean[][]> dots;

  private Digits(List<boolean[][]> dots) {
    this.dots = dots;
  }

  /// {@return the first images of `uint8[n, height, width]`}
  static Digits of(Strided images, long count) {
    List<boolean[][]> all = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      all.add(dots(images, i));
    }
    return new Digits(all);
  }

  private static boolean[][] dots(Strided images, long image) {
    boolean[][] dots = new boolean[(int) images.dim(1) / 2][(int) images.dim(2) / 2];
    for (int y = 0; y < dots.length; y++) {
      for (int x = 0; x < dots[y].length; x++) {
        int sum = 0;
        for (int p = 0; p < 4; p++) {
          long row = 2L * y + p / 2;
          long column = 2L * x + p % 2;
          long at = images.offset() + image * images.stride(0);
          at += row * images.stride(1) + column * images.stride(2);
          sum += images.bytes()[Math.toIntExact(at)] & 0xff;
        }
        dots[y][x] = sum >= 4 * LIT;
      }
    }
    return dots;
  }

  /// {@return the drawing, each image with its label and what was predicted under it}
  String text(int[] labels, int[] predicted, Charset charset) {
    boolean blocks = charset.canEncode() && charset.newEncoder().canEncode(BLOCKS + "✗");
    String glyphs = blocks ? BLOCKS : ASCII;
    String wrong = blocks ? " ✗" : " !";
    StringBuilder text = new StringBuilder();
    int width = dots.isEmpty() ? 0 : dots.getFirst()[0].length;
    int perLine = Math.max(1, (LINE + 1) / (width + 1));
    for (int from = 0; from < dots.size(); from += perLine) {
      int to = Math.min(dots.size(), from + perLine);
      for (int y = 0; y < dots.get(from).length; y += 2) {
        int upper = y;
        line(text, from, to, width, i -> row(dots.get(i), upper, glyphs));
      }
      line(text, from, to, width, i -> "label " + labels[i]);
      line(
          text,
          from,
          to,
          width,
          i -> "predicted " + predicted[i] + (predicted[i] == labels[i] ? "" : wrong));
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text, int from, int to, int width, IntFunction<String> part) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < to; i++) {
      String cell = part.apply(i);
      line.append(cell).append(" ".repeat(Math.max(0, width - cell.length()) + 1));
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }

  private static String row(boolean[][] dots, int upper, String glyphs) {
    StringBuilder row = new StringBuilder();
    for (int x = 0; x < dots[upper].length; x++) {
      boolean lower = upper + 1 < dots.length && dots[upper + 1][x];
      row.append(glyphs.charAt((dots[upper][x] ? 1 : 0) + (lower ? 2 : 0)));
    }
    return row.toString();
  }
}
