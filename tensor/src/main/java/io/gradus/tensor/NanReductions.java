package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;

/// Reductions that leave NaN out (NumPy's `nansum` and the like). Integers and `bool` have none, so
/// that for them these are the reductions of the same name. No gradient reaches a NaN.
public sealed interface NanReductions extends Valued permits Operand {
  /// {@return the sum over the axes of what is not NaN, 0 of nothing; see [Reductions#sum]}
  default Tensor nanSum(Axes axes) {
    return instead(0).sum(axes);
  }

  /// {@return the product over the axes of what is not NaN, 1 of nothing; see [Reductions#prod]}
  default Tensor nanProd(Axes axes) {
    return instead(1).prod(axes);
  }

  /// {@return the mean over the axes of what is not NaN; NaN of nothing}
  default Tensor nanMean(Axes axes) {
    Tensor x = value();
    DType dtype = x.dtype().toFloating();
    axes.check("nanMean", x.shape());
    // A sum of halves may be beyond their range where the mean is not.
    Tensor sum = instead(0).cast(dtype.computed()).sum(axes);
    return sum.div(count(axes).cast(sum.dtype())).cast(dtype);
  }

  /// {@return the variance over the axes of what is not NaN, of a whole population; NaN of nothing}
  default Tensor nanVar(Axes axes) {
    Tensor x = value();
    axes.check("nanVar", x.shape());
    return spread(axes).cast(x.dtype().toFloating());
  }

  /// {@return the standard deviation over the axes of what is not NaN; its gradient is 0 where it
  /// is 0}
  default Tensor nanStd(Axes axes) {
    Tensor x = value();
    axes.check("nanStd", x.shape());
    Tensor spread = spread(axes);
    Tensor some = spread.notEqual(0);
    return some.where(some.where(spread, 1).sqrt(), 0).cast(x.dtype().toFloating());
  }

  private Tensor spread(Axes axes) {
    Tensor x = value().cast(value().dtype().toFloating().computed());
    Tensor apart = x.isNan().logicalNot().where(x.sub(x.nanMean(axes.keep())), 0);
    return apart.square().sum(axes).div(count(axes).cast(x.dtype()));
  }

  /// {@return the largest element along the axes that is not NaN; NaN of NaN alone}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor nanMax(Axes axes) {
    Tensor largest = instead(Double.NEGATIVE_INFINITY).max(axes);
    return unlessNone(largest, axes);
  }

  /// {@return the smallest element along the axes that is not NaN; NaN of NaN alone}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor nanMin(Axes axes) {
    Tensor smallest = instead(Double.POSITIVE_INFINITY).min(axes);
    return unlessNone(smallest, axes);
  }

  /// {@return the position along the axis of the largest element that is not NaN, as `int32`; the
  /// first of equals, −1 of NaN alone}
  default Tensor nanArgMax(int axis) {
    return positionOrNone(instead(Double.NEGATIVE_INFINITY).argMax(axis), axis);
  }

  /// {@return the position along the axis of the smallest element that is not NaN, as `int32`; the
  /// first of equals, −1 of NaN alone}
  default Tensor nanArgMin(int axis) {
    return positionOrNone(instead(Double.POSITIVE_INFINITY).argMin(axis), axis);
  }

  /// {@return the running sums along the axis, NaN taken as 0}
  default Tensor nanCumSum(int axis) {
    return instead(0).cumSum(axis);
  }

  /// {@return the running products along the axis, NaN taken as 1}
  default Tensor nanCumProd(int axis) {
    return instead(1).cumProd(axis);
  }

  /// {@return the median over the axes of what is not NaN; NaN of nothing}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor nanMedian(Axes axes) {
    return new Quantiles("nanMedian", QuantileMethod.LINEAR, true).of(value(), 0.5, axes);
  }

  /// {@return the element that a share `q` of what is not NaN along the axes does not exceed, see
  /// [Statistics#quantile(double, Axes, QuantileMethod)]; NaN of nothing}
  ///
  /// @param q from 0 to 1
  /// @throws IllegalArgumentException if `q` is not
  /// @throws ShapeException if there are no elements along the axes
  default Tensor nanQuantile(double q, Axes axes, QuantileMethod method) {
    Quantiles.check("nanQuantile", q);
    return new Quantiles("nanQuantile", method, true).of(value(), q, axes);
  }

  /// {@return the tensor with this number in place of NaN}
  private Tensor instead(double number) {
    Tensor x = value();
    return x.dtype().isFloating() ? x.isNan().logicalNot().where(x, number) : x;
  }

  private Tensor count(Axes axes) {
    return value().isNan().logicalNot().sum(axes);
  }

  private Tensor unlessNone(Tensor extreme, Axes axes) {
    Tensor x = value();
    return x.dtype().isFloating()
        ? x.isNan().all(axes).logicalNot().where(extreme, Double.NaN)
        : extreme;
  }

  private Tensor positionOrNone(Tensor position, int axis) {
    Tensor x = value();
    return x.dtype().isFloating()
        ? x.isNan().all(axis).logicalNot().where(position, -1L)
        : position;
  }
}
