package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An index worked out for a tensor: a slice, and positions along some of the axes that it leaves.
/// With positions the slice keeps every axis; those of the positions come in place of the axes they
/// name, and new axes last.
///
/// @param slice the slice
/// @param axes the axes with positions
/// @param positions the positions, those of one element along the last axis; null without
/// @param place where the axes of the positions come in the result
/// @param added the new axes of the result
record Selection(
    Indexing.Slice slice,
    List<Integer> axes,
    @Nullable Tensor positions,
    int place,
    List<Integer> added) {

  static Selection of(List<Index> index, Tensor x) {
    List<Index> complete = Indexing.Slice.complete(index, x.type());
    boolean arrays = index.stream().anyMatch(Selection::isArray);
    return arrays
        ? new Parts(x).selection(complete, areNeighbours(index))
        : new Selection(new Indexing.Slice(complete), List.of(), null, 0, List.of());
  }

  private static boolean isArray(Index part) {
    return part instanceof Index.Positions || part instanceof Index.Mask;
  }

  // Beside an array a single position counts as one.
  private static boolean areNeighbours(List<Index> index) {
    int[] arrays =
        IntStream.range(0, index.size())
            .filter(i -> isArray(index.get(i)) || index.get(i) instanceof Index.At)
            .toArray();
    return arrays[arrays.length - 1] - arrays[0] == arrays.length - 1;
  }

  Tensor get(Tensor x) {
    if (positions == null) {
      return Apply.one(slice, x);
    }
    Tensor part = sliced(x);
    if (axes.size() == 1 && place == axes.getFirst()) {
      return part.gather(positions.squeeze(-1), place).reshape(shape(part));
    }
    Tensor front = Apply.two(new Gathering.GatherNd(axes), part, positions);
    return front.moveAxis(front(), placed()).reshape(shape(part));
  }

  Tensor replaced(Tensor x, Tensor value) {
    Tensor cast = value.cast(x.dtype());
    if (positions == null) {
      Shape shape = slice.type(List.of(x.type())).shape();
      return Apply.two(new Indexing.Replace(slice), x, fitted(cast, shape));
    }
    Tensor part = sliced(x);
    Tensor fitted = fitted(cast, shape(part)).reshape(withoutAdded(part));
    Tensor changed =
        Apply.all(
                new Gathering.ScatterUpdate(axes),
                List.of(part, positions, fitted.moveAxis(placed(), front())))
            .getFirst();
    return isWhole() ? changed : Apply.two(new Indexing.Replace(slice), x, changed);
  }

  private static Tensor fitted(Tensor value, Shape shape) {
    // As in NumPy, more axes are no hindrance if they have length 1.
    Tensor x = value;
    while (x.rank() > shape.rank() && x.dim(0) == 1) {
      x = x.squeeze(0);
    }
    TensorType type = x.type();
    try {
      return x.broadcastTo(shape);
    } catch (ShapeException _) {
      throw new ShapeException(
          "index: the value must stretch to the part %s; got %s".formatted(shape, type));
    }
  }

  private boolean isWhole() {
    return slice.index().stream().allMatch(Index.ALL::equals);
  }

  private Tensor sliced(Tensor x) {
    return isWhole() ? x : Apply.one(slice, x);
  }

  private int[] front() {
    return IntStream.range(0, outer().rank()).toArray();
  }

  private int[] placed() {
    return IntStream.range(place, place + outer().rank()).toArray();
  }

  private Shape outer() {
    Tensor packed = java.util.Objects.requireNonNull(positions);
    return packed.shape().slice(0, packed.rank() - 1);
  }

  private Shape withoutAdded(Tensor part) {
    long[] dims = part.shape().dims();
    Shape rest =
        Shape.of(
            IntStream.range(0, dims.length)
                .filter(axis -> !axes.contains(axis))
                .mapToLong(axis -> dims[axis])
                .toArray());
    return rest.slice(0, place).concat(outer()).concat(rest.from(place));
  }

  private Shape shape(Tensor part) {
    Shape shape = withoutAdded(part);
    for (int axis : added) {
      shape = shape.slice(0, axis).concat(Shape.of(1)).concat(shape.from(axis));
    }
    return shape;
  }

  /// The parts of an index with arrays, sorted.
  private static final class Parts {
    private final Tensor x;
    private final List<Index> ranges = new ArrayList<>();
    private final List<Integer> axes = new ArrayList<>();
    private final List<Tensor> positions = new ArrayList<>();
    private TensorType outer = TensorType.of(DType.INT32);

    Parts(Tensor x) {
      this.x = x;
    }

    Selection selection(List<Index> index, boolean neighbours) {
      // The result's axes in order: 'r' of a range, 'n' a new one, 'p' all those of positions.
      StringBuilder result = new StringBuilder(neighbours ? "" : "p");
      for (Index part : index) {
        switch (part) {
          case Index.Range range -> {
            ranges.add(range);
            result.append('r');
          }
          case Index.NewAxis _ -> result.append('n');
          case Index.At(long position) -> at(position);
          case Index.Positions(Tensor tensor) -> add(tensor);
          case Index.Mask(Tensor mask) -> mask(mask);
          case Index.Ellipsis _ -> throw new AssertionError(index);
        }
        if (!(part instanceof Index.Range || part instanceof Index.NewAxis)
            && result.indexOf("p") < 0) {
          result.append('p');
        }
      }
      List<Integer> added = new ArrayList<>();
      int place = 0;
      int next = 0;
      for (int i = 0; i < result.length(); i++) {
        switch (result.charAt(i)) {
          case 'n' -> added.add(next++);
          case 'r' -> next++;
          default -> {
            place = next - added.size();
            next += outer.shape().rank();
          }
        }
      }
      return new Selection(
          new Indexing.Slice(List.copyOf(ranges)),
          List.copyOf(axes),
          packed(),
          place,
          List.copyOf(added));
    }

    private Tensor packed() {
      boolean wide = positions.stream().anyMatch(tensor -> tensor.dtype() != DType.INT32);
      Operand[] fitted =
          positions.stream()
              .map(tensor ->
                  tensor.cast(wide ? DType.INT64 : DType.INT32).broadcastTo(outer.shape()))
              .toArray(Operand[]::new);
      return fitted.length == 0
          ? Apply.beside(x, () -> Tensor.zeros(outer.withShape(outer.shape().concat(Shape.of(0)))))
          : Tensor.stack(-1, fitted);
    }

    private void at(long position) {
      long length = x.dim(ranges.size());
      if (position < -length || position >= length) {
        throw new ShapeException(
            "index: position %d is out of range for axis %d of %s"
                .formatted(position, ranges.size(), x.type()));
      }
      add(Apply.beside(x, () -> Tensor.of(position)));
    }

    private void add(Tensor tensor) {
      outer = outer.withShape(Shape.broadcast("index", outer, tensor.type()));
      axes.add(ranges.size());
      ranges.add(Index.ALL);
      positions.add(tensor);
    }

    private void mask(Tensor mask) {
      int from = ranges.size();
      if (!x.shape().slice(from, from + mask.rank()).equals(mask.shape())) {
        throw new ShapeException(
            "index: the mask must have the lengths of its axes from axis %d on; got %s for %s"
                .formatted(from, mask.type(), x.type()));
      }
      if (mask.isSymbolic()) {
        throw new TracedValueException("index", mask);
      }
      if (mask.rank() == 0) {
        TensorType count = TensorType.of(DType.INT32, mask.item() == 0 ? 0 : 1);
        outer = outer.withShape(Shape.broadcast("index", outer, count));
        return;
      }
      mask.nonZero().forEach(this::add);
    }
  }
}
