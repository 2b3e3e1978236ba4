package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.nn.operation.OperationClasses;
import io.gradus.tensor.BatchStandardize;
import io.gradus.tensor.Comparison;
import io.gradus.tensor.Convolution;
import io.gradus.tensor.Cumulative;
import io.gradus.tensor.Diagonals;
import io.gradus.tensor.Gathering;
import io.gradus.tensor.Index;
import io.gradus.tensor.Indexing;
import io.gradus.tensor.Joining;
import io.gradus.tensor.Linear;
import io.gradus.tensor.LinearAlgebra;
import io.gradus.tensor.Logic;
import io.gradus.tensor.LuDecomposition;
import io.gradus.tensor.Movement;
import io.gradus.tensor.Op;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Pooling;
import io.gradus.tensor.Reductions;
import io.gradus.tensor.ScaledDotProductAttention;
import io.gradus.tensor.SlogDet;
import io.gradus.tensor.Sorting;
import io.gradus.tensor.SpecialFunctions;
import io.gradus.tensor.Standardize;
import io.gradus.tensor.SymmetricEigenvalues;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.kernel.Sweep;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Operations of Gradus in Keras' operations, one or several for each, so that a model with
/// operations between its layers can be written.
final class OperationExport {
  private static final String LAST = "channels_last";
  private static final String AXIS = "axis";

  private OperationExport() {}

  /// {@return the results of an operation, as Keras' operations give them}
  ///
  /// @param op the operation
  /// @param in its operands
  /// @param types the types of its results
  /// @throws UnsupportedConfigException if Keras has no operations that do the same
  static List<Tensor> of(Op op, List<Tensor> in, List<TensorType> types) {
    List<Tensor> out = results(op, in);
    for (int i = 0; i < types.size(); i++) {
      if (!agree(out.get(i).type(), types.get(i))) {
        throw none(op, "gives %s where Keras' gives %s".formatted(types, out.get(i).type()));
      }
    }
    return out;
  }

  private static boolean agree(TensorType found, TensorType wanted) {
    boolean agree =
        found.dtype() == wanted.dtype() && found.shape().rank() == wanted.shape().rank();
    for (int axis = 0; agree && axis < wanted.shape().rank(); axis++) {
      agree =
          !found.shape().isKnown(axis)
              || !wanted.shape().isKnown(axis)
              || found.shape().dim(axis) == wanted.shape().dim(axis);
    }
    return agree;
  }

  private static UnsupportedConfigException none(Op op, String reason) {
    return new UnsupportedConfigException(
        "functional: the operation %s between layers has no counterpart in Keras%s"
            .formatted(op.name(), reason.isEmpty() ? "" : ": it " + reason));
  }

  private static List<Tensor> results(Op op, List<Tensor> in) {
    String simple = ElementwiseNames.of(op);
    if (simple != null) {
      return List.of(call(simple, in.stream().map(x -> beside(x, in)).toArray()));
    }
    Tensor x = in.isEmpty() ? Tensor.of(0f) : in.getFirst();
    return switch (op) {
      case BatchStandardize(double epsilon) -> channels(x, epsilon);
      case Joining.Split(int axis, List<Long> lengths) -> split(x, axis, lengths);
      case Sorting.Sort(boolean descending) -> sorted(op, x, descending);
      case SlogDet() -> all("Slogdet", Map.of(), x);
      case SymmetricEigenvalues() -> all("Eigh", Map.of(), x);
      case LuDecomposition() -> factors(op, x);
      default -> List.of(result(op, x, in));
    };
  }

  private static Tensor result(Op op, Tensor x, List<Tensor> in) {
    return switch (op) {
      case SpecialFunctions.BesselI(int order) when order == 0 -> call("I0", x);
      case SpecialFunctions.GammaInc(int order) when order == 0 -> call("Gammainc", x, in.get(1));
      // Keras does not check.
      case WholeNumbers numbers -> call("Cast", Map.of("dtype", numbers.dtype().toString()), x);
      case SpecialFunctions.Gelu() -> call("Gelu", Map.of("approximate", false), x);
      case SpecialFunctions.GeluSlope() -> slope(x);
      case Logic.IsClose(double relative, double absolute, boolean equalNan) ->
          call("Isclose", Map.of("equal_nan", equalNan), x, in.get(1), relative, absolute);
      case Comparison.Select() ->
          call(
              "Where", x, beside(in.get(1), in.subList(1, 3)), beside(in.get(2), in.subList(1, 3)));
      case Reductions.Sum(int axes) -> reduce("Sum", x, axes);
      case Reductions.Prod(int axes) -> reduce("Prod", x, axes);
      case Reductions.Max(int axes) -> reduce("Max", x, axes);
      case Reductions.Min(int axes) -> reduce("Min", x, axes);
      case Reductions.Any(int axes) -> reduce("Any", x, axes);
      case Reductions.All(int axes) -> reduce("All", x, axes);
      case Reductions.LogSumExp(int axes) -> reduce("Logsumexp", x, axes);
      case Reductions.ArgMax() -> call("Argmax", Map.of(AXIS, -1), x);
      case Reductions.ArgMin() -> call("Argmin", Map.of(AXIS, -1), x);
      case Reductions.Softmax() -> call("Softmax", Map.of(AXIS, -1), x);
      case Reductions.LogSoftmax() -> call("LogSoftmax", Map.of(AXIS, -1), x);
      case Cumulative.CumSum() -> call("Cumsum", Map.of(AXIS, -1), x);
      case Cumulative.CumProd() -> call("Cumprod", Map.of(AXIS, -1), x);
      case Diagonals.Diagonal(long offset) ->
          call("Diagonal", Map.of("offset", offset, "axis1", -2, "axis2", -1), x);
      case Diagonals.FromDiagonal(long offset, long rows, long columns) ->
          matrices(op, x, offset, rows, columns);
      case Movement.Reshape(Shape shape) -> reshaped(op, x, shape);
      case Movement.ExpandDims(int axis) -> call("ExpandDims", Map.of(AXIS, axis), x);
      case Movement.Squeeze(List<Integer> axes) -> call("Squeeze", Map.of(AXIS, axes), x);
      case Movement.Transpose(List<Integer> axes) -> call("Transpose", Map.of("axes", axes), x);
      case Movement.BroadcastTo(Shape shape) -> stretched(x, shape);
      case Movement.Cast(DType dtype) -> call("Cast", Map.of("dtype", dtype.toString()), x);
      case Movement.StopGradient() -> call("StopGradient", x);
      case Indexing.Slice(List<Index> index) -> call("GetItem", x, index);
      case Indexing.Replace(Indexing.Slice slice) -> replaced(op, x, slice.index(), in.get(1));
      case Indexing.Gather(int axis) -> call("Take", Map.of(AXIS, axis), x, in.get(1));
      case Indexing.ScatterAdd(int axis, long length) -> added(op, axis, length, in);
      case Gathering.GatherNd(List<Integer> axes) -> gathered(op, x, axes, in.get(1));
      case Gathering.ScatterNd(List<Integer> axes, Shape shape)
          when isLeading(axes) && shape.isKnown() ->
          call("Scatter", Map.of("shape", dims(shape)), x, in.get(1));
      case Gathering.ScatterUpdate(List<Integer> axes) when isLeading(axes) ->
          call("ScatterUpdate", x, in.get(1), in.get(2));
      case Joining.Concat(int axis) -> call("Concatenate", Map.of(AXIS, axis), in);
      case Joining.Pad(List<Long> before, List<Long> after, double value) ->
          padded(x, before, after, value);
      case Linear.MatMul() -> call("Matmul", x, in.get(1));
      case LinearAlgebra.Cholesky() -> call("Cholesky", x);
      case LinearAlgebra.Det() -> call("Det", x);
      case LinearAlgebra.Solve _ -> call("Solve", x, in.get(1));
      case LinearAlgebra.SolveTriangular(String _, boolean lower) ->
          call("SolveTriangular", Map.of("lower", lower), x, in.get(1));
      case Convolution.Convolve(Sweep sweep) -> convolved(x, in.get(1), sweep);
      case Convolution.ConvolveTransposed(Sweep sweep, Shape cells) ->
          transposed(op, x, in.get(1), sweep, cells);
      case Pooling.MaxPool(Pool pool) -> pooled("MaxPool", pool, x);
      case Pooling.AveragePool(Pool pool) -> pooled("AveragePool", pool, x);
      case Pooling.Upsample(List<Integer> factors) -> upsampled(x, factors);
      case Standardize(double epsilon) ->
          call("LayerNorm", Map.of(AXIS, -1, "epsilon", epsilon), x);
      case ScaledDotProductAttention attention -> attention(op, attention, in);
      default -> throw none(op, "");
    };
  }

  private static Tensor call(String name, @Nullable Object... args) {
    return call(name, Map.of(), args);
  }

  private static Tensor call(String name, Map<String, Object> settings, @Nullable Object... args) {
    return all(name, settings, args).getFirst();
  }

  private static List<Tensor> all(
      String name, Map<String, Object> settings, @Nullable Object... args) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>(settings);
    return Symbol.call(
        new KerasOperation(OperationClasses.named(name), given, null), NodeArguments.of(args));
  }

  /// {@return the operand, a constant number as a number where it has the type that a number takes
  /// beside the others}
  private static Object beside(Tensor x, List<Tensor> all) {
    if (x.isSymbolic() || x.rank() > 0) {
      return x;
    }
    boolean weak = all.stream().filter(Tensor::isSymbolic).anyMatch(y -> y.dtype() == x.dtype());
    return weak && x.dtype() != DType.BOOL ? NodeValues.scalar(x) : x;
  }

  private static Tensor reduce(String name, Tensor x, int axes) {
    List<Integer> last = IntStream.range(-axes, 0).boxed().toList();
    return call(name, Map.of(AXIS, axes == 1 ? -1 : last), x);
  }

  // Φ(x) + x·φ(x)
  private static Tensor slope(Tensor x) {
    Tensor share = call("Multiply", call("Erf", call("Multiply", x, Math.sqrt(0.5))), 0.5);
    Tensor bell = call("Exp", call("Multiply", call("Square", x), -0.5));
    Tensor density = call("Multiply", bell, 1 / Math.sqrt(2 * Math.PI));
    return call("Add", call("Add", share, 0.5), call("Multiply", x, density));
  }

  private static List<Tensor> channels(Tensor x, double epsilon) {
    List<Integer> axes = IntStream.range(0, x.rank() - 1).boxed().toList();
    Tensor mean = call("Mean", Map.of(AXIS, axes), x);
    Tensor variance = call("Var", Map.of(AXIS, axes), x);
    Tensor deviation = call("Sqrt", call("Add", variance, epsilon));
    return List.of(call("Divide", call("Subtract", x, mean), deviation), mean, variance);
  }

  private static List<Tensor> split(Tensor x, int axis, List<Long> lengths) {
    List<Long> cuts = new ArrayList<>();
    long end = 0;
    for (long length : lengths.subList(0, lengths.size() - 1)) {
      end += length;
      cuts.add(end);
    }
    return cuts.isEmpty()
        ? List.of(call("Copy", x))
        : all("Split", Map.of("indices_or_sections", cuts, AXIS, axis), x);
  }

  private static List<Tensor> sorted(Op op, Tensor x, boolean descending) {
    if (!descending) {
      return List.of(call("Sort", x), call("Argsort", x));
    }
    if (!x.shape().isKnown(x.rank() - 1)) {
      throw none(op, "sorts an axis of unknown length from the largest on");
    }
    return all("TopK", Map.of("k", x.dim(-1)), x);
  }

  // The order of the rows is that of all exchanges, one after the other.
  private static List<Tensor> factors(Op op, Tensor x) {
    List<Tensor> parts = all("LuFactor", Map.of(), x);
    Tensor pivots = parts.get(1);
    int last = x.rank() - 1;
    if (!x.shape().isKnown(last) || !x.shape().isKnown(last - 1) || pivots.dim(-1) == 0) {
      throw none(op, "has matrices of unknown size");
    }
    Tensor places = Tensor.arange(Math.toIntExact(x.dim(-2)));
    Tensor order = call("Add", call("Multiply", pivot(pivots, 0), 0), places);
    for (int i = 0; i < pivots.dim(-1); i++) {
      Tensor pivot = pivot(pivots, i);
      Tensor there = call("Where", call("Equal", places, pivot), i, places);
      Tensor exchanged = call("Where", places.equal(i), pivot, there);
      order = call("TakeAlongAxis", Map.of(AXIS, -1), order, exchanged);
    }
    return List.of(parts.get(0), pivots, order);
  }

  private static Tensor pivot(Tensor pivots, int number) {
    return call("GetItem", pivots, List.of(Index.ELLIPSIS, Index.range(number, number + 1L)));
  }

  private static List<Long> dims(Shape shape) {
    return Arrays.stream(shape.dims()).boxed().toList();
  }

  // One length may be left open.
  private static Tensor reshaped(Op op, Tensor x, Shape shape) {
    List<Long> dims =
        Arrays.stream(shape.dims()).map(dim -> dim == Shape.UNKNOWN ? -1 : dim).boxed().toList();
    if (dims.stream().filter(dim -> dim == -1).count() > 1) {
      throw none(op, "leaves several lengths of %s open".formatted(shape));
    }
    return call("Reshape", Map.of("newshape", dims), x);
  }

  // Keras needs all lengths; but ones stretch to any.
  private static Tensor stretched(Tensor x, Shape shape) {
    if (shape.isKnown()) {
      return call("BroadcastTo", Map.of("shape", dims(shape)), x);
    }
    long[] ones = Arrays.stream(shape.dims()).map(dim -> dim == Shape.UNKNOWN ? 1 : dim).toArray();
    return x.dtype() == DType.BOOL
        ? call("LogicalOr", x, Tensor.zeros(new TensorType(DType.BOOL, Shape.of(ones))))
        : call("Multiply", x, Tensor.ones(new TensorType(x.dtype(), Shape.of(ones))));
  }

  private static Tensor matrices(Op op, Tensor x, long offset, long rows, long columns) {
    int size = Math.toIntExact(rows * columns);
    int[] from = new int[size];
    for (int i = 0; i < size; i++) {
      long row = i / columns;
      long column = i % columns;
      from[i] = Math.toIntExact(column - row == offset ? Math.min(row, column) : x.dim(-1));
    }
    // Behind the elements stands the zero for all that is on no diagonal.
    List<Long> none = Collections.nCopies(x.rank(), 0L);
    List<Long> one = new ArrayList<>(none);
    one.set(x.rank() - 1, 1L);
    Tensor chosen = call("Take", Map.of(AXIS, -1), padded(x, none, one, 0), Tensor.of(from));
    Shape leading = x.shape().slice(0, x.rank() - 1);
    return reshaped(op, chosen, leading.concat(Shape.of(rows, columns)));
  }

  // One behind the other along an axis of steps, all at once along the others.
  private static Tensor replaced(Op op, Tensor x, List<Index> index, Tensor part) {
    for (int axis = 0; axis < index.size(); axis++) {
      if (index.get(axis) instanceof Index.Range(Long start, Long stop, long step) && step != 1) {
        if (!x.shape().isKnown(axis)) {
          throw none(op, "goes in steps along an axis of unknown length");
        }
        return stepped(op, x, index, part, axis, start, stop, step);
      }
    }
    List<Object> starts = new ArrayList<>();
    Tensor updates = part;
    for (int axis = 0; axis < index.size(); axis++) {
      switch (index.get(axis)) {
        case Index.At(long position) -> {
          starts.add(from(op, x, axis, position));
          updates = call("ExpandDims", Map.of(AXIS, axis), updates);
        }
        case Index.Range(Long start, Long _, long _) ->
            starts.add(start == null ? 0L : from(op, x, axis, start));
        default -> throw none(op, "goes over " + index);
      }
    }
    return call("SliceUpdate", x, starts, updates);
  }

  private static Tensor stepped(
      Op op,
      Tensor x,
      List<Index> index,
      Tensor part,
      int axis,
      @Nullable Long start,
      @Nullable Long stop,
      long step) {
    // Axes of the part: those that a position takes away are not there.
    int at =
        axis - (int) index.subList(0, axis).stream().filter(Index.At.class::isInstance).count();
    int[] places =
        Tensor.arange(Math.toIntExact(x.dim(axis)))
            .get(Index.range(start, stop, step))
            .cast(DType.INT32)
            .toIntArray();
    Tensor replaced = x;
    for (int i = 0; i < places.length; i++) {
      List<Index> one = new ArrayList<>(index);
      one.set(axis, Index.range(places[i], places[i] + 1L));
      List<Object> row = new ArrayList<>(Collections.nCopies(at, Index.ALL));
      row.add(Index.range(i, i + 1L));
      replaced = replaced(op, replaced, one, call("GetItem", part, row));
    }
    return replaced;
  }

  private static long from(Op op, Tensor x, int axis, long position) {
    if (position >= 0) {
      return position;
    }
    if (!x.shape().isKnown(axis)) {
      throw none(op, "counts from the end of an axis of unknown length");
    }
    return Math.max(0, x.dim(axis) + position);
  }

  private static Tensor added(Op op, int axis, long length, List<Tensor> in) {
    Tensor rows = in.stream().filter(x -> x.dtype().isFloating()).findFirst().orElse(in.get(1));
    Tensor numbers = rows.equals(in.get(0)) ? in.get(1) : in.get(0);
    if (numbers.rank() != 1) {
      throw none(op, "adds along numbers of several axes");
    }
    Map<String, Object> settings = Map.of("num_segments", length);
    // Negative numbers count from the end; Keras leaves their rows out.
    numbers = call("Mod", numbers, length);
    if (axis == 0) {
      return call("SegmentSum", settings, rows, numbers);
    }
    Tensor first = call("Moveaxis", Map.of("source", axis, "destination", 0), rows);
    Tensor sums = call("SegmentSum", settings, first, numbers);
    return call("Moveaxis", Map.of("source", 0, "destination", axis), sums);
  }

  private static boolean isLeading(List<Integer> axes) {
    return axes.equals(IntStream.range(0, axes.size()).boxed().toList());
  }

  // The axes become one, and so do the positions.
  private static Tensor gathered(Op op, Tensor x, List<Integer> axes, Tensor positions) {
    Shape rest = x.shape().from(axes.size());
    boolean known = isLeading(axes) && !axes.isEmpty() && rest.isKnown();
    for (int axis = 1; known && axis < axes.size(); axis++) {
      known = x.shape().isKnown(axis);
    }
    if (!known) {
      throw none(op, "takes parts by several positions along axes of unknown length");
    }
    Tensor number = null;
    for (int axis = 0; axis < axes.size(); axis++) {
      Tensor along = call("GetItem", positions, List.of(Index.ELLIPSIS, Index.at(axis)));
      if (axis > 0) {
        along = call("Mod", along, x.dim(axis));
      }
      number = number == null ? along : call("Add", call("Multiply", number, x.dim(axis)), along);
    }
    Tensor flat = reshaped(op, x, Shape.of(Shape.UNKNOWN).concat(rest));
    return call("Take", Map.of(AXIS, 0), flat, number);
  }

  private static Tensor padded(Tensor x, List<Long> before, List<Long> after, double value) {
    List<List<Long>> widths = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      widths.add(List.of(before.get(axis), after.get(axis)));
    }
    Map<String, Object> settings = Map.of("pad_width", widths);
    if (value == 0) {
      return call("Pad", settings, x);
    }
    Object margin =
        x.dtype().isFloating()
            ? (Object) value
            : x.dtype() == DType.BOOL ? (Object) true : (Object) (long) value;
    return call("Pad", settings, x, margin);
  }

  private static Map<String, Object> moves(Sweep sweep) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("strides", sweep.strides());
    settings.put("padding", "valid");
    settings.put("data_format", LAST);
    settings.put("dilation_rate", sweep.dilation());
    return settings;
  }

  // Keras knows two borders; zeros before and behind give all others.
  private static Tensor convolved(Tensor x, Tensor kernel, Sweep sweep) {
    return call("Conv", moves(sweep), margins(x, sweep.before(), sweep.after()), kernel);
  }

  private static Tensor margins(Tensor x, List<Integer> before, List<Integer> after) {
    List<Long> front = new ArrayList<>(List.of(0L));
    List<Long> back = new ArrayList<>(List.of(0L));
    List<Object> cut = new ArrayList<>(List.of(Index.ALL));
    for (int axis = 0; axis < before.size(); axis++) {
      front.add((long) Math.max(0, before.get(axis)));
      back.add((long) Math.max(0, after.get(axis)));
      long start = Math.max(0, -before.get(axis));
      cut.add(Index.range(start, after.get(axis) < 0 ? (long) after.get(axis) : null, 1));
    }
    front.add(0L);
    back.add(0L);
    boolean cuts =
        before.stream().anyMatch(width -> width < 0) || after.stream().anyMatch(width -> width < 0);
    boolean pads = front.stream().anyMatch(w -> w > 0) || back.stream().anyMatch(w -> w > 0);
    Tensor kept = cuts ? call("GetItem", x, cut) : x;
    return pads ? padded(kept, front, back, 0) : kept;
  }

  // All that the windows reach, of which the cells are a part.
  private static Tensor transposed(Op op, Tensor x, Tensor kernel, Sweep sweep, Shape cells) {
    Shape inner = x.shape().slice(1, x.rank() - 1);
    if (sweep.groups() != 1 || !cells.isKnown() || !inner.isKnown()) {
      throw none(op, "has groups of channels, or lengths that are not known");
    }
    Tensor whole = call("ConvTranspose", moves(sweep), x, kernel);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < sweep.axes(); axis++) {
      long reached = whole.dim(axis + 1);
      before.add(-sweep.before().get(axis));
      after.add(Math.toIntExact(cells.dim(axis) + sweep.before().get(axis) - reached));
    }
    return margins(whole, before, after);
  }

  private static Tensor pooled(String name, Pool pool, Tensor x) {
    return switch (pool) {
      case Pool.Sliding(List<Integer> size, List<Integer> strides, boolean same) ->
          call(
              name,
              Map.of(
                  "pool_size",
                  size,
                  "strides",
                  strides,
                  "padding",
                  same ? "same" : "valid",
                  "data_format",
                  LAST),
              x);
      case Pool.Adaptive(List<Integer> counts) ->
          call("Adaptive" + name, Map.of("output_size", counts, "data_format", LAST), x);
    };
  }

  private static Tensor upsampled(Tensor x, List<Integer> factors) {
    Tensor larger = x;
    for (int axis = 0; axis < factors.size(); axis++) {
      larger = call("Repeat", Map.of("repeats", factors.get(axis), AXIS, axis + 1), larger);
    }
    return larger;
  }

  private static Tensor attention(Op op, ScaledDotProductAttention attention, List<Tensor> in) {
    if (attention.dropout() > 0) {
      throw none(op, "drops weights");
    }
    return call(
        "DotProductAttention",
        Map.of("is_causal", attention.isCausal()),
        in.get(0),
        in.get(1),
        in.get(2),
        null,
        attention.isMasked() ? in.get(3) : null,
        attention.scale());
  }
}
