package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Conv;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a convolution layer can be told beside [Layer.Settings].
///
/// @param kind the name in messages, such as `conv2d`
/// @param filters the number of outputs; 0 where it follows from the channels
/// @param multiplier the outputs of each channel in a depthwise convolution, else 1
/// @param window how the kernel goes over the input
/// @param activation what is applied at the end
/// @param useBias whether there is a bias
/// @param kernel the kernel, or depthwise kernel
/// @param pointwise the kernel that mixes channels behind a depthwise one
/// @param bias the bias
/// @param lora how the kernel is adapted, or null if it is trained itself
record ConvolutionOptions(
    String kind,
    int filters,
    int multiplier,
    Window window,
    Activation activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions pointwise,
    WeightOptions bias,
    @Nullable Lora lora) {
  ConvolutionOptions {
    window = window.checked(kind);
    int groups = window.conv.groups();
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "%s: filters must be a multiple of the groups, got filters=%d, groups=%d"
              .formatted(kind, filters, groups));
    }
  }

  /// How the kernel goes over the input.
  ///
  /// @param axes the number of spatial axes
  /// @param size the lengths of the kernel, or one for all axes
  /// @param conv strides, dilation, border, groups and output padding
  /// @param isCausalAllowed whether the border may be causal
  /// @param channelsFirst whether the channels are axis 1 rather than the last one
  record Window(
      int axes, List<Integer> size, Conv conv, boolean isCausalAllowed, boolean channelsFirst) {
    Window conv(Conv changed) {
      return new Window(axes, size, changed, isCausalAllowed, channelsFirst);
    }

    Window channelsFirst(boolean changed) {
      return new Window(axes, size, conv, isCausalAllowed, changed);
    }

    Window checked(String kind) {
      List<Integer> strides = each(kind, "strides", conv.strides(), 1);
      List<Integer> dilation = each(kind, "dilation_rate", conv.dilation(), 1);
      List<Integer> padding = conv.outputPadding();
      padding = padding.isEmpty() ? padding : each(kind, "output_padding", padding, 0);
      if (Collections.max(strides) > 1 && Collections.max(dilation) > 1) {
        throw new IllegalArgumentException(
            "%s: strides and dilation_rate must not both be above 1, got %s and %s"
                .formatted(kind, strides, dilation));
      }
      if (conv.border() == Conv.Border.CAUSAL && !isCausalAllowed) {
        throw new IllegalArgumentException(kind + ": padding must be valid or same, got causal");
      }
      Conv resolved = new Conv(conv.border(), strides, dilation, conv.groups(), padding);
      List<Integer> lengths = each(kind, "kernel_size", size, 1);
      return new Window(axes, lengths, resolved, isCausalAllowed, channelsFirst);
    }

    private List<Integer> each(String kind, String name, List<Integer> values, int least) {
      List<Integer> all =
          values.size() == 1 ? Collections.nCopies(axes, values.getFirst()) : values;
      if (all.size() != axes || Collections.min(all) < least) {
        throw new IllegalArgumentException(
            "%s: %s must be one number or %d, at least %d; got %s"
                .formatted(kind, name, axes, least, values));
      }
      return List.copyOf(all);
    }
  }

  /// Keras' defaults.
  static ConvolutionOptions of(String kind, int axes, boolean isCausalAllowed, int... size) {
    WeightOptions glorot = new WeightOptions(new GlorotUniform());
    List<Integer> lengths = Arrays.stream(size).boxed().toList();
    return new ConvolutionOptions(
        kind,
        0,
        1,
        new Window(axes, lengths, Conv.VALID, isCausalAllowed, false),
        Activation.LINEAR,
        true,
        glorot,
        glorot,
        new WeightOptions(new Zeros()),
        null);
  }

  ConvolutionOptions filters(int changed) {
    return new ConvolutionOptions(
        kind,
        atLeastOne("filters", changed),
        multiplier,
        window,
        activation,
        useBias,
        kernel,
        pointwise,
        bias,
        lora);
  }

  ConvolutionOptions multiplier(int changed) {
    return new ConvolutionOptions(
        kind,
        filters,
        atLeastOne("depth_multiplier", changed),
        window,
        activation,
        useBias,
        kernel,
        pointwise,
        bias,
        lora);
  }

  private int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 1, got %d".formatted(kind, name, value));
    }
    return value;
  }

  ConvolutionOptions window(Window changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, changed, activation, useBias, kernel, pointwise, bias, lora);
  }

  ConvolutionOptions conv(Conv changed) {
    return window(window.conv(changed));
  }

  ConvolutionOptions activation(Activation changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, changed, useBias, kernel, pointwise, bias, lora);
  }

  ConvolutionOptions useBias(boolean changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, activation, changed, kernel, pointwise, bias, lora);
  }

  ConvolutionOptions kernel(WeightOptions changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, activation, useBias, changed, pointwise, bias, lora);
  }

  ConvolutionOptions pointwise(WeightOptions changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, activation, useBias, kernel, changed, bias, lora);
  }

  ConvolutionOptions bias(WeightOptions changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, activation, useBias, kernel, pointwise, changed, lora);
  }

  ConvolutionOptions lora(@Nullable Lora changed) {
    return new ConvolutionOptions(
        kind, filters, multiplier, window, activation, useBias, kernel, pointwise, bias, changed);
  }
}
