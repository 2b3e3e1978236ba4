package io.gradus.checks.layer;

import io.gradus.nn.layer.Conv1D;
import io.gradus.nn.layer.Conv1DTranspose;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Conv2DTranspose;
import io.gradus.nn.layer.Conv3D;
import io.gradus.nn.layer.Conv3DTranspose;
import io.gradus.nn.layer.DepthwiseConv1D;
import io.gradus.nn.layer.DepthwiseConv2D;
import io.gradus.nn.layer.SeparableConv1D;
import io.gradus.nn.layer.SeparableConv2D;
import io.gradus.testkit.LayerCase;
import java.util.stream.Stream;

/// Rows of convolutions.
final class ConvolutionLayerRows {
  private ConvolutionLayerRows() {}

  static Stream<LayerCase> rows() {
    return Stream.of(
        LayerCase.of(() -> new Conv1D(3, 2)).takes("[2,5,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new Conv2D(3, 2, 2)).takes("[2,4,4,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new Conv3D(2, 2)).takes("[2,3,3,3,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new Conv1DTranspose(3, 2)).takes("[2,5,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new Conv2DTranspose(3, 2)).takes("[2,3,3,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new Conv3DTranspose(2, 2))
            .takes("[2,2,2,2,2]")
            .weights("kernel", "bias"),
        LayerCase.of(() -> new DepthwiseConv1D(2)).takes("[2,5,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new DepthwiseConv2D(2)).takes("[2,4,4,2]").weights("kernel", "bias"),
        LayerCase.of(() -> new SeparableConv1D(3, 2))
            .takes("[2,5,2]")
            .weights("depthwise_kernel", "pointwise_kernel", "bias"),
        LayerCase.of(() -> new SeparableConv2D(3, 2))
            .takes("[2,4,4,2]")
            .weights("depthwise_kernel", "pointwise_kernel", "bias"));
  }
}
