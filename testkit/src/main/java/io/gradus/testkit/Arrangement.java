package io.gradus.testkit;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How the elements of an operand lie in storage; each but the first is a view that skips or
/// repeats elements.
enum Arrangement {
  /// In row-major order without gaps.
  DENSE {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      return Tensor.of(values, shape).cast(dtype);
    }
  },
  /// With the axes stored in reverse order.
  TRANSPOSED {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      int[] reversed = IntStream.range(0, shape.rank()).map(i -> shape.rank() - 1 - i).toArray();
      Grid grid = new Grid(shape, values);
      Shape stored = Shape.of(Arrays.stream(reversed).mapToLong(shape::dim).toArray());
      Grid turned =
          Grid.of(
              stored, index -> grid.at(Arrays.stream(reversed).map(axis -> index[axis]).toArray()));
      return DENSE.tensor(turned.values(), dtype, stored).transpose();
    }
  },
  /// Every second element of a larger array, after a margin.
  STEPPED {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      return sliced(values, dtype, shape, 2);
    }
  },
  /// Backwards, every third element of a larger array.
  REVERSED {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      return sliced(values, dtype, shape, -3);
    }
  },
  /// The first entry of the last axis, repeated with stride 0.
  REPEATED_LAST {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      return repeated(values, dtype, shape, -1);
    }
  },
  /// The first entry of the first axis, repeated with stride 0.
  REPEATED_FIRST {
    @Override
    Tensor tensor(double[] values, DType dtype, Shape shape) {
      return repeated(values, dtype, shape, 0);
    }
  };

  /// {@return a tensor of the values in this arrangement; repeated ones differ from the values}
  abstract Tensor tensor(double[] values, DType dtype, Shape shape);

  /// {@return whether the tensor has the values it was made of}
  boolean keepsValues() {
    return this != REPEATED_LAST && this != REPEATED_FIRST;
  }

  private static final int MARGIN = 2;

  private static Tensor sliced(double[] values, DType dtype, Shape shape, int step) {
    int size = Math.abs(step);
    Index[] index = new Index[shape.rank()];
    long[] dims = shape.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      long n = dims[axis];
      dims[axis] = MARGIN + n * size;
      long last = MARGIN + (n - 1) * size;
      index[axis] =
          step > 0
              ? Index.range((long) MARGIN, dims[axis], step)
              : Index.range(last, (long) MARGIN - 1, step);
    }
    double[] spread = new double[Math.toIntExact(Shape.of(dims).size())];
    Arrays.fill(spread, 77);
    int[] next = {0};
    Grid.of(
        shape,
        at -> {
          long to = 0;
          for (int axis = 0; axis < at.length; axis++) {
            long position = step > 0 ? at[axis] : shape.dim(axis) - 1 - at[axis];
            to = to * dims[axis] + MARGIN + position * size;
          }
          return spread[(int) to] = values[next[0]++];
        });
    return DENSE.tensor(spread, dtype, Shape.of(dims)).get(index);
  }

  private static Tensor repeated(double[] values, DType dtype, Shape shape, int axis) {
    Tensor dense = DENSE.tensor(values, dtype, shape);
    if (shape.rank() == 0 || shape.dim(axis) == 0) {
      return dense;
    }
    Index[] index = new Index[shape.rank()];
    Arrays.fill(index, Index.ALL);
    index[axis < 0 ? axis + index.length : axis] = Index.range(0, 1);
    return dense.get(index).broadcastTo(shape);
  }
}
