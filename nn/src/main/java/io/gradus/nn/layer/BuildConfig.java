package io.gradus.nn.layer;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Keras writes beside a built layer: the shapes it was built for, with null for unknown
/// lengths.
final class BuildConfig {
  /// The key.
  static final String KEY = "build_config";

  private static final String SHAPE = "input_shape";
  private static final List<String> APART = List.of("query_shape", "value_shape", "key_shape");
  // Classes without a `build` of their own, for which Keras writes nothing.
  private static final Set<String> SHAPELESS =
      Set.of(
          "Activation",
          "ActivityRegularization",
          "AlphaDropout",
          "AveragePooling1D",
          "AveragePooling2D",
          "AveragePooling3D",
          "Dropout",
          "ELU",
          "GaussianDropout",
          "GaussianNoise",
          "GlobalAveragePooling1D",
          "GlobalAveragePooling2D",
          "GlobalAveragePooling3D",
          "GlobalMaxPooling1D",
          "GlobalMaxPooling2D",
          "GlobalMaxPooling3D",
          "Identity",
          "InputLayer",
          "LeakyReLU",
          "Masking",
          "MaxPooling1D",
          "MaxPooling2D",
          "MaxPooling3D",
          "ReLU",
          "Reshape",
          "Softmax",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D",
          "UnitNormalization");

  private BuildConfig() {}

  /// {@return the shapes, or null if the layer is not built or Keras writes none for its class}
  static @Nullable Map<String, @Nullable Object> of(Layer layer) {
    List<TensorType> inputs = layer.builtFor();
    if (inputs.isEmpty() || SHAPELESS.contains(layer.schema().className()) || needsBatch(layer)) {
      return null;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (layer.takesInputsApart()) {
      Map<String, @Nullable Object> apart = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size() && i < APART.size(); i++) {
        apart.put(APART.get(i), dims(inputs.get(i).shape()));
      }
      config.put("shapes_dict", apart);
    } else if (inputs.size() == 1 || isOneInput(layer)) {
      config.put(SHAPE, dims(inputs.getFirst().shape()));
    } else {
      config.put(SHAPE, inputs.stream().map(type -> dims(type.shape())).toList());
    }
    return config;
  }

  // Keras makes the states of such a layer when it is built.
  private static boolean needsBatch(Layer layer) {
    return layer instanceof Recurrent<?> recurrent
        && recurrent.loop().stateful()
        && !layer.builtFor().getFirst().shape().isKnown(0);
  }

  // Further inputs are states.
  private static boolean isOneInput(Layer layer) {
    return layer instanceof RecurrentCell
        || layer instanceof Recurrent<?>
        || layer instanceof Bidirectional;
  }

  static List<@Nullable Long> dims(Shape shape) {
    List<@Nullable Long> dims = new ArrayList<>();
    Arrays.stream(shape.dims()).forEach(dim -> dims.add(dim == Shape.UNKNOWN ? null : dim));
    return dims;
  }
}
