package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A loss function (`keras.losses.Loss`): a loss for each sample, reduced to a scalar. One of one's
/// own is a class with [#call], or a function with a name:
///
/// ```java
/// Loss pinball = Loss.of("pinball", (yTrue, yPred) -> yTrue.sub(yPred).abs().mean(-1));
/// ```
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
    /// Their weighted sum divided by the sum of the weights, as they were given.
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

  /// {@return the loss of each sample (and position); most use up the last axis of the prediction}
  ///
  /// @param yTrue the targets
  /// @param yPred the prediction
  /// @throws IllegalArgumentException if they do not fit
  Tensor call(Tensor yTrue, Tensor yPred);

  /// {@return how the losses become one number; their mean unless a loss says otherwise}
  default Reduction reduction() {
    return Reduction.SUM_OVER_BATCH_SIZE;
  }

  /// {@return the type the losses are computed in; null for the prediction's, but at least
  /// `float32`}
  default @Nullable DType dtype() {
    return null;
  }

  /// {@return which of the losses count, as `bool` of their shape, where a loss leaves some out;
  /// null where all do}
  ///
  /// @param losses what [#call] gave for these targets
  default @Nullable Tensor mask(Tensor yTrue, Tensor losses) {
    return null;
  }

  /// Checks targets before training starts: their shape beside the prediction's and, where their
  /// elements are known, their values. It must not keep `yTrue`, whose memory may become that of a
  /// later batch.
  ///
  /// @throws IllegalArgumentException if they do not fit
  default void check(Tensor yTrue, TensorType yPred) {}

  /// {@return the loss as one number, or as many as there are samples without a reduction}
  ///
  /// @param weights the weight of each sample, or null where all count the same
  default Tensor reduced(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    return reduced(yTrue, yPred, weights, null);
  }

  /// {@return the loss as one number, or as many as there are samples without a reduction}
  ///
  /// Weights have the losses' shape, or 1 where they stretch. If they have fewer axes, they belong
  /// to the first ones; a last axis of length 1 more is dropped, but beside a vector, which gets it
  /// too. A mean over a mask divides by the number of losses that count.
  ///
  /// @param weights the weight of each sample, or null where all count the same
  /// @param mask which losses count, as `bool`: the mask of the prediction; null where all do
  /// @throws io.gradus.tensor.type.ShapeException if weights or mask do not fit the losses
  default Tensor reduced(
      Tensor yTrue, Tensor yPred, @Nullable Tensor weights, @Nullable Tensor mask) {
    DType given = dtype();
    DType computed = given == null ? yPred.dtype().promote(DType.FLOAT32) : given;
    Tensor losses = call(yTrue, yPred.cast(computed));
    Tensor own = mask(yTrue, losses);
    Tensor counted = mask == null || own == null ? mask : mask.logicalAnd(own);
    return WeightedLosses.of(losses, weights, mask == null ? own : counted, reduction())
        .reduced(reduction());
  }

  /// {@return the loss that Keras calls by this name, with its defaults: `"mse"`,
  /// `"mean_squared_error"` or `"MeanSquaredError"`}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Loss of(String name) {
    return Losses.of(name);
  }

  /// {@return a function as a loss; it is averaged over what it gives}
  ///
  /// @param name the name, by which files know it
  /// @param function gives the loss of each sample (and position) from targets and predictions
  static Loss of(String name, BinaryOperator<Tensor> function) {
    return new FunctionLoss(name, function);
  }
}
