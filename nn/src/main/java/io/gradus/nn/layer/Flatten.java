package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Makes one axis of all axes but the first (`keras.layers.Flatten`).
///
/// Shapes: input `[n, a, b, …]`, output `[n, a·b·…]`; input `[n]`, output `[n, 1]`.
public final class Flatten extends Layer {
  private static final ConfigKey<String> DATA_FORMAT = new ConfigKey<>("data_format", Codec.TEXT);
  private static final String CHANNELS_LAST = "channels_last";
  private static final String CHANNELS_FIRST = "channels_first";

  /// The configuration, as Keras writes it.
  public static final Schema<Flatten> SCHEMA =
      Layer.<Flatten>schemaOf("Flatten")
          .optional(DATA_FORMAT, flatten -> flatten.dataFormat, CHANNELS_LAST)
          .build(Flatten::new);

  private final String dataFormat;

  /// A layer that flattens.
  public Flatten() {
    this(Settings.DEFAULT, CHANNELS_LAST);
  }

  private Flatten(Settings settings, String dataFormat) {
    super(settings);
    if (!dataFormat.equals(CHANNELS_LAST) && !dataFormat.equals(CHANNELS_FIRST)) {
      throw new IllegalArgumentException(
          "flatten: data_format must be %s or %s, got %s"
              .formatted(CHANNELS_LAST, CHANNELS_FIRST, dataFormat));
    }
    this.dataFormat = dataFormat;
  }

  private Flatten(Config config) {
    this(settings(config), config.get(DATA_FORMAT));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Flatten named(String name) {
    return new Flatten(settings().named(name), dataFormat);
  }

  @Override
  public Schema<Flatten> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    if (inputs.getFirst().shape().rank() == 0) {
      throw new ShapeException("flatten: needs at least one axis; got x=" + inputs.getFirst());
    }
    return Forward.single((x, _) -> {
      // Keras puts the channels last before it flattens.
      boolean first = dataFormat.equals(CHANNELS_FIRST) && x.rank() > 2;
      Shape rest = x.shape().from(1);
      return (first ? channelsLast(x) : x).reshape(-1, rest.size());
    });
  }

  private static Tensor channelsLast(Tensor x) {
    int[] axes = new int[x.rank()];
    for (int axis = 1; axis < axes.length - 1; axis++) {
      axes[axis] = axis + 1;
    }
    axes[axes.length - 1] = 1;
    return x.transpose(axes);
  }
}
