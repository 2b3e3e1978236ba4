package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BinaryOperator;

/// Running sums and products, differences and integrals along an axis. `bool` is taken as `int32`,
/// other types stay.
public sealed interface Cumulative extends Valued permits Operand {
  /// {@return the running sums of all elements in row-major order, a vector}
  default Tensor cumSum() {
    return value().reshape(-1).cumSum(0);
  }

  /// {@return the running sums along the axis: `yᵢ = x₀ + … + xᵢ`}
  default Tensor cumSum(int axis) {
    return along(axis, new CumSum());
  }

  /// {@return the running products of all elements in row-major order, a vector}
  default Tensor cumProd() {
    return value().reshape(-1).cumProd(0);
  }

  /// {@return the running products along the axis: `yᵢ = x₀ · … · xᵢ`. The gradient is right where
  /// elements are 0}
  default Tensor cumProd(int axis) {
    return along(axis, new CumProd());
  }

  /// {@return the differences of neighbours along the axis, `order` times: `yᵢ = xᵢ₊₁ − xᵢ`
  /// (NumPy's `diff`); of `bool` whether they differ}
  ///
  /// @throws ShapeException if the order is negative
  default Tensor diff(int order, int axis) {
    Tensor x = value();
    int at = x.shape().axis("diff", axis);
    if (order < 0) {
      throw new ShapeException("diff: the order must not be negative; got " + order);
    }
    for (int i = 0; i < order; i++) {
      Tensor next = part(x, at, 1, x.dim(at));
      Tensor before = part(x, at, 0, x.dim(at) - 1);
      x = x.dtype() == DType.BOOL ? next.notEqual(before) : next.sub(before);
    }
    return x;
  }

  /// {@return the running results of an associative function along the axis: `yᵢ = f(… f(x₀, x₁) …,
  /// xᵢ)`, or from the end on (Keras' `associative_scan`). The function gets tensors of several
  /// positions along the axis and works on each; it is called about `log₂ n` times}
  default Tensor associativeScan(BinaryOperator<Tensor> f, int axis, boolean reverse) {
    Tensor x = value();
    int at = x.shape().axis("associativeScan", axis);
    Tensor y = reverse ? x.flip(at) : x;
    long n = y.dim(at);
    for (long step = 1; step < n; step *= 2) {
      Tensor next = f.apply(part(y, at, 0, n - step), part(y, at, step, n));
      y = Tensor.concat(at, part(y, at, 0, step), next);
    }
    return reverse ? y.flip(at) : y;
  }

  /// {@return the integral along the axis by the trapezoidal rule, of values `dx` apart; 0 of fewer
  /// than two}
  default Tensor trapezoid(double dx, int axis) {
    Tensor x = value().cast(value().dtype().toFloating());
    int at = x.shape().axis("trapezoid", axis);
    Tensor sums = part(x, at, 1, x.dim(at)).add(part(x, at, 0, x.dim(at) - 1));
    return sums.mul(0.5 * dx).sum(at);
  }

  private static Tensor part(Tensor x, int axis, long start, long stop) {
    return Apply.one(Joining.Split.part(axis, x.rank(), start, Math.max(0, stop)), x);
  }

  private Tensor along(int axis, Op op) {
    Tensor x = value();
    int last = x.shape().axis(op.name(), axis);
    Tensor numbers = x.cast(x.dtype().promoteWeakInteger());
    return Axes.moveFromEnd(Apply.one(op, Axes.moveToEnd(numbers, last)), last);
  }

  /// Running sums along the last axis. `dx` are the running sums of `g` from the end on.
  record CumSum() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.cumulate(Reduction.SUM, out, inputs.getFirst());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return LastAxis.flip(LastAxis.flip(at.gradient()).cumSum(-1));
    }
  }

  /// Running products along the last axis. `dxₖ = Σᵢ gᵢ·Π xⱼ` over `i ≥ k` and all `j ≤ i` but `k`:
  /// the product of those before `k`, times `rₖ = gₖ + xₖ₊₁·rₖ₊₁`.
  record CumProd() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.cumulate(Reduction.PROD, out, inputs.getFirst());
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      return LastAxis.productOfThoseBefore(x).mul(LastAxis.recurrenceFromEnd(x, at.gradient()));
    }
  }

  /// `yᵢ = aᵢ·yᵢ₋₁ + bᵢ` along the last axis, from `y₋₁ = 0` on. `dbᵢ = gᵢ + aᵢ₊₁·dbᵢ₊₁`, and `daᵢ
  /// = dbᵢ·yᵢ₋₁`.
  record Recurrence() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType a = inputs.get(0);
      TensorType b = inputs.get(1);
      if (!a.dtype().isFloating() || a.dtype() != b.dtype()) {
        throw new DTypeException(
            "recurrence: needs one floating type; got a=%s, b=%s".formatted(a, b));
      }
      if (!a.shape().equals(b.shape()) || a.shape().rank() == 0) {
        throw new ShapeException(
            "recurrence: needs one shape with at least one axis; got a=%s, b=%s".formatted(a, b));
      }
      return a;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.recurrence(out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor db = LastAxis.recurrenceFromEnd(at.input(0), at.gradient());
      return input == 1 ? db : db.mul(LastAxis.shifted(at.output(0)));
    }
  }
}
