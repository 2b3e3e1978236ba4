package io.gradus.checks.tensor;

import io.gradus.tensor.Conv;
import io.gradus.tensor.Convolution;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/// Rows for convolutions. The reference sums over all taps and channels for each result.
final class ConvolutionRows {
  private static final String AXES =
      "needs one to three spatial axes and as many of the kernel; got ";

  private ConvolutionRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(forward(), transposed(), depthwise(), kernels()).flatMap(rows -> rows);
  }

  private static OpCase conv(String name, Conv settings) {
    return row(Convolution.Convolve.class, name, (x, kernel) -> x.conv(kernel, settings))
        .referenceOf(in -> ConvolutionReference.forward(in.get(0), in.get(1), settings));
  }

  private static OpCase row(Class<? extends Op> op, String name, BinaryOperator<Tensor> call) {
    return OpCase.of(op, in -> call.apply(in.get(0), in.get(1)))
        .named(name)
        .accumulating()
        .tolerance(4)
        .backendTolerance(256);
  }

  private static Stream<OpCase> forward() {
    return Stream.of(
        conv("conv", Conv.VALID)
            .shapes(
                "[2,5,3] [3,3,4]",
                "[2,4,5,2] [2,3,2,3]",
                "[1,3,4,3,2] [2,2,2,2,3]",
                "[0,4,1] [2,1,2]")
            .sizes(
                "[2,9,7,m] [3,3,m,5]",
                "[1,6,m,2] [2,1,2,m]",
                "[3,20,m] [5,m,m]",
                "[2,4,m,2,3] [1,1,1,3,4]",
                "[2,3,m,4] [1,1,4,m]")
            .rejects("[2,3] [2,3]", "conv: " + AXES + "x=float32[2, 3], kernel=float32[2, 3]")
            .rejects(
                "[2,3,4] [2,2,3,4]",
                "conv: " + AXES + "x=float32[2, 3, 4], kernel=float32[2, 2, 3, 4]")
            .rejects(
                "[2,5,3] [3,2,4]",
                "conv: channels and filters must fit the kernel's and the groups; got"
                    + " x=float32[2, 5, 3], kernel=float32[3, 2, 4], groups=1")
            .rejects(
                "[2,5,2,3] [3,3,3,4]",
                "conv: no window fits on spatial axis 1; got x=float32[2, 5, 2, 3],"
                    + " kernel=float32[3, 3, 3, 4]"),
        conv("conv with border same", Conv.SAME)
            .shapes("[2,5,3] [3,3,4]", "[2,4,5,2] [2,4,2,3]", "[1,2,3] [5,3,2]")
            .sizes("[2,9,7,m] [3,3,m,5]", "[2,6,m,3] [5,4,3,m]"),
        conv("conv with border same and strides", Conv.SAME.strides(2, 3))
            .shapes("[2,5,6,2] [3,3,2,3]", "[1,4,7,1] [1,4,1,2]")
            .sizes("[2,9,m,3] [3,4,3,m]"),
        conv("conv with strides", Conv.VALID.strides(2))
            .shapes("[2,7,3] [3,3,2]", "[1,5,6,2] [2,3,2,3]")
            .sizes("[2,9,m,m] [3,1,m,8]", "[2,8,m,4] [1,1,4,m]"),
        conv("conv with dilation", Conv.SAME.dilation(2))
            .shapes("[2,7,3] [3,3,2]", "[1,5,6,2] [2,3,2,3]")
            .sizes("[2,9,m,m] [3,2,m,8]"),
        conv("conv with border causal", Conv.CAUSAL.dilation(3))
            .shapes("[2,7,3] [3,3,2]")
            .sizes("[2,m,3] [3,3,m]"),
        conv("conv in groups", Conv.SAME.groups(2))
            .shapes("[2,5,4] [3,2,6]", "[1,4,3,4] [2,2,2,2]")
            .sizes("[2,5,m,4] [3,3,2,64]")
            .rejects(
                "[2,5,4] [3,2,5]",
                "conv: channels and filters must fit the kernel's and the groups; got"
                    + " x=float32[2, 5, 4], kernel=float32[3, 2, 5], groups=2"));
  }

  private static OpCase transpose(String name, Conv settings) {
    return row(
        Convolution.ConvolveTransposed.class,
        name,
        (x, kernel) -> x.convTranspose(kernel, settings));
  }

  private static Stream<OpCase> transposed() {
    return Stream.of(
        transpose("convTranspose", Conv.VALID)
            .shapes("[2,3,2] [3,4,2]", "[1,2,3,2] [2,3,1,2]")
            .sizes("[2,9,7,m] [3,3,m,m]", "[2,3,m,4] [1,1,5,4]")
            .gives(
                Tensor.of(new float[] {1, 4, 7, 6}, Shape.of(1, 4, 1)),
                Tensor.of(new float[] {1, 2}, Shape.of(1, 2, 1)),
                Tensor.of(new float[] {1, 2, 3}, Shape.of(3, 1, 1)))
            .rejects(
                "[2,3,2] [3,2,4]",
                "convTranspose: the channels of x must be the last axis of the kernel; got"
                    + " x=float32[2, 3, 2], kernel=float32[3, 2, 4]")
            .rejects(
                "[2,3] [3,2]", "convTranspose: " + AXES + "x=float32[2, 3], kernel=float32[3, 2]"),
        transpose("convTranspose with strides", Conv.VALID.strides(3))
            .shapes("[2,3,2] [2,4,2]", "[1,2,3,2] [4,3,1,2]")
            .sizes("[2,9,m,m] [3,2,5,m]")
            .gives(
                Tensor.of(new float[] {1, 2, 0, 2, 4, 0}, Shape.of(1, 6, 1)),
                Tensor.of(new float[] {1, 2}, Shape.of(1, 2, 1)),
                Tensor.of(new float[] {1, 2}, Shape.of(2, 1, 1))),
        transpose("convTranspose with border same", Conv.SAME.strides(2))
            .shapes("[2,3,2] [3,4,2]", "[1,2,3,2] [4,1,3,2]")
            .sizes("[2,9,m,m] [3,4,5,m]")
            .gives(
                Tensor.of(new float[] {1, 2, 5, 4}, Shape.of(1, 4, 1)),
                Tensor.of(new float[] {1, 2}, Shape.of(1, 2, 1)),
                Tensor.of(new float[] {1, 2, 3}, Shape.of(3, 1, 1))),
        transpose("convTranspose with output padding", Conv.VALID.strides(2).outputPadding(1))
            .shapes("[2,3,2] [3,4,2]")
            .sizes("[2,m,m] [3,4,m]")
            .gives(
                Tensor.of(new float[] {1, 2, 5, 4, 6, 0}, Shape.of(1, 6, 1)),
                Tensor.of(new float[] {1, 2}, Shape.of(1, 2, 1)),
                Tensor.of(new float[] {1, 2, 3}, Shape.of(3, 1, 1))));
  }

  private static Stream<OpCase> depthwise() {
    return Stream.of(
        row(
                Convolution.Convolve.class,
                "depthwiseConv",
                (x, kernel) -> x.depthwiseConv(kernel, Conv.SAME))
            .shapes("[2,5,3] [3,3,2]", "[1,4,3,4] [2,2,4,1]")
            .sizes("[2,9,7,m] [3,3,m,1]", "[1,5,6,m] [3,2,m,2]", "[2,9,m] [3,m,1]")
            .referenceOf(in -> ConvolutionReference.depthwise(in.get(0), in.get(1), Conv.SAME))
            .rejects(
                "[2,5,3] [3,2,4]",
                "depthwiseConv: the channels of x must be those of the kernel, in one group; got"
                    + " x=float32[2, 5, 3], kernel=float32[3, 2, 4], groups=1"),
        row(
                Convolution.Convolve.class,
                "depthwiseConv with strides",
                (x, kernel) -> x.depthwiseConv(kernel, Conv.VALID.strides(2)))
            .shapes("[2,5,3] [3,3,1]")
            .sizes("[2,9,7,m] [3,3,m,1]")
            .referenceOf(
                in -> ConvolutionReference.depthwise(in.get(0), in.get(1), Conv.VALID.strides(2))));
  }

  private static Stream<OpCase> kernels() {
    return Stream.of(
        kernel("convKernel", Conv.VALID)
            .shapes("[2,4,3] [2,3,2]")
            .sizes("[2,9,7,m] [3,3,m,5]", "[1,6,m,2] [2,1,2,m]", "[2,8,m,4] [1,1,4,m]"),
        kernel("convKernel with border same", Conv.SAME.strides(2))
            .shapes("[2,4,3] [3,3,2]")
            .sizes("[2,9,7,m] [3,3,m,5]"),
        kernel("convKernel in groups", Conv.SAME.groups(2))
            .shapes("[2,4,4] [3,2,2]")
            .sizes("[2,5,m,4] [3,3,2,64]"));
  }

  // What reaches a kernel of zeros from the result of a convolution with another one.
  private static OpCase kernel(String name, Conv settings) {
    return row(
            Convolution.ConvolveKernel.class,
            name,
            (x, kernel) -> {
              Tensor zeros = Tensor.zeros(kernel.type());
              try (var tape = new GradientTape()) {
                tape.watch(zeros);
                Tensor y = x.conv(zeros, settings);
                return tape.gradient(y.mul(x.conv(kernel, settings)).sum(), zeros);
              }
            })
        .referenceOf(in -> {
          Grid g = ConvolutionReference.forward(in.get(0), in.get(1), settings);
          return ConvolutionReference.kernel(in.get(0), g, in.get(1).shape(), settings);
        });
  }
}
