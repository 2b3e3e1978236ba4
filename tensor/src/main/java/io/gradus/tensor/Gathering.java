package io.gradus.tensor;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Elements read and written at positions that integer tensors hold. Negative positions count from
/// the end.
public sealed interface Gathering extends Valued permits Operand {
  /// {@return the elements in row-major order that the integer tensor names, in its shape (Keras'
  /// `take` without an axis)}
  ///
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor take(Operand positions) {
    return value().flatten().gather(positions, 0);
  }

  /// {@return along the axis the elements that the integer tensor names: `result[i, j] = this[i,
  /// indices[i, j]]` for axis 1 of a matrix. The other axes broadcast}
  ///
  /// @throws ShapeException if the tensors differ in their number of axes or do not broadcast
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor takeAlongAxis(Operand indices, int axis) {
    Tensor x = value();
    Tensor positions = integers("takeAlongAxis", indices.value());
    int at = x.shape().axis("takeAlongAxis", axis);
    if (positions.rank() != x.rank()) {
      throw new ShapeException(
          "takeAlongAxis: needs as many axes in both; got %s, indices=%s"
              .formatted(x.type(), positions.type()));
    }
    Shape shape =
        Shape.broadcast(
            "takeAlongAxis", x.type().withShape(x.shape().withDim(at, 1)), positions.type());
    Tensor whole = x.broadcastTo(shape.withDim(at, x.dim(at)));
    Operand[] places = new Operand[x.rank()];
    for (int other = 0; other < places.length; other++) {
      places[other] = other == at ? positions.broadcastTo(shape) : numbers(positions, shape, other);
    }
    List<Integer> axes = IntStream.range(0, places.length).boxed().toList();
    return Apply.two(new GatherNd(axes), whole, Tensor.stack(-1, places));
  }

  /// {@return the parts at the places that the integer tensor names: its last axis holds a position
  /// for each of the first axes, its other axes come before the rest of the axes (TensorFlow's
  /// `gather_nd`)}
  ///
  /// @throws ShapeException if the last axis has more positions than there are axes
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor gatherNd(Operand indices) {
    Tensor x = value();
    Tensor places = integers("gatherNd", indices.value());
    return Apply.two(new GatherNd(leading("gatherNd", x.shape(), places)), x, places);
  }

  /// {@return zeros of a shape, to which this tensor's parts are added at the places that the
  /// integer tensor names, see [#gatherNd] (Keras' `scatter`)}
  ///
  /// @throws ShapeException if the parts do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor scatter(Operand indices, Shape shape) {
    Tensor places = integers("scatter", indices.value());
    Op op = new ScatterNd(leading("scatter", shape, places), shape);
    Tensor x = value();
    return x.dtype() == DType.BOOL
        ? Apply.two(op, places, x.cast(DType.INT32)).cast(DType.BOOL)
        : Apply.two(op, places, x);
  }

  /// {@return this tensor with the updates added at the places that the integer tensor names, see
  /// [#gatherNd]}
  ///
  /// @throws ShapeException if the updates do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor scatterAdd(Operand indices, Operand updates) {
    Tensor x = value();
    return x.add(updates.value().cast(x.dtype()).scatter(indices, x.shape()));
  }

  /// {@return this tensor with the updates in place of the parts that the integer tensor names, see
  /// [#gatherNd]; of a place named several times the last update counts}
  ///
  /// @throws ShapeException if the updates do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  default Tensor scatterUpdate(Operand indices, Operand updates) {
    Tensor x = value();
    Tensor places = integers("scatterUpdate", indices.value());
    Op op = new ScatterUpdate(leading("scatterUpdate", x.shape(), places));
    return Apply.all(op, List.of(x, places, updates.value().cast(x.dtype()))).getFirst();
  }

  /// {@return this tensor with the larger of each part that the integer tensor names, see
  /// [#gatherNd], and its update in its place; of a place named several times all updates count}
  ///
  /// @throws ShapeException if the updates do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  /// @throws TracedValueException if the indices are symbolic
  default Tensor scatterMax(Operand indices, Operand updates) {
    return inRounds("scatterMax", value(), indices, updates, Tensor::maximum);
  }

  /// {@return this tensor with the smaller of each part and its update in its place; see
  /// [#scatterMax]}
  ///
  /// @throws ShapeException if the updates do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  /// @throws TracedValueException if the indices are symbolic
  default Tensor scatterMin(Operand indices, Operand updates) {
    return inRounds("scatterMin", value(), indices, updates, Tensor::minimum);
  }

  /// {@return this tensor with the product of each part and its updates in its place; see
  /// [#scatterMax]}
  ///
  /// @throws ShapeException if the updates do not fit the places
  /// @throws IndexOutOfBoundsException if a position is out of range
  /// @throws TracedValueException if the indices are symbolic
  default Tensor scatterMul(Operand indices, Operand updates) {
    return inRounds("scatterMul", value(), indices, updates, Tensor::mul);
  }

  // A round takes one update of each place; there are as many as one place has.
  private static Tensor inRounds(
      String name, Tensor x, Operand indices, Operand updates, BinaryOperator<Tensor> f) {
    Tensor given = integers(name, indices.value());
    List<Integer> axes = leading(name, x.shape(), given);
    check(name, x.type(), given.type(), updates.value().type().withDType(x.dtype()), axes);
    Tensor places = given.cast(DType.INT64).reshape(-1, Math.max(0, axes.size()));
    Shape part = x.shape().from(axes.size());
    long count = places.dim(0);
    Tensor parts = updates.value().cast(x.dtype()).reshape(Shape.of(count).concat(part));
    Tensor result = x;
    for (int[] round : rounds(x.shape(), places.toLongArray(), axes.size())) {
      Tensor chosen = Apply.beside(x, () -> Tensor.of(round));
      Tensor where = places.gather(chosen, 0);
      Tensor changed = f.apply(result.gatherNd(where), parts.gather(chosen, 0));
      result = result.scatterUpdate(where, changed);
    }
    return result;
  }

  private static List<int[]> rounds(Shape shape, long[] places, int axes) {
    Map<Long, Integer> seen = new HashMap<>();
    List<List<Integer>> rounds = new ArrayList<>();
    int count = axes == 0 ? 0 : places.length / axes;
    for (int i = 0; i < count; i++) {
      long place = 0;
      for (int axis = 0; axis < axes; axis++) {
        long length = shape.dim(axis);
        long at = places[i * axes + axis];
        place = place * length + (at < 0 ? at + length : at);
      }
      int round = seen.merge(place, 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(i);
    }
    return rounds.stream()
        .map(round -> round.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /// {@return `float32` vectors along a new last axis, 1 at the class that this integer tensor
  /// names and 0 elsewhere; all 0 for a number that is no class}
  default Tensor oneHot(int classes) {
    return oneHot(classes, -1, DType.FLOAT32);
  }

  /// {@return vectors along a new axis before `axis` (−1: the last one), 1 at the class that this
  /// integer tensor names and 0 elsewhere; all 0 for a number that is no class}
  ///
  /// @throws DTypeException if this tensor does not hold integers
  default Tensor oneHot(int classes, int axis, DType dtype) {
    Tensor x = integers("oneHot", value());
    if (classes < 0) {
      throw new ShapeException(
          "oneHot: the number of classes must not be negative; got " + classes);
    }
    if (axis < -x.rank() - 1 || axis > x.rank()) {
      throw new ShapeException(
          "oneHot: axis %d is out of range for indices of shape %s".formatted(axis, x.shape()));
    }
    double count = x.shape().isKnown() ? Math.max(1, x.size()) : 1;
    if (count * classes > ArrayStorage.MAX_LENGTH) {
      throw new ShapeException(
          String.format(
              Locale.ROOT,
              "oneHot: %,d classes for each of %s are more than the %,d elements that an array"
                  + " holds",
              classes,
              x.type(),
              ArrayStorage.MAX_LENGTH));
    }
    Tensor numbers = Apply.beside(x, () -> Tensor.arange(classes));
    Tensor last = x.expandDims(-1).equal(numbers).cast(dtype);
    return last.moveAxis(-1, axis);
  }

  /// {@return vectors along the last axis, 1 at each of the classes that this integer tensor names
  /// along its last axis and 0 elsewhere}
  ///
  /// @throws DTypeException if this tensor does not hold integers
  default Tensor multiHot(int classes, DType dtype) {
    Tensor x = integers("multiHot", value());
    return x.oneHot(classes, -1, dtype).max(-2);
  }

  private static Tensor integers(String operation, Tensor indices) {
    if (!indices.dtype().isInteger()) {
      throw new DTypeException(operation + ": indices must be integers; got " + indices.type());
    }
    return indices;
  }

  /// {@return for each index of the shape its position along the axis}
  private static Tensor numbers(Tensor like, Shape shape, int axis) {
    long[] dims = new long[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[axis] = shape.dim(axis);
    Tensor numbers = Apply.beside(like, () -> Tensor.arange(Math.toIntExact(dims[axis])));
    return numbers.cast(like.dtype()).reshape(dims).broadcastTo(shape);
  }

  /// {@return the axes that the positions in the last axis of `indices` are for}
  private static List<Integer> leading(String operation, Shape shape, Tensor indices) {
    if (indices.rank() == 0 || indices.dim(-1) > shape.rank()) {
      throw new ShapeException(
          "%s: the last axis of indices must hold at most %d positions, one for each axis; got %s"
              .formatted(operation, shape.rank(), indices.type()));
    }
    return IntStream.range(0, Math.toIntExact(indices.dim(-1))).boxed().toList();
  }

  /// {@return the shape of what positions for some axes of a tensor name}
  private static Shape parts(TensorType x, TensorType indices, List<Integer> axes) {
    long[] dims = x.shape().dims();
    List<Long> rest = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      if (!axes.contains(axis)) {
        rest.add(dims[axis]);
      }
    }
    return indices
        .shape()
        .slice(0, indices.shape().rank() - 1)
        .concat(Shape.of(rest.stream().mapToLong(Long::longValue).toArray()));
  }

  private static void check(String operation, TensorType indices, List<Integer> axes) {
    int rank = indices.shape().rank();
    if (!indices.dtype().isInteger() || rank == 0 || indices.shape().dim(-1) != axes.size()) {
      throw new ShapeException(
          "%s: indices must be integers with %d positions along the last axis; got %s"
              .formatted(operation, axes.size(), indices));
    }
  }

  private static void check(
      String operation, TensorType x, TensorType indices, TensorType updates, List<Integer> axes) {
    check(operation, indices, axes);
    TensorType wanted = x.withShape(parts(x, indices, axes));
    if (!wanted.equals(updates)) {
      throw new ShapeException(
          "%s: updates must be %s for indices=%s; got %s"
              .formatted(operation, wanted, indices, updates));
    }
  }

  private static int[] array(List<Integer> axes) {
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The parts at the places that the second operand names by a position for each of some axes.
  /// `dx` is zero, to which each part of `g` is added where it came from.
  ///
  /// @param axes the axes of the first operand that the positions are for
  record GatherNd(List<Integer> axes) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      check(name(), inputs.get(1), axes);
      return inputs.get(0).withShape(parts(inputs.get(0), inputs.get(1), axes));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.gatherNd(out, inputs.get(0), inputs.get(1), array(axes));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 0;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 1;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return input == 0
          ? Apply.two(new ScatterNd(axes, at.inputType(0).shape()), at.input(1), at.gradient())
          : null;
    }
  }

  /// Zeros, to which the parts of the second operand are added at the places that the first names.
  /// The gradient of the parts is `g`, gathered.
  ///
  /// @param axes the axes of the result that the positions are for
  /// @param shape the shape of the result
  record ScatterNd(List<Integer> axes, Shape shape) implements Op.Single {
    @Override
    public String name() {
      return "scatter";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(1).withShape(shape);
      check(name(), x, inputs.get(0), inputs.get(1), axes);
      if (x.dtype() == DType.BOOL) {
        throw new DTypeException("scatter: needs numbers; got " + inputs.get(1));
      }
      return x;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.fill(out, 0);
      kernels.scatterNd(out, inputs.get(0), inputs.get(1), true, array(axes));
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
      return input == 1 ? Apply.two(new GatherNd(axes), at.gradient(), at.input(0)) : null;
    }
  }

  /// The first operand with the parts of the third at the places that the second names. `dx` is `g`
  /// with zeros there; the gradient of the parts is `g`, gathered, and zero for those that a later
  /// one replaced.
  ///
  /// @param axes the axes that the positions are for
  record ScatterUpdate(List<Integer> axes) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      check(name(), inputs.get(0), inputs.get(1), inputs.get(2), axes);
      return inputs.get(0);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.copy(out, inputs.get(0));
      kernels.scatterNd(out, inputs.get(1), inputs.get(2), false, array(axes));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input != 1;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 1;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      Tensor places = at.input(1);
      return switch (input) {
        case 0 -> {
          Tensor zeros = Apply.beside(g, () -> Tensor.zeros(at.inputType(2)));
          yield Apply.all(this, List.of(g, places, zeros)).getFirst();
        }
        case 2 -> {
          Tensor parts = Apply.two(new GatherNd(axes), g, places);
          yield lasting(places, at.inputType(0).shape(), at.inputType(2).shape())
              .where(parts, Apply.beside(g, () -> Tensor.scalar(g.dtype(), 0)));
        }
        default -> null;
      };
    }

    // Every update writes its number; it lasts where that number is still found.
    private Tensor lasting(Tensor places, Shape shape, Shape parts) {
      Shape outer = places.shape().slice(0, places.rank() - 1);
      long[] stretched = parts.dims();
      java.util.Arrays.fill(stretched, outer.rank(), stretched.length, 1);
      Tensor numbers =
          Apply.beside(places, () -> Tensor.arange(Math.toIntExact(outer.size())))
              .reshape(stretched)
              .broadcastTo(parts);
      Tensor none = Apply.beside(places, () -> Tensor.zeros(new TensorType(DType.INT32, shape)));
      Tensor written = Apply.all(this, List.of(none, places, numbers)).getFirst();
      return Apply.two(new GatherNd(axes), written, places).equal(numbers);
    }
  }
}
