package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Repeats each step several times in succession (`keras.layers.UpSampling1D`).
///
/// Shapes: input `[n, steps, channels]`, output `[n, steps·size, channels]`.
public final class UpSampling1D extends Layer {
  private static final String LAYER = "up sampling 1d";
  private static final ConfigKey<Integer> SIZE = new ConfigKey<>("size", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<UpSampling1D> SCHEMA =
      Layer.<UpSampling1D>schemaOf("UpSampling1D")
          .optional(SIZE, layer -> layer.size, 2)
          .build(UpSampling1D::new);

  private final int size;

  /// A layer that doubles each step.
  public UpSampling1D() {
    this(2);
  }

  /// A layer that repeats each step `size` times.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public UpSampling1D(int size) {
    this(Settings.DEFAULT, size);
  }

  private UpSampling1D(Settings settings, int size) {
    super(settings);
    this.size = Lengths.each(LAYER, "size", 1, List.of(size)).getFirst();
  }

  private UpSampling1D(Config config) {
    this(settings(config), config.get(SIZE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public UpSampling1D named(String name) {
    return new UpSampling1D(settings().named(name), size);
  }

  @Override
  public Schema<UpSampling1D> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    DataFormat.CHANNELS_LAST.check(LAYER, 1, inputs.getFirst());
    return Forward.single((x, _) -> x.upsample(size));
  }
}
