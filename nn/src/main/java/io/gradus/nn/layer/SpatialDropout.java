package io.gradus.nn.layer;

import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops whole channels of a sample, at all positions along its spatial axes.
abstract class SpatialDropout extends Layer {
  private static final String CHANNELS_LAST = "channels_last";
  private static final String CHANNELS_FIRST = "channels_first";

  private final String operation;
  private final int spatialAxes;
  private final Options options;

  /// What the layers are told.
  ///
  /// @param rate the share that is dropped
  /// @param seed Keras' seed
  /// @param dataFormat where the channels are
  record Options(double rate, @Nullable Integer seed, String dataFormat) {
    Options(double rate) {
      this(rate, null, CHANNELS_LAST);
    }

    Options dataFormat(String changed) {
      return new Options(rate, seed, changed);
    }
  }

  SpatialDropout(String operation, int spatialAxes, Settings settings, Options options) {
    super(settings);
    var _ = Drops.checked(operation, options.rate);
    if (!List.of(CHANNELS_LAST, CHANNELS_FIRST).contains(options.dataFormat)) {
      throw new IllegalArgumentException(
          "%s: data_format must be %s or %s, got %s"
              .formatted(operation, CHANNELS_LAST, CHANNELS_FIRST, options.dataFormat));
    }
    this.operation = operation;
    this.spatialAxes = spatialAxes;
    this.options = options;
  }

  /// {@return a schema with the keys that these layers have; Keras' write no `trainable`}
  static <L extends SpatialDropout> Schema.Builder<L> spatialSchemaOf(String className) {
    return Layer.<L>schemaOfUntrained(className)
        .required(Drops.RATE, layer -> layer.options().rate)
        .optional(Drops.SEED, layer -> layer.options().seed, null);
  }

  final Options options() {
    return options;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() != spatialAxes + 2) {
      throw new ShapeException(
          "%s: needs %d axes; got x=%s%s"
              .formatted(
                  operation,
                  spatialAxes + 2,
                  input,
                  Hints.oneSampleOrChannel(input.shape().rank(), spatialAxes + 2)));
    }
    long[] dims = new long[spatialAxes + 2];
    Arrays.fill(dims, 1);
    dims[0] = Shape.UNKNOWN;
    dims[options.dataFormat.equals(CHANNELS_FIRST) ? 1 : dims.length - 1] = Shape.UNKNOWN;
    Shape noise = Shape.of(dims);
    double rate = options.rate;
    return Forward.single((x, call) ->
        call.mode() == Mode.INFER || rate == 0
            ? x
            : Drops.scaled(x, Drops.kept(x, noise, rate, call), rate));
  }
}
