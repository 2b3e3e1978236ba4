package io.gradus.nn.layer;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The formula of an [EinsumDense]: `[X],[Y]->[Z]`, `...[X],[Y]->...[Z]` or `[X]...,[Y]->[Z]...`,
/// with the letters of the axes of input, kernel and output.
///
/// @param text the whole
/// @param input the letters of the input's axes
/// @param kernel the letters of the kernel's axes
/// @param output the letters of the output's axes
/// @param before whether more axes of the input stand before the named ones
/// @param after whether more axes of the input stand behind the named ones
record EinsumFormula(
    String text, String input, String kernel, String output, boolean before, boolean after) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

  static EinsumFormula parse(String text) {
    Matcher form = FORM.matcher(text);
    boolean valid = form.matches();
    boolean before = valid && form.group(1) != null;
    boolean after = valid && form.group(3) != null;
    if (!valid
        || before != (form.group(5) != null)
        || after != (form.group(7) != null)
        || (before && after)) {
      throw new IllegalArgumentException(
          ("einsum dense: equation must have the form [X],[Y]->[Z], ...[X],[Y]->...[Z] or"
                  + " [X]...,[Y]->[Z]..., got %s")
              .formatted(text));
    }
    EinsumFormula formula =
        new EinsumFormula(text, form.group(2), form.group(4), form.group(6), before, after);
    formula.check();
    return formula;
  }

  private void check() {
    known("kernel", kernel, "input or output", input + output);
    known("output", output, "input or kernel", input + kernel);
  }

  private void known(String what, String letters, String where, String places) {
    for (int i = 0; i < letters.length(); i++) {
      if (!isIn(places, letters.charAt(i))) {
        throw new IllegalArgumentException(
            "einsum dense: each letter of the %s must be in %s; got %s, '%s'"
                .formatted(what, where, text, letters.charAt(i)));
      }
    }
  }

  private static boolean isIn(String letters, char letter) {
    return letters.indexOf(letter) >= 0;
  }

  /// Checks that the letters of a bias are in the output.
  void checkBias(@Nullable String axes) {
    if (axes == null) {
      return;
    }
    boolean known = axes.chars().allMatch(letter -> isIn(output, (char) letter));
    if (axes.isEmpty() || !known) {
      throw new IllegalArgumentException(
          "einsum dense: bias_axes must be letters of the output \"%s\", got \"%s\""
              .formatted(output, axes));
    }
  }

  /// Checks that there is a length for each named axis of the output but the batch.
  void checkOutput(List<Integer> lengths) {
    int named = before ? output.length() : output.length() - 1;
    if (lengths.size() != named) {
      throw new IllegalArgumentException(
          "einsum dense: output_shape must have %d lengths for %s, got %s"
              .formatted(named, text, lengths));
    }
  }

  /// The lengths that the letters stand for, once the input is known.
  ///
  /// @param formula the letters
  /// @param type the input
  /// @param lengths of the output's axes, −1 for those that follow from the input
  record Fitted(EinsumFormula formula, TensorType type, List<Integer> lengths) {
    Fitted {
      int hidden = type.shape().rank() - formula.input.length();
      boolean fits = formula.before ? hidden > 0 : formula.after ? hidden >= 0 : hidden == 0;
      if (!fits) {
        throw new ShapeException(
            "einsum dense: input does not have the axes of %s; got x=%s"
                .formatted(formula.text, type));
      }
    }

    private long ofInput(char letter) {
      int axis = formula.input.indexOf(letter);
      if (axis < 0) {
        return Shape.UNKNOWN;
      }
      return type.shape().dims()[formula.before ? axis + hidden() : axis];
    }

    private int hidden() {
      return type.shape().rank() - formula.input.length();
    }

    private long ofOutput(char letter) {
      int axis = formula.output.indexOf(letter) - (formula.before ? 0 : 1);
      return axis < 0 ? Shape.UNKNOWN : lengths.get(axis);
    }

    private long length(char letter) {
      long given = ofOutput(letter);
      long length = ofInput(letter);
      if (given != Shape.UNKNOWN && length != Shape.UNKNOWN && given != length) {
        throw new ShapeException(
            "einsum dense: output_shape has %d for '%s'; got x=%s".formatted(given, letter, type));
      }
      return given == Shape.UNKNOWN ? length : given;
    }

    private long known(char letter) {
      long length = length(letter);
      if (length == Shape.UNKNOWN) {
        throw new ShapeException(
            "einsum dense: the length of '%s' in %s must be known; got x=%s, output_shape %s"
                .formatted(letter, formula.text, type, lengths));
      }
      return length;
    }

    /// {@return the shape of the kernel; the output's lengths agree with the input's}
    Shape kernel() {
      formula.output.chars().forEach(letter -> length((char) letter));
      return Shape.of(formula.kernel.chars().mapToLong(letter -> known((char) letter)).toArray());
    }

    /// {@return the axes of the kernel that count the inputs of a unit}
    int[] inputAxes() {
      return IntStream.range(0, formula.kernel.length())
          .filter(axis -> !isIn(formula.output, formula.kernel.charAt(axis)))
          .toArray();
    }

    /// {@return the axes of the kernel that count units}
    int[] outputAxes() {
      return IntStream.range(0, formula.kernel.length())
          .filter(axis -> isIn(formula.output, formula.kernel.charAt(axis)))
          .toArray();
    }

    /// {@return the shape of a bias along these axes, which is added with broadcasting}
    Shape bias(String axes) {
      int first = axes.chars().map(formula.output::indexOf).min().orElseThrow();
      String from = formula.output.substring(first);
      int behind = formula.after ? hidden() : 0;
      return Shape.of(
          IntStream.range(0, from.length() + behind)
              .mapToLong(
                  i -> i < from.length() && isIn(axes, from.charAt(i)) ? known(from.charAt(i)) : 1)
              .toArray());
    }
  }
}
