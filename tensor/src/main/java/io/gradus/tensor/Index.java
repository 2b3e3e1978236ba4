package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import org.jspecify.annotations.Nullable;

/// One part of an index, as NumPy writes it between brackets. The text form of a whole index is
/// read by [IndexText].
public sealed interface Index {
  /// Every element of an axis, `:`.
  Index ALL = new Range(null, null, 1);

  /// All axes not named otherwise, `...`.
  Index ELLIPSIS = new Ellipsis();

  /// A new axis of length 1, `newaxis`.
  Index NEW_AXIS = new NewAxis();

  /// {@return the element at `position`; the axis leaves the result}
  static Index at(long position) {
    return new At(position);
  }

  /// {@return the elements from `start` up to but not including `stop`; negative positions count
  /// from the end, and ends beyond the axis are cut as NumPy cuts them}
  static Index range(long start, long stop) {
    return new Range(start, stop, 1);
  }

  /// {@return every `step`th element from `start` up to but not including `stop`; null stands for
  /// an open end, and a negative step runs backwards}
  static Index range(@Nullable Long start, @Nullable Long stop, long step) {
    return new Range(start, stop, step);
  }

  /// {@return the elements from `start` on, `start:`}
  static Index from(long start) {
    return new Range(start, null, 1);
  }

  /// {@return the elements before `stop`, `:stop`}
  static Index to(long stop) {
    return new Range(null, stop, 1);
  }

  /// {@return where a `bool` tensor is true, or the positions that an integer tensor holds; see
  /// [Indexing#get(Index...)]}
  ///
  /// @throws DTypeException if the tensor holds neither
  static Index of(Operand positions) {
    Tensor tensor = positions.value();
    if (tensor.dtype() == DType.BOOL) {
      return new Mask(tensor);
    }
    if (!tensor.dtype().isInteger()) {
      throw new DTypeException(
          "index: positions must be integers, masks bool; got " + tensor.type());
    }
    return new Positions(tensor);
  }

  /// {@return the elements at these positions, in their order and as often as they are named}
  static Index positions(int... positions) {
    return new Positions(Tensor.of(positions));
  }

  /// One position of an axis.
  record At(long position) implements Index {
    @Override
    public String toString() {
      return Long.toString(position);
    }
  }

  /// Evenly spaced positions of an axis; null stands for an open end.
  record Range(@Nullable Long start, @Nullable Long stop, long step) implements Index {
    /// Checks the step.
    public Range {
      if (step == 0) {
        throw new IllegalArgumentException("index: the step of a range must not be 0");
      }
    }

    long first(long length) {
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? length : length - 1;
      return start == null ? (step > 0 ? 0 : length - 1) : cut(start, length, low, high);
    }

    long count(long length) {
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? length : length - 1;
      long end = stop == null ? (step > 0 ? length : -1) : cut(stop, length, low, high);
      long distance = step > 0 ? end - first(length) : first(length) - end;
      return distance <= 0 ? 0 : 1 + (distance - 1) / Math.abs(Math.max(step, -Long.MAX_VALUE));
    }

    private static long cut(long position, long length, long low, long high) {
      return Math.clamp(position < 0 ? position + length : position, low, high);
    }

    @Override
    public String toString() {
      String text = (start == null ? "" : start) + ":" + (stop == null ? "" : stop);
      return step == 1 ? text : text + ":" + step;
    }
  }

  /// All axes not named otherwise.
  record Ellipsis() implements Index {
    @Override
    public String toString() {
      return "...";
    }
  }

  /// A new axis of length 1.
  record NewAxis() implements Index {
    @Override
    public String toString() {
      return "newaxis";
    }
  }

  /// The positions that an integer tensor holds.
  record Positions(Tensor positions) implements Index {
    @Override
    public String toString() {
      return positions.type().toString();
    }
  }

  /// Where a `bool` tensor is true; it stands for as many axes as it has.
  record Mask(Tensor mask) implements Index {
    @Override
    public String toString() {
      return mask.type().toString();
    }
  }
}
