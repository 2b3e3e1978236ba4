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
import java.util.stream.IntStream;
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
    long count = 1;
    for (int axis : axes.resolve("mean", x.shape())) {
      count *= x.dim(axis);
    }
    DType dtype = x.dtype().toFloating();
    // A sum of halves may be beyond their range where the mean is not.
    return x.cast(dtype.computed()).sum(axes).div((double) count).cast(dtype);
  }

  /// {@return the largest element along the axes; NaN if there is one. The gradient goes to the
  /// largest, shared equally among equals}
  default Tensor max(int... axes) {
    return max(Axes.of(axes));
  }

  /// {@return the largest element along the axes}
  default Tensor max(Axes axes) {
    return reduce(value(), axes, Max::new);
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
    return Apply.one(new ArgMax(), Axes.moveToEnd(x, last));
  }

  /// {@return softmax along the axis: `exp(x) / Σ exp(x)`, computed without overflow}
  default Tensor softmax(int axis) {
    return alongLast(axis, "softmax", new Softmax());
  }

  /// {@return the logarithm of softmax along the axis, exact where softmax is 0 or 1}
  default Tensor logSoftmax(int axis) {
    return alongLast(axis, "logSoftmax", new LogSoftmax());
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

  private static Tensor reduce(Tensor x, Axes axes, java.util.function.IntFunction<Op> op) {
    String name = op.apply(0).name();
    int[] reduced = axes.resolve(name, x.shape());
    Tensor result = x;
    if (reduced.length > 0) {
      int[] order =
          IntStream.concat(
                  IntStream.range(0, x.rank())
                      .filter(axis -> IntStream.of(reduced).noneMatch(r -> r == axis)),
                  IntStream.of(reduced))
              .toArray();
      result = Apply.one(op.apply(reduced.length), x.transpose(order));
    }
    if (axes.areKept()) {
      for (int axis : reduced) {
        result = result.expandDims(axis);
      }
    }
    return result;
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
  record Sum(int axes) implements Op.Single {
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

  /// The largest over the last `axes` axes. `dx = g` at the largest, divided among equals.
  record Max(int axes) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      Shape over = x.shape().from(x.shape().rank() - axes);
      if (over.isKnown() && over.size() == 0) {
        throw new ShapeException("max: needs at least one element along the axes; got " + x);
      }
      return reduced(x, axes);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reduce(Reduction.MAX, out, inputs.getFirst(), axes);
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
      Tensor largest = at.input(0).equal(stretch(at.output(0), axes, type)).cast(type.dtype());
      Tensor count = Apply.one(new Sum(axes), largest);
      return largest.mul(stretch(at.gradient().div(count), axes, type));
    }
  }

  /// The position of the largest element along the last axis.
  record ArgMax() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (x.shape().isKnown(-1) && x.shape().dim(-1) == 0) {
        throw new ShapeException("argMax: needs at least one element along the axis; got " + x);
      }
      return new TensorType(DType.INT32, reduced(x, 1).shape());
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.argMax(out, inputs.getFirst());
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
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
