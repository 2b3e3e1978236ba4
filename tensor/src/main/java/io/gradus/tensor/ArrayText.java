package io.gradus.tensor;

import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Reads an array in the text of an index, such as `[0, 2]` or `[[True, False], [False, True]]`.
final class ArrayText {
  private final IndexText text;
  private final List<Long> numbers = new ArrayList<>();
  // The length of the arrays at each depth; the first array of a depth decides.
  private final List<Integer> lengths = new ArrayList<>();
  private boolean truths;

  ArrayText(IndexText text) {
    this.text = text;
  }

  Index index() {
    array(0);
    Shape shape = Shape.of(lengths.stream().mapToLong(Integer::longValue).toArray());
    Tensor values = Tensor.of(numbers.stream().mapToLong(Long::longValue).toArray(), shape);
    return Index.of(truths ? values.notEqual(0L) : values);
  }

  private void array(int depth) {
    int start = text.position();
    int length = 0;
    boolean first = lengths.size() == depth;
    if (first) {
      lengths.add(0);
    }
    text.taken("[");
    if (!text.taken("]")) {
      do {
        element(depth);
        length++;
      } while (text.taken(","));
      if (!text.taken("]")) {
        throw text.mistake("expected ',' or ']'");
      }
    }
    if (first) {
      lengths.set(depth, length);
    } else if (length != lengths.get(depth)) {
      throw text.mistake(
          start, "an array here must have %d elements".formatted(lengths.get(depth)));
    }
  }

  private void element(int depth) {
    int start = text.position();
    boolean nested = text.startsWith("[");
    if (nested != lengths.size() > depth + 1 && !numbers.isEmpty()) {
      throw text.mistake(start, nested ? "expected a number" : "expected an array");
    }
    if (nested) {
      array(depth + 1);
      return;
    }
    boolean yes = text.taken("True");
    boolean truth = yes || text.taken("False");
    Long number = truth ? Long.valueOf(yes ? 1 : 0) : text.number();
    if (number == null) {
      throw text.mistake(start, "expected a position, 'True' or 'False'");
    }
    if (!numbers.isEmpty() && truths != truth) {
      throw text.mistake(start, "positions and truth values do not mix");
    }
    truths = truth;
    numbers.add(number);
  }
}
