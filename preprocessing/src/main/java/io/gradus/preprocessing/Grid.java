package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers with a shape, as configurations hold them: a number, or lists of lists of numbers.
///
/// @param numbers in row-major order
/// @param shape the shape
record Grid(List<Double> numbers, Shape shape) {
  static final Codec<@Nullable Grid> CODEC =
      new Codec<>(Grid::read, grid -> grid == null ? null : grid.write(0, 0));

  Grid {
    numbers = List.copyOf(numbers);
  }

  static Grid of(Tensor x) {
    List<Double> numbers = Arrays.stream(x.cast(DType.FLOAT64).toDoubleArray()).boxed().toList();
    return new Grid(numbers, x.shape());
  }

  /// {@return the numbers as a tensor}
  Tensor tensor(DType dtype) {
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return Tensor.of(values, shape).cast(dtype);
  }

  private static @Nullable Grid read(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    List<Long> dims = new ArrayList<>();
    for (Object at = value; at instanceof List<?> list; at = list.isEmpty() ? 0 : list.getFirst()) {
      dims.add((long) list.size());
    }
    List<Double> numbers = new ArrayList<>();
    collect(value, numbers);
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    if (numbers.size() != shape.size()) {
      throw new IllegalArgumentException("expected rows of one length, got " + value);
    }
    return new Grid(numbers, shape);
  }

  private static void collect(@Nullable Object value, List<Double> numbers) {
    switch (value) {
      case List<?> list -> list.forEach(part -> collect(part, numbers));
      case Number number -> numbers.add(number.doubleValue());
      case null, default ->
          throw new IllegalArgumentException("expected numbers, got \"" + value + "\"");
    }
  }

  private Object write(int axis, int from) {
    if (axis == shape.rank()) {
      return numbers.get(from);
    }
    int stride = Math.toIntExact(shape.from(axis + 1).size());
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < shape.dim(axis); i++) {
      parts.add(write(axis + 1, from + i * stride));
    }
    return parts;
  }
}
