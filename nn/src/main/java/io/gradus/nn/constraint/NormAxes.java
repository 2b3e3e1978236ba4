package io.gradus.nn.constraint;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Norms of the vectors, or blocks, that lie along some axes of a weight.
final class NormAxes {
  /// Keras' number that keeps a denominator from 0.
  static final double EPSILON = 1e-7;

  /// Axis 0: a vector for each unit of a dense kernel.
  static final List<Integer> FIRST = List.of(0);

  /// One axis, which Keras writes as a number, or several.
  static final ConfigKey<List<Integer>> KEY =
      new ConfigKey<>(
          "axis",
          new Codec<>(
              value ->
                  value instanceof List<?>
                      ? Codec.listOf(Codec.INTEGER).read().apply(value)
                      : List.of(Codec.INTEGER.read().apply(value)),
              axes -> axes.size() == 1 ? axes.getFirst() : axes));

  private NormAxes() {}

  static List<Integer> checked(String of, List<Integer> axes) {
    if (axes.isEmpty()) {
      throw new IllegalArgumentException(of + ": needs at least one axis; got " + axes);
    }
    return List.copyOf(axes);
  }

  static List<Integer> of(int... axes) {
    return Arrays.stream(axes).boxed().toList();
  }

  /// {@return the Euclidean norms over the axes, which stay with length 1}
  static Tensor norms(Tensor weight, List<Integer> axes) {
    int[] reduced = axes.stream().mapToInt(axis -> axis).toArray();
    return weight.square().sum(Axes.of(reduced).keep()).sqrt();
  }
}
