package io.gradus.nn.operation;

import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;
import java.util.Locale;

/// The convolutions of `keras.ops`.
final class ConvolutionFunctions {
  static final String CONV = "inputs kernel strides padding data_format dilation_rate";
  static final String CONV_TRANSPOSE =
      "inputs kernel strides padding output_padding data_format dilation_rate";
  static final String SEPARABLE_CONV =
      "inputs depthwise_kernel pointwise_kernel strides padding data_format dilation_rate";

  private ConvolutionFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("conv", CONV, ConvolutionFunctions::conv);
    table.row("conv_transpose", CONV_TRANSPOSE, ConvolutionFunctions::convTranspose);
    table.row("depthwise_conv", CONV, ConvolutionFunctions::depthwiseConv);
    table.row("separable_conv", SEPARABLE_CONV, ConvolutionFunctions::separableConv);
  }

  /// Keras divides the channels into as many groups as the kernel's channels need.
  static Tensor conv(CallArguments a) {
    Tensor x = inputs(a);
    Tensor kernel = a.tensor("kernel");
    int groups = Math.toIntExact(Math.max(1, x.dim(-1) / Math.max(1, kernel.dim(-2))));
    return outputs(a, x.conv(kernel, settings(a).groups(groups)));
  }

  static Tensor convTranspose(CallArguments a) {
    Conv settings = settings(a);
    Conv padded =
        a.has("output_padding") ? settings.outputPadding(a.integers("output_padding")) : settings;
    return outputs(a, inputs(a).convTranspose(a.tensor("kernel"), padded));
  }

  static Tensor depthwiseConv(CallArguments a) {
    return outputs(a, inputs(a).depthwiseConv(a.tensor("kernel"), settings(a)));
  }

  static Tensor separableConv(CallArguments a) {
    Tensor depthwise = a.tensor("depthwise_kernel");
    Tensor pointwise = a.tensor("pointwise_kernel");
    return outputs(a, inputs(a).separableConv(depthwise, pointwise, settings(a)));
  }

  private static Conv settings(CallArguments a) {
    String padding = a.has("padding") ? (String) a.get("padding") : "valid";
    Conv.Border border = Conv.Border.valueOf(padding.toUpperCase(Locale.ROOT));
    Conv settings = Conv.VALID.border(border);
    settings = a.has("strides") ? settings.strides(a.integers("strides")) : settings;
    return a.has("dilation_rate") ? settings.dilation(a.integers("dilation_rate")) : settings;
  }

  private static boolean isChannelsFirst(CallArguments a) {
    return a.has("data_format") && a.get("data_format").equals("channels_first");
  }

  private static Tensor inputs(CallArguments a) {
    Tensor x = a.tensor("inputs");
    return isChannelsFirst(a) ? x.moveAxis(1, -1) : x;
  }

  private static Tensor outputs(CallArguments a, Tensor y) {
    return isChannelsFirst(a) ? y.moveAxis(-1, 1) : y;
  }
}
