package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT64;

import io.gradus.tensor.Sampling;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// The rows of [OpTable] for normally distributed numbers: from [Philox] to the numbers in plain
/// arithmetic.
final class NormalRows {
  private static final int N = 3 * 7_001;

  private NormalRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(normal(FLOAT32), normal(FLOAT64));
  }

  private static OpCase normal(DType dtype) {
    TensorType type = TensorType.of(dtype, 3, N / 3);
    Sample word =
        new Sample(
            INT64,
            (SplittableRandom random, int n) ->
                random.doubles(n, -1e9, 1e9).map(Math::rint).toArray());
    return OpCase.of(
            Sampling.RandomNormal.class,
            in -> OpTable.applied(new Sampling.RandomNormal(type, false), in.get(0), in.get(1)))
        .named("randomNormal " + dtype)
        .inputs(word)
        .dtypes(dtype)
        .shapes("[] []")
        .sizes("[] []")
        .tolerance(8)
        .nonDifferentiable()
        .referenceOf(in -> {
          long key = (long) in.get(0).at();
          long counter = (long) in.get(1).at();
          int perBlock = dtype == FLOAT32 ? 4 : 2;
          double[] numbers = new double[N];
          int[] words = new int[4];
          for (int i = 0; i < N; i++) {
            Philox.block(key, counter + i / perBlock, words, 0);
            int first = i % perBlock / 2 * 2;
            double u = dtype == FLOAT32 ? 1 - unit(~words[first]) : 1 - unit(words[0], words[1]);
            double v = dtype == FLOAT32 ? unit(words[first + 1]) : unit(words[2], words[3]);
            double radius = Math.sqrt(-2 * Math.log(u));
            double angle = 2 * Math.PI * v;
            numbers[i] = radius * (i % 2 == 0 ? Math.cos(angle) : Math.sin(angle));
          }
          return new Grid(type.shape(), numbers);
        })
        .rejects(
            "int32[] int64[]",
            "randomNormal: needs key and counter as int64 scalars; got [int32[], int64[]]");
  }

  private static double unit(int word) {
    return (word & 0xFFFFFFFFL) / 4_294_967_296.0;
  }

  private static double unit(int high, int low) {
    return ((high & 0xFFFFFFFFL) * 2_097_152L + (low >>> 11)) / 9_007_199_254_740_992.0;
  }
}
