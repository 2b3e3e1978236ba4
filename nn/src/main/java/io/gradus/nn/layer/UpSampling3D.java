package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Repeats each cell several times in succession along each spatial axis
/// (`keras.layers.UpSampling3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, depth·size₀, height·size₁,
/// width·size₂, channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class UpSampling3D extends Layer {
  private static final String LAYER = "up sampling 3d";
  private static final ConfigKey<List<Integer>> SIZE = new ConfigKey<>("size", Lengths.CODEC);
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<UpSampling3D> SCHEMA =
      Layer.<UpSampling3D>schemaOf("UpSampling3D")
          .optional(SIZE, layer -> layer.size, List.of(2, 2, 2))
          .optional(DATA_FORMAT, layer -> layer.format, DataFormat.CHANNELS_LAST)
          .build(UpSampling3D::new);

  private final List<Integer> size;
  private final DataFormat format;

  /// A layer that doubles all lengths.
  public UpSampling3D() {
    this(2);
  }

  /// A layer that multiplies the lengths: all by one number, or each by its own.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are not one or three
  public UpSampling3D(int... size) {
    this(Settings.DEFAULT, Lengths.of(size), DataFormat.CHANNELS_LAST);
  }

  private UpSampling3D(Settings settings, List<Integer> size, DataFormat format) {
    super(settings);
    this.size = Lengths.each(LAYER, "size", 3, size);
    this.format = format;
  }

  private UpSampling3D(Config config) {
    this(settings(config), config.get(SIZE), config.get(DATA_FORMAT));
  }

  /// {@return this layer, unbuilt, with the given name}
  public UpSampling3D named(String name) {
    return new UpSampling3D(settings().named(name), size, format);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public UpSampling3D dataFormat(DataFormat format) {
    return new UpSampling3D(settings(), size, format);
  }

  @Override
  public Schema<UpSampling3D> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    format.check(LAYER, 3, inputs.getFirst());
    int[] factors = Lengths.array(size);
    return Forward.single((x, _) -> format.fromLast(format.toLast(x).upsample(factors)));
  }
}
