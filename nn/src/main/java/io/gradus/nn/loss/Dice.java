package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How little prediction and targets, both in [0, 1], overlap: `1 − 2·Σ y·p / (Σ y + Σ p + 1e-7)`
/// (Dice 1945; `keras.losses.Dice`).
///
/// Shapes: targets and prediction have any one shape; the losses have it without the axes summed
/// over, by default all, so that there is one loss for the whole batch.
///
/// @param axis the axes to sum over, or null for all
/// @param settings what every loss can be told
public record Dice(@Nullable List<Integer> axis, Settings settings)
    implements AdjustableLoss<Dice> {
  private static final String NAME = "dice";

  /// The configuration, as Keras writes it.
  public static final Schema<Dice> SCHEMA =
      AdjustableLoss.<Dice>schemaOf("Dice", NAME)
          .optional(SumAxes.KEY, Dice::axis, null)
          .build(config -> new Dice(config.get(SumAxes.KEY), new Settings(config)));

  /// Checks the settings.
  public Dice {
    axis = SumAxes.checked(NAME, axis);
  }

  /// The loss of the whole batch.
  public Dice() {
    this(null, new Settings(NAME));
  }

  /// {@return this loss, summed over these axes}
  public Dice axis(int... axes) {
    return new Dice(Arrays.stream(axes).boxed().toList(), settings);
  }

  @Override
  public Dice with(Settings changed) {
    return new Dice(axis, changed);
  }

  @Override
  public Schema<Dice> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor y = pair.target();
    Tensor p = pair.prediction();
    Tensor both = SumAxes.sum(y.mul(p), axis).mul(2);
    Tensor all = SumAxes.sum(y, axis).add(SumAxes.sum(p, axis)).add(Probabilities.EPSILON);
    return Probabilities.rest(both.div(all));
  }
}
