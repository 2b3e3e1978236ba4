package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Order along an axis. Sorting is stable, and NaN counts as the largest number.
public sealed interface Sorting extends Valued permits Operand {
  /// The largest elements of each row and where they are.
  ///
  /// @param values the elements, the largest first
  /// @param indices their positions along the axis, as `int64`
  record Top(Tensor values, Tensor indices) {}

  /// {@return the elements in rising order along the axis; the gradient goes where they came from}
  default Tensor sort(int axis) {
    return sorted(axis, "sort", 0);
  }

  /// {@return for each place in rising order along the axis where its element is, as `int32`}
  default Tensor argSort(int axis) {
    return sorted(axis, "argSort", 1);
  }

  private Tensor sorted(int axis, String name, int output) {
    Tensor x = value();
    int last = x.shape().axis(name, axis);
    return Axes.moveFromEnd(sorted(Axes.moveToEnd(x, last), false).get(output), last);
  }

  private static List<Tensor> sorted(Tensor x, boolean descending) {
    return Apply.all(new Sort(descending), List.of(x));
  }

  /// {@return the `k` largest elements along the last axis, the largest first; of equals those that
  /// come first}
  ///
  /// @throws ShapeException if the last axis has fewer than `k` elements, or there is none
  default Top topK(int k) {
    Tensor x = value();
    if (x.rank() == 0 || k < 0 || (x.shape().isKnown(-1) && k > x.dim(-1))) {
      throw new ShapeException(
          "topK: k must be from 0 to the length of the last axis; got k=%d for %s"
              .formatted(k, x.type()));
    }
    List<Tensor> sorted = sorted(x, true);
    Index first = Index.range(0, k);
    return new Top(
        sorted.get(0).get(Index.ELLIPSIS, first),
        sorted.get(1).get(Index.ELLIPSIS, first).cast(DType.INT64));
  }

  /// {@return for each row of the last axis whether the element at the position in `targets` is
  /// among the `k` largest; of equals all are (Keras' `in_top_k`)}
  ///
  /// @param targets integers from 0, one for each row
  /// @throws ShapeException if `k` is not from 1 to the length of the last axis
  /// @throws IllegalArgumentException if a target is no position
  default Tensor inTopK(Operand targets, int k) {
    Tensor x = value();
    if (k < 1) {
      throw new ShapeException(
          "inTopK: k must be at least 1; got k=%d for %s".formatted(k, x.type()));
    }
    Tensor least = x.topK(k).values().get(Index.ELLIPSIS, Index.at(k - 1));
    Tensor positions = positions(x, targets.value());
    Tensor wanted = x.takeAlongAxis(positions.expandDims(-1), -1).squeeze(-1);
    return wanted.greaterEqual(least);
  }

  private static Tensor positions(Tensor x, Tensor targets) {
    if (!targets.dtype().isInteger()) {
      throw new DTypeException("inTopK: targets must be integers; got " + targets.type());
    }
    DType dtype = targets.dtype() == DType.INT32 ? DType.INT32 : DType.INT64;
    return WholeNumbers.below(x.dim(-1), "classes", "inTopK: target", dtype, "").of(targets);
  }

  /// The elements in order along the last axis, and the `int32` positions where they were. `dx` is
  /// the first result's `g`, back where the elements came from.
  ///
  /// @param descending whether the largest comes first
  record Sort(boolean descending) implements Op {
    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (x.shape().rank() == 0) {
        throw new ShapeException("sort: needs at least one axis; got " + x);
      }
      return List.of(x, x.withDType(DType.INT32));
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      kernels.sort(outputs.get(0), outputs.get(1), inputs.getFirst(), descending);
    }

    @Override
    public boolean readsOutput(int output) {
      return output == 1;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      TensorType x = at.inputType(0);
      long n = x.shape().dim(-1);
      int rows = n == 0 ? 0 : Math.toIntExact(x.shape().size() / n);
      Tensor starts = Tensor.arange(rows).mul(n).expandDims(-1);
      Tensor places = at.output(1).reshape(rows, n).add(starts).reshape(-1);
      Op back = new Indexing.ScatterAdd(0, x.shape().size());
      return Apply.two(back, places, at.gradient().reshape(-1)).reshape(x.shape());
    }
  }
}
