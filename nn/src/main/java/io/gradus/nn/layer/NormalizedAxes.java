package io.gradus.nn.layer;

import io.gradus.tensor.Axes;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// The axes that a layer normalizes each sample over.
///
/// @param axes the axes, counted from the front
/// @param lengths their lengths, in rising order of the axes
/// @param aligned the lengths as they broadcast to the input, with 1 for the axes in between
record NormalizedAxes(Axes axes, Shape lengths, Shape aligned) {
  /// {@return the axes as given}
  ///
  /// @param operation the layer's name in messages
  /// @throws IllegalArgumentException if there is none
  static List<Integer> checked(String operation, List<Integer> axes) {
    if (axes.isEmpty()) {
      throw new IllegalArgumentException(operation + ": needs at least one axis");
    }
    return List.copyOf(axes);
  }

  /// {@return the axes in an input; negative ones count from the end}
  ///
  /// @param operation the layer's name in messages
  /// @throws ShapeException if one is not there, twice there, or of unknown length
  static NormalizedAxes of(String operation, List<Integer> given, TensorType input) {
    Shape shape = input.shape();
    int rank = shape.rank();
    int[] axes =
        given.stream()
            .mapToInt(axis -> axis < 0 ? axis + rank : axis)
            .distinct()
            .sorted()
            .toArray();
    boolean valid =
        Arrays.stream(axes).allMatch(axis -> axis >= 0 && axis < rank && shape.isKnown(axis));
    if (!valid || axes.length < given.size()) {
      throw new ShapeException(
          "%s: needs the axes %s, each once and of known length; got x=%s"
              .formatted(operation, given, input));
    }
    long[] lengths = Arrays.stream(axes).mapToLong(shape::dim).toArray();
    long[] aligned = new long[rank - axes[0]];
    Arrays.fill(aligned, 1);
    for (int i = 0; i < axes.length; i++) {
      aligned[axes[i] - axes[0]] = lengths[i];
    }
    return new NormalizedAxes(Axes.of(axes), Shape.of(lengths), Shape.of(aligned));
  }
}
