package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `Merge` of Keras 1 as the layer of today that does what its mode says.
final class MergeLayer {
  /// What a layer that stands for the mode `cos` has behind it: another axis.
  static final String EXPANDED = "expanded";

  private MergeLayer() {}

  /// {@return the layer in the form of Keras 3; in mode `cos` with a key [#EXPANDED] of the object
  /// that says another axis follows}
  ///
  /// @throws IllegalArgumentException if the mode is a function of Python
  static Map<String, @Nullable Object> of(OldLayer merge) {
    Object type = merge.get("mode_type");
    if (type != null && !"raw".equals(type)) {
      throw merge.problem(
          "mode",
          "is Python code, which is not run; build the model here with a layer of your own in its"
              + " place, and give it the weights with Models.loadWeights");
    }
    Object mode = merge.get("mode");
    String className =
        switch (String.valueOf(mode)) {
          case "sum" -> "Add";
          case "mul" -> "Multiply";
          case "concat" -> "Concatenate";
          case "ave" -> "Average";
          case "max" -> "Maximum";
          case "dot", "cos" -> "Dot";
          default ->
              throw merge.problem(
                  "mode", "must be sum, mul, concat, ave, max, dot or cos, got " + mode);
        };
    OldLayer layer = new OldLayer(className, Map.of());
    if (merge.name() != null) {
      layer.put("name", merge.name());
    }
    switch (className) {
      case "Concatenate" -> layer.put("axis", merge.get("concat_axis"));
      case "Dot" -> {
        layer.put("axes", axes(merge.get("dot_axes")));
        layer.put("normalize", "cos".equals(mode));
      }
      default -> {}
    }
    Map<String, @Nullable Object> written = layer.written();
    if ("cos".equals(mode)) {
      written.put(EXPANDED, true);
    }
    return written;
  }

  // Early versions of Keras 1 have a list for each of the two.
  private static @Nullable Object axes(@Nullable Object axes) {
    if (axes instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (Object axis : list) {
        plain.add(axis instanceof List<?> one && one.size() == 1 ? one.getFirst() : axis);
      }
      return plain;
    }
    return axes;
  }
}
