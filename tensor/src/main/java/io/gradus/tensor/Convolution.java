package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sweep;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Convolutions of `[n, l₁, …, channels]` over one to three spatial axes: sums of products of a
/// kernel with what lies under it, for each place of the kernel (in truth cross-correlations, as in
/// all libraries). Integers are computed as `float32`.
public sealed interface Convolution extends Valued permits Operand {
  /// {@return the convolution with a kernel `[t₁, …, channels / groups, filters]`: `[n, windows, …,
  /// filters]`}
  ///
  /// @throws ShapeException if the operands do not fit each other, or no window fits
  default Tensor conv(Operand kernel, Conv settings) {
    return Convolve.of("conv", value(), kernel.value(), settings);
  }

  /// {@return the transposed convolution with a kernel `[t₁, …, filters, channels]`: `[n,
  /// l₁·stride, …, filters]`, what the gradient of a convolution of such a tensor is. Lengths and
  /// place are Keras'}
  ///
  /// Without output padding the length is `(l − 1)·stride + max(span, stride)` with border `VALID`
  /// and `l·stride` with `SAME`, where `span` is the kernel's length with its gaps. With output
  /// padding `p` it is `(l − 1)·stride + span + p` and `(l − 1)·stride + span mod 2 + p`.
  ///
  /// @throws ShapeException if the operands do not fit each other
  default Tensor convTranspose(Operand kernel, Conv settings) {
    return ConvolveTransposed.of(value(), kernel.value(), settings);
  }

  /// {@return the convolution of each channel with kernels of its own, `[t₁, …, channels,
  /// multiplier]`: `[n, windows, …, channels·multiplier]`}
  ///
  /// @throws ShapeException if the operands do not fit each other, or no window fits
  default Tensor depthwiseConv(Operand kernel, Conv settings) {
    Tensor x = value();
    Tensor w = kernel.value();
    checkAxes("depthwiseConv", x.type(), w.type());
    long channels = w.dim(-2);
    if (x.dim(-1) != channels || settings.groups() != 1) {
      throw new ShapeException(
          "depthwiseConv: the channels of x must be those of the kernel, in one group; got x=%s,"
                  .formatted(x.type())
              + " kernel=%s, groups=%d".formatted(w.type(), settings.groups()));
    }
    Tensor grouped = w.reshape(taps(w.type()).concat(Shape.of(1, channels * w.dim(-1))));
    return Convolve.of(
        "depthwiseConv", x, grouped, settings.groups(Math.toIntExact(Math.max(1, channels))));
  }

  /// {@return [#depthwiseConv] followed by a convolution with a kernel `[1, …, channels·multiplier,
  /// filters]`}
  ///
  /// @throws ShapeException if the operands do not fit each other, or no window fits
  default Tensor separableConv(Operand depthwise, Operand pointwise, Conv settings) {
    Tensor mixed = depthwiseConv(depthwise, settings);
    return Convolve.of("separableConv", mixed, pointwise.value(), Conv.VALID);
  }

  /// A convolution. `dx` is the transposed convolution of `g`, `dkernel` the sums over all windows.
  ///
  /// @param sweep how the kernel moves
  record Convolve(Sweep sweep) implements Op.Single, Op.BySample {
    static Tensor of(String operation, Tensor x, Tensor kernel, Conv settings) {
      checkAxes(operation, x.type(), kernel.type());
      Sweep sweep = settings.sweep(operation, spatial(x.type()).dims(), taps(kernel.type()).dims());
      check(operation, sweep, x.type(), kernel.type());
      DType dtype = x.dtype().promote(kernel.dtype()).toFloating();
      return Apply.two(new Convolve(sweep), x.cast(dtype), kernel.cast(dtype));
    }

    private static void check(String operation, Sweep sweep, TensorType x, TensorType kernel) {
      long channels = kernel.shape().dim(-2) * sweep.groups();
      if (x.shape().dim(-1) != channels || kernel.shape().dim(-1) % sweep.groups() != 0) {
        throw new ShapeException(
            "%s: channels and filters must fit the kernel's and the groups; got x=%s, kernel=%s,"
                    .formatted(operation, x, kernel)
                + " groups=%d".formatted(sweep.groups()));
      }
      for (int axis = 0; axis < sweep.axes(); axis++) {
        long taps = kernel.shape().dim(axis);
        if (taps < 1 || sweep.windows(axis, x.shape().dims()[axis + 1], taps) == 0) {
          throw new ShapeException(
              "%s: no window fits on spatial axis %d; got x=%s, kernel=%s"
                  .formatted(operation, axis, x, kernel));
        }
      }
    }

    @Override
    public String name() {
      return "conv";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType kernel = inputs.get(1);
      checkAxes(name(), x, kernel);
      check(name(), sweep, x, kernel);
      long[] dims = x.shape().dims();
      for (int axis = 0; axis < sweep.axes(); axis++) {
        dims[axis + 1] = sweep.windows(axis, dims[axis + 1], kernel.shape().dim(axis));
      }
      dims[dims.length - 1] = kernel.shape().dim(-1);
      return x.withShape(Shape.of(dims));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.convolve(sweep, out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean isShared(int input) {
      return input == 1;
    }

    @Override
    public long flops(List<TensorType> inputs, List<TensorType> outputs) {
      return perFilter(outputs.getFirst(), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0
          ? Apply.two(new ConvolveTransposed(sweep, spatial(at.inputType(0))), g, at.input(1))
          : Apply.two(new ConvolveKernel(sweep, taps(at.inputType(1))), at.input(0), g);
    }
  }

  /// A transposed convolution: the gradient of [Convolve] by `x`. Its own gradients are the
  /// convolution of `g`, and the sums over all windows with `g` in place of `x`.
  ///
  /// @param sweep how the kernel of that convolution moves
  /// @param cells the lengths of the spatial axes of the result
  record ConvolveTransposed(Sweep sweep, Shape cells) implements Op.Single, Op.BySample {
    static Tensor of(Tensor x, Tensor kernel, Conv settings) {
      checkAxes("convTranspose", x.type(), kernel.type());
      long[] taps = taps(kernel.type()).dims();
      Sweep sweep = settings.transposed("convTranspose", taps);
      long[] lengths = spatial(x.type()).dims();
      for (int axis = 0; axis < lengths.length; axis++) {
        lengths[axis] = sweep.cells(axis, lengths[axis], taps[axis]);
      }
      DType dtype = x.dtype().promote(kernel.dtype()).toFloating();
      Op op = new ConvolveTransposed(sweep, Shape.of(lengths));
      return Apply.two(op, x.cast(dtype), kernel.cast(dtype));
    }

    @Override
    public String name() {
      return "convTranspose";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType kernel = inputs.get(1);
      checkAxes(name(), x, kernel);
      long[] dims = x.shape().dims();
      if (dims[dims.length - 1] != kernel.shape().dim(-1)) {
        throw new ShapeException(
            "convTranspose: the channels of x must be the last axis of the kernel; got x=%s, kernel=%s"
                .formatted(x, kernel));
      }
      Shape channels = Shape.of(kernel.shape().dim(-2) * sweep.groups());
      return x.withShape(Shape.of(dims[0]).concat(cells).concat(channels));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.convolveTransposed(sweep, out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean isShared(int input) {
      return input == 1;
    }

    @Override
    public long flops(List<TensorType> inputs, List<TensorType> outputs) {
      return perFilter(inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0
          ? Apply.two(new Convolve(sweep), g, at.input(1))
          : Apply.two(new ConvolveKernel(sweep, taps(at.inputType(1))), g, at.input(0));
    }
  }

  /// The gradient of [Convolve] by the kernel: sums over all windows of the products of what lies
  /// under the kernel with `g`. Its own gradients are a transposed convolution and a convolution
  /// with the gradient as the kernel.
  ///
  /// @param sweep how the kernel moves
  /// @param window the lengths of the kernel's spatial axes
  record ConvolveKernel(Sweep sweep, Shape window) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      long channels = x.shape().dim(-1) / sweep.groups();
      long filters = inputs.get(1).shape().dim(-1);
      return x.withShape(window.concat(Shape.of(channels, filters)));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.convolveKernel(sweep, out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0
          ? Apply.two(new ConvolveTransposed(sweep, spatial(at.inputType(0))), at.input(1), g)
          : Apply.two(new Convolve(sweep), at.input(0), g);
    }
  }

  // Each element of the side with a filter for each channel takes part in one product of a filter.
  private static long perFilter(TensorType filtered, TensorType kernel) {
    return 2 * filtered.shape().size() * (kernel.shape().size() / kernel.shape().dim(-1));
  }

  private static void checkAxes(String operation, TensorType x, TensorType kernel) {
    int rank = x.shape().rank();
    boolean known = kernel.shape().isKnown() && rank > 2 && x.shape().isKnown(-1);
    if (!known || rank > 5 || kernel.shape().rank() != rank) {
      throw new ShapeException(
          "%s: needs one to three spatial axes and as many of the kernel; got x=%s, kernel=%s"
              .formatted(operation, x, kernel));
    }
  }

  private static Shape spatial(TensorType x) {
    return x.shape().slice(1, x.shape().rank() - 1);
  }

  private static Shape taps(TensorType kernel) {
    return kernel.shape().slice(0, kernel.shape().rank() - 2);
  }
}
