package io.gradus.checks.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.ActivationLayer;
import io.gradus.nn.layer.ActivityRegularization;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.ELU;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.IdentityLayer;
import io.gradus.nn.layer.LayerNormalization;
import io.gradus.nn.layer.LeakyReLU;
import io.gradus.nn.layer.PReLU;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.layer.Rescaling;
import io.gradus.nn.layer.Reshape;
import io.gradus.nn.layer.Softmax;
import io.gradus.nn.layer.TernaryDense;
import io.gradus.testkit.LayerCase;
import java.util.stream.Stream;

/// The table of layers: at least a row for each class that a configuration can name.
final class LayerTable {
  private LayerTable() {}

  static Stream<LayerCase> rows() {
    return Stream.of(
            core(),
            CombiningRows.rows(),
            AttentionLayerRows.rows(),
            ConvolutionLayerRows.rows(),
            PoolingLayerRows.rows(),
            PreprocessingRows.rows(),
            RecurrentLayerRows.rows())
        .flatMap(s -> s);
  }

  private static Stream<LayerCase> core() {
    return Stream.of(
        LayerCase.of(() -> new ActivationLayer(Activation.TANH)),
        LayerCase.of(() -> new ActivityRegularization(0.1, 0.2)),
        LayerCase.of(() -> new Dense(3, Activation.SIGMOID))
            .takes("[2,4]")
            .weights("kernel", "bias"),
        LayerCase.of(() -> new TernaryDense(3, Activation.SIGMOID))
            .takes("[2,4]")
            .weights("kernel", "bias")
            .straightThrough(),
        LayerCase.of(() -> new Dense(3).useBias(false))
            .named("Dense without bias")
            .takes("[2,5,4]")
            .weights("kernel"),
        LayerCase.of(() -> new Dropout(0.5)).takes("[4,16]").differsInTraining(),
        LayerCase.of(() -> new ELU()),
        LayerCase.of(() -> new Flatten()).takes("[2,3,4]"),
        LayerCase.of(() -> new IdentityLayer()),
        LayerCase.of(() -> new LayerNormalization()).takes("[2,4]").weights("gamma", "beta"),
        LayerCase.of(() -> new LeakyReLU()),
        LayerCase.of(() -> new PReLU()).takes("[2,3,4]").weights("alpha"),
        LayerCase.of(() -> new ReLU()),
        LayerCase.of(() -> new Rescaling(0.5)),
        LayerCase.of(() -> new Reshape(4, 3)).takes("[2,12]"),
        LayerCase.of(() -> new Softmax()));
  }
}
