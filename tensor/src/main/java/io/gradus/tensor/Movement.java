package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Operations that arrange elements anew or convert them, as views where that takes no copy.
public sealed interface Movement extends Valued permits Operand {
  /// {@return the elements in row-major order under another shape; one length may be −1 and is
  /// computed. The only unknown length of a symbolic tensor is meant by −1. Of several unknown ones
  /// the first are meant by −1 too, if all axes up to them stay as they are}
  default Tensor reshape(long... dims) {
    return Apply.one(new Reshape(Reshape.resolve(value().type(), dims)), value());
  }

  /// {@return the elements in row-major order under another shape}
  default Tensor reshape(Shape shape) {
    return reshape(shape.dims());
  }

  /// {@return the tensor with an axis of length 1 inserted before the given one; −1 appends}
  default Tensor expandDims(int axis) {
    Shape shape = value().shape();
    if (axis < -shape.rank() - 1 || axis > shape.rank()) {
      throw new ShapeException("expandDims: axis " + axis + " is out of range for shape " + shape);
    }
    int at = axis < 0 ? axis + shape.rank() + 1 : axis;
    if (Reshape.isAmbiguous(shape)) {
      return Apply.one(new ExpandDims(at), value());
    }
    return reshape(shape.slice(0, at).concat(Shape.of(1)).concat(shape.from(at)));
  }

  /// {@return the tensor without the given axes, which must have length 1; without all axes of
  /// length 1 if none is given}
  default Tensor squeeze(int... axes) {
    Tensor x = value();
    long[] dims = x.shape().dims();
    if (axes.length == 0) {
      return x.reshape(Arrays.stream(dims).filter(dim -> dim != 1).toArray());
    }
    List<Integer> gone = new ArrayList<>();
    for (int axis : Axes.of(axes).resolve("squeeze", x.shape())) {
      if (dims[axis] != 1) {
        throw new ShapeException(
            "squeeze: axis %d must have length 1; got %s".formatted(axis, x.type()));
      }
      gone.add(axis);
    }
    Collections.sort(gone);
    if (Reshape.isAmbiguous(x.shape())) {
      return Apply.one(new Squeeze(gone), x);
    }
    return x.reshape(
        IntStream.range(0, dims.length)
            .filter(axis -> !gone.contains(axis))
            .mapToLong(axis -> dims[axis])
            .toArray());
  }

  /// {@return the elements in row-major order along one axis}
  default Tensor flatten() {
    return reshape(-1);
  }

  /// {@return the tensor with its axes reversed}
  default Tensor transpose() {
    return transpose(
        IntStream.iterate(value().rank() - 1, i -> i - 1).limit(value().rank()).toArray());
  }

  /// {@return the tensor with its axes in the given order}
  default Tensor transpose(int... axes) {
    Tensor x = value();
    int[] order = Arrays.stream(axes).map(a -> x.shape().axis("transpose", a)).toArray();
    if (order.length != x.rank() || Arrays.stream(order).distinct().count() != order.length) {
      throw new ShapeException(
          "transpose: axes must name each axis once; got %s for %s"
              .formatted(Arrays.toString(axes), x.type()));
    }
    boolean same = IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    return same ? x : Apply.one(new Transpose(Arrays.stream(order).boxed().toList()), x);
  }

  /// {@return the tensor with two axes exchanged}
  default Tensor swapAxes(int a, int b) {
    Tensor x = value();
    int[] order = IntStream.range(0, x.rank()).toArray();
    order[x.shape().axis("swapAxes", a)] = x.shape().axis("swapAxes", b);
    order[x.shape().axis("swapAxes", b)] = x.shape().axis("swapAxes", a);
    return transpose(order);
  }

  /// {@return the tensor with an axis moved to another place, the others in their order}
  default Tensor moveAxis(int from, int to) {
    return moveAxis(new int[] {from}, new int[] {to});
  }

  /// {@return the tensor with each axis of `from` moved to the place beside it in `to`, the others
  /// in their order}
  ///
  /// @throws ShapeException if an axis is out of range or given twice, or the lists differ in
  ///   length
  default Tensor moveAxis(int[] from, int[] to) {
    Tensor x = value();
    int rank = x.rank();
    if (from.length != to.length) {
      throw new ShapeException(
          "moveAxis: needs as many places as axes; got %s to %s"
              .formatted(Arrays.toString(from), Arrays.toString(to)));
    }
    // Sorted they serve to find axes given twice.
    Axes.of(from).resolve("moveAxis", x.shape());
    Axes.of(to).resolve("moveAxis", x.shape());
    int[] order = new int[rank];
    Arrays.fill(order, -1);
    boolean[] moved = new boolean[rank];
    for (int i = 0; i < from.length; i++) {
      int axis = Math.floorMod(from[i], rank);
      order[Math.floorMod(to[i], rank)] = axis;
      moved[axis] = true;
    }
    int next = 0;
    for (int place = 0; place < rank; place++) {
      if (order[place] < 0) {
        while (moved[next]) {
          next++;
        }
        order[place] = next++;
      }
    }
    return transpose(order);
  }

  /// {@return the tensor with the order of the elements reversed along the given axes, as a view;
  /// along all axes if none is given}
  default Tensor flip(int... axes) {
    Tensor x = value();
    Index[] index = new Index[x.rank()];
    Arrays.fill(index, Index.ALL);
    for (int axis : Axes.of(axes).resolve("flip", x.shape())) {
      index[axis] = Index.range(null, null, -1);
    }
    return x.get(index);
  }

  /// {@return the tensor turned `count` times by 90° in the plane of two axes, from the first
  /// towards the second (NumPy's `rot90`)}
  ///
  /// @throws ShapeException if the axes are the same or out of range
  default Tensor rotate90(int count, int first, int second) {
    Tensor x = value();
    int a = x.shape().axis("rotate90", first);
    int b = x.shape().axis("rotate90", second);
    if (a == b) {
      throw new ShapeException(
          "rotate90: the axes must differ; got %d and %d for %s"
              .formatted(first, second, x.type()));
    }
    return switch (Math.floorMod(count, 4)) {
      case 1 -> x.flip(b).swapAxes(a, b);
      case 2 -> x.flip(a, b);
      case 3 -> x.swapAxes(a, b).flip(b);
      default -> x;
    };
  }

  /// {@return the tensor stretched to the shape by NumPy's broadcasting rule}
  default Tensor broadcastTo(Shape shape) {
    Tensor x = value();
    return x.shape().equals(shape) ? x : Apply.one(new BroadcastTo(shape), x);
  }

  /// {@return the same elements, through which no gradient flows}
  default Tensor stopGradient() {
    return Apply.one(new StopGradient(), value());
  }

  /// {@return the elements converted: to `bool` as `x ≠ 0`, to integers of n bits as the whole part
  /// modulo 2ⁿ, of whichever type; NaN and ±∞ give 0 there}
  default Tensor cast(DType dtype) {
    Tensor x = value();
    return x.dtype() == dtype ? x : Apply.one(new Cast(dtype), x);
  }

  /// {@return the elements held within the type's range, then converted: NaN as [#cast] takes it
  /// (Keras' `saturate_cast`)}
  default Tensor saturateCast(DType dtype) {
    Tensor x = value();
    if (dtype == DType.BOOL || x.dtype() == DType.BOOL || x.dtype() == dtype) {
      return x.cast(dtype);
    }
    if (dtype.isFloating()) {
      double most = dtype.largest();
      return x.dtype().isFloating() && x.dtype().largest() >= most
          ? x.clip(-most, most).cast(dtype)
          : x.cast(dtype);
    }
    if (x.dtype().isFloating()) {
      Tensor wide = x.cast(DType.FLOAT64).clip(dtype.least(), dtype.largest());
      if (dtype.bytes() < Long.BYTES) {
        return wide.cast(dtype);
      }
      // The largest number of 64 bits is no double: the next one, a power of two, would wrap
      // around.
      Tensor most = Tensor.of(dtype == DType.UINT64 ? -1 : Long.MAX_VALUE).cast(dtype);
      return wide.greaterEqual(dtype.largest()).where(most, wide.cast(dtype));
    }
    long low = Math.max((long) dtype.least(), (long) x.dtype().least());
    boolean unsignedLong = dtype == DType.UINT64 || x.dtype() == DType.UINT64;
    if (unsignedLong) {
      return dtype == DType.UINT64
          ? x.maximum(low).cast(dtype)
          : x.minimum((long) dtype.largest()).cast(dtype);
    }
    long high = (long) Math.min(dtype.largest(), x.dtype().largest());
    return x.clip(low, high).cast(dtype);
  }

  /// {@return the same bytes as elements of another type, little-endian (NumPy's `view`): where its
  /// elements take more or fewer bytes the last axis gets shorter or longer} There is no gradient.
  ///
  /// @throws ShapeException if the last axis does not hold whole elements of the type
  /// @throws DTypeException if numbers would become `bool`
  default Tensor view(DType dtype) {
    Tensor x = value();
    return x.dtype() == dtype ? x : Apply.one(new Bitcast(dtype), x);
  }

  /// {@return the tensor with the order along axis 1 reversed (NumPy's `fliplr`)}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Tensor fliplr() {
    Tensor x = value();
    if (x.rank() < 2) {
      throw new ShapeException("fliplr: needs at least two axes; got " + x.type());
    }
    return x.flip(1);
  }

  /// {@return the tensor with the order along axis 0 reversed (NumPy's `flipud`)}
  ///
  /// @throws ShapeException if there is no axis
  default Tensor flipud() {
    Tensor x = value();
    if (x.rank() < 1) {
      throw new ShapeException("flipud: needs at least one axis; got " + x.type());
    }
    return x.flip(0);
  }

  /// {@return the tensor with its axes taken apart, put in another order and joined, as a pattern
  /// says: `"b (h p) c -> b p (h c)"` (einops' notation, Keras' `rearrange`)}
  ///
  /// @param lengths the lengths of axes in parentheses on the left, of each pair all but one
  /// @throws IllegalArgumentException if the text is no such pattern
  /// @throws ShapeException if the tensor does not fit it
  default Tensor rearrange(String pattern, Map<String, Integer> lengths) {
    return Rearrangement.parse(pattern).of(value(), lengths);
  }

  /// The bytes of the elements as another type's. No gradient.
  ///
  /// @param dtype the type of the result
  record Bitcast(DType dtype) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (dtype == DType.BOOL) {
        throw new DTypeException("view: the bytes of numbers are no bool; got " + x);
      }
      int from = x.dtype().bytes();
      int to = dtype.bytes();
      if (from == to) {
        return x.withDType(dtype);
      }
      long[] dims = x.shape().dims();
      int last = dims.length - 1;
      if (dims.length == 0 || (dims[last] != Shape.UNKNOWN && dims[last] * from % to != 0)) {
        throw new ShapeException(
            "view: the last axis must hold whole elements of %s; got %s".formatted(dtype, x));
      }
      dims[last] = dims[last] == Shape.UNKNOWN ? Shape.UNKNOWN : dims[last] * from / to;
      return new TensorType(dtype, Shape.of(dims));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.reinterpret(out, inputs.getFirst());
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

  /// The elements under another shape. `dx = g` under the old one.
  ///
  /// @param shape the new shape; an unknown length follows from the operand's size, but of several
  ///   all before the last are the operand's on the same axis
  record Reshape(Shape shape) implements Op.View {
    /// {@return whether more lengths are unknown than the one that −1 can stand for}
    static boolean isAmbiguous(Shape shape) {
      return Arrays.stream(shape.dims()).filter(dim -> dim == Shape.UNKNOWN).count() > 1;
    }

    static Shape resolve(TensorType x, long[] dims) {
      long[] resolved = dims.clone();
      int open = -1;
      long known = 1;
      int kept = x.shape().isKnown() ? 0 : keptUpTo(x, dims);
      for (int axis = 0; axis < dims.length; axis++) {
        if (dims[axis] == -1 && axis < kept) {
          continue;
        }
        if (dims[axis] == -1 && open < 0) {
          open = axis;
        } else if (dims[axis] < 0) {
          throw new ShapeException(
              "reshape: at most one length may be −1 and none less; got %s for %s"
                  .formatted(Arrays.toString(dims), x));
        } else {
          known *= dims[axis];
        }
      }
      if (!x.shape().isKnown()) {
        if (open < 0) {
          throw new ShapeException(
              "reshape: %s has an unknown length; got %s without a −1"
                  .formatted(x, Arrays.toString(dims)));
        }
        return Shape.of(resolved);
      }
      long size = x.shape().size();
      if (open >= 0 && known > 0 && size % known == 0) {
        resolved[open] = size / known;
      } else if (open >= 0 || known != size) {
        throw new ShapeException(
            String.format(
                Locale.ROOT,
                "reshape: %s has %,d elements, which do not fill %s",
                x,
                size,
                Arrays.toString(dims)));
      }
      return Shape.of(resolved);
    }

    // The last length of −1 is computed; those before it stay if all axes up to them do.
    private static int keptUpTo(TensorType x, long[] dims) {
      int last = dims.length - 1;
      while (last >= 0 && dims[last] != -1) {
        last--;
      }
      long[] from = x.shape().dims();
      int kept = 0;
      while (kept < Math.min(last, from.length) && from[kept] == dims[kept]) {
        kept++;
      }
      return kept;
    }

    private static Shape meant(TensorType x, Shape shape) {
      long[] dims = shape.dims();
      int open = -1;
      for (int axis = dims.length - 1; axis >= 0 && x.shape().isKnown(); axis--) {
        if (dims[axis] == -1 && open < 0) {
          open = axis;
        } else if (dims[axis] == -1) {
          dims[axis] = x.shape().dim(axis);
        }
      }
      return resolve(x, dims);
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      return x.withShape(meant(x, shape));
    }

    @Override
    public @Nullable Strided view(Strided x) {
      return x.reshape(meant(x.type(), shape));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      Strided view = out.reshape(x.shape());
      kernels.copy(view == null ? out : view, x);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().reshape(at.inputType(0).shape());
    }
  }

  /// The tensor with one more axis, of length 1, where [Reshape] cannot say which unknown length is
  /// which. `dx = g` without it.
  ///
  /// @param axis where the new axis is
  record ExpandDims(int axis) implements Op.View {
    @Override
    public TensorType type(List<TensorType> inputs) {
      Shape shape = inputs.getFirst().shape();
      return inputs
          .getFirst()
          .withShape(shape.slice(0, axis).concat(Shape.of(1)).concat(shape.from(axis)));
    }

    @Override
    public @Nullable Strided view(Strided x) {
      return x.reshape(type(List.of(x.type())).shape());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().squeeze(axis);
    }
  }

  /// The tensor without axes of length 1, where [Reshape] cannot say which unknown length is which.
  /// `dx = g` with them.
  ///
  /// @param axes the axes that go, in rising order
  record Squeeze(List<Integer> axes) implements Op.View {
    @Override
    public TensorType type(List<TensorType> inputs) {
      long[] dims = inputs.getFirst().shape().dims();
      return inputs
          .getFirst()
          .withShape(
              Shape.of(
                  IntStream.range(0, dims.length)
                      .filter(axis -> !axes.contains(axis))
                      .mapToLong(axis -> dims[axis])
                      .toArray()));
    }

    @Override
    public @Nullable Strided view(Strided x) {
      return x.reshape(type(List.of(x.type())).shape());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      for (int axis : axes) {
        g = g.expandDims(axis);
      }
      return g;
    }
  }

  /// The axes in another order. `dx = g` with the order undone.
  ///
  /// @param axes for each axis of the result the operand's axis
  record Transpose(List<Integer> axes) implements Op.View {
    @Override
    public TensorType type(List<TensorType> inputs) {
      long[] dims = inputs.getFirst().shape().dims();
      return inputs
          .getFirst()
          .withShape(Shape.of(axes.stream().mapToLong(axis -> dims[axis]).toArray()));
    }

    @Override
    public Strided view(Strided x) {
      return x.permute(axes.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      int[] inverse = new int[axes.size()];
      for (int i = 0; i < inverse.length; i++) {
        inverse[axes.get(i)] = i;
      }
      return at.gradient().transpose(inverse);
    }
  }

  /// The tensor stretched over a larger shape. `dx = g`, summed over what was stretched, within
  /// samples and then over them: the one place where broadcasting is undone.
  ///
  /// @param shape the larger shape; an unknown length is the operand's
  record BroadcastTo(Shape shape) implements Op.View {
    /// Elements to a sum from which writing and reading the sums again costs next to nothing.
    private static final int MUCH_SMALLER = 16;

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      return x.withShape(stretched(x));
    }

    private Shape stretched(TensorType x) {
      long[] from = x.shape().dims();
      long[] to = shape.dims();
      boolean fits = from.length <= to.length;
      for (int i = 1; fits && i <= from.length; i++) {
        long dim = from[from.length - i];
        long wanted = to[to.length - i];
        fits = dim == 1 || dim == Shape.UNKNOWN || dim == wanted || wanted == Shape.UNKNOWN;
        to[to.length - i] = wanted == Shape.UNKNOWN ? dim : wanted;
      }
      if (!fits) {
        throw new ShapeException("broadcastTo: " + x + " does not stretch to " + shape);
      }
      return Shape.of(to);
    }

    @Override
    public Strided view(Strided x) {
      return x.broadcast(stretched(x.type()));
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Shape from = at.inputType(0).shape();
      Shape to = at.outputType(0).shape();
      int added = to.rank() - from.rank();
      int[] stretched =
          IntStream.range(0, to.rank())
              .filter(i -> i < added || (from.dim(i - added) == 1 && to.dim(i) != 1))
              .toArray();
      return sum(at.gradient(), stretched).reshape(from);
    }

    /// Sums over the axes: within samples first, if that makes them much smaller, since a program
    /// may do that to a sample that is in the cache. Not in types that would round the sums of
    /// samples, or where these may overflow.
    private static Tensor sum(Tensor g, int[] axes) {
      if (axes.length == 0) {
        return g;
      }
      boolean overSamples = axes[0] == 0 && axes.length < g.rank() && g.dtype().isComputed();
      int[] within = Arrays.stream(axes).skip(1).toArray();
      long count = Arrays.stream(within).mapToLong(g.shape()::dim).reduce(1, (a, b) -> a * b);
      return overSamples && count >= MUCH_SMALLER
          ? g.sum(Axes.of(within)).sum(0)
          : g.sum(Axes.of(axes));
    }
  }

  /// The elements in another type. `dx = g` in the old type, between floating types only.
  ///
  /// @param dtype the new type
  record Cast(DType dtype) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst().withDType(dtype);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.cast(out, inputs.getFirst());
    }

    @Override
    public boolean isDifferentiable(int input) {
      return dtype.isFloating();
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      DType from = at.inputType(0).dtype();
      return from.isFloating() && dtype.isFloating() ? at.gradient().cast(from) : null;
    }
  }

  /// The same elements; no gradient flows back.
  record StopGradient() implements Op.View {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst();
    }

    @Override
    public Strided view(Strided x) {
      return x;
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
}
