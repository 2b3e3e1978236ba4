package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many cells are cut off or added before and after those of each spatial axis.
///
/// @param pairs for each axis the numbers before and after
record Margins(List<List<Integer>> pairs) {
  /// {@return the margins: one number for all, one for each axis, or two for each axis}
  ///
  /// @param of the layer, for the message
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  static Margins of(String of, int axes, int... numbers) {
    List<List<Integer>> pairs = new ArrayList<>();
    int each = numbers.length == 2 * axes ? 2 : 1;
    if (numbers.length != 1 && numbers.length != each * axes) {
      throw wrong(of, axes, Lengths.of(numbers));
    }
    for (int axis = 0; axis < axes; axis++) {
      int first = numbers.length == 1 ? 0 : each * axis;
      int before = numbers[first];
      int after = numbers[first + each - 1];
      if (before < 0 || after < 0) {
        throw wrong(of, axes, Lengths.of(numbers));
      }
      pairs.add(List.of(before, after));
    }
    return new Margins(List.copyOf(pairs));
  }

  /// {@return how Keras writes them: a pair for one axis, a list of pairs for several; numbers in
  /// place of pairs are read too}
  static Codec<Margins> codec(String of, int axes) {
    return new Codec<>(
        value -> of(of, axes, numbers(of, axes, value)),
        margins -> axes == 1 ? margins.pairs.getFirst() : margins.pairs);
  }

  private static int[] numbers(String of, int axes, @Nullable Object value) {
    if (!(value instanceof List<?> list) || list.stream().noneMatch(List.class::isInstance)) {
      return Lengths.array(Codec.INTEGERS.read().apply(value));
    }
    List<Integer> numbers = new ArrayList<>();
    for (Object entry : list) {
      List<Integer> pair = Codec.INTEGERS.read().apply(entry);
      if (pair.size() > 2) {
        throw wrong(of, axes, list);
      }
      numbers.add(pair.getFirst());
      numbers.add(pair.getLast());
    }
    return Lengths.array(numbers);
  }

  private static IllegalArgumentException wrong(String of, int axes, Object got) {
    return new IllegalArgumentException(
        "%s: needs one margin for all, or one or two for each of %d axes, none negative; got %s"
            .formatted(of, axes, got));
  }

  int before(int axis) {
    return pairs.get(axis).getFirst();
  }

  int after(int axis) {
    return pairs.get(axis).getLast();
  }
}
