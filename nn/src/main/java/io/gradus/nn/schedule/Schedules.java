package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.SchemaTable;
import java.util.List;
import java.util.Map;

/// The schedules that a configuration can name.
public final class Schedules {
  /// All schedules by Keras' names.
  public static final SchemaTable<Schedule> TABLE =
      new SchemaTable<>(
          Schedule.class,
          "schedule",
          "keras.optimizers.schedules",
          List.of(
              CosineDecay.SCHEMA,
              CosineDecayRestarts.SCHEMA,
              ExponentialDecay.SCHEMA,
              InverseTimeDecay.SCHEMA,
              PiecewiseConstantDecay.SCHEMA,
              PolynomialDecay.SCHEMA));

  /// How a configuration holds a learning rate: a number or a schedule.
  public static final Codec<LearningRate> CODEC =
      new Codec<>(
          value ->
              value instanceof Map<?, ?> object
                  ? TABLE.read(object)
                  : LearningRate.of(Codec.NUMBER.read().apply(value)),
          rate ->
              switch (rate) {
                case LearningRate.Fixed fixed -> fixed.value();
                case Schedule schedule -> TABLE.write(schedule);
              });

  private Schedules() {}
}
