package io.gradus.formats.legacy;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each class of layer of Keras 1 is in Keras 2: other names of classes and keys, and other
/// values. [Keras2Layers] goes on from there.
final class Keras1Layers {
  /// A change of one layer's configuration.
  @FunctionalInterface
  interface Rule {
    void change(OldLayer layer);
  }

  private static final System.Logger LOG = System.getLogger(Keras1Layers.class.getName());
  private static final Map<String, Rule> RULES = new HashMap<>();

  static {
    Rule dense = layer -> names(layer).rename("output_dim", "units").drop("input_dim");
    RULES.put("Dense", dense);
    RULES.put(
        "TimeDistributedDense",
        layer -> {
          dense.change(layer.become("Dense"));
          layer.drop("input_length");
        });
    RULES.put("Embedding", Keras1Layers::embedding);
    convolutions();
    pooling();
    recurrent();
    RULES.put("Dropout", layer -> layer.rename("p", "rate"));
    RULES.put("SpatialDropout1D", layer -> layer.rename("p", "rate"));
    RULES.put("SpatialDropout2D", layer -> format(layer).rename("p", "rate"));
    RULES.put("SpatialDropout3D", layer -> format(layer).rename("p", "rate"));
    RULES.put("GaussianDropout", layer -> layer.rename("p", "rate"));
    RULES.put("GaussianNoise", layer -> layer.rename("sigma", "stddev"));
    RULES.put("PReLU", layer -> layer.rename("init", "alpha_initializer").drop("weights"));
    RULES.put("BatchNormalization", Keras1Layers::normalization);
    RULES.put("Flatten", layer -> {});
    RULES.put("UpSampling1D", layer -> layer.rename("length", "size"));
    for (String name :
        List.of(
            "UpSampling2D",
            "UpSampling3D",
            "ZeroPadding3D",
            "Cropping2D",
            "Cropping3D",
            "GlobalAveragePooling2D",
            "GlobalAveragePooling3D",
            "GlobalMaxPooling2D",
            "GlobalMaxPooling3D")) {
      RULES.put(name, layer -> format(layer));
    }
    RULES.put("ZeroPadding1D", layer -> sides(layer, "left_pad", "right_pad"));
    RULES.put("ZeroPadding2D", layer -> sides(format(layer), "top_pad", "bottom_pad"));
    for (String name : List.of("Highway", "MaxoutDense", "ParametricSoftplus", "SReLU")) {
      RULES.put(
          name,
          layer -> {
            throw layer.refusal(
                "is gone since Keras 2; build the model with layers of today, and give it the"
                    + " weights in the file");
          });
    }
  }

  private Keras1Layers() {}

  /// Brings a layer into the form of Keras 2.
  static void upgrade(OldLayer layer) {
    layer.rename("input_dtype", "dtype");
    Rule rule = RULES.get(layer.className());
    if (rule != null) {
      rule.change(layer);
    }
  }

  // The short names of weights and what belongs to them.
  private static OldLayer names(OldLayer layer) {
    return layer
        .rename("init", "kernel_initializer")
        .rename("inner_init", "recurrent_initializer")
        .rename("inner_activation", "recurrent_activation")
        .rename("W_regularizer", "kernel_regularizer")
        .rename("U_regularizer", "recurrent_regularizer")
        .rename("b_regularizer", "bias_regularizer")
        .rename("W_constraint", "kernel_constraint")
        .rename("U_constraint", "recurrent_constraint")
        .rename("b_constraint", "bias_constraint")
        .rename("bias", "use_bias")
        .drop("weights");
  }

  private static OldLayer format(OldLayer layer) {
    Object ordering = layer.take("dim_ordering");
    if (ordering != null) {
      layer.put(
          "data_format",
          switch (String.valueOf(ordering)) {
            case "tf" -> "channels_last";
            case "th" -> "channels_first";
            default -> throw layer.problem("dim_ordering", "must be tf or th, got " + ordering);
          });
    }
    return layer;
  }

  private static void embedding(OldLayer layer) {
    Object dropout = layer.take("dropout");
    if (dropout instanceof Number share && share.doubleValue() > 0) {
      LOG.log(
          Level.WARNING,
          "{0}: dropout {1} within an embedding is gone since Keras 2 and left out; in training"
              + " put SpatialDropout1D after the layer",
          layer,
          dropout);
    }
    layer
        .rename("init", "embeddings_initializer")
        .rename("W_regularizer", "embeddings_regularizer")
        .rename("W_constraint", "embeddings_constraint")
        .drop("weights");
  }

  private static void convolutions() {
    Rule one =
        layer ->
            names(layer)
                .rename("nb_filter", "filters")
                .rename("filter_length", "kernel_size")
                .rename("subsample_length", "strides")
                .rename("border_mode", "padding")
                .rename("atrous_rate", "dilation_rate")
                .drop("input_dim", "input_length")
                .become("Conv1D");
    RULES.put("Convolution1D", one);
    RULES.put("AtrousConvolution1D", one);
    RULES.put("Convolution2D", layer -> two(layer).become("Conv2D"));
    RULES.put("AtrousConvolution2D", layer -> two(layer).become("Conv2D"));
    RULES.put("Deconvolution2D", layer -> transposed(two(layer).become("Conv2DTranspose")));
    RULES.put(
        "SeparableConvolution2D",
        layer -> {
          Object initializer = layer.take("init");
          layer.drop("W_regularizer", "W_constraint");
          two(layer).become("SeparableConv2D");
          if (initializer != null) {
            layer.standard("depthwise_initializer", initializer);
            layer.standard("pointwise_initializer", initializer);
          }
        });
    RULES.put(
        "Convolution3D",
        layer -> {
          layer.gather("kernel_size", "kernel_dim1", "kernel_dim2", "kernel_dim3");
          convolution(layer).become("Conv3D");
        });
  }

  private static OldLayer two(OldLayer layer) {
    return convolution(layer.gather("kernel_size", "nb_row", "nb_col"));
  }

  private static OldLayer convolution(OldLayer layer) {
    return names(format(layer))
        .rename("nb_filter", "filters")
        .rename("subsample", "strides")
        .rename("border_mode", "padding")
        .rename("atrous_rate", "dilation_rate");
  }

  // The whole shape of the output stands there; all but what strides do not tell follows.
  private static void transposed(OldLayer layer) {
    Object shape = layer.take("output_shape");
    if (!(shape instanceof List<?> dims) || dims.size() != 4) {
      return;
    }
    boolean first = "channels_first".equals(layer.get("data_format"));
    boolean same = "same".equals(layer.get("padding"));
    long[] size = layer.lengths("kernel_size");
    long[] strides = layer.lengths("strides");
    long[] extra = new long[2];
    boolean needed = false;
    for (int axis = 0; axis < 2; axis++) {
      if (!(dims.get(axis + (first ? 2 : 1)) instanceof Number number)
          || size.length != 2
          || strides.length != 2
          || strides[axis] < 1) {
        return;
      }
      long length = number.longValue();
      long window = size[axis];
      long step = strides[axis];
      long inputs = Math.ceilDiv(same ? length : length - window + 1, step);
      long natural = same ? inputs * step : inputs * step + Math.max(window - step, 0);
      long plain = (inputs - 1) * step + window - (same ? 2 * (window / 2) : 0);
      extra[axis] = length - plain;
      needed |= natural != length;
    }
    if (needed) {
      layer.put("output_padding", List.of(extra[0], extra[1]));
    }
  }

  private static void pooling() {
    for (String name : List.of("MaxPooling1D", "AveragePooling1D")) {
      RULES.put(
          name,
          layer ->
              layer
                  .rename("pool_length", "pool_size")
                  .rename("stride", "strides")
                  .rename("border_mode", "padding"));
    }
    for (String name :
        List.of("MaxPooling2D", "AveragePooling2D", "MaxPooling3D", "AveragePooling3D")) {
      RULES.put(name, layer -> format(layer).rename("border_mode", "padding"));
    }
  }

  private static void recurrent() {
    Rule plain =
        layer -> {
          Object forget = layer.take("forget_bias_init");
          // Where each gate has arrays of its own, one regularizer is for both kernels.
          if (!"gpu".equals(layer.get("consume_less")) && isGated(layer)) {
            layer.put("U_regularizer", layer.get("W_regularizer"));
          }
          names(layer)
              .rename("output_dim", "units")
              .rename("dropout_W", "dropout")
              .rename("dropout_U", "recurrent_dropout")
              .drop("input_dim", "input_length", "consume_less");
          if (forget != null) {
            layer.put("unit_forget_bias", "one".equals(forget));
          }
        };
    RULES.put("SimpleRNN", plain);
    RULES.put("GRU", plain);
    RULES.put("LSTM", plain);
    RULES.put(
        "ConvLSTM2D",
        layer -> {
          plain.change(layer);
          two(layer);
        });
  }

  private static boolean isGated(OldLayer layer) {
    return layer.has("W_regularizer")
        && (layer.className().equals("LSTM") || layer.className().equals("GRU"));
  }

  private static void normalization(OldLayer layer) {
    Object mode = layer.take("mode");
    if (mode instanceof Number number && number.intValue() == 1) {
      throw layer.problem(
          "mode",
          "1, which normalizes within samples, is gone since Keras 2; see LayerNormalization");
    }
    if (mode instanceof Number number && number.intValue() != 0 && number.intValue() != 2) {
      throw layer.problem("mode", "must be 0, 1 or 2, got " + number);
    }
    if (mode instanceof Number number && number.intValue() == 2) {
      layer.put("batch_statistics", true);
    }
  }

  private static void sides(OldLayer layer, String before, String after) {
    if (layer.get("padding") instanceof Map<?, ?> named) {
      @Nullable Object first = named.get(before);
      @Nullable Object last = named.get(after);
      boolean two = layer.className().equals("ZeroPadding2D");
      List<@Nullable Object> padding = pair(first, last);
      layer.put(
          "padding",
          two ? pair(padding, pair(named.get("left_pad"), named.get("right_pad"))) : padding);
    } else if (layer.get("padding") instanceof List<?> list && list.size() == 4) {
      layer.put("padding", pair(pair(list.get(0), list.get(1)), pair(list.get(2), list.get(3))));
    }
  }

  private static List<@Nullable Object> pair(@Nullable Object first, @Nullable Object second) {
    return java.util.Arrays.asList(first, second);
  }
}
