package io.gradus.checks.layer;

import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.Average;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Concatenate;
import io.gradus.nn.layer.Dot;
import io.gradus.nn.layer.GroupNormalization;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Maximum;
import io.gradus.nn.layer.Minimum;
import io.gradus.nn.layer.Multiply;
import io.gradus.nn.layer.RMSNormalization;
import io.gradus.nn.layer.Subtract;
import io.gradus.nn.layer.UnanimousMerge;
import io.gradus.nn.layer.UnitNormalization;
import io.gradus.testkit.LayerCase;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Rows of layers that combine several inputs, and of normalizations.
final class CombiningRows {
  private CombiningRows() {}

  static Stream<LayerCase> rows() {
    return Stream.concat(merging(), normalizing());
  }

  private static Stream<LayerCase> merging() {
    return Stream.of(
        ofThree(() -> new Add()),
        ofThree(() -> new Average()),
        ofThree(() -> new Maximum()),
        ofThree(() -> new Minimum()),
        ofThree(() -> new UnanimousMerge(new Add())),
        ofThree(() -> new Multiply()),
        LayerCase.of(() -> new Subtract()).takes("[2,3] [2,3]"),
        LayerCase.of(() -> new Concatenate()).takes("[2,3,2] [2,3,4]"),
        LayerCase.of(() -> new Dot(1)).takes("[2,3] [2,3]"));
  }

  private static LayerCase ofThree(Supplier<Layer> layer) {
    return LayerCase.of(layer).takes("[2,3,4] [2,3,4] [2,3,4]");
  }

  private static Stream<LayerCase> normalizing() {
    return Stream.of(
        LayerCase.of(() -> new BatchNormalization())
            .takes("[4,3]")
            .weights("gamma", "beta", "moving_mean", "moving_variance")
            .differsInTraining(),
        LayerCase.of(() -> new GroupNormalization(2)).takes("[2,3,4]").weights("gamma", "beta"),
        LayerCase.of(() -> new RMSNormalization()).takes("[2,4]").weights("scale"),
        LayerCase.of(() -> new UnitNormalization()).takes("[2,4]"));
  }
}
