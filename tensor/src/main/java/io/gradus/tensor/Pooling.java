package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.WindowAxis;
import io.gradus.tensor.kernel.Windows;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Maxima and means of windows on the spatial axes of `[n, …, channels]`, their opposite, and cells
/// turned into channels and back.
public sealed interface Pooling extends Valued permits Operand {
  /// {@return the largest element of each window, for each sample and channel; of equal ones the
  /// first, and NaN if there is one. The gradient goes to that element}
  ///
  /// Shapes: `[n, l₁, …, channels]` with as many spatial axes as the pool has; the result has the
  /// number of windows in place of each spatial length.
  ///
  /// @throws ShapeException if the number of axes does not fit, or no window fits
  default Tensor maxPool(Pool pool) {
    return Apply.one(new MaxPool(pool), value());
  }

  /// {@return the mean of each window, for each sample and channel; cells beyond the ends do not
  /// count. Integers give `float32`}
  ///
  /// Shapes: as for [#maxPool].
  ///
  /// @throws ShapeException if the number of axes does not fit, or no window fits
  default Tensor averagePool(Pool pool) {
    Tensor x = value();
    return Apply.one(new AveragePool(pool), x.cast(x.dtype().toFloating()));
  }

  /// {@return the tensor with each cell as often in succession along its spatial axis as the factor
  /// of the axis says}
  ///
  /// Shapes: `[n, l₁, …, channels]` with as many spatial axes as factors; the result has the
  /// lengths times the factors.
  ///
  /// @throws IllegalArgumentException if there are not one to three factors of at least 1
  /// @throws ShapeException if the number of axes does not fit
  default Tensor upsample(int... factors) {
    return Apply.one(new Upsample(Pool.of(factors).size()), value());
  }

  /// {@return the picture with blocks of `block` × `block` pixels in place of single ones, whose
  /// channels are those of the block's pixels one behind the other (TensorFlow's `depth_to_space`)}
  ///
  /// Shapes: `[n, h, w, block²·c]` gives `[n, block·h, block·w, c]`.
  ///
  /// @throws ShapeException if there are not four axes, or the channels are no multiple of `block²`
  default Tensor depthToSpace(int block) {
    Tensor x = value();
    if (x.rank() != 4 || block < 1 || x.dim(3) % ((long) block * block) != 0) {
      throw new ShapeException(
          "depthToSpace: needs [n, h, w, channels] with channels a multiple of %d²; got x=%s"
              .formatted(block, x.type()));
    }
    long channels = x.dim(3) / block / block;
    return x.reshape(x.dim(0), x.dim(1), x.dim(2), block, block, channels)
        .transpose(0, 1, 3, 2, 4, 5)
        .reshape(x.dim(0), x.dim(1) * block, x.dim(2) * block, channels);
  }

  /// {@return the picture with a single pixel in place of each block of `block` × `block`, which
  /// has the channels of all one behind the other (TensorFlow's `space_to_depth`)}
  ///
  /// Shapes: `[n, block·h, block·w, c]` gives `[n, h, w, block²·c]`.
  ///
  /// @throws ShapeException if there are not four axes, or height or width is no multiple of
  ///   `block`
  default Tensor spaceToDepth(int block) {
    Tensor x = value();
    if (x.rank() != 4 || block < 1 || x.dim(1) % block != 0 || x.dim(2) % block != 0) {
      throw new ShapeException(
          "spaceToDepth: needs [n, h, w, channels] with h and w multiples of %d; got x=%s"
              .formatted(block, x.type()));
    }
    long rows = x.dim(1) / block;
    long columns = x.dim(2) / block;
    return x.reshape(x.dim(0), rows, block, columns, block, x.dim(3))
        .transpose(0, 1, 3, 2, 4, 5)
        .reshape(x.dim(0), rows, columns, (long) block * block * x.dim(3));
  }

  /// The largest element of each window. `dx` is zero, to which `g` is added at the first largest
  /// elements.
  ///
  /// @param pool the windows
  record MaxPool(Pool pool) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return pooled(name(), pool, inputs.getFirst());
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      kernels.maxPool(out, x, x, windows(pool, x.shape()));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.two(new MaxPoolGradient(pool), at.input(0), at.gradient());
    }
  }

  /// Zeros of the shape of `x`, to which the elements of `g` are added where the windows of `x`
  /// have their first largest elements. The gradient of `g` is picked there; `x` has none.
  ///
  /// @param pool the windows
  record MaxPoolGradient(Pool pool) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType g = inputs.get(1);
      if (!pooled(name(), pool, x).equals(g)) {
        throw new ShapeException(
            "%s: the gradient must be %s; got x=%s, g=%s"
                .formatted(name(), pooled(name(), pool, x), x, g));
      }
      return x;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.maxPoolGradient(out, inputs.get(0), inputs.get(1), windows(pool, out.shape()));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 1;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return input == 1 ? Apply.two(new PickAtMaxima(pool), at.input(0), at.gradient()) : null;
    }
  }

  /// The elements of `v` where the windows of `x` have their first largest elements. `dv` is zero,
  /// to which `g` is added there; `x` has none.
  ///
  /// @param pool the windows
  record PickAtMaxima(Pool pool) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      if (!x.equals(inputs.get(1))) {
        throw new ShapeException(
            "%s: needs two tensors of one type; got x=%s, v=%s"
                .formatted(name(), x, inputs.get(1)));
      }
      return pooled(name(), pool, x);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.get(0);
      kernels.maxPool(out, x, inputs.get(1), windows(pool, x.shape()));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 1;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return input == 1 ? Apply.two(new MaxPoolGradient(pool), at.input(0), at.gradient()) : null;
    }
  }

  /// The mean of each window. `dx` is zero, to which `g` divided by the window's number of cells is
  /// added at all of them.
  ///
  /// @param pool the windows
  record AveragePool(Pool pool) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return pooled(name(), pool, inputs.getFirst());
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      kernels.averagePool(out, x, windows(pool, x.shape()));
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Shape x = at.inputType(0).shape();
      return Apply.one(new AveragePoolGradient(pool, x.slice(1, x.rank() - 1)), at.gradient());
    }
  }

  /// Zeros, to which the elements of `g`, divided by their window's number of cells, are added at
  /// all of these. The gradient is the mean of each window of `g`.
  ///
  /// @param pool the windows
  /// @param cells the lengths of the spatial axes of the result
  record AveragePoolGradient(Pool pool, Shape cells) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType g = inputs.getFirst();
      Shape samples = g.shape().slice(0, 1);
      Shape channels = g.shape().slice(g.shape().rank() - 1, g.shape().rank());
      TensorType x = g.withShape(samples.concat(cells).concat(channels));
      if (!pooled(name(), pool, x).equals(g)) {
        throw new ShapeException(
            "%s: the gradient must be %s; got %s".formatted(name(), pooled(name(), pool, x), g));
      }
      return x;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.averagePoolGradient(out, inputs.getFirst(), windows(pool, out.shape()));
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.one(new AveragePool(pool), at.gradient());
    }
  }

  /// Each cell several times in succession. `dx` is the sum of `g` over these.
  ///
  /// @param factors how often, for each spatial axis
  record Upsample(List<Integer> factors) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      long[] dims = x.shape().dims();
      if (dims.length != factors.size() + 2) {
        throw new ShapeException(
            "upsample: needs %d axes, [n, …, channels] with %d between; got x=%s"
                .formatted(factors.size() + 2, factors.size(), x));
      }
      for (int axis = 0; axis < factors.size(); axis++) {
        boolean known = dims[axis + 1] != Shape.UNKNOWN;
        dims[axis + 1] = known ? dims[axis + 1] * factors.get(axis) : Shape.UNKNOWN;
      }
      return x.withShape(Shape.of(dims));
    }

    /// Copies into the result seen with an axis more for each factor.
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      long[] from = new long[x.rank() + factors.size()];
      long[] to = new long[from.length];
      int at = 0;
      for (int axis = 0; axis < x.rank(); axis++) {
        from[at] = x.dim(axis);
        to[at++] = x.dim(axis);
        if (axis > 0 && axis <= factors.size()) {
          from[at] = 1;
          to[at++] = factors.get(axis - 1);
        }
      }
      Strided open = Objects.requireNonNull(x.reshape(Shape.of(from)));
      Strided cells = Objects.requireNonNull(out.reshape(Shape.of(to)));
      kernels.copy(cells, open.broadcast(Shape.of(to)));
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      TensorType x = at.inputType(0);
      if (x.shape().isKnown() && x.shape().size() == 0) {
        return Tensor.zeros(x);
      }
      int[] size = factors.stream().mapToInt(Integer::intValue).toArray();
      return at.gradient()
          .averagePool(Pool.of(size))
          .mul(IntStream.of(size).reduce(1, (a, b) -> a * b));
    }
  }

  private static TensorType pooled(String name, Pool pool, TensorType x) {
    long[] dims = x.shape().dims();
    if (dims.length != pool.axes() + 2) {
      throw new ShapeException(
          "%s: needs %d axes, [n, …, channels] with %d between; got x=%s"
              .formatted(name, pool.axes() + 2, pool.axes(), x));
    }
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException("%s: needs numbers; got x=%s".formatted(name, x));
    }
    for (int axis = 0; axis < pool.axes(); axis++) {
      long length = dims[axis + 1];
      if (length != Shape.UNKNOWN || pool instanceof Pool.Adaptive) {
        dims[axis + 1] = pool.count(axis, length);
      }
      if (dims[axis + 1] == 0) {
        throw new ShapeException(
            "%s: no window fits into axis %d; got x=%s, %s".formatted(name, axis + 1, x, pool));
      }
    }
    return x.withShape(Shape.of(dims));
  }

  private static Windows windows(Pool pool, Shape shape) {
    List<WindowAxis> axes = new ArrayList<>();
    for (int axis = 0; axis < pool.axes(); axis++) {
      axes.add(pool.along(axis, shape.dim(axis + 1)));
    }
    return Windows.of(axes);
  }
}
