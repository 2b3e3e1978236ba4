package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Tensors joined, cut, repeated, rolled and padded. Joining itself is [Tensor#concat] and
/// [Tensor#stack].
public sealed interface Joining extends Valued permits Operand {
  /// {@return `count` parts of equal length along the axis, as views}
  ///
  /// @throws ShapeException if the length is no multiple of the count
  default List<Tensor> split(int count, int axis) {
    Tensor x = value();
    long length = x.dim(x.shape().axis("split", axis));
    if (count < 1 || length % count != 0) {
      throw new ShapeException(
          "split: the length of axis %d must be a multiple of the count; got %s, %d parts"
              .formatted(axis, x.type(), count));
    }
    Outlining.takeParts(count);
    return split(LongStream.generate(() -> length / count).limit(count).toArray(), axis);
  }

  /// {@return parts of the given lengths along the axis, as views}
  ///
  /// @throws ShapeException if the lengths do not add up to the axis's
  default List<Tensor> split(long[] lengths, int axis) {
    Tensor x = value();
    int at = x.shape().axis("split", axis);
    return Apply.all(new Split(at, LongStream.of(lengths).boxed().toList()), List.of(x));
  }

  /// {@return `count` parts along the axis, as views, of which the first are longer by one where
  /// the length is no multiple of the count (NumPy's `array_split`)}
  ///
  /// @throws ShapeException if the count is below 1
  default List<Tensor> arraySplit(int count, int axis) {
    Tensor x = value();
    long length = x.dim(x.shape().axis("arraySplit", axis));
    if (count < 1) {
      throw new ShapeException("arraySplit: the count must be at least 1; got " + count);
    }
    Outlining.takeParts(count);
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = length / count + (i < length % count ? 1 : 0);
    }
    return split(lengths, axis);
  }

  /// {@return what the function makes of each subtensor along the first axis, one behind the other
  /// (Keras' `map`)}
  ///
  /// @throws ShapeException if there are none
  default Tensor map(UnaryOperator<Tensor> f) {
    return Tensor.stack(0, value().unstack(0).stream().map(f).toArray(Operand[]::new));
  }

  /// {@return the subtensors along the axis, which leaves them, as views}
  default List<Tensor> unstack(int axis) {
    Tensor x = value();
    int at = x.shape().axis("unstack", axis);
    if (x.dim(at) == 0) {
      return List.of();
    }
    return split(Math.toIntExact(x.dim(at)), at).stream().map(part -> part.squeeze(at)).toList();
  }

  /// {@return the tensor with each subtensor along the axis `count` times in succession}
  default Tensor repeat(int count, int axis) {
    Tensor x = value();
    int at = x.shape().axis("repeat", axis);
    if (count < 0) {
      throw new ShapeException("repeat: the count must not be negative; got " + count);
    }
    return Copies.of(x, at + 1, at, count);
  }

  /// {@return the elements in row-major order, each `count` times in succession}
  default Tensor repeat(int count) {
    return value().flatten().repeat(count, 0);
  }

  /// {@return the tensor with the subtensors along the axis as often in succession as `counts` says
  /// for each}
  default Tensor repeat(int[] counts, int axis) {
    Tensor x = value();
    int at = x.shape().axis("repeat", axis);
    if (counts.length != x.dim(at) || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new ShapeException(
          "repeat: needs a count of at least 0 for each position of axis %d; got %s for %s"
              .formatted(axis, Arrays.toString(counts), x.type()));
    }
    Tensor positions =
        Outlining.table(
            x,
            Arrays.stream(counts).asLongStream().sum(),
            () ->
                IntStream.range(0, counts.length)
                    .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
                    .toArray());
    return x.gather(positions, at);
  }

  /// {@return the whole tensor repeated `counts` times along the last axes; with more counts than
  /// axes, axes of length 1 come first (NumPy's `tile`)}
  default Tensor tile(int... counts) {
    Tensor x = value();
    if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new ShapeException(
          "tile: the counts must not be negative; got " + Arrays.toString(counts));
    }
    while (x.rank() < counts.length) {
      x = x.expandDims(0);
    }
    for (int i = counts.length - 1; i >= 0; i--) {
      int axis = x.rank() - counts.length + i;
      x = counts[i] == 1 ? x : Copies.of(x, axis, axis, counts[i]);
    }
    return x;
  }

  /// {@return the tensor with its elements moved `shift` places forward along each of the axes,
  /// those beyond the end coming in at the front; without axes the elements in row-major order are
  /// moved}
  default Tensor roll(long shift, int... axes) {
    Tensor x = value();
    if (axes.length == 0) {
      return x.flatten().roll(shift, 0).reshape(x.shape());
    }
    for (int axis : axes) {
      int at = x.shape().axis("roll", axis);
      long length = x.dim(at);
      long moved = length == 0 ? 0 : Math.floorMod(shift, length);
      if (moved > 0) {
        List<Tensor> parts = x.split(new long[] {length - moved, moved}, at);
        x = Tensor.concat(at, parts.get(1), parts.get(0));
      }
    }
    return x;
  }

  /// {@return the tensor with `widths[axis][0]` zeros before and `widths[axis][1]` zeros after its
  /// elements along each axis}
  default Tensor pad(long[][] widths) {
    return pad(widths, 0);
  }

  /// {@return the tensor with `widths[axis][0]` elements before and `widths[axis][1]` after its own
  /// along each axis, all of them the given value}
  ///
  /// @throws ShapeException if there is not a pair of widths for each axis, or one is negative
  default Tensor pad(long[][] widths, double value) {
    Tensor x = value();
    Padding.check(x.type(), widths);
    List<Long> before = Arrays.stream(widths).map(width -> width[0]).toList();
    List<Long> after = Arrays.stream(widths).map(width -> width[1]).toList();
    return Apply.one(new Pad(before, after, value), x);
  }

  /// {@return the tensor with `widths[axis][0]` elements before and `widths[axis][1]` after its own
  /// along each axis, taken from its own as the padding says}
  ///
  /// @throws ShapeException if there is not a pair of widths for each axis, one is negative, or a
  ///   padded axis is empty
  default Tensor pad(long[][] widths, Padding padding) {
    Tensor x = value();
    Padding.check(x.type(), widths);
    for (int axis = 0; axis < widths.length; axis++) {
      if (widths[axis][0] > 0 || widths[axis][1] > 0) {
        Tensor from = x;
        int along = axis;
        long before = widths[axis][0];
        long after = widths[axis][1];
        Padding.checkRepeats(x.type(), axis);
        Tensor positions =
            Outlining.table(
                x,
                before + x.dim(axis) + after,
                () -> padding.positions(from.type(), along, before, after));
        x = x.gather(positions, axis);
      }
    }
    return x;
  }

  /// Tensors one behind the other along an axis. `dxᵢ` is the part of `g` where `xᵢ` lies.
  ///
  /// @param axis the axis, counted from the front
  record Concat(int axis) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType first = inputs.getFirst();
      long[] dims = first.shape().dims();
      for (int i = 1; i < inputs.size(); i++) {
        TensorType other = inputs.get(i);
        if (other.dtype() != first.dtype()) {
          throw new DTypeException(
              "concat: operands must be of one type; got %s and %s".formatted(first, other));
        }
        long[] more = other.shape().dims();
        boolean fits = more.length == dims.length;
        for (int a = 0; fits && a < dims.length; a++) {
          boolean unknown = dims[a] == Shape.UNKNOWN || more[a] == Shape.UNKNOWN;
          if (a == axis) {
            dims[a] = unknown ? Shape.UNKNOWN : dims[a] + more[a];
          } else {
            fits = dims[a] == more[a] || unknown;
            dims[a] = Math.max(dims[a], more[a]);
          }
        }
        if (!fits) {
          throw new ShapeException(
              "concat: operand %d must have the lengths of operand 0 but along axis %d; got %s, %s"
                  .formatted(i, axis, first, other));
        }
      }
      return first.withShape(Shape.of(dims));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      long start = 0;
      for (Strided input : inputs) {
        long stop = start + input.dim(axis);
        kernels.copy(Split.part(axis, out.rank(), start, stop).view(out), input);
        start = stop;
      }
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      long start = 0;
      for (int i = 0; i < input; i++) {
        start += at.inputType(i).shape().dim(axis);
      }
      long stop = start + at.inputType(input).shape().dim(axis);
      return Apply.one(
          Split.part(axis, at.outputType(0).shape().rank(), start, stop), at.gradient());
    }
  }

  /// Parts along an axis, as views. `dx` is the gradients of the parts one behind the other.
  ///
  /// @param axis the axis, counted from the front
  /// @param lengths the lengths of the parts
  record Split(int axis, List<Long> lengths) implements Op.Views {
    /// {@return the operation that shows a part along an axis of a tensor with `rank` axes}
    static Indexing.Slice part(int axis, int rank, long start, long stop) {
      Index[] index = new Index[rank];
      Arrays.fill(index, Index.ALL);
      index[axis] = Index.range(start, stop);
      return new Indexing.Slice(List.of(index));
    }

    @Override
    public List<Indexing.Slice> parts(TensorType x) {
      long sum = 0;
      boolean negative = false;
      for (long length : lengths) {
        sum += length;
        negative |= length < 0;
      }
      if (lengths.isEmpty() || negative || sum != x.shape().dim(axis)) {
        throw new ShapeException(
            "split: the lengths must add up to that of axis %d; got %s for %s, %d ≠ %d"
                .formatted(axis, lengths, x, sum, x.shape().dim(axis)));
      }
      List<Indexing.Slice> parts = new ArrayList<>();
      long start = 0;
      for (long length : lengths) {
        parts.add(part(axis, x.shape().rank(), start, start + length));
        start += length;
      }
      return parts;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Operand[] parts =
          IntStream.range(0, lengths.size()).mapToObj(at::gradient).toArray(Operand[]::new);
      return Tensor.concat(axis, parts);
    }
  }

  /// The tensor with a margin of one value. `dx` is `g` without the margin.
  ///
  /// @param before for each axis the elements before the operand's
  /// @param after for each axis the elements after the operand's
  /// @param value what the margin holds
  record Pad(List<Long> before, List<Long> after, double value) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      long[] dims = inputs.getFirst().shape().dims();
      for (int axis = 0; axis < dims.length; axis++) {
        if (dims[axis] != Shape.UNKNOWN) {
          dims[axis] += before.get(axis) + after.get(axis);
        }
      }
      return inputs.getFirst().withShape(Shape.of(dims));
    }

    private Indexing.Slice inside(Shape shape) {
      List<Index> index = new ArrayList<>();
      for (int axis = 0; axis < before.size(); axis++) {
        long start = before.get(axis);
        index.add(Index.range(start, start + shape.dim(axis)));
      }
      return new Indexing.Slice(index);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      kernels.fill(out, value);
      kernels.copy(inside(x.shape()).view(out), x);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.one(inside(at.inputType(0).shape()), at.gradient());
    }
  }
}
