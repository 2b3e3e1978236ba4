package io.gradus.tensor;

import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The formula of an Einstein summation: the letters of each operand's axes and of the result's.
/// The axes that `...` stands for are letters too, numbered from the last one back.
///
/// @param operands for each operand the letters of its axes
/// @param result the letters of the result's axes
record EinsumText(List<List<Character>> operands, List<Character> result) {
  // The last axis of an ellipsis is '9', the one before '8', and so on: digits are no letters.
  private static final char LAST = '9';
  private static final String ARROW = "->";

  static EinsumText parse(String formula, List<Tensor> operands) {
    int arrow = formula.indexOf(ARROW);
    String left = arrow < 0 ? formula : formula.substring(0, arrow);
    List<List<Character>> letters = new ArrayList<>();
    int start = 0;
    int widest = 0;
    for (String part : left.split(",", -1)) {
      if (letters.size() == operands.size()) {
        throw mistake(formula, start, "more operands than the %d given".formatted(operands.size()));
      }
      Tensor operand = operands.get(letters.size());
      int named = letters(formula, part, start, 0).size();
      int hidden = operand.rank() - named;
      boolean fits = part.contains("...") ? hidden >= 0 : hidden == 0;
      if (!fits) {
        throw new ShapeException(
            "einsum: '%s' names %d axes; got operand %d = %s"
                .formatted(part.strip(), named, letters.size(), operand.type()));
      }
      widest = Math.max(widest, hidden);
      letters.add(letters(formula, part, start, hidden));
      start += part.length() + 1;
    }
    if (letters.size() < operands.size()) {
      throw mistake(
          formula, left.length(), "fewer operands than the %d given".formatted(operands.size()));
    }
    return new EinsumText(
        letters, arrow < 0 ? implied(letters, widest) : given(formula, arrow, letters, widest));
  }

  /// {@return the letter as messages show it}
  static String shown(char letter) {
    return Character.isDigit(letter) ? "an axis of '...'" : "'" + letter + "'";
  }

  // The letters that occur once, in order, behind the axes of an ellipsis.
  private static List<Character> implied(List<List<Character>> operands, int widest) {
    TreeMap<Character, Integer> counts = new TreeMap<>();
    operands.forEach(letters -> letters.forEach(letter -> counts.merge(letter, 1, Integer::sum)));
    List<Character> result = new ArrayList<>(ellipsis(widest));
    counts.forEach((letter, count) -> {
      if (count == 1 && Character.isLetter(letter)) {
        result.add(letter);
      }
    });
    return result;
  }

  private static List<Character> given(
      String formula, int arrow, List<List<Character>> operands, int widest) {
    int start = arrow + ARROW.length();
    List<Character> result = letters(formula, formula.substring(start), start, widest);
    for (int i = 0; i < result.size(); i++) {
      char letter = result.get(i);
      if (result.indexOf(letter) != i) {
        throw mistake(
            formula, formula.lastIndexOf(letter), "the result has '" + letter + "' twice");
      }
      if (Character.isLetter(letter)
          && operands.stream().noneMatch(letters -> letters.contains(letter))) {
        throw mistake(
            formula, formula.indexOf(letter, start), "no operand has the letter '" + letter + "'");
      }
    }
    return result;
  }

  private static List<Character> ellipsis(int axes) {
    return IntStream.range(0, axes).mapToObj(i -> (char) (LAST - axes + 1 + i)).toList();
  }

  /// {@return the letters of a part of the formula that starts at `start`; its ellipsis stands for
  /// `hidden` axes}
  private static List<Character> letters(String formula, String part, int start, int hidden) {
    List<Character> letters = new ArrayList<>();
    boolean seen = false;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (part.startsWith("...", i) && !seen) {
        letters.addAll(ellipsis(hidden));
        seen = true;
        i += 2;
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        letters.add(c);
      } else if (c != ' ') {
        throw mistake(formula, start + i, "expected a letter, ',', '...' or '->'");
      }
    }
    return letters;
  }

  private static IllegalArgumentException mistake(String formula, int at, String what) {
    return new IllegalArgumentException(
        "einsum: %s at position %d%n  %s%n  %s^".formatted(what, at, formula, " ".repeat(at)));
  }
}
