package io.gradus.nn.loss;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What training makes small (`keras.losses.Loss`): a loss for each sample, reduced to a scalar.
public interface Loss extends Configured {
  /// How the losses of the samples become one number.
  enum Reduction {
    /// The losses as they are.
    NONE,
    /// Their sum.
    SUM,
    /// Their sum divided by their number, whatever the weights; Keras' default.
    SUM_OVER_BATCH_SIZE,
    /// The same.
    MEAN,
    /// Their weighted sum divided by the sum of the weights.
    MEAN_WITH_SAMPLE_WEIGHT;

    private static final Codec<Reduction> CODEC =
        new Codec<>(Reduction::read, r -> r.name().toLowerCase(Locale.ROOT));

    /// The key of configurations.
    public static final ConfigKey<Reduction> KEY = new ConfigKey<>("reduction", CODEC);

    private static Reduction read(@Nullable Object value) {
      if (value == null) {
        return NONE;
      }
      for (Reduction reduction : values()) {
        if (reduction.name().toLowerCase(Locale.ROOT).equals(value)) {
          return reduction;
        }
      }
      throw new IllegalArgumentException("expected a reduction, got \"" + value + "\"");
    }
  }

  /// {@return the loss of each sample (and position): the last axis of the prediction is used up}
  Tensor call(Tensor yTrue, Tensor yPred);

  /// {@return how the losses become one number}
  Reduction reduction();

  /// {@return the samples that count, where a loss leaves some out, as `bool`; null where all do}
  default @Nullable Tensor mask(Tensor yTrue) {
    return null;
  }

  /// {@return this loss of what the activation was taken of, exact where the activation saturates,
  /// or null if there is no such form}
  default @Nullable Loss before(Activation activation) {
    return null;
  }

  /// Checks targets before training starts: their shape beside the prediction's and, where their
  /// elements are known, their values.
  ///
  /// @throws IllegalArgumentException if they do not fit
  default void check(Tensor yTrue, TensorType yPred) {}

  /// {@return the loss as one number, or as many as there are samples without a reduction}
  ///
  /// @param weights the weight of each sample, or null where all count the same
  default Tensor reduced(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Tensor losses = call(yTrue, yPred);
    Tensor factors = weights == null ? null : aligned(weights, losses).cast(losses.dtype());
    Tensor mask = mask(yTrue);
    if (mask != null) {
      Tensor kept = mask.cast(losses.dtype());
      if (reduction() == Reduction.MEAN || reduction() == Reduction.SUM_OVER_BATCH_SIZE) {
        // Keras divides by what counts, not by what is there.
        kept = kept.mul((double) losses.size()).div(kept.sum().add(1e-7));
      }
      factors = factors == null ? kept : factors.mul(kept);
    }
    Tensor weighted = factors == null ? losses : losses.mul(factors);
    return switch (reduction()) {
      case NONE -> weighted;
      case SUM -> weighted.sum();
      case SUM_OVER_BATCH_SIZE, MEAN -> weighted.mean();
      case MEAN_WITH_SAMPLE_WEIGHT ->
          factors == null
              ? weighted.mean()
              : weighted.sum().div(factors.broadcastTo(losses.shape()).sum());
    };
  }

  private static Tensor aligned(Tensor weights, Tensor losses) {
    Tensor result = weights;
    if (result.rank() == losses.rank() + 1 && result.dim(-1) == 1) {
      result = result.reshape(result.shape().slice(0, losses.rank()));
    }
    while (result.rank() < losses.rank()) {
      result = result.expandDims(-1);
    }
    if (result.rank() > losses.rank()) {
      throw new ShapeException(
          "loss: sample weights have more axes than the losses; got weights=%s, losses=%s"
              .formatted(weights.type(), losses.type()));
    }
    return result;
  }

  /// {@return the loss that Keras calls by this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Loss of(String name) {
    Map<String, Supplier<Loss>> losses =
        Map.of("sparse_categorical_crossentropy", SparseCategoricalCrossentropy::new);
    Supplier<Loss> loss = losses.get(name);
    if (loss == null) {
      throw Names.unknown("loss", name, losses.keySet());
    }
    return loss.get();
  }
}
