package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where the channels of samples with spatial axes stand (Keras' `data_format`).
public enum DataFormat {
  /// `[n, …, channels]`, the default.
  CHANNELS_LAST,
  /// `[n, channels, …]`.
  CHANNELS_FIRST;

  /// As Keras writes it; null, which stands for Keras' setting of the machine, is [#CHANNELS_LAST].
  static final Codec<DataFormat> CODEC =
      new Codec<>(
          value -> value == null ? CHANNELS_LAST : of(Codec.TEXT.read().apply(value)),
          DataFormat::toString);

  /// {@return the format by Keras' name: `channels_last` or `channels_first`}
  ///
  /// @throws IllegalArgumentException if there is no such format
  public static DataFormat of(String name) {
    for (DataFormat format : values()) {
      if (format.toString().equals(name)) {
        return format;
      }
    }
    throw Names.unknown(
        "data_format", name, Arrays.stream(values()).map(DataFormat::toString).toList());
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return the number of the first spatial axis}
  int firstSpatial() {
    return this == CHANNELS_LAST ? 1 : 2;
  }

  /// {@return the tensor of this format with its channels last}
  Tensor toLast(Tensor x) {
    return this == CHANNELS_LAST ? x : x.moveAxis(1, -1);
  }

  /// {@return the tensor with its channels last in this format}
  Tensor fromLast(Tensor x) {
    return this == CHANNELS_LAST ? x : x.moveAxis(-1, 1);
  }

  /// {@return the numbers of `axes` spatial axes}
  int[] spatial(int axes) {
    return IntStream.range(firstSpatial(), firstSpatial() + axes).toArray();
  }

  /// Refuses an input that has not `axes` spatial axes between or behind samples and channels.
  ///
  /// @throws ShapeException in the name of the layer
  void check(String layer, int axes, TensorType x) {
    if (x.shape().rank() != axes + 2) {
      throw new ShapeException(
          "%s: needs %d axes, %s; got x=%s%s"
              .formatted(
                  layer,
                  axes + 2,
                  layout(axes),
                  x,
                  Hints.oneSampleOrChannel(x.shape().rank(), axes + 2)));
    }
  }

  private String layout(int axes) {
    String spatial = axes == 1 ? "1 spatial axis" : axes + " spatial axes";
    return this == CHANNELS_LAST
        ? "[n, %s, channels]".formatted(spatial)
        : "[n, channels, %s]".formatted(spatial);
  }
}
