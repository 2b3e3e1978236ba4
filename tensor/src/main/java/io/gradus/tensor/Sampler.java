package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tensor is between its elements and beyond its ends.
///
/// @param interpolation [Interpolation#NEAREST] or [Interpolation#BILINEAR]
/// @param beyond what continues the tensor, or null for one number
/// @param number what is beyond the ends where nothing continues the tensor
public record Sampler(Interpolation interpolation, @Nullable Padding beyond, double number) {
  // Infinitely far away, where a divisor is 0: outside, and next to nothing inside.
  private static final double FAR = -2;
  // Farther away than any element is, and a whole number of 32 bits.
  private static final double MOST = 0x1p30;

  /// Checks the interpolation.
  public Sampler {
    if (interpolation != Interpolation.NEAREST && interpolation != Interpolation.BILINEAR) {
      throw new IllegalArgumentException(
          "sampler: the interpolation must be nearest or bilinear; got " + interpolation);
    }
  }

  /// {@return one between its elements and continued beyond its ends}
  public static Sampler of(Interpolation interpolation, Padding beyond) {
    return new Sampler(interpolation, beyond, 0);
  }

  /// {@return one between its elements, with a number beyond its ends}
  public static Sampler of(Interpolation interpolation, double beyond) {
    return new Sampler(interpolation, null, beyond);
  }

  Tensor atCoordinates(Tensor x, Tensor coordinates) {
    if (coordinates.rank() < 2 || coordinates.dim(0) != x.rank()) {
      throw new ShapeException(
          "mapCoordinates: needs a coordinate for each axis along the first axis, and another axis;"
              + " got x=%s, coordinates=%s".formatted(x.type(), coordinates.type()));
    }
    // A number beyond the ends of integers is one too.
    Sampler own = x.dtype().isFloating() ? this : new Sampler(interpolation, beyond, (long) number);
    return own.at(x, null, coordinates.cast(coordinates.dtype().toFloating()).unstack(0));
  }

  /// {@return the elements of images, whose pixel at (x, y) is that at a place that eight numbers
  /// give}
  ///
  /// @param x `[height, width, channels]` or `[n, height, width, channels]`
  /// @param numbers `[1, 8]` or `[n, 8]`
  Tensor transformed(Tensor x, Tensor numbers) {
    Tensor[] n = new Tensor[8];
    Tensor wide = numbers.cast(numbers.dtype().promote(DType.FLOAT32));
    for (int i = 0; i < n.length; i++) {
      n[i] = wide.get(Index.ALL, Index.at(i)).reshape(-1, 1, 1);
    }
    Tensor column = counted(x, -2);
    Tensor row = counted(x, -3).expandDims(-1);
    Tensor divisor = n[6].mul(column).add(n[7].mul(row)).add(1);
    Tensor near = divisor.notEqual(0);
    Tensor sure = near.where(divisor, 1);
    Tensor fromX = n[0].mul(column).add(n[1].mul(row)).add(n[2]).div(sure);
    Tensor fromY = n[3].mul(column).add(n[4].mul(row)).add(n[5]).div(sure);
    return seen(x, near.where(fromY, FAR), near.where(fromX, FAR));
  }

  /// {@return images whose pixels come from places so far away, `[n, height, width, 2]`: to the
  /// right and below}
  Tensor moved(Tensor x, Tensor way) {
    Tensor right = way.get(Index.ELLIPSIS, Index.at(0));
    Tensor below = way.get(Index.ELLIPSIS, Index.at(1));
    return seen(x, counted(x, -3).expandDims(-1).add(below), counted(x, -2).add(right));
  }

  private static Tensor counted(Tensor x, int axis) {
    int length = Math.toIntExact(x.dim(axis));
    return Apply.beside(x, () -> Tensor.arange(length)).cast(DType.FLOAT32);
  }

  private Tensor seen(Tensor x, Tensor fromY, Tensor fromX) {
    Tensor batch = x.rank() == 3 ? x.expandDims(0) : x;
    // Integers between elements are cut, as Keras does it, not rounded.
    boolean whole = !batch.dtype().isFloating() && interpolation == Interpolation.BILINEAR;
    Tensor values = whole ? batch.cast(DType.FLOAT32) : batch;
    int n = Math.toIntExact(batch.dim(0));
    Shape shape = Shape.of(n, batch.dim(1), batch.dim(2));
    Tensor image = Apply.beside(x, () -> Tensor.arange(n)).reshape(n, 1, 1).broadcastTo(shape);
    Tensor result = at(values, image, List.of(fromY.broadcastTo(shape), fromX.broadcastTo(shape)));
    return (x.rank() == 3 ? result.squeeze(0) : result).cast(x.dtype());
  }

  /// {@return the eight numbers of the map that takes the ends of four points to their starts, `[n,
  /// 8]`}
  static Tensor homography(Tensor x, Tensor start, Tensor end) {
    boolean points =
        start.shape().equals(end.shape())
            && (start.rank() == 2 || start.rank() == 3)
            && start.dim(-2) == 4
            && start.dim(-1) == 2;
    boolean each = points && (start.rank() == 2 || x.rank() == 3 || start.dim(0) == x.dim(0));
    if (!each) {
      throw new ShapeException(
          "perspectiveTransform: needs four points before and after, [4, 2] or [n, 4, 2]; got x=%s,"
                  .formatted(x.type())
              + " start=%s, end=%s".formatted(start.type(), end.type()));
    }
    DType dtype = start.dtype().promote(end.dtype()).promote(DType.FLOAT32);
    Tensor from = start.cast(dtype).reshape(-1, 4, 2);
    Tensor to = end.cast(dtype).reshape(-1, 4, 2);
    Tensor toX = to.get(Index.ELLIPSIS, Index.at(0));
    Tensor toY = to.get(Index.ELLIPSIS, Index.at(1));
    Tensor one = Apply.beside(x, () -> Tensor.ones(toX.type()));
    Tensor zero = Apply.beside(x, () -> Tensor.zeros(toX.type()));
    List<Operand> equations = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      Tensor place = from.get(Index.ELLIPSIS, Index.at(axis)).neg();
      Tensor a = axis == 0 ? toX : zero;
      Tensor b = axis == 0 ? toY : zero;
      Tensor c = axis == 0 ? one : zero;
      Tensor d = axis == 0 ? zero : toX;
      Tensor e = axis == 0 ? zero : toY;
      Tensor f = axis == 0 ? zero : one;
      equations.add(Tensor.stack(-1, a, b, c, d, e, f, place.mul(toX), place.mul(toY)));
    }
    // [n, 4 points, 2 coordinates, 8]
    Tensor matrix = Tensor.stack(2, equations.toArray(Operand[]::new)).reshape(-1, 8, 8);
    return matrix.solve(from.reshape(-1, 8, 1)).squeeze(-1);
  }

  /// {@return the parts of a tensor at places: a whole position along the first axis, unless it is
  /// null, coordinates along the next ones; the rest of the axes stays}
  private Tensor at(Tensor x, @Nullable Tensor whole, List<Tensor> coordinates) {
    if (interpolation == Interpolation.NEAREST) {
      return parts(x, whole, coordinates.stream().map(c -> c.add(0.5).floor()).toList());
    }
    DType dtype = x.dtype().isFloating() ? x.dtype() : DType.FLOAT32;
    Tensor sum = between(x.cast(dtype.computed()), whole, coordinates);
    if (x.dtype().isFloating()) {
      return sum.cast(x.dtype());
    }
    Tensor away = sum.abs().add(0.5).floor().mul(sum.sign());
    return away.saturateCast(x.dtype());
  }

  private Tensor between(Tensor values, @Nullable Tensor whole, List<Tensor> coordinates) {
    int n = coordinates.size();
    List<Tensor> below = coordinates.stream().map(Tensor::floor).toList();
    Tensor sum = null;
    for (int corner = 0; corner < 1 << n; corner++) {
      List<Tensor> places = new ArrayList<>();
      Tensor weight = null;
      for (int i = 0; i < n; i++) {
        boolean next = (corner >> i & 1) == 1;
        Tensor part = coordinates.get(i).sub(below.get(i));
        Tensor share = next ? part : part.neg().add(1);
        places.add(next ? below.get(i).add(1) : below.get(i));
        weight = weight == null ? share : weight.mul(share);
      }
      Tensor part = parts(values, whole, places);
      if (weight != null) {
        long[] dims = Arrays.copyOf(weight.shape().dims(), part.rank());
        Arrays.fill(dims, weight.rank(), dims.length, 1);
        part = part.mul(weight.cast(values.dtype()).reshape(dims));
      }
      sum = sum == null ? part : sum.add(part);
    }
    return sum == null ? values : sum;
  }

  private Tensor parts(Tensor values, @Nullable Tensor whole, List<Tensor> places) {
    int first = whole == null ? 0 : 1;
    // The parts one after the other, so that one number says which it is.
    Tensor flat = whole;
    Tensor inside = null;
    for (int i = 0; i < places.size(); i++) {
      Tensor place = places.get(i).clip(-MOST, MOST).cast(DType.INT32);
      long length = values.dim(first + i);
      Tensor at = beyond == null ? place.clip(0, length - 1) : beyond.source(place, length);
      if (beyond == null) {
        Tensor there = at.equal(place);
        inside = inside == null ? there : inside.logicalAnd(there);
      }
      flat = flat == null ? at : flat.mul(length).add(at);
    }
    if (flat == null) {
      return values;
    }
    int axes = first + places.size();
    Shape parts = values.shape().slice(axes, values.rank());
    long count = values.shape().slice(0, axes).size();
    Tensor found = values.reshape(Shape.of(count).concat(parts)).gather(flat, 0);
    if (inside == null) {
      return found;
    }
    long[] dims = Arrays.copyOf(inside.shape().dims(), found.rank());
    Arrays.fill(dims, inside.rank(), dims.length, 1);
    return inside.reshape(dims).where(found, Tensor.scalar(found.dtype(), number));
  }
}
