package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Operations that combine the elements along axes. Given no axes they combine all. The axes vanish
/// from the shape unless kept with length 1.
public sealed interface Reductions extends Valued permits Operand {
  /// {@return the sum over the axes; small integers and `bool` are summed as `int32`}
  default Tensor sum(int... axes) {
    return sum(Axes.of(axes));
  }

  /// {@return the sum over the axes}
  default Tensor sum(Axes axes) {
    Tensor x = value();
    return reduce(x.cast(x.dtype().ofSum()), axes, Sum::new);
  }

  /// {@return the mean over the axes; integers give `float32`, and no elements NaN}
  default Tensor mean(int... axes) {
    return mean(Axes.of(axes));
  }

  /// {@return the mean over the axes}
  default Tensor mean(Axes axes) {
    Tensor x = value();
    double count = axes.count("mean", x.shape());
    DType dtype = x.dtype().toFloating();
    // A sum of halves may be beyond their range where the mean is not.
    return x.cast(dtype.computed()).sum(axes).div(count).cast(dtype);
  }

  /// {@return the product over the axes, 1 of no elements; small integers and `bool` are multiplied
  /// as `int32`. The gradient is right where elements are 0}
  default Tensor prod(int... axes) {
    return prod(Axes.of(axes));
  }

  /// {@return the product over the axes}
  default Tensor prod(Axes axes) {
    Tensor x = value();
    return reduce(x.cast(x.dtype().ofSum()), axes, Prod::new);
  }

  /// {@return the largest element along the axes; NaN if there is one. The gradient goes to the
  /// largest, shared equally among equals}
  default Tensor max(int... axes) {
    return max(Axes.of(axes));
  }

  /// {@return the largest element along the axes}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor max(Axes axes) {
    return reduce(value(), axes, Max::new);
  }

  /// {@return the largest element along the axes, but at least `initial`, in the tensor's type; so
  /// there may be no elements}
  default Tensor max(Axes axes, double initial) {
    Tensor x = value();
    Tensor least = initial(initial);
    if (axes.count("max", x.shape()) == 0) {
      return least.broadcastTo(x.any(axes).shape());
    }
    Tensor largest = x.max(axes);
    return largest.less(least).where(least, largest);
  }

  private Tensor initial(double number) {
    Tensor x = value();
    return Apply.beside(x, () -> Tensor.scalar(x.dtype(), number));
  }

  /// {@return the smallest element along the axes; NaN if there is one. The gradient goes to the
  /// smallest, shared equally among equals}
  default Tensor min(int... axes) {
    return min(Axes.of(axes));
  }

  /// {@return the smallest element along the axes}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor min(Axes axes) {
    return reduce(value(), axes, Min::new);
  }

  /// {@return the smallest element along the axes, but at most `initial`, in the tensor's type; so
  /// there may be no elements}
  default Tensor min(Axes axes, double initial) {
    Tensor x = value();
    Tensor most = initial(initial);
    if (axes.count("min", x.shape()) == 0) {
      return most.broadcastTo(x.any(axes).shape());
    }
    Tensor smallest = x.min(axes);
    return smallest.greater(most).where(most, smallest);
  }

  /// {@return the largest element along the axes less the smallest (`numpy.ptp`)}
  ///
  /// @throws ShapeException if there are no elements along the axes
  default Tensor ptp(Axes axes) {
    return max(axes).sub(min(axes));
  }

  /// {@return whether any element along the axes is not 0, as `bool`; false of no elements}
  default Tensor any(int... axes) {
    return any(Axes.of(axes));
  }

  /// {@return whether any element along the axes is not 0, as `bool`}
  default Tensor any(Axes axes) {
    return reduce(value().cast(DType.BOOL), axes, Any::new);
  }

  /// {@return whether no element along the axes is 0, as `bool`; true of no elements}
  default Tensor all(int... axes) {
    return all(Axes.of(axes));
  }

  /// {@return whether no element along the axes is 0, as `bool`}
  default Tensor all(Axes axes) {
    return reduce(value().cast(DType.BOOL), axes, All::new);
  }

  /// {@return how many elements along the axes are not 0, as `int32`; NaN is not}
  default Tensor countNonZero(int... axes) {
    return countNonZero(Axes.of(axes));
  }

  /// {@return how many elements along the axes are not 0, as `int32`}
  default Tensor countNonZero(Axes axes) {
    Tensor x = value();
    axes.check("countNonZero", x.shape());
    return x.cast(DType.BOOL).sum(axes);
  }

  /// {@return `log Σ exp(x)` over the axes without overflow, −∞ of no elements; integers give
  /// `float32`}
  default Tensor logSumExp(int... axes) {
    return logSumExp(Axes.of(axes));
  }

  /// {@return `log Σ exp(x)` over the axes}
  default Tensor logSumExp(Axes axes) {
    Tensor x = value();
    return reduce(x.cast(x.dtype().toFloating()), axes, LogSumExp::new);
  }

  /// {@return the position of the largest of all elements in row-major order, as `int32`}
  default Tensor argMax() {
    return value().reshape(-1).argMax(0);
  }

  /// {@return the position of the largest element along the axis, as `int32`; the first of equals.
  /// NaN counts as largest}
  default Tensor argMax(int axis) {
    Tensor x = value();
    int last = x.shape().axis("argMax", axis);
    checkLength("argMax", x, last);
    return Apply.one(new ArgMax(), Axes.moveToEnd(x, last));
  }

  /// {@return the position of the smallest of all elements in row-major order, as `int32`}
  default Tensor argMin() {
    return value().reshape(-1).argMin(0);
  }

  /// {@return the position of the smallest element along the axis, as `int32`; the first of equals.
  /// NaN counts as smallest}
  default Tensor argMin(int axis) {
    Tensor x = value();
    int last = x.shape().axis("argMin", axis);
    checkLength("argMin", x, last);
    return Apply.one(new ArgMin(), Axes.moveToEnd(x, last));
  }

  /// {@return softmax along the axis: `exp(x) / Σ exp(x)`, computed without overflow}
  default Tensor softmax(int axis) {
    return alongLast(axis, "softmax", new Softmax());
  }

  /// {@return the logarithm of softmax along the axis, exact where softmax is 0 or 1}
  default Tensor logSoftmax(int axis) {
    return alongLast(axis, "logSoftmax", new LogSoftmax());
  }

  /// {@return the cross-entropy between class numbers and the softmax over the last axis, `−log
  /// softmax(x)[label]`, one for each row (`tf.nn.sparse_softmax_cross_entropy_with_logits`); 0,
  /// without a gradient, where the label is the number of no class}
  ///
  /// @param labels integers, of this shape without the last axis
  /// @throws io.gradus.tensor.type.OperandException if the operands do not fit
  default Tensor softmaxCrossEntropy(Operand labels) {
    return ofLabels(new SoftmaxCrossEntropy(), value(), labels.value());
  }

  /// {@return the cross-entropy between class numbers and these probabilities over the last axis,
  /// one for each row: `−log q`, where `q` is the class's share of the row's sum, clipped to
  /// `[epsilon, 1 − epsilon]`, where it has no gradient
  /// (`keras.losses.sparse_categorical_crossentropy`); 0 where the label is the number of no class}
  ///
  /// @param labels integers, of this shape without the last axis
  /// @throws io.gradus.tensor.type.OperandException if the operands do not fit
  /// @throws IllegalArgumentException if `epsilon` is not from 0 to 0.5
  default Tensor probabilityCrossEntropy(Operand labels, double epsilon) {
    return ofLabels(new ProbabilityCrossEntropy(epsilon), value(), labels.value());
  }

  private static Tensor ofLabels(Op loss, Tensor x, Tensor labels) {
    Tensor numbers = labels.dtype().isInteger() ? labels.cast(DType.INT64) : labels;
    return Apply.two(loss, x.cast(x.dtype().toFloating()), numbers);
  }

  /// {@return the tensor with mean 0 and variance 1 along the axis, `(x − mean)/√(variance +
  /// epsilon)` (`jax.nn.standardize`); integers give `float32`}
  default Tensor standardize(int axis, double epsilon) {
    return alongLast(axis, "standardize", new Standardize(epsilon));
  }

  private Tensor alongLast(int axis, String name, Op op) {
    Tensor x = value();
    if (x.rank() == 0) {
      throw new ShapeException(name + ": needs at least one axis; got " + x.type());
    }
    int last = x.shape().axis(name, axis);
    Tensor floating = x.cast(x.dtype().toFloating());
    return Axes.moveFromEnd(Apply.one(op, Axes.moveToEnd(floating, last)), last);
  }

  // A view may have more elements than the array below it; kernels count those of a row in an int.
  private static void checkLength(String name, Tensor x, int... axes) {
    double length = 1;
    for (int axis : axes) {
      length *= x.shape().isKnown() ? x.dim(axis) : 1;
    }
    if (length > Integer.MAX_VALUE) {
      throw new ShapeException(
          String.format(
              Locale.ROOT,
              "%s: at most %,d elements make one; got %,.0f of %s",
              name,
              Integer.MAX_VALUE,
              length,
              x.type()));
    }
  }

  private static Tensor reduce(Tensor x, Axes axes, IntFunction<Op> op) {
    String name = op.apply(0).name();
    int[] reduced = axes.resolve(name, x.shape());
    checkLength(name, x, reduced);
    Tensor result =
        reduced.length == 0 ? x : Apply.one(op.apply(reduced.length), Axes.moveToEnd(x, reduced));
    return axes.restored(result, reduced);
  }

  /// {@return the type without its last `axes` axes}
  private static TensorType reduced(TensorType x, int axes) {
    return x.withShape(x.shape().slice(0, x.shape().rank() - axes));
  }

  /// Stretches the result of a reduction of the last `axes` axes back over them.
  private static Tensor stretch(Tensor g, int axes, TensorType over) {
    Tensor result = g;
    for (int i = 0; i < axes; i++) {
      result = result.expandDims(-1);
    }
    return result.broadcastTo(over.shape());
  }

  /// The sum over the last `axes` axes. `dx = g`, stretched.
  record Sum(int axes) implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return reduced(inputs.getFirst(), axes);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.SUM, out, inputs.getFirst(), axes);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return stretch(at.gradient(), axes, at.inputType(0));
    }
  }

  /// The product over the last `axes` axes. `dx = g` times the product of the others, which is that
  /// of those before and those after.
  record Prod(int axes) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return reduced(inputs.getFirst(), axes);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.PROD, out, inputs.getFirst(), axes);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Shape shape = at.inputType(0).shape();
      int kept = shape.rank() - axes;
      Tensor rows =
          at.input(0).reshape(shape.slice(0, kept).concat(Shape.of(shape.from(kept).size())));
      Tensor before = LastAxis.productOfThoseBefore(rows);
      Tensor after = LastAxis.flip(LastAxis.productOfThoseBefore(LastAxis.flip(rows)));
      return before.mul(after).mul(at.gradient().expandDims(-1)).reshape(shape);
    }
  }

  /// An operation that gives one of the elements along the last axes.
  sealed interface Extreme extends Op.Single {
    /// {@return how many axes it combines}
    int axes();

    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      Shape over = x.shape().from(x.shape().rank() - axes());
      if (over.isKnown() && over.size() == 0) {
        throw new ShapeException(
            "%s: needs at least one element along the axes; got %s".formatted(name(), x));
      }
      return reduced(x, axes());
    }

    @Override
    default boolean readsInput(int input) {
      return true;
    }

    @Override
    default boolean readsOutput(int output) {
      return true;
    }

    @Override
    default Tensor gradient(int input, Backward at) {
      TensorType type = at.inputType(0);
      Tensor chosen = at.input(0).equal(stretch(at.output(0), axes(), type)).cast(type.dtype());
      Tensor count = Apply.one(new Sum(axes()), chosen);
      return chosen.mul(stretch(at.gradient().div(count), axes(), type));
    }
  }

  /// The largest over the last `axes` axes. `dx = g` at the largest, divided among equals.
  record Max(int axes) implements Extreme {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.MAX, out, inputs.getFirst(), axes);
    }
  }

  /// The smallest over the last `axes` axes. `dx = g` at the smallest, divided among equals.
  record Min(int axes) implements Extreme {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.MIN, out, inputs.getFirst(), axes);
    }
  }

  /// A reduction of truth values.
  sealed interface Truth extends Op.Single {
    /// {@return how many axes it combines}
    int axes();

    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (x.dtype() != DType.BOOL) {
        throw new DTypeException(name() + ": needs bool; got " + x);
      }
      return reduced(x, axes());
    }

    @Override
    default boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    default @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// Whether any over the last `axes` axes is true.
  record Any(int axes) implements Truth {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.ANY, out, inputs.getFirst(), axes);
    }
  }

  /// Whether all over the last `axes` axes are true.
  record All(int axes) implements Truth {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.ALL, out, inputs.getFirst(), axes);
    }
  }

  /// `log Σ exp(x)` over the last `axes` axes. `dx = g·exp(x − y)`.
  record LogSumExp(int axes) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return reduced(floating(name(), inputs.getFirst()), axes);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.LOG_SUM_EXP, out, inputs.getFirst(), axes);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      TensorType type = at.inputType(0);
      Tensor share = at.input(0).sub(stretch(at.output(0), axes, type)).exp();
      return share.mul(stretch(at.gradient(), axes, type));
    }
  }

  /// The position of an element along the last axis.
  sealed interface Position extends Op.Single {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (x.shape().isKnown(-1) && x.shape().dim(-1) == 0) {
        throw new ShapeException(
            "%s: needs at least one element along the axis; got %s".formatted(name(), x));
      }
      return new TensorType(DType.INT32, reduced(x, 1).shape());
    }

    @Override
    default boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    default @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// The position of the largest element along the last axis.
  record ArgMax() implements Position {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.argReduce(Reduction.MAX, out, inputs.getFirst());
    }
  }

  /// The position of the smallest element along the last axis.
  record ArgMin() implements Position {
    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.argReduce(Reduction.MIN, out, inputs.getFirst());
    }
  }

  /// Softmax over the last axis. `dx = (g − Σ g·y)·y`.
  record Softmax() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return floating(name(), inputs.getFirst());
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.softmax(out, inputs.getFirst(), false);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor y = at.output(0);
      Tensor g = at.gradient();
      return g.sub(g.mul(y).sum(Axes.of(-1).keep())).mul(y);
    }
  }

  /// The logarithm of softmax over the last axis. `dx = g − exp(y)·Σ g`.
  record LogSoftmax() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return floating(name(), inputs.getFirst());
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.softmax(out, inputs.getFirst(), true);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return g.sub(at.output(0).exp().mul(g.sum(Axes.of(-1).keep())));
    }
  }

  private static TensorType floating(String name, TensorType x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(name + ": needs a floating type; got " + x);
    }
    return x;
  }
}
