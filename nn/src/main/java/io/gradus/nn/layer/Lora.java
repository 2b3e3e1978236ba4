package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.HeUniform;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The adaptation of a kernel by a product of two narrow matrices, which are trained in its stead
/// (Hu et al. 2021, *LoRA*): `W + alpha/rank·A·B`.
///
/// @param rank the inner length of the product
/// @param alpha the strength of the adaptation, which is divided by the rank
record Lora(int rank, double alpha) {
  private static final ConfigKey<@Nullable Integer> RANK =
      new ConfigKey<>("lora_rank", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable Double> ALPHA =
      new ConfigKey<>("lora_alpha", Codec.NUMBER.orNull());

  Lora {
    if (rank < 1) {
      throw new IllegalArgumentException("lora: the rank must be at least 1, got " + rank);
    }
  }

  /// The two matrices of a kernel.
  record Factors(Variable a, Variable b, double scale) {
    /// {@return what the adaptation adds to `x·W`}
    Tensor product(Tensor x) {
      return x.matmul(a).matmul(b).mul(scale);
    }
  }

  /// Adds the keys of the adaptation, which Keras writes only where there is one. Returns the
  /// schema.
  static <L extends Layer> Schema.Builder<L> keys(
      Schema.Builder<L> schema, Function<L, @Nullable Lora> of) {
    return schema
        .extra(
            RANK,
            layer -> {
              Lora lora = of.apply(layer);
              return lora == null ? null : lora.rank;
            },
            null)
        .extra(
            ALPHA,
            layer -> {
              Lora lora = of.apply(layer);
              return lora == null ? null : lora.alpha;
            },
            null);
  }

  /// {@return the adaptation in a configuration, or null if there is none; its strength is the rank
  /// unless told otherwise}
  static @Nullable Lora of(Config config) {
    Integer rank = config.get(RANK);
    Double alpha = config.get(ALPHA);
    return rank == null ? null : new Lora(rank, alpha == null ? rank : alpha);
  }

  /// {@return the two matrices, declared among the layer's weights: `A` of He's uniform numbers,
  /// `B` of zeros}
  ///
  /// @param penalty the kernel's penalty, which both have
  Factors declare(Weights weights, long in, long out, @Nullable Regularizer penalty) {
    WeightOptions first = new WeightOptions(new HeUniform(), penalty, null);
    WeightOptions second = new WeightOptions(new Zeros(), penalty, null);
    Variable a = weights.add("lora_kernel_a", Shape.of(in, rank), first);
    Variable b = weights.add("lora_kernel_b", Shape.of(rank, out), second);
    return new Factors(a, b, alpha / rank);
  }
}
