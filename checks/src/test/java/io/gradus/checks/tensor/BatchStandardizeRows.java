package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;

import io.gradus.tensor.BatchStandardize;
import io.gradus.tensor.Tensor;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of [OpTable] for the standardization of channels over a batch, its mean and variance,
/// and its gradient: less than a vector of channels and more, one row, one block of rows and
/// several.
final class BatchStandardizeRows {
  private static final double EPSILON = 0.1;
  private static final String[] SHAPES = {
    "[5,3]", "[1,4]", "[2,3,2]", "[2,0]", "[7,37]", "[2,2,3,17]"
  };

  private BatchStandardizeRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        result("batchStandardize", 0)
            .referenceOf(in -> Grid.of(in.getFirst().shape(), at -> standard(in.getFirst(), at)))
            .rejects("[3]", "batchStandardize: needs at least two axes; got float32[3]")
            .rejects("int32[2,2]", "batchStandardize: needs a floating type; got int32[2, 2]"),
        result("batchStandardize, means", 1)
            .referenceOf(in -> ofChannels(in.getFirst(), BatchStandardizeRows::mean)),
        result("batchStandardize, variances", 2)
            .referenceOf(in -> ofChannels(in.getFirst(), BatchStandardizeRows::variance)),
        OpCase.of(
                BatchStandardize.Gradient.class,
                in ->
                    Tensor.apply(
                            new BatchStandardize.Gradient(EPSILON),
                            in.get(0),
                            in.get(1),
                            in.get(2),
                            in.get(3))
                        .getFirst())
            .named("batchStandardizeGradient")
            .inputs(
                Sample.uniform(-2, 2),
                Sample.uniform(-1, 1),
                Sample.uniform(0.5, 2),
                Sample.uniform(-2, 2))
            .shapes("[5,3] [3] [3] [5,3]", "[2,2,3,17] [17] [17] [2,2,3,17]", "[2,0] [0] [0] [2,0]")
            .sizes("[n,5] [5] [5] [n,5]", "[3,n] [n] [n] [3,n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(BatchStandardizeRows::pulled)
            .accumulating()
            .tolerance(64)
            .backendTolerance(64)
            .rejects(
                "[2,3] [3] [4] [2,3]",
                "batchStandardizeGradient: needs mean and variance of type float32[3] and a"
                    + " gradient of type float32[2, 3]; got [float32[3], float32[4], float32[2,"
                    + " 3]]"));
  }

  private static OpCase result(String name, int number) {
    return OpCase.unary(
            BatchStandardize.class, x -> Tensor.apply(new BatchStandardize(EPSILON), x).get(number))
        .named(name)
        .shapes(SHAPES)
        .sizes("[n,5]", "[3,n]", "[700,3,20]")
        .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
        .accumulating()
        .tolerance(64)
        .backendTolerance(64);
  }

  private interface Statistic {
    double of(double... channel);
  }

  private static Grid ofChannels(Grid x, Statistic statistic) {
    int last = x.shape().rank() - 1;
    return Grid.of(x.shape().from(last), at -> statistic.of(channel(x, at[0])));
  }

  private static double standard(Grid x, int... at) {
    double[] channel = channel(x, at[at.length - 1]);
    return (x.at(at) - mean(channel)) / Math.sqrt(variance(channel) + EPSILON);
  }

  private static Grid pulled(List<Grid> in) {
    Grid x = in.get(0);
    Grid g = in.get(3);
    return Grid.of(
        x.shape(),
        at -> {
          int c = at[at.length - 1];
          double mean = in.get(1).at(c);
          double factor = 1 / Math.sqrt(in.get(2).at(c) + EPSILON);
          double[] y = Arrays.stream(channel(x, c)).map(v -> (v - mean) * factor).toArray();
          double[] arriving = channel(g, c);
          double[] products =
              IntStream.range(0, y.length).mapToDouble(i -> y[i] * arriving[i]).toArray();
          double own = (x.at(at) - mean) * factor;
          return (g.at(at) - mean(arriving) - own * mean(products)) * factor;
        });
  }

  /// {@return the elements of a channel}
  private static double[] channel(Grid x, int channel) {
    int channels = x.dim(x.shape().rank() - 1);
    return IntStream.range(0, x.values().length / channels)
        .mapToDouble(row -> x.values()[row * channels + channel])
        .toArray();
  }

  private static double mean(double... channel) {
    return Arrays.stream(channel).average().orElse(Double.NaN);
  }

  private static double variance(double... channel) {
    double mean = mean(channel);
    return Arrays.stream(channel).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN);
  }
}
