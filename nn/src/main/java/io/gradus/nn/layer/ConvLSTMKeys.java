package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Conv;
import java.util.List;
import java.util.function.Function;

/// The configuration keys of a [ConvLSTM] and its cell.
final class ConvLSTMKeys {
  private ConvLSTMKeys() {}

  static <L extends CellSetup<?>> Schema.Builder<L> all(
      Schema.Builder<L> schema, Function<L, ConvolutionOptions.Window> window) {
    List<Integer> one = List.of(1);
    return CellKeys.convolutional(schema)
        .required(ConvolutionKeys.SIZE, layer -> window.apply(layer).size())
        .optional(ConvolutionKeys.STRIDES, layer -> window.apply(layer).conv().strides(), one)
        .optional(
            ConvolutionKeys.PADDING,
            layer -> window.apply(layer).conv().border(),
            Conv.Border.VALID)
        .optional(
            ConvolutionKeys.CHANNELS_FIRST, layer -> window.apply(layer).channelsFirst(), false)
        .optional(ConvolutionKeys.DILATION, layer -> window.apply(layer).conv().dilation(), one);
  }

  /// {@return how a kernel of these lengths goes over so many axes by default}
  static ConvolutionOptions.Window window(int axes, List<Integer> size) {
    return new ConvolutionOptions.Window(axes, size, Conv.VALID, false, false);
  }

  static ConvolutionOptions.Window window(int axes, Config config) {
    Conv conv =
        new Conv(
            config.get(ConvolutionKeys.PADDING),
            config.get(ConvolutionKeys.STRIDES),
            config.get(ConvolutionKeys.DILATION),
            1,
            List.of());
    return window(axes, config.get(ConvolutionKeys.SIZE))
        .conv(conv)
        .channelsFirst(config.get(ConvolutionKeys.CHANNELS_FIRST));
  }
}
