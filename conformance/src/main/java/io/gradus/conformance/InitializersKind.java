package io.gradus.conformance;

import io.gradus.nn.initializer.Fans;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;

/// An initializer: its values, or for a random one the moments and bounds of a large sample.
final class InitializersKind implements Kind {
  private static final long KEY = 1;

  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    for (Fields row : fields.objects("table")) {
      Shape shape = Shape.of(row.dims("shape"));
      checks.same(
          "fans of " + shape,
          new Fans(row.integer("fan_in"), row.integer("fan_out")),
          Fans.of(shape));
    }
    if (!fields.has("object")) {
      return;
    }
    Initializer initializer = Initializers.TABLE.read(fields.object("object").map());
    if (fields.has("value")) {
      checks.equal("value", fields.value("value"), sample(initializer, fields.dims("shape")));
    }
    if (fields.has("expected")) {
      Fields expected = fields.object("expected");
      Tensor sample = sample(initializer, expected.dims("shape"));
      if (expected.has("gain")) {
        orthogonal(sample, expected.number("gain"), checks);
      } else {
        moments(sample.toDoubleArray(), expected, checks);
      }
    }
  }

  private static Tensor sample(Initializer initializer, long[] dims) {
    return initializer.initialize(TensorType.of(DType.FLOAT32, dims), KEY);
  }

  private static void orthogonal(Tensor sample, double gain, Checks checks) {
    Tensor matrix = sample.reshape(-1, sample.dim(-1));
    boolean tall = matrix.dim(0) >= matrix.dim(1);
    Tensor gram = tall ? matrix.transpose().matmul(matrix) : matrix.matmul(matrix.transpose());
    double[] products = gram.toDoubleArray();
    int size = (int) gram.dim(0);
    for (int i = 0; i < products.length; i++) {
      double want = i / size == i % size ? gain * gain : 0;
      near("product of %d and %d".formatted(i / size, i % size), products[i], want, 1e-4, checks);
    }
  }

  private static void moments(double[] sample, Fields expected, Checks checks) {
    double mean = Arrays.stream(sample).average().orElseThrow();
    double variance =
        Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    Fields check = expected.object("check");
    near("mean", mean, expected.number("mean"), check.number("mean_abs_tol"), checks);
    double std = expected.number("std");
    near("std", Math.sqrt(variance), std, std * check.number("std_rel_tol"), checks);
    double low = expected.has("low") ? expected.number("low") : Double.NEGATIVE_INFINITY;
    double high = expected.has("high") ? expected.number("high") : Double.POSITIVE_INFINITY;
    long outside = Arrays.stream(sample).filter(x -> x < low || x > high).count();
    if (outside > 0) {
      checks.fail("%d values outside [%s, %s]".formatted(outside, low, high));
    }
  }

  private static void near(String what, double got, double want, double within, Checks checks) {
    if (!(Math.abs(got - want) < within)) {
      checks.fail("%s %s, want %s ± %s".formatted(what, got, want, within));
    }
  }
}
