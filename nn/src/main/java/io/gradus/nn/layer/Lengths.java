package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Settings that have a number for each spatial axis, given as one number for all or one for each.
final class Lengths {
  /// Read from a number or a list, written as a list.
  static final Codec<List<Integer>> CODEC = new Codec<>(Codec.INTEGERS.read(), numbers -> numbers);

  private Lengths() {}

  /// {@return a number for each of `axes` axes}
  ///
  /// @param of the layer, for the message
  /// @param name the setting
  /// @throws IllegalArgumentException if there are more or fewer, or one is below 1
  static List<Integer> each(String of, String name, int axes, List<Integer> numbers) {
    boolean fits = numbers.size() == 1 || numbers.size() == axes;
    if (!fits || numbers.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be a number of at least 1, or one for each of %d axes; got %s"
              .formatted(of, name, axes, numbers));
    }
    return numbers.size() == 1 ? Collections.nCopies(axes, numbers.getFirst()) : numbers;
  }

  static List<Integer> of(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
