package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;

import io.gradus.tensor.Standardize;
import io.gradus.tensor.Tensor;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of [OpTable] for standardization and its gradient: no elements, one, less than a
/// vector, more, and more than a block of a sum.
final class StandardizeRows {
  private static final double EPSILON = 0.1;

  private StandardizeRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        OpCase.unary(Standardize.class, x -> Tensor.apply(new Standardize(EPSILON), x).getFirst())
            .shapes("[5]", "[1]", "[0]", "[2,3]", "[0,3]", "[2,3,4]", "[3,37]", "[2,4100]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(in -> expected(in.getFirst(), in.getFirst().shape().rank() - 1))
            .accumulating()
            .tolerance(8)
            .rejects("[]", "standardize: needs at least one axis; got float32[]")
            .rejects("int32[2]", "standardize: needs a floating type; got int32[2]"),
        OpCase.unary(Standardize.class, x -> x.standardize(0, EPSILON))
            .named("standardize over axis 0")
            .shapes("[5]", "[3,2]", "[20,4]")
            .sizes("[n,3]")
            .referenceOf(in -> expected(in.getFirst(), 0))
            .tolerance(32),
        OpCase.unary(
                Standardize.Gradient.class,
                x -> Tensor.apply(new Standardize.Gradient(EPSILON), x, x).getFirst())
            .named("standardizeGradient of one tensor twice")
            .shapes("[5]", "[2,3]")
            .sizes("[3,n]")
            .referenceOf(in -> expectedGradient(List.of(in.getFirst(), in.getFirst())))
            .tolerance(64),
        OpCase.of(
                Standardize.Gradient.class,
                in ->
                    Tensor.apply(new Standardize.Gradient(EPSILON), in.get(0), in.get(1))
                        .getFirst())
            .named("standardizeGradient")
            .shapes("[5] [5]", "[3,1] [3,1]", "[2,3] [2,3]", "[0,3] [0,3]", "[3,37] [3,37]")
            .sizes("[3,n] [3,n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(StandardizeRows::expectedGradient)
            .tolerance(64)
            .rejects(
                "[2,3] [2,4]",
                "standardizeGradient: the gradient must be of the type of x, float32[2, 3]; got"
                    + " float32[2, 4]"));
  }

  private static Grid expected(Grid x, int axis) {
    return Grid.of(
        x.shape(),
        at -> {
          double[] line = line(x, axis, at);
          return (x.at(at) - mean(line)) / deviation(line);
        });
  }

  private static Grid expectedGradient(List<Grid> in) {
    Grid x = in.get(0);
    Grid g = in.get(1);
    int last = x.shape().rank() - 1;
    Grid y = expected(x, last);
    return Grid.of(
        x.shape(),
        at -> {
          double[] arriving = line(g, last, at);
          double[] results = line(y, last, at);
          double[] products =
              IntStream.range(0, arriving.length)
                  .mapToDouble(i -> arriving[i] * results[i])
                  .toArray();
          double slope = g.at(at) - mean(arriving) - y.at(at) * mean(products);
          return slope / deviation(line(x, last, at));
        });
  }

  /// {@return the elements along the axis through an index}
  private static double[] line(Grid x, int axis, int... index) {
    int[] at = index.clone();
    double[] line = new double[x.dim(axis)];
    for (at[axis] = 0; at[axis] < line.length; at[axis]++) {
      line[at[axis]] = x.at(at);
    }
    return line;
  }

  private static double mean(double... line) {
    return Arrays.stream(line).average().orElse(0);
  }

  private static double deviation(double... line) {
    double mean = mean(line);
    double squares = Arrays.stream(line).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / line.length + EPSILON);
  }
}
