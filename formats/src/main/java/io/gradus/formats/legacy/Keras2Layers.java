package io.gradus.formats.legacy;

import io.gradus.formats.legacy.Keras1Layers.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each class of layer of Keras 2 and tf.keras 2 is in Keras 3: renamed and dropped keys,
/// values that are written otherwise, layers that another stands for, layers that are gone.
final class Keras2Layers {
  private static final Map<String, Rule> RULES = new HashMap<>();

  static {
    RULES.put("LeakyReLU", layer -> layer.rename("alpha", "negative_slope"));
    RULES.put("ThresholdedReLU", layer -> layer.rename("theta", "threshold").become("ReLU"));
    RULES.put("Softmax", layer -> layer.unwrap("axis"));
    RULES.put("Embedding", layer -> layer.drop("input_length").dropIf("sparse", false));
    convolutions();
    recurrent();
    RULES.put("BatchNormalization", Keras2Layers::normalization);
    for (String name :
        List.of("BatchNormalizationV1", "BatchNormalizationV2", "SyncBatchNormalization")) {
      RULES.put(name, layer -> normalization(layer.become("BatchNormalization")));
    }
    RULES.put("LayerNormalization", layer -> layer.unwrap("axis"));
    for (String name : List.of("UpSampling1D", "ZeroPadding1D", "Cropping1D")) {
      RULES.put(name, layer -> layer.dropIf("data_format", "channels_last", null).unwrap("size"));
    }
    RULES.put("AlphaDropout", layer -> layer.dropIf("noise_shape", (Object) null));
    for (String name : List.of("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D")) {
      RULES.put(name, layer -> layer.dropIf("noise_shape", (Object) null));
    }
    for (String name : List.of("Attention", "AdditiveAttention")) {
      RULES.put(name, layer -> layer.dropIf("causal", false));
    }
    RULES.put("MultiHeadAttention", layer -> layer.drop("query_shape", "key_shape", "value_shape"));
    RULES.put("Lambda", Keras2Layers::lambda);
    for (String name : List.of("LocallyConnected1D", "LocallyConnected2D")) {
      RULES.put(name, layer -> gone(layer, "has no counterpart since Keras 3"));
    }
    RULES.put("RandomFourierFeatures", layer -> gone(layer, "has no counterpart since Keras 3"));
    RULES.put(
        "TensorFlowOpLayer",
        layer -> gone(layer, "stands for an operation of TensorFlow, which is not supported"));
    RULES.put("AddLoss", layer -> gone(layer, "stands for a call of add_loss"));
    RULES.put("AddMetric", layer -> gone(layer, "stands for a call of add_metric"));
  }

  private Keras2Layers() {}

  /// Brings a layer into the form of Keras 3.
  ///
  /// @param writer who wrote it
  static void upgrade(OldLayer layer, Writer writer) {
    Rule rule = RULES.get(layer.className());
    if (rule != null) {
      rule.change(layer);
    }
    types(layer, writer);
    numbers(layer, writer);
    layer.drop("batch_input_shape", "batch_shape", "input_spec").dropIf("dynamic", false);
    Parts.upgrade(layer, writer);
  }

  // Before Keras 2.3 the type is that of the input alone.
  private static void types(OldLayer layer, Writer writer) {
    String dtype = Parts.dtype(layer.take("dtype"));
    if (dtype != null && Parts.isFloating(dtype) && !writer.isBefore(2, 3)) {
      layer.put("dtype", dtype);
    }
  }

  // What the layers of Keras computed otherwise before TensorFlow's.
  private static void numbers(OldLayer layer, Writer writer) {
    if (!writer.isBefore(2, 4)) {
      return;
    }
    if (layer.className().equals("BatchNormalization")) {
      layer.put("batch_statistics_when_frozen", true);
      if (!writer.isBefore(2, 1, 4) && layer.get("epsilon") instanceof Number epsilon) {
        layer.put("sample_correction", 1 + epsilon.doubleValue());
      }
      // Theano's variance is what its scale was the inverse root of.
      if (writer.turnsKernels() && layer.get("epsilon") instanceof Number epsilon) {
        layer.put("variance_offset", epsilon);
      }
    }
    if (layer.className().equals("ActivityRegularization")) {
      OldLayer strengths = new OldLayer("L1L2", Map.of());
      strengths.put("l1", layer.get("l1")).put("l2", layer.get("l2"));
      Object penalty = strengths.written();
      layer.drop("l1", "l2").become("Activation").put("activation", "linear");
      layer.put("activity_regularizer", penalty);
    }
    // One copied layer had the states of both directions, and no step updated them.
    if (layer.className().equals("Bidirectional")
        && !writer.isBefore(2, 1)
        && layer.get("layer") instanceof Map<?, ?> inner
        && inner.get("config") instanceof Map<?, ?> config
        && Boolean.TRUE.equals(config.get("stateful"))) {
      Map<String, @Nullable Object> changed = Parts.copy(inner);
      Map<String, @Nullable Object> stateless = Parts.copy(config);
      stateless.put("stateful", false);
      changed.put("config", stateless);
      layer.put("layer", changed);
    }
  }

  private static void gone(OldLayer layer, String reason) {
    throw layer.refusal(
        reason + "; build the model with other layers, and give it the weights in the file");
  }

  private static void lambda(OldLayer layer) {
    throw layer.refusal(
        "holds Python code, which is not run; build the model here with a layer of your own in its"
            + " place, and give it the weights with Models.loadWeights");
  }

  private static void convolutions() {
    for (String name : List.of("Conv1D", "Conv2D", "Conv3D")) {
      RULES.put(name, layer -> layer.drop("rank"));
      RULES.put(name + "Transpose", layer -> layer.drop("rank").dropIf("groups", 1));
    }
    for (String name : List.of("SeparableConv1D", "SeparableConv2D")) {
      RULES.put(
          name,
          layer ->
              layer
                  .drop("rank", "kernel_initializer", "kernel_regularizer", "kernel_constraint")
                  .dropIf("groups", 1));
    }
    for (String name : List.of("DepthwiseConv1D", "DepthwiseConv2D")) {
      RULES.put(
          name,
          layer ->
              layer
                  .drop("rank", "kernel_initializer", "kernel_regularizer", "kernel_constraint")
                  .drop("filters", "groups"));
    }
  }

  private static void recurrent() {
    for (String name : List.of("SimpleRNN", "LSTM", "GRU")) {
      RULES.put(name, Keras2Layers::loop);
      RULES.put(name + "Cell", layer -> cell(layer));
    }
    RULES.put("RNN", layer -> layer.dropIf("num_constants", null, 0).dropIf("time_major", false));
    RULES.put("StackedRNNCells", layer -> layer.dropIf("reverse_state_order", false));
    for (String name : List.of("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")) {
      RULES.put(name, Keras2Layers::loop);
    }
    RULES.put(
        "CuDNNLSTM",
        layer ->
            loop(
                layer
                    .become("LSTM")
                    .put("activation", "tanh")
                    .put("recurrent_activation", "sigmoid")));
    RULES.put(
        "CuDNNGRU",
        layer ->
            loop(
                layer
                    .become("GRU")
                    .put("activation", "tanh")
                    .put("recurrent_activation", "sigmoid")
                    .put("reset_after", true)));
    RULES.put("Bidirectional", layer -> layer.dropIf("num_constants", null, 0));
  }

  private static void loop(OldLayer layer) {
    layer.dropIf("time_major", false).dropIf("num_constants", null, 0);
    layer.drop("input_dim", "input_length");
    cell(layer);
  }

  private static void cell(OldLayer layer) {
    layer.drop("implementation");
    if (layer.className().startsWith("GRU")) {
      layer.standard("reset_after", false);
    }
  }

  private static void normalization(OldLayer layer) {
    if (layer.get("axis") instanceof List<?> axes && axes.size() != 1) {
      throw layer.problem("axis", axes + " is not supported; one axis is");
    }
    layer
        .unwrap("axis")
        .drop("fused", "renorm_clipping", "renorm_momentum")
        .dropIf("virtual_batch_size", (Object) null)
        .dropIf("adjustment", (Object) null);
  }
}
