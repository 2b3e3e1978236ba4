package io.gradus.nn.layer;

import io.gradus.nn.initializer.HeUniform;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.jspecify.annotations.Nullable;

/// A trained weight `W`, or with [Lora] the frozen `W + alpha/rank·A·B`, of which `A` (He's uniform
/// numbers) and `B` (zeros) are trained, both `float32` as in Keras.
///
/// Files keep the sum, as Keras' do; a weight that comes of a file begins with `A` and `B` of
/// zeros.
final class AdaptableWeight {
  private final Variable base;
  private @Nullable Factors factors;

  private record Factors(Variable a, Variable b, double scale) {
    Tensor product() {
      return a.value().matmul(b.value()).mul(scale);
    }
  }

  private AdaptableWeight(Variable base) {
    this.base = base;
  }

  /// {@return a weight declared among a layer's; the matrices that adapt it come behind the layer's
  /// other weights, as in Keras}
  ///
  /// @throws IllegalArgumentException if it is adapted and has a constraint
  static AdaptableWeight declare(
      Weights weights, String name, Shape shape, WeightOptions options, @Nullable Lora lora) {
    if (lora == null) {
      return new AdaptableWeight(weights.add(name, shape, options));
    }
    if (options.constraint() != null) {
      throw new IllegalArgumentException(
          "lora: a weight with a constraint can't be adapted; got %s".formatted(name));
    }
    Variable base = weights.addState(name, shape, options.initializer());
    AdaptableWeight weight = new AdaptableWeight(base);
    weights.atEnd(() -> weight.adapt(weights, name, options, lora));
    return weight;
  }

  private void adapt(Weights weights, String name, WeightOptions options, Lora lora) {
    WeightOptions zeros = new WeightOptions(new Zeros(), options.regularizer(), null);
    WeightOptions uniform = zeros.initializer(new HeUniform());
    Variable a = weights.addUnstored("lora_" + name + "_a", lora.shapeOfA(base.shape()), uniform);
    Variable b = weights.addUnstored("lora_" + name + "_b", lora.shapeOfB(base.shape()), zeros);
    factors = new Factors(a, b, lora.scale());
    weights.storeAs(
        base,
        new StoredWeight(
            base.name(),
            base.type(),
            () -> value(base.dtype()),
            value -> {
              base.assign(value);
              a.assign(Tensor.zeros(a.type()));
              b.assign(Tensor.zeros(b.type()));
            }));
  }

  /// {@return the weight with its adaptation in it}
  Tensor value(DType dtype) {
    Factors present = factors;
    return present == null ? base.cast(dtype) : base.value().add(present.product()).cast(dtype);
  }

  /// {@return `x·W` of a matrix, for which the adaptation stays narrow: `x·W + alpha/rank·(x·A)·B`}
  Tensor product(Tensor x) {
    Tensor product = x.matmul(base.cast(x.dtype()));
    Factors present = factors;
    return present == null
        ? product
        : product.add(
            x.matmul(present.a.cast(x.dtype()))
                .matmul(present.b.cast(x.dtype()))
                .mul(present.scale));
  }

  /// {@return the rows of a matrix at these positions}
  Tensor rows(Tensor positions, DType dtype) {
    Tensor rows = base.value().gather(positions, 0);
    Factors present = factors;
    return present == null
        ? rows.cast(dtype)
        : rows.add(
                present.a.value().gather(positions, 0).matmul(present.b.value()).mul(present.scale))
            .cast(dtype);
  }
}
