package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;

/// Statistics and norms along axes; given no axes, of all elements. Integers give `float32`.
public sealed interface Statistics extends Valued permits Operand {
  /// {@return the variance over the axes, of a whole population (divided by the number of
  /// elements); NaN of no elements}
  default Tensor var(int... axes) {
    return var(Axes.of(axes));
  }

  /// {@return the variance over the axes: the mean of `(x − mean)²`}
  default Tensor var(Axes axes) {
    return variance("var", axes);
  }

  private Tensor variance(String name, Axes axes) {
    Tensor x = floating();
    axes.check(name, x.shape());
    return x.sub(x.mean(axes.keep())).square().mean(axes);
  }

  /// {@return the standard deviation over the axes, of a whole population; its gradient is 0 where
  /// it is 0}
  default Tensor std(int... axes) {
    return std(Axes.of(axes));
  }

  /// {@return the standard deviation over the axes: the square root of [#var(Axes)]}
  default Tensor std(Axes axes) {
    return root(variance("std", axes));
  }

  /// {@return the mean over the axes, where each element counts as much as its weight; NaN or
  /// infinite where the weights' sum is 0}
  ///
  /// @param weights of the tensor's shape, or a vector along the only axis
  /// @throws ShapeException if the weights are of another shape
  default Tensor average(Operand weights, Axes axes) {
    Tensor x = floating();
    Tensor w = weights.value();
    int[] resolved = axes.resolve("average", x.shape());
    if (!w.shape().equals(x.shape())) {
      if (resolved.length != 1 || !w.shape().equals(Shape.of(x.dim(resolved[0])))) {
        throw new ShapeException(
            "average: weights must have the operand's shape, or be a vector along the only axis;"
                + " got x=%s, weights=%s, axes=%s".formatted(x.type(), w.type(), axes));
      }
      for (int axis = resolved[0] + 1; axis < x.rank(); axis++) {
        w = w.expandDims(-1);
      }
      w = w.broadcastTo(x.shape());
    }
    DType dtype = value().dtype().promote(w.dtype()).toFloating();
    Tensor shares = w.cast(dtype);
    return x.cast(dtype).mul(shares).sum(axes).div(shares.sum(axes));
  }

  /// {@return the median over the axes, the mean of the two middle elements where there are two;
  /// NaN if there is one}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor median(int... axes) {
    return median(Axes.of(axes));
  }

  /// {@return the median over the axes}
  default Tensor median(Axes axes) {
    return new Quantiles("median", QuantileMethod.LINEAR, false).of(value(), 0.5, axes);
  }

  /// {@return the element that a share `q` of the elements along the axes do not exceed: that at
  /// position `q·(n − 1)` in rising order, interpolated between neighbours (NumPy's `linear`). NaN
  /// if there is one}
  ///
  /// @param q from 0 to 1
  /// @throws IllegalArgumentException if `q` is not
  /// @throws ShapeException if there are no elements along the axes
  default Tensor quantile(double q, Axes axes) {
    return quantile(q, axes, QuantileMethod.LINEAR);
  }

  /// {@return the element that a share `q` of the elements along the axes do not exceed; between
  /// two elements what the method says. NaN if there is one}
  ///
  /// @param q from 0 to 1
  /// @throws IllegalArgumentException if `q` is not
  /// @throws ShapeException if there are no elements along the axes
  default Tensor quantile(double q, Axes axes, QuantileMethod method) {
    Quantiles.check("quantile", q);
    return new Quantiles("quantile", method, false).of(value(), q, axes);
  }

  /// {@return the correlation coefficients of variables, each a row of observations:
  /// `cᵢⱼ/√(cᵢᵢ·cⱼⱼ)` of their covariances (`numpy.corrcoef`); a scalar 1 for one variable, a
  /// vector}
  ///
  /// @throws ShapeException if this is neither a vector nor a matrix
  default Tensor corrCoef() {
    Tensor x = floating();
    if (x.rank() != 1 && x.rank() != 2) {
      throw new ShapeException("corrCoef: needs a vector or a matrix; got " + x.type());
    }
    Tensor rows = x.rank() == 1 ? x.expandDims(0) : x;
    Tensor apart = rows.sub(rows.mean(Axes.of(1).keep()));
    Tensor products = apart.matmul(apart.transpose());
    Tensor sizes = products.diagonal().sqrt();
    Tensor result = products.div(sizes).div(sizes.expandDims(1)).clip(-1.0, 1.0);
    return x.rank() == 1 ? result.reshape() : result;
  }

  /// {@return the square root of the sum of squares over the axes: the length of vectors, the
  /// Frobenius norm of matrices. Its gradient is 0 where it is 0}
  default Tensor norm(int... axes) {
    return norm(Axes.of(axes));
  }

  /// {@return the square root of the sum of squares over the axes}
  default Tensor norm(Axes axes) {
    Tensor x = floating();
    axes.check("norm", x.shape());
    return root(x.square().sum(axes));
  }

  /// {@return the tensor divided by its norm of the order over the axis, or by `epsilon` where that
  /// is larger (Keras' `normalize`)}
  ///
  /// @throws IllegalArgumentException if the order is below 1
  default Tensor normalize(int order, double epsilon, int axis) {
    if (order < 1) {
      throw new IllegalArgumentException("normalize: the order must be at least 1, got " + order);
    }
    Tensor x = floating();
    return x.div(x.norm(order, Axes.of(axis).keep()).maximum(epsilon));
  }

  /// {@return the norm of an order, as NumPy's `norm`: over one axis `(Σ |x|ᵖ)^(1/p)`, the largest
  /// `|x|` for `p = ∞`, the smallest for `−∞`, the number of elements that are not 0 for 0; over
  /// two axes, rows and columns, the largest sum of a column's `|x|` for 1, the smallest for −1,
  /// those of a row's for `±∞`, the largest singular value for 2, the smallest for −2}
  ///
  /// @throws ShapeException if there are not one or two axes
  /// @throws IllegalArgumentException if the order is none of those
  default Tensor norm(double order, Axes axes) {
    Tensor x = floating();
    int[] resolved = axes.inOrder("norm", x.shape());
    return switch (resolved.length) {
      case 1 -> vectorNorm(x.abs(), order, axes);
      case 2 -> matrixNorm(x, order, axes, resolved);
      default ->
          throw new ShapeException(
              "norm: an order needs one or two axes; got order=%s, axes=%s for %s"
                  .formatted(order, axes, x.type()));
    };
  }

  /// {@return the nuclear norm of matrices, the sum of their singular values, over two axes}
  ///
  /// @throws ShapeException if there are not two axes
  default Tensor nuclearNorm(Axes axes) {
    Tensor x = floating();
    int[] resolved = axes.inOrder("nuclearNorm", x.shape());
    if (resolved.length != 2) {
      throw new ShapeException(
          "nuclearNorm: needs two axes; got axes=%s for %s".formatted(axes, x.type()));
    }
    Tensor sums = singularValues(x, resolved).sum(-1);
    return axes.restored(sums, axes.resolve("nuclearNorm", x.shape()));
  }

  private static Tensor singularValues(Tensor x, int[] axes) {
    return x.moveAxis(axes, new int[] {x.rank() - 2, x.rank() - 1}).singularValues();
  }

  private static Tensor vectorNorm(Tensor sizes, double order, Axes axes) {
    if (Double.isNaN(order)) {
      throw new IllegalArgumentException("norm: the order must be a number; got NaN");
    }
    if (Double.isInfinite(order)) {
      return order > 0 ? sizes.max(axes) : sizes.min(axes);
    }
    if (order == 0) {
      return sizes.countNonZero(axes).cast(sizes.dtype());
    }
    if (order == 1) {
      return sizes.sum(axes);
    }
    if (order == 2) {
      return root(sizes.square().sum(axes));
    }
    return power(power(sizes, order).sum(axes), 1 / order);
  }

  private static Tensor matrixNorm(Tensor x, double order, Axes axes, int[] resolved) {
    double size = Math.abs(order);
    if (size != 1 && size != 2 && !Double.isInfinite(order)) {
      throw new IllegalArgumentException(
          "norm: the order over two axes must be 1, -1, 2, -2, Infinity or -Infinity; got %s for %s"
              .formatted(order, x.type()));
    }
    if (size == 2) {
      Tensor values = singularValues(x, resolved);
      Tensor chosen = order > 0 ? values.max(-1) : values.min(-1);
      return axes.restored(chosen, axes.resolve("norm", x.shape()));
    }
    Tensor sizes = x.abs();
    int summed = size == 1 ? resolved[0] : resolved[1];
    int chosen = size == 1 ? resolved[1] : resolved[0];
    Tensor sums = sizes.sum(summed);
    int left = chosen > summed ? chosen - 1 : chosen;
    return axes.restored(
        order > 0 ? sums.max(left) : sums.min(left), axes.resolve("norm", sizes.shape()));
  }

  // Of numbers that are not negative; 0 gives 0 or ∞, with gradient 0.
  private static Tensor power(Tensor x, double exponent) {
    Tensor positive = x.notEqual(0);
    return positive.where(
        positive.where(x, 1).log().mul(exponent).exp(), exponent > 0 ? 0 : 1 / 0.0);
  }

  private static Tensor root(Tensor x) {
    Tensor positive = x.notEqual(0);
    return positive.where(positive.where(x, 1).sqrt(), 0);
  }

  private Tensor floating() {
    Tensor x = value();
    return x.cast(x.dtype().toFloating());
  }
}
