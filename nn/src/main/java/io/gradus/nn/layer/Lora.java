package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.type.Shape;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The adaptation of a weight by a product of two narrow matrices, which are trained in its stead
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

  /// Refuses the adaptation of a kernel in few bits.
  ///
  /// @throws UnsupportedConfigException if there is one
  static void refuse(@Nullable Lora lora, Quantization quantization) {
    if (lora != null) {
      throw new UnsupportedConfigException(
          "lora: a kernel in %s can't be adapted yet".formatted(quantization.mode()));
    }
  }

  /// {@return the shape of `A` for a weight: the rank in place of its last length}
  Shape shapeOfA(Shape weight) {
    return weight.slice(0, weight.rank() - 1).concat(Shape.of(rank));
  }

  /// {@return the shape of `B`}
  Shape shapeOfB(Shape weight) {
    return Shape.of(rank, weight.dim(-1));
  }

  /// {@return what `A·B` is multiplied by}
  double scale() {
    return alpha / rank;
  }
}
