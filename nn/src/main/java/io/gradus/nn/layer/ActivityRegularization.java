package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.regularizer.L1L2;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Passes its input on and adds the penalty `l1 · Σ |x| + l2 · Σ x²` to the loss
/// (`keras.layers.ActivityRegularization`).
public final class ActivityRegularization extends Layer {
  private static final ConfigKey<Double> FIRST = new ConfigKey<>("l1", Codec.NUMBER);
  private static final ConfigKey<Double> SECOND = new ConfigKey<>("l2", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<ActivityRegularization> SCHEMA =
      Layer.<ActivityRegularization>schemaOf("ActivityRegularization")
          .optional(FIRST, layer -> layer.penalty.l1(), 0.0)
          .optional(SECOND, layer -> layer.penalty.l2(), 0.0)
          .build(ActivityRegularization::new);

  private final L1L2 penalty;

  /// A layer with these strengths, each at least 0.
  public ActivityRegularization(double l1, double l2) {
    this(Settings.DEFAULT, new L1L2(l1, l2));
  }

  private ActivityRegularization(Settings settings, L1L2 penalty) {
    super(settings);
    this.penalty = penalty;
  }

  private ActivityRegularization(Config config) {
    this(settings(config), new L1L2(config.get(FIRST), config.get(SECOND)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public ActivityRegularization named(String name) {
    return new ActivityRegularization(settings().named(name), penalty);
  }

  @Override
  public Schema<ActivityRegularization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, call) -> {
      call.penalizeActivity(x, penalty);
      return x;
    });
  }
}
