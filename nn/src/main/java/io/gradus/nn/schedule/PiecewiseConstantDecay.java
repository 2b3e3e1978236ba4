package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.List;

/// One number after the other (`keras.optimizers.schedules.PiecewiseConstantDecay`): `values[0]` up
/// to and with step `boundaries[0]`, then `values[1]` up to and with step `boundaries[1]`, …, and
/// the last value after the last boundary.
///
/// @param boundaries the last step of each value but the last, increasing
/// @param values the rates, at least 0, one more than boundaries
/// @param name the name
public record PiecewiseConstantDecay(List<Double> boundaries, List<Double> values, String name)
    implements Schedule {
  private static final String OF = "piecewiseConstantDecay";
  private static final String STANDARD_NAME = "PiecewiseConstant";
  private static final ConfigKey<List<Double>> BOUNDARIES =
      new ConfigKey<>("boundaries", Codec.listOf(Codec.PLAIN_NUMBER));
  private static final ConfigKey<List<Double>> VALUES =
      new ConfigKey<>("values", Codec.listOf(Codec.NUMBER));
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<PiecewiseConstantDecay> SCHEMA =
      Schema.<PiecewiseConstantDecay>of("PiecewiseConstantDecay")
          .required(BOUNDARIES, PiecewiseConstantDecay::boundaries)
          .required(VALUES, PiecewiseConstantDecay::values)
          .optional(NAME, PiecewiseConstantDecay::name, STANDARD_NAME)
          .build(c -> new PiecewiseConstantDecay(c.get(BOUNDARIES), c.get(VALUES), c.get(NAME)));

  /// Checks and copies the settings.
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (boundaries.isEmpty() || boundaries.size() != values.size() - 1) {
      throw new IllegalArgumentException(
          OF
              + ": needs at least one boundary and one more value; got %d boundaries, %d values"
                  .formatted(boundaries.size(), values.size()));
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (!(boundaries.get(i) > boundaries.get(i - 1))) {
        throw new IllegalArgumentException(OF + ": boundaries must increase; got " + boundaries);
      }
    }
    values.forEach(value -> Limits.atLeast(OF, "each value", value, 0));
  }

  /// These values, each up to its boundary.
  public PiecewiseConstantDecay(List<Double> boundaries, List<Double> values) {
    this(boundaries, values, STANDARD_NAME);
  }

  @Override
  public Tensor rate(Tensor step) {
    Tensor done = step.cast(DType.FLOAT64);
    Tensor rate = Tensor.of(values.getLast().floatValue()).broadcastTo(step.shape());
    for (int i = boundaries.size() - 1; i >= 0; i--) {
      rate = done.lessEqual(boundaries.get(i)).where(Tensor.of(values.get(i).floatValue()), rate);
    }
    return rate;
  }

  @Override
  public Schema<PiecewiseConstantDecay> schema() {
    return SCHEMA;
  }
}
