package io.gradus.checks.tensor;

import io.gradus.tensor.Conv;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import java.util.List;

/// Convolutions in plain loops over all windows and taps, in `double`.
///
/// @param x the input
/// @param kernel the kernel's shape
/// @param settings how it moves
record ConvolutionReference(Grid x, Shape kernel, Conv settings) {
  /// What to do with a product: positions in input, kernel and result.
  private interface Product {
    void add(int channel, int weight, int result);
  }

  /// What to do where a tap of a window meets a cell; all are numbered in row-major order.
  private interface Meeting {
    void run(int window, int tap, int cell);
  }

  /// {@return the convolution}
  static Grid forward(Grid x, Grid kernel, Conv settings) {
    ConvolutionReference reference = new ConvolutionReference(x, kernel.shape(), settings);
    Grid out = new Grid(reference.results(), new double[(int) reference.results().size()]);
    reference.eachProduct((channel, weight, result) ->
        out.values()[result] += x.values()[channel] * kernel.values()[weight]);
    return out;
  }

  /// {@return the convolution of each channel with kernels of its own}
  static Grid depthwise(Grid x, Grid kernel, Conv settings) {
    int rank = kernel.shape().rank();
    int channels = kernel.dim(-2);
    Shape grouped =
        kernel.shape().slice(0, rank - 2).concat(Shape.of(1, channels * kernel.dim(-1)));
    return forward(x, new Grid(grouped, kernel.values()), settings.groups(channels));
  }

  /// {@return the gradient by the kernel for a gradient of the result}
  static Grid kernel(Grid x, Grid g, Shape kernel, Conv settings) {
    Grid out = new Grid(kernel, new double[(int) kernel.size()]);
    new ConvolutionReference(x, kernel, settings)
        .eachProduct((channel, weight, result) ->
            out.values()[weight] += x.values()[channel] * g.values()[result]);
    return out;
  }

  private Shape results() {
    Shape shape = x.shape().withDim(-1, kernel.dim(-1));
    for (int axis = 0; axis < kernel.rank() - 2; axis++) {
      shape = shape.withDim(axis + 1, windows(axis));
    }
    return shape;
  }

  private void eachProduct(Product product) {
    int groups = settings.groups();
    int channels = (int) kernel.dim(-2);
    int filters = (int) kernel.dim(-1);
    int perGroup = filters / groups;
    int axes = kernel.rank() - 2;
    for (int sample = 0; sample < x.dim(0); sample++) {
      meet(
          0,
          axes,
          new int[] {sample, 0, sample},
          (window, tap, cell) -> {
            for (int c = 0; c < channels; c++) {
              for (int f = 0; f < filters; f++) {
                int channel = f / perGroup * channels + c;
                product.add(
                    cell * channels * groups + channel,
                    (tap * channels + c) * filters + f,
                    window * filters + f);
              }
            }
          });
    }
  }

  /// Goes through the windows and taps of the axes from `axis` on; `at` holds the numbers of
  /// window, tap and cell along those before.
  private void meet(int axis, int axes, int[] at, Meeting action) {
    if (axis == axes) {
      action.run(at[0], at[1], at[2]);
      return;
    }
    int length = x.dim(axis + 1);
    int taps = (int) kernel.dim(axis);
    for (int window = 0; window < windows(axis); window++) {
      for (int tap = 0; tap < taps; tap++) {
        int cell = window * stride(axis) + tap * gaps(axis) - before(axis);
        if (cell >= 0 && cell < length) {
          int[] next = {at[0] * windows(axis) + window, at[1] * taps + tap, at[2] * length + cell};
          meet(axis + 1, axes, next, action);
        }
      }
    }
  }

  private int windows(int axis) {
    int length = x.dim(axis + 1);
    int covered = settings.border() == Conv.Border.VALID ? length - reach(axis) : length;
    return Math.ceilDiv(covered, stride(axis));
  }

  private int before(int axis) {
    return switch (settings.border()) {
      case VALID -> 0;
      case CAUSAL -> reach(axis);
      case SAME -> {
        int span = (windows(axis) - 1) * stride(axis) + reach(axis) + 1;
        yield Math.max(0, span - x.dim(axis + 1)) / 2;
      }
    };
  }

  private int reach(int axis) {
    return ((int) kernel.dim(axis) - 1) * gaps(axis);
  }

  private int stride(int axis) {
    return each(settings.strides(), axis);
  }

  private int gaps(int axis) {
    return each(settings.dilation(), axis);
  }

  private static int each(List<Integer> values, int axis) {
    return values.get(Math.min(axis, values.size() - 1));
  }
}
