package io.gradus.tensor.kernel;

import io.gradus.tensor.type.Shape;
import java.util.List;

/// How the kernel of a convolution moves over the spatial axes of `[n, l₁, …, channels]`: tap `t`
/// of the window at position `o` meets cell `o·stride + t·dilation − before`. What lies beyond the
/// ends counts as zeros.
///
/// @param strides the cells between neighbouring windows, for each spatial axis
/// @param dilation the cells between neighbouring taps of a window
/// @param before the zeros before the first cell
/// @param after the zeros behind the last cell; a negative number leaves out so many cells
/// @param groups into how many groups channels and filters are divided; filters of a group see the
///   channels of that group only
public record Sweep(
    List<Integer> strides,
    List<Integer> dilation,
    List<Integer> before,
    List<Integer> after,
    int groups) {
  /// A copy of the lists.
  public Sweep {
    strides = List.copyOf(strides);
    dilation = List.copyOf(dilation);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// {@return the number of spatial axes}
  public int axes() {
    return strides.size();
  }

  /// {@return the number of windows along a spatial axis of the given length, below 1 where none
  /// fits; unknown for an unknown length}
  ///
  /// @param taps the taps of a window along that axis
  public long windows(int axis, long length, long taps) {
    if (length == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    long padded = length + before.get(axis) + after.get(axis);
    long span = (taps - 1) * dilation.get(axis) + 1;
    return padded < span ? 0 : (padded - span) / strides.get(axis) + 1;
  }

  /// {@return the length of a spatial axis that has so many windows without a rest; unknown for an
  /// unknown number}
  ///
  /// @param taps the taps of a window along that axis
  public long cells(int axis, long windows, long taps) {
    if (windows == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    long span = (taps - 1) * dilation.get(axis) + 1;
    return (windows - 1) * strides.get(axis) + span - before.get(axis) - after.get(axis);
  }

  /// {@return the convolution of `[n, l₁, …, channels]` with a kernel `[t₁, …, channels of a group,
  /// filters]`}
  public Taps over(Shape x, Shape kernel) {
    Taps.Axis[] three = {Taps.Axis.NONE, Taps.Axis.NONE, Taps.Axis.NONE};
    for (int axis = 0; axis < axes(); axis++) {
      long length = x.dim(axis + 1);
      long taps = kernel.dim(axis);
      three[3 - axes() + axis] =
          new Taps.Axis(
              Math.toIntExact(length),
              Math.toIntExact(windows(axis, length, taps)),
              Math.toIntExact(taps),
              strides.get(axis),
              dilation.get(axis),
              before.get(axis));
    }
    return new Taps(
        Math.toIntExact(x.dim(0)),
        three[0],
        three[1],
        three[2],
        groups,
        Math.toIntExact(kernel.dim(-2)),
        Math.toIntExact(kernel.dim(-1)) / groups);
  }
}
